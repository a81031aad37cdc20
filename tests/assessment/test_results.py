"""The table of one quiz: who stands where by the result that counts; search, filters, order, units."""

import re
import secrets

from sqlalchemy import insert, select

from lms.core.people import Role
from lms.db import db
from lms.quizzes.models import Attempt
from tests.assessment.makers import RESULTS, School, essay_of, other_trainer, school, sit
from tests.content import LESSON, publish, small_course
from tests.factories import Site
from tests.quizzes.makers import bank_text, main_of

TWO = "## Một? {#mot}\n- (x) Đúng\n- ( ) Sai\n## Hai? {#hai}\n- (x) Đúng\n- ( ) Sai\n"


def names(page: str) -> list[str]:
    """Return the people of the table in its order."""
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    found = (re.search(r"<a [^>]+>([^<]+)</a>", row) for row in rows)
    return [each[1] for each in found if each]


def mixed(site: Site) -> School:
    """Hòa has passed, Lý has not, Minh waits for a reader, An is at it."""
    here = school(site)
    essay_of(here.learner("Nguyễn Thị Hòa"))
    here.mark(here.learners[0], "3", "2")
    essay_of(here.learner("Vũ Thị Lý"), text="", right=False)
    essay_of(here.learner("Trần Văn Minh"))
    here.learner("Bùi Văn An").begin()
    return here


def test_the_heading_says_how_many_have_passed(site: Site) -> None:
    words = main_of(mixed(site).get(RESULTS))
    assert "1 trên 4 người đã đạt bài “Kiểm tra nhanh”" in words
    assert "Tính theo lần cao nhất." in words
    assert "Chấm 1 bài làm đang chờ" in words


def test_nobody_yet_is_a_sentence(site: Site) -> None:
    assert "Chưa ai làm bài" in main_of(school(site).get(RESULTS))


def test_each_line_says_result_state_and_attempts(site: Site) -> None:
    words = main_of(mixed(site).get(RESULTS))
    assert "Nguyễn Thị Hòa 100 % Đạt 1 vừa mới đây THCS Sông Cầu Lần 1 7/7 điểm" in words
    assert "Vũ Thị Lý 0 % Chưa đạt 1 vừa mới đây THCS Sông Cầu" in words
    assert "Trần Văn Minh – Chờ chấm 1 vừa mới đây THCS Sông Cầu Lần 1 chờ chấm" in words
    assert "Bùi Văn An – Đang làm 1 vừa mới đây THCS Sông Cầu Lần 1 đang làm" in words


def test_people_stand_by_given_name_unless_sorted_otherwise(site: Site) -> None:
    here = mixed(site)
    by_name = ["Bùi Văn An", "Nguyễn Thị Hòa", "Vũ Thị Lý", "Trần Văn Minh"]
    assert names(here.get(RESULTS).text) == by_name
    assert names(here.get(f"{RESULTS}?xep=-ten").text) == by_name[::-1]
    assert names(here.get(f"{RESULTS}?xep=-ket-qua").text)[0] == "Nguyễn Thị Hòa"
    assert names(here.get(f"{RESULTS}?xep=khong-co").text) == by_name


def test_filters_leave_whom_they_name(site: Site) -> None:
    here = mixed(site)
    assert names(here.get(f"{RESULTS}?loc=dat").text) == ["Nguyễn Thị Hòa"]
    assert names(here.get(f"{RESULTS}?loc=cho-cham").text) == ["Trần Văn Minh"]
    assert names(here.get(f"{RESULTS}?loc=dang-lam").text) == ["Bùi Văn An"]
    assert len(names(here.get(f"{RESULTS}?loc=chua").text)) == 3
    assert len(names(here.get(f"{RESULTS}?loc=gi-do").text)) == 4


def test_search_finds_without_diacritics(site: Site) -> None:
    assert names(mixed(site).get(f"{RESULTS}?tim=nguyen+thi+hoa").text) == ["Nguyễn Thị Hòa"]


def test_the_result_that_counts_follows_the_bank(site: Site) -> None:
    here = school(site, questions=TWO, grade="average")
    who = here.learner()
    sit(who, True, True)
    sit(who, False, False)
    words = main_of(here.get(RESULTS))
    assert "50 % Đạt 2 vừa mới đây" in words, "a pass once earned stays"
    assert "Tính trung bình các lần. Lần đã đạt thì giữ." in words


