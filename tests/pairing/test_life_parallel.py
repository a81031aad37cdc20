"""The moves of a pair at one moment: whoever comes second finds what the first has made of it."""

from datetime import datetime, timedelta
from functools import partial

from lms.core.errors import DomainError
from lms.db import db, unit_of_work
from lms.pairing.models import MOST_MENTEES, Pair
from lms.pairing.services import life
from tests.crowd import AT_ONCE, Deed, together
from tests.crowd import crowd as crowd
from tests.factories import NOW, Site
from tests.pairing.inviting import AT, Invited, make_invitation, pair_of, told
from tests.pairing.makers import make_staff, pairs


def deed(site: Site, work: Deed) -> str:
    """Do something in a request of its own; return how it went."""
    with site.app.app_context():
        try:
            with unit_of_work():
                work()
        except DomainError as refused:
            return type(refused).__name__
        return "done"


def _tick(site: Site, moment: datetime) -> int:
    with site.working():
        return life.tick(moment)


def _pair(invited: Invited) -> Pair:
    return db.session.get_one(Pair, invited.pair_id)


def accepting(site: Site, invited: Invited, who: str, moment: datetime = AT) -> Deed:
    user_id = getattr(invited, who).id
    return partial(deed, site, lambda: life.accept(_pair(invited), user_id, moment))


def test_both_agree_at_one_moment_and_are_one_pair(crowd: Site) -> None:
    invited = make_invitation(crowd)
    taps = [accepting(crowd, invited, who) for who in ("mentor", "mentee")] * 3
    assert set(together(taps)) == {"done"}
    pair = pair_of(crowd, invited.pair_id)
    assert pair.state == "active"
    assert pair.mentor_agreed_at == pair.mentee_agreed_at == AT
    for person in (invited.mentor, invited.mentee):
        assert told(crowd, person).count("pair_begun") == 1


def test_agreeing_against_the_clock_is_a_pair_or_an_end_and_never_both(crowd: Site) -> None:
    invited = make_invitation(crowd)
    assert accepting(crowd, invited, "mentor")() == "done"
    late = AT + timedelta(days=7)
    in_time = accepting(crowd, invited, "mentee", late - timedelta(seconds=1))
    said = together([in_time, *[partial(deed, crowd, lambda: life.tick(late))] * 4])
    pair = pair_of(crowd, invited.pair_id)
    assert said[1:] == ["done"] * 4
    assert (said[0], pair.state) in {("done", "active"), ("MoveRefusedError", "expired")}
    assert told(crowd, invited.mentor).count("pair_not_formed") == int(pair.state == "expired")
    assert told(crowd, invited.mentor).count("pair_begun") == int(pair.state == "active")


def test_agreeing_against_taking_back_is_one_of_the_two(crowd: Site) -> None:
    invited = make_invitation(crowd)
    assert accepting(crowd, invited, "mentor")() == "done"
    dropping = partial(deed, crowd, lambda: life.drop(_pair(invited), invited.staff.officer.id, AT))
    said = together([accepting(crowd, invited, "mentee"), dropping])
    states = {("done", "MoveRefusedError"): "active", ("MoveRefusedError", "done"): "dropped"}
    assert pair_of(crowd, invited.pair_id).state == states[(said[0], said[1])]


def test_declining_against_agreeing_is_one_of_the_two(crowd: Site) -> None:
    invited = make_invitation(crowd)
    assert accepting(crowd, invited, "mentor")() == "done"
    declining = partial(deed, crowd, lambda: life.decline(_pair(invited), invited.mentor.id, "", AT))
    said = together([accepting(crowd, invited, "mentee"), declining])
    states = {("done", "MoveRefusedError"): "active", ("MoveRefusedError", "done"): "declined"}
    assert pair_of(crowd, invited.pair_id).state == states[(said[0], said[1])]


def test_many_invitations_at_once_leave_nobody_with_more_than_three(crowd: Site) -> None:
    staff = make_staff(crowd)
    people = [crowd.person(f"Người Học {n}", staff.unit_id, password=None) for n in range(AT_ONCE)]

    def inviting(user_id: int) -> None:
        life.invite(staff.mentor.id, user_id, {}, staff.officer.id, AT)

    said = together([partial(deed, crowd, partial(inviting, each.id)) for each in people])
    assert sorted(said) == ["MentorFullError"] * (AT_ONCE - 2) + ["done"] * 2
    assert len(pairs(crowd)) == MOST_MENTEES


def test_one_person_is_invited_once(crowd: Site) -> None:
    staff = make_staff(crowd)
    mentors = [crowd.person(f"Người Kèm {n}", staff.unit_id, password=None) for n in range(6)]

    def inviting(user_id: int) -> None:
        life.invite(user_id, staff.colleague.id, {}, staff.officer.id, AT)

    said = together([partial(deed, crowd, partial(inviting, each.id)) for each in mentors])
    assert sorted(said) == ["AlreadyInvitedError"] * 5 + ["done"]


def test_two_clocks_at_once_remind_once_and_end_once(crowd: Site) -> None:
    invited = make_invitation(crowd)
    for days, kind in ((3, "pair_reminded"), (7, "pair_not_formed")):
        ticks = [partial(_tick, crowd, AT + timedelta(days=days))] * 6
        assert sorted(together(ticks)) == [0] * 5 + [1]
        assert told(crowd, invited.mentee).count(kind) == 1


def test_both_end_it_at_one_moment_and_it_ends_once(crowd: Site) -> None:
    staff = make_staff(crowd)

    def ending(user_id: int) -> None:
        life.end(db.session.get_one(Pair, staff.pair_id), user_id, "xong", "", "", NOW)

    said = together(
        [partial(deed, crowd, partial(ending, each.id)) for each in (staff.mentor, staff.learner)]
    )
    assert sorted(said) == ["MoveRefusedError", "done"]
