"""The learner says that it works now."""

from tests.factories import Site, post
from tests.pairing.makers import PATH, ask, make_staff, requests_of


def test_the_learner_closes_and_the_button_is_back(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    ask(client)
    (only,) = requests_of(site, staff.learner)
    answer = post(client, f"/nho-giup/{only.id}/xong")
    assert (answer.status_code, answer.location) == (303, PATH)
    (closed,) = requests_of(site, staff.learner)
    assert (closed.state, closed.closed_by_id) == ("closed", staff.learner.id)
    assert "Không có việc nào đang chờ" in site.client(staff.mentor).get("/nguoi-toi-giup").text


def test_pressing_twice_is_pressing_once(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    ask(client)
    (only,) = requests_of(site, staff.learner)
    post(client, f"/nho-giup/{only.id}/xong")
    assert post(client, f"/nho-giup/{only.id}/xong").status_code == 303


def test_it_is_the_askers_word_alone(site: Site) -> None:
    staff = make_staff(site)
    ask(site.client(staff.learner))
    (only,) = requests_of(site, staff.learner)
    for person in (staff.mentor, staff.officer, staff.colleague, staff.stranger):
        assert post(site.client(person), f"/nho-giup/{only.id}/xong").status_code == 404
    assert requests_of(site, staff.learner)[0].state == "open"
