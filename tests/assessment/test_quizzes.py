"""The list of quizzes: how many people stand where, what waits first."""

from tests.assessment.makers import essay_of, other_trainer, school, sit
from tests.factories import Site
from tests.quizzes.makers import main_of

LIST = "/soan-bai/ket-qua"


def test_a_quiz_that_nobody_sat_is_listed_with_noughts(site: Site) -> None:
    here = school(site)
    page = here.get(LIST)
    assert page.status_code == 200
    assert "Không có bài làm nào chờ chấm" in main_of(page)
    assert "Kiểm tra nhanh Khóa thử nghiệm Bài 1. Mở máy 0 0 0 –" in main_of(page)


def test_it_counts_people_passes_running_ones_and_what_waits(site: Site) -> None:
    here = school(site)
    essay_of(here.learner("Nguyễn Thị Hòa"))
    here.learner("Vũ Thị Lý").begin()
    sat_twice = here.learner("Trần Văn Minh")
    essay_of(sat_twice, text="")
    essay_of(sat_twice, text="")
    words = main_of(here.get(LIST))
    assert "1 bài làm đang chờ thầy cô đọc và chấm" in words
    assert "Bài 1. Mở máy 3 0 1 Chấm 1 bài làm" in words


def test_a_pass_counts_once_a_person(site: Site) -> None:
    here = school(site, questions="## Một? {#mot}\n- (x) Đúng\n- ( ) Sai\n")
    who = here.learner()
    sit(who, True)
    sit(who, True)
    sit(here.learner("Vũ Thị Lý"), False)
    assert "Bài 1. Mở máy 2 1 0 –" in main_of(here.get(LIST))


def test_people_of_other_units_are_not_counted(site: Site) -> None:
    here = school(site)
    essay_of(here.learner())
    words = main_of(other_trainer(site).get(LIST))
    assert "Không có bài làm nào chờ chấm" in words
    assert "0 0 0" in words


def test_ones_own_attempt_does_not_wait_for_oneself(site: Site) -> None:
    here = school(site)
    own = here.learner()
    own.client, own.person = here.client, here.trainer
    essay_of(own)
    assert "Không có bài làm nào chờ chấm" in main_of(here.get(LIST))


def test_learners_are_turned_away(site: Site) -> None:
    assert school(site).learner().client.get(LIST).status_code == 403
