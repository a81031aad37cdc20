"""Self-check: the learner ticks what has been done. It passes on the learner's own word, and says so."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from lms.core.completion import Trust
from lms.core.errors import N_
from lms.core.practice.contract import (
    Attempt,
    Block,
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

TICKED = "on"
MOST_ITEMS = 10

_KEYS = {"nop": "nộp", "cham": "chấm", "diem": "điểm"}
_EXAMPLE = "- [ ] Tôi mở được ứng dụng và thấy trang chính"


@dataclass(frozen=True)
class CheckItem:
    """One thing to have done. ``line`` serves the author's messages and is not stored."""

    id: str
    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class SelfCheckSpec:
    """What an author declared: every item must be ticked."""

    points: Decimal
    items: tuple[CheckItem, ...]
    kind: str = "self-check"
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "items": [{"id": item.id, "text": item.text} for item in self.items],
        }


@dataclass(frozen=True)
class TickBox:
    """A box on the page: ``field`` is its form name."""

    field: str
    text: str
    is_ticked: bool
    row: Row | None


def is_ticked(submission: Submission, name: str) -> bool:
    """Return whether the box ``name`` was sent ticked; anything but the agreed value is not a tick."""
    return submission.get(name) in (TICKED, True)


class SelfCheck(Ordinary):
    """The kind ``self-check``. Form fields: ``c-1`` … ``c-n``, in the order of the items."""

    key: Final = "self-check"
    version: Final = 1
    trust = Trust.SELF

    def parse(self, block: Block) -> SelfCheckSpec:
        reader = Reader(block, _KEYS)
        reader.expect("nop", "tự kiểm")
        reader.expect("cham", "tự kiểm")
        reader.require_items(1, _EXAMPLE)
        items = tuple(CheckItem(item_id(box.text), box.text, box.line) for box in reader.tick_boxes())
        spec = SelfCheckSpec(reader.points(Decimal(0)), items, hint=reader.hint(), line=block.line)
        reader.finish()
        return spec

    def spec_from_json(self, stored: Mapping[str, Any]) -> SelfCheckSpec:
        items = tuple(CheckItem(item["id"], item["text"]) for item in stored["items"])
        return SelfCheckSpec(Decimal(stored["points"]), items, hint=stored.get("hint", ""))

    def lint(self, spec: SelfCheckSpec, assets: Collection[str]) -> list[Finding]:
        if len(spec.items) <= MOST_ITEMS:
            return []
        return [
            Finding(
                spec.line,
                "warning",
                f"Danh sách có {len(spec.items)} mục, nhiều quá {MOST_ITEMS}. Chia thành hai nhiệm vụ.",
                f"The list has {len(spec.items)} items, more than {MOST_ITEMS}. Split it into two tasks.",
            )
        ]

    def prepare(self, spec: SelfCheckSpec, seed: int) -> Task:
        return Task(seed)

    def view(self, spec: SelfCheckSpec, task: Task, attempt: Attempt) -> ViewModel:
        boxes = tuple(
            TickBox(
                name,
                item.text,
                is_ticked(attempt.submission, name),
                attempt.report.row(item.id) if attempt.report else None,
            )
            for name, item in _fields(spec)
        )
        return ViewModel("practice/_self_check.html", {"boxes": boxes, "report": attempt.report})

    def check(self, spec: SelfCheckSpec, task: Task, submission: Submission) -> Report:
        rows = tuple(_row(item, name, is_ticked(submission, name)) for name, item in _fields(spec))
        all_met = all(row.state is RowState.MET for row in rows)
        return Report(Verdict.PASSED if all_met else Verdict.FAILED, rows)

    def fields(self, spec: SelfCheckSpec, task: Task) -> Mapping[str, Field]:
        return {name: Field() for name, _ in _fields(spec)}


def _fields(spec: SelfCheckSpec) -> list[tuple[str, CheckItem]]:
    return [(f"c-{place}", item) for place, item in enumerate(spec.items, start=1)]


def _row(item: CheckItem, name: str, ticked: bool) -> Row:
    if ticked:
        return Row(item.id, RowState.MET, Decimal(1), N_("Thầy cô đã làm được việc này."), item.text)
    return Row(
        item.id,
        RowState.OPEN,
        Decimal(1),
        N_("Việc này chưa được đánh dấu."),
        item.text,
        N_("Làm xong thì đánh dấu. Nếu bị kẹt, bấm nút nhờ người hướng dẫn."),
        form_field=name,
    )
