"""The meetings of a pair: noted in two taps by either, confirmed by the other in one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import DomainError, NotFoundError
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.mentoring.forms import MINUTES, PLACES, MeetingForm
from lms.mentoring.models import Meeting
from lms.mentoring.queries.goals import list_aims, main_goal, next_towards
from lms.mentoring.queries.meetings import get_meeting, list_meetings, list_unconfirmed, newest_of
from lms.mentoring.services import meetings as noting
from lms.mentoring.services.meetings import JustNotedError, Met
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.within import Within, within
from lms.pairing.queries.goals import list_goals
from lms.progress.queries import list_standings
from lms.web import dates
from lms.web.access import actor, signed_in
from lms.web.paging import Paged, page_number
from lms.web.translations import gettext, sentence

MEETINGS = "/cap/<int:pair_id>/gap"
ONE = f"{MEETINGS}/<int:meeting_id>"
PER_PAGE = 20


@bp.get(MEETINGS)
@signed_in
def meetings(pair_id: int) -> ResponseReturnValue:
    """Show the meetings of a pair, what waits for a word, and a form that is filled in already."""
    here = within(pair_id)
    return _meetings_page(here, _new_form(here))


def _form(**kwargs: object) -> MeetingForm:
    form = MeetingForm(**kwargs)
    for field, choices in ((form.minutes, MINUTES), (form.place, PLACES)):
        field.choices = [(value, gettext(label)) for value, label in choices]
    return form


def _new_form(here: Within) -> MeetingForm:
    """Return the form with what is most likely: today, half an hour, at school, the next step towards the goal."""
    form = _form(formdata=None)
    form.on.data, form.minutes.data, form.place.data = dates.today(), "30", "school"
    form.activity.data = _likely_activity(here) if here.may_write else ""
    form.newest.data = str(newest_of(here.pair.id, actor().id))
    return form


def _likely_activity(here: Within) -> str:
    """Return the next step of the goal, which both may see; without a goal nothing is guessed."""
    goal = main_goal(list_goals([here.pair.id]).get(here.pair.id, []))
    if goal is None:
        return ""
    step = next_towards(goal.skill, list_standings(here.pair.mentee_id))
    if step:
        return step.item.title
    aim = list_aims().get(goal.skill)
    return aim.title if aim else ""


def said(meeting: Meeting, *, has_words: bool = True) -> str:
    """Return how long, where and, unless only the bare facts are wanted, about what; in one line."""
    words = [
        next(gettext(label) for value, label in choices if value == kept)
        for choices, kept in ((MINUTES, str(meeting.minutes)), (PLACES, meeting.place))
    ]
    return " · ".join(
        [words[0], words[1].lower(), *([meeting.activity] if meeting.activity and has_words else [])]
    )


def _meetings_page(here: Within, form: MeetingForm, status: int = 200) -> ResponseReturnValue:
    number = page_number()
    rows, total = list_meetings(here.pair.id, number, PER_PAGE)
    waiting = list_unconfirmed(here.pair.id) if here.may_write else []
    page = render_template(
        "mentoring/meetings.html",
        here=here,
        form=form,
        version_of=noting.version_of,
        said=said,
        paged=Paged(rows, number, total, PER_PAGE),
        met_today=number == 1 and any(each.on == dates.today() for each in rows),
        asked=[each for each in waiting if each.logged_by_id != actor().id and not each.denied_at],
        denied=[each for each in waiting if each.logged_by_id == actor().id and each.denied_at],
    )
    return page, status


def _met(form: MeetingForm) -> Met:
    return Met(form.on.data, int(form.minutes.data), form.place.data, form.activity.data, form.line.data)


@bp.post(MEETINGS)
@signed_in
def log(pair_id: int) -> ResponseReturnValue:
    """Note a meeting and ask the other to confirm it."""
    here, form, now = within(pair_id), _form(), clock.now()
    if not form.validate_on_submit():
        return _meetings_page(here, form, 422)
    newest = whole_number(form.newest.data or "") or 0
    try:
        with unit_of_work():
            here = within(pair_id)
            meeting = noting.log_meeting(pair_id, actor().id, _met(form), newest, here.days, now)
            _ask(here, meeting)
    except DomainError as refused:
        return _refused(within(pair_id), form, refused)
    flash(gettext("Đã ghi buổi gặp. %(name)s sẽ xác nhận.", name=here.name))
    return redirect(url_for("mentoring.meetings", pair_id=pair_id), 303)


def _ask(here: Within, meeting: Meeting) -> None:
    now = clock.now()
    path = url_for("mentoring.meetings", pair_id=here.pair.id)
    key = f"meeting_to_confirm:{meeting.id}:{meeting.logged_at.isoformat()}"
    here.tell("meeting_to_confirm", key, now, path, day=dates.day(meeting.on))


def _refused(here: Within, form: MeetingForm, refused: DomainError) -> ResponseReturnValue:
    if isinstance(refused, NotFoundError):
        raise refused
    if isinstance(refused, JustNotedError):
        form.newest.data = str(newest_of(here.pair.id, actor().id))
    form.form_errors.append(sentence(refused))
    return _meetings_page(here, form, refused.status)


@bp.route(f"{ONE}/sua", methods=["GET", "POST"])
@signed_in
def change_meeting(pair_id: int, meeting_id: int) -> ResponseReturnValue:
    """Mend one's own note of a meeting, until the other confirms it."""
    here, meeting = _own(pair_id, meeting_id)
    if request.method == "GET":
        form = _form(formdata=None)
        form.on.data, form.minutes.data, form.place.data = meeting.on, str(meeting.minutes), meeting.place
        form.activity.data, form.line.data = meeting.activity, meeting.line
        return _change_page(here, meeting, form)
    form = _form()
    if not form.validate_on_submit():
        return _change_page(here, meeting, form, 422)
    try:
        with unit_of_work():
            here, meeting = _own(pair_id, meeting_id)
            met, now = _met(form), clock.now()
            if noting.change_meeting(pair_id, meeting_id, actor().id, met, here.days, now):
                _ask(here, meeting)
    except NotFoundError:
        raise
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return _change_page(within(pair_id), get_meeting(pair_id, meeting_id), form, refused.status)
    flash(gettext("Đã sửa. %(name)s sẽ xác nhận lại.", name=here.name))
    return redirect(url_for("mentoring.meetings", pair_id=pair_id), 303)


