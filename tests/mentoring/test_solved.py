"""Closing a request that was answered by word of mouth."""

from tests.factories import Site, post
from tests.pairing.makers import ask, make_staff, requests_of


def test_the_mentor_closes_it_and_twice_is_once(site: Site) -> None:
    staff = make_staff(site)
    ask(site.client(staff.learner))
    (asked,) = requests_of(site, staff.learner)
    mentor = site.client(staff.mentor)
    for _ in range(2):
        assert post(mentor, f"/nguoi-toi-giup/nho-giup/{asked.id}/xong").status_code == 303
    (closed,) = requests_of(site, staff.learner)
    assert (closed.state, closed.closed_by_id) == ("closed", staff.mentor.id)


def test_nobody_but_the_owner_closes_it(site: Site) -> None:
    staff = make_staff(site)
    ask(site.client(staff.learner))
    (asked,) = requests_of(site, staff.learner)
    for person in (staff.learner, staff.officer, staff.stranger):
        assert post(site.client(person), f"/nguoi-toi-giup/nho-giup/{asked.id}/xong").status_code == 404
    assert requests_of(site, staff.learner)[0].state == "open"
