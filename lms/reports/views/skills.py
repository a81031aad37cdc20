"""How far a unit's people are in each skill of a course: every level apart, each number with its names; and in Excel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import N_, NotFoundError
from lms.core.proficiency import Stage
from lms.courses.queries import Head, get_head, list_heads
from lms.reports.queries import EXEMPT, Person, Tally, list_roster, tally
from lms.reports.views.blueprint import bp, reported
from lms.skills.queries import KnownSkill, list_skills
from lms.units.models import Unit
from lms.units.queries import list_children
from lms.web import dates
from lms.web.access import coordinators_only
from lms.web.paging import PER_PAGE, Paged, page_number
from lms.web.translations import gettext

if TYPE_CHECKING:  # the library behind it is loaded with the first workbook, not with every worker
    from lms.core.spreadsheet import Column

STAGES = {
    Stage.NONE: N_("Chưa có"),
    Stage.CLAIMED: N_("Đã học, tự khai"),
    Stage.PRACTISED: N_("Máy đã kiểm"),
    Stage.OBSERVED: N_("Có người đã xem"),
    Stage.INDEPENDENT: N_("Tự làm một mình"),
    Stage.HELD: N_("Giữ được"),
    Stage.DUE: N_("Đến hạn làm lại"),
}
"""How each level is called; they stand side by side and are never added up."""


@dataclass(frozen=True)
class Part:
    """A unit right below, or the people of the unit itself, and how far they are in the chosen skill."""

    name: str
    tally: Tally
    unit_id: int
    is_own: bool = False


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a course, one of its skills, and whom of it."""

    unit_id: int
    head: Head
    skill: KnownSkill | None
    group: str
    is_own: bool = False
    """Whether only those are listed who belong to the unit itself, none of those below."""

    def link(self, unit_id: int | None = None, **changes: str) -> str:
        """Return the address of the same page with some of what it asks for changed."""
        skill = self.skill.name.partition("/")[2] if self.skill else ""
        given = {"khoa": self.head.slug, "ky-nang": skill, "bac": self.group, "rieng": ""} | changes
        params: dict[str, Any] = {name: value for name, value in given.items() if value or name == "trang"}
        return url_for("reports.skills", unit_id=unit_id or self.unit_id, **params)


def _asked(unit_id: int) -> tuple[Asked, list[KnownSkill]]:
    """Return what is asked for, and the course's skills; of a course without any there is no such page."""
    known, slug = list_skills(), request.args.get("khoa", "")[:80]
    head = get_head(slug) if slug else next((each.head for each in known), None)
    skills = [each for each in known if head is not None and each.head.id == head.id]
    if head is None or not skills:
        raise NotFoundError
    named = f"{head.slug}/{request.args.get('ky-nang', '')}"
    skill = next((each for each in skills if each.name == named), None)
    group = request.args.get("bac", "")
    is_own = bool(request.args.get("rieng"))
    return Asked(unit_id, head, skill, group if group in (*STAGES, EXEMPT) else "", is_own), skills


@bp.get("/bao-cao/<int:unit_id>/ky-nang")
@coordinators_only
def skills(unit_id: int) -> ResponseReturnValue:
    """Say how many people are how far in each skill; a number opens its list of names."""
    found, now = reported(unit_id), clock.now()
    asked, known = _asked(unit_id)
    people = list_roster(found.path, known, now)
    chosen = asked.skill
    listed = [each for each in people if chosen and _is_listed(each, asked, chosen, now)]
    number = page_number()
    rows = [
        (each, _since(each, chosen, now))
        for each in listed[(number - 1) * PER_PAGE : number * PER_PAGE]
        if chosen
    ]
    with_skills = {each.head.id for each in list_skills()}
    return render_template(
        "reports/skills.html",
        unit=found,
        asked=asked,
        heads=[each for each in list_heads() if each.id in with_skills],
        stages={stage.value: gettext(label) for stage, label in STAGES.items()},
        exempt=EXEMPT,
        counted=[(each, each.name.partition("/")[2], tally(people, each.name, now)) for each in known],
        tally=tally(people, chosen.name, now) if chosen else None,
        parts=_parts(found, people, chosen.name, now) if chosen else [],
        lines=Paged(rows, number, len(listed)),
        page_link=asked.link(rieng="1" if asked.is_own else "", trang=""),
    )


