"""Letting a pair rest and go on: whoever let it rest lets it go on; after a report of harm the safeguarding role does."""

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
    page = site.client(staff.learner).get(f"/cap/{staff.pair_id}/tam-nghi").text
    assert "chuyện nhà" not in page
    assert "Khi cặp đi tiếp, thầy cô được báo" in page
    post(site.client(staff.mentor), f"/cap/{staff.pair_id}/di-tiep")
    assert told(site, staff.learner) == ["pair_paused", "pair_resumed"]


@pytest.mark.parametrize(
    ("who", "other"), [("mentor", "learner"), ("learner", "mentor"), ("learner", "officer")]
)
def test_nobody_ends_the_rest_of_another_but_anybody_may_rest_too(site: Site, who: str, other: str) -> None:
    staff = make_staff(site)
    path = f"/cap/{staff.pair_id}"
    one, two = site.client(getattr(staff, who)), site.client(getattr(staff, other))
    post(one, f"{path}/tam-nghi")
    assert f"{path}/di-tiep" not in two.get(f"{path}/tam-nghi").text
    assert post(two, f"{path}/di-tiep").status_code == 409
    assert post(two, f"{path}/tam-nghi").status_code == 303
    assert post(one, f"{path}/di-tiep").status_code == 303
    assert "Cặp đi tiếp khi phía bên kia cũng nghỉ xong" in one.get(f"{path}/tam-nghi").text
    assert pairs(site)[0].state == "paused"
    assert post(two, f"{path}/di-tiep").status_code == 303
    assert (pairs(site)[0].state, pairs(site)[0].paused_by) == ("active", "")


def test_whoever_did_not_ask_for_the_rest_may_still_end_the_pair(site: Site) -> None:
    staff = make_staff(site)
    post(site.client(staff.mentor), f"/cap/{staff.pair_id}/tam-nghi")
    learner = site.client(staff.learner)
    assert f"/cap/{staff.pair_id}/ket-thuc" in learner.get(f"/cap/{staff.pair_id}/tam-nghi").text
    assert post(learner, f"/cap/{staff.pair_id}/ket-thuc", reason="thôi").status_code == 303
    assert (pairs(site)[0].state, pairs(site)[0].paused_by) == ("ended", "")


def test_meanwhile_the_officer_has_the_open_requests(site: Site) -> None:
    staff = make_staff(site)
    learner = site.client(staff.learner)
    ask(learner, "Vẫn cần giúp")
    post(site.client(staff.mentor), f"/cap/{staff.pair_id}/tam-nghi")
    assert requests_of(site, staff.learner)[0].owner_id == staff.officer.id
    post(site.client(staff.mentor), f"/cap/{staff.pair_id}/di-tiep")
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
    client = site.client(invited.mentor)
    assert client.get(f"/cap/{invited.pair_id}/tam-nghi").status_code == 404
    assert post(client, f"/cap/{invited.pair_id}/tam-nghi").status_code == 404
    assert post(client, f"/cap/{invited.pair_id}/di-tiep").status_code == 404
    for person in (invited.staff.learner, invited.staff.mentor):
        client = site.client(person)  # an old notice, or a page left open, leads to the page of parting
        assert client.get(f"/cap/{over}/tam-nghi").location == f"/cap/{over}/chia-tay"
        assert post(client, f"/cap/{over}/tam-nghi").location == f"/cap/{over}/chia-tay"
        assert post(client, f"/cap/{over}/di-tiep").location == f"/cap/{over}/chia-tay"
    for person in (invited.staff.officer, invited.staff.stranger):
        assert site.client(person).get(f"/cap/{over}/tam-nghi").status_code == 404
        assert post(site.client(person), f"/cap/{over}/di-tiep").status_code == 404
    assert [each.state for each in pairs(site) if each.id == over] == ["ended"]


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
        assert "Khi cặp đi tiếp, thầy cô được báo" in page
        assert "di-tiep" not in page
        assert post(client, f"/cap/{invited.pair_id}/di-tiep").status_code == 409
    assert pair_of(site, invited.pair_id).state == "paused"
    moved(
        site,
        invited.pair_id,
        lambda pair: life.resume(pair, invited.staff.officer.id, AT, is_safeguarding=True),
    )
    assert pair_of(site, invited.pair_id).state == "active"
    with site.app.app_context():
        assert find_sight(invited.mentor.id, invited.mentee.id)
