"""A try at a bank that leaves no trace: what was drawn and answered travels in the form, and is distrusted when it returns."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from lms.core.errors import N_, DomainError
from lms.core.questions import Bank, Drawn, Marked, State, draw, grade, is_answered
from lms.core.questions.responses import known_part
from lms.quizzes.queries import BLANK, KeptAnswer, PublishedBank
from lms.quizzes.services.marking import reaches

LONGEST = 400_000
"""Characters of the answers of one try; a form of one megabyte holds them."""
SEED_BITS = 48


class UnreadableTryError(DomainError):
    status = 422
    message = N_(
        "Bài thử vừa gửi không đọc được, hoặc câu hỏi đã được đăng bản mới. Mời thầy cô thử lại từ đầu."
    )


@dataclass(frozen=True)
class Try:
    """One try: what was drawn, the answers so far, and whether the key stands beside each question."""

    pool: str | None
    shows_key: bool
    drawn: Drawn
    answers: Mapping[str, KeptAnswer]

    def answer(self, question_id: str) -> KeptAnswer:
        return self.answers.get(question_id, BLANK)

    def with_answer(self, question_id: str, kept: KeptAnswer) -> "Try":
        """Return the try with another answer to one question."""
        return replace(self, answers=MappingProxyType({**self.answers, question_id: kept}))


def usable(bank: Bank) -> PublishedBank:
    """Return any bank, stored or not, as questions are asked and judged from it."""
    return PublishedBank(0, 0, bank, MappingProxyType({question.id: question for question in bank.questions}))


def begin(bank: Bank, pool: str | None, *, shows_key: bool, seed: int | None = None) -> Try:
    """Return a new try at a bank, or at one of its pools; without a seed, chance draws.

    Raises:
        UnreadableTryError: the bank has no such pool.
    """
    chosen = secrets.randbits(SEED_BITS) if seed is None else seed
    try:
        return Try(pool, shows_key, draw(bank, chosen, pool), MappingProxyType({}))
    except KeyError as missing:
        raise UnreadableTryError from missing


def to_text(bank: Bank, tried: Try) -> str:
    """Return a try as the text that its form carries."""
    answers = {
        question_id: [kept.response, kept.hints_used, kept.is_final]
        for question_id, kept in tried.answers.items()
        if kept.response or kept.hints_used
    }
    said = {
        "bank": bank.sha256,
        "seed": tried.drawn.seed,
        "pool": tried.pool,
        "key": tried.shows_key,
        "answers": answers,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def from_text(published: PublishedBank, text: str) -> Try:
    """Return the try that a form carried.

    Raises:
        UnreadableTryError: it is of another revision, too long, or not what ``to_text`` writes.
    """
    said = _object(text)
    seed, pool, answers = said.get("seed"), said.get("pool"), said.get("answers")
    if said.get("bank") != published.bank.sha256 or not isinstance(answers, dict):
        raise UnreadableTryError
    if type(seed) is not int or not 0 <= seed < 2**SEED_BITS or not isinstance(pool, str | None):
        raise UnreadableTryError
    tried = begin(published.bank, pool, shows_key=said.get("key") is True, seed=seed)
    kept = {
        drawn.id: _kept(published, tried, drawn.id, answers[drawn.id])
        for drawn in tried.drawn.questions
        if drawn.id in answers
    }
    return replace(tried, answers=MappingProxyType(kept))


def _object(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError) as broken:
        raise UnreadableTryError from broken
    if not isinstance(said, dict):
        raise UnreadableTryError
    return said


def _kept(published: PublishedBank, tried: Try, question_id: str, said: Any) -> KeptAnswer:
    if not isinstance(said, list) or len(said) != 3 or not isinstance(said[0], dict):
        raise UnreadableTryError
    question = published.questions[question_id]
    hints_used = said[1] if type(said[1]) is int and 0 <= said[1] <= len(question.hints) else 0
    kept = KeptAnswer(0, known_part(question, said[0]), hints_used)
    return settled(published, tried, question_id, kept) if said[2] is True else kept


def settled(published: PublishedBank, tried: Try, question_id: str, kept: KeptAnswer) -> KeptAnswer:
    """Return an answer as it stands once feedback was given, where the bank gives it at once and the answer is whole."""
    question = published.questions[question_id]
    if published.bank.review != "each" or question.needs_person or not is_answered(question, kept.response):
        return kept
    return replace(kept, marked_state=_mark(published, tried, question_id, kept).state.value)


def _mark(published: PublishedBank, tried: Try, question_id: str, kept: KeptAnswer) -> Marked:
    points = tried.drawn.question(question_id).points
    return grade(published.questions[question_id], kept.response, points, kept.hints_used)


def is_done(published: PublishedBank, tried: Try, question_id: str) -> bool:
    """Tell whether a question needs nothing more, as a learner's list says it."""
    question, kept = published.questions[question_id], tried.answer(question_id)
    if published.bank.review == "each" and not question.needs_person:
        return kept.is_final
    return is_answered(question, kept.response)


@dataclass(frozen=True)
class Outcome:
    """What a try would have earned. ``is_passed`` is None while an essay may still decide it."""

    marks: Mapping[str, Marked]
    score: Decimal
    most: Decimal
    right: int
    is_passed: bool | None

    @property
    def percent(self) -> int:
        return int(self.score * 100 / self.most) if self.most else 100


def outcome_of(published: PublishedBank, tried: Try) -> Outcome:
    """Grade a try as a hand-in would be graded."""
    marks = {
        drawn.id: _mark(published, tried, drawn.id, tried.answer(drawn.id)) for drawn in tried.drawn.questions
    }
    score = sum((each.score for each in marks.values()), Decimal(0))
    unread = [key for key, each in marks.items() if each.state is State.NEEDS_PERSON]
    reachable = score + sum((tried.drawn.question(key).points for key in unread), Decimal(0))
    most, share = tried.drawn.points, published.bank.pass_share
    is_passed = reaches(share, score, most)
    is_open = not is_passed and bool(unread) and reaches(share, reachable, most)
    right = sum(each.state is State.RIGHT for each in marks.values())
    return Outcome(marks, score, most, right, None if is_open else is_passed)
