"""The officer's report: a unit's people and where each stands, on the page, in Excel, and person by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.policy import can_print_card
from lms.core.errors import N_, NotFoundError
from lms.core.people import Role
from lms.core.vietnamese import sort_key
from lms.courses.queries import Head, Published, get_head, get_published, list_heads
from lms.credentials.queries import count_assisted, count_evidence, list_certificates
from lms.credentials.views import evidence_lines
from lms.pairing.queries.pairs import find_mentor, list_mentees
from lms.pairing.views.looking import looked
from lms.practice.queries import count_means
from lms.progress.queries import list_standings
from lms.reports.policy import can_report_person
from lms.reports.queries import count_independent
from lms.reports.queries.standing import (
    FILTERS,
    ORDERS,
    Line,
    Tally,
    find_place,
    list_lines,
    sort_lines,
    tally_below,
    tally_units,
)
from lms.reports.queries.waiting import find_waiting
from lms.reports.views.blueprint import bp, reported
from lms.skills.queries import list_skills
from lms.units.models import Unit
from lms.units.policy import can_edit_member, can_report_unit
from lms.units.queries import (
    MOST_LISTED,
    get_member,
    get_unit,
    list_ancestors,
    list_children,
    list_grant_paths,
    list_members_by_id,
)
from lms.web import dates
from lms.web.access import actor, coordinators_only
from lms.web.paging import PER_PAGE, Paged, page_number
from lms.web.translations import gettext

if TYPE_CHECKING:  # the library behind it is loaded with the first workbook, not with every worker
    from lms.core.spreadsheet import Column

MOST_EXPORTED = 20_000
MOST_BARS = 12
SMALLEST_RANKED = 5
_PLACES = {
    "step": N_("Bài %(lesson)s, bước %(n)s"),
    "task": N_("Bài %(lesson)s, việc thực hành"),
    "quiz": N_("Bài %(lesson)s, bài kiểm tra"),
}
_HEADINGS = (
    ("ten", N_("Họ và tên")),
    ("don-vi", N_("Đơn vị")),
    ("tien-do", N_("Đang ở đâu")),
    ("cho", N_("Chờ xác nhận")),
    ("hoat-dong", N_("Học gần nhất")),
)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: which course, part of a name, who, and in which order."""

    slug: str
    search: str
    state: str
    order: str

    @property
    def params(self) -> dict[str, Any]:
        named = {"khoa": self.slug, "tim": self.search, "loc": self.state, "xep": self.order}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Bar:
    """One unit below in the chart and in its table; ``path`` opens its own report, if it has one."""

    name: str
    tally: Tally
    path: str = ""


def _asked() -> Asked:
    given = request.args
    order, state = given.get("xep", ""), given.get("loc", "")
    return Asked(
        slug=given.get("khoa", "")[:80],
        search=given.get("tim", "").strip()[:80],
        state=state if state in FILTERS else "",
        order=order if order.removeprefix("-") in ORDERS else "",
    )


@bp.get("/bao-cao")
@coordinators_only
def overview() -> ResponseReturnValue:
    """Open the report of the officer's unit, or let choose where there are several."""
    who = actor()
    tops = who.paths(Role.COORDINATOR)
    ids = {grant.unit_id for grant in who.grants if grant.unit_path in tops}
    units = sorted((get_unit(each) for each in ids), key=lambda unit: sort_key(unit.name))
    if len(units) == 1:
        return redirect(url_for("reports.unit", unit_id=units[0].id), 303)
    return render_template("reports/overview.html", units=units)


