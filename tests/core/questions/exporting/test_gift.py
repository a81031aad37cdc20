"""A manuscript written as GIFT says what it can, names what it cannot, and is stable when read again."""

from decimal import Decimal

import pytest
from hypothesis import given

from lms.core.questions.exporting.gift import write_gift
from lms.core.questions.importing.gift import read_gift
from lms.core.questions.manuscript import (
    Manuscript,
    WrittenAnswer,
    WrittenHint,
    WrittenOption,
    WrittenPair,
    WrittenPool,
    WrittenQuestion,
    WrittenRubricLine,
)
from lms.core.questions.model import ONE, ZERO, QuestionType
from tests.core.questions.exporting.any_manuscripts import MANUSCRIPTS


def options(*marked: tuple[str, object]) -> tuple[WrittenOption, ...]:
    return tuple(WrittenOption(text, Decimal(str(fraction))) for text, fraction in marked)


def bank(*questions: WrittenQuestion, **pool: object) -> Manuscript:
    return Manuscript((WrittenPool(questions=questions, **pool),))  # type: ignore[arg-type]


def written(*questions: WrittenQuestion, **pool: object) -> str:
    return write_gift(bank(*questions, **pool))[0].decode()


def lost(question: WrittenQuestion) -> list[str]:
    return [misfit.en for misfit in write_gift(bank(question))[1]]


@given(MANUSCRIPTS)
def test_what_was_written_is_written_the_same_once_it_was_read(manuscript: Manuscript) -> None:
    once, _ = write_gift(manuscript)
    twice, _ = write_gift(read_gift(once, "x.gift").manuscript)

    assert twice.decode() == once.decode()


@given(MANUSCRIPTS)
def test_no_question_vanishes_without_a_word(manuscript: Manuscript) -> None:
    data, misfits = write_gift(manuscript)
    left_out = sum("left out:" in misfit.en and misfit.en.startswith("This question") for misfit in misfits)

    assert len(read_gift(data, "x.gift").manuscript.questions) == len(manuscript.questions) - left_out


def test_a_single_choice_has_its_id_tags_title_feedback_and_explanation() -> None:
    question = WrittenQuestion(
        QuestionType.SINGLE,
        "Ai giữ mã OTP?",
        options=(WrittenOption("Mình", ONE, "Đúng: rồi"), WrittenOption("Tổ trưởng")),
        id="otp",
        title="Câu 1",
        tags=("an toàn",),
        explanation="Không ai được hỏi.",
    )

    assert written(question, title="Phần A / 24/7") == (
        "$CATEGORY: $course$/top / Phần A / 24//7\n\n"
        "// [id:otp]\n// [tag:an toàn]\n"
        "::Câu 1::Ai giữ mã OTP?{\n\t=Mình#Đúng\\: rồi\n\t~Tổ trưởng\n\t####Không ai được hỏi.\n}\n"
    )


@pytest.mark.parametrize(
    ("score", "marked", "lines"),
    [
        ("", [("a", 1), ("b", 1), ("c", 0)], "~%50%a ~%50%b ~%-100%c"),
        ("moodle", [("a", 1), ("b", 0), ("c", 0)], "~%100%a ~%-50%b ~%-50%c"),
        (
            "moodle",
            [("a", 1), ("b", 1), ("c", 1), ("d", 0)],
            "~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d",
        ),
        ("moodle", [("a", "0.75"), ("b", "0.25"), ("c", "-0.5")], "~%75%a ~%25%b ~%-50%c"),
    ],
)
def test_several_right_options_become_weights(
    score: str, marked: list[tuple[str, object]], lines: str
) -> None:
    question = WrittenQuestion(QuestionType.MULTIPLE, "Chọn", options=options(*marked), score=score)

    assert written(question).split() == f"Chọn{{ {lines} }}".split()


def test_words_are_written_plainly_and_markup_as_markdown() -> None:
    question = WrittenQuestion(
        QuestionType.SINGLE,
        "Chọn **một**",
        options=options(("5 \\* 3", 1), ("a < b", 0), ("\\[html]", 0), ("*nghiêng*", 0)),
    )

    assert written(question) == (
        "[markdown]Chọn **một**{\n\t=[moodle]5 * 3\n\t~[plain]a < b\n\t~[moodle][html]\n\t~*nghiêng*\n}\n"
    )


