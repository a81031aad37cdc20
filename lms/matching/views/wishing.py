"""What the pages of asking and of offering share: filling a form, the words agreed to, the labels of times."""

from collections.abc import Sequence

from flask import request
from wtforms.fields import SelectChoice

from lms.core.matching.week import DAYS, PARTS, PHONES, in_week_order
from lms.matching.forms import WishForm
from lms.matching.models import Need, Offer
from lms.matching.queries.skills import Subject, known_skills
from lms.matching.queries.wishes import Colleague
from lms.matching.services.wishes import Wish
from lms.web.translations import gettext


def fill_choices(
    form: WishForm, subjects: Sequence[Subject], colleagues: Sequence[Colleague], form_skills: object
) -> None:
    """Offer the skills of the courses and the people of the own unit."""
    form.skills.choices = [SelectChoice(*skill) for subject in subjects for skill in subject.skills]
    form.wished.choices = [SelectChoice("", gettext("Ai cũng được"))]
    form.wished.choices += [
        SelectChoice(
            str(each.user_id), f"{each.full_name} · {each.position}" if each.position else each.full_name
        )
        for each in colleagues
    ]
    if form_skills is not None:
        form.skills.data = form_skills


def fill_from(form: WishForm, kept: Need | Offer) -> None:
    """Show what was said before; consent is asked for anew."""
    form.times.data, form.device.data = kept.times, kept.device
    form.wished.data = str(kept.wished_id or "")


def this_phone() -> str:
    """Return the kind of phone that asks, to be ticked beforehand; a computer says nothing about its owner's phone."""
    agent = request.headers.get("User-Agent", "")
    if "iPhone" in agent or "iPad" in agent:
        return "iphone"
    return "android" if "Android" in agent else ""


def wish_of(
    form: WishForm, subjects: Sequence[Subject], colleagues: Sequence[Colleague], consent: str
) -> Wish:
    """Return what the form says; a person who is no colleague is nobody."""
    known = {str(each.user_id): each.user_id for each in colleagues}
    devices = {"", *PHONES}
    return Wish(
        skills=known_skills(subjects, form.skills.data or []),
        times=in_week_order(form.times.data),
        device=form.device.data if form.device.data in devices else "",
        wished_id=known.get(form.wished.data or ""),
        consent=consent,
    )


def week() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the rows of the grid of a week: the day, then code and full name of each part of it."""
    return [
        (
            gettext(day),
            [(f"{code}-{part}", f"{gettext(words)} {gettext(day)}") for part, words in PARTS.items()],
        )
        for code, day in DAYS.items()
    ]
