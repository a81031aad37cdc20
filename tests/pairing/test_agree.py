"""Agreeing: to the words that stood there, from either side first; with both the pair begins."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from lms.accounts.models import User
from lms.accounts.services import close_account
from lms.core.sight import Sight
from lms.db import db
from lms.pairing.models import Veto
from lms.pairing.queries.goals import find_sight
from lms.pairing.services import life
from lms.pairing.services.pairs import MentorFullError
from lms.units.models import Membership
from tests.factories import Site, post
from tests.pairing.inviting import (
    AT,
    SKILL,
    TITLE,
    Invited,
    goals_of,
    make_agreed,
    make_invitation,
    moved,
    pair_of,
    say_yes,
    told,
)
from tests.pairing.inviting import at as at
from tests.pairing.makers import ask, make_staff, requests_of

Clock = Callable[[datetime], None]


def agree(site: Site, invited: Invited, who: str) -> int:
    return say_yes(site.client(getattr(invited, who)), invited.path)


@pytest.mark.parametrize("order", [("mentor", "mentee"), ("mentee", "mentor")])
def test_the_pair_begins_when_both_have_agreed(site: Site, at: Clock, order: tuple[str, str]) -> None:
    invited = make_invitation(site)
    assert agree(site, invited, order[0]) == 303
    assert pair_of(site, invited.pair_id).state == "invited"
    at(AT + timedelta(days=1))
    assert agree(site, invited, order[1]) == 303
    pair = pair_of(site, invited.pair_id)
    assert (pair.state, pair.started_at) == ("active", AT + timedelta(days=1))
    assert {pair.mentor_agreed_at, pair.mentee_agreed_at} == {AT, AT + timedelta(days=1)}


def test_one_sides_word_alone_opens_nothing(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    ask(site.client(invited.mentee))
    for _ in range(2):
        agree(site, invited, "mentor")
    assert pair_of(site, invited.pair_id).state == "invited"
    with site.app.app_context():
        assert not find_sight(invited.mentor.id, invited.mentee.id)
    assert site.client(invited.mentor).get(f"/nguoi-toi-giup/{invited.pair_id}").status_code == 404
    assert requests_of(site, invited.mentee)[0].owner_id == invited.staff.officer.id


def test_the_words_are_kept_as_both_read_them(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    agree(site, invited, "mentee")
    kept = pair_of(site, invited.pair_id).consent
    assert kept.startswith(f"Thầy Minh kèm cô Lý việc: {TITLE}.")
    page = site.client(invited.mentor).get(invited.path).text
    assert all(f"<li>{line}</li>" in page for line in kept.splitlines())
    agree(site, invited, "mentor")
    assert pair_of(site, invited.pair_id).consent == kept


def test_with_the_pair_its_goals_hold_and_open_requests_go_to_the_mentor(site: Site, at: Clock) -> None:
    staff = make_staff(site)
    ask(site.client(staff.colleague))
    invited = make_agreed(site, staff)
    (goal,) = goals_of(site, invited.pair_id)
    assert (goal.skill, goal.words, goal.agreed_at) == (SKILL, TITLE, AT)
    with site.app.app_context():
        assert find_sight(invited.mentor.id, invited.mentee.id) == Sight(frozenset({SKILL}))
    (asked,) = requests_of(site, invited.mentee)
    assert (asked.owner_id, asked.pair_id) == (invited.mentor.id, invited.pair_id)


def test_both_are_told_of_the_invitation_and_of_the_pair(site: Site, at: Clock) -> None:
    invited = make_agreed(site)
    assert told(site, invited.mentee) == ["pair_invited", "pair_begun"]
    assert told(site, invited.mentor) == ["pair_invited", "pair_half_agreed", "pair_begun"]


def test_a_second_tap_is_the_first(site: Site, at: Clock) -> None:
    invited = make_agreed(site)
    client = site.client(invited.mentor)
    answer = post(client, f"{invited.path}/dong-y")
    assert (answer.status_code, answer.location) == (303, invited.path)
    assert "đổi trạng thái" not in client.get(invited.path).text
    assert told(site, invited.mentee).count("pair_begun") == 1


@pytest.mark.parametrize(("late", "state"), [(timedelta(seconds=-1), "active"), (timedelta(0), "invited")])
def test_the_last_moment_is_one_second_before_day_seven(
    site: Site, at: Clock, late: timedelta, state: str
) -> None:
    invited = make_invitation(site)
    agree(site, invited, "mentor")
    at(AT + timedelta(days=7) + late)
    assert agree(site, invited, "mentee") == 303
    assert pair_of(site, invited.pair_id).state == state


def test_what_was_taken_back_meanwhile_cannot_be_agreed_to(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    moved(site, invited.pair_id, lambda pair: life.drop(pair, invited.staff.officer.id, AT))
    client = site.client(invited.mentee)
    post(client, f"{invited.path}/dong-y")
    page = client.get(invited.path).text
    assert "vừa đổi trạng thái" in page
    assert "Lời mời này đã khép lại" in page
    assert pair_of(site, invited.pair_id).mentee_agreed_at is None


def test_with_somebody_who_has_left_there_is_nothing_to_agree_to(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    agree(site, invited, "mentor")
    with site.working():
        close_account(db.session.get_one(User, invited.mentor.id), AT)
    agree(site, invited, "mentee")
    assert pair_of(site, invited.pair_id).state == "invited"


def test_somebody_who_found_a_mentor_meanwhile_keeps_that_one(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    site.pair(invited.staff.officer, invited.mentee)
    agree(site, invited, "mentor")
    client = site.client(invited.mentee)
    say_yes(client, invited.path)
    assert "nay đã có người hướng dẫn" in client.get(invited.path).text
    assert pair_of(site, invited.pair_id).state == "invited"


def test_invited_and_helped_together_are_never_more_than_three(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    others = [site.person(f"Người Học {n}", invited.staff.unit_id) for n in range(2)]
    with site.working():
        life.invite(invited.mentor.id, others[0].id, {}, invited.staff.officer.id, AT)
    with pytest.raises(MentorFullError), site.working():
        life.invite(invited.mentor.id, others[1].id, {}, invited.staff.officer.id, AT)
    with pytest.raises(MentorFullError):
        site.pair(invited.mentor, others[1])


def test_a_person_has_one_invitation_at_a_time_and_none_while_helped(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    staff = invited.staff
    with pytest.raises(life.AlreadyInvitedError), site.working():
        life.invite(staff.officer.id, staff.colleague.id, {}, staff.officer.id, AT)
    with pytest.raises(Exception, match="đang có người hướng dẫn"), site.working():
        life.invite(staff.officer.id, staff.learner.id, {}, staff.officer.id, AT)


def test_both_must_belong_somewhere(site: Site, at: Clock) -> None:
    staff = make_staff(site)
    with site.working():
        db.session.query(Membership).filter_by(user_id=staff.colleague.id).delete()
    for two in ((staff.mentor, staff.colleague), (staff.colleague, staff.officer)):
        with pytest.raises(Exception, match="phải thuộc một đơn vị"), site.working():
            life.invite(two[0].id, two[1].id, {}, staff.officer.id, AT)


def test_two_who_were_parted_for_harm_are_not_invited_again_and_no_word_says_why(
    site: Site, at: Clock
) -> None:
    invited = make_agreed(site)
    moved(
        site,
        invited.pair_id,
        lambda pair: life.end(pair, invited.staff.officer.id, "", "", "", AT, is_safeguarding=True),
    )
    for mentor, mentee in ((invited.mentor, invited.mentee), (invited.mentee, invited.mentor)):
        with pytest.raises(life.NotTogetherError) as refused, site.working():
            life.invite(mentor.id, mentee.id, {}, invited.staff.officer.id, AT)
        assert "hại" not in str(refused.value)


def test_nobody_agrees_to_other_words_than_the_page_showed(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    client = site.client(invited.mentee)
    shown = re.search(r'name="loi" value="([0-9a-f]+)"', client.get(invited.path).text)
    assert shown
    with site.working():
        db.session.get_one(User, invited.mentor.id).full_name = "Trần Quang Mạnh"
    for mark in (shown[1], "", "0" * 32):
        answer = post(client, f"{invited.path}/dong-y", loi=mark)
        assert (answer.status_code, answer.location) == (303, invited.path)
        assert "Mời thầy cô đọc lại" in client.get(invited.path).text
    pair = pair_of(site, invited.pair_id)
    assert (pair.mentee_agreed_at, pair.consent) == (None, "")
    assert agree(site, invited, "mentee") == 303
    assert pair_of(site, invited.pair_id).consent.startswith("Thầy Mạnh kèm")


def test_what_the_first_agreed_to_stands_although_a_name_is_put_right(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    agree(site, invited, "mentee")
    kept = pair_of(site, invited.pair_id).consent
    with site.working():
        db.session.get_one(User, invited.mentor.id).full_name = "Trần Quang Mạnh"
    agree(site, invited, "mentor")
    pair = pair_of(site, invited.pair_id)
    assert (pair.state, pair.consent) == ("active", kept)


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_a_veto_of_the_very_moment_of_the_invitation_holds(site: Site, at: Clock, who: str) -> None:
    """On PostgreSQL neither transaction sees the other's row."""
    invited = make_invitation(site)
    agree(site, invited, "mentor")
    two = (invited.mentor.id, invited.mentee.id)
    with site.working():
        by_id, about_id = two if who == "mentor" else two[::-1]
        db.session.add(Veto(by_id=by_id, about_id=about_id, at=AT))
    client = site.client(invited.mentee)
    assert say_yes(client, invited.path) == 303
    assert pair_of(site, invited.pair_id).state == "invited"
    assert "đã hết hạn nên không trả lời được nữa" in client.get(invited.path).text
