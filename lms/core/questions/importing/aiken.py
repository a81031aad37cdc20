"""Aiken: a question on one line or several, options ``A.`` or ``A)``, then ``ANSWER: B``. One option is right.

Blank lines mean nothing to the format, but they end what a question that broke off left behind.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lms.core.questions.importing.gift_texts import escaped
from lms.core.questions.importing.sentences import Sentence, about_whole_file
from lms.core.questions.importing.text_files import text_of
from lms.core.questions.manuscript import (
    LONGEST_SOURCE,
    MOST_IMPORTED,
    Manuscript,
    Reading,
    Status,
    Trouble,
    WrittenOption,
    WrittenPool,
    WrittenQuestion,
)
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.questions.native import visible

_LINE_END = re.compile(r"\r\n|\r|\n")
_OPTION = re.compile(r"([A-Za-z])[.)](?:[ \t\u00a0]+(.*))?", re.DOTALL)
_ANSWER = re.compile(r"(?:ANSWER|ĐÁP ÁN|DAP AN)[ \t]*:(.*)", re.IGNORECASE | re.DOTALL)
_LETTER = re.compile(r"([A-Za-z])[.)]?")
_SEVERAL = re.compile(r"[A-Za-z](?:(?:[ \t]*[,;&][ \t]*|[ \t]+)[A-Za-z])+")


@dataclass
class _Option:
    letter: str
    line: int
    lines: list[str]


@dataclass
class _Block:
    """The lines of one question, sorted; ``answer`` is what follows ``ANSWER:``, None where the line is missing."""

    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[_Option] = field(default_factory=list)
    answer: str | None = None
    answer_line: int = 0
    source: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was read yet."""
        return not self.stem and not self.options


def read_aiken(data: bytes, name: str) -> Reading:
    """Read an Aiken file; a file that cannot be read gives no question and says why."""
    text = text_of(data, name)
    if isinstance(text, Trouble):
        return Reading(Manuscript(), (text,))
    questions: list[WrittenQuestion] = []
    troubles: list[Trouble] = []
    for block in _blocks(_LINE_END.split(text)):
        if len(questions) == MOST_IMPORTED:
            return Reading(Manuscript(), (about_whole_file("too-many-questions"),))
        codes = list(_faults(block))
        if not block.options and block.answer is None:
            troubles.append(_trouble("no-options", block.line, None))
            continue
        troubles += [_trouble(code, line, len(questions)) for code, line in codes]
        questions.append(_question(block, is_sure=not codes))
    if not questions:
        return Reading(Manuscript(), (about_whole_file("no-questions"), *troubles))
    return Reading(Manuscript((WrittenPool(questions=tuple(questions)),)), tuple(troubles))


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """Sort the lines into questions: each ends with its answer line, or where another one begins without it."""
    block = _Block()
    was_blank = True
    for number, raw in enumerate(lines, start=1):
        line = visible(raw).strip()
        if not line:
            was_blank = True
            continue
        answer, option = _ANSWER.fullmatch(line), _OPTION.fullmatch(line)
        is_first_letter = option is not None and option[1].upper() == "A"
        is_new_stem = was_blank and not answer and not option
        if (is_first_letter and block.options) or (is_new_stem and not block.is_empty and block.options):
            yield block
            block = _Block()
        block.line = block.line or number
        block.source.append(raw)
        was_blank = False
        if answer:
            block.answer, block.answer_line = answer[1].strip(), number
            yield block
            block, was_blank = _Block(), True
        elif option and (block.options or option[1].upper() == "A"):
            block.options.append(_Option(option[1].upper(), number, [(option[2] or "").strip()]))
        elif block.options:
            block.options[-1].lines.append(line)
        else:
            block.stem.append(line)
    if not block.is_empty:
        yield block


def _question(block: _Block, *, is_sure: bool) -> WrittenQuestion:
    key = _key(block)
    options = tuple(
        WrittenOption(escaped(" ".join(option.lines)), ONE if option.letter == key else ZERO)
        for option in block.options
    )
    return WrittenQuestion(
        QuestionType.SINGLE,
        escaped("\n".join(block.stem)),
        options=options,
        status=Status.READY if is_sure else Status.DRAFT,
        where=f"dòng {block.line}",
        place=block.line,
        source="\n".join(block.source)[:LONGEST_SOURCE],
    )


