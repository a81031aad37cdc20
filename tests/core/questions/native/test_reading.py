"""A half-written bank: every problem with its line, the whole questions ready, the others drafts."""

from lms.core.questions.manuscript import Status
from lms.core.questions.native import read_native
from tests.core.questions.banks import FRONT

HALF = FRONT + (
    "# Nhóm {#nhom draw=1}\n"
    "## Đủ {#du}\n- (x) a\n- ( ) b\n"
    "## Chưa có ý đúng {#thieu}\n- ( ) a\n- ( ) b\n"
    "## Quên dấu {#quen}\n- (x) a\n- b\n- ( ) c\n"
    "## Chưa có mã\n- (x) a\n- ( ) b\n"
)


def test_each_problem_belongs_to_its_question_and_says_its_line() -> None:
    reading = read_native(HALF.encode(), "a.md")
    found = [(each.code, each.where, each.question) for each in reading.troubles]
    assert found == [
        ("single-key", "dòng 9", 1),
        ("unknown-mark", "dòng 14", 2),
        ("missing-id", "dòng 16", 3),
    ]
    assert all(each.vi and each.en and each.mend_vi and each.mend_en for each in reading.troubles)


def test_whole_questions_are_ready_and_the_others_are_drafts() -> None:
    questions = read_native(HALF.encode(), "a.md").manuscript.questions
    drafts = [Status.READY, Status.DRAFT, Status.DRAFT, Status.READY]  # an id is given when it is written
    assert [each.status for each in questions] == drafts


def test_a_bullet_without_its_mark_is_an_option_that_nobody_called_right() -> None:
    options = read_native(HALF.encode(), "a.md").manuscript.questions[2].options
    assert [(each.text, int(each.fraction)) for each in options] == [("a", 1), ("b", 0), ("c", 0)]


def test_a_question_says_where_it_stood_and_what_stood_there() -> None:
    question = read_native(HALF.encode(), "a.md").manuscript.questions[1]
    assert (question.where, question.place) == ("dòng 9", 9)
    assert question.source == "## Chưa có ý đúng {#thieu}\n- ( ) a\n- ( ) b"


def test_more_questions_with_errors_than_a_checker_lists_are_all_drafts() -> None:
    source = FRONT + "".join(f"## Câu {{#c-{number}}}\n- ( ) a\n- ( ) b\n" for number in range(700))
    reading = read_native(source.encode(), "a.md")
    assert {each.status for each in reading.manuscript.questions} == {Status.DRAFT}
    assert len(reading.troubles) == 700


def test_what_is_no_bank_gives_a_problem_and_no_question() -> None:
    for data in (b"", b"\xff\xfe\x00", b"---\n", b"chao", b"x" * 5_000_000):
        reading = read_native(data, "a.md")
        assert not reading.manuscript.questions
        assert reading.troubles
