"""Reading a unit's sheet of local fields: each with its label, its value, what holds without it, and where it shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.local_sheet import Use, find_use, label_of
from lms.core.markup import LocalField
from lms.courses.models import Course, LocalValue
from lms.courses.queries import get_published, list_courses, list_local_values
from lms.db import db
from lms.units.models import Unit
from lms.units.queries import list_ancestors


@dataclass(frozen=True)
class SheetField:
    """One field of the sheet. ``inherited`` is what the unit named ``inherited_from`` says, for all below it."""

    label: LocalField
    value: str
    inherited: str
    inherited_from: str
    changed_by: str
    changed_at: datetime | None
    use: Use | None
    also_in: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.label.name

    @property
    def is_missing(self) -> bool:
        return not self.value and not self.inherited


@dataclass(frozen=True)
class SheetGroup:
    """The fields that a course is the first to use."""

    slug: str
    title: str
    fields: tuple[SheetField, ...]


def read_sheet(unit: Unit) -> tuple[SheetGroup, ...]:
    """Return the sheet of ``unit``, by course; a field of several courses stands with the first of them."""
    courses = [each for each in list_courses() if each.current_revision_id and each.status != "retired"]
    own, above = list_local_values(unit.id), _inherited(unit)
    names = _names(row.updated_by_id for row in own.values())
    used_by = _used_by(courses)
    groups = []
    for course in courses:
        compiled = get_published(course.current_revision_id or 0).course
        fields = []
        for name in compiled.local_fields:
            first, *others = used_by[name]
            if first == course.title:
                row, (inherited, giver) = own.get(name), above.get(name, ("", ""))
                fields.append(
                    SheetField(
                        label=label_of(compiled, name),
                        value=row.value if row else "",
                        inherited=inherited,
                        inherited_from=giver,
                        changed_by=names.get(row.updated_by_id or 0, "") if row else "",
                        changed_at=row.updated_at if row else None,
                        use=find_use(compiled, name),
                        also_in=tuple(others),
                    )
                )
        if fields:
            groups.append(SheetGroup(course.slug, course.title, tuple(fields)))
    return tuple(groups)


def _used_by(courses: Iterable[Course]) -> dict[str, list[str]]:
    """Return the titles of the courses that use each field."""
    titles: dict[str, list[str]] = {}
    for course in courses:
        for name in get_published(course.current_revision_id or 0).course.local_fields:
            titles.setdefault(name, []).append(course.title)
    return titles


def _inherited(unit: Unit) -> dict[str, tuple[str, str]]:
    """Return what the units above say of each field: the nearest one's value, and its name."""
    found: dict[str, tuple[str, str]] = {}
    for above in list_ancestors(unit):
        rows: dict[str, LocalValue] = list_local_values(above.id)
        found |= {name: (row.value, above.name) for name, row in rows.items() if row.value}
    return found


def _names(user_ids: Iterable[int | None]) -> dict[int, str]:
    wanted = select(User.id, User.full_name).where(User.id.in_([each for each in user_ids if each]))
    return {row.id: row.full_name for row in db.session.execute(wanted)}
