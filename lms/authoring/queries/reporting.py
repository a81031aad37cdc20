"""What publishing would change, said before anything is changed."""

from dataclasses import dataclass

from sqlalchemy import func, select

from lms.authoring.queries.compiling import CompiledContent
from lms.core import questions
from lms.core.markup import Compilation
from lms.courses.queries import find_course, find_revision, list_items
from lms.db import db
from lms.progress.models import Enrolment
from lms.quizzes.models import Bank, BankRevision


@dataclass(frozen=True)
class CourseChange:
    """What publishing a course would change: ``state`` is new, changed or same."""

    slug: str
    title: str
    state: str
    added: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    learners: int = 0


@dataclass(frozen=True)
class BankChange:
    """What publishing a bank would change: ``state`` is new, changed or same."""

    slug: str
    title: str
    state: str
    questions: int


@dataclass(frozen=True)
class Report:
    """The first phase of a publication; the second is one transaction that does exactly this."""

    courses: tuple[CourseChange, ...]
    banks: tuple[BankChange, ...]

    @property
    def has_changes(self) -> bool:
        states = [course.state for course in self.courses] + [bank.state for bank in self.banks]
        return any(state != "same" for state in states)


def report_on(compiled: CompiledContent) -> Report:
    """Return what publishing would change, course by course and bank by bank; parts with errors are left out."""
    courses = [_course_change(each) for each in compiled.courses.values() if each.course is not None]
    banks = [_bank_change(each.bank) for each in compiled.banks.values() if each.bank is not None]
    return Report(tuple(courses), tuple(banks))


def _course_change(compilation: Compilation) -> CourseChange:
    course = compilation.course
    if course is None:
        raise ValueError("a course with errors has no change to report")
    known = find_course(course.id)
    keys = {item.key for lesson in course.lessons for item in lesson.items}
    if known is None:
        return CourseChange(course.id, course.title, "new", added=tuple(sorted(keys)))
    revision = find_revision(known.id, compilation.sha256)
    if revision is not None and revision.id == known.current_revision_id:
        return CourseChange(course.id, course.title, "same")
    present = {item.key for item in list_items(known.id) if item.retired_at is None}
    return CourseChange(
        course.id,
        course.title,
        "changed",
        added=tuple(sorted(keys - present)),
        retired=tuple(sorted(present - keys)),
        learners=count_running_enrolments(known.id),
    )


def _bank_change(bank: questions.Bank) -> BankChange:
    count = sum(len(pool.questions) for pool in bank.pools)
    current = db.session.scalar(
        select(BankRevision.sha256)
        .join(Bank, Bank.current_revision_id == BankRevision.id)
        .where(Bank.slug == bank.id)
    )
    state = "new" if current is None else "same" if current == bank.sha256 else "changed"
    return BankChange(bank.id, bank.title, state, count)


def count_running_enrolments(course_id: int) -> int:
    """Return how many people are in the middle of a course."""
    counted = select(func.count()).select_from(Enrolment)
    return (
        db.session.scalar(counted.where(Enrolment.course_id == course_id, Enrolment.completed_at.is_(None)))
        or 0
    )
