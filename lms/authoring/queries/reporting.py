"""What publishing would change, said before anything is changed."""

from dataclasses import dataclass, field

from sqlalchemy import func, select

from lms.authoring.queries.affecting import count_affected
from lms.authoring.queries.compiling import CompiledContent
from lms.authoring.queries.sharing import courses_with_bank, glossary_mark
from lms.core import questions
from lms.core.markup import Comparison, Compilation, Course, compare
from lms.courses.queries import find_course, find_revision, get_published, list_terms
from lms.db import db
from lms.progress.models import Enrolment
from lms.quizzes.queries import find_bank, get_bank_revision


@dataclass(frozen=True)
class CourseChange:
    """What publishing a course would change: ``state`` is new, changed or same.

    ``learners`` are in the middle of the course; ``affected`` of them have a record on something that says something
    else, has gone or would be theirs under another key; ``resets`` of them would have to do something again.
    ``on_update`` lists the lessons with changed items: id, title, and keep, ask or reset.
    """

    slug: str
    title: str
    state: str
    comparison: Comparison = field(default_factory=Comparison)
    learners: int = 0
    affected: int = 0
    on_update: tuple[tuple[str, str, str], ...] = ()
    resets: int = 0

    @property
    def added(self) -> tuple[str, ...]:
        return self.comparison.added

    @property
    def retired(self) -> tuple[str, ...]:
        return self.comparison.retired


@dataclass(frozen=True)
class BankChange:
    """What publishing a bank would change, in question ids: ``state`` is new, changed or same.

    ``former_title`` is that of the bank which it replaces; ``used_in`` are the titles of the courses that use that.
    """

    slug: str
    title: str
    state: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    questions: int = 0
    former_title: str = ""
    used_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class TermChange:
    """What publishing the glossary would change, in ids of its entries."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The first phase of a publication; the second is one transaction that does exactly this."""

    courses: tuple[CourseChange, ...]
    banks: tuple[BankChange, ...]
    terms: TermChange = TermChange()

    @property
    def has_changes(self) -> bool:
        states = [course.state for course in self.courses] + [bank.state for bank in self.banks]
        return any(state != "same" for state in states) or self.terms != TermChange()


def report_on(compiled: CompiledContent) -> Report:
    """Return what publishing would change, course by course and bank by bank; parts with errors are left out."""
    courses = [_course_change(each) for each in compiled.courses.values() if each.course is not None]
    banks = [_bank_change(each.bank) for each in compiled.banks.values() if each.bank is not None]
    return Report(tuple(courses), tuple(banks), _term_change(compiled))


def current_base(compiled: CompiledContent) -> dict[str, int | None]:
    """Return which revisions and which glossary are current now, so that publishing can tell if somebody was faster."""
    base: dict[str, int | None] = {}
    for compilation in compiled.courses.values():
        if compilation.course is not None:
            course = find_course(compilation.course.id)
            base[f"course/{compilation.course.id}"] = course.current_revision_id if course else None
    for each in compiled.banks.values():
        if each.bank is not None:
            bank = find_bank(each.bank.id)
            base[f"bank/{each.bank.id}"] = bank.current_revision_id if bank else None
    if compiled.terms is not None:
        base["glossary"] = glossary_mark()
    return base


def _course_change(compilation: Compilation) -> CourseChange:
    course = compilation.course
    if course is None:
        raise ValueError("a course with errors has no change to report")
    known = find_course(course.id)
    if known is None or known.current_revision_id is None:
        return CourseChange(course.id, course.title, "new", compare(None, course))
    revision = find_revision(known.id, compilation.sha256)
    if revision is not None and revision.id == known.current_revision_id:
        return CourseChange(course.id, course.title, "same")
    comparison = compare(get_published(known.current_revision_id).course, course)
    affected = count_affected(known.id, course, comparison)
    return CourseChange(
        slug=course.id,
        title=course.title,
        state="changed",
        comparison=comparison,
        learners=count_running_enrolments(known.id),
        affected=affected.people,
        on_update=_on_update(course, comparison),
        resets=affected.resets,
    )


def _on_update(course: Course, comparison: Comparison) -> tuple[tuple[str, str, str], ...]:
    touched = {key.partition("/")[0] for key in comparison.changed}
    return tuple((each.id, each.title, each.on_update) for each in course.lessons if each.id in touched)


def _bank_change(bank: questions.Bank) -> BankChange:
    known = find_bank(bank.id)
    now = {question.id: question.sha256 for question in bank.questions}
    if known is None or known.current_revision_id is None:
        return BankChange(bank.id, bank.title, "new", tuple(now), questions=len(now))
    before = get_bank_revision(known.current_revision_id)
    if before.bank.sha256 == bank.sha256:
        return BankChange(bank.id, bank.title, "same", questions=len(now))
    then = {question.id: question.sha256 for question in before.bank.questions}
    return BankChange(
        slug=bank.id,
        title=bank.title,
        state="changed",
        added=tuple(each for each in now if each not in then),
        changed=tuple(each for each in now if each in then and now[each] != then[each]),
        retired=tuple(each for each in then if each not in now),
        questions=len(now),
        former_title=before.bank.title,
        used_in=courses_with_bank(bank.id),
    )


def _term_change(compiled: CompiledContent) -> TermChange:
    if compiled.terms is None:
        return TermChange()
    then = {row.id: (row.term, row.english, row.html) for row in list_terms()}
    now = {term.id: (term.name, term.english, term.html) for term in compiled.terms}
    return TermChange(
        added=tuple(each for each in now if each not in then),
        changed=tuple(each for each in now if each in then and now[each] != then[each]),
        removed=tuple(each for each in then if each not in now),
    )


def count_running_enrolments(course_id: int) -> int:
    """Return how many people are in the middle of a course."""
    counted = select(func.count()).select_from(Enrolment)
    return (
        db.session.scalar(counted.where(Enrolment.course_id == course_id, Enrolment.completed_at.is_(None)))
        or 0
    )