def _key(block: _Block) -> str:
    """Return the letter of the right option, "" where it is not said clearly."""
    found = _LETTER.fullmatch(block.answer or "")
    letters = [option.letter for option in block.options]
    return found[1].upper() if found and letters.count(found[1].upper()) == 1 else ""


def _faults(block: _Block) -> Iterator[tuple[str, int]]:
    letters = [option.letter for option in block.options]
    if not block.stem:
        yield "no-stem", block.line
    if len(letters) < 2:
        yield "too-few", block.line
    if len(set(letters)) < len(letters) or letters != sorted(letters):
        yield "letters", block.options[0].line
    empty = next((option for option in block.options if not "".join(option.lines)), None)
    if empty is not None:
        yield "empty-option", empty.line
    if block.answer is None:
        yield "unsure-no-key", block.line
    elif _SEVERAL.fullmatch(block.answer):
        yield "unsure-several-right", block.answer_line
    elif not _key(block):
        yield "unsure-answer", block.answer_line


_SENTENCES = {
    "no-options": Sentence(
        "Đoạn này không có phương án A., B., … và không có dòng ANSWER, nên không đọc được thành câu hỏi.",
        "This text has neither options A., B., … nor an ANSWER line, so it is no question.",
        "Viết mỗi phương án một dòng, mở đầu bằng “A.” hoặc “A)”, rồi dòng “ANSWER: B”.",
        "Write an option a line, beginning with “A.” or “A)”, then a line “ANSWER: B”.",
    ),
    "no-stem": Sentence(
        "Có phương án mà thiếu câu hỏi ở trên.",
        "There are options without a question above them.",
        "Viết câu hỏi ngay trên dòng “A.”.",
        "Write the question above the line “A.”.",
    ),
    "too-few": Sentence(
        "Câu này có ít hơn hai phương án.",
        "This question has fewer than two options.",
        "Viết mỗi phương án một dòng, mở đầu bằng chữ cái, dấu chấm và dấu cách: “A. …”.",
        "Write an option a line, beginning with its letter, a full stop and a space: “A. …”.",
    ),
    "letters": Sentence(
        "Chữ cái của các phương án bị lặp hoặc không theo thứ tự.",
        "The letters of the options repeat or are out of order.",
        "Đánh lại A, B, C, D … theo thứ tự, rồi xem lại dòng ANSWER.",
        "Letter them A, B, C, D … in order, then look at the ANSWER line.",
    ),
    "empty-option": Sentence(
        "Có phương án chưa có chữ.",
        "An option has no words.",
        "Viết nội dung phương án sau chữ cái, hoặc bỏ dòng ấy.",
        "Write the option after its letter, or remove the line.",
    ),
    "unsure-no-key": Sentence(
        "Câu này chưa có dòng ANSWER nên chưa biết đáp án.",
        "This question has no ANSWER line, so its key is not known.",
        "Thêm dòng “ANSWER: B” (chữ cái của ý đúng) dưới các phương án.",
        "Add a line “ANSWER: B” (the letter of the right option) below the options.",
    ),
    "unsure-several-right": Sentence(
        "Dòng ANSWER ghi nhiều chữ cái; Aiken chỉ có một ý đúng.",
        "The ANSWER line names several letters; Aiken has one right option.",
        "Giữ một chữ cái, hoặc đổi câu thành câu chọn nhiều ý trong ngân hàng câu hỏi.",
        "Keep one letter, or make it a multiple choice in the bank.",
    ),
    "unsure-answer": Sentence(
        "Dòng ANSWER không chỉ đúng một phương án của câu này.",
        "The ANSWER line does not name one option of this question.",
        "Viết “ANSWER:” rồi một chữ cái có trong các phương án.",
        "Write “ANSWER:” and one letter that stands among the options.",
    ),
}


def _trouble(code: str, line: int, question: int | None) -> Trouble:
    return _SENTENCES[code].trouble(code, f"dòng {line}", line, question)
