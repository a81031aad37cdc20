"""Making suggestions from what is stored: who is out, orphans only, the same way every time, and resuming."""

import pytest

from lms.accounts.models import User
from lms.core.matching import Why
from lms.db import db, unit_of_work
from lms.matching.models import Manager, Need, Offer
from lms.matching.queries.runs import get_run
from lms.matching.services import runs
from lms.pairing.models import Pair
from lms.units.models import Membership, Unit
from tests.conftest import Statements
from tests.factories import NOW, Person, Site
from tests.matching.makers import ask, offer, pairs_in, prove, refuse, run_for, suggested


@pytest.fixture
def union(site: Site) -> int:
    return site.unit("Công đoàn xã", "union")


@pytest.fixture
def school(site: Site, union: int) -> int:
    return site.unit("THCS Sông Cầu", "school", union)


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    prove(monkeypatch)


def people(site: Site, unit_id: int, *names: str) -> list[Person]:
    return [site.person(name, unit_id, password=None) for name in names]


def test_somebody_who_asks_is_given_whoever_can_help_and_why_is_kept(site: Site, school: int) -> None:
    hoa, minh = people(site, school, "Nguyễn Thị Hòa", "Trần Quang Minh")
    ask(site, hoa)
    offer(site, minh)
    run_id = run_for(site, school)
    (pair,) = pairs_in(site, "suggested")
    assert (pair.mentor_id, pair.mentee_id, pair.run_id, pair.unit_id) == (minh.id, hoa.id, run_id, school)
    assert [fact[0] for fact in pair.facts] == [Why.SAME_UNIT, Why.PROVEN, Why.TIMES, Why.DEVICE]
    assert pair.facts[1][2] == "2026-11-20T02:00:00+00:00"


def test_who_is_paired_invited_exempt_gone_or_took_it_back_is_out(site: Site, school: int) -> None:
    minh, *others = people(site, school, "Minh", "Một", "Hai", "Ba", "Bốn", "Năm")
    paired, invited, exempt, gone, back = others
    offer(site, minh, places=3)
    for each in others:
        ask(site, each)
    with site.working():
        for one, state in ((paired, "paused"), (invited, "invited")):
            db.session.add(
                Pair(mentor_id=minh.id, mentee_id=one.id, unit_id=school, state=state, created_at=NOW)
            )
        db.session.query(Membership).filter_by(user_id=exempt.id).update({"exempt_reason": "nghỉ thai sản"})
        db.session.query(Need).filter_by(user_id=back.id).update({"withdrawn_at": NOW})
        db.session.query(User).filter_by(id=gone.id).update({"closed_at": NOW})
    run_for(site, school)
    assert suggested(site) == {}
    assert len(pairs_in(site, "paused")) == len(pairs_in(site, "invited")) == 1


def test_vetoes_hold_either_way_and_leave_no_trace_in_the_run(site: Site, school: int) -> None:
    hoa, ly, minh = people(site, school, "Hòa", "Lý", "Minh")
    for each in (hoa, ly):
        ask(site, each)
    offer(site, minh)
    refuse(site, hoa, minh)
    refuse(site, minh, ly)
    run_id = run_for(site, school)
    with site.app.app_context():
        assert get_run(run_id).left == [[hoa.id, "no_fit"], [ly.id, "no_fit"]]
    assert suggested(site) == {}


def test_a_manager_is_suggested_only_where_both_ask(site: Site, school: int) -> None:
    hoa, minh = people(site, school, "Hòa", "Minh")
    ask(site, hoa, wished_id=minh.id)
    offer(site, minh)
    with site.working():
        db.session.add(Manager(manager_id=minh.id, user_id=hoa.id))
    run_for(site, school)
    assert suggested(site) == {}
    offer(site, minh, wished_id=hoa.id)
    run_for(site, school)
    assert suggested(site) == {hoa.id: minh.id}


@pytest.mark.parametrize(
    ("state", "more"),
    [
        ("declined", {}),
        ("expired", {}),
        ("dropped", {}),
        ("ended", {"ended_for_harm": True}),
        ("ended", {"other_wanted_at": NOW}),
    ],
)
def test_two_who_came_to_nothing_are_not_put_together_again(
    site: Site, school: int, state: str, more: dict[str, object]
) -> None:
    hoa, minh, an = people(site, school, "Hòa", "Minh", "An")
    ask(site, hoa)
    offer(site, minh)
    with site.working():
        db.session.add(
            Pair(mentor_id=minh.id, mentee_id=hoa.id, unit_id=school, state=state, created_at=NOW, **more)
        )
    run_for(site, school)
    assert suggested(site) == {}
    offer(site, an)
    run_for(site, school)
    assert suggested(site) == {hoa.id: an.id}


