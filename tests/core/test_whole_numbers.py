"""Whole numbers as strangers type them into addresses and forms."""

import pytest

from lms.core.whole_numbers import MOST, whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("012", 12), (str(MOST), MOST)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.5", " 1", "²", "٣", "ba", str(MOST + 1), "9" * 5_000])
def test_anything_else_is_none(text: str) -> None:
    assert whole_number(text) is None


def test_more_than_the_most_is_none() -> None:
    assert whole_number("40", most=40) == whole_number("0040", most=40) == 40
    assert whole_number("41", most=40) is None
    assert whole_number(str(2**32), most=2**32) == 2**32
