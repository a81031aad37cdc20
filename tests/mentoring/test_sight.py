"""What a mentor may open of a mentee: activities of agreed goals, what she sent, and nothing once the pair is over."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from lms import clock
from lms.courses.queries import get_head
from lms.db import db
from lms.pairing.models import Pair, PairGoal
from lms.practice.models import Submission
from lms.progress.services import finish_step
from tests.content import COURSE, publish, small_course
from tests.factories import Person, Site, post
from tests.pairing.makers import ask
from tests.practice.makers import (
    OBSERVED,
    SLUG,
    SORT,
    TASKS,
    School,
    hand_in_photo,
    make_school,
    photos_of,
    sort_fields,
    submissions,
    version,
)

BOARD = "/nguoi-toi-giup"
FIRST = f"{SLUG}/bai-dau"
"""A skill that the first lesson alone evidences."""


@pytest.fixture
def school(site: Site) -> School:
    """The pair agreed to work on the first lesson; the tasks are in the second."""
    made = make_school(site)
    course = COURSE.format(minutes=9).replace(
        "skills:", 'skills:\n  - {id: bai-dau, title: "Mở máy", codes: ["1.1"], lessons: [bai-mot]}'
    )
    publish(site, small_course(course__md=course, **{"02_bai_hai__md": TASKS}))
    agree(site, made, FIRST)
    return made


def agree(site: Site, school: School, *skills: str) -> None:
    """Let the goals of the pair be exactly these."""
    with site.working():
        db.session.execute(update(PairGoal).values(dropped_at=clock.now()))
        for skill in skills:
            goal = PairGoal(pair_id=school.pair_id, skill=skill, due_on=clock.now().date())
            goal.set_at = goal.agreed_at = clock.now()
            db.session.add(goal)


def page_of(site: Site, school: School) -> str:
    return site.client(school.mentor).get(f"{BOARD}/{school.pair_id}").text


def studied(site: Site, person: Person) -> None:
    with site.working():
        finish_step(person.id, get_head(SLUG).id, "bai-mot/bam-nut", clock.now())


def decided(site: Site, school: School, by: Person) -> int:
    """Hand in a photo and let somebody confirm it; then the wait is over."""
    hand_in_photo(site.client(school.learner))
    latest = submissions(site, school.learner)[-1].id
    with site.working():
        db.session.execute(
            update(Submission)
            .where(Submission.id == latest)
            .values(state="passed", decided_by_id=by.id, decided_at=clock.now())
        )
    return latest


def test_the_page_shows_the_lessons_of_the_goal_and_counts_only_those(site: Site, school: School) -> None:
    studied(site, school.learner)
    learner = site.client(school.learner)
    post(learner, SORT, **sort_fields(learner, right=True))
    page = page_of(site, school)
    assert "Bấm nút nguồn" in page
    assert "Cô Hòa đã xong 1 trên " in page
    for hidden in ("Xếp ba trang", "Bài 2", "Gửi ảnh phiên bản"):
        assert hidden not in page


def test_the_screen_names_nothing_outside_the_goals(site: Site, school: School) -> None:
    studied(site, school.learner)
    learner = site.client(school.learner)
    for _ in range(3):
        post(learner, SORT, **sort_fields(learner, right=False))
    board = site.client(school.mentor).get(BOARD).text
    assert "Xếp ba trang" not in board
    assert "Đang kẹt" not in board
    post(learner, SORT, **sort_fields(learner, right=True))
    assert "Xếp ba trang" not in site.client(school.mentor).get(BOARD).text
    agree(site, school, SLUG)
    assert "Xếp ba trang" in site.client(school.mentor).get(BOARD).text


def test_without_an_agreed_goal_the_two_are_invited_to_set_one(site: Site, school: School) -> None:
    studied(site, school.learner)
    agree(site, school)
    page = page_of(site, school)
    assert "Thầy cô và cô Hòa đặt mục tiêu đầu tiên" in page
    assert f'href="/cap/{school.pair_id}/muc-tieu"' in page
    assert "Bấm nút nguồn" not in page
    assert "Bấm nút nguồn" not in site.client(school.mentor).get(BOARD).text


def test_what_she_sends_comes_whatever_the_goals_say(site: Site, school: School) -> None:
    agree(site, school)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    hand_in_photo(learner)
    ask(learner, "Không thấy nút")
    board = mentor.get(BOARD).text
    assert "Gửi ảnh phiên bản" in board
    assert "Không thấy nút" in board
    (sent,) = submissions(site, school.learner)
    assert mentor.get(f"/duyet/{sent.id}").status_code == 200
    (photo,) = photos_of(site, school.learner)
    assert mentor.get(f"/anh/{photo.id}").status_code == 200


def test_what_another_decided_is_seen_only_within_the_goals(site: Site, school: School) -> None:
    sent = decided(site, school, school.officer)
    (photo,) = photos_of(site, school.learner)
    mentor = site.client(school.mentor)
    for path in (f"/duyet/{sent}", f"/anh/{photo.id}"):
        agree(site, school, FIRST)
        assert mentor.get(path).status_code == 404
        agree(site, school, SLUG)
        assert mentor.get(path).status_code == 200


def test_what_the_mentor_decided_stays_the_mentors_to_take_back(site: Site, school: School) -> None:
    hand_in_photo(site.client(school.learner))
    (sent,) = submissions(site, school.learner)
    mentor = site.client(school.mentor)
    fields = {"decision": "confirm", "version": version(site, sent.id)}
    assert post(mentor, f"/duyet/{sent.id}", **fields).status_code == 303
    assert mentor.get(f"/duyet/{sent.id}").status_code == 200


def test_answers_that_only_the_machine_saw_are_nobodys_to_read(site: Site, school: School) -> None:
    agree(site, school, SLUG)
    learner = site.client(school.learner)
    post(learner, SORT, **sort_fields(learner, right=True))
    (passed,) = submissions(site, school.learner)
    for person in (school.mentor, *school.outsiders):
        assert site.client(person).get(f"/duyet/{passed.id}").status_code == 404
        return_it = post(site.client(person), f"/duyet/{passed.id}", decision="return", reason="x")
        assert return_it.status_code == 404


def test_nothing_outside_the_goals_is_confirmed_on_the_spot(site: Site, school: School) -> None:
    path = f"{BOARD}/{school.pair_id}/xac-nhan/{SLUG}/bai-hai/nv-xem"
    mentor = site.client(school.mentor)
    ticked = {"how": "alone", "o-1": "on", "o-2": "on"}
    assert mentor.get(path).status_code == 404
    assert post(mentor, path, **ticked).status_code == 404
    assert submissions(site, school.learner) == []
    agree(site, school, SLUG)
    assert mentor.get(path).status_code == 200
    assert post(mentor, path, **ticked).status_code == 303


def test_a_goal_of_another_pair_opens_nothing(site: Site, school: School) -> None:
    studied(site, school.learner)
    agree(site, school, SLUG)
    sent = decided(site, school, school.officer)
    for path in (f"{BOARD}/{school.pair_id}", f"/duyet/{sent}"):
        assert site.client(school.other_mentor).get(path).status_code == 404
    assert "Bấm nút nguồn" not in site.client(school.other_mentor).get(BOARD).text


@pytest.mark.parametrize(
    "how", [{"state": "ended"}, {"state": "paused"}, {"state": "paused", "paused_for_harm": True}]
)
def test_the_end_of_the_pair_shuts_everything_on_the_next_request(
    site: Site, school: School, how: dict[str, object]
) -> None:
    agree(site, school, SLUG)
    studied(site, school.learner)
    decided(site, school, school.mentor)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    post(learner, OBSERVED)
    sent = [each.id for each in submissions(site, school.learner)]
    (photo,) = photos_of(site, school.learner)
    paths = [
        f"{BOARD}/{school.pair_id}",
        f"{BOARD}/{school.pair_id}/xac-nhan/{SLUG}/bai-hai/nv-xem",
        f"/duyet/{sent[1]}",
        f"/anh/{photo.id}",
    ]
    assert [mentor.get(path).status_code for path in paths] == [200] * 4
    with site.working():
        db.session.execute(
            update(Pair).where(Pair.id == school.pair_id).values(ended_at=clock.now() - timedelta(0), **how)
        )
    where = (
        "tam-nghi" if how["state"] == "paused" else "chia-tay"
    )  # the page that says that it rests, or is over
    assert mentor.get(paths[0]).location == f"/cap/{school.pair_id}/{where}"
    assert [mentor.get(path).status_code for path in paths] == [303, 404, 404, 404]
    board = mentor.get(BOARD).text
    assert "Bấm nút nguồn" not in board
    assert "Xem và xác nhận" not in board
