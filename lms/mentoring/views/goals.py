"""The goals of a pair: proposed by one, agreed to by the other, dropped by either. They decide what the mentor sees."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import N_, DomainError, NotFoundError
from lms.core.proficiency import Level
from lms.core.reaching import Reached
from lms.core.sight import EVERYTHING
from lms.db import unit_of_work
from lms.mentoring.forms import GoalDayForm, GoalForm
from lms.mentoring.queries.goals import Aim, list_aims
from lms.mentoring.queries.reaching import list_reached
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.within import Within, within
from lms.pairing.models import PairGoal
from lms.pairing.queries.goals import list_goals
from lms.pairing.services.goals import GoalAgreedError, GoalGoneError, agree_to_goal, propose_goal
from lms.pairing.services.goals import drop_goal as drop
from lms.pairing.views.parting import lead_to_farewell
from lms.web import dates
from lms.web.access import actor, signed_in
from lms.web.translations import gettext, sentence

GOALS = "/cap/<int:pair_id>/muc-tieu"
ONE = f"{GOALS}/<int:goal_id>"
USUAL = timedelta(days=30)
REACHED_WORDS = {
    Level.PRACTISED: N_("máy đã kiểm"),
    Level.OBSERVED: N_("có người đã xem"),
    Level.INDEPENDENT: N_("tự làm một mình"),
}
"""How far a goal is reached, so that nobody reads more into it than was proven."""


def _within(pair_id: int) -> Within:
    """Return the pair; of a pair that is over the former mentor does not see how far its goals were reached."""
    here = within(pair_id)
    if here.is_mentor:
        lead_to_farewell(here.pair)
    return here


def aims_as_said() -> dict[str, Aim]:
    """Return what can be a goal, with the words that pages use for everything at once."""
    return {**list_aims(), EVERYTHING: Aim(EVERYTHING, gettext("Mọi khóa học"))}


@bp.get(GOALS)
@signed_in
def goals(pair_id: int) -> ResponseReturnValue:
    """Show what the two work towards, what waits for a word, and a form for one more."""
    form = GoalForm(formdata=None)
    form.skill.data, form.due_on.data = request.args.get("viec", ""), dates.today() + USUAL
    return _goals_page(_within(pair_id), form)


def _reached(here: Within, goals: list[PairGoal]) -> dict[int, Reached]:
    """Return how far the goals are reached; while the pair rests that is hers alone to read."""
    if here.is_mentor and not here.may_write:
        return {}
    return list_reached([(each, here.pair.mentee_id) for each in goals], clock.now())


def _goals_page(here: Within, form: GoalForm, status: int = 200) -> ResponseReturnValue:
    aims = aims_as_said()
    form.skill.choices = _choices(aims)
    found = list_goals([here.pair.id]).get(here.pair.id, [])
    agreed = [each for each in found if each.agreed_at]
    page = render_template(
        "mentoring/goals.html",
        here=here,
        form=form,
        aims=aims,
        reached=_reached(here, found),
        agreed=agreed,
        reached_words=REACHED_WORDS,
        former={each.skill: each for each in agreed},
        asked=[each for each in found if not each.agreed_at and each.set_by_id != actor().id],
        proposed=[each for each in found if not each.agreed_at and each.set_by_id == actor().id],
    )
    return page, status


def _choices(aims: dict[str, Aim]) -> dict[str, list[tuple[str, str]]]:
    """Return what the form offers: course by course its skills, then the course as a whole; everything comes last."""
    groups: dict[str, list[tuple[str, str]]] = {gettext("Chọn một việc"): [("", "…")]}
    for aim in aims.values():
        if not aim.slug:
            continue
        group = groups.setdefault(aim.course_title, [])
        if not aim.is_course:
            group.append((aim.skill, aim.title))
    for aim in aims.values():
        if aim.is_course:
            groups[aim.course_title].append((aim.skill, gettext("Cả khóa: %(title)s", title=aim.title)))
    groups[gettext("Tất cả")] = [(EVERYTHING, aims[EVERYTHING].title)]
    return groups


@bp.post(GOALS)
@signed_in
def propose(pair_id: int) -> ResponseReturnValue:
    """Propose a goal to the other; a double tap proposes once."""
    here, form = _within(pair_id), GoalForm()
    if not form.validate_on_submit():
        return _goals_page(here, form, 422)
    if form.skill.data not in aims_as_said():
        raise NotFoundError
    try:
        _propose(pair_id, form.skill.data, form.words.data, form)
    except NotFoundError:
        raise
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return _goals_page(_within(pair_id), form, refused.status)
    return _proposed(here)


def _propose(pair_id: int, skill: str, words: str, form: GoalForm | GoalDayForm) -> None:
    now = clock.now()
    with unit_of_work():
        here = _within(pair_id)
        goal = propose_goal(pair_id, actor().id, skill, words, form.due_on.data, dates.today(), now)
        kind = "goal_day_proposed" if isinstance(form, GoalDayForm) else "goal_proposed"
        path = url_for("mentoring.goals", pair_id=pair_id)
        here.tell(kind, f"goal_proposed:{goal.id}", now, path)


def _proposed(here: Within) -> ResponseReturnValue:
    flash(gettext("Đã gửi lời đề nghị. Khi %(name)s đồng ý thì mục tiêu bắt đầu.", name=here.other.call_name))
    return redirect(url_for("mentoring.goals", pair_id=here.pair.id), 303)


@bp.post(f"{ONE}/dong-y")
@signed_in
def agree(pair_id: int, goal_id: int) -> ResponseReturnValue:
    """Agree in one tap to what the other proposed; pressing twice is pressing once."""
    now = clock.now()
    try:
        with unit_of_work():
            here = _within(pair_id)
            agree_to_goal(pair_id, goal_id, actor().id, now)
            path = url_for("mentoring.goals", pair_id=pair_id)
            here.tell("goal_agreed", f"goal_agreed:{goal_id}", now, path)
    except GoalGoneError as changed:
        return _changed(pair_id, changed)
    flash(gettext("Hai người đã có mục tiêu chung. Chúc thầy cô làm được sớm."))
    return redirect(url_for("mentoring.goals", pair_id=pair_id), 303)


@bp.post(f"{ONE}/bo")
@signed_in
def drop_goal(pair_id: int, goal_id: int) -> ResponseReturnValue:
    """Drop a goal, or say no to a proposal; what it opened to the mentor is closed at once."""
    now = clock.now()
    path = url_for("mentoring.goals", pair_id=pair_id)
    try:
        with unit_of_work():
            here = _within(pair_id)
            dropped = drop(pair_id, goal_id, now, is_seen_as_proposal="cho" in request.form)
            if dropped and not dropped.agreed_at and dropped.set_by_id != actor().id:
                here.tell("goal_declined", f"goal_declined:{goal_id}", now, path)
    except GoalAgreedError as changed:
        return _changed(pair_id, changed)
    flash(_said_dropped(here, dropped))
    return redirect(path, 303)


def _said_dropped(here: Within, dropped: PairGoal | None) -> str:
    """Return what became of the goal; another tap was faster where there is none."""
    if dropped and not dropped.agreed_at:
        if dropped.set_by_id == actor().id:
            return gettext("Đã rút lời đề nghị.")
        return gettext(
            "Đã báo %(name)s. Những gì hai người đã hẹn vẫn giữ như cũ.", name=here.other.call_name
        )
    if dropped and not here.is_mentor:
        return gettext("Đã bỏ mục tiêu. %(name)s không xem được phần ấy nữa.", name=here.name)
    return gettext("Đã bỏ mục tiêu này. Hai người có thể đặt mục tiêu khác.")


def _changed(pair_id: int, changed: DomainError) -> ResponseReturnValue:
    """Show the goals as they are now, and why the tap on an older page did nothing."""
    form = GoalForm(formdata=None)
    form.due_on.data = dates.today() + USUAL
    flash(sentence(changed))
    return _goals_page(_within(pair_id), form, changed.status)


def _open_goal(here: Within, goal_id: int) -> PairGoal:
    for goal in list_goals([here.pair.id]).get(here.pair.id, []):
        if goal.id == goal_id:
            return goal
    raise NotFoundError


@bp.route(f"{ONE}/doi-ngay", methods=["GET", "POST"])
@signed_in
def move_goal(pair_id: int, goal_id: int) -> ResponseReturnValue:
    """Propose another day for a goal; until the other agrees the former day stands."""
    here = _within(pair_id)
    goal = _open_goal(here, goal_id)
    if request.method == "GET":
        form = GoalDayForm(formdata=None)
        form.due_on.data = max(goal.due_on, dates.today()) + timedelta(days=14)
        return _move_page(here, goal, form)
    form = GoalDayForm()
    if not form.validate_on_submit():
        return _move_page(here, goal, form, 422)
    try:
        _propose(pair_id, goal.skill, goal.words, form)
    except NotFoundError:
        raise
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return _move_page(_within(pair_id), goal, form, refused.status)
    flash(gettext("Đã gửi. Đến khi %(name)s đồng ý, ngày cũ vẫn giữ.", name=here.other.call_name))
    return redirect(url_for("mentoring.goals", pair_id=pair_id), 303)


def _move_page(here: Within, goal: PairGoal, form: GoalDayForm, status: int = 200) -> ResponseReturnValue:
    aim = aims_as_said().get(goal.skill)
    title = aim.title if aim else goal.skill
    page = render_template("mentoring/goal_move.html", here=here, goal=goal, form=form, title=title)
    return page, status
