"""Spot: mark what is wrong in a text. What was found is explained; what was not found is only counted until the pass.

How the text is cut into passages, so that the faults do not stand out, is in ``passages``.
"""

import re
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
from lms.core.practice.declaration import Reader, item_id
from lms.core.practice.ordinary import Ordinary
from lms.core.practice.passages import Passage, cut
from lms.core.vietnamese import fold

MOST_FAULTS = 4
MOST_PASSAGES = 30
LONGEST_PARAGRAPH = 2_000
DEFAULT_RECALL, DEFAULT_PRECISION = 80, 70

_KEYS = {"dat": "đạt", "diem": "điểm"}
_EXAMPLE = "- Trường lập năm 1985. [[bịa: Năm 1990 trường được tặng giải quốc tế|Không nguồn nào nói vậy.]]"
_NEEDED = re.compile(r"(?:tim|found) (100|[1-9][0-9]?) ?%(?: ?, ?(?:dung|right) (100|[1-9][0-9]?) ?%)?")


@dataclass(frozen=True)
class Fault:
    """A sort of fault, called as the author calls it."""

    id: str
    title: str


@dataclass(frozen=True)
class SpotSpec:
    """What an author declared: ``recall`` percent of the faults found, ``precision`` percent of the choices right."""

    points: Decimal
    passages: tuple[Passage, ...]
    faults: tuple[Fault, ...]
    recall: int
    precision: int
    kind: str = "spot"
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "passages": [passage.to_json() for passage in self.passages],
            "faults": [{"id": fault.id, "title": fault.title} for fault in self.faults],
            "recall": self.recall,
            "precision": self.precision,
        }

    @property
    def wrong(self) -> tuple[Passage, ...]:
        """The passages that have a fault."""
        return tuple(passage for passage in self.passages if passage.fault)


@dataclass(frozen=True)
class SpotChoice:
    """A passage on the page: its field, what was chosen, and what may be said of it. The key is not in it."""

    field: str
    text: str
    begins: bool
    chosen: str
    row: Row | None