def test_only_skills_that_the_ledger_proves_count(
    site: Site, school: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hoa, minh = people(site, school, "Hòa", "Minh")
    ask(site, hoa, ["a/x"])
    offer(site, minh, ["a/x", "a/y"])
    prove(monkeypatch, {minh.id: ["a/y"]})
    run_id = run_for(site, school)
    assert suggested(site) == {}
    with site.app.app_context():
        assert get_run(run_id).left == [[hoa.id, "no_skill"]]


def test_siblings_help_where_the_own_unit_cannot_but_only_below_the_run(
    site: Site, union: int, school: int
) -> None:
    other = site.unit("Tiểu học Bến Cũ", "school", union)
    (hoa,), (minh,) = people(site, school, "Hòa"), people(site, other, "Minh")
    ask(site, hoa)
    offer(site, minh)
    run_for(site, school)
    assert suggested(site) == {}
    run_for(site, union)
    assert suggested(site) == {hoa.id: minh.id}


def test_running_again_changes_nothing_and_leaves_one_suggestion_a_person(
    site: Site, union: int, school: int
) -> None:
    hoa, ly, minh = people(site, school, "Hòa", "Lý", "Minh")
    for each in (hoa, ly):
        ask(site, each)
    offer(site, minh)
    run_for(site, union)
    first = suggested(site)
    for unit_id in (school, union, school):
        run_for(site, unit_id)
        assert suggested(site) == first == {hoa.id: minh.id, ly.id: minh.id}
        assert len(pairs_in(site, "suggested")) == 2


def test_orphans_only_are_paired_anew(site: Site, school: int) -> None:
    hoa, ly, minh, an = people(site, school, "Hòa", "Lý", "Minh", "An")
    for each in (hoa, ly):
        ask(site, each)
    for each in (minh, an):
        offer(site, each, places=1)
    site.pair(minh, hoa)
    left_alone = site.pair(an, ly)
    with site.working():
        pair = db.session.get_one(Pair, left_alone)
        pair.state, pair.ended_at = "ended", NOW
        db.session.query(Offer).filter_by(user_id=an.id).update({"withdrawn_at": NOW})
    offer(site, minh, places=2)
    run_for(site, school)
    assert suggested(site) == {ly.id: minh.id}
    assert [(each.mentor_id, each.mentee_id) for each in pairs_in(site, "active")] == [(minh.id, hoa.id)]


def test_a_second_tap_makes_no_second_run_and_a_stopped_one_goes_on(
    site: Site, union: int, school: int
) -> None:
    (hoa,), (minh,) = people(site, school, "Hòa"), people(site, school, "Minh")
    ask(site, hoa)
    offer(site, minh)
    with site.working():
        unit = db.session.get_one(Unit, union)
        first = runs.begin_run(unit, None, NOW, after_id=0)
        assert runs.begin_run(unit, None, NOW, after_id=0) is first
        run_id = first.id
    steps = 0
    with site.app.app_context():
        while get_run(run_id).state == "working":
            with unit_of_work():
                run, _ = runs.work_on(run_id, NOW)
                assert run.done == (steps := steps + 1)
    assert steps == 2
    assert suggested(site) == {hoa.id: minh.id}
    with site.working():
        assert runs.work_on(run_id, NOW)[1] is None
        assert runs.begin_run(db.session.get_one(Unit, union), None, NOW, after_id=0).id == run_id


def test_a_dropped_run_takes_its_suggestions_along(site: Site, school: int) -> None:
    hoa, minh = people(site, school, "Hòa", "Minh")
    ask(site, hoa)
    offer(site, minh)
    run_id = run_for(site, school)
    with site.working():
        runs.drop_run(run_id)
    assert suggested(site) == {}
    with site.app.app_context():
        assert get_run(run_id).state == "dropped"


def test_statements_do_not_grow_with_the_people(site: Site, school: int, statements: Statements) -> None:
    def count() -> int:
        statements.clear()
        run_for(site, school)
        return len(statements)

    first = people(site, school, "Hòa", "Minh")
    ask(site, first[0])
    offer(site, first[1])
    few = count()
    for number in range(12):
        one, other = people(site, school, f"Học {number}", f"Kèm {number}")
        ask(site, one)
        offer(site, other)
    assert count() == few
