"""How far somebody is in a skill: by what a machine, an outsider and time have shown, never by the pair's word alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.proficiency import FORTNIGHT, HOLDS, Ability, Evidence, Level, Proof, SkillPlan, ability

START = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
PLAN = SkillPlan(frozenset({"xep", "ky"}), frozenset({"xem"}), frozenset({"doc", "xep", "ky", "xem"}))
MENTOR, OFFICER = 7, 8


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def practised(at: float = 0) -> list[Evidence]:
    return [Evidence("xep", Proof.MACHINE, day(at)), Evidence("ky", Proof.MACHINE, day(at))]


def seen(at: float, by: int, proof: Proof = Proof.SEEN_ALONE, *, is_of_pair: bool = False) -> Evidence:
    return Evidence("xem", proof, day(at), by, is_of_pair)


ITEMS = st.sampled_from([*sorted(PLAN.all), "khac"])
DAYS = st.floats(0, 400, allow_nan=False).map(day)
of_one_or_the_pair = st.one_of(
    st.builds(Evidence, ITEMS, st.sampled_from([Proof.WORD, Proof.ASSISTED, Proof.WITHDRAWN]), DAYS),
    st.builds(
        Evidence,
        ITEMS,
        st.sampled_from([Proof.SEEN_HELPED, Proof.SEEN_ALONE]),
        DAYS,
        st.just(MENTOR),
        st.just(True),
    ),
)
anything = st.one_of(
    of_one_or_the_pair,
    st.builds(Evidence, ITEMS, st.sampled_from([Proof.MACHINE, Proof.AGAIN]), DAYS),
    st.builds(
        Evidence, ITEMS, st.sampled_from([Proof.SEEN_HELPED, Proof.SEEN_ALONE]), DAYS, st.just(OFFICER)
    ),
)


def in_order(events: list[Evidence]) -> list[Evidence]:
    return sorted(events, key=lambda each: each.at)


@given(st.lists(of_one_or_the_pair, max_size=20))
@settings(max_examples=300)
def test_no_order_of_own_and_the_pairs_word_reaches_independent(events: list[Evidence]) -> None:
    assert ability(PLAN, events).level < Level.INDEPENDENT
    assert ability(PLAN, in_order(events)).level < Level.INDEPENDENT


@given(st.lists(anything, max_size=20))
@settings(max_examples=300)
def test_without_an_outsider_and_within_a_fortnight_nobody_is_independent(events: list[Evidence]) -> None:
    soon = [replace(each, at=START + (each.at - START) / 400 * 13) for each in events]
    within = [each for each in soon if each.by != OFFICER]
    assert ability(PLAN, in_order(within)).level < Level.INDEPENDENT


@given(st.lists(anything, max_size=15), anything)
@settings(max_examples=300)
def test_more_evidence_never_lowers(events: list[Evidence], more: Evidence) -> None:
    if more.proof is Proof.WITHDRAWN:
        return
    later = in_order([*events, replace(more, at=day(401))])
    assert ability(PLAN, later).level >= ability(PLAN, in_order(events)).level


def test_nothing_done_is_nothing_claimed() -> None:
    assert ability(PLAN, []) == Ability()
    assert ability(PLAN, [Evidence("khac", Proof.MACHINE, START)]) == Ability()


def test_ones_own_word_and_a_mentors_hands_are_claims() -> None:
    for proof in (Proof.WORD, Proof.ASSISTED):
        assert ability(PLAN, [Evidence("ky", proof, START)]) == Ability(Level.CLAIMED, START)


def test_every_machine_task_passed_alone_is_practised_from_the_last_of_them() -> None:
    assert ability(PLAN, practised()[:1]).level is Level.CLAIMED
    assert ability(PLAN, [practised(0)[0], practised(3)[1]]) == Ability(Level.PRACTISED, day(3))


def test_seen_by_the_mentor_is_observed_even_if_done_alone() -> None:
    found = ability(PLAN, [*practised(), seen(2, MENTOR, is_of_pair=True)])
    assert found == Ability(Level.OBSERVED, day(2), MENTOR)


def test_seen_done_alone_by_an_outsider_is_independent_after_practice() -> None:
    found = ability(PLAN, [*practised(), seen(2, OFFICER)])
    assert found == Ability(Level.INDEPENDENT, day(2), OFFICER, 0, day(2) + HOLDS[0])
    assert ability(PLAN, [*practised(), seen(2, OFFICER, Proof.SEEN_HELPED)]).level is Level.OBSERVED


def test_passed_again_alone_a_fortnight_later_is_independent_and_a_moment_earlier_is_not() -> None:
    again = Evidence("ky", Proof.AGAIN, START + FORTNIGHT)
    assert ability(PLAN, [*practised(), again]).level is Level.INDEPENDENT
    early = replace(again, at=again.at - timedelta(seconds=1))
    assert ability(PLAN, [*practised(), early]).level is Level.PRACTISED


def test_a_skill_is_held_after_thirty_and_then_ninety_days() -> None:
    events = [*practised(), seen(1, OFFICER)]
    first = ability(PLAN, events)
    assert not first.is_due(day(30.9))
    assert first.is_due(day(31))
    events.append(Evidence("ky", Proof.AGAIN, day(31)))
    assert (ability(PLAN, events).holds, ability(PLAN, events).due_at) == (1, day(121))
    events.append(Evidence("xep", Proof.AGAIN, day(120)))
    assert ability(PLAN, events).holds == 1
    events.append(Evidence("ky", Proof.AGAIN, day(121)))
    assert (ability(PLAN, events).holds, ability(PLAN, events).due_at) == (2, None)


def test_what_is_withdrawn_takes_its_proof_with_it() -> None:
    events = [*practised(), seen(1, OFFICER), Evidence("xem", Proof.WITHDRAWN, day(2))]
    assert ability(PLAN, events).level is Level.PRACTISED
    assert ability(PLAN, [*events, Evidence("ky", Proof.WITHDRAWN, day(3))]).level is Level.CLAIMED
