"""A manuscript as the spreadsheet that Kahoot imports, and in words what Kahoot cannot say.

The layout is that of Kahoot's own KahootQuizTemplate.xlsx (support.kahoot.com, "How to import questions from a
spreadsheet to your kahoot"), as public programs that fill it in have it: headings in row 8 from column B, questions
from row 9 with their number in column A, right answers as numbers joined by commas.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from lms.core.questions.manuscript import (
    Manuscript,
    Misfit,
    Status,
    WrittenOption,
    WrittenPool,
    WrittenQuestion,
)
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.questions.native import plain_of
from lms.core.questions.wordings import names_letters, speaks_for_all
from lms.core.vietnamese import squeeze

LONGEST_QUESTION = 120
LONGEST_ANSWER = 75
MOST_ANSWERS = 4
TIME_LIMIT = 30  # seconds: one of those that Kahoot takes

_ABOVE = (  # rows 1 to 7: what a person reads, Kahoot passes over
    "",
    "Câu hỏi cho Kahoot",
    "Vào kahoot.com, tạo kahoot mới, chọn Add question > Import spreadsheet, rồi kéo tệp này vào.",
    "Câu hỏi dài nhất 120 chữ cái, phương án dài nhất 75. Nhiều đáp án đúng thì ghi các số, cách nhau bằng dấu phẩy.",
    "",
    "",
    "",
)
_HEADINGS = (
    "Question - max 120 characters",
    "Answer 1 - max 75 characters",
    "Answer 2 - max 75 characters",
    "Answer 3 - max 75 characters",
    "Answer 4 - max 75 characters",
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)
_WIDTHS = (5, 60, 30, 30, 30, 30, 16, 16)
_CHOICES = frozenset({QuestionType.SINGLE, QuestionType.TRUE_FALSE, QuestionType.MULTIPLE})


@dataclass(frozen=True)
class _Line:
    """One question as Kahoot has it."""

    question: str
    answers: tuple[str, ...]
    right: tuple[int, ...]  # from 1


def write_kahoot(manuscript: Manuscript) -> tuple[bytes, tuple[Misfit, ...]]:
    """Return the .xlsx, and everything that it does not say."""
    misfits: list[Misfit] = []
    lines = [line for pool in manuscript.pools for line in _lines(pool, misfits)]
    return _workbook(lines), tuple(misfits)


def _lines(pool: WrittenPool, misfits: list[Misfit]) -> Iterator[_Line]:
    if pool.questions and pool.draw is not None:
        vi = f"Kahoot không lấy ngẫu nhiên {pool.draw} câu của nhóm “{pool.title}”; tệp có đủ các câu."
        en = (
            f"Kahoot cannot draw {pool.draw} from the pool “{pool.title}”; the file has all of its questions."
        )
        misfits.append(Misfit(pool.questions[0].id, vi, en))
    for question in pool.questions:
        line = _Fitting(question, misfits).line()
        if line:
            yield line


class _Fitting:
    """Makes one question fit, and says what that cost."""

    def __init__(self, question: WrittenQuestion, misfits: list[Misfit]) -> None:
        self._question = question
        self._misfits = misfits
        self._stem = plain_of(question.stem)

    def line(self) -> _Line | None:
        """Return the question as Kahoot has it, None where it is left out."""
        why = self._why_not()
        if why:
            self._say(f"Bỏ qua “{self._name}”: {why[0]}", f"Left out “{self._name}”: {why[1]}")
            return None
        options = self._at_most_four()
        answers = tuple(_short(plain_of(option.text), LONGEST_ANSWER) for option in options)
        if len(set(map(str.casefold, answers))) < len(answers):
            self._say(
                f"Bỏ qua “{self._name}”: cắt còn {LONGEST_ANSWER} chữ cái thì có phương án giống nhau.",
                f"Left out “{self._name}”: cut to {LONGEST_ANSWER} characters, options become the same.",
            )
            return None
        self._say_losses(options)
        right = tuple(number for number, option in enumerate(options, start=1) if option.fraction > 0)
        return _Line(_short(self._stem, LONGEST_QUESTION), answers, right)

    @property
    def _name(self) -> str:
        return _short(self._stem, 60)

    def _say(self, vi: str, en: str) -> None:
        self._misfits.append(Misfit(self._question.id, vi, en))

    def _why_not(self) -> tuple[str, str] | None:
        question = self._question
        if question.type not in _CHOICES:
            return (
                "Kahoot (bảng tính) chỉ nhận câu chọn phương án.",
                "Kahoot's spreadsheet takes choices only.",
            )
        if question.status is not Status.READY or not any(option.fraction > 0 for option in question.options):
            return "câu chưa chắc đáp án.", "its key is not settled."
        if len(question.options) < 2:
            return "câu chưa đủ hai phương án.", "it has fewer than two options."
        if not self._stem or not all(plain_of(option.text) for option in question.options):
            return "câu hoặc phương án không có chữ.", "the question or an option has no words."
        return self._why_not_four()

    def _why_not_four(self) -> tuple[str, str] | None:
        """Return why more than four options cannot become four."""
        options = self._question.options
        if len(options) <= MOST_ANSWERS:
            return None
        texts = [plain_of(option.text) for option in options]
        if self._question.type is QuestionType.MULTIPLE or any(
            speaks_for_all(t) or names_letters(t) for t in texts
        ):
            return f"câu có {len(options)} phương án, Kahoot nhận nhiều nhất 4.", (
                f"it has {len(options)} options, Kahoot takes 4 at most."
            )
        return None

    def _at_most_four(self) -> list[WrittenOption]:
        """Return the right option and the first wrong ones, in their order."""
        options = list(self._question.options)
        if len(options) <= MOST_ANSWERS:
            return options
        spare = [place for place, option in enumerate(options) if option.fraction <= 0][MOST_ANSWERS - 1 :]
        dropped = ", ".join(f"“{_short(plain_of(options[place].text), 40)}”" for place in spare)
        self._say(
            f"“{self._name}” chỉ giữ 4 phương án; bỏ {dropped}.",
            f"“{self._name}” keeps 4 options; dropped {dropped}.",
        )
        return [option for place, option in enumerate(options) if place not in spare]

    def _say_losses(self, options: Sequence[WrittenOption]) -> None:
        question = self._question
        if len(self._stem) > LONGEST_QUESTION:
            self._say(
                f"Câu “{self._name}” dài quá {LONGEST_QUESTION} chữ cái nên bị cắt ngắn.",
                f"The question “{self._name}” is longer than {LONGEST_QUESTION} characters and was shortened.",
            )
        for option in options:
            if len(plain_of(option.text)) > LONGEST_ANSWER:
                self._say(
                    f"Phương án “{_short(plain_of(option.text), 40)}” dài quá {LONGEST_ANSWER} chữ cái nên bị cắt ngắn.",
                    f"The option “{_short(plain_of(option.text), 40)}” is longer than {LONGEST_ANSWER} characters and was shortened.",
                )
        if any(option.fraction not in (ZERO, ONE) for option in options):
            self._say(
                f"“{self._name}” mất điểm từng phần: Kahoot chỉ biết đúng hoặc sai.",
                f"“{self._name}” loses its partial marks: Kahoot knows right and wrong only.",
            )
        said = [
            question.explanation,
            question.right,
            question.wrong,
            *(option.feedback for option in options),
        ]
        if any(said) or question.hints:
            self._say(
                f"“{self._name}” mất phần gợi ý, giải thích, phản hồi: bảng tính Kahoot không có chỗ cho chúng.",
                f"“{self._name}” loses hints, explanation and feedback: Kahoot's spreadsheet has no place for them.",
            )


def _short(text: str, longest: int) -> str:
    """Return a text on one line, cut between words where it is too long."""
    line = squeeze(text)
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) * 2 > longest else cut) + "…"


def _workbook(lines: Sequence[_Line]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from lms.core.spreadsheet import text_cell

    book = Workbook(write_only=True)
    sheet = cast(Worksheet, book.create_sheet("Sheet1"))
    for letter, width in zip("ABCDEFGH", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for words in _ABOVE:
        sheet.append([None, text_cell(sheet, words)] if words else [])
    sheet.append([None, *(text_cell(sheet, heading) for heading in _HEADINGS)])
    for number, line in enumerate(lines, start=1):
        spare = [None] * (MOST_ANSWERS - len(line.answers))
        answers = [text_cell(sheet, answer) for answer in line.answers]
        right = line.right[0] if len(line.right) == 1 else text_cell(sheet, ",".join(map(str, line.right)))
        sheet.append([number, text_cell(sheet, line.question), *answers, *spare, TIME_LIMIT, right])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
