"""What is said of a stored fact: one sentence each, with the values as stored, and nothing that is not stored."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.matching import Fact, Why
from lms.core.matching.wording import reasons

SKILL = "chu-ky-so/ky-tep"


@pytest.mark.parametrize("why", list(Why))
def test_every_fact_has_its_sentence(why: Why) -> None:
    values = {Why.PROVEN: (SKILL, "2026-10-12"), Why.TIMES: ("t4-chieu",), Why.DEVICE: ("android",)}
    (said,) = reasons([Fact(why, values.get(why, ()))])
    assert said.message


def test_a_fact_reads_the_same_as_it_was_and_as_it_is_stored() -> None:
    facts = [
        Fact(Why.SAME_UNIT),
        Fact(Why.PROVEN, (SKILL, "2026-10-12")),
        Fact(Why.TIMES, ("t4-chieu", "t2-toi")),
    ]
    assert reasons(facts) == reasons([[fact.why.value, *fact.values] for fact in facts])


def test_a_skill_is_named_as_people_read_it_and_its_day_as_they_write_it() -> None:
    (said,) = reasons([["proven", SKILL, "2026-10-12"]], {SKILL: "Ký số vào tệp"})
    assert said.values == {"skill": "Ký số vào tệp", "day": "12/10/2026"}


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Ho_Chi_Minh", "13/10/2026"), ("UTC", "12/10/2026"), ("Asia/Tokyo", "13/10/2026")]
)
def test_a_moment_is_the_day_that_it_was_where_people_read_it(zone: str, day: str) -> None:
    (said,) = reasons([["proven", SKILL, "2026-10-12T17:00:00+00:00"]], zone=ZoneInfo(zone))
    assert said.values["day"] == day


def test_times_come_in_the_order_of_the_week() -> None:
    (said,) = reasons([["times", "t4-chieu", "t2-toi", "không có"]])
    assert said.times == ("t2-toi", "t4-chieu")


@pytest.mark.parametrize(
    "stored", [["unheard_of"], ["device", "nokia"], ["times"], ["proven", SKILL], ["veto", "7"]]
)
def test_what_is_not_known_is_left_out(stored: list[str]) -> None:
    assert reasons([stored]) == []


@given(st.lists(st.sampled_from(list(Why)).map(lambda why: [why.value])))
def test_nothing_is_said_that_is_not_stored(stored: list[list[str]]) -> None:
    assert len(reasons(stored)) <= len(stored)
