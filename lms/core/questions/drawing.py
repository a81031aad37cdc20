"""Which questions an attempt gets, in which order, with which order of options: decided by a seed alone.

Nothing is random here. Things are sorted by a digest of the seed and their id, so a draw is the same on every machine
and in every version of Python, and where a thing stood in the source has no influence on where it lands.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lms.core.questions.model import ZERO, Bank, Option, Pool, Question, QuestionType


@dataclass(frozen=True)
class DrawnQuestion:
    """One question of an attempt as frozen at its start."""

    id: str
    sha256: str  # the question's revision
    points: Decimal
    order: tuple[str, ...]  # ids of options, right-hand sides or items, and of each gap's options


@dataclass(frozen=True)
class Drawn:
    """What an attempt freezes: its questions in order."""

    seed: int
    questions: tuple[DrawnQuestion, ...]

    @property
    def question_ids(self) -> tuple[str, ...]:
        """Return the ids of the questions in their order."""
        return tuple(question.id for question in self.questions)

    @property
    def points(self) -> Decimal:
        """Return the points of the whole attempt."""
        return sum((question.points for question in self.questions), ZERO)

    def question(self, question_id: str) -> DrawnQuestion:
        """Return the frozen facts of one question; raise KeyError if it was not drawn."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


def draw(bank: Bank, seed: int, pool: str | None = None) -> Drawn:
    """Freeze an attempt on the whole bank, or on one pool; raise KeyError where the bank has no such pool.

    Pools keep their order; questions are shuffled inside their pool, so that a section stays together.
    """
    pools = [each for each in bank.pools if pool is None or each.id == pool]
    if not pools:
        raise KeyError(pool)
    questions = [question for each in pools for question in _taken(bank, each, seed)]
    return Drawn(seed, tuple(_frozen(question, seed, shuffle=bank.shuffle_options) for question in questions))


def _taken(bank: Bank, pool: Pool, seed: int) -> list[Question]:
    by_id = {question.id: question for question in pool.questions}
    chosen = shuffled(by_id, seed, f"pool {pool.id}")[: pool.draw]
    if bank.shuffle_questions:
        return [by_id[each] for each in chosen]
    return [question for question in pool.questions if question.id in set(chosen)]


def _frozen(question: Question, seed: int, *, shuffle: bool) -> DrawnQuestion:
    return DrawnQuestion(
        question.id, question.sha256, question.points, tuple(_order(question, seed, shuffle=shuffle))
    )


def _order(question: Question, seed: int, *, shuffle: bool) -> list[str]:
    """Return the order of everything in a question that can stand in another order.

    Right-hand sides and items to be ordered are shuffled even in a bank that shuffles nothing: as the author wrote
    them they are the key.
    """
    if question.type is QuestionType.MATCHING:
        return shuffled((choice.id for choice in question.choices), seed, question.id)
    if question.type is QuestionType.ORDERING:
        return shuffled((option.id for option in question.options), seed, question.id)
    may_shuffle = shuffle and question.shuffle
    orders = [_with_pins(question.options, seed, question.id, shuffle=may_shuffle)]
    orders += [
        _with_pins(gap.options, seed, f"{question.id} {gap.name}", shuffle=may_shuffle)
        for gap in question.gaps
    ]
    return list(dict.fromkeys(each for order in orders for each in order))


def _with_pins(options: Sequence[Option], seed: int, scope: str, *, shuffle: bool) -> list[str]:
    if not shuffle:
        return [option.id for option in options]
    placed = [option for option in options if not option.last]
    free = iter(shuffled((option.id for option in placed if not option.pinned), seed, scope))
    return [
        *(option.id if option.pinned else next(free) for option in placed),
        *(option.id for option in options if option.last),
    ]


def shuffled(ids: Iterable[str], seed: int, scope: str) -> list[str]:
    """Return ``ids`` in the order that ``seed`` gives them within ``scope``."""
    return sorted(ids, key=lambda each: hashlib.sha256(f"{seed}\n{scope}\n{each}".encode()).digest())
