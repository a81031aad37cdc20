"""Whose eyes count as an outsider's: nobody's who ever was in a pair with the learner."""

import pytest

from lms.db import db
from lms.pairing.models import Pair, Veto
from lms.pairing.queries.outsiders import is_outsider
from lms.pairing.queries.pairs import get_learner
from lms.practice.queries import list_reviewer_ids
from tests.factories import NOW, Site
from tests.pairing.makers import Staff, make_staff


def _counts(site: Site, staff: Staff, user_id: int) -> tuple[bool, bool]:
    with site.app.app_context():
        reviewers = list_reviewer_ids(get_learner(staff.learner.id))
        return is_outsider(user_id, staff.learner.id), user_id in reviewers


def _mentor_there(site: Site, staff: Staff) -> int:
    other = site.person("Bùi Thị Mai", staff.unit_id)
    site.pair(other, staff.colleague)
    return other.id


def test_another_mentor_of_the_unit_and_the_officer_count(site: Site) -> None:
    staff = make_staff(site)
    assert _counts(site, staff, _mentor_there(site, staff)) == (True, True)
    assert _counts(site, staff, staff.officer.id) == (True, True)
    assert _counts(site, staff, staff.mentor.id) == (False, True)  # as the mentor, not as an outsider


@pytest.mark.parametrize("is_by_learner", [True, False])
def test_a_veto_either_way_changes_nothing_of_it(site: Site, is_by_learner: bool) -> None:
    """Were it otherwise, a phone that finds nothing would tell the learner or the officer of the other's veto."""
    staff = make_staff(site)
    for other in (_mentor_there(site, staff), staff.officer.id):
        with site.working():
            two = (staff.learner.id, other) if is_by_learner else (other, staff.learner.id)
            db.session.add(Veto(by_id=two[0], about_id=two[1], at=NOW))
        assert _counts(site, staff, other) == (True, True)


@pytest.mark.parametrize("is_for_harm", [True, False])
@pytest.mark.parametrize("is_mentee", [True, False])
def test_whoever_once_was_in_a_pair_with_her_does_not_count(
    site: Site, is_for_harm: bool, is_mentee: bool
) -> None:
    staff = make_staff(site)
    other = _mentor_there(site, staff)
    two = (staff.learner.id, other) if is_mentee else (other, staff.learner.id)
    with site.working():
        db.session.add(
            Pair(
                mentor_id=two[0],
                mentee_id=two[1],
                unit_id=staff.unit_id,
                state="ended",
                created_at=NOW,
                started_at=NOW,
                ended_at=NOW,
                ended_for_harm=is_for_harm,
            )
        )
    assert _counts(site, staff, other) == (False, False)
