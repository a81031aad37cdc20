"""Sending a photo: to its owner and to whoever has to decide, inert, and never kept by a cache."""

import io

from PIL import Image

from lms.db import db
from lms.pairing.models import Pair
from lms.pairing.services.life import end
from tests.factories import NOW, Site, post
from tests.practice.makers import EVIDENCE, hand_in_photo, make_school, photos_of


def test_the_owner_and_the_mentor_see_it_and_nobody_else(site: Site) -> None:
    school = make_school(site)
    hand_in_photo(site.client(school.learner))
    path = f"/anh/{photos_of(site, school.learner)[0].id}"
    for person in (school.learner, school.mentor):
        assert site.client(person).get(path).status_code == 200
    for person in school.outsiders:
        assert site.client(person).get(path).status_code == 404
    assert "/dang-nhap" in site.client().get(path).location


def test_a_draft_is_the_owners_alone(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    hand_in_photo(client)
    post(client, f"{EVIDENCE}/rut-lai")
    path = f"/anh/{photos_of(site, school.learner)[0].id}"
    assert client.get(path).status_code == 200
    assert site.client(school.mentor).get(path).status_code == 404


def test_the_end_of_the_pair_ends_the_sight_at_once(site: Site) -> None:
    school = make_school(site)
    hand_in_photo(site.client(school.learner))
    path = f"/anh/{photos_of(site, school.learner)[0].id}"
    mentor = site.client(school.mentor)
    assert mentor.get(path).status_code == 200
    with site.working():
        pair = db.session.get(Pair, school.pair_id)
        assert pair is not None
        end(pair, school.learner.id, "học xong", "", "", NOW)
    assert mentor.get(path).status_code == 404


def test_without_a_mentor_the_units_officer_sees_what_waits_for_the_officer(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.colleague)
    hand_in_photo(client)
    path = f"/anh/{photos_of(site, school.colleague)[0].id}"
    officer = site.client(school.officer)
    assert officer.get(path).status_code == 200
    for person in (school.mentor, school.other_officer, school.learner):
        assert site.client(person).get(path).status_code == 404
    post(client, f"{EVIDENCE}/rut-lai")
    assert officer.get(path).status_code == 404


def test_it_is_a_picture_and_nothing_more(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    hand_in_photo(client)
    answer = client.get(f"/anh/{photos_of(site, school.learner)[0].id}")
    assert answer.content_type == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert Image.open(io.BytesIO(answer.data)).format == "JPEG"


def test_made_up_and_crooked_ids_are_not_found(site: Site) -> None:
    client = site.client(make_school(site).learner)
    for photo_id in ("0" * 32, "..%2f..%2fsecret", "1"):
        assert client.get(f"/anh/{photo_id}").status_code == 404


def test_a_file_that_is_gone_is_not_found(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    hand_in_photo(client)
    (kept,) = photos_of(site, school.learner)
    site.app.extensions["storage"].delete(kept.storage_name)
    assert client.get(f"/anh/{kept.id}").status_code == 404
