"""A mentee's timeline: what is done, when, on whose word; never answers, scores or drafts."""

from lms.courses.queries import get_head
from lms.progress.services import finish_step
from tests.factories import NOW, Site, post
from tests.practice.makers import (
    EVIDENCE,
    OBSERVED,
    SELF_CHECK,
    SLUG,
    SORT,
    hand_in_photo,
    make_school,
    sort_fields,
)


def test_it_shows_what_is_done_with_day_and_trust(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    with site.working():
        finish_step(school.learner.id, get_head(SLUG).id, "bai-mot/bam-nut", NOW)
    post(learner, SELF_CHECK, **{"c-1": "on", "c-2": "on"})
    post(learner, SORT, **sort_fields(learner, right=True))
    page = site.client(school.mentor).get(f"/nguoi-toi-giup/{school.pair_id}").text
    assert "Khóa thử nghiệm" in page
    assert "21/11/2026" in page
    assert page.count("Tự khai") == 2
    assert "Máy chấm" in page


def test_a_try_that_failed_and_a_draft_are_the_learners_own(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    post(learner, SORT, **sort_fields(learner, right=False))
    hand_in_photo(learner, note="nháp của tôi")
    post(learner, f"{EVIDENCE}/rut-lai")
    page = site.client(school.mentor).get(f"/nguoi-toi-giup/{school.pair_id}").text
    assert "nháp của tôi" not in page
    assert "Chưa đúng" not in page
    assert "/anh/" not in page


def test_observed_tasks_can_be_confirmed_from_here(site: Site) -> None:
    school = make_school(site)
    post(site.client(school.learner), OBSERVED)
    page = site.client(school.mentor).get(f"/nguoi-toi-giup/{school.pair_id}").text
    assert "Cô Hòa đang chờ thầy cô xác nhận" in page
    assert f"/nguoi-toi-giup/{school.pair_id}/xac-nhan/{SLUG}/bai-hai/nv-xem" in page


def test_somebody_who_has_not_begun_is_no_blank_page(site: Site) -> None:
    school = make_school(site)
    page = site.client(school.mentor).get(f"/nguoi-toi-giup/{school.pair_id}").text
    assert "Cô Hòa chưa bắt đầu học" in page


def test_it_is_the_mentors_alone(site: Site) -> None:
    school = make_school(site)
    for person in [school.learner, *school.outsiders]:
        assert site.client(person).get(f"/nguoi-toi-giup/{school.pair_id}").status_code == 404
    assert site.client(school.mentor).get("/nguoi-toi-giup/999999").status_code == 404


def test_it_ends_with_the_pair(site: Site) -> None:
    school = make_school(site)
    mentor = site.client(school.mentor)
    assert mentor.get(f"/nguoi-toi-giup/{school.pair_id}").status_code == 200
    post(site.client(school.learner), f"/cap/{school.pair_id}/ket-thuc", reason="đã học xong")
    assert mentor.get(f"/nguoi-toi-giup/{school.pair_id}").status_code == 404
