"""Twinned units: a further round for who is left, after one's own unit and its siblings; the rules hold as ever."""

from collections import Counter
from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.matching import Fact, Left, Limits, Need, Offer, Outcome, Weights, Why, suggest
from lms.core.matching.suggesting import nearness, score

SKILLS = ("ky-so/ky", "ai/hoi")
UNITS = {1: 10, 2: 10, 3: 20, 4: 30}
TWINS = ((1, 3), (1, 4), (2, 3), (3, 4))

NEED = Need(1, 1, 10, frozenset({"ky-so/ky"}), frozenset({"t4-chieu"}), "android", twins=frozenset({3}))
OFFER = Offer(2, 3, 20, {"ky-so/ky": "2026-10-12"}, frozenset({"t4-chieu"}), "android")

some = st.frozensets
Cast = tuple[list[Need], list[Offer], Limits]


@st.composite
def casts(draw: st.DrawFn, most: int = 12) -> Cast:
    ids = list(range(1, draw(st.integers(2, most)) + 1))
    twins = draw(some(st.sampled_from(TWINS)))
    shared = {unit: {b if a == unit else a for a, b in twins if unit in (a, b)} for unit in UNITS}
    needs, offers = [], []
    for each in ids:
        unit, device = draw(st.sampled_from(sorted(UNITS))), draw(st.sampled_from(["", "android"]))
        if draw(st.booleans()):
            skills = draw(some(st.sampled_from(SKILLS), min_size=1))
            needs.append(Need(each, unit, UNITS[unit], skills, device=device, twins=frozenset(shared[unit])))
        else:
            proven = dict.fromkeys(draw(some(st.sampled_from(SKILLS))), "2026-10-12")
            places = draw(st.integers(1, 2))
            offers.append(
                Offer(each, unit, UNITS[unit], proven, frozenset(), device, places, draw(st.integers(0, 1)))
            )
    two = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda each: each[0] != each[1])
    return needs, offers, Limits(frozenset(frozenset(each) for each in draw(st.lists(two, max_size=3))))


def told(outcome: Outcome) -> list[tuple[int, int]]:
    return [(each.mentor_id, each.mentee_id) for each in outcome.suggestions]


@given(casts())
@settings(max_examples=60)
def test_room_vetoes_and_reach_hold_across_twins(cast: Cast) -> None:
    needs, offers, limits = cast
    outcome = suggest(needs, offers, limits)
    asking, helping = {each.user_id: each for each in needs}, {each.user_id: each for each in offers}
    held = Counter(each.mentor_id for each in outcome.suggestions)
    assert all(count <= helping[mentor].free for mentor, count in held.items())
    mentees = [each.mentee_id for each in outcome.suggestions]
    assert sorted([*mentees, *outcome.left]) == sorted(asking)
    for each in outcome.suggestions:
        need, offer = asking[each.mentee_id], helping[each.mentor_id]
        near = nearness(need, offer)
        assert frozenset({each.mentor_id, each.mentee_id}) not in limits.apart
        assert each.facts[0] == Fact(near or Why.WISH)
        if near is Why.TWIN_UNIT:
            assert offer.unit_id in need.twins
            assert each.score >= Weights().sibling_floor


@given(casts(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_rows_changes_nothing_with_twins(cast: Cast, chance) -> None:  # type: ignore[no-untyped-def]
    needs, offers, limits = cast
    first = suggest(needs, offers, limits)
    chance.shuffle(needs)
    chance.shuffle(offers)
    assert suggest(needs, offers, limits) == first == suggest(needs, offers, limits)


@given(casts())
@settings(max_examples=40)
def test_a_twinning_takes_nothing_from_ones_own_unit_and_siblings(cast: Cast) -> None:
    needs, offers, limits = cast
    alone = suggest([replace(each, twins=frozenset()) for each in needs], offers, limits)
    both = set(told(suggest(needs, offers, limits)))
    helping, asking = {each.user_id: each for each in offers}, {each.user_id: each for each in needs}
    for mentor, mentee in told(alone):
        assert (mentor, mentee) in both
    for mentor, mentee in both - set(told(alone)):
        assert helping[mentor].unit_id in asking[mentee].twins


def brute(needs: list[Need], offers: list[Offer], limits: Limits) -> tuple[int, int]:
    """Return how many of ``needs`` twins can help at most, and the best sum: by trying everything."""
    return max(
        (
            found
            for choice in product([None, *offers], repeat=len(needs))
            if (found := worth(needs, choice, limits))
        ),
        default=(0, 0),
    )


def worth(needs: list[Need], choice: tuple[Offer | None, ...], limits: Limits) -> tuple[int, int] | None:
    """Return how many a choice pairs and its sum; None where it may not be. Who has least points has the first place."""
    weights, total, count = Weights(), 0, 0
    for offer in {each.user_id: each for each in choice if each}.values():
        helped = [need for need, each in zip(needs, choice, strict=True) if each is offer]
        points = [score(need, offer, weights) for need in helped]
        if len(helped) > offer.free or None in points:
            return None
        if any(offer.unit_id not in need.twins or not limits.allow(need, offer) for need in helped):
            return None
        at_places = [
            each - weights.held * (offer.held + place)
            for place, each in enumerate(sorted(each or 0 for each in points))
        ]
        if min(at_places) < weights.sibling_floor:
            return None
        total, count = total + sum(at_places), count + len(helped)
    return count, total


@given(casts(most=7))
@settings(max_examples=40, deadline=None)
def test_the_round_of_twins_is_as_good_as_trying_everything(cast: Cast) -> None:
    needs, offers, limits = cast
    far = [replace(each, siblings=100 + each.user_id, unit_id=100 + each.user_id) for each in needs]
    outcome = suggest(far, offers, limits)
    found = (len(outcome.suggestions), sum(each.score for each in outcome.suggestions))
    assert found == brute(far, offers, limits)


def test_a_twins_mentor_is_suggested_with_the_points_and_the_floor_of_a_sibling() -> None:
    (only,) = suggest([NEED], [OFFER]).suggestions
    assert only.score == 45 + 15 + 15 + 10
    assert only.facts[0] == Fact(Why.TWIN_UNIT)
    bare = replace(NEED, skills=frozenset((*SKILLS, "ho-so/quet")), times=frozenset(), device="")
    assert told(suggest([bare], [OFFER])) == [(2, 1)]
    assert suggest([bare], [replace(OFFER, held=1)]).left == {1: Left.NO_FIT}


def test_without_a_twinning_the_same_two_are_never_put_together() -> None:
    assert suggest([replace(NEED, twins=frozenset())], [OFFER]).left == {1: Left.NO_SKILL}
    assert suggest([replace(NEED, twins=frozenset({4}))], [OFFER]).left == {1: Left.NO_SKILL}


def test_a_sibling_comes_before_a_better_twin() -> None:
    sibling = replace(OFFER, user_id=3, unit_id=2, siblings=10, times=frozenset(), device="")
    assert told(suggest([NEED], [OFFER, sibling])) == [(3, 1)]


def test_a_veto_across_twins_looks_like_no_fit() -> None:
    assert suggest([NEED], [OFFER], Limits(frozenset({frozenset({1, 2})}))).left == {1: Left.NO_FIT}
