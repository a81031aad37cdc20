"""What stands where on a printed paper: the numbers of the questions and the letters of what can be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lms.core.questions.model import ZERO, Question
from lms.core.questions.numbers import shortest, written
from lms.core.questions.showing import QuestionView

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Laid:
    """A question on a paper: its number, what is printed of it, and, for the key's pages, all that was written."""

    number: int
    question: Question
    shown: QuestionView


@dataclass(frozen=True)
class Sheet:
    """One variant of a paper. ``parts`` names the pool of each question by the question's id."""

    code: int | None
    questions: tuple[Laid, ...]
    parts: Mapping[str, str]

    @property
    def points(self) -> Decimal:
        return sum((laid.shown.points for laid in self.questions), ZERO)

    @property
    def same_points(self) -> Decimal | None:
        """Return the points of each question where all have the same."""
        values = {laid.shown.points for laid in self.questions}
        return values.pop() if len(values) == 1 else None


def letter(at: int) -> str:
    """Return A, B … Z, AA, AB … for 0, 1 …"""
    before, here = divmod(at, len(_ALPHABET))
    return (letter(before - 1) if before else "") + _ALPHABET[here]


def plain_number(value: Decimal, words: Mapping[str, str]) -> str:
    """Return a number as it is written on the paper: with a comma in Vietnamese."""
    return written(value) if words["true_letter"] == "Đ" else shortest(value)
