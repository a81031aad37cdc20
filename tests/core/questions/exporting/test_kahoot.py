"""The spreadsheet for Kahoot: its layout, its limits, what is said of what does not fit, and cells that cannot calculate."""

import io
import zipfile
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lms.core.questions.exporting.kahoot import LONGEST_ANSWER, LONGEST_QUESTION, write_kahoot
from lms.core.questions.importing.tables import read_workbook
from lms.core.questions.manuscript import (
    Manuscript,
    Misfit,
    Status,
    WrittenHint,
    WrittenOption,
    WrittenPool,
    WrittenQuestion,
)
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.questions.native import escape_text


def options(*texts: str, right: int = 0) -> tuple[WrittenOption, ...]:
    return tuple(WrittenOption(text, ONE if index == right else ZERO) for index, text in enumerate(texts))


def single(stem: str, *texts: str, right: int = 0, **more: Any) -> WrittenQuestion:
    return WrittenQuestion(QuestionType.SINGLE, stem, options(*texts, right=right), id="cau", **more)


def written(*questions: WrittenQuestion, **pool: Any) -> tuple[list[list[Any]], tuple[Misfit, ...]]:
    """Return the cells from row 9 on, and the misfits."""
    data, misfits = write_kahoot(Manuscript((WrittenPool(questions=questions, **pool),)))
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(min_row=9, max_col=8, values_only=True)], misfits


def test_the_layout_is_that_of_kahoots_template() -> None:
    data, misfits = write_kahoot(Manuscript((WrittenPool(questions=(single("Ai?", "tôi", "bạn"),)),)))
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Sheet1"]
    headings = [cell.value for cell in book["Sheet1"][8]]
    assert headings[0] is None
    assert headings[1] == "Question - max 120 characters"
    assert headings[2:6] == [f"Answer {number} - max 75 characters" for number in range(1, 5)]
    assert headings[6].startswith("Time limit (sec)")
    assert headings[7].startswith("Correct answer(s)")
    assert [cell.value for cell in book["Sheet1"][9]] == [1, "Ai?", "tôi", "bạn", None, None, 30, 1]
    assert not misfits


def test_right_answers_are_numbers_joined_by_commas() -> None:
    several = WrittenQuestion(
        QuestionType.MULTIPLE, "Gì?", (WrittenOption("a", ONE), WrittenOption("b"), WrittenOption("c", ONE))
    )
    rows, misfits = written(several, single("Đúng?", "Đúng", "Sai", right=1))
    assert [row[7] for row in rows] == ["1,3", 2]
    assert [row[0] for row in rows] == [1, 2]
    assert not misfits


def test_long_words_are_cut_between_words_and_said() -> None:
    rows, misfits = written(single("hỏi gì " * 30, "đáp gì " * 20, "khác"))
    assert len(rows[0][1]) <= LONGEST_QUESTION
    assert len(rows[0][2]) <= LONGEST_ANSWER
    assert rows[0][1].endswith("gì…") or rows[0][1].endswith("hỏi…")
    assert len(misfits) == 2
    assert "120" in misfits[0].vi
    assert "75" in misfits[1].en
    assert {misfit.question for misfit in misfits} == {"cau"}


def test_more_than_four_options_keep_the_right_one_and_say_which_went() -> None:
    rows, misfits = written(single("Gì?", "a", "b", "c", "d", "e", right=4))
    assert rows[0][2:6] == ["a", "b", "c", "e"]
    assert rows[0][7] == 4
    assert "“d”" in misfits[0].vi
    rows, misfits = written(single("Gì?", "a", "b", "c", "d", "Tất cả đáp án trên", right=4))
    assert (rows, len(misfits)) == ([], 1)


def test_what_kahoot_has_no_place_for_is_left_out_with_a_sentence() -> None:
    essay = WrittenQuestion(QuestionType.ESSAY, "Viết đi")
    draft = single("Chưa rõ?", "a", "b", status=Status.DRAFT)
    alike = single("Giống?", "x" * 80 + "1", "x" * 80 + "2")
    rows, misfits = written(essay, draft, alike)
    assert not rows
    assert len(misfits) == 3
    assert all("Bỏ qua" in misfit.vi and "Left out" in misfit.en for misfit in misfits)


def test_lost_remarks_draws_and_weights_are_said() -> None:
    weighted = WrittenQuestion(
        QuestionType.MULTIPLE,
        "Gì?",
        (
            WrittenOption("a", Decimal("0.5")),
            WrittenOption("b", Decimal("0.5")),
            WrittenOption("c", Decimal("-1")),
        ),
    )
    rows, misfits = written(
        weighted, single("Vì?", "a", "b", explanation="thế", hints=(WrittenHint("nghĩ"),)), draw=1, title="Dễ"
    )
    assert rows[0][7] == "1,2"
    said = " ".join(misfit.vi for misfit in misfits)
    assert all(words in said for words in ("lấy ngẫu nhiên 1 câu", "điểm từng phần", "giải thích"))


def test_markdown_becomes_words() -> None:
    rows, _ = written(single("**Ai** giữ `mã`?", "chỉ *tôi*", "mọi người"))
    assert rows[0][1:4] == ["Ai giữ mã?", "chỉ tôi", "mọi người"]


def test_nothing_in_a_cell_can_calculate() -> None:
    data, _ = write_kahoot(
        Manuscript((WrittenPool(questions=(single("=HYPERLINK(1)", "=1+1", "@SUM(A1)", "-2+3", "+4"),)),))
    )
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    for cell in list(sheet[9])[1:6]:
        assert cell.data_type == "s"
        assert cell.quotePrefix


def test_an_empty_bank_is_an_empty_table() -> None:
    assert written() == ([], ())


WORDS = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=140)


@settings(max_examples=60)
@given(st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=0, max_size=6), st.integers(0, 5)), max_size=4))
def test_any_words_fit_the_limits_and_are_read_back_with_the_same_key(
    bank: list[tuple[str, list[str], int]],
) -> None:
    questions = [
        single(escape_text(stem), *map(escape_text, texts), right=right) for stem, texts, right in bank
    ]
    rows, misfits = written(*questions)
    assert len(rows) + len(misfits) >= len(questions)
    for row in rows:
        answers = [answer for answer in row[2:6] if answer is not None]
        assert len(str(row[1])) <= LONGEST_QUESTION
        assert all(len(str(answer)) <= LONGEST_ANSWER for answer in answers)
        assert 2 <= len(answers) <= 4
        assert 1 <= row[7] <= len(answers)


def test_what_was_written_is_read_back() -> None:
    manuscript = Manuscript(
        (WrittenPool(questions=(single("Ai?", "tôi", "bạn", "ta", right=2), single("Gì?", "a", "b"))),)
    )
    back = read_workbook(write_kahoot(manuscript)[0], "kahoot.xlsx").manuscript.questions
    assert [(question.stem, [option.fraction for option in question.options]) for question in back] == [
        ("Ai?", [ZERO, ZERO, ONE]),
        ("Gì?", [ONE, ZERO]),
    ]
