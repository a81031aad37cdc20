"""A goal is reached when each of its skills was practised at least; never by anybody's word."""

from datetime import UTC, datetime

import pytest

from lms.core.proficiency import Ability, Level
from lms.core.reaching import Reached, reached

FIRST, LATER = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC)


@pytest.mark.parametrize("level", [Level.NONE, Level.CLAIMED])
def test_a_claim_reaches_nothing(level: Level) -> None:
    assert reached("k/a", {"k/a": Ability(level, FIRST)}) is None


@pytest.mark.parametrize("level", [Level.PRACTISED, Level.OBSERVED, Level.INDEPENDENT])
def test_what_was_practised_is_reached_and_says_how_far(level: Level) -> None:
    assert reached("k/a", {"k/a": Ability(level, FIRST), "k/b": Ability()}) == Reached(level, FIRST)


def test_a_course_is_reached_with_the_last_of_its_skills_and_counts_the_least() -> None:
    first, last = Ability(Level.INDEPENDENT, FIRST), Ability(Level.PRACTISED, LATER)
    assert reached("k", {"k/a": first, "k/b": Ability()}) is None
    assert reached("k", {"k/a": first, "k/b": last}) == Reached(Level.PRACTISED, LATER)


def test_another_course_of_a_like_name_does_not_count() -> None:
    assert reached("k", {"ke/a": Ability(Level.INDEPENDENT, FIRST)}) is None


def test_everything_is_never_reached() -> None:
    assert reached("*", {"k/a": Ability(Level.INDEPENDENT, FIRST)}) is None