def _own(pair_id: int, meeting_id: int) -> tuple[Within, Meeting]:
    here, meeting = within(pair_id), get_meeting(pair_id, meeting_id)
    if meeting.logged_by_id != actor().id:
        raise NotFoundError
    return here, meeting


def _change_page(here: Within, meeting: Meeting, form: MeetingForm, status: int = 200) -> ResponseReturnValue:
    page = render_template("mentoring/meeting_change.html", here=here, meeting=meeting, form=form)
    return page, status


@bp.post(f"{ONE}/xoa")
@signed_in
def delete_meeting(pair_id: int, meeting_id: int) -> ResponseReturnValue:
    """Delete one's own note of a meeting that the other has not confirmed."""
    with unit_of_work():
        _own(pair_id, meeting_id)
        noting.delete_meeting(pair_id, meeting_id, actor().id)
    flash(gettext("Đã xóa buổi gặp ấy."))
    return redirect(url_for("mentoring.meetings", pair_id=pair_id), 303)


@bp.post(f"{ONE}/dung")
@signed_in
def confirm_meeting(pair_id: int, meeting_id: int) -> ResponseReturnValue:
    """Say in one tap that the two met; pressing twice is pressing once."""
    with unit_of_work():
        within(pair_id)
        noting.confirm_meeting(pair_id, meeting_id, actor().id, _seen(), clock.now())
    flash(gettext("Cảm ơn thầy cô. Hai người đã cùng xác nhận buổi gặp."))
    return redirect(_after_word(pair_id), 303)


def _seen() -> str:
    """Return which writing of the meeting the page showed."""
    return request.form.get("seen", "")


def _after_word(pair_id: int) -> str:
    """Return the page on which the other's note was answered: one's own page about the pair, or the list."""
    if request.form.get("tu") == "trang":
        return within(pair_id).back
    return url_for("mentoring.meetings", pair_id=pair_id)


@bp.post(f"{ONE}/khong-dung")
@signed_in
def deny_meeting(pair_id: int, meeting_id: int) -> ResponseReturnValue:
    """Say that it was otherwise: the note goes back to its author, to be mended or deleted."""
    now = clock.now()
    with unit_of_work():
        here = within(pair_id)
        if noting.deny_meeting(pair_id, meeting_id, actor().id, _seen(), now):
            meeting = get_meeting(pair_id, meeting_id)
            path = url_for("mentoring.change_meeting", pair_id=pair_id, meeting_id=meeting_id)
            key = f"meeting_denied:{meeting_id}:{now.isoformat()}"
            here.tell("meeting_denied", key, now, path, day=dates.day(meeting.on))
    flash(gettext("Đã báo %(name)s xem lại buổi ấy.", name=here.other.call_name))
    return redirect(_after_word(pair_id), 303)