def _is_listed(person: Person, asked: Asked, skill: KnownSkill, now: datetime) -> bool:
    is_there = not asked.is_own or person.unit_id == asked.unit_id
    return is_there and asked.group in ("", person.group(skill.name, now))


def _since(person: Person, skill: KnownSkill | None, now: datetime) -> tuple[str, str]:
    """Return in words how far a person is in a skill, and since which day."""
    if skill is None:
        return "", ""
    ability = person.ability(skill.name)
    since = ability.held_at or ability.since
    return gettext(STAGES[ability.stage(now)]), dates.day(since) if since else ""


def _parts(unit: Unit, people: Sequence[Person], skill: str, now: datetime) -> list[Part]:
    """Return the units right below, by the alphabet, then those who belong to the unit itself; empty ones are left out."""
    children = list_children(unit.id)
    parts = [
        Part(
            each.name,
            tally((one for one in people if one.unit_path.startswith(each.path)), skill, now),
            each.id,
        )
        for each in children
    ]
    if children:
        own = gettext("Trực thuộc %(unit)s", unit=unit.name)
        parts.append(
            Part(own, tally((one for one in people if one.unit_id == unit.id), skill, now), unit.id, True)
        )
    return [each for each in parts if each.tally.counted or each.tally.exempt]


@bp.get("/bao-cao/<int:unit_id>/ky-nang.xlsx")
@coordinators_only
def skills_workbook(unit_id: int) -> ResponseReturnValue:
    """Send how many are at each level of each skill, and on a second sheet everybody by name, as an Excel workbook."""
    from lms.core.spreadsheet import CONTENT_TYPE, Sheet, write_sheets

    found, now = reported(unit_id), clock.now()
    asked, known = _asked(unit_id)
    people = list_roster(found.path, known, now)
    day = dates.day(now)
    title = gettext("%(unit)s: kỹ năng của khóa %(course)s", unit=found.name, course=asked.head.title)
    note = gettext(
        "Đến ngày %(day)s, %(n)s người trong danh sách, kể cả người chưa đăng nhập được. Các bậc đứng riêng, không cộng dồn.",
        day=day,
        n=len(people),
    )
    levels = [_level_cells(each, tally(people, each.name, now)) for each in known]
    content = write_sheets(
        title,
        [
            Sheet(title, _level_columns(), levels, note, name=gettext("Từng bậc")),
            Sheet(
                title,
                _columns(known),
                (_cells(each, known, now) for each in people),
                note,
                name=gettext("Tên từng người"),
            ),
        ],
    )
    name = gettext("Kỹ năng %(unit)s %(day)s", unit=found.name, day=day.replace("/", "-"))
    return send_file(
        BytesIO(content), mimetype=CONTENT_TYPE, as_attachment=True, download_name=f"{name}.xlsx"
    )


def _level_columns() -> tuple["Column", ...]:
    from lms.core.spreadsheet import Column

    return (
        Column(gettext("Kỹ năng"), 44),
        Column(gettext("Danh sách"), 13, "number"),
        *(Column(gettext(label), 13, "number") for label in STAGES.values()),
        Column(gettext("Được miễn"), 13, "number"),
    )


def _level_cells(skill: KnownSkill, found: Tally) -> tuple[object, ...]:
    return (skill.title, found.counted, *(found.stages.get(each, 0) for each in STAGES), found.exempt)


def _columns(known: Sequence[KnownSkill]) -> tuple["Column", ...]:
    from lms.core.spreadsheet import Column

    fixed = (
        Column(gettext("Họ và tên"), 28),
        Column(gettext("Đơn vị"), 28),
        Column(gettext("Tổ, chức vụ"), 18),
        Column(gettext("Được miễn, vì"), 24),
    )
    of_skills = [
        column
        for each in known
        for column in (Column(each.title, 22), Column(gettext("Từ ngày"), 13, "date"))
    ]
    return (*fixed, *of_skills)


def _cells(person: Person, known: Sequence[KnownSkill], now: datetime) -> tuple[object, ...]:
    cells: list[object] = [person.full_name, person.unit_name, person.position, person.exempt_reason]
    for skill in known:
        ability = person.ability(skill.name)
        since = ability.held_at or ability.since
        cells += [gettext(STAGES[ability.stage(now)]), dates.local(since).date() if since else None]
    return tuple(cells)
