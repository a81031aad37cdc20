"""The mentor's one screen: requests first, then hand-ins, then mentees by days without progress."""

import gzip
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from lms import clock
from lms.core.people import Role
from lms.courses.queries import FOR_MENTORS, get_head
from lms.db import db
from lms.pairing.models import HelpRequest, Pair
from lms.pairing.services.pairs import begin_goals
from lms.practice.models import Submission
from lms.progress.models import Enrolment
from lms.progress.services import finish_step
from tests.conftest import Statements
from tests.content import COURSE, publish, publish_shipped, small_course
from tests.factories import NOW, Person, Site, post
from tests.pairing.makers import ask, requests_of
from tests.practice.makers import (
    OBSERVED,
    SLUG,
    SORT,
    School,
    hand_in_photo,
    make_school,
    sort_fields,
)

BOARD = "/nguoi-toi-giup"


def test_the_heading_says_how_many_need_the_mentor(site: Site) -> None:
    school = make_school(site)
    mentor = site.client(school.mentor)
    assert "Hôm nay có" not in mentor.get(BOARD).text
    learner = site.client(school.learner)
    ask(learner, "Không thấy nút")
    post(learner, OBSERVED)
    assert "Hôm nay có 1 người cần thầy cô" in mentor.get(BOARD).text


