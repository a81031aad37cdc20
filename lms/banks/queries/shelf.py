"""Every bank with its state, who uses it, and one bank's history, in few statements however long the shelf is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.accounts.models import AuditEntry, User
from lms.assessment.queries.reach import of_people_in_reach
from lms.courses.queries import get_published, list_courses
from lms.db import db
from lms.quizzes.models import Attempt, Bank, BankRevision

PUBLISHED = "bank.published"
MOST_KEPT = 1024
_SUBJECT = "bank:"


@dataclass(frozen=True)
class Use:
    """A quiz of a course that draws from a bank."""

    course_slug: str
    course_title: str
    lesson_id: str
    lesson_title: str
    item_id: str
    title: str
    pool: str | None

    @property
    def place(self) -> dict[str, str]:
        """Return what names the quiz in addresses."""
        return {"slug": self.course_slug, "lesson": self.lesson_id, "item": self.item_id}


@dataclass(frozen=True)
class BankRow:
    """A bank as the trainer's list shows it; ``waiting`` attempts hold essays that nobody has marked yet."""

    slug: str
    title: str
    revision_id: int
    attempts: int
    waiting: int
    uses: tuple[Use, ...]
    published_at: datetime | None
    by: str  # empty: the command line

    @property
    def courses(self) -> dict[str, str]:
        """Return the titles of the courses that use the bank, by their ids."""
        return {use.course_slug: use.course_title for use in self.uses}


@dataclass(frozen=True)
class Publication:
    """One time that a bank was published."""

    at: datetime
    by: str  # empty: the command line
    sha256: str
    questions: int


# By the fingerprint of the source: what was counted in it never changes, whichever row it stands in.
_counts: dict[str, int] = {}


def list_bank_rows(paths: Sequence[str]) -> list[BankRow]:
    """Return all banks that were published, in no particular order; what waits is counted in the units at ``paths``."""
    uses, attempts, waiting = uses_of_banks(), _attempts(), _waiting(paths)
    published = _latest_publications()
    found = select(Bank.id, Bank.slug, Bank.title, Bank.current_revision_id).where(
        Bank.current_revision_id.is_not(None)
    )
    return [
        BankRow(
            slug,
            title,
            revision_id or 0,
            attempts.get(bank_id, 0),
            waiting.get(bank_id, 0),
            uses.get(slug, ()),
            *published.get(slug, (None, "")),
        )
        for bank_id, slug, title, revision_id in db.session.execute(found)
    ]


def get_tally(bank_id: int, paths: Sequence[str]) -> tuple[int, int]:
    """Return how many attempts a bank has, and how many of the units at ``paths`` wait for a person's mark."""
    return _attempts().get(bank_id, 0), _waiting(paths).get(bank_id, 0)


def _attempts() -> dict[int, int]:
    made = select(Attempt.bank_id, func.count().label("n")).where(Attempt.state != "void")
    return {row.bank_id: row.n for row in db.session.execute(made.group_by(Attempt.bank_id))}


def _waiting(paths: Sequence[str]) -> dict[int, int]:
    waiting = select(Attempt.bank_id, func.count().label("n")).where(Attempt.state == "submitted")
    found = of_people_in_reach(waiting, paths).group_by(Attempt.bank_id)
    return {row.bank_id: row.n for row in db.session.execute(found)}


def _latest_publications() -> dict[str, tuple[datetime | None, str]]:
    latest = (
        select(func.max(AuditEntry.id)).where(AuditEntry.action == PUBLISHED).group_by(AuditEntry.subject)
    )
    found = (
        select(AuditEntry.subject, AuditEntry.at, User.full_name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.id.in_(latest))
    )
    return {
        subject.removeprefix(_SUBJECT): (at, name or "") for subject, at, name in db.session.execute(found)
    }


def uses_of_banks() -> dict[str, tuple[Use, ...]]:
    """Return the quizzes that draw from each bank, in courses that are not retired, drafts included."""
    uses: dict[str, tuple[Use, ...]] = {}
    for course in list_courses():
        if not course.current_revision_id or course.status == "retired":
            continue
        for lesson, item in get_published(course.current_revision_id).items.values():
            if item.quiz is not None:
                place = (course.slug, course.title, lesson.id, lesson.title)
                use = Use(*place, item.id, item.title, item.quiz.pool)
                uses[item.quiz.bank] = (*uses.get(item.quiz.bank, ()), use)
    return uses


def lessons_beside(slug: str) -> dict[str, tuple[str, str]]:
    """Return course id and title of every lesson, by its id, of the courses that use a bank."""
    courses = {use.course_slug for use in uses_of_banks().get(slug, ())}
    return {
        lesson.id: (course.slug, lesson.title)
        for course in list_courses()
        if course.slug in courses
        for lesson in get_published(course.current_revision_id or 0).course.lessons
    }


def count_questions(revision_ids: Iterable[int]) -> dict[int, int]:
    """Return how many questions each revision has; those that this process has not met are read one by one."""
    wanted = list(revision_ids)
    known = select(BankRevision.id, BankRevision.sha256).where(BankRevision.id.in_(wanted))
    names = {row.id: row.sha256 for row in db.session.execute(known)}
    missing = [each for each, sha256 in names.items() if sha256 not in _counts]
    if len(_counts) + len(missing) > MOST_KEPT:
        _counts.clear()
        missing = list(names)
    for each in missing:
        compiled = select(BankRevision.compiled).where(BankRevision.id == each)
        _counts[names[each]] = _counted(db.session.scalars(compiled).one())
    return {each: _counts[sha256] for each, sha256 in names.items()}


def _counted(compiled: dict[str, Any]) -> int:
    return sum(len(pool["questions"]) for pool in compiled["pools"])


def get_source(revision_id: int) -> str:
    """Return the text that a revision was compiled from."""
    return db.session.scalars(select(BankRevision.source).where(BankRevision.id == revision_id)).one()


def list_publications_of(bank_id: int, slug: str, limit: int) -> list[Publication]:
    """Return when a bank was published, newest first."""
    found = (
        select(AuditEntry.at, User.full_name, AuditEntry.detail)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.action == PUBLISHED, AuditEntry.subject == f"{_SUBJECT}{slug}")
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    entries = db.session.execute(found).all()
    shas = {str(entry.detail.get("sha256", "")) for entry in entries}
    revisions = select(BankRevision.sha256, BankRevision.id).where(
        BankRevision.bank_id == bank_id, BankRevision.sha256.in_(shas)
    )
    ids = {row.sha256: row.id for row in db.session.execute(revisions)}
    counts = count_questions(ids.values())
    return [
        Publication(entry.at, entry.full_name or "", sha256, counts[ids[sha256]])
        for entry in entries
        for sha256 in (str(entry.detail.get("sha256", "")),)
        if sha256 in ids
    ]
