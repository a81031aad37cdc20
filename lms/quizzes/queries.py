"""Reading banks, attempts and their answers. The key is in a bank: only views of finished questions may ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, case, false, func, or_, select

from lms.core.errors import NotFoundError
from lms.core.questions import Bank as Compiled
from lms.core.questions import Drawn, Question, bank_from_json, drawn_from_json
from lms.courses.models import Course
from lms.courses.queries import get_published
from lms.db import db
from lms.quizzes.models import Answer, Attempt, Bank, BankRevision, Extension, PersonMark
from lms.units.models import Membership, Unit

KEPT_REVISIONS = 64
RUNNING = ("in_progress", "overdue")


@dataclass(frozen=True)
class PublishedBank:
    """A revision of a bank, ready for use: its rules, and its questions by id. Holds the key."""

    id: int
    bank_id: int
    bank: Compiled
    questions: Mapping[str, Question]

    def count_drawn(self, pool: str | None) -> int:
        """Return how many questions an attempt gets."""
        pools = [each for each in self.bank.pools if pool is None or each.id == pool]
        return sum(len(each.questions) if each.draw is None else each.draw for each in pools)


@lru_cache(maxsize=KEPT_REVISIONS)
def get_bank_revision(revision_id: int) -> PublishedBank:
    """Return a revision ready for use; revisions never change, so each process keeps those it used.

    Raises:
        NotFoundError: there is no such revision.
    """
    row = db.session.execute(
        select(BankRevision.bank_id, BankRevision.compiled).where(BankRevision.id == revision_id)
    ).first()
    if row is None:
        raise NotFoundError
    bank = bank_from_json(row.compiled)
    questions = MappingProxyType({question.id: question for question in bank.questions})
    return PublishedBank(revision_id, row.bank_id, bank, questions)


_banks = Bank.__table__
_CURRENT = select(_banks.c.current_revision_id).where(_banks.c.slug == bindparam("slug"))


def get_current_bank(slug: str) -> PublishedBank:
    """Return the current revision of a bank, which new attempts get.

    Raises:
        NotFoundError: there is no such bank.
    """
    revision_id = db.session.scalar(_CURRENT, {"slug": slug})
    if revision_id is None:
        raise NotFoundError
    return get_bank_revision(revision_id)


def find_bank(slug: str) -> Bank | None:
    """Return a bank by its id."""
    return db.session.scalars(select(Bank).where(Bank.slug == slug)).first()


def find_bank_revision(bank_id: int, sha256: str) -> BankRevision | None:
    """Return the revision of a bank with this source."""
    return db.session.scalars(
        select(BankRevision).where(BankRevision.bank_id == bank_id, BankRevision.sha256 == sha256)
    ).first()


def list_question_types(slug: str) -> dict[str, str]:
    """Return the type that each question of a bank had when its id was first used, over all revisions."""
    revisions = (
        select(BankRevision.compiled)
        .join(Bank, Bank.id == BankRevision.bank_id)
        .where(Bank.slug == slug)
        .order_by(BankRevision.id)
    )
    types: dict[str, str] = {}
    for compiled in db.session.scalars(revisions):
        for pool in compiled["pools"]:
            for question in pool["questions"]:
                types.setdefault(question["id"], question["type"])
    return types


@dataclass(frozen=True)
class KeptAnswer:
    """The latest answer to one question. A question that nothing was said to has ``BLANK``."""

    seq: int = -1
    response: Mapping[str, Any] = field(default_factory=dict)
    hints_used: int = 0
    saved_at: datetime | None = None
    marked_state: str = ""

    @property
    def is_final(self) -> bool:
        """Tell whether feedback was shown, after which the answer stands."""
        return bool(self.marked_state)


BLANK = KeptAnswer()


@dataclass(frozen=True)
class Sitting:
    """An attempt as its pages need it: what was drawn, what was answered in time, and where it belongs."""

    id: int
    token: str
    user_id: int
    course_id: int
    item_key: str
    revision_id: int
    number: int
    state: str
    deadline_at: datetime | None
    submitted_at: datetime | None
    score: Decimal | None
    max_score: Decimal
    is_passed: bool | None
    started_at: datetime
    regraded: Mapping[str, int] | None
    held_by_id: int | None
    void_reason: str
    course_slug: str
    course_title: str
    course_revision_id: int
    current_revision_id: int
    drawn: Drawn
    answers: Mapping[str, KeptAnswer]

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    def answer(self, question_id: str) -> KeptAnswer:
        return self.answers.get(question_id, BLANK)


_attempts, _answers, _courses = Attempt.__table__, Answer.__table__, Course.__table__
_ANSWER_COLUMNS = (
    _answers.c.question_id,
    _answers.c.seq,
    _answers.c.response,
    _answers.c.hints_used,
    _answers.c.saved_at,
    _answers.c.marked_state,
)
# One statement for an attempt and its answers: a row for each answer, at least one. What was drawn is the bulk of it,
# so it comes with the first row only.
_SITTING = (
    select(
        _attempts.c.id,
        _attempts.c.token,
        _attempts.c.user_id,
        _attempts.c.course_id,
        _attempts.c.item_key,
        _attempts.c.revision_id,
        _attempts.c.number,
        _attempts.c.state,
        _attempts.c.deadline_at,
        _attempts.c.submitted_at,
        _attempts.c.score,
        _attempts.c.max_score,
        _attempts.c.is_passed,
        _attempts.c.started_at,
        _attempts.c.regraded,
        _attempts.c.held_by_id,
        _attempts.c.void_reason,
        _courses.c.slug,
        _courses.c.title,
        _courses.c.current_revision_id.label("course_revision_id"),
        _banks.c.current_revision_id,
        case(
            (func.row_number().over(order_by=_answers.c.question_id) == 1, _attempts.c.frozen), else_=None
        ).label("frozen"),
        *_ANSWER_COLUMNS,
    )
    .select_from(
        _attempts.join(_courses, _courses.c.id == _attempts.c.course_id)
        .join(_banks, _banks.c.id == _attempts.c.bank_id)
        .outerjoin(_answers, (_answers.c.attempt_id == _attempts.c.id) & _answers.c.is_late.is_(False))
    )
    .where(_attempts.c.token == bindparam("token"))
    .order_by(_answers.c.question_id)
)


def get_sitting(token: str) -> Sitting:
    """Return the attempt that ``token`` names, in one statement.

    Raises:
        NotFoundError: there is no such attempt.
    """
    rows = db.session.execute(_SITTING, {"token": token}).all()
    if not rows:
        raise NotFoundError
    return _sitting(rows)


def _sitting(rows: Sequence[Any]) -> Sitting:
    frozen = next(row.frozen for row in rows if row.frozen is not None)
    answers = {
        row.question_id: KeptAnswer(*row[-len(_ANSWER_COLUMNS) + 1 :])
        for row in rows
        if row.question_id is not None
    }
    own = rows[0][: -len(_ANSWER_COLUMNS) - 1]
    return Sitting(*(*own, drawn_from_json(frozen), MappingProxyType(answers)))


def get_graded_bank(sitting: Sitting) -> PublishedBank:
    """Return the revision that an attempt froze, with the questions that were graded again as that grading had them."""
    published = get_bank_revision(sitting.revision_id)
    if not sitting.regraded:
        return published
    again = {key: get_bank_revision(of).questions[key] for key, of in sitting.regraded.items()}
    return replace(published, questions=MappingProxyType({**published.questions, **again}))


_KEPT = select(*_ANSWER_COLUMNS).where(
    _answers.c.attempt_id == bindparam("attempt_id"), _answers.c.is_late == bindparam("is_late")
)


def list_kept(attempt_id: int, *, is_late: bool = False) -> dict[str, KeptAnswer]:
    """Return an attempt's answers by question: those that came in time, or those that came late."""
    rows = db.session.execute(_KEPT, {"attempt_id": attempt_id, "is_late": is_late})
    return {row.question_id: KeptAnswer(*row[1:]) for row in rows}


