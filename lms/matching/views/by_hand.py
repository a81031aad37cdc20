"""Putting two people together by hand: both are invited, to work at what the coordinator ticked."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields import SelectChoice

from lms import clock
from lms.core.errors import DomainError, NotFoundError
from lms.core.people import call_name
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.matching.forms import PairForm
from lms.matching.policy import can_pair_people
from lms.matching.queries.by_hand import Choice, get_choice
from lms.matching.queries.skills import Subject, known_skills, list_subjects, skill_titles
from lms.matching.queries.wishes import find_need
from lms.matching.services.board import invite_by_hand
from lms.matching.views.blueprint import bp
from lms.matching.views.boards import unit_to_arrange
from lms.pairing.models import MOST_MENTEES
from lms.units.queries import Member
from lms.web.access import actor, coordinators_only
from lms.web.translations import gettext, sentence


@bp.get("/ghep-cap/<int:unit_id>/hai-nguoi")
@coordinators_only
def two(unit_id: int) -> ResponseReturnValue:
    """Show the form; ``nguoi-hoc`` chooses a person and ticks what that person asked for."""
    choice, form = get_choice(unit_to_arrange(unit_id)), PairForm(formdata=None)
    form.mentee.data = request.args.get("nguoi-hoc", "")
    known = {str(each.user_id): each.user_id for each in choice.mentees}
    need = find_need(known[form.mentee.data]) if form.mentee.data in known else None
    return _page(choice, form, list_subjects(), need.skills if need else [])


def _page(
    choice: Choice,
    form: PairForm,
    subjects: list[Subject],
    chosen: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    form.skills.choices = [SelectChoice(*skill) for subject in subjects for skill in subject.skills]
    if chosen is not None:
        form.skills.data = chosen
    form.mentee.choices = [SelectChoice("", gettext("Chọn người học"))]
    for each in choice.mentees:
        asks = gettext("đã đăng ký cần kèm") if each.user_id in choice.asking else ""
        form.mentee.choices.append(SelectChoice(str(each.user_id), _label(each, choice, asks)))
    form.mentor.choices = [SelectChoice("", gettext("Chọn người hướng dẫn"))]
    for each, held in choice.mentors:
        room = gettext("đang kèm %(n)s, còn %(left)s chỗ", n=held, left=MOST_MENTEES - held)
        offers = gettext("đã nhận kèm, %(room)s", room=room) if each.user_id in choice.offering else room
        form.mentor.choices.append(SelectChoice(str(each.user_id), _label(each, choice, offers)))
    page = render_template(
        "matching/by_hand.html", choice=choice, form=form, subjects=subjects, most=MOST_MENTEES
    )
    return page, status


def _label(member: Member, choice: Choice, more: str) -> str:
    """Return a person as lists show them: name, and what tells two of the same name apart."""
    apart = member.position if member.unit_id == choice.unit.id else member.unit_name
    named = f"{member.full_name} · {apart}" if apart else member.full_name
    return f"{named} ({more})" if more else named


@bp.post("/ghep-cap/<int:unit_id>/hai-nguoi")
@coordinators_only
def pair(unit_id: int) -> ResponseReturnValue:
    """Invite the two people who were chosen."""
    choice, form, subjects = get_choice(unit_to_arrange(unit_id)), PairForm(), list_subjects()
    form.skills.choices = [SelectChoice(*skill) for subject in subjects for skill in subject.skills]
    if not form.validate_on_submit():
        return _page(choice, form, subjects, None, 422)
    mentor, mentee = _chosen(choice, form.mentor.data), _chosen(choice, form.mentee.data)
    titles = skill_titles(subjects)
    skills = {name: titles[name] for name in known_skills(subjects, form.skills.data or [])}
    try:
        with unit_of_work():
            invite_by_hand(mentor.user_id, mentee.user_id, skills, actor().id, clock.now())
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return _page(get_choice(unit_to_arrange(unit_id)), form, subjects, None, refused.status)
    flash(
        gettext(
            "Đã mời %(mentor)s kèm %(mentee)s. Cặp bắt đầu khi cả hai đồng ý, chậm nhất trong 7 ngày.",
            mentor=call_name(mentor.honorific, mentor.full_name),
            mentee=call_name(mentee.honorific, mentee.full_name),
        )
    )
    return redirect(url_for("matching.board", unit_id=unit_id, muc="cho-tra-loi"), 303)


def _chosen(choice: Choice, asked: str) -> Member:
    """Return the person whom the form names, if the officer arranges pairs for that person.

    Whoever has just been paired is not on the list any more, but the refusal has to say so.
    """
    user_id = whole_number(asked or "")
    found = choice.members.get(user_id) if user_id else None
    if found is None or not can_pair_people(actor(), found.unit_path):
        raise NotFoundError
    return found
