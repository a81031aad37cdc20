"""Who is suggested to whom: rules first, then as many as possible, then the best; always the same, never a veto told."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.matching import Fact, Left, Limits, Need, Offer, Outcome, Weights, Why, suggest
from lms.core.matching.suggesting import score

SKILLS = ("ky-so/ky", "ai/hoi", "ho-so/quet")
TIMES = ("t2-sang", "t4-chieu", "t6-sang")
UNITS = {1: 10, 2: 10, 3: 20}

NEED = Need(1, 1, 10, frozenset({"ky-so/ky"}), frozenset({"t4-chieu"}), "android")
OFFER = Offer(2, 1, 10, {"ky-so/ky": "2026-10-12"}, frozenset({"t4-chieu"}), "android")

some = st.frozensets


@st.composite
def people(draw: st.DrawFn) -> tuple[list[Need], list[Offer], Limits]:
    ids = list(range(1, draw(st.integers(2, 14)) + 1))
    wished = st.one_of(st.none(), st.sampled_from(ids))
    needs, offers = [], []
    for each in ids:
        unit = draw(st.sampled_from(sorted(UNITS)))
        times, device = draw(some(st.sampled_from(TIMES))), draw(st.sampled_from(["", "android", "iphone"]))
        if draw(st.booleans()):
            skills = draw(some(st.sampled_from(SKILLS), min_size=1))
            needs.append(Need(each, unit, UNITS[unit], skills, times, device, draw(wished)))
        else:
            proven = dict.fromkeys(draw(some(st.sampled_from(SKILLS))), "2026-10-12")
            places = draw(st.integers(1, 3))
            held = draw(st.integers(0, places))
            offers.append(Offer(each, unit, UNITS[unit], proven, times, device, places, held, draw(wished)))
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda two: two[0] != two[1])
    apart = frozenset(frozenset(two) for two in draw(st.lists(pairs, max_size=4)))
    return needs, offers, Limits(apart, frozenset(draw(st.lists(pairs, max_size=4))))


def told(outcome: Outcome) -> list[tuple[int, int]]:
    return [(each.mentor_id, each.mentee_id) for each in outcome.suggestions]


@given(people())
@settings(max_examples=60)
def test_nobody_gets_more_than_there_is_room_for_and_nobody_is_suggested_twice(
    cast: tuple[list[Need], list[Offer], Limits],
) -> None:
    needs, offers, limits = cast
    outcome = suggest(needs, offers, limits)
    free = {offer.user_id: offer.free for offer in offers}
    held = Counter(each.mentor_id for each in outcome.suggestions)
    assert all(count <= free[mentor] for mentor, count in held.items())
    mentees = [each.mentee_id for each in outcome.suggestions]
    assert sorted([*mentees, *outcome.left]) == sorted(each.user_id for each in needs)


@given(people())
@settings(max_examples=60)
def test_two_who_may_not_meet_never_do(cast: tuple[list[Need], list[Offer], Limits]) -> None:
    needs, offers, limits = cast
    by_id, offering = {each.user_id: each for each in needs}, {each.user_id: each for each in offers}
    for mentor, mentee in told(suggest(needs, offers, limits)):
        assert frozenset({mentor, mentee}) not in limits.apart
        assert by_id[mentee].skills & offering[mentor].proven.keys()
        if {(mentor, mentee), (mentee, mentor)} & limits.managers:
            assert (by_id[mentee].wished_id, offering[mentor].wished_id) == (mentor, mentee)


@given(people(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_rows_changes_nothing(cast: tuple[list[Need], list[Offer], Limits], chance) -> None:  # type: ignore[no-untyped-def]
    needs, offers, limits = cast
    first = suggest(needs, offers, limits)
    chance.shuffle(needs)
    chance.shuffle(offers)
    assert suggest(needs, offers, limits) == first


@given(people())
@settings(max_examples=40)
def test_every_fact_is_true_of_the_two(cast: tuple[list[Need], list[Offer], Limits]) -> None:
    needs, offers, limits = cast
    by_id, offering = {each.user_id: each for each in needs}, {each.user_id: each for each in offers}
    for each in suggest(needs, offers, limits).suggestions:
        need, offer = by_id[each.mentee_id], offering[each.mentor_id]
        for fact in each.facts:
            match fact.why:
                case Why.SAME_UNIT:
                    assert need.unit_id == offer.unit_id
                case Why.SIBLING_UNIT:
                    assert need.unit_id != offer.unit_id
                    assert need.siblings == offer.siblings
                case Why.PROVEN:
                    assert fact.values[0] in need.skills
                    assert offer.proven[fact.values[0]] == fact.values[1]
                case Why.TIMES:
                    assert set(fact.values) == need.times & offer.times
                case Why.DEVICE:
                    assert fact.values == (need.device,) == (offer.device,)
                case Why.WISH:
                    assert (need.wished_id == offer.user_id) != (offer.wished_id == need.user_id)
                case Why.BOTH_WISH:
                    assert (need.wished_id, offer.wished_id) == (offer.user_id, need.user_id)


@given(people())
@settings(max_examples=40)
def test_a_veto_looks_like_no_fitting_place(cast: tuple[list[Need], list[Offer], Limits]) -> None:
    needs, offers, _ = cast
    everybody = frozenset(frozenset({one.user_id, other.user_id}) for one in needs for other in offers)
    outcome = suggest(needs, offers, Limits(apart=everybody))
    assert outcome.suggestions == ()
    plain = suggest(
        [replace(each, times=frozenset(), device="") for each in needs],
        offers,
        weights=Weights(floor=999, sibling_floor=999),
    )
    assert outcome.left == plain.left


def test_the_example_of_the_specification_explains_itself() -> None:
    (only,) = suggest([NEED], [OFFER]).suggestions
    assert only.score == 45 + 30 + 15 + 10
    assert only.facts == (
        Fact(Why.SAME_UNIT),
        Fact(Why.PROVEN, ("ky-so/ky", "2026-10-12")),
        Fact(Why.TIMES, ("t4-chieu",)),
        Fact(Why.DEVICE, ("android",)),
    )


def test_each_mentee_already_held_costs_four_points() -> None:
    more = replace(NEED, user_id=3)
    scores = [each.score for each in suggest([NEED, more], [replace(OFFER, places=3, held=1)]).suggestions]
    assert sorted(scores) == [100 - 8, 100 - 4]


def test_the_floor_is_lower_across_sibling_units() -> None:
    bare = replace(NEED, skills=frozenset(SKILLS), times=frozenset(), device="")
    there = replace(OFFER, unit_id=2)
    assert score(bare, there, Weights()) == 15 + 15
    assert told(suggest([bare], [there])) == [(2, 1)]
    assert suggest([bare], [replace(there, held=1)]).left == {1: Left.NO_FIT}
    assert told(suggest([bare], [OFFER])) == [(2, 1)]


def test_who_is_left_is_told_why() -> None:
    assert suggest([NEED], []).left == {1: Left.NO_SKILL}
    assert suggest([NEED], [replace(OFFER, held=2)]).left == {1: Left.FULL}
    assert suggest([NEED], [replace(OFFER, siblings=99, unit_id=9)]).left == {1: Left.NO_SKILL}


def test_ones_own_unit_comes_before_a_better_colleague_elsewhere() -> None:
    elsewhere = replace(OFFER, user_id=3, unit_id=2, wished_id=1)
    here = replace(OFFER, times=frozenset(), device="")
    assert told(suggest([NEED], [here, elsewhere])) == [(2, 1)]
