"""The result that counts over several attempts."""

from decimal import Decimal
from fractions import Fraction

import pytest

from lms.quizzes.services import counted

PASS = Decimal("0.6")


def scores(*points: str) -> list[tuple[Decimal, Decimal]]:
    return [(Decimal(each), Decimal(10)) for each in points]


@pytest.mark.parametrize(
    ("method", "share"),
    [
        ("best", Fraction(9, 10)),
        ("last", Fraction(5, 10)),
        ("first", Fraction(4, 10)),
        ("average", Fraction(6, 10)),
    ],
)
def test_each_method_counts_what_it_says(method: str, share: Fraction) -> None:
    result = counted(method, PASS, scores("4", "9", "5"))
    assert result is not None
    assert result.share == share


def test_without_an_attempt_nothing_counts() -> None:
    assert counted("best", PASS, []) is None


def test_a_pass_that_was_earned_is_remembered() -> None:
    result = counted("last", PASS, scores("9", "2"))
    assert result is not None
    assert (result.is_passed, result.was_passed) == (False, True)


def test_exactly_the_needed_share_is_a_pass() -> None:
    for points in ("6", "6.0000"):
        result = counted("best", PASS, scores(points))
        assert result is not None
        assert result.is_passed
    short = counted("best", PASS, scores("5.9999"))
    assert short is not None
    assert not short.is_passed


def test_thirds_add_up_without_rounding_errors() -> None:
    result = counted("average", Decimal("0.5"), [(Decimal(1), Decimal(3)), (Decimal(2), Decimal(3))])
    assert result is not None
    assert result.share == Fraction(1, 2)
    assert result.is_passed
