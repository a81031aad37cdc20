"""What a trainer writes beside an answer, or about a person, is nowhere on the learner's pages before its time."""

import pytest

from tests.assessment.makers import RESULTS, essay_of, school
from tests.factories import Site
from tests.quizzes.makers import QUIZ

REMARK = "CHIM-YẾN-LỜI-NHẮN"
REASON = "CHIM-YẾN-LÝ-DO"
PATHS = ("/", "/cua-toi", "/tai-khoan", QUIZ, "/hoc/thu-nghiem", "/hoc/thu-nghiem/bai-mot")


@pytest.mark.parametrize("review", ["never", "after-close"])
def test_a_remark_waits_until_review_is_allowed(site: Site, review: str) -> None:
    here = school(site, review=review, close='"2099-01-01 08:00"')
    who = essay_of(here.learner())
    here.mark(who, "3", "2", remark=REMARK)
    for path in (*PATHS, who.path, f"{who.path}/ket-qua", f"{who.path}/xem-lai", f"{who.path}/cau/2"):
        page = who.client.get(path, follow_redirects=True)
        assert REMARK not in page.text, path
        assert "2 trên 2 điểm" not in page.text, path


def test_a_remark_is_read_once_review_is_allowed(site: Site) -> None:
    here = school(site, review="end")
    who = essay_of(here.learner())
    here.mark(who, "3", "2", remark=REMARK)
    assert REMARK in who.client.get(f"{who.path}/ket-qua").text


def test_why_somebody_got_more_time_is_for_trainers_alone(site: Site) -> None:
    here = school(site, time="10")
    who = here.learner()
    here.post(f"{RESULTS}/gia-han/{who.person.id}", extra_minutes="15", reason=REASON)
    who.begin()
    for path in (*PATHS, who.path, f"{who.path}/cau/1", f"{who.path}/xem-lai"):
        assert REASON not in who.client.get(path, follow_redirects=True).text, path


def test_another_learner_sees_nothing_of_a_marked_attempt(site: Site) -> None:
    here = school(site)
    who, other = essay_of(here.learner()), here.learner("Vũ Thị Lý")
    here.mark(who, "3", "2", remark=REMARK)
    for path in (f"{who.path}/ket-qua", who.path, f"/soan-bai/ket-qua/bai-lam/{who.token}"):
        assert other.client.get(path).status_code in (403, 404)
