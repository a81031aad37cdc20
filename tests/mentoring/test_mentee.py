"""A mentee's timeline: what is done, when, on whose word; never answers, scores or drafts."""

from datetime import timedelta

from sqlalchemy import update

from lms import clock
from lms.courses.queries import get_head
from lms.db import db
from lms.practice.models import Submission
from lms.progress.services import finish_step
from tests.conftest import Statements
from tests.factories import NOW, Person, Site, post
from tests.practice.makers import (
    EVIDENCE,
    OBSERVED,
    SELF_CHECK,
    SLUG,
    SORT,
    School,
    hand_in_photo,
    make_school,
    sort_fields,
    submissions,
    version,
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
    assert mentor.get(f"/nguoi-toi-giup/{school.pair_id}").location == f"/cap/{school.pair_id}/chia-tay"


WITHDRAW = "Xem lại hoặc rút lại"


def confirm(site: Site, school: School, by: Person) -> int:
    """Let somebody confirm the photo that the learner has just handed in."""
    hand_in_photo(site.client(school.learner))
    latest = submissions(site, school.learner)[-1].id
    fields = {"decision": "confirm", "version": version(site, latest)}
    assert post(site.client(by), f"/duyet/{latest}", **fields).status_code == 303
    return latest


def page_of(site: Site, pair_id: int, mentor: Person) -> str:
    return site.client(mentor).get(f"/nguoi-toi-giup/{pair_id}").text


def test_what_the_mentor_confirmed_can_be_found_again_to_take_it_back(site: Site) -> None:
    school = make_school(site)
    assert WITHDRAW not in page_of(site, school.pair_id, school.mentor)
    submission_id = confirm(site, school, school.mentor)
    page = page_of(site, school.pair_id, school.mentor)
    assert page.count(WITHDRAW) == 1
    assert f'href="/duyet/{submission_id}"' in page
    assert "Rút lại lời xác nhận" in site.client(school.mentor).get(f"/duyet/{submission_id}").text
    post(site.client(school.mentor), f"/duyet/{submission_id}/rut-lai", reason="Tôi bấm nhầm")
    assert WITHDRAW not in page_of(site, school.pair_id, school.mentor)


def test_what_was_confirmed_on_the_spot_can_be_found_again_too(site: Site) -> None:
    school = make_school(site)
    address = f"/nguoi-toi-giup/{school.pair_id}/xac-nhan/{SLUG}/bai-hai/nv-xem"
    post(site.client(school.mentor), address, how="alone", **{"o-1": "on", "o-2": "on"})
    (only,) = submissions(site, school.learner)
    assert f'href="/duyet/{only.id}"' in page_of(site, school.pair_id, school.mentor)


def test_after_three_days_there_is_no_way_back_and_no_link(site: Site) -> None:
    school = make_school(site)
    confirm(site, school, school.mentor)
    with site.working():
        db.session.execute(update(Submission).values(decided_at=clock.now() - timedelta(hours=73)))
    assert WITHDRAW not in page_of(site, school.pair_id, school.mentor)


def test_what_the_machine_or_somebody_else_confirmed_is_not_the_mentors_to_take_back(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    post(learner, SORT, **sort_fields(learner, right=True))
    confirm(site, school, school.mentor)
    with site.working():
        db.session.execute(
            update(Submission)
            .where(Submission.decided_by_id == school.mentor.id)
            .values(decided_by_id=school.officer.id)
        )
    page = page_of(site, school.pair_id, school.mentor)
    assert "Máy chấm" in page
    assert WITHDRAW not in page


def test_a_new_mentor_does_not_take_back_what_the_former_one_confirmed(site: Site) -> None:
    school = make_school(site)
    confirm(site, school, school.mentor)
    post(site.client(school.learner), f"/cap/{school.pair_id}/ket-thuc", reason="lệch giờ")
    page = page_of(site, site.pair(school.other_mentor, school.learner), school.other_mentor)
    assert "Gửi ảnh phiên bản" in page
    assert WITHDRAW not in page


def test_many_confirmations_cost_no_more_statements_than_one(site: Site, statements: Statements) -> None:
    school = make_school(site)
    confirm(site, school, school.mentor)
    mentor, path = site.client(school.mentor), f"/nguoi-toi-giup/{school.pair_id}"
    mentor.get(path)
    statements.clear()
    mentor.get(path)
    with_one = len(statements)
    address = f"{path}/xac-nhan/{SLUG}/bai-hai/nv-xem"
    post(mentor, address, how="alone", **{"o-1": "on", "o-2": "on"})
    learner = site.client(school.learner)
    post(learner, SORT, **sort_fields(learner, right=False))
    post(learner, f"{SORT}/nho-xem")
    asked = submissions(site, school.learner)[-1].id
    post(mentor, f"/duyet/{asked}", decision="confirm", version=version(site, asked))
    mentor.get(path)
    statements.clear()
    assert mentor.get(path).text.count(WITHDRAW) == 3
    assert len(statements) == with_one
