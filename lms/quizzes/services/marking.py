"""What answers are worth: one attempt's marks, and the result that counts over several. Pure; nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lms.core.questions import Marked, State, grade
from lms.quizzes.queries import KeptAnswer, PublishedBank, Sitting

STEP = Decimal("0.0001")  # as fine as the database keeps a score


@dataclass(frozen=True)
class Marks:
    """An attempt's marks. ``is_passed`` is None while an answer that only a person can read may still decide it."""

    by_question: Mapping[str, Marked]
    score: Decimal
    is_passed: bool | None
    is_waiting: bool


def mark_answers(sitting: Sitting, published: PublishedBank, answers: Mapping[str, KeptAnswer]) -> Marks:
    """Grade an attempt's answers by the revision and the points that it froze."""
    marked = {
        drawn.id: grade(
            published.questions[drawn.id],
            answers[drawn.id].response,
            drawn.points,
            answers[drawn.id].hints_used,
        )
        for drawn in sitting.drawn.questions
        if drawn.id in answers
    }
    return sum_up(sitting, published, marked)


def sum_up(sitting: Sitting, published: PublishedBank, marked: Mapping[str, Marked]) -> Marks:
    """Return what the marks of an attempt's answers make together."""
    score = sum((each.score for each in marked.values()), Decimal(0)).quantize(STEP)
    unread = [key for key, each in marked.items() if each.state is State.NEEDS_PERSON]
    most = score + sum((sitting.drawn.question(key).points for key in unread), Decimal(0))
    is_passed = reaches(published.bank.pass_share, score, sitting.max_score)
    is_open = not is_passed and reaches(published.bank.pass_share, most, sitting.max_score)
    return Marks(marked, score, None if unread and is_open else is_passed, bool(unread))


def reaches(pass_share: Decimal, score: Decimal, most: Decimal) -> bool:
    """Tell whether ``score`` out of ``most`` is a pass."""
    return score >= pass_share * most


@dataclass(frozen=True)
class Counted:
    """The result that counts over several attempts, as a share of the points."""

    share: Fraction
    is_passed: bool
    was_passed: bool  # already before the last attempt; an earned pass stays


def counted(method: str, pass_share: Decimal, scores: Sequence[tuple[Decimal, Decimal]]) -> Counted | None:
    """Return what counts of ``scores`` (score, most), first attempt to last, by the bank's ``grade`` method."""
    shares = [Fraction(score) / Fraction(most) if most else Fraction(1) for score, most in scores]
    if not shares:
        return None
    runs = [_combined(method, shares[: end + 1]) for end in range(len(shares))]
    passes = [share >= Fraction(pass_share) for share in runs]
    return Counted(runs[-1], passes[-1], any(passes[:-1]))


def _combined(method: str, shares: Sequence[Fraction]) -> Fraction:
    if method == "best":
        return max(shares)
    if method == "first":
        return shares[0]
    if method == "average":
        return sum(shares, Fraction(0)) / len(shares)
    return shares[-1]
