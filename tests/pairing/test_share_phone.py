"""Sharing one's phone number with the people of one's pairs, and taking it back."""

from datetime import timedelta

from lms.pairing.services import owning
from tests.factories import NOW, Site, post
from tests.pairing.makers import ask, make_staff
from tests.pairing.requests import asked


def test_nothing_is_shared_by_default(site: Site) -> None:
    staff = make_staff(site)
    ask(site.client(staff.learner))
    mentor = site.client(staff.mentor)
    assert staff.learner.phone not in mentor.get("/nguoi-toi-giup").text
    assert staff.learner.phone not in mentor.get(f"/nguoi-toi-giup/{staff.pair_id}").text


def test_sharing_shows_it_to_the_mentor_and_taking_back_hides_it(site: Site) -> None:
    staff = make_staff(site)
    learner, mentor = site.client(staff.learner), site.client(staff.mentor)
    post(learner, "/nguoi-huong-dan/so-dien-thoai", shares_phone="on")
    assert f"tel:{staff.learner.phone}" in mentor.get(f"/nguoi-toi-giup/{staff.pair_id}").text
    post(learner, "/nguoi-huong-dan/so-dien-thoai")
    assert staff.learner.phone not in mentor.get(f"/nguoi-toi-giup/{staff.pair_id}").text


def test_it_changes_ones_own_account_only(site: Site) -> None:
    staff = make_staff(site)
    post(
        site.client(staff.learner),
        "/nguoi-huong-dan/so-dien-thoai",
        shares_phone="on",
        user_id=str(staff.mentor.id),
    )
    assert staff.mentor.phone not in site.client(staff.learner).get("/nguoi-huong-dan").text


def test_whoever_else_answers_a_request_does_not_see_it(site: Site) -> None:
    staff = make_staff(site)
    site.pair(staff.colleague, site.person("Mai Thị Cúc", staff.unit_id))
    post(site.client(staff.learner), "/nguoi-huong-dan/so-dien-thoai", shares_phone="on")
    help_id = asked(site, staff.learner)
    pages = ("/nguoi-toi-giup", f"/nguoi-toi-giup/nho-giup/{help_id}")
    assert all(f"tel:{staff.learner.phone}" in site.client(staff.mentor).get(each).text for each in pages)
    with site.working():
        owning.tick(NOW + timedelta(days=7))
    for other in (staff.officer, staff.colleague):
        client = site.client(other)
        for each in pages:
            text = client.get(each).text
            assert "Hòa" in text, (other.full_name, each)
            assert staff.learner.phone not in text


def test_while_the_pair_rests_neither_sees_the_others(site: Site) -> None:
    staff = make_staff(site)
    mentor, learner = site.client(staff.mentor), site.client(staff.learner)
    for client in (mentor, learner):
        post(client, "/nguoi-huong-dan/so-dien-thoai", shares_phone="on")
    assert f"tel:{staff.mentor.phone}" in learner.get("/nguoi-huong-dan").text
    assert f"tel:{staff.learner.phone}" in mentor.get("/nguoi-toi-giup").text
    post(learner, f"/cap/{staff.pair_id}/tam-nghi", reason="")
    assert f"tel:{staff.mentor.phone}" not in learner.get("/nguoi-huong-dan").text
    assert staff.learner.phone not in mentor.get("/nguoi-toi-giup").text
