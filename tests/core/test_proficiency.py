"""How far somebody is in a skill: by what a machine, an outsider and time have shown, never by the pair's word alone."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.proficiency import FORTNIGHT, HOLDS, Ability, Evidence, Level, Proof, SkillPlan, Stage, ability

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
@settings(max_examples=200)
def test_no_order_of_own_and_the_pairs_word_reaches_independent(events: list[Evidence]) -> None:
    assert ability(PLAN, events).level < Level.INDEPENDENT
    assert ability(PLAN, in_order(events)).level < Level.INDEPENDENT


@given(st.lists(anything, max_size=20))
@settings(max_examples=200)
def test_without_an_outsider_and_within_a_fortnight_nobody_is_independent(events: list[Evidence]) -> None:
    soon = [each._replace(at=START + (each.at - START) / 400 * 13) for each in events]
    within = [each for each in soon if each.by != OFFICER]
    assert ability(PLAN, in_order(within)).level < Level.INDEPENDENT


assisted = st.builds(Evidence, ITEMS, st.just(Proof.ASSISTED), DAYS, st.just(MENTOR), st.booleans())


@given(st.lists(assisted, max_size=20), st.lists(anything, max_size=12))
@settings(max_examples=200)
def test_what_was_done_together_adds_a_claim_and_nothing_more(
    together: list[Evidence], otherwise: list[Evidence]
) -> None:
    assert ability(PLAN, together).level <= Level.CLAIMED
    both, proven = in_order([*together, *otherwise]), ability(PLAN, in_order(otherwise))
    assert ability(PLAN, both).level <= max(proven.level, Level.CLAIMED)


@given(st.lists(anything, max_size=15), anything)
@settings(max_examples=200)
def test_more_evidence_never_lowers(events: list[Evidence], more: Evidence) -> None:
    if more.proof is Proof.WITHDRAWN:
        return
    later = in_order([*events, more._replace(at=day(401))])
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
    early = again._replace(at=again.at - timedelta(seconds=1))
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


def test_two_passes_of_one_day_are_no_fortnight_however_a_clock_jumps() -> None:
    read = Evidence("doc", Proof.WORD, day(100))
    for wrong in (day(80), day(100), day(130)):  # the clock was put back, right, or ahead at the first pass
        first = [Evidence(key, Proof.MACHINE, wrong) for key in ("xep", "ky")]
        again = Evidence("ky", Proof.AGAIN, day(100.1))
        assert ability(PLAN, [read, *first, again]).level is Level.PRACTISED


def test_what_a_machine_finds_right_twice_is_no_fresh_try() -> None:
    regraded = Evidence("ky", Proof.MACHINE, START + FORTNIGHT * 3)
    assert ability(PLAN, [*practised(), regraded]).level is Level.PRACTISED


def test_an_outsiders_word_is_not_enough_without_the_tasks() -> None:
    assert ability(PLAN, [seen(1, OFFICER)]).level is Level.CLAIMED
    found = ability(PLAN, [seen(1, OFFICER), *practised(5)])
    assert (found.level, found.since, found.by) == (Level.INDEPENDENT, day(5), OFFICER)


def test_a_machine_task_that_a_person_confirmed_instead_counts_as_seen() -> None:
    confirmed = Evidence("ky", Proof.SEEN_HELPED, day(1), MENTOR, True)
    assert ability(PLAN, [practised()[0], confirmed]) == Ability(Level.OBSERVED, day(1), MENTOR)


def test_two_outsiders_hold_a_skill_and_taking_one_back_leaves_the_other() -> None:
    plan = SkillPlan(frozenset(), frozenset({"xem", "xem-2"}), frozenset({"xem", "xem-2"}))
    both = [Evidence(key, Proof.SEEN_ALONE, day(at), by) for key, at, by in (("xem", 1, 8), ("xem-2", 31, 9))]
    assert ability(plan, both[:1]).level is Level.CLAIMED
    assert ability(plan, both).level is Level.INDEPENDENT
    assert ability(plan, [*both, Evidence("xem", Proof.WITHDRAWN, day(32))]).level is Level.CLAIMED


def test_a_skill_without_machine_tasks_needs_every_task_seen() -> None:
    plan = SkillPlan(frozenset(), frozenset({"xem"}), frozenset({"doc", "xem"}))
    found = ability(plan, [seen(1, MENTOR, is_of_pair=True)])
    assert (found.level, found.practised_at) == (Level.OBSERVED, day(1))
    assert ability(plan, [seen(1, OFFICER)]).level is Level.INDEPENDENT


def test_a_skill_without_people_becomes_independent_by_time_alone() -> None:
    plan = SkillPlan(frozenset({"ky"}), frozenset(), frozenset({"doc", "ky"}))
    first, again = Evidence("ky", Proof.MACHINE, START), Evidence("ky", Proof.AGAIN, START + FORTNIGHT)
    assert ability(plan, [first, again]).level is Level.INDEPENDENT
    assert not ability(plan, [first]).may_pass_again(again.at - timedelta(seconds=1))
    assert ability(plan, [first]).may_pass_again(again.at)


def test_a_skill_without_any_task_stays_a_claim() -> None:
    plan = SkillPlan(frozenset(), frozenset(), frozenset({"doc"}))
    assert ability(plan, [Evidence("doc", Proof.WORD, START)]).level is Level.CLAIMED


def test_the_stage_of_a_day() -> None:
    held = [*practised(), seen(1, OFFICER), Evidence("ky", Proof.AGAIN, day(31))]
    assert ability(PLAN, held[:3]).stage(day(2)) is Stage.INDEPENDENT
    assert ability(PLAN, held[:3]).stage(day(31)) is Stage.DUE
    assert ability(PLAN, held).stage(day(31)) is Stage.HELD
    assert ability(PLAN, held).stage(day(121)) is Stage.DUE
    assert ability(PLAN, []).stage(day(1)) is Stage.NONE
