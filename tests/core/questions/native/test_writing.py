"""What a manuscript of another program becomes in the bank format."""

from decimal import Decimal

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
from lms.core.questions.model import ONE, QuestionType
from lms.core.questions.native import distinct_ids, write_native, write_question
from tests.core.questions.banks import FRONT, bank_of

YES_NO = (WrittenOption("Có", ONE), WrittenOption("Không"))


def question(stem: str = "Hỏi gì?", **said) -> WrittenQuestion:
    return WrittenQuestion(**{"type": QuestionType.SINGLE, "stem": stem, "options": YES_NO, **said})


def bank(*questions: WrittenQuestion, **front: str) -> str:
    return write_native(Manuscript((WrittenPool(questions=questions),), front)).decode()


def test_a_question_is_written_as_an_author_would() -> None:
    written = question(
        id="hoi",
        points=Decimal("2.50"),
        hints=(WrittenHint("Nghĩ lại", Decimal("0.1")),),
        explanation="Vì thế.\n\nThế thôi.",
        options=(
            WrittenOption("Có", ONE, feedback="Tốt\nlắm"),
            WrittenOption("Cả hai", id="ca-hai", is_pinned=True),
        ),
    )
    assert write_question(written) == (
        "## Hỏi gì? {#hoi points=2.5}\n- (x) Có\n  > Tốt\n  > lắm\n- ( ) Cả hai {#ca-hai pin}\n\n"
        "> Gợi ý (-10%): Nghĩ lại\n\n> Giải thích: Vì thế.\n>\n> Thế thôi.\n"
    )


def test_ids_are_given_where_they_are_missing_kept_where_they_were_given_and_never_twice() -> None:
    written = bank(question(), question(id="hoi-gi"), question(), question(id="hoi-gi"), question("???"))
    assert [each.id for each in bank_of(written).questions] == [
        "hoi-gi-2",
        "hoi-gi",
        "hoi-gi-3",
        "hoi-gi-4",
        "cau",
    ]


def test_an_id_that_the_format_does_not_know_becomes_one_that_it_does() -> None:
    assert distinct_ids(["Q 12/A", "Ôn tập"], ["", ""], "cau") == ["q-12-a", "on-tap"]


def test_a_bank_without_id_and_title_gets_both() -> None:
    made = bank_of(bank(question()))
    assert (made.id, made.title) == ("ngan-hang-cau-hoi", "Ngân hàng câu hỏi")


def test_titles_that_yaml_would_read_otherwise_are_quoted() -> None:
    for title in ("Kiểm tra: bài 1", "2026", "yes", "# một", '"ngoặc" \\ kép', "[a]", "- x"):
        assert bank_of(bank(question(), id="a", title=title)).title == title


def test_a_stem_that_begins_with_code_gets_words_above_it() -> None:
    made = bank_of(bank(question("```\nprint(1)\n```")))
    assert made.questions[0].stem_text.startswith("Câu hỏi")
    assert "print(1)" in made.questions[0].stem_text


def test_lines_of_a_stem_that_look_like_answers_stay_in_the_stem() -> None:
    made = bank_of(bank(question("Chọn\n- (x) thử\n- ( ) thử nữa\n> Giải thích: chưa đâu\n# nhóm")))
    assert [option.text for option in made.questions[0].options] == ["Có", "Không"]
    assert made.questions[0].explanation_html == ""
    assert len(made.pools) == 1


def test_the_type_is_said_only_where_the_answers_do_not_say_it() -> None:
    short = question(type=QuestionType.SHORT, options=(), answers=(WrittenAnswer("2803"),))
    assert "type=short" in write_question(short)
    assert "type" not in write_question(question())
    assert "type=single" in write_question(
        question(options=(WrittenOption("Đúng", ONE), WrittenOption("Sai")))
    )


def test_arrows_in_the_sides_of_a_pair_part_nothing() -> None:
    pairs = (WrittenPair("a -> b", "→ c"), WrittenPair("d", "e"))
    made = bank_of(bank(question(type=QuestionType.MATCHING, options=(), pairs=pairs)))
    assert [pair.text.count("d") for pair in made.questions[0].pairs] == [0, 1]


def test_weights_and_rubrics_keep_their_numbers() -> None:
    weighted = question(
        type=QuestionType.MULTIPLE,
        options=(
            WrittenOption("a", Decimal("0.3333333")),
            WrittenOption("b", Decimal("0.6666667")),
            WrittenOption("c", Decimal("-0.5")),
        ),
    )
    essay = question(type=QuestionType.ESSAY, options=(), rubric=(WrittenRubricLine(Decimal("1.5"), "Rõ"),))
    made = bank_of(bank(weighted, essay)).questions
    assert [option.fraction for option in made[0].options] == [
        Decimal("0.3333333"),
        Decimal("0.6666667"),
        Decimal("-0.5"),
    ]
    assert (made[1].points, made[1].rubric[0].text) == (Decimal("1.5"), "Rõ")


def test_a_pool_keeps_what_was_said_of_it() -> None:
    pool = WrittenPool("An toàn", "", 1, Decimal(2), (question(), question("Hai?")))
    made = bank_of(write_native(Manuscript((pool,)))).pools[0]
    assert (made.id, made.title, made.draw, made.points) == ("an-toan", "An toàn", 1, Decimal(2))


def test_a_single_question_stands_alone_in_a_bank() -> None:
    assert bank_of(FRONT + write_question(question())).questions[0].id == "hoi-gi"
