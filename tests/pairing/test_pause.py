"""Letting a pair rest and go on: either side and the officer; held after a report it is nobody's of these."""

from collections.abc import Callable
from datetime import datetime

import pytest

from lms.pairing.queries.goals import find_sight
from lms.pairing.services import life
from tests.factories import Site, post
from tests.pairing.inviting import AT, make_agreed, make_invitation, moved, pair_of, told
from tests.pairing.inviting import at as at
from tests.pairing.makers import ask, make_staff, pairs, requests_of

Clock = Callable[[datetime], None]


@pytest.mark.parametrize("who", ["learner", "mentor", "officer"])
def test_either_side_and_the_officer_let_it_rest_and_go_on(site: Site, who: str) -> None:
    staff = make_staff(site)
    client = site.client(getattr(staff, who))
    path = f"/cap/{staff.pair_id}/tam-nghi"
    assert "Cho cặp thầy Minh và cô Hòa tạm nghỉ?" in client.get(path).text
    assert post(client, path, reason="đi tập huấn").status_code == 303
    assert (pairs(site)[0].state, pairs(site)[0].pause_reason) == ("paused", "đi tập huấn")
    assert "đang tạm nghỉ" in client.get(path).text
    assert post(client, f"/cap/{staff.pair_id}/di-tiep").status_code == 303
    assert (pairs(site)[0].state, pairs(site)[0].paused_at) == ("active", None)


def test_nobody_else_may(site: Site) -> None:
    staff = make_staff(site)
    for person in (staff.colleague, staff.stranger, staff.other_officer):
        client = site.client(person)
        assert client.get(f"/cap/{staff.pair_id}/tam-nghi").status_code == 404
        assert post(client, f"/cap/{staff.pair_id}/tam-nghi").status_code == 404
        assert post(client, f"/cap/{staff.pair_id}/di-tiep").status_code == 404
    assert pairs(site)[0].state == "active"


def test_the_other_is_told_and_does_not_read_why(site: Site) -> None:
    staff = make_staff(site)
    post(site.client(staff.mentor), f"/cap/{staff.pair_id}/tam-nghi", reason="chuyện nhà")
    assert told(site, staff.learner) == ["pair_paused"]
    assert told(site, staff.mentor) == []
    learner = site.client(staff.learner)
    assert "chuyện nhà" not in learner.get(f"/cap/{staff.pair_id}/tam-nghi").text
    post(learner, f"/cap/{staff.pair_id}/di-tiep")
    assert told(site, staff.mentor) == ["pair_resumed"]


def test_meanwhile_the_officer_has_the_open_requests(site: Site) -> None:
    staff = make_staff(site)
    learner = site.client(staff.learner)
    ask(learner, "Vẫn cần giúp")
    post(site.client(staff.mentor), f"/cap/{staff.pair_id}/tam-nghi")
    assert requests_of(site, staff.learner)[0].owner_id == staff.officer.id
    post(learner, f"/cap/{staff.pair_id}/di-tiep")
    assert requests_of(site, staff.learner)[0].owner_id == staff.mentor.id


def test_taps_that_come_twice_are_one(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    for _ in range(2):
        assert post(client, f"/cap/{staff.pair_id}/tam-nghi").status_code in (200, 303)
    assert told(site, staff.mentor) == ["pair_paused"]
    for _ in range(2):
        assert post(client, f"/cap/{staff.pair_id}/di-tiep").status_code == 303
    assert told(site, staff.mentor) == ["pair_paused", "pair_resumed"]


def test_what_has_not_begun_or_is_over_does_not_rest(site: Site, at: Clock) -> None:
    invited = make_invitation(site)
    over = invited.staff.pair_id
    post(site.client(invited.staff.learner), f"/cap/{over}/ket-thuc", reason="đã xong")
    for pair_id in (invited.pair_id, over):
        client = site.client(invited.mentor)
        assert client.get(f"/cap/{pair_id}/tam-nghi").status_code == 404
        assert post(client, f"/cap/{pair_id}/tam-nghi").status_code == 404
        assert post(client, f"/cap/{pair_id}/di-tiep").status_code == 404


def test_held_after_a_report_nothing_is_seen_and_none_of_these_moves_it(site: Site, at: Clock) -> None:
    invited = make_agreed(site)
    ask(site.client(invited.mentee))
    moved(site, invited.pair_id, lambda pair: life.pause_for_harm(pair, invited.mentee.id, AT))
    with site.app.app_context():
        assert not find_sight(invited.mentor.id, invited.mentee.id)
    assert requests_of(site, invited.mentee)[0].owner_id == invited.staff.officer.id
    for person in (invited.mentor, invited.mentee, invited.staff.officer):
        client = site.client(person)
        page = client.get(f"/cap/{invited.pair_id}/tam-nghi").text
        assert "Người phụ trách của đơn vị sẽ báo" in page
        assert "di-tiep" not in page
        assert post(client, f"/cap/{invited.pair_id}/di-tiep").status_code == 409
        answer = post(client, f"/cap/{invited.pair_id}/ket-thuc", reason="cho xong")
        assert answer.status_code == 303
    assert pair_of(site, invited.pair_id).state == "paused"
    moved(
        site,
        invited.pair_id,
        lambda pair: life.resume(pair, invited.staff.officer.id, AT, is_safeguarding=True),
    )
    assert pair_of(site, invited.pair_id).state == "active"
    with site.app.app_context():
        assert find_sight(invited.mentor.id, invited.mentee.id)
