"""The person's alternative to a machine check."""

from tests.factories import Site, post
from tests.practice.makers import OBSERVED, SORT, make_school, sort_fields, state_of, submissions


def test_a_try_that_the_machine_did_not_pass_waits_for_the_mentor(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    post(client, SORT, **sort_fields(client, right=False))
    assert post(client, f"{SORT}/nho-xem", note="Tôi nghĩ mục 2 đúng").status_code == 303
    (only,) = submissions(site, school.learner)
    assert (only.state, only.note) == ("waiting", "Tôi nghĩ mục 2 đúng")
    assert state_of(site, school.learner, "bai-hai/nv-xep") == "waiting"
    assert "Đã gửi thầy Minh" in client.get(SORT).text


def test_pressing_twice_asks_once(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    post(client, SORT, **sort_fields(client, right=False))
    post(client, f"{SORT}/nho-xem")
    assert post(client, f"{SORT}/nho-xem").status_code == 409
    assert [each.state for each in submissions(site, school.learner)] == ["waiting"]


def test_without_a_try_there_is_nothing_to_look_at(site: Site) -> None:
    client = site.client(make_school(site).learner)
    assert post(client, f"{SORT}/nho-xem").status_code == 409


def test_tasks_that_a_person_checks_anyway_have_no_such_way(site: Site) -> None:
    client = site.client(make_school(site).learner)
    assert post(client, f"{OBSERVED}/nho-xem").status_code == 404


def test_a_note_too_long_comes_back_whole(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    for _ in range(3):
        post(client, SORT, **sort_fields(client, right=False))
    answer = post(client, f"{SORT}/nho-xem", note="ô" * 1001)
    assert answer.status_code == 422
    assert "ô" * 1001 in answer.text