@bp.get("/bao-cao/<int:unit_id>")
@coordinators_only
def unit(unit_id: int) -> ResponseReturnValue:
    """Say who of a unit has finished a course, and show where everybody stands."""
    found, asked, heads = reported(unit_id), _asked(), list_heads()
    if not heads:
        return render_template("reports/no_course.html", unit=found)
    head = _chosen(heads, asked.slug)
    published, now = get_published(head.revision_id), clock.now()
    tallies = tally_units(found.path, head.id, now)
    bars = _bars(found, tallies)
    lines = list_lines(found.path, head.id, now, search=asked.search, state=asked.state, most=MOST_LISTED)
    skills = [each for each in list_skills() if each.head.id == head.id]
    number = page_number()
    page = sort_lines(lines, asked.order)[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template(
        "reports/unit.html",
        unit=found,
        today=dates.today(),
        above=_above(found),
        head=head,
        heads=heads,
        asked=asked,
        tally=tally_below(tallies, found.path),
        bars=bars,
        shown_bars=bars[:MOST_BARS],
        conclusion=_conclusion(bars),
        lines=Paged([(each, _place(published, each)) for each in page], number, len(lines)),
        is_cut=len(lines) == MOST_LISTED,
        waiting=find_waiting(actor(), found.path, now),
        alone=count_independent(found.path, head.id, skills, now) if skills else None,
        headings=_headings(unit_id, asked),
        filters={state: _link(unit_id, asked, loc=state, tim="") for state in ("", *FILTERS)},
        page_link=_link(unit_id, asked, trang=""),
    )


def _chosen(heads: Sequence[Head], slug: str) -> Head:
    """Return the course asked for, or the first one where none is asked for."""
    return get_head(slug) if slug else heads[0]


def _above(unit: Unit) -> Unit | None:
    """Return the nearest unit above that the officer may report on too."""
    above = (each for each in reversed(list_ancestors(unit)) if can_report_unit(actor(), each.path))
    return next(above, None)


def _bars(unit: Unit, tallies: dict[str, Tally]) -> list[Bar]:
    """Return the units right below, best first, and those who belong to the unit itself; empty units are left out."""
    children = list_children(unit.id)
    bars = [
        Bar(each.name, tally_below(tallies, each.path), url_for("reports.unit", unit_id=each.id))
        for each in children
    ]
    bars.sort(key=lambda bar: -bar.tally.percent)
    if children and unit.path in tallies:
        bars.append(Bar(gettext("Trực thuộc %(unit)s", unit=unit.name), tallies[unit.path]))
    return [each for each in bars if each.tally.counted]


def _conclusion(bars: Sequence[Bar]) -> str:
    """Return what the chart says, in one sentence. Units of a few people are not held up to others."""
    ranked = [each for each in bars if each.path and each.tally.counted >= SMALLEST_RANKED]
    if not any(each.tally.done for each in bars):
        return gettext("Chưa đơn vị nào có người học xong")
    if not ranked or ranked[0].tally.percent == ranked[-1].tally.percent:
        return gettext("Các đơn vị đang đi đều nhau")
    best, last = ranked[0], ranked[-1]
    return gettext("%(best)s đi đầu, %(last)s cần thêm người kèm", best=best.name, last=last.name)


def _link(unit_id: int, asked: Asked, **changes: str) -> str:
    """Return the address of the same report with some of what it asks for changed."""
    params = {name: value for name, value in {**asked.params, **changes}.items() if value or name == "trang"}
    return url_for("reports.unit", unit_id=unit_id, **params)


def _headings(unit_id: int, asked: Asked) -> list[tuple[str, str, str]]:
    """Return the headings that sort: label, address, and how the table is sorted by it now."""
    headings = []
    for order, label in _HEADINGS:
        sorted_now = {order: "ascending", f"-{order}": "descending"}.get(asked.order or "ten", "")
        following = f"-{order}" if sorted_now == "ascending" else order
        headings.append((gettext(label), _link(unit_id, asked, xep=following), sorted_now))
    return headings


def _place(published: Published, line: Line) -> str:
    """Return in words where a person is: finished, not begun, waiting for somebody, or at which step."""
    if line.completed_at:
        return gettext("Xong ngày %(day)s", day=dates.day(line.completed_at))
    if not line.started_at:
        return gettext("Chưa bắt đầu")
    place = find_place(published, line.next_key)
    if place is None:
        return gettext("Chờ người hướng dẫn xác nhận") if line.waiting_items else gettext("Đang học")
    return gettext(_PLACES[place.kind], lesson=place.lesson, n=place.number)


@bp.get("/bao-cao/<int:unit_id>.xlsx")
@coordinators_only
def workbook(unit_id: int) -> ResponseReturnValue:
    """Send the same people, chosen in the same way, as an Excel workbook."""
    from lms.core.spreadsheet import CONTENT_TYPE, write_table

    found, asked = reported(unit_id), _asked()
    head = _chosen(list_heads(), asked.slug) if asked.slug or list_heads() else None
    if head is None:
        raise NotFoundError
    published, now = get_published(head.revision_id), clock.now()
    lines = list_lines(found.path, head.id, now, search=asked.search, state=asked.state, most=MOST_EXPORTED)
    day = dates.day(now)
    title = gettext("%(unit)s: khóa %(course)s", unit=found.name, course=head.title)
    content = write_table(
        title,
        _columns(),
        (_cells(published, each) for each in sort_lines(lines, asked.order)),
        _note(lines, day),
    )
    name = gettext("Báo cáo %(unit)s %(day)s", unit=found.name, day=day.replace("/", "-"))
    return send_file(
        BytesIO(content), mimetype=CONTENT_TYPE, as_attachment=True, download_name=f"{name}.xlsx"
    )


def _note(lines: Sequence[Line], day: str) -> str:
    note = gettext("Đến ngày %(day)s, %(n)s người. Người được miễn có ghi lý do.", day=day, n=len(lines))
    if len(lines) == MOST_EXPORTED:
        note += " " + gettext("Danh sách dài quá nên tệp chỉ có một phần; tải theo từng đơn vị để đủ.")
    return note


def _columns() -> tuple["Column", ...]:
    from lms.core.spreadsheet import Column

    return (
        Column(gettext("Họ và tên"), 28),
        Column(gettext("Đơn vị"), 28),
        Column(gettext("Tổ, chức vụ"), 18),
        Column(gettext("Đang ở đâu"), 26),
        Column(gettext("Việc đã xong"), 12, "number"),
        Column(gettext("Trong đó làm cùng"), 12, "number"),
        Column(gettext("Tổng số việc"), 12, "number"),
        Column(gettext("Tỉ lệ"), 8, "percent"),
        Column(gettext("Chờ xác nhận"), 10, "number"),
        Column(gettext("Học gần nhất"), 13, "date"),
        Column(gettext("Học xong ngày"), 13, "date"),
        Column(gettext("Người hướng dẫn"), 20),
        Column(gettext("Mã giấy chứng nhận"), 18),
        Column(gettext("Cách vào"), 12),
        Column(gettext("Được miễn, vì"), 24),
    )


def _cells(published: Published, line: Line) -> tuple[object, ...]:
    total = line.total_items or len(published.plan.items)
    return (
        line.full_name,
        line.unit_name,
        line.position,
        _place(published, line),
        line.done_items,
        line.assisted_items,
        total,
        line.done_items / total if total else None,
        line.waiting_items,
        _local_day(line.last_at),
        _local_day(line.completed_at),
        line.mentor_name,
        line.certificate_code,
        gettext("có") if line.has_way_in else gettext("chưa có"),
        line.exempt_reason,
    )


def _local_day(instant: datetime | None) -> date | None:
    return dates.local(instant).date() if instant else None


@bp.get("/bao-cao/<int:unit_id>/nguoi/<int:user_id>")
@coordinators_only
def person(unit_id: int, user_id: int) -> ResponseReturnValue:
    """Show where one person stands in each course, with each level of trust counted apart; no answers, no marks."""
    found, member = reported(unit_id), get_member(user_id)
    if not can_report_person(actor(), found.path, member.unit_path):
        raise NotFoundError
    looked(user_id, "person")
    held = list_grant_paths([user_id]).get(user_id, [])
    return render_template(
        "reports/person.html",
        unit=found,
        member=member,
        courses=_courses_of(user_id),
        certificates=list_certificates(user_id),
        mentor=find_mentor(user_id),
        **_helped(user_id),
        may_print=can_print_card(actor(), user_id, member.unit_path, bool(held)),
        may_edit=can_edit_member(actor(), user_id, member.unit_path, held),
    )


def _helped(user_id: int) -> dict[str, Any]:
    """Return whom a person helps, by name, and how many of other units, whom only their own officer names."""
    mentees = list_mentees(user_id)
    units = {each.user_id: each.unit_path for each in list_members_by_id([each.user_id for each in mentees])}
    named = [each for each in mentees if can_report_unit(actor(), units.get(each.user_id, ""))]
    return {"mentees": named, "mentees_away": len(mentees) - len(named)}


def _courses_of(user_id: int) -> list[tuple[Head, Any, list[Any], dict[str, int], int]]:
    """Return the courses that a person has begun.

    Each with head, standing, what is known by whose word, what was confirmed how, and how many steps were done together.
    """
    begun = [each for each in list_standings(user_id) if each[1].has_begun]
    return [
        (
            head,
            standing,
            evidence_lines(count_evidence(standing.records or {}, get_published(head.revision_id))),
            count_means(user_id, head.id),
            count_assisted(standing.records or {}, get_published(head.revision_id)),
        )
        for head, standing in begun
    ]
