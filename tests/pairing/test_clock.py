"""The clock's work: a reminder on day 3, an end on day 7, orphans of those who left; each once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import AuditEntry, User
from lms.accounts.services import close_account
from lms.core.people import Role
from lms.db import db
from lms.pairing.services import life
from lms.units.models import RoleGrant
from tests.factories import Person, Site
from tests.pairing.inviting import AT, Invited, make_agreed, make_invitation, moved, pair_of, say_yes, told
from tests.pairing.inviting import at as at
from tests.pairing.makers import ask, make_staff, pairs, requests_of

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def tick(site: Site, moment: datetime) -> int:
    with site.working():
        return life.tick(moment)


def close(site: Site, person: Person) -> None:
    with site.working():
        close_account(db.session.get_one(User, person.id), AT)


def test_whoever_has_not_answered_is_reminded_on_day_three_and_not_before(site: Site) -> None:
    invited = make_invitation(site)
    assert tick(site, AT + 3 * DAY - SECOND) == 0
    assert told(site, invited.mentor) == ["pair_invited"]
    assert tick(site, AT + 3 * DAY) == 1
    for person in (invited.mentor, invited.mentee):
        assert told(site, person) == ["pair_invited", "pair_reminded"]
    assert pair_of(site, invited.pair_id).reminded_at == AT + 3 * DAY


def test_whoever_has_agreed_is_left_in_peace(site: Site, at: Callable[[datetime], None]) -> None:
    invited = make_invitation(site)
    say_yes(site.client(invited.mentor), invited.path)
    tick(site, AT + 3 * DAY)
    assert told(site, invited.mentor) == ["pair_invited"]
    assert told(site, invited.mentee) == ["pair_invited", "pair_half_agreed", "pair_reminded"]


def test_on_day_seven_it_is_over_and_not_before(site: Site) -> None:
    invited = make_invitation(site)
    tick(site, AT + 7 * DAY - SECOND)
    assert pair_of(site, invited.pair_id).state == "invited"
    assert tick(site, AT + 7 * DAY) == 1
    pair = pair_of(site, invited.pair_id)
    assert (pair.state, pair.ended_at) == ("expired", AT + 7 * DAY)
    assert told(site, invited.mentee)[-1] == "pair_not_formed"
    assert told(site, invited.staff.officer) == ["pair_not_formed_for_unit"]


def test_where_no_officer_is_in_office_an_admin_is_told(site: Site) -> None:
    invited = make_invitation(site)
    admin = site.person("Hoàng Anh Tú", invited.staff.unit_id, role=Role.ADMIN)
    with site.working():
        office = select(RoleGrant).where(RoleGrant.user_id == invited.staff.officer.id)
        db.session.scalars(office).one().revoked_at = AT
    tick(site, AT + 7 * DAY)
    assert told(site, admin) == ["pair_not_formed_for_unit"]
    assert told(site, invited.staff.officer) == []


@pytest.mark.parametrize("days", [3, 7])
def test_going_round_twice_tells_once(site: Site, days: int) -> None:
    invited = make_invitation(site)
    assert [tick(site, AT + days * DAY + n * SECOND) for n in range(3)] == [1, 0, 0]
    people = (invited.mentor, invited.mentee, invited.staff.officer)
    kinds = [told(site, person) for person in people]
    assert all(len(each) == len(set(each)) for each in kinds)


def test_a_clock_that_stood_still_for_weeks_lets_it_expire_without_a_late_reminder(site: Site) -> None:
    invited = make_invitation(site)
    tick(site, AT + 30 * DAY)
    assert told(site, invited.mentor) == ["pair_invited", "pair_not_formed"]


def test_after_it_expired_the_two_may_be_invited_again(site: Site) -> None:
    invited = make_invitation(site)
    tick(site, AT + 7 * DAY)
    assert make_invitation(site, invited.staff).pair_id != invited.pair_id


def test_when_a_mentor_leaves_only_the_orphans_change(site: Site) -> None:
    staff = make_staff(site)
    other_mentor = site.person("Bùi Thị Mai", staff.unit_id)
    kept = site.pair(other_mentor, site.person("Đỗ Văn Hùng", staff.unit_id))
    ask(site.client(staff.learner), "Vẫn cần giúp")
    close(site, staff.mentor)
    assert tick(site, AT) == 1
    assert {pair.id: pair.state for pair in pairs(site)} == {staff.pair_id: "ended", kept: "active"}
    assert requests_of(site, staff.learner)[0].owner_id == staff.officer.id
    assert "pair_ended" in told(site, staff.learner)
    assert "pair_ended_for_unit" in told(site, staff.officer)
    assert tick(site, AT + DAY) == 0


def test_when_a_mentee_leaves_the_mentor_has_a_place_again(site: Site) -> None:
    staff = make_staff(site)
    close(site, staff.learner)
    tick(site, AT)
    assert pairs(site)[0].state == "ended"
    assert told(site, staff.mentor) == ["pair_ended"]


def test_an_invitation_of_somebody_who_left_is_over_at_once(site: Site) -> None:
    invited = make_invitation(site)
    close(site, invited.mentee)
    assert tick(site, AT + DAY) == 1
    assert pair_of(site, invited.pair_id).state == "expired"
    assert told(site, invited.mentor) == ["pair_invited", "pair_not_formed"]


def _suggested(site: Site) -> Invited:
    invited = make_invitation(site)
    moved(site, invited.pair_id, lambda pair: setattr(pair, "state", "suggested"))
    return invited


def test_a_suggestion_of_somebody_who_left_is_dropped_without_a_word(site: Site) -> None:
    invited = _suggested(site)
    close(site, invited.mentee)
    assert tick(site, AT + DAY) == 1
    assert pair_of(site, invited.pair_id).state == "dropped"
    assert told(site, invited.mentor) == ["pair_invited"]


def test_a_pair_held_after_a_report_ends_like_any_that_somebody_left_and_the_two_stay_apart(
    site: Site, at: Callable[[datetime], None]
) -> None:
    invited = make_agreed(site)
    moved(site, invited.pair_id, lambda pair: life.pause_for_harm(pair, invited.mentee.id, AT))
    close(site, invited.mentee)
    assert tick(site, AT + DAY) == 1
    pair = pair_of(site, invited.pair_id)
    assert (pair.state, pair.paused_for_harm) == ("ended", True)


def test_each_move_stands_in_the_log_of_the_unit(site: Site, at: Callable[[datetime], None]) -> None:
    invited = make_agreed(site)
    with site.app.app_context():
        found = db.session.query(AuditEntry).filter_by(subject=f"pair:{invited.pair_id}")
        entries = [(each.action, each.actor_id) for each in found.order_by(AuditEntry.id)]
        assert {each.unit_id for each in found} == {invited.staff.unit_id}
    assert entries == [
        ("pair.invited", invited.staff.officer.id),
        ("pair.agreed", invited.mentee.id),
        ("pair.agreed", invited.mentor.id),
        ("pair.made", invited.staff.officer.id),
    ]
