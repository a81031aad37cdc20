"""Shares about pairs: what is shown gives no group under five away, not even by subtracting."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from lms.core.pair_health import OWN, SMALLEST_SHOWN, Fact, Rate, shown_rates

PATHS = ("/1/", "/1/2/", "/1/2/3/", "/1/2/4/", "/1/5/", "/1/6/", "/7/")


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    sizes = draw(st.tuples(*(st.integers(0, 9) for _path in PATHS)))
    homes = [path for path, size in zip(PATHS, sizes, strict=True) for _one in range(size)]
    return [Fact(path, person, draw(st.booleans())) for person, path in enumerate(homes, start=1)]


def people_below(given_facts: list[Fact], path: str) -> int:
    if path.endswith(OWN):
        return sum(fact.unit_path + OWN == path for fact in given_facts)
    return sum(fact.unit_path.startswith(path) for fact in given_facts)


@given(facts())
def test_no_group_under_five_is_shown(found: list[Fact]) -> None:
    for path, rate in shown_rates(found).items():
        assert rate.people == people_below(found, path) >= SMALLEST_SHOWN


@given(facts())
def test_nothing_under_five_remains_when_what_is_shown_is_subtracted(found: list[Fact]) -> None:
    shown = shown_rates(found)
    parts: dict[str, int] = defaultdict(int)
    for path in shown:
        above = path[: path.rstrip("/").rfind("/") + 1]
        parts[above] += shown[path].people
    for path in shown:
        if not path.endswith(OWN) and path in parts:
            rest = shown[path].people - parts[path]
            assert rest == 0 or rest >= SMALLEST_SHOWN


@given(facts())
def test_nothing_below_a_hidden_unit_is_shown(found: list[Fact]) -> None:
    shown = shown_rates(found)
    for path in shown:
        above = path[: path.rstrip("/").rfind("/") + 1]
        assert above in shown or not any(fact.unit_path.startswith(above) and above != "/" for fact in found)


def test_one_small_school_takes_another_with_it() -> None:
    found = [Fact("/1/2/", n, True) for n in range(3)] + [Fact("/1/3/", 10 + n, True) for n in range(6)]
    found += [Fact("/1/4/", 20 + n, n > 0) for n in range(9)]
    shown = shown_rates(found)
    assert {"/1/", "/1/4/"} <= shown.keys()
    assert not {"/1/2/", "/1/3/"} & shown.keys()
    assert shown["/1/4/"] == Rate(8, 9, 9)
    assert shown["/1/4/"].percent == 89


def test_many_things_of_one_person_are_one_person() -> None:
    assert shown_rates([Fact("/1/", 1, True)] * 20) == {}


def test_somebody_of_two_small_groups_is_counted_once_among_those_left_out() -> None:
    """Who moved belongs to both: three people and the same three again are no five."""
    found = [Fact(path, n, True) for path in ("/1/2/", "/1/3/") for n in range(3)]
    found += [Fact("/1/4/", 10 + n, n > 0) for n in range(5)] + [
        Fact("/1/5/", 20 + n, True) for n in range(9)
    ]
    shown = shown_rates(found)
    assert shown.keys() == {"/1/", "/1/5/", f"/1/5/{OWN}"}
