"""Observed: a mentor watches in person and ticks what was seen, required lines first of all.

The learner's side asks for that meeting; ``observe`` is the mentor's side.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from lms.core.completion import Trust
from lms.core.errors import N_
from lms.core.practice.contract import (
    Attempt,
    Block,
    Finding,
    Report,
    Row,
    RowState,
    Submission,
    Task,
    Verdict,
    ViewModel,
)
from lms.core.practice.declaration import Entry, Reader, item_id
from lms.core.practice.ordinary import Ordinary
from lms.core.practice.self_check import is_ticked

MOST_ITEMS = 8

_KEYS = {"nop": "nộp", "cham": "chấm", "diem": "điểm"}
_EXAMPLE = "- [ ] Tự nhập mã PIN, không đọc cho ai (bắt buộc)"
_REQUIRED = re.compile(r"\s*\((?:bắt buộc|required)\)\s*\.?$", re.IGNORECASE)


class Support(StrEnum):
    """How the learner did it, as the mentor saw; form field ``how``."""

    ALONE = "alone"
    HELPED = "helped"


@dataclass(frozen=True)
class Observation:
    """One thing to see happen. Where the author marks none as required, all are."""

    id: str
    text: str
    is_required: bool
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class ObservedSpec:
    """What an author declared."""

    points: Decimal
    items: tuple[Observation, ...]
    kind: str = "observed"
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "items": [{"id": i.id, "text": i.text, "is_required": i.is_required} for i in self.items],
        }


@dataclass(frozen=True)
class ObservationBox:
    """A line of the list on the page; the mentor's form names it ``field``."""

    field: str
    text: str
    is_required: bool
    is_ticked: bool
    row: Row | None


def support_in(ticks: Submission) -> Support | None:
    """Return whether the mentor saw it done alone or with help, or None where that was not said."""
    how = ticks.get("how")
    return Support(how) if isinstance(how, str) and how in set(Support) else None


def observe(spec: ObservedSpec, ticks: Submission) -> Report:
    """Return the report of what a mentor ticked: ``o-1`` … ``o-n``, and ``how`` it was done.

    Without ``how`` nothing can be concluded, and that is no failure of the learner.
    """
    rows = tuple(_row(item, is_ticked(ticks, name)) for name, item in _fields(spec))
    support = support_in(ticks)
    if support is None:
        return Report(Verdict.CANNOT_CHECK, (_support_row(support), *rows))
    failed = any(row.state is RowState.NOT_MET for row in rows)
    return Report(Verdict.FAILED if failed else Verdict.PASSED, (_support_row(support), *rows))


class Observed(Ordinary):
    """The kind ``observed``. The learner submits nothing but the wish to be watched."""

    key: Final = "observed"
    version: Final = 1
    trust = Trust.PERSON

    def parse(self, block: Block) -> ObservedSpec:
        reader = Reader(block, _KEYS)
        reader.expect("nop", "trực tiếp")
        reader.expect("cham", "người hướng dẫn")
        reader.require_items(1, _EXAMPLE)
        items = _read_items(reader)
        spec = ObservedSpec(reader.points(Decimal(0)), items, hint=reader.hint(), line=block.line)
        reader.finish()
        return spec

    def spec_from_json(self, stored: Mapping[str, Any]) -> ObservedSpec:
        items = tuple(Observation(i["id"], i["text"], i["is_required"]) for i in stored["items"])
        return ObservedSpec(Decimal(stored["points"]), items, hint=stored.get("hint", ""))

    def lint(self, spec: ObservedSpec, assets: Collection[str]) -> list[Finding]:
        if len(spec.items) <= MOST_ITEMS:
            return []
        return [
            Finding(
                spec.line,
                "warning",
                f"Có {len(spec.items)} điều phải quan sát; quá {MOST_ITEMS} thì khó theo dõi. Gộp bớt lại.",
                f"There are {len(spec.items)} things to observe; more than {MOST_ITEMS} are hard to follow.",
            )
        ]

    def prepare(self, spec: ObservedSpec, seed: int) -> Task:
        return Task(seed)

    def view(self, spec: ObservedSpec, task: Task, attempt: Attempt) -> ViewModel:
        boxes = tuple(
            ObservationBox(
                name,
                item.text,
                item.is_required,
                is_ticked(attempt.submission, name),
                attempt.report.row(item.id) if attempt.report else None,
            )
            for name, item in _fields(spec)
        )
        context = {"boxes": boxes, "how": support_in(attempt.submission), "report": attempt.report}
        return ViewModel("practice/_observed.html", context)

    def check(self, spec: ObservedSpec, task: Task, submission: Submission) -> Report:
        message = N_("Người hướng dẫn sẽ xem trực tiếp việc này.")
        rows = tuple(
            Row(item.id, RowState.WAITING, Decimal(1), message, item.text) for _, item in _fields(spec)
        )
        return Report(Verdict.NEEDS_PERSON, rows)


def _read_items(reader: Reader) -> tuple[Observation, ...]:
    boxes = reader.tick_boxes()
    required = {box.line for box in boxes if _REQUIRED.search(box.text)}
    bare = [Entry(box.line, _REQUIRED.sub("", box.text)) for box in boxes]
    return tuple(
        Observation(item_id(box.text), box.text, not required or box.line in required, box.line)
        for box in reader.distinct(bare)
    )


def _fields(spec: ObservedSpec) -> list[tuple[str, Observation]]:
    return [(f"o-{place}", item) for place, item in enumerate(spec.items, start=1)]


def _row(item: Observation, seen: bool) -> Row:
    weight = Decimal(1) if item.is_required else Decimal(0)
    if seen:
        return Row(item.id, RowState.MET, weight, N_("Người hướng dẫn đã thấy thầy cô làm được."), item.text)
    if not item.is_required:
        message = N_("Lần này chưa thấy; việc này không bắt buộc.")
        return Row(item.id, RowState.OPEN, weight, message, item.text, N_("Khi tiện thì làm thử thêm."))
    return Row(
        item.id,
        RowState.NOT_MET,
        weight,
        N_("Lần này chưa thấy làm được, không sao."),
        item.text,
        N_("Tập lại việc này cùng người hướng dẫn rồi hẹn xem lại."),
    )


def _support_row(support: Support | None) -> Row:
    where = N_("Cách làm")
    if support is None:
        return Row(
            "how",
            RowState.NOT_MET,
            Decimal(0),
            N_("Chưa ghi là tự làm một mình hay có người giúp."),
            where,
            N_("Chọn một trong hai: tự làm một mình, hoặc có người giúp."),
        )
    message = N_("Tự làm một mình.") if support is Support.ALONE else N_("Làm được khi có người giúp.")
    return Row("how", RowState.MET, Decimal(0), message, where)
