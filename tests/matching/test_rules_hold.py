"""Whatever the people, in whatever order their rows were written: places, vetoes, and facts that rows bear out."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from lms.core.matching import Left, Why
from lms.db import db
from lms.matching.models import Need, Offer, PairingRun
from lms.matching.queries.runs import get_run
from lms.pairing.models import Pair, Veto
from tests.factories import Person, Site
from tests.matching.makers import (
    PROVEN_ON,
    ask,
    needs,
    offer,
    offers,
    pairs_in,
    prove,
    refuse,
    run_for,
    suggested,
)

SKILLS, TIMES, PHONES = ("a/x", "a/y", "b/z"), ("t2-sang", "t4-chieu", "cn-toi"), ("", "android", "iphone")


@pytest.fixture
def crowd(site: Site, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[Person]]:
    """Eight people of two schools; the ledger proves every skill but one person's."""
    union = site.unit("Công đoàn xã", "union")
    schools = [site.unit(f"Trường {n}", "school", union) for n in range(2)]
    people = [site.person(f"Người {n}", schools[n % 2], password=None) for n in range(8)]
    prove(monkeypatch, {each.id: SKILLS if n else SKILLS[:1] for n, each in enumerate(people)})
    return union, people


said = st.fixed_dictionaries(
    {
        "asks": st.booleans(),
        "skills": st.lists(st.sampled_from(SKILLS), min_size=1, max_size=3, unique=True),
        "times": st.lists(st.sampled_from(TIMES), max_size=2, unique=True),
        "device": st.sampled_from(PHONES),
        "places": st.integers(1, 3),
        "wished": st.none() | st.integers(0, 7),
    }
)
pairs_of = list(combinations(range(8), 2))
world = st.tuples(
    st.lists(said, min_size=8, max_size=8), st.lists(st.sampled_from(pairs_of), max_size=5, unique=True)
)


def tell(
    site: Site, people: list[Person], who: list[dict], vetoes: list[tuple[int, int]], order: list[int]
) -> None:  # type: ignore[type-arg]
    """Write the rows of everybody in this order."""
    for place in order:
        one, words = people[place], who[place]
        wished = None if words["wished"] in (None, place) else people[words["wished"]].id
        common = {"times": words["times"], "device": words["device"], "wished_id": wished}
        if words["asks"]:
            ask(site, one, words["skills"], **common)
        else:
            offer(site, one, words["skills"], words["places"], **common)
    for one_place, other in sorted(vetoes, key=lambda each: order.index(each[0])):
        refuse(site, people[one_place], people[other])


def forget(site: Site) -> None:
    with site.working():
        for model in (Pair, Need, Offer, Veto, PairingRun):
            db.session.execute(delete(model))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(told=world, order=st.permutations(range(8)))
def test_the_rules_hold_and_the_order_of_rows_does_not_matter(
    site: Site,
    crowd: tuple[int, list[Person]],
    told: tuple,
    order: list[int],  # type: ignore[type-arg]
) -> None:
    union, people = crowd
    forget(site)
    tell(site, people, *told, list(range(8)))
    run_for(site, union)
    first = suggested(site)
    check(site, people, told[1])
    forget(site)
    tell(site, people, *told, list(order))
    run_id = run_for(site, union)
    assert suggested(site) == first
    with site.app.app_context():
        assert {why for _, why in get_run(run_id).left} <= {each.value for each in Left}


def check(site: Site, people: list[Person], vetoes: list[tuple[int, int]]) -> None:
    asked, offered = (
        {each.user_id: each for each in needs(site)},
        {each.user_id: each for each in offers(site)},
    )
    apart = {frozenset((people[one].id, people[other].id)) for one, other in vetoes}
    unit_of = {each.id: each.unit_id for each in people}
    found = pairs_in(site, "suggested")
    for mentor_id, one in offered.items():
        assert sum(pair.mentor_id == mentor_id for pair in found) <= one.places
    for pair in found:
        need, one = asked[pair.mentee_id], offered[pair.mentor_id]
        assert frozenset((pair.mentor_id, pair.mentee_id)) not in apart
        for why, *values in pair.facts:
            match why:
                case Why.SAME_UNIT:
                    assert unit_of[pair.mentor_id] == unit_of[pair.mentee_id]
                case Why.SIBLING_UNIT:
                    assert unit_of[pair.mentor_id] != unit_of[pair.mentee_id]
                case Why.PROVEN:
                    assert values[0] in need.skills
                    assert values[0] in one.skills
                    assert values[1] == PROVEN_ON.isoformat()
                case Why.TIMES:
                    assert set(values) <= set(need.times) & set(one.times)
                case Why.DEVICE:
                    assert values == [need.device] == [one.device]
                case Why.WISH | Why.BOTH_WISH:
                    wishes = (need.wished_id == pair.mentor_id) + (one.wished_id == pair.mentee_id)
                    assert wishes == (2 if why == Why.BOTH_WISH else 1)
                case _:
                    raise AssertionError(why)
