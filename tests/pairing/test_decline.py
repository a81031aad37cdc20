"""Declining: in two taps, without a reason; the other hears that it is closed, the officer that there is work."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.factories import Site, post
from tests.pairing.inviting import Invited, make_agreed, make_invitation, pair_of, say_yes, told
from tests.pairing.inviting import at as at

Clock = Callable[[datetime], None]


def decline(site: Site, invited: Invited, who: str, reason: str = "") -> int:
    return post(site.client(getattr(invited, who)), f"{invited.path}/tu-choi", reason=reason).status_code


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_either_may_decline_without_a_word(site: Site, at: Clock, who: str) -> None:
    invited = make_invitation(site)
    page = site.client(getattr(invited, who)).get(f"{invited.path}/tu-choi").text
    assert "Không cần lý do" in page
    assert page.count("btn main") == 1
    assert decline(site, invited, who) == 303
    assert pair_of(site, invited.pair_id).state == "declined"


def test_the_other_hears_that_it_is_closed_and_the_officer_that_there_is_work(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    decline(site, invited, "mentor", "Đang chăm mẹ ốm")
    assert told(site, invited.mentee)[-1] == "pair_not_formed"
    assert told(site, invited.mentor) == ["pair_invited"]
    assert told(site, invited.staff.officer) == ["pair_not_formed_for_unit"]
    assert pair_of(site, invited.pair_id).end_reason == "Đang chăm mẹ ốm"


def test_one_may_change_ones_mind_while_the_other_is_awaited(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    say_yes(site.client(invited.mentee), invited.path)
    assert decline(site, invited, "mentee") == 303
    assert pair_of(site, invited.pair_id).state == "declined"


def test_a_second_tap_is_the_first(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    for _ in range(2):
        assert decline(site, invited, "mentor") == 303
    assert told(site, invited.staff.officer) == ["pair_not_formed_for_unit"]


def test_a_pair_is_not_declined_any_more(site: Site, at: Clock) -> None:
    invited = make_agreed(site)
    assert decline(site, invited, "mentor") == 303
    assert pair_of(site, invited.pair_id).state == "active"


def test_words_too_long_come_back(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    answer = post(site.client(invited.mentor), f"{invited.path}/tu-choi", reason="ẫ" * 201)
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert pair_of(site, invited.pair_id).state == "invited"