def test_attempts_under_a_former_key_are_of_the_same_quiz(site: Site) -> None:
    here = school(site, questions=TWO)
    sit(here.learner(), True, True)
    renamed = LESSON.replace("id: bai-mot\n", "id: bai-dau\naliases: [bai-mot]\n")
    second = small_course()["02-bai-hai.md"].decode().replace("requires: [bai-mot]", "requires: [bai-dau]")
    publish(site, small_course(**{"01_bai_mot__md": renamed, "02_bai_hai__md": second}), bank_text(TWO))
    page = here.get("/soan-bai/ket-qua/thu-nghiem/bai-dau/thu-nghiem")
    assert names(page.text) == ["Nguyễn Thị Hòa"]
    assert names(here.get(RESULTS).text) == ["Nguyễn Thị Hòa"], "the old address still leads there"


def test_a_trainer_sees_the_units_of_the_role_and_no_others(site: Site) -> None:
    here = mixed(site)
    page = other_trainer(site).get(RESULTS)
    assert page.status_code == 200
    assert "Chưa ai làm bài" in main_of(page)
    assert "Hòa" not in main_of(page)
    above = site.client(site.person("Phạm Thị Vân", here.root_id, role=Role.TRAINER))
    assert len(names(above.get(RESULTS).text)) == 4


def test_the_table_may_be_of_one_unit_within_reach(site: Site) -> None:
    here = mixed(site)
    group = site.unit("Tổ Toán", "group", here.unit_id)
    essay_of(here.learner("Lý Văn Bình", group))
    assert names(here.get(f"{RESULTS}?don-vi={group}").text) == ["Lý Văn Bình"]
    beyond = other_trainer(site).get(f"{RESULTS}?don-vi={group}")
    assert "Chưa ai làm bài" in main_of(beyond)


def begin_like(token: str, user_ids: list[int]) -> None:
    """Let many people stand where one does, without a browser for each."""
    table = Attempt.__table__
    begun = dict(db.session.execute(select(table).where(table.c.token == token)).mappings().one())
    del begun["id"]
    rows = [{**begun, "user_id": each, "token": secrets.token_urlsafe(32)} for each in user_ids]
    db.session.execute(insert(table), rows)
    db.session.commit()


def test_long_tables_have_pages(site: Site) -> None:
    here = school(site, questions=TWO)
    first = here.learner("Người 00")
    first.begin()
    others = [site.person(f"Người {number:02}", here.unit_id).id for number in range(1, 51)]
    with site.app.app_context():
        begin_like(first.token, others)
    assert len(names(here.get(RESULTS).text)) == 50
    assert len(names(here.get(f"{RESULTS}?trang=2").text)) == 1


def test_a_place_without_a_quiz_is_not_found(site: Site) -> None:
    here = school(site)
    for path in ("thu-nghiem/bai-mot/bam-nut", "thu-nghiem/bai-mot/khong-co", "khong-co/bai-mot/thu-nghiem"):
        assert here.get(f"/soan-bai/ket-qua/{path}").status_code == 404


def test_learners_and_strangers_are_turned_away(site: Site) -> None:
    here = school(site)
    assert here.learner().client.get(RESULTS).status_code == 403
    assert site.client().get(RESULTS).status_code == 303


def test_how_many_statements_does_not_depend_on_how_many_people(site: Site, statements: list[str]) -> None:
    here = school(site, questions=TWO)
    sit(here.learner("Người Một"), True, True)
    assert here.get(RESULTS).status_code == 200
    statements.clear()
    here.get(RESULTS)
    few = len(statements)
    for number in range(5):
        sit(here.learner(f"Người {number}"), True, False)
    statements.clear()
    here.get(RESULTS)
    assert len(statements) == few


def test_a_third_of_a_point_is_written_with_two_places(site: Site) -> None:
    here = school(site, "## Dấu hiệu lừa đảo? {#dau-hieu}\n- [x] Giục\n- [x] Xin mã\n- [x] Dọa\n- [ ] Chào\n")
    who = here.learner("Nguyễn Thị Hòa")
    who.begin()
    who.send(1, a=[who.right(1)["a"][0]])
    who.hand_in()
    assert "Lần 1 0,33/1 điểm" in main_of(here.get(RESULTS))
