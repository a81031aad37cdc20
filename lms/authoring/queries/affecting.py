"""Counting exactly whom a publication affects: people in mid-course, by their records."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from lms.core.markup import Comparison, Course
from lms.db import db
from lms.progress.models import Enrolment


@dataclass(frozen=True)
class Affected:
    """How many people in mid-course would notice, and how many of them would have to do something again."""

    people: int = 0
    resets: int = 0


def count_affected(course_id: int, after: Course, comparison: Comparison) -> Affected:
    """Count the people in mid-course with a record on something that changes, has another key or goes."""
    former = {new: old for old, new in comparison.renamed.items()}
    touched = {*comparison.changed, *comparison.retired, *comparison.renamed}
    touched |= {former[key] for key in comparison.changed if key in former}
    reset = {each.id for each in after.lessons if each.on_update == "reset"}
    again = {former.get(key, key) for key in comparison.changed if key.partition("/")[0] in reset}
    people = resets = 0
    running = select(Enrolment.records).where(
        Enrolment.course_id == course_id, Enrolment.completed_at.is_(None)
    )
    for records in db.session.scalars(running):
        people += _has_any(records, touched)
        resets += _has_any(records, again)
    return Affected(people, resets)


def _has_any(records: Mapping[str, Any], keys: Collection[str]) -> bool:
    return any(key in keys for key in records)
