"""Two officers at one moment: places are not given twice, and what one sets does not trip the other."""

from functools import partial

import pytest

from lms.core.errors import DomainError
from lms.core.matching import Weights
from lms.db import db, unit_of_work
from lms.matching.queries import two
from lms.matching.queries.rules import find_weights
from lms.matching.services.board import invite_by_hand
from lms.matching.services.rules import set_points
from lms.pairing.queries.rules import find_thresholds
from lms.pairing.services.rules import set_thresholds
from lms.units.models import Unit
from tests.crowd import Deed, together
from tests.crowd import crowd as crowd
from tests.factories import NOW, Site
from tests.matching.makers import SORTING, offer, pairs_in
from tests.mentoring.test_thresholds import USUAL
from tests.pairing.makers import make_staff


def deed(site: Site, work: Deed) -> str:
    """Do something in a request of its own; return how it went."""
    with site.app.app_context():
        try:
            with unit_of_work():
                work()
        except DomainError as refused:
            return type(refused).__name__
        return "done"


def test_invitations_by_hand_at_once_never_pass_what_the_mentor_offers(
    crowd: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(two, "list_proven", lambda ids, _now: {each: {SORTING: NOW} for each in ids})
    staff = make_staff(crowd)
    offer(crowd, staff.mentor, places=2)  # one of them is taken
    people = [crowd.person(f"Người Học {n}", staff.unit_id, password=None) for n in range(6)]

    def inviting(user_id: int) -> None:
        invite_by_hand(staff.mentor.id, user_id, {SORTING: "Xếp tệp"}, staff.officer.id, NOW)

    said = together([partial(deed, crowd, partial(inviting, each.id)) for each in people])
    assert sorted(said) == ["NotTogetherError"] * 5 + ["done"]
    assert len(pairs_in(crowd, "invited")) == 1


def test_the_first_rules_of_a_unit_set_twice_at_once_are_one_row_and_no_error(crowd: Site) -> None:
    staff = make_staff(crowd)

    def points() -> None:
        set_points(db.session.get_one(Unit, staff.unit_id), {"floor": 40}, staff.officer.id, NOW)

    def thresholds() -> None:
        shown = {name: int(value) for name, value in {**USUAL, "failures": "4"}.items()}
        set_thresholds(staff.unit_id, staff.officer.id, shown, NOW)

    assert set(together([partial(deed, crowd, each) for each in (points, thresholds) * 3])) == {"done"}
    with crowd.app.app_context():
        path = db.session.get_one(Unit, staff.unit_id).path
        assert find_weights(path) == Weights(floor=40)
        assert find_thresholds(path).failures == 4
