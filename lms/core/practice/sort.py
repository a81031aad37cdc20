"""Sort: put each situation into its class. Checked by machine; a wrong choice is explained, the rest stays hidden."""

from collections import Counter
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
from lms.core.practice.declaration import Entry, Reader, item_id, plain
from lms.core.practice.ordinary import Ordinary, place_of
from lms.core.practice.slips import split_arrow

FEWEST_CLASSES, MOST_CLASSES = 2, 5
MOST_ITEMS = 15

_KEYS = {"nhom": "nhóm", "dat": "đạt", "diem": "điểm"}
_EXAMPLE = "- Ứng dụng có tên nhà phát hành lạ -> Giả"


@dataclass(frozen=True)
class SortClass:
    """A class that items go into."""

    id: str
    title: str


@dataclass(frozen=True)
class SortItem:
    """A situation, the class it belongs to, and why."""

    id: str
    text: str
    class_id: str
    why: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class SortSpec:
    """What an author declared; ``needed`` right answers pass."""

    points: Decimal
    classes: tuple[SortClass, ...]
    items: tuple[SortItem, ...]
    needed: int
    kind: str = "sort"
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "classes": [{"id": one.id, "title": one.title} for one in self.classes],
            "items": [
                {"id": item.id, "text": item.text, "class_id": item.class_id, "why": item.why}
                for item in self.items
            ],
            "needed": self.needed,
        }

    def item(self, wanted: str) -> SortItem:
        """Return the item with the id ``wanted``."""
        return next(item for item in self.items if item.id == wanted)


@dataclass(frozen=True)
class SortTask(Task):
    """``order`` is the ids of the items as this learner sees them."""

    order: tuple[str, ...]


@dataclass(frozen=True)
class SortCard:
    """An item on the page: its form field, what was chosen, and how that stands. The key is not in it."""

    field: str
    text: str
    chosen: str | None
    row: Row | None


class Sort(Ordinary):
    """The kind ``sort``. Form fields: ``s-<item id>``, each with a class id."""

    key: Final = "sort"
    version: Final = 1

    def parse(self, block: Block) -> SortSpec:
        reader = Reader(block, _KEYS)
        classes = _read_classes(reader)
        reader.require_items(2, _EXAMPLE)
        items = _read_items(reader, classes)
        needed = reader.needed(len(reader.entries))
        points = reader.points(Decimal(len(items)))
        reader.finish()
        return SortSpec(points, classes, items, needed, hint=reader.hint(), line=block.line)

    def spec_from_json(self, stored: Mapping[str, Any]) -> SortSpec:
        classes = tuple(SortClass(one["id"], one["title"]) for one in stored["classes"])
        items = tuple(
            SortItem(item["id"], item["text"], item["class_id"], item["why"]) for item in stored["items"]
        )
        return SortSpec(
            Decimal(stored["points"]), classes, items, stored["needed"], hint=stored.get("hint", "")
        )

    def lint(self, spec: SortSpec, assets: Collection[str]) -> list[Finding]:
        return [*_lint_classes(spec), *_lint_items(spec)]

    def prepare(self, spec: SortSpec, seed: int) -> SortTask:
        order = sorted((item.id for item in spec.items), key=lambda each: place_of(seed, each))
        return SortTask(seed, tuple(order))

    def view(self, spec: SortSpec, task: SortTask, attempt: Attempt) -> ViewModel:
        cards = tuple(
            SortCard(
                f"s-{item.id}",
                item.text,
                _chosen(spec, item, attempt.submission),
                attempt.report.row(item.id) if attempt.report else None,
            )
            for item in map(spec.item, task.order)
        )
        context = {
            "cards": cards,
            "classes": spec.classes,
            "needed": spec.needed,
            "total": len(spec.items),
            "report": attempt.report,
        }
        return ViewModel("practice/_sort.html", context)

    def check(self, spec: SortSpec, task: SortTask, submission: Submission) -> Report:
        rows = []
        for item in map(spec.item, task.order):
            chosen = _chosen(spec, item, submission)
            rows.append(_row(spec, item, chosen))
        right = sum(row.state is RowState.MET for row in rows)
        return Report(Verdict.PASSED if right >= spec.needed else Verdict.FAILED, tuple(rows))

    def fields(self, spec: SortSpec, task: SortTask) -> Mapping[str, Field]:
        return {f"s-{item.id}": Field() for item in spec.items}

    def example(self, spec: SortSpec, task: SortTask, report: Report | None) -> tuple[ExampleLine, ...]:
        # The report may be older than the task: its author may have taken an item away since.
        failing = {row.id for row in report.failing} if report else set()
        solved = next((item for item in spec.items if item.id in failing), None)
        if solved is None:
            return ()
        title = next(each.title for each in spec.classes if each.id == solved.class_id)
        return (ExampleLine(solved.text, title, solved.why),)


