"""A question as labelled fields: what they hold, what was typed, and the question that comes of it.

What the fields do not show (an option's id, a weight, an answer's feedback) stays as it was.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from werkzeug.datastructures import MultiDict

from lms.core.errors import N_
from lms.core.markup.source import without_hidden
from lms.core.questions.manuscript import (
    WrittenAnswer,
    WrittenHint,
    WrittenOption,
    WrittenPair,
    WrittenQuestion,
    WrittenRubricLine,
)
from lms.core.questions.marks import arrow_parts
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.questions.numbers import shortest
from lms.core.vietnamese import squeeze
from lms.web.translations import gettext

TICKED = (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.TRUE_FALSE, QuestionType.CLUSTER)
LINES = {
    QuestionType.SHORT: N_("Những câu trả lời được chấp nhận, mỗi dòng một câu"),
    QuestionType.NUMBER: N_("Con số đúng. Cho phép sai số thì viết 2803 ± 5, hoặc 3.1 .. 3.2"),
    QuestionType.MATCHING: N_("Các cặp, mỗi dòng một cặp: vế trái -> vế phải"),
    QuestionType.ORDERING: N_("Các mục theo thứ tự đúng, mỗi dòng một mục"),
    QuestionType.ESSAY: N_("Thang điểm, mỗi dòng một ý: 2đ: nêu đúng hai ví dụ"),
    QuestionType.EVIDENCE: N_("Thang điểm, mỗi dòng một ý: 2đ: ảnh thấy rõ chữ ký"),
}
MOST_ROWS = 26
_LEAST_ROWS, _SPARE_ROWS = 4, 2
_LONGEST = 16_000
_WEIGHT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,7})?)%\s+(.+)")
_RUBRIC = re.compile(r"([0-9]{1,4}(?:[.,][0-9]{1,2})?)\s*(?:đ|điểm)?\s*:\s*(.+)", re.IGNORECASE)
_POINTS = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")


@dataclass(frozen=True)
class Row:
    """An option: its words, whether it is right, and what is said to whoever chooses it."""

    text: str = ""
    is_right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Fields:
    """What stands in the form of one question."""

    type: QuestionType
    stem: str = ""
    rows: tuple[Row, ...] = ()
    lines: str = ""
    explanation: str = ""
    hints: str = ""
    points: str = ""
    pool: str = ""
    is_unsure: bool = False

    @property
    def shown_rows(self) -> tuple[Row, ...]:
        """Return the options with some empty rows to write more."""
        spare = max(_SPARE_ROWS, _LEAST_ROWS - len(self.rows))
        return (*self.rows, *(Row() for _ in range(min(spare, MOST_ROWS - len(self.rows)))))

    @property
    def is_ticked(self) -> bool:
        return self.type in TICKED

    @property
    def lines_label(self) -> str:
        return LINES.get(self.type, "")


def fits(question: WrittenQuestion) -> bool:
    """Tell whether the fields can hold a question; one whose answers run over several lines is written as Markdown."""
    short = [answer.text for answer in question.answers] + [hint.text for hint in question.hints]
    short += [text for pair in question.pairs for text in (pair.left, pair.right)]
    short += [line.text for line in question.rubric]
    if question.type is QuestionType.ORDERING:
        short += [option.text for option in question.options]
    return not any("\n" in text for text in short) and len(question.options) <= MOST_ROWS


def shown(question: WrittenQuestion, pool: str) -> Fields:
    """Return the fields as they stand before anybody types."""
    return Fields(
        type=question.type,
        stem=question.stem,
        rows=tuple(Row(each.text, each.fraction > 0, each.feedback) for each in question.options)
        if question.type in TICKED
        else (),
        lines="\n".join(_lines_of(question)),
        explanation=question.explanation,
        hints="\n".join(hint.text for hint in question.hints),
        points="" if question.points is None else shortest(question.points),
        pool=pool,
    )


def _lines_of(question: WrittenQuestion) -> Iterator[str]:
    if question.type is QuestionType.ORDERING:
        yield from (option.text for option in question.options)
    for answer in question.answers:
        yield answer.text if answer.fraction == ONE else f"{shortest(100 * answer.fraction)}% {answer.text}"
    for pair in question.pairs:
        yield f"{pair.left} -> {pair.right}".strip()
    for line in question.rubric:
        yield f"{shortest(line.points)}đ: {line.text}"


def typed(form: MultiDict[str, str], type_before: QuestionType) -> Fields:
    """Return the fields as they were typed."""
    wanted = form.get("type", "")
    kind = QuestionType(wanted) if wanted in list(QuestionType) else type_before
    return Fields(
        type=kind,
        stem=_prose(form, "stem"),
        rows=tuple(_rows(form)) if kind in TICKED else (),
        lines=_prose(form, "lines"),
        explanation=_prose(form, "explanation"),
        hints=_prose(form, "hints"),
        points=line(form.get("points", ""))[:20],
        pool=line(form.get("pool", ""))[:200],
        is_unsure="unsure" in form,
    )


def _prose(form: Mapping[str, str], name: str) -> str:
    return without_hidden(form.get(name, "")).strip()[:_LONGEST]


def line(text: str) -> str:
    """Return typed text on one line, without what nobody sees and no database takes."""
    return squeeze(without_hidden(text))


def _rows(form: MultiDict[str, str]) -> Iterator[Row]:
    right = set(form.getlist("right"))
    for number in range(MOST_ROWS):
        row = Row(_prose(form, f"option-{number}"), str(number) in right, _prose(form, f"feedback-{number}"))
        if row.text or row.feedback:
            yield row


def faults(fields: Fields) -> dict[str, str]:
    """Return what is missing, field by field, in the words of the form; an empty mapping if nothing is."""
    found: dict[str, str] = {}
    if not fields.stem:
        found["stem"] = gettext("Viết câu hỏi.")
    if fields.is_ticked:
        found |= _row_faults(fields)
    elif (
        fields.lines_label
        and not fields.lines
        and fields.type not in (QuestionType.ESSAY, QuestionType.EVIDENCE)
    ):
        found["lines"] = gettext("Viết ít nhất một dòng ở đây.")
    elif fields.type is QuestionType.MATCHING and not all(
        len(arrow_parts(line)) == 2 for line in _written(fields.lines)
    ):
        found["lines"] = gettext("Mỗi dòng là một cặp, ở giữa có dấu ->, ví dụ: OTP -> mã dùng một lần.")
    elif fields.type in (QuestionType.ESSAY, QuestionType.EVIDENCE) and not all(
        _RUBRIC.fullmatch(line) for line in _written(fields.lines)
    ):
        found["lines"] = gettext("Mỗi dòng bắt đầu bằng số điểm, ví dụ: 2đ: nêu đúng hai ví dụ.")
    if fields.points and not (_POINTS.fullmatch(fields.points) and Decimal(_dotted(fields.points)) > 0):
        found["points"] = gettext("Điểm là một số lớn hơn 0, ví dụ 1 hoặc 0,5.")
    return found


def _row_faults(fields: Fields) -> dict[str, str]:
    rows = [row for row in fields.rows if row.text]
    right = sum(row.is_right for row in rows)
    if len(rows) < len(fields.rows):
        return {
            "rows": gettext(
                "Có phương án mới viết lời nhắn mà chưa có chữ. Viết phương án ấy, hoặc xóa lời nhắn."
            )
        }
    if len({squeeze(row.text).casefold() for row in rows}) < len(rows):
        return {"rows": gettext("Có hai phương án giống nhau. Sửa hoặc xóa bớt một.")}
    if len(rows) < (1 if fields.type is QuestionType.CLUSTER else 2):
        return {"rows": gettext("Viết ít nhất hai phương án.")}
    if fields.type is QuestionType.CLUSTER:
        return {}
    if not right:
        return {"rows": gettext("Đánh dấu đáp án đúng.")}
    if right > 1 and fields.type is not QuestionType.MULTIPLE:
        return {
            "rows": gettext(
                "Câu này chỉ có một đáp án đúng. Bỏ bớt dấu, hoặc đổi loại câu thành “Nhiều đáp án”."
            )
        }
    return {}


def question_of(fields: Fields, before: WrittenQuestion) -> WrittenQuestion:
    """Return the question that was typed; ``faults`` has found none."""
    lines = list(_written(fields.lines))
    kind = fields.type
    changed_type = kind is not before.type
    return replace(
        before,
        type=kind,
        stem=fields.stem,
        options=_options(fields, lines, before),
        answers=_answers(lines, before) if kind in (QuestionType.SHORT, QuestionType.NUMBER) else (),
        pairs=_pairs(lines, before) if kind is QuestionType.MATCHING else (),
        rubric=_rubric(lines) if kind in (QuestionType.ESSAY, QuestionType.EVIDENCE) else (),
        score="" if changed_type else before.score,
        match="" if changed_type else before.match,
        explanation=fields.explanation,
        hints=_hints(fields.hints, before.hints),
        points=Decimal(_dotted(fields.points)) if fields.points else None,
    )


def _written(text: str) -> Iterator[str]:
    return (squeeze(line) for line in text.split("\n") if line.strip())


def _dotted(text: str) -> str:
    return text.replace(",", ".")


def _options(fields: Fields, lines: Sequence[str], before: WrittenQuestion) -> tuple[WrittenOption, ...]:
    """Return the options; a row goes on as the option with the same words, or else the one that stood in its place."""
    if fields.type is QuestionType.ORDERING:
        rows: Sequence[Row] = [Row(line) for line in lines]
    else:
        rows = fields.rows
    known = {option.text: option for option in before.options}
    made = []
    for place, row in enumerate(rows):
        there = before.options[place] if place < len(before.options) else WrittenOption(row.text)
        former = known.get(row.text, there if len(rows) == len(before.options) else WrittenOption(row.text))
        fraction = former.fraction if (former.fraction > 0) == row.is_right else ONE if row.is_right else ZERO
        feedback = former.feedback if fields.type is QuestionType.ORDERING else row.feedback
        made.append(replace(former, text=row.text, fraction=fraction, feedback=feedback))
    return tuple(made)


def _answers(lines: Sequence[str], before: WrittenQuestion) -> tuple[WrittenAnswer, ...]:
    feedback = {answer.text: answer.feedback for answer in before.answers}
    made = []
    for line in lines:
        weighted = _WEIGHT.fullmatch(line)
        text = weighted[2] if weighted else line
        share = Decimal(_dotted(weighted[1])) / 100 if weighted else ONE
        made.append(WrittenAnswer(text, share, feedback.get(text, "")))
    return tuple(made)


def _pairs(lines: Sequence[str], before: WrittenQuestion) -> tuple[WrittenPair, ...]:
    known = {(pair.left, pair.right): pair for pair in before.pairs}
    parts = [arrow_parts(line) for line in lines]
    return tuple(known.get((left, right), WrittenPair(left, right)) for left, right in parts)


def _rubric(lines: Sequence[str]) -> tuple[WrittenRubricLine, ...]:
    found = [match for match in map(_RUBRIC.fullmatch, lines) if match]
    return tuple(WrittenRubricLine(Decimal(_dotted(match[1])), match[2]) for match in found)


def _hints(text: str, before: Sequence[WrittenHint]) -> tuple[WrittenHint, ...]:
    lines = list(_written(text))
    return tuple(
        WrittenHint(line, before[place].penalty if place < len(before) else ZERO)
        for place, line in enumerate(lines)
    )
