"""Files and Markdown read in a child process that is stopped when it takes too long; nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.core import markup, questions
from lms.core.problems import Problem
from lms.core.questions.drafting import (
    CHOICES,
    checked,
    compiled_question,
    with_provisional_key,
)
from lms.core.questions.importing import read_file
from lms.core.questions.manuscript import Manuscript, Reading, Status, Trouble, WrittenQuestion
from lms.core.questions.native import read_native

if TYPE_CHECKING:  # readers are loaded with the first file, not with every worker
    from lms.core.questions.importing.tables import SheetHeadings

FILE_CPU_SECONDS = 30.0
"""Processor time for one file; the 5,000 questions that are the most need about half of it."""

PAGE_CPU_SECONDS = 10.0
"""Processor time for the questions of one page."""

_HEAD = "---\nid: nhap\ntitle: Nháp\n---\n"
_HEAD_LINES = _HEAD.count("\n")
_GIVEN_ID = "missing-id"  # a question that brings no id gets one


@dataclass(frozen=True)
class Preview:
    """A question as learners will see it, None where it cannot be shown yet. ``has_key``: marking it means something."""

    question: questions.Question | None
    has_key: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class TypedQuestion:
    """One question that somebody typed as Markdown: read, or with what is wrong, each with its line."""

    question: WrittenQuestion | None
    problems: tuple[tuple[int, str, str], ...]


def read_upload(data: bytes, name: str, format_name: str | None, switches: dict[str, object]) -> Reading:
    """Return what a file holds, each question checked; a file that takes too long is one that cannot be read."""
    try:
        return markup.limited(_read, data, name, format_name, switches, cpu=FILE_CPU_SECONDS)
    except TimeoutError:
        return Reading(Manuscript(), (_TOO_SLOW,))


def _read(data: bytes, name: str, format_name: str | None, switches: dict[str, object]) -> Reading:
    return checked(read_file(data, name, format_name, switches))


_TOO_SLOW = Trouble(
    "",
    0,
    "Tệp này đọc lâu quá nên máy đã dừng.",
    "Reading this file took too long and was stopped.",
    "Thầy cô chia thành hai tệp rồi gửi từng tệp.",
    "Split it into two files and send them one by one.",
    code="too-slow",
)


def read_bank(source: str) -> Reading:
    """Return a published bank as it was written.

    Raises:
        TimeoutError: it took too long; publishing it did not.
    """
    return markup.limited(read_native, source.encode(), "", cpu=FILE_CPU_SECONDS)


def headings(data: bytes, name: str) -> tuple["SheetHeadings", ...]:
    """Return the columns of a table that a person may name, none where the file is no table that can be read."""
    from lms.core.questions.importing.tables import headers_of

    try:
        return markup.limited(headers_of, data, name, cpu=FILE_CPU_SECONDS)
    except TimeoutError:
        return ()


def previews(written: Sequence[WrittenQuestion]) -> list[Preview]:
    """Return how learners will see the questions of a page."""
    try:
        return markup.limited(_previews, list(written), cpu=PAGE_CPU_SECONDS)
    except TimeoutError:
        return [Preview(None, has_key=False) for _ in written]


def _previews(written: Sequence[WrittenQuestion]) -> list[Preview]:
    return [_preview(each) for each in written]


def _preview(written: WrittenQuestion) -> Preview:
    question, problems = compiled_question(written, _render)
    if question is None and written.type in CHOICES:
        question = compiled_question(with_provisional_key(written), _render)[0]
        return Preview(question, has_key=False, problems=problems)
    return Preview(question, has_key=True, problems=problems)


def _render(markdown: str, inline: bool) -> str:
    return markup.render_markdown(markdown, inline=inline)


def is_undecided(written: WrittenQuestion) -> bool:
    """Tell whether a choice has no key that could stand: nothing marked, or everything."""
    if written.type not in CHOICES:
        return False
    right = [option.fraction > 0 for option in written.options]
    return not any(right) or all(right)


def read_typed(text: str) -> TypedQuestion:
    """Return the one question that somebody typed in the bank format."""
    try:
        return markup.limited(_read_typed, text, cpu=PAGE_CPU_SECONDS)
    except TimeoutError:
        return TypedQuestion(None, ((1, _TOO_SLOW.vi, _TOO_SLOW.en),))


def _read_typed(text: str) -> TypedQuestion:
    reading = read_native((_HEAD + text.strip() + "\n").encode(), "")
    found = reading.manuscript.questions
    if len(found) != 1:
        return TypedQuestion(None, (_NOT_ONE,))
    is_wrong = found[0].status is Status.DRAFT
    problems = tuple(
        (max(1, each.place - _HEAD_LINES), each.vi, each.en)
        for each in reading.troubles
        if each.question is None or (is_wrong and each.code != _GIVEN_ID)
    )
    return TypedQuestion(found[0], problems)


_NOT_ONE = (
    1,
    "Viết một câu hỏi: dòng đầu mở bằng ## rồi tới nội dung câu hỏi.",
    "Write one question: its first line begins with ## and then the question itself.",
)