def _chosen(spec: SortSpec, item: SortItem, submission: Submission) -> str | None:
    chosen = submission.get(f"s-{item.id}")
    known = {one.id for one in spec.classes}
    return chosen if isinstance(chosen, str) and chosen in known else None


def _row(spec: SortSpec, item: SortItem, chosen: str | None) -> Row:
    """Return the item's row. An item without an answer gives nothing of its key away."""
    if chosen is None:
        message, next_step = N_("Mục này chưa được xếp."), N_("Chọn một nhóm cho mục này.")
        return Row(
            item.id, RowState.OPEN, Decimal(1), message, item.text, next_step, form_field=f"s-{item.id}"
        )
    if chosen == item.class_id:
        return Row(item.id, RowState.MET, Decimal(1), N_("Đúng rồi."), item.text, reason=item.why)
    next_step = N_("Đọc lại mục này rồi xếp sang nhóm khác.")
    said = next(one.title for one in spec.classes if one.id == chosen)
    message, weight = N_("Chưa đúng, không sao."), Decimal(1)
    return Row(item.id, RowState.NOT_MET, weight, message, item.text, next_step, item.why, answer=said)


def _read_classes(reader: Reader) -> tuple[SortClass, ...]:
    line, written = reader.value("nhom") or (reader.line, "")
    titles = [plain(title) for title in written.split("|")]
    classes = tuple(SortClass(item_id(title), title) for title in titles)
    distinct = len({one.id for one in classes}) == len(classes)
    if not all(titles) or not distinct or not FEWEST_CLASSES <= len(titles) <= MOST_CLASSES:
        reader.error(
            line,
            f"Cần từ {FEWEST_CLASSES} đến {MOST_CLASSES} nhóm khác nhau. Ví dụ: `nhóm: Thật | Giả`",
            f"From {FEWEST_CLASSES} to {MOST_CLASSES} different classes are needed, "
            "for example `nhóm: Thật | Giả`",
        )
    return classes


def _read_items(reader: Reader, classes: tuple[SortClass, ...]) -> tuple[SortItem, ...]:
    class_ids = {one.id for one in classes}
    by_line: dict[int, tuple[str, str]] = {}
    entries = []
    for entry in reader.entries:
        written = split_arrow(entry.text)
        target = item_id(plain(written[1])) if written else ""
        if not any(one.title for one in classes):  # that there are no classes is complained of already
            continue
        if written is None or target not in class_ids:
            known = " | ".join(one.title for one in classes if one.title)
            reader.error(
                entry.line,
                f"Mục này cần “-> nhóm”, với nhóm là một trong: {known}. Ví dụ: {_EXAMPLE}",
                f"This item needs “-> class”, the class being one of: {known}. For example: {_EXAMPLE}",
            )
            continue
        by_line[entry.line] = target, reader.why(entry)
        entries.append(Entry(entry.line, plain(written[0])))
    return tuple(
        SortItem(item_id(entry.text), entry.text, *by_line[entry.line], line=entry.line)
        for entry in reader.distinct(entries)
    )


def _lint_classes(spec: SortSpec) -> list[Finding]:
    sizes = Counter(item.class_id for item in spec.items)
    findings = [
        Finding(
            spec.line,
            "warning",
            f"Không mục nào thuộc nhóm “{one.title}”. Thêm một mục, hoặc bỏ nhóm này.",
            f"No item belongs to the class “{one.title}”. Add one, or remove the class.",
        )
        for one in spec.classes
        if not sizes[one.id]
    ]
    if max(sizes.values()) >= spec.needed:
        findings.append(
            Finding(
                spec.line,
                "warning",
                "Xếp tất cả vào một nhóm cũng đạt. Tăng số ở `đạt:`, hoặc cân lại các nhóm.",
                "Putting everything into one class passes. Raise `đạt:`, or balance the classes.",
            )
        )
    return findings


def _lint_items(spec: SortSpec) -> list[Finding]:
    findings = [
        Finding(
            item.line,
            "warning",
            "Mục này chưa có lời giải thích. Thêm dòng thụt vào: > Vì sao: …",
            "This item has no explanation. Add an indented line: > Vì sao: …",
        )
        for item in spec.items
        if not item.why
    ]
    if len(spec.items) > MOST_ITEMS:
        findings.append(
            Finding(
                spec.line,
                "warning",
                f"Có {len(spec.items)} mục, nhiều quá {MOST_ITEMS} cho một màn hình. Chia làm hai nhiệm vụ.",
                f"There are {len(spec.items)} items, more than {MOST_ITEMS} for a screen. Split the task.",
            )
        )
    return findings
