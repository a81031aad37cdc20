"""The page of item analysis: hidden for few, advice in words, revisions apart, and who may look."""

import pytest

from lms.core.item_analysis import FEWEST
from lms.db import db
from lms.quizzes.models import Answer, Attempt
from tests.assessment.makers import RESULTS, School, other_trainer, school, sit
from tests.content import publish
from tests.factories import NOW, Site
from tests.quizzes.makers import bank_text, main_of

ANALYSIS = f"{RESULTS}/phan-tich"
QUESTIONS = """# Chung {#chung}
## Câu lạ? {#la}
- (x) Một
- ( ) Hai
- ( ) Ba
## Câu thường? {#thuong}
- (x) Có
- ( ) Không
## Câu dễ? {#de}
- (x) Đúng vậy
- ( ) Không phải
"""


def crowd(here: School, count: int) -> None:
    """So many people as the first one sat: those who know the rest answer the odd question wrongly."""
    model = sit(here.learner(), True, True, True)
    rights = {number: model.right(number)["a"] for number in (1, 2, 3)}
    wrongs = {number: model.wrong(number)["a"] for number in (1, 2, 3)}
    people = [here.site.person(f"Người Học {number}", here.unit_id) for number in range(1, count)]
    with here.site.working():
        first = db.session.query(Attempt).one()
        for number, person in enumerate(people):
            knows = number % 2 == 0
            attempt = Attempt(
                token=f"{number:043}",
                user_id=person.id,
                course_id=first.course_id,
                item_key=first.item_key,
                bank_id=first.bank_id,
                revision_id=first.revision_id,
                number=1,
                state="graded",
                frozen=first.frozen,
                started_at=NOW,
                submitted_at=NOW,
                graded_at=NOW,
                max_score=first.max_score,
                score=2 if knows else 1,
                is_passed=knows,
            )
            db.session.add(attempt)
            db.session.flush()
            for place, (key, is_right) in enumerate([("la", not knows), ("thuong", knows), ("de", True)], 1):
                answer = Answer(
                    attempt_id=attempt.id,
                    question_id=key,
                    seq=1,
                    response={"a": rights[place] if is_right else wrongs[place]},
                    saved_at=NOW,
                    score=1 if is_right else 0,
                    marked_state="right" if is_right else "wrong",
                )
                db.session.add(answer)


def test_below_ten_attempts_nothing_is_shown(site: Site) -> None:
    here = school(site, questions=QUESTIONS)
    crowd(here, FEWEST - 1)
    words = main_of(here.get(ANALYSIS))
    assert "Chưa đủ lượt làm để phân tích câu hỏi" in words
    assert f"Mới có {FEWEST - 1} lượt đã chấm." in words
    assert "Câu lạ" not in words


def test_a_quiz_that_nobody_sat_says_so(site: Site) -> None:
    here = school(site, questions=QUESTIONS)
    assert "Mới có 0 lượt đã chấm." in main_of(here.get(ANALYSIS))


@pytest.mark.parametrize("count", [FEWEST, 31])
def test_advice_comes_in_words_with_the_most_urgent_first(site: Site, count: int) -> None:
    here = school(site, questions=QUESTIONS)
    crowd(here, count)
    words = main_of(here.get(ANALYSIS))
    assert "câu nên xem lại" in words
    assert "Câu này người giỏi hay sai: xem lại đáp án." in words
    assert "Hầu như ai cũng đúng" in words
    assert words.index("Câu lạ?") < words.index("Câu dễ?")
    assert words.count("con số còn thay đổi nhiều") == (count < 30), "said once, above all questions"
    assert "không ai chọn" in words


def test_revisions_of_a_question_are_told_apart(site: Site) -> None:
    here = school(site, questions=QUESTIONS)
    crowd(here, 12)
    publish(site, bank=bank_text(QUESTIONS.replace("Câu thường?", "Câu thường nay sửa lời?")))
    sit(here.learner("Người Mới"), True, True, True)
    words = main_of(here.get(ANALYSIS))
    assert "Bản cũ của câu này" in words
    assert "Mới có 1 lượt gặp câu này." in words
    assert "13 lượt gặp" in words


def test_of_one_person_only_the_first_attempt_counts_unless_all_are_asked_for(site: Site) -> None:
    here = school(site, questions=QUESTIONS)
    crowd(here, 12)
    sit(here.learners[0], True, True, True)
    assert "12 lượt đã chấm" in main_of(here.get(ANALYSIS))
    assert "13 lượt đã chấm" in main_of(here.get(f"{ANALYSIS}?lan=tat-ca"))


def test_a_void_attempt_is_left_out(site: Site) -> None:
    here = school(site, questions=QUESTIONS)
    crowd(here, 12)
    with site.working():
        db.session.query(Attempt).filter_by(token=f"{0:043}").one().state = "void"
    assert "11 lượt đã chấm" in main_of(here.get(ANALYSIS))


def test_another_units_trainer_sees_no_attempt_of_this_unit(site: Site) -> None:
    here = school(site, questions=QUESTIONS)
    crowd(here, 12)
    assert "Mới có 0 lượt đã chấm." in main_of(other_trainer(site).get(ANALYSIS))


def test_a_learner_finds_no_such_page(site: Site) -> None:
    here = school(site, questions=QUESTIONS)
    assert here.learner().client.get(ANALYSIS).status_code in (403, 404)
