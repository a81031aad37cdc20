"""A manuscript as an Aiken file: single choices only, words only. What does not fit is said, question by question."""

import re
from collections.abc import Iterator, Sequence

from lms.core.questions.exporting.gift_marks import said
from lms.core.questions.manuscript import Manuscript, Misfit, WrittenOption, WrittenQuestion
from lms.core.questions.model import ONE, QuestionType
from lms.core.questions.native import plain_of, visible
from lms.core.vietnamese import squeeze

MOST_OPTIONS = 26
_FITTING = frozenset({QuestionType.SINGLE, QuestionType.TRUE_FALSE})
_LIKE_OPTION = re.compile(r"([A-Za-z])([.)])(?=\s|$)")
_LIKE_ANSWER = re.compile(r"(ANSWER|ĐÁP ÁN|DAP AN)\s*:", re.IGNORECASE)
_LINE_BREAK = re.compile(r"\\?\n")


def write_aiken(manuscript: Manuscript) -> tuple[bytes, tuple[Misfit, ...]]:
    """Return the file, and everything that it does not say."""
    misfits: list[Misfit] = []
    pieces = [text for question in manuscript.questions if (text := _question(question, misfits))]
    named = [pool for pool in manuscript.pools if pool.questions and (pool.title or pool.draw is not None)]
    if named:
        misfits.append(
            said(
                named[0].questions[0],
                "Aiken không có nhóm câu; tên nhóm và số câu lấy ngẫu nhiên bị bỏ.",
                "Aiken has no pools; their names and draws are left out.",
            )
        )
    return ("\n\n".join(pieces) + "\n").encode(), tuple(misfits)


def _question(question: WrittenQuestion, misfits: list[Misfit]) -> str | None:
    options = [option for option in question.options if _words(option.text)]
    reason = _reason_against(question, options)
    if reason is not None:
        vi, en = reason
        misfits.append(said(question, f"Câu này bị bỏ lại: {vi}.", f"This question is left out: {en}."))
        return None
    misfits += [said(question, vi, en) for vi, en in _losses(question)]
    lines = [
        *_stem(question.stem),
        *(f"{_letter(place)}. {_words(option.text)}" for place, option in enumerate(options)),
    ]
    key = next(place for place, option in enumerate(options) if option.fraction == ONE)
    return "\n".join([*lines, f"ANSWER: {_letter(key)}"])


def _reason_against(question: WrittenQuestion, options: Sequence[WrittenOption]) -> tuple[str, str] | None:
    if question.type not in _FITTING:
        return "Aiken chỉ có câu chọn một", "Aiken has single choices only"
    if not _stem(question.stem):
        return "chưa có câu hỏi", "it has no words"
    if len(options) < 2:
        return "chưa đủ hai phương án", "it has fewer than two options"
    if len(options) > MOST_OPTIONS:
        return f"có hơn {MOST_OPTIONS} phương án", f"it has more than {MOST_OPTIONS} options"
    if sum(option.fraction == ONE for option in options) != 1:
        return "chưa có đúng một ý đúng", "it has not one right option"
    return None


def _losses(question: WrittenQuestion) -> Iterator[tuple[str, str]]:
    if question.explanation or question.right or question.wrong or any(o.feedback for o in question.options):
        yield "Aiken không có lời giải thích hay nhận xét.", "Aiken has no explanation or feedback."
    if question.hints:
        yield "Aiken không có gợi ý.", "Aiken has no hints."
    if question.points not in (None, ONE):
        yield "Aiken không ghi điểm của câu.", "Aiken does not hold the points of a question."
    if any(option.is_pinned for option in question.options):
        yield "Aiken không giữ cố định vị trí phương án.", "Aiken cannot pin an option to its place."
    if any(0 < option.fraction < 1 or option.fraction < 0 for option in question.options):
        yield "Aiken không có điểm từng phần.", "Aiken has no partial marks."


def _stem(markdown: str) -> list[str]:
    """Return the lines of a stem as words; what would look like an option or a key is written so that it does not."""
    lines = [_words(line) for line in _LINE_BREAK.split(markdown)]
    return [_disguised(line) for line in lines if line]


def _disguised(line: str) -> str:
    if _LIKE_OPTION.match(line) or _LIKE_ANSWER.match(line):
        return f"“{line}”"
    return line


def _words(markdown: str) -> str:
    return squeeze(visible(plain_of(markdown)))


def _letter(place: int) -> str:
    return chr(ord("A") + place)
