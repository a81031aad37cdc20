"""Deleting one's own photo while nobody has decided."""

from tests.factories import Site, post
from tests.practice.makers import (
    EVIDENCE,
    hand_in_photo,
    kept_files,
    make_school,
    photo,
    photos_of,
    submissions,
    version,
)


def test_the_photo_is_gone_from_the_page_and_the_storage(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    before = kept_files(site)
    hand_in_photo(client, photo((1, 1, 1)), photo((250, 250, 250)))
    first = photos_of(site, school.learner)[0]
    answer = post(client, f"/anh/{first.id}/xoa")
    assert (answer.status_code, answer.location) == (303, EVIDENCE)
    assert client.get(f"/anh/{first.id}").status_code == 404
    assert first.id not in client.get(EVIDENCE).text
    assert len(kept_files(site) - before) == 1
    assert [each.state for each in submissions(site, school.learner)] == ["waiting"]


def test_a_hand_in_without_its_last_photo_is_open_again(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    hand_in_photo(client)
    post(client, f"/anh/{photos_of(site, school.learner)[0].id}/xoa")
    assert [each.state for each in submissions(site, school.learner)] == ["in_progress"]
    assert "Gửi thầy Minh xem" in client.get(EVIDENCE).text


def test_pressing_twice_says_that_it_is_gone(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    hand_in_photo(client)
    path = f"/anh/{photos_of(site, school.learner)[0].id}/xoa"
    post(client, path)
    assert post(client, path).status_code == 404


def test_nobody_else_deletes_it(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    hand_in_photo(client)
    path = f"/anh/{photos_of(site, school.learner)[0].id}"
    for person in [school.mentor, *school.outsiders]:
        assert post(site.client(person), f"{path}/xoa").status_code == 404
    assert client.get(path).status_code == 200


def test_what_was_decided_on_stays_until_its_time(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    hand_in_photo(client)
    (only,) = submissions(site, school.learner)
    post(site.client(school.mentor), f"/duyet/{only.id}", decision="confirm", version=version(site, only.id))
    path = f"/anh/{photos_of(site, school.learner)[0].id}"
    assert post(client, f"{path}/xoa").status_code == 404
    assert client.get(path).status_code == 200
