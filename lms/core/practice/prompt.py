"""Prompt: build a prompt from parts. Ready-made choices are checked by machine; a text of one's own never is.

For a free text the machine gives hints alone, and a person judges it by the author's criteria. The six parts are in
``prompt_parts``, the reading of a block in ``prompt_block``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from lms.core.errors import N_
from lms.core.practice.contract import (
    Attempt,
    Block,
    ExampleLine,
    Field,
    Finding,
    Report,
    Row,
    RowState,
    Submission,
    Task,
    Verdict,
    ViewModel,
)
from lms.core.practice.ordinary import Ordinary, place_of
from lms.core.practice.prompt_block import PromptPart, PromptSpec, PromptWay, read_prompt
from lms.core.practice.prompt_parts import not_seen
from lms.core.practice.self_check import is_ticked
from lms.core.privacy import find
from lms.core.vietnamese import nfc

TEXT, SEEN = "van-ban", "da-doc"
LONGEST_TEXT = 3_000

SAMPLE_LABEL = N_("Câu trả lời mẫu do người soạn viết, không phải AI đang chạy")
_SAMPLE_FOLLOWS = N_("Câu trả lời mẫu do người soạn viết, không phải AI đang chạy:")


@dataclass(frozen=True)
class Hint:
    """A remark on a free text: a sentence to be translated and what fills its places. It decides nothing."""

    id: str
    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PromptCard:
    """A part on the page: its field, its ways as (id, text), and what was chosen. Which are good is not in it."""

    field: str
    title: str
    question: str
    ways: tuple[tuple[str, str], ...]
    chosen: str
    row: Row | None


class Prompt(Ordinary):
    """The kind ``prompt``. Form fields: ``g-<part>`` with the id of a way, ``van-ban`` and the tick ``da-doc``."""

    key: Final = "prompt"
    version: Final = 1

    def parse(self, block: Block) -> PromptSpec:
        return read_prompt(block)

    def spec_from_json(self, stored: Mapping[str, Any]) -> PromptSpec:
        parts = tuple(
            PromptPart(part["key"], part["title"], tuple(PromptWay(**way) for way in part["ways"]))
            for part in stored["parts"]
        )
        return PromptSpec(
            Decimal(stored["points"]),
            parts,
            stored["is_free"],
            tuple(stored["criteria"]),
            stored["answer"],
            hint=stored.get("hint", ""),
        )

    def lint(self, spec: PromptSpec, assets: Collection[str]) -> list[Finding]:
        return [
            Finding(
                part.line,
                "warning",
                f"Ở phần “{part.title}” cách tốt dài hơn hẳn nên dễ đoán. Viết các cách dài gần bằng nhau.",
                f"In the part “{part.title}” the good way is far longer and easy to guess. Make the ways alike in length.",
            )
            for part in spec.parts
            if min(len(way.text) for way in part.ways if way.is_good)
            > 2 * max(len(way.text) for way in part.ways if not way.is_good)
        ]

    def fields(self, spec: PromptSpec, task: Task) -> Mapping[str, Field]:
        # A line break counts twice on its way here; the box in the page holds LONGEST_TEXT.
        free = {TEXT: Field(2 * LONGEST_TEXT), SEEN: Field()} if spec.is_free else {}
        return {**{f"g-{part.key}": Field() for part in spec.parts}, **free}

    def view(self, spec: PromptSpec, task: Task, attempt: Attempt) -> ViewModel:
        chosen = chosen_ways(spec, attempt.submission)
        text = free_text(attempt.submission)
        context = {
            "cards": tuple(_card(part, task, chosen, attempt.report) for part in spec.parts),
            "prompt": assembled(spec, attempt.submission),
            "answer": spec.answer if len(chosen) == len(spec.parts) else "",
            "answer_label": SAMPLE_LABEL,
            "is_free": spec.is_free,
            "criteria": spec.criteria,
            "text": text,
            "longest": LONGEST_TEXT,
            "hints": hints(spec, text) if spec.is_free and text else (),
            "is_personal": spec.is_free and bool(find(text)),
            "is_seen": is_ticked(attempt.submission, SEEN),
            "report": attempt.report,
        }
        return ViewModel("practice/_prompt.html", context)

    def check(self, spec: PromptSpec, task: Task, submission: Submission) -> Report:
        chosen = chosen_ways(spec, submission)
        rows = [_part_row(part, chosen.get(part.key)) for part in spec.parts]
        if spec.is_free:
            rows += _text_rows(spec, submission)
        if any(row.state is RowState.NOT_MET or (row.state is RowState.OPEN and row.weight) for row in rows):
            return Report(Verdict.FAILED, tuple(rows))
        rows = [*rows[: len(spec.parts)], *_written_rows(spec, submission), *rows[len(spec.parts) :]]
        rows += _closing_rows(spec, submission)
        return Report(Verdict.NEEDS_PERSON if spec.is_free else Verdict.PASSED, tuple(rows))

    def hint(self, spec: PromptSpec) -> str:
        return spec.hint or N_(
            "Ở mỗi phần, chọn cách nói rõ hơn, không nêu tên ai, và cho phép kiểm tra lại câu trả lời."
        )

    def example(self, spec: PromptSpec, task: Task, report: Report | None) -> tuple[ExampleLine, ...]:
        for part in spec.parts:
            row = report.row(part.key) if report else None
            if row and row.state is RowState.NOT_MET:
                way = next(way for way in part.ways if way.is_good)
                return (ExampleLine(part.title, way.text, way.why),)
        return ()


def chosen_ways(spec: PromptSpec, submission: Submission) -> dict[str, PromptWay]:
    """Return the way that was chosen for each part; parts without a choice are left out."""
    found = {}
    for part in spec.parts:
        way = next((way for way in part.ways if way.id == submission.get(f"g-{part.key}")), None)
        if way:
            found[part.key] = way
    return found


def free_text(submission: Submission) -> str:
    """Return the learner's own text, or nothing where there is none."""
    text = submission.get(TEXT)
    return nfc(text).replace("\r\n", "\n").strip() if isinstance(text, str) else ""