def test_requests_come_before_hand_ins_and_mentees_last(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    post(learner, OBSERVED)
    ask(learner, "Không thấy nút")
    page = site.client(school.mentor).get(BOARD).text
    asked, waiting, mentees = (
        page.index(words) for words in ("Không thấy nút", "Xem và xác nhận", "người thầy cô đang giúp")
    )
    assert asked < waiting < mentees
    assert "Tự bấm nút" in page


def test_the_oldest_hand_in_comes_first(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    hand_in_photo(learner)
    post(learner, OBSERVED)
    with site.working():
        older = update(Submission).where(Submission.kind == "observed")
        db.session.execute(older.values(handed_in_at=clock.now() - timedelta(days=2)))
    page = site.client(school.mentor).get(BOARD).text
    assert page.index("Làm trước mặt người hướng dẫn") < page.index("Gửi ảnh phiên bản")
    assert "Chờ 2 ngày, nên xem" in page
    assert "Có 1 ảnh để xem." in page


def test_what_the_machine_did_not_pass_is_there_once_a_person_is_asked(site: Site) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    post(learner, SORT, **sort_fields(learner, right=False))
    assert "Xếp ba trang" not in mentor.get(BOARD).text
    post(learner, f"{SORT}/nho-xem")
    assert "nhờ thầy cô xem cùng" in mentor.get(BOARD).text


def _studied(site: Site, person: Person, days: int) -> None:
    with site.working():
        pairs = update(Pair).where(Pair.mentee_id == person.id)
        db.session.execute(pairs.values(started_at=clock.now() - timedelta(days=60)))
        finish_step(
            person.id, get_head(SLUG).id, "bai-mot/bam-nut", clock.now() - timedelta(days=days, minutes=5)
        )


def test_mentees_are_listed_by_days_without_progress(site: Site) -> None:
    school = make_school(site)
    names = {"Bùi Thị Mai": 6, "Đặng Thị Lâu": 9}
    for name, days in names.items():
        person = site.person(name, school.unit_id)
        site.pair(school.mentor, person)
        _studied(site, person, days)
    _studied(site, school.learner, 0)
    page = site.client(school.mentor).get(BOARD).text
    assert page.index("Cô Lâu") < page.index("Cô Mai") < page.index("Cô Hòa")
    assert "Hôm nay nên hỏi thăm cô Lâu" in page
    cards = page.split("người thầy cô đang giúp")[1]
    assert cards.index("Cô Lâu") < cards.index("Cô Mai") < cards.index("Cô Hòa")
    assert cards.count("Khóa thử nghiệm") == 3


def test_other_mentors_and_officers_see_nothing_of_it(site: Site) -> None:
    school = make_school(site)
    learner = site.client(school.learner)
    ask(learner, "Chỉ thầy Minh đọc")
    hand_in_photo(learner)
    for person in school.outsiders:
        page = site.client(person).get(BOARD).text
        assert "Hòa" not in page
        assert "Chỉ thầy Minh đọc" not in page


def test_somebody_who_helps_nobody_finds_a_friendly_page(site: Site) -> None:
    page = site.client(make_school(site).colleague).get(BOARD)
    assert page.status_code == 200
    assert "Chưa có ai chờ thầy cô giúp" in page.text


def test_the_officer_has_what_people_without_a_mentor_ask_and_hand_in(site: Site) -> None:
    school = make_school(site)
    alone = site.client(school.colleague)
    ask(alone, "Tôi chưa có người kèm")
    post(alone, OBSERVED)
    page = site.client(school.officer).get(BOARD).text
    assert "Hôm nay có 1 người cần thầy cô" in page
    assert "Tôi chưa có người kèm" in page
    assert "Xem và xác nhận" in page
    assert "/ghep-cap" in page
    for person in (school.other_officer, school.mentor):
        assert "Xem và xác nhận" not in site.client(person).get(BOARD).text


def test_the_nearest_officer_has_it_and_not_the_one_above(site: Site) -> None:
    school = make_school(site)
    union = site.unit("Công đoàn xã", "union")
    near = site.unit("Trường dưới", "school", union)
    person = site.person("Ngô Thị Gần", near)
    above = site.person("Trịnh Văn Trên", union, role=Role.COORDINATOR)
    post(site.client(person), OBSERVED)
    assert "Xem và xác nhận" in site.client(above).get(BOARD).text
    beside = site.person("Tạ Văn Cạnh", near, role=Role.COORDINATOR)
    assert "Xem và xác nhận" in site.client(beside).get(BOARD).text
    assert "Xem và xác nhận" not in site.client(above).get(BOARD).text
    assert "Xem và xác nhận" not in site.client(school.officer).get(BOARD).text


def test_an_officer_does_not_find_ones_own_hand_in(site: Site) -> None:
    school = make_school(site)
    officer = site.client(school.officer)
    post(officer, OBSERVED)
    assert "Xem và xác nhận" not in officer.get(BOARD).text


def test_saying_that_it_was_read_tells_the_learner(site: Site) -> None:
    school = make_school(site)
    ask(site.client(school.learner))
    mentor = site.client(school.mentor)
    assert "data-seen" in mentor.get(BOARD).text
    assert requests_of(site, school.learner)[0].seen_at is None
    post(site.client(school.other_mentor), f"{BOARD}/da-xem")
    assert requests_of(site, school.learner)[0].seen_at is None
    assert post(mentor, f"{BOARD}/da-xem").status_code == 303
    assert requests_of(site, school.learner)[0].seen_at is not None
    assert "data-seen" not in mentor.get(BOARD).text
    path = "/hoc/thu-nghiem/bai-mot/bam-nut"
    assert "Thầy Minh đã xem hôm nay lúc" in site.client(school.learner).get(path).text


def _crowd(site: Site, school: School, size: int, first: int) -> None:
    """Give the mentor many mentees, each with progress, a request and a hand-in; more than the rules would allow."""
    for number in range(first, first + size):
        person = site.person(f"Người Học {number}", school.unit_id, password=None)
        with site.working():
            waiting = db.session.query(Submission).filter_by(user_id=school.learner.id).one()
            asked = db.session.query(HelpRequest).filter_by(user_id=school.learner.id).one()
            finish_step(person.id, waiting.course_id, "bai-mot/bam-nut", NOW)
            pair = _copy(db.session.get(Pair, school.pair_id), mentee_id=person.id)
            db.session.add_all([_copy(waiting, user_id=person.id), _copy(asked, user_id=person.id), pair])
            db.session.flush()
            begin_goals(pair, [SLUG], NOW)


def _copy(row: Any, **changes: int) -> Any:
    """Return a new row like ``row`` for somebody else."""
    values = {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key != "id"}
    return type(row)(**{**values, **changes})


def test_sixty_mentees_cost_no_more_statements_than_one(site: Site, statements: Statements) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    ask(learner)
    post(learner, OBSERVED)
    cost, size = [], 1
    for more in (0, 9, 50):
        _crowd(site, school, more, size)
        size += more
        mentor.get(BOARD)
        statements.clear()
        page = mentor.get(BOARD).text
        cost.append(len(statements))
        assert f"{size} người thầy cô đang giúp" in page
    assert cost[0] == cost[1] == cost[2] <= 24, "\n".join(statements)


def test_with_many_the_rest_is_folded_and_the_cards_come_in_pages(site: Site) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    ask(learner)
    post(learner, OBSERVED)
    _crowd(site, school, 59, 1)
    page = mentor.get(BOARD).text
    assert "Còn 48 người nữa" in page
    assert "Còn 100 việc nữa đang chờ" in page
    assert page.count("Xem và xác nhận") == 10
    assert "Trang 1 trên 6" in page
    last = mentor.get(f"{BOARD}?trang=6").text
    assert last.count("Ghi buổi gặp") == 10
    assert "Trang 6 trên 6" in last
    assert mentor.get(f"{BOARD}?trang=99").status_code == 200


def test_a_first_visit_with_ten_mentees_is_light(site: Site) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    ask(learner)
    post(learner, OBSERVED)
    _crowd(site, school, 9, 1)
    mentor.delete_cookie("css")
    page = mentor.get(BOARD).text
    assert "<style" in page
    assert len(gzip.compress(page.encode(), 6)) <= 14_000


def _fail(site: Site, school: School, times: int) -> None:
    learner = site.client(school.learner)
    for _ in range(times):
        post(learner, SORT, **sort_fields(learner, right=False))


def test_three_failures_in_a_week_tell_the_mentor_where_somebody_is_stuck(site: Site) -> None:
    school = make_school(site)
    mentor = site.client(school.mentor)
    _fail(site, school, 2)
    assert "Đang kẹt" not in mentor.get(BOARD).text
    _fail(site, school, 1)
    page = mentor.get(BOARD).text
    assert "Thử vài lần chưa qua: Xếp ba trang." in page
    assert "Đang kẹt" in page
    assert "Hôm nay có 1 người cần thầy cô" in page
    assert "Đang kẹt" not in site.client(school.other_mentor).get(BOARD).text


def test_a_pass_a_hand_in_to_a_person_and_a_week_end_being_stuck(site: Site) -> None:
    school = make_school(site)
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    _fail(site, school, 3)
    post(learner, f"{SORT}/nho-xem")
    assert "Đang kẹt" not in mentor.get(BOARD).text
    post(learner, f"{SORT}/rut-lai")
    with site.working():
        long_ago = clock.now() - timedelta(days=7, minutes=5)
        db.session.execute(update(Submission).values(state="not_passed", handed_in_at=long_ago))
    assert "Đang kẹt" not in mentor.get(BOARD).text
    with site.working():
        week = timedelta(days=7)
        db.session.execute(update(Submission).values(handed_in_at=clock.now() - week + timedelta(minutes=5)))
    assert "Đang kẹt" in mentor.get(BOARD).text
    post(learner, SORT, **sort_fields(learner, right=True))
    assert "Đang kẹt" not in mentor.get(BOARD).text


FOR_ME = "Dành cho người hướng dẫn:"


def test_a_mentor_is_told_of_the_course_for_mentors_until_it_is_finished(site: Site) -> None:
    school = make_school(site)
    mentor = site.client(school.mentor)
    assert FOR_ME not in mentor.get(BOARD).text
    publish_shipped(site)
    link = 'href="/hoc/nguoi-huong-dan"'
    page = mentor.get(BOARD).text
    assert FOR_ME in page
    assert link in page
    post(mentor, "/hoc/nguoi-huong-dan/bat-dau")
    assert link in mentor.get(BOARD).text
    with site.working():
        mine = update(Enrolment).where(Enrolment.user_id == school.mentor.id)
        db.session.execute(mine.values(completed_at=clock.now()))
    assert FOR_ME not in mentor.get(BOARD).text
    assert FOR_ME in site.client(school.other_mentor).get(BOARD).text


def test_the_tag_decides_and_only_mentors_are_told(site: Site) -> None:
    school = make_school(site)
    tagged = COURSE.format(minutes=9).replace("minutes: 9", f"minutes: 9\ntags: [{FOR_MENTORS}]")
    publish(site, small_course(course__md=tagged))
    assert 'href="/hoc/thu-nghiem"' in site.client(school.mentor).get(BOARD).text
    for person in (school.colleague, school.officer, school.learner):
        assert FOR_ME not in site.client(person).get(BOARD).text
