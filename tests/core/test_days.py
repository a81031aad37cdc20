"""Days as people write them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.core.days import day_of, read_day, write_day


@pytest.mark.parametrize("text", ["21/11/2026", " 21-11-2026 ", "21.11.2026", "21 11 2026", "21112026"])
def test_a_day_is_read_however_its_parts_are_parted(text: str) -> None:
    assert read_day(text) == date(2026, 11, 21)


@pytest.mark.parametrize(
    "text", ["", "31/02/2026", "2026-11-21", "21/11/26", "0/0/0000", "hôm nay", "٢١/١١/٢٠٢٦"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


def test_a_day_that_was_written_is_read_again() -> None:
    assert write_day(date(2026, 1, 2)) == "02/01/2026"
    assert read_day(write_day(date(2026, 1, 2))) == date(2026, 1, 2)


def test_the_day_ends_at_midnight_here() -> None:
    midnight = datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert day_of(midnight - timedelta(seconds=1)) == date(2026, 11, 21)
    assert day_of(midnight) == date(2026, 11, 22)