class Spot(Ordinary):
    """The kind ``spot``. Form fields: ``p-<passage id>``, each with the id of a sort of fault, or empty."""

    key: Final = "spot"
    version: Final = 1

    def parse(self, block: Block) -> SpotSpec:
        reader = Reader(block, _KEYS)
        reader.require_items(1, _EXAMPLE)
        passages = _read_passages(reader)
        titles = dict.fromkeys(passage.fault for passage in passages if passage.fault)
        faults = tuple(Fault(item_id(title), title) for title in titles)
        if reader.entries and not 1 <= len(faults) <= MOST_FAULTS:
            reader.error(
                reader.line,
                f"Cần đánh dấu chỗ sai, từ 1 đến {MOST_FAULTS} loại lỗi. Ví dụ: {_EXAMPLE}",
                f"Mark what is wrong, with 1 to {MOST_FAULTS} sorts of fault. For example: {_EXAMPLE}",
            )
        recall, precision = _read_needed(reader)
        wrong = sum(bool(passage.fault) for passage in passages)
        points = reader.points(Decimal(wrong))
        reader.finish()
        return SpotSpec(points, passages, faults, recall, precision, hint=reader.hint(), line=block.line)

    def spec_from_json(self, stored: Mapping[str, Any]) -> SpotSpec:
        return SpotSpec(
            Decimal(stored["points"]),
            tuple(Passage(**passage) for passage in stored["passages"]),
            tuple(Fault(fault["id"], fault["title"]) for fault in stored["faults"]),
            stored["recall"],
            stored["precision"],
            hint=stored.get("hint", ""),
        )

    def lint(self, spec: SpotSpec, assets: Collection[str]) -> list[Finding]:
        return [*_lint_whole(spec), *_lint_passages(spec)]

    def fields(self, spec: SpotSpec, task: Task) -> Mapping[str, Field]:
        return {_field(passage): Field() for passage in spec.passages}

    def view(self, spec: SpotSpec, task: Task, attempt: Attempt) -> ViewModel:
        choices = tuple(
            SpotChoice(
                _field(passage),
                passage.text,
                passage.begins,
                _chosen(spec, passage, attempt.submission),
                attempt.report.row(passage.id) if attempt.report else None,
            )
            for passage in spec.passages
        )
        summary = attempt.report.row("left") if attempt.report else None
        context = {
            "choices": choices,
            "faults": spec.faults,
            "total": len(spec.wrong),
            "needed": -(-spec.recall * len(spec.wrong) // 100),
            "summary": summary,
            "report": attempt.report,
        }
        return ViewModel("practice/_spot.html", context)

    def check(self, spec: SpotSpec, task: Task, submission: Submission) -> Report:
        chosen = {passage.id: _chosen(spec, passage, submission) for passage in spec.passages}
        marked = [passage for passage in spec.passages if chosen[passage.id]]
        if not marked:
            return Report(Verdict.FAILED, (_nothing_chosen(spec),))
        found = [passage for passage in marked if _is_found(passage, chosen[passage.id])]
        enough = len(found) * 100 >= spec.recall * len(spec.wrong)
        sure = len(found) * 100 >= spec.precision * len(marked)
        rows = [_row(spec, passage, chosen[passage.id]) for passage in marked]
        missed = [passage for passage in spec.wrong if not chosen[passage.id]]
        if enough and sure:
            return Report(Verdict.PASSED, (*rows, *(_missed_row(passage) for passage in missed)))
        return Report(Verdict.FAILED, (_left_row(spec, len(found), len(marked)), *rows))

    def hint(self, spec: SpotSpec) -> str:
        return spec.hint or N_(
            "Đọc từng đoạn và tự hỏi: ai nói điều này, có kiểm tra lại được không, có tên ai không?"
        )

    def example(self, spec: SpotSpec, task: Task, report: Report | None) -> tuple[ExampleLine, ...]:
        for passage in spec.wrong:
            row = report.row(passage.id) if report else None
            if report and (row is None or row.state is not RowState.MET):
                return (ExampleLine(passage.text, passage.fault, passage.why),)
        return ()


def _field(passage: Passage) -> str:
    return f"p-{passage.id}"


def _is_found(passage: Passage, chosen: str) -> bool:
    return bool(passage.fault) and item_id(passage.fault) == chosen


def _chosen(spec: SpotSpec, passage: Passage, submission: Submission) -> str:
    chosen = submission.get(_field(passage))
    known = {fault.id for fault in spec.faults}
    return chosen if isinstance(chosen, str) and chosen in known else ""


def _nothing_chosen(spec: SpotSpec) -> Row:
    return Row(
        "left",
        RowState.OPEN,
        Decimal(1),
        N_("Thầy cô chưa chọn đoạn nào."),
        N_("Chọn ít nhất một đoạn"),
        N_("Đọc lại và chọn những đoạn thầy cô thấy có vấn đề."),
        form_field=_field(spec.passages[0]),
    )


def _row(spec: SpotSpec, passage: Passage, chosen: str) -> Row:
    """Return what may be said of a passage that was chosen: why, where it was judged rightly or is in order."""
    if _is_found(passage, chosen):
        return Row(
            passage.id,
            RowState.MET,
            Decimal(1),
            N_("Đúng rồi, lỗi “%(fault)s”."),
            passage.text,
            reason=passage.why,
            values={"fault": passage.fault},
        )
    if passage.fault:
        message, reason = N_("Đoạn này có vấn đề thật, nhưng là loại lỗi khác."), ""
        next_step = N_("Đọc lại đoạn này rồi chọn loại lỗi khác.")
    else:
        message, reason = N_("Đoạn này không có lỗi."), passage.why
        next_step = N_("Bỏ chọn đoạn này.")
    said = next(fault.title for fault in spec.faults if fault.id == chosen)
    return Row(
        passage.id, RowState.NOT_MET, Decimal(1), message, passage.text, next_step, reason, answer=said
    )


def _left_row(spec: SpotSpec, found: int, marked: int) -> Row:
    """Return how many faults are left and how many choices are wrong, without a word on which."""
    left = len(spec.wrong) - found
    values = {"left": str(left), "found": str(found), "all": str(len(spec.wrong)), "marked": str(marked)}
    if left:
        message = N_("Đã tìm đúng %(found)s trên %(all)s chỗ. Còn %(left)s chỗ chưa tìm ra.")
        next_step = N_("Đọc chậm lại những đoạn chưa chọn.")
    else:
        message = N_("Đã tìm đúng cả %(all)s chỗ, nhưng chọn nhầm nhiều đoạn không có lỗi.")
        next_step = N_("Bỏ chọn những đoạn không có lỗi.")
    return Row("left", RowState.NOT_MET, Decimal(0), message, N_("Cả bài"), next_step, values=values)


def _missed_row(passage: Passage) -> Row:
    """Return the explanation of a fault that was not found; only a passed hand-in has such rows."""
    return Row(
        passage.id,
        RowState.OPEN,
        Decimal(0),
        N_("Chỗ này thầy cô chưa chọn: lỗi “%(fault)s”."),
        passage.text,
        N_("Lần sau để ý những chỗ như thế này."),
        passage.why,
        values={"fault": passage.fault},
    )


def _read_passages(reader: Reader) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    for entry in reader.entries:
        if len(entry.text) > LONGEST_PARAGRAPH:
            reader.error(
                entry.line,
                f"Đoạn văn này dài quá {LONGEST_PARAGRAPH} chữ cái. Tách thành nhiều dòng “- ”.",
                f"This paragraph is longer than {LONGEST_PARAGRAPH} characters. Split it into several “- ” lines.",
            )
            continue
        for line, vi, en in (*cut(entry, passages), *((number, *_NO_NOTE) for number, _ in entry.notes)):
            reader.error(line, vi, en)
    return tuple(passages)


_NO_NOTE = (
    "Ở đây không có dòng “>”. Lời giải thích viết ngay trong dấu: [[bịa: đoạn|vì sao]]",
    "No “>” lines here. The explanation stands in the mark itself: [[bịa: passage|why]]",
)


def _read_needed(reader: Reader) -> tuple[int, int]:
    found = reader.value("dat")
    if found is None:
        return DEFAULT_RECALL, DEFAULT_PRECISION
    line, text = found
    needed = _NEEDED.fullmatch(fold(text)[:60])
    if needed is None:
        reader.error(
            line,
            f"`đạt:` viết là `đạt: tìm 80%, đúng 70%`; ở đây là “{text}”.",
            f"`đạt:` is written `đạt: tìm 80%, đúng 70%` (share found, share right); found “{text}”.",
        )
        return DEFAULT_RECALL, DEFAULT_PRECISION
    return int(needed[1]), int(needed[2] or DEFAULT_PRECISION)


def _lint_whole(spec: SpotSpec) -> list[Finding]:
    findings = []
    wrong, total = len(spec.wrong), len(spec.passages)
    if len(spec.faults) == 1 and wrong * 100 >= spec.precision * total:
        findings.append(
            Finding(
                spec.line,
                "warning",
                "Chọn hết mọi đoạn cũng đạt. Thêm đoạn không có lỗi, hoặc tăng số sau chữ `đúng`.",
                "Choosing every passage passes. Add passages in order, or raise the number after `đúng`.",
            )
        )
    if total > MOST_PASSAGES:
        findings.append(
            Finding(
                spec.line,
                "warning",
                f"Bài có {total} đoạn để chọn, nhiều quá {MOST_PASSAGES}. Rút ngắn hoặc chia làm hai nhiệm vụ.",
                f"There are {total} passages to choose from, more than {MOST_PASSAGES}. Shorten or split the task.",
            )
        )
    return findings


def _lint_passages(spec: SpotSpec) -> list[Finding]:
    """Advise where a marked passage can be told by its length alone."""
    plain = [len(passage.text) for passage in spec.passages if not passage.fault and not passage.why]
    longest = 2 * max(plain, default=60)
    return [
        Finding(
            passage.line,
            "warning",
            f"Đoạn đánh dấu “{passage.text[:40]}…” dài hơn hẳn các đoạn khác nên dễ bị lộ. Đánh dấu ngắn lại.",
            f"The marked passage “{passage.text[:40]}…” is far longer than the others and stands out. Mark less of it.",
        )
        for passage in spec.wrong
        if len(passage.text) > longest
    ]
