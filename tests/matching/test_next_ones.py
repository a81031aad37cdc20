"""After an invitation came to nothing the clock finds the next candidate, once, and tells the coordinator."""

from datetime import timedelta

import pytest

from lms.db import db
from lms.matching.services import tick
from lms.matching.services.wishes import withdraw_need
from lms.notices.models import Notice
from lms.pairing.models import Pair
from lms.pairing.services import life
from tests.factories import NOW, Person, Site
from tests.matching.makers import ask, offer, pairs_in, prove, run_for, suggested
from tests.pairing.makers import Staff, make_staff


@pytest.fixture
def staff(site: Site, monkeypatch: pytest.MonkeyPatch) -> Staff:
    """The mentor was invited to help the colleague, as a run had suggested."""
    prove(monkeypatch)
    staff = make_staff(site)
    ask(site, staff.colleague)
    offer(site, staff.mentor)
    run_for(site, staff.unit_id)
    with site.working():
        life.publish(db.session.query(Pair).filter_by(state="suggested").one(), staff.officer.id, NOW)
    return staff


def helper(site: Site, staff: Staff, name: str = "Lê Thị Lan") -> Person:
    one = site.person(name, staff.unit_id)
    offer(site, one)
    return one


def turn(site: Site, days: float) -> int:
    now = NOW + timedelta(days=days)
    with site.working():
        life.tick(now)
    with site.working():
        return tick(now)


def test_on_day_seven_the_next_one_is_suggested_to_the_coordinator_once(site: Site, staff: Staff) -> None:
    lan = helper(site, staff)
    assert turn(site, 6.99) == 0
    assert suggested(site) == {}
    assert turn(site, 7) == 1
    assert turn(site, 7) == 0
    assert suggested(site) == {staff.colleague.id: lan.id}
    with site.app.app_context():
        told = db.session.query(Notice).filter_by(kind="pair_next_found").all()
        assert [(each.user_id, each.values) for each in told] == [(staff.officer.id, {"mentee": "cô Lý"})]


def test_a_decline_has_the_same_effect_and_the_one_who_declined_is_not_asked_again(
    site: Site, staff: Staff
) -> None:
    with site.working():
        life.decline(db.session.query(Pair).filter_by(state="invited").one(), staff.mentor.id, "", NOW)
    assert turn(site, 1) == 0
    lan = helper(site, staff)
    assert turn(site, 2) == 1
    assert suggested(site) == {staff.colleague.id: lan.id}


def test_whoever_took_the_need_back_is_left_in_peace(site: Site, staff: Staff) -> None:
    helper(site, staff)
    with site.working():
        withdraw_need(staff.colleague.id, NOW)
    assert turn(site, 8) == 0


def test_suggestions_of_others_keep_their_places(site: Site, staff: Staff) -> None:
    lan = site.person("Lê Thị Lan", staff.unit_id)
    offer(site, lan, places=1)
    other = site.person("Bùi Thị Mai", staff.unit_id)
    ask(site, other, wished_id=lan.id)
    run_for(site, staff.unit_id)
    assert suggested(site) == {other.id: lan.id}
    assert turn(site, 8) == 0
    assert suggested(site) == {other.id: lan.id}
    assert len(pairs_in(site, "expired")) == 1
