"""Taking a hand-in back before anybody has decided."""

from tests.factories import Site, post
from tests.practice.makers import (
    EVIDENCE,
    OBSERVED,
    SELF_CHECK,
    events,
    hand_in_photo,
    make_school,
    photos_of,
    state_of,
    submissions,
)


def test_it_is_open_again_with_all_that_was_in_it(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    hand_in_photo(client, note="gửi vội")
    assert post(client, f"{EVIDENCE}/rut-lai").status_code == 303
    page = client.get(EVIDENCE).text
    assert "gửi vội" in page
    assert f"/anh/{photos_of(site, school.learner)[0].id}" in page
    assert [each.state for each in submissions(site, school.learner)] == ["in_progress"]
    assert events(site, school.learner) == [("task_handed_in", "", "self"), ("withdrawn", "", "self")]
    assert state_of(site, school.learner, "bai-hai/nv-anh") == "new"


def test_what_was_taken_back_can_be_handed_in_again(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    for _ in range(2):
        post(client, OBSERVED)
        post(client, f"{OBSERVED}/rut-lai")
    post(client, OBSERVED)
    (only,) = submissions(site, school.learner)
    assert only.state == "waiting"
    assert [verb for verb, _trust, _kind in events(site, school.learner)] == [
        *("task_handed_in", "withdrawn") * 2,
        "task_handed_in",
    ]
    assert state_of(site, school.learner, "bai-hai/nv-xem") == "waiting"


def test_what_is_decided_or_was_never_handed_in_cannot_be_taken_back(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    assert post(client, f"{OBSERVED}/rut-lai").status_code == 409
    post(client, SELF_CHECK, **{"c-1": "on", "c-2": "on"})
    assert post(client, f"{SELF_CHECK}/rut-lai").status_code == 409
    assert [each.state for each in submissions(site, school.learner)] == ["passed"]


def test_nobody_else_takes_it_back(site: Site) -> None:
    school = make_school(site)
    post(site.client(school.learner), OBSERVED)
    for person in [school.mentor, *school.outsiders]:
        assert post(site.client(person), f"{OBSERVED}/rut-lai").status_code == 409
    assert [each.state for each in submissions(site, school.learner)] == ["waiting"]