@dataclass(frozen=True)
class Go:
    """One of a person's attempts at a quiz, as far as lists need it."""

    token: str
    number: int
    state: str
    deadline_at: datetime | None
    submitted_at: datetime | None
    score: Decimal | None
    max_score: Decimal
    is_passed: bool | None

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING


_GOES = (
    select(
        _attempts.c.token,
        _attempts.c.number,
        _attempts.c.state,
        _attempts.c.deadline_at,
        _attempts.c.submitted_at,
        _attempts.c.score,
        _attempts.c.max_score,
        _attempts.c.is_passed,
    )
    .where(
        _attempts.c.user_id == bindparam("user_id"),
        _attempts.c.course_id == bindparam("course_id"),
        _attempts.c.item_key.in_(bindparam("keys", expanding=True)),
    )
    .order_by(_attempts.c.number)
)


def list_goes(user_id: int, course_id: int, keys: Sequence[str]) -> list[Go]:
    """Return a person's attempts at a quiz, under today's key and those it had before, first to last."""
    rows = db.session.execute(_GOES, {"user_id": user_id, "course_id": course_id, "keys": list(keys)})
    return [Go(*row) for row in rows]


def list_goes_beside(sitting: Sitting) -> list[Go]:
    """Return all of a person's attempts at the quiz of one of them."""
    published = get_published(sitting.course_revision_id)
    return list_goes(sitting.user_id, sitting.course_id, published.keys_of(sitting.item_key))


