"""The coordinator's board: one list of it a page, and what is done with a whole list."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import NotFoundError
from lms.core.matching.wording import LEFT
from lms.core.people import Role
from lms.core.vietnamese import squeeze
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.matching.policy import can_pair_people
from lms.matching.queries.board import (
    PER_PAGE,
    Section,
    count_sections,
    list_left,
    list_pairs,
    list_suggested_ids,
)
from lms.matching.queries.closed import PER_PAGE as CLOSED_PER_PAGE
from lms.matching.queries.closed import list_closed
from lms.matching.queries.runs import find_covering_run, find_latest_run
from lms.matching.queries.skills import list_subjects, skill_titles
from lms.matching.services.board import MOST_AT_ONCE, publish_suggestions
from lms.matching.views.blueprint import bp
from lms.units.models import Unit
from lms.units.queries import get_unit, list_children
from lms.web.access import actor, coordinators_only
from lms.web.paging import Paged, page_number
from lms.web.reasons import say_reasons
from lms.web.translations import gettext

LONGEST_NAME = 120


def unit_to_arrange(unit_id: int) -> Unit:
    """Return a unit whose pairs the officer may arrange."""
    unit = get_unit(unit_id)
    if not can_pair_people(actor(), unit.path):
        raise NotFoundError
    return unit


@bp.get("/ghep-cap")
@coordinators_only
def boards() -> ResponseReturnValue:
    """Open the board of the officer's own unit."""
    grant = next(each for each in actor().grants if each.role in (Role.COORDINATOR, Role.ADMIN))
    return redirect(url_for("matching.board", unit_id=grant.unit_id), 303)


@bp.get("/ghep-cap/<int:unit_id>")
@coordinators_only
def board(unit_id: int) -> ResponseReturnValue:
    """Show one list of a unit's pairs: suggestions, invitations, pairs, or who has to be placed by hand."""
    unit = unit_to_arrange(unit_id)
    counts, run = count_sections(unit.path), find_covering_run(unit.path)
    section = _section(counts.by_section)
    search, number = squeeze(request.args.get("tim", ""))[:LONGEST_NAME], page_number()
    lines: Paged[object]
    if section is Section.LEFT:
        left, total = list_left(unit.path, run, search, number)
        lines = Paged(left, number, total, PER_PAGE)
    else:
        pairs, total = list_pairs(unit.path, section, search, number, actor().paths(Role.COORDINATOR))
        lines = Paged(pairs, number, total, PER_PAGE)
    latest = find_latest_run(unit.id)
    return render_template(
        "matching/board.html",
        unit=unit,
        children=list_children(unit.id),
        counts=counts,
        section=section,
        sections=Section,
        lines=lines,
        search=search,
        run=run,
        latest_id=latest.id if latest else 0,
        titles=skill_titles(list_subjects()),
        say_reasons=say_reasons,
        left_words=LEFT,
        now=clock.now(),
        most=MOST_AT_ONCE,
    )


@bp.get("/ghep-cap/<int:unit_id>/vi-sao")
@coordinators_only
def closed(unit_id: int) -> ResponseReturnValue:
    """Show what people wrote when they ended a pair or declined an invitation; only officers read it."""
    unit, number, who = unit_to_arrange(unit_id), page_number(), actor()
    found, total = list_closed(unit.path, number, who.id, who.paths(Role.COORDINATOR))
    return render_template(
        "matching/closed.html", unit=unit, lines=Paged(found, number, total, CLOSED_PER_PAGE)
    )


def _section(waiting: Mapping[Section, int]) -> Section:
    """Return the list that was asked for; else the first in which something waits for the officer."""
    asked = request.args.get("muc", "")
    if asked in set(Section):
        return Section(asked)
    return next(
        (each for each in (Section.SUGGESTED, Section.LEFT, Section.INVITED) if waiting[each]),
        Section.TOGETHER,
    )


@bp.post("/ghep-cap/<int:unit_id>/moi")
@coordinators_only
def publish(unit_id: int) -> ResponseReturnValue:
    """Send the invitations of the ticked suggestions, or of all that the unit has."""
    unit = unit_to_arrange(unit_id)
    titles = skill_titles(list_subjects())
    asked = [number for each in request.form.getlist("cap") if (number := whole_number(each))]
    with unit_of_work():
        every = list_suggested_ids(unit.path)
        chosen = every if request.form.get("gui") == "tat-ca" else [each for each in every if each in asked]
        invited, away = publish_suggestions(chosen, titles, actor().id, clock.now())
    _say(invited, away, max(0, len(chosen) - MOST_AT_ONCE))
    return redirect(url_for("matching.board", unit_id=unit.id), 303)


def _say(invited: int, away: int, more: int) -> None:
    if not invited and not away:
        flash(gettext("Chưa có cặp nào được mời. Đánh dấu ít nhất một cặp rồi bấm lại."), "warn")
        return
    if invited:
        flash(
            gettext(
                "Đã gửi lời mời đến %(n)s cặp. Hai người của mỗi cặp có 7 ngày để trả lời, ngày thứ 3 được nhắc.",
                n=invited,
            )
        )
    if away:
        flash(
            gettext("%(n)s gợi ý không còn hợp nên đã bỏ ra. Bấm “Gợi ý lại” để tìm người khác.", n=away),
            "warn",
        )
    if more:
        flash(gettext("Còn %(n)s gợi ý. Bấm mời lần nữa để gửi tiếp.", n=more), "warn")
