"""Who stands where in one quiz: the table, chosen and sorted as its address says."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.assessment.queries import (
    FILTERS,
    ORDERS,
    Line,
    Quiz,
    chosen_lines,
    get_quiz,
    list_extensions,
    list_lines,
    sort_lines,
)
from lms.assessment.views.blueprint import bp
from lms.assessment.views.finding import reach
from lms.core.errors import N_
from lms.core.people import Role
from lms.units.models import Unit
from lms.units.queries import units_reached
from lms.web.access import actor, trainers_only
from lms.web.paging import PER_PAGE, Paged, page_number
from lms.web.translations import gettext

_HEADINGS = (
    ("ten", N_("Họ và tên")),
    ("ket-qua", N_("Kết quả được tính")),
    ("lan", N_("Số lần làm")),
    ("luc", N_("Gần nhất")),
    ("don-vi", N_("Đơn vị")),
)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: part of a name, who, of which unit, and in which order."""

    search: str
    state: str
    order: str
    unit: Unit | None

    @property
    def params(self) -> dict[str, Any]:
        unit = str(self.unit.id) if self.unit else ""
        named = {"tim": self.search, "loc": self.state, "xep": self.order, "don-vi": unit}
        return {name: value for name, value in named.items() if value}


def read_asked(units: Sequence[Unit]) -> Asked:
    """Return what the address asks for; a unit beyond the trainer's reach is none."""
    given = request.args
    order, state = given.get("xep", ""), given.get("loc", "")
    return Asked(
        search=given.get("tim", "").strip()[:80],
        state=state if state in FILTERS else "",
        order=order if order.removeprefix("-") in ORDERS else "",
        unit=next((unit for unit in units if str(unit.id) == given.get("don-vi")), None),
    )


def asked_lines(quiz: Quiz, asked: Asked) -> tuple[list[Line], list[Line], bool]:
    """Return everybody of the units asked for, those whom the filter leaves in order, and whether some are cut off."""
    paths = (asked.unit.path,) if asked.unit else reach()
    everybody, is_cut = list_lines(quiz, paths, search=asked.search)
    return everybody, sort_lines(chosen_lines(everybody, asked.state), asked.order), is_cut


@bp.get("/soan-bai/ket-qua/<slug>/<lesson>/<item>")
@trainers_only
def results(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Say how many have passed, and show where each person stands."""
    quiz, units = get_quiz(slug, lesson, item), units_reached(actor(), Role.TRAINER)
    asked = read_asked(units)
    everybody, chosen, is_cut = asked_lines(quiz, asked)
    number = page_number()
    rows = chosen[(number - 1) * PER_PAGE : number * PER_PAGE]
    extensions = list_extensions(quiz, reach(), only_live=True)
    return render_template(
        "assessment/results.html",
        quiz=quiz,
        bank=quiz.published.bank,
        asked=asked,
        units=units,
        now=clock.now(),
        people=len(everybody),
        passed=sum(line.is_passed for line in everybody),
        waiting=_waiting(everybody),
        counts={state: len(chosen_lines(everybody, state)) for state in FILTERS},
        lines=Paged([(line, percent(line.share)) for line in rows], number, len(chosen)),
        is_cut=is_cut,
        extended={each.extension.user_id for each in extensions},
        headings=_headings(quiz, asked),
        filters={state: _link(quiz, asked, loc=state) for state in ("", *FILTERS)},
        workbook_path=url_for("assessment.workbook", **quiz.place, **asked.params),
        page_link=_link(quiz, asked, trang=""),
    )


def _waiting(lines: Sequence[Line]) -> int:
    """Return how many attempts wait for the reader; nobody marks for oneself."""
    others = (line for line in lines if line.user_id != actor().id)
    return sum(each.state == "submitted" for line in others for each in line.tries)


def percent(share: Fraction | None) -> int | None:
    """Return a share in whole per cent, never rounded up to a figure that was not reached."""
    return None if share is None else int(share * 100)


def _link(quiz: Quiz, asked: Asked, **changes: str) -> str:
    """Return the address of the same table with some of what it asks for changed."""
    params = {name: value for name, value in {**asked.params, **changes}.items() if value or name == "trang"}
    return url_for("assessment.results", **quiz.place, **params)


def _headings(quiz: Quiz, asked: Asked) -> list[tuple[str, str, str]]:
    """Return the headings that sort: label, address, and how the table is sorted by it now."""
    headings = []
    for order, label in _HEADINGS:
        sorted_now = {order: "ascending", f"-{order}": "descending"}.get(asked.order or "ten", "")
        following = f"-{order}" if sorted_now == "ascending" else order
        headings.append((gettext(label), _link(quiz, asked, xep=following), sorted_now))
    return headings