def list_past_deadline(now: datetime) -> list[str]:
    """Return the tokens of the running attempts whose deadline has passed."""
    found = select(Attempt.token).where(Attempt.state.in_(RUNNING), Attempt.deadline_at < now)
    return list(db.session.scalars(found.order_by(Attempt.id)))


@dataclass(frozen=True)
class Granted:
    """What one person was granted at one quiz beyond the bank's rules."""

    extra_minutes: int = 0
    extra_attempts: int = 0
    closes_at: datetime | None = None


NOTHING_GRANTED = Granted()


def find_extension(user_id: int, course_id: int, keys: Sequence[str]) -> Granted:
    """Return what was granted last and not taken back, under any of the quiz's keys."""
    found = (
        select(Extension.extra_minutes, Extension.extra_attempts, Extension.closes_at)
        .where(
            Extension.user_id == user_id,
            Extension.course_id == course_id,
            Extension.item_key.in_(keys),
            Extension.revoked_at.is_(None),
        )
        .order_by(Extension.id.desc())
        .limit(1)
    )
    row = db.session.execute(found).first()
    return NOTHING_GRANTED if row is None else Granted(*row)


def find_last_close(course_id: int, keys: Sequence[str]) -> datetime | None:
    """Return until when anybody may still answer a quiz beyond its bank's close: so long its answers stay hidden.

    An extension may have been granted, or one that was taken back, or a former revision, may have left time to an
    attempt that runs.
    """
    granted = select(func.max(Extension.closes_at)).where(
        Extension.course_id == course_id, Extension.item_key.in_(keys), Extension.revoked_at.is_(None)
    )
    running = select(func.max(Attempt.deadline_at)).where(
        Attempt.course_id == course_id, Attempt.item_key.in_(keys), Attempt.state.in_(RUNNING)
    )
    found = (db.session.scalar(granted), db.session.scalar(running))
    return max((each for each in found if each is not None), default=None)


@dataclass(frozen=True)
class GivenMark:
    """What a person gave an answer: points by line of the rubric, and a word to the learner, for once review is allowed."""

    points: tuple[Decimal, ...]
    remark: str
    at: datetime
    by_id: int


def list_person_marks(attempt_id: int) -> dict[str, GivenMark]:
    """Return the marks that people gave an attempt's answers, by question."""
    found = select(
        PersonMark.question_id,
        PersonMark.points,
        PersonMark.remark,
        PersonMark.marked_at,
        PersonMark.marked_by_id,
    ).where(PersonMark.attempt_id == attempt_id)
    return {
        row.question_id: GivenMark(tuple(map(Decimal, row.points)), *row[2:])
        for row in db.session.execute(found)
    }


def count_waiting(paths: Sequence[str], not_of: int) -> int:
    """Return how many attempts of people at or below these units wait for somebody to read them."""
    counted = (
        select(func.count())
        .select_from(Attempt)
        .join(Membership, Membership.user_id == Attempt.user_id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(
            Attempt.state == "submitted",
            Attempt.user_id != not_of,
            Membership.to_on.is_(None),
            or_(false(), *(Unit.path.startswith(path, autoescape=True) for path in paths)),
        )
    )
    return db.session.scalar(counted) or 0
