"""Sharing one's phone number with the people of one's pairs, and taking it back."""

from tests.factories import Site, post
from tests.pairing.makers import ask, make_staff


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