def test_true_false_keeps_both_feedbacks_where_moodle_looks_for_them() -> None:
    right, wrong = WrittenOption("Đúng", ONE, "phải"), WrittenOption("Sai", ZERO, "chưa")

    assert (
        written(WrittenQuestion(QuestionType.TRUE_FALSE, "Một", options=(right, wrong)))
        == "Một{TRUE#chưa#phải}\n"
    )
    right, wrong = WrittenOption("Đúng", ZERO), WrittenOption("Sai", ONE, "phải")
    assert (
        written(WrittenQuestion(QuestionType.TRUE_FALSE, "Một", options=(right, wrong)))
        == "Một{FALSE# #phải}\n"
    )


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ("2803", "=2803:0"),
        ("2803 ± 5", "=2803:5"),
        ("200 ± 5%", "=200:10"),
        ("3,1 .. 3,2", "=3.1..3.2"),
        ("3.1420", "=3.142:0"),
    ],
)
def test_numbers_are_written_with_their_tolerance(answer: str, line: str) -> None:
    question = WrittenQuestion(QuestionType.NUMBER, "Mấy?", answers=(WrittenAnswer(answer),), wrong="Đếm lại")

    assert written(question) == f"Mấy?{{#\n\t{line}\n\t~#Đếm lại\n}}\n"


def test_an_asterisk_in_an_answer_is_no_wildcard() -> None:
    question = WrittenQuestion(QuestionType.SHORT, "Dấu gì?", answers=(WrittenAnswer("a*b"),))

    (again,) = read_gift(write_gift(bank(question))[0], "x").manuscript.questions
    assert again.answers == question.answers


def test_a_text_with_one_gap_becomes_a_blank_and_one_with_several_is_left_out() -> None:
    one = WrittenQuestion(QuestionType.CLOZE, "Mở [[(x) VNeID | Zalo]] rồi ký")
    two = WrittenQuestion(QuestionType.CLOZE, "Mở [[VNeID]] rồi [[ký]]")

    assert written(one) == "Mở _____ rồi ký{\n\t=VNeID\n\t~Zalo\n}\n"
    assert len(lost(one)) == 1
    assert written(two) == "\n"
    assert lost(two) == ["This question is left out: it has several gaps."]


def test_statements_and_steps_become_matchings_and_say_so() -> None:
    cluster = WrittenQuestion(QuestionType.CLUSTER, "Xét", options=options(("a", 1), ("b", 0)))
    ordering = WrittenQuestion(QuestionType.ORDERING, "Xếp", options=options(("a", 0), ("b", 0)))

    assert written(cluster) == "Xét{\n\t=a -> Đúng\n\t=b -> Sai\n}\n"
    assert written(ordering) == "Xếp{\n\t=a -> 1\n\t=b -> 2\n}\n"
    assert len(lost(cluster)) == len(lost(ordering)) == 1


@pytest.mark.parametrize(
    "question",
    [
        WrittenQuestion(QuestionType.ESSAY, "Viết", rubric=(WrittenRubricLine(ONE, "rõ"),)),
        WrittenQuestion(QuestionType.EVIDENCE, "Nộp ảnh"),
        WrittenQuestion(QuestionType.ESSAY, "Viết", hints=(WrittenHint("gợi"),)),
        WrittenQuestion(QuestionType.ESSAY, "Viết", points=Decimal(2)),
        WrittenQuestion(QuestionType.ESSAY, "Viết", lesson="bai-1"),
        WrittenQuestion(QuestionType.ESSAY, "Viết", right="Tốt"),
        WrittenQuestion(QuestionType.ESSAY, "Viết", wrong="Chưa"),
        WrittenQuestion(QuestionType.SHORT, "Gõ", answers=(WrittenAnswer("a"),), match="exact"),
        WrittenQuestion(QuestionType.SHORT, "Gõ", answers=(WrittenAnswer("a -> b"),)),
        WrittenQuestion(QuestionType.MULTIPLE, "Chọn", options=options(("a", 1), ("b", 0)), score="exact"),
        WrittenQuestion(
            QuestionType.SINGLE, "Chọn", options=(WrittenOption("a", ONE, is_pinned=True), WrittenOption("b"))
        ),
        WrittenQuestion(
            QuestionType.MATCHING, "Ghép", pairs=(WrittenPair("a", "**b**"), WrittenPair("c", "d"))
        ),
        WrittenQuestion(QuestionType.SINGLE, "Chọn", options=options(("a", 1))),
        WrittenQuestion(QuestionType.MULTIPLE, "Chọn", options=options(("a", "0.55"), ("b", "0.45"))),
    ],
)  # fmt: skip
def test_what_gift_cannot_say_is_said_in_words(question: WrittenQuestion) -> None:
    misfits = write_gift(bank(question))[1]

    assert misfits
    assert all(misfit.vi and misfit.en for misfit in misfits)


def test_a_draw_of_a_pool_is_said_once() -> None:
    questions = [WrittenQuestion(QuestionType.ESSAY, f"Viết {n}", id=f"c{n}") for n in range(3)]
    _, misfits = write_gift(bank(*questions, title="A", draw=1, points=Decimal(2)))

    assert [misfit.question for misfit in misfits] == ["c0", "c0"]