def assembled(spec: PromptSpec, submission: Submission) -> str:
    """Return the prompt put together from the ways that were chosen, a line a part."""
    return "\n".join(way.text for way in chosen_ways(spec, submission).values())


def prompt_in(spec: PromptSpec, submission: Submission) -> str:
    """Return what a machine would be asked: the learner's own text, else the prompt put together."""
    return (free_text(submission) if spec.is_free else "") or assembled(spec, submission)


def hints(spec: PromptSpec, text: str) -> tuple[Hint, ...]:
    """Return remarks on a free text: what may be personal, and which of the task's parts it shows no sign of."""
    personal = tuple(
        Hint(f"personal-{number}", span.sentence, {"text": span.text})
        for number, span in enumerate(find(text), 1)
    )
    missing = tuple(
        Hint(
            f"missing-{part.key}",
            N_("Có thể chưa có phần “%(part)s”. Nếu có rồi thì thầy cô bỏ qua lời này."),
            {"part": part.title},
        )
        for part in not_seen(text, {part.key for part in spec.parts})
    )
    return (*personal, *missing)


def _card(part: PromptPart, task: Task, chosen: Mapping[str, PromptWay], report: Report | None) -> PromptCard:
    def place(way: PromptWay) -> bytes:
        return place_of(task.seed, f"{part.key}:{way.id}")

    ways = tuple((way.id, way.text) for way in sorted(part.ways, key=place))
    picked = chosen[part.key].id if part.key in chosen else ""
    row = report.row(part.key) if report else None
    return PromptCard(f"g-{part.key}", part.title, part.question, ways, picked, row)


def _part_row(part: PromptPart, way: PromptWay | None) -> Row:
    """Return the part's row. A part without a choice gives nothing of its key away."""
    if way is None:
        message, next_step = N_("Phần này chưa được chọn."), N_("Chọn một cách viết cho phần này.")
        name = f"g-{part.key}"
        return Row(part.key, RowState.OPEN, Decimal(1), message, part.title, next_step, form_field=name)
    where = f"{part.title}: {way.text}"
    if way.is_good:
        return Row(part.key, RowState.MET, Decimal(1), N_("Chọn tốt."), where, reason=way.why)
    message, next_step = N_("Cách này chưa tốt, không sao."), N_("Chọn cách viết khác cho phần này.")
    return Row(part.key, RowState.NOT_MET, Decimal(1), message, where, next_step, way.why)


def _text_rows(spec: PromptSpec, submission: Submission) -> list[Row]:
    """Return what stands in the way of sending a free text, or hints that decide nothing."""
    text = free_text(submission)
    if not text or len(text) > LONGEST_TEXT:
        message = N_("Bài tự viết dài quá.") if text else N_("Chưa viết câu lệnh của thầy cô.")
        next_step = N_("Viết câu lệnh vào ô, ngắn gọn là được.")
        where = N_("Câu lệnh tự viết")
        return [Row("text", RowState.OPEN, Decimal(1), message, where, next_step, form_field=TEXT)]
    rows = []
    if find(text) and not is_ticked(submission, SEEN):
        message = N_("Bài viết có thể có thông tin riêng.")
        next_step = N_("Bỏ thông tin riêng đi, hoặc đánh dấu là đã xem lại.")
        where = N_("Xem lại lời nhắc về thông tin riêng")
        rows.append(Row("seen", RowState.OPEN, Decimal(1), message, where, next_step, form_field=SEEN))
    for hint in hints(spec, text):
        next_step = N_("Đây chỉ là lời nhắc của máy, người hướng dẫn mới là người xem.")
        rows.append(
            Row(
                hint.id,
                RowState.OPEN,
                Decimal(0),
                hint.sentence,
                N_("Lời nhắc của máy"),
                next_step,
                values=hint.values,
            )
        )
    return rows


def _written_rows(spec: PromptSpec, submission: Submission) -> list[Row]:
    """Return the learner's text and what a person judges it by."""
    if not spec.is_free:
        return []
    text = free_text(submission)
    written, watched = N_("Bài đã viết:"), N_("Người hướng dẫn xem theo điều này.")
    return [
        Row("text", RowState.WAITING, Decimal(0), written, N_("Câu lệnh tự viết"), reason=text),
        *(
            Row(f"criterion-{number}", RowState.WAITING, Decimal(1), watched, criterion)
            for number, criterion in enumerate(spec.criteria, 1)
        ),
    ]


def _closing_rows(spec: PromptSpec, submission: Submission) -> list[Row]:
    """Return what belongs to the finished work: the prompt put together, and the author's recorded answer."""
    rows = [
        Row(
            "prompt",
            RowState.MET,
            Decimal(0),
            N_("Câu lệnh ghép lại:"),
            N_("Câu lệnh"),
            reason=assembled(spec, submission),
        )
    ]
    if spec.answer:
        rows.append(
            Row(
                "answer", RowState.MET, Decimal(0), _SAMPLE_FOLLOWS, N_("Câu trả lời mẫu"), reason=spec.answer
            )
        )
    return rows
