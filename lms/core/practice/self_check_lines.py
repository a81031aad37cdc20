"""The lines of a self-check: items to tick, headings that name devices, and what often goes wrong at an item."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from lms.core.devices import device_of
from lms.core.practice.contract import Block, Finding
from lms.core.practice.declaration import Entry, Reader, as_sentence, item_id, plain

MOST_ITEMS = 10

_KEYS = {"nop": "nộp", "cham": "chấm", "diem": "điểm"}
_EXAMPLE = "- [ ] Tôi mở được ứng dụng và thấy trang chính"
_HEADING = re.compile(r"#{1,6}\s+(.*?)[\s#]*")
_IF_STUCK = re.compile(r"(?:nếu (?:bị )?kẹt|if stuck)\s*:\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True)
class CheckItem:
    """One thing to have done, on one device or (empty) on any. ``line`` serves the author's messages."""

    id: str
    text: str
    device: str = ""
    errors: tuple[str, ...] = ()
    """What often goes wrong there, in the author's words."""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Group:
    """A device with items of its own, and its name as the author wrote it."""

    device: str
    label: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class SelfCheckSpec:
    """What an author declared: every item must be ticked that is for any device or for the learner's."""

    points: Decimal
    items: tuple[CheckItem, ...]
    groups: tuple[Group, ...] = ()
    kind: str = "self-check"
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; a plain list of ticks is stored as it always was."""
        stored: dict[str, Any] = {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "items": [_item_to_json(item) for item in self.items],
        }
        if self.groups:
            stored["groups"] = [{"device": each.device, "label": each.label} for each in self.groups]
        return stored


def _item_to_json(item: CheckItem) -> dict[str, Any]:
    stored: dict[str, Any] = {"id": item.id, "text": item.text}
    if item.device:
        stored["device"] = item.device
    if item.errors:
        stored["errors"] = list(item.errors)
    return stored


def read(block: Block) -> SelfCheckSpec:
    """Return the list that ``block`` declares, or raise AuthoringErrors with every error in it."""
    headings = [
        (number, found[1]) for number, text in block.lines if (found := _HEADING.fullmatch(text.strip()))
    ]
    taken = {number for number, _ in headings}
    reader = Reader(replace(block, lines=tuple(each for each in block.lines if each[0] not in taken)), _KEYS)
    reader.expect("nop", "tự kiểm")
    reader.expect("cham", "tự kiểm")
    reader.require_items(1, _EXAMPLE)
    groups = _read_groups(reader, headings, block)
    items = _read_items(reader, groups)
    points = reader.points(Decimal(0))
    reader.finish()
    return SelfCheckSpec(points, items, groups, hint=reader.hint(), line=block.line)


def _read_groups(reader: Reader, headings: list[tuple[int, str]], block: Block) -> tuple[Group, ...]:
    groups: list[Group] = []
    for line, title in headings:
        device, label = device_of(title, block.device_names), plain(title)
        first = next((each for each in groups if each.device == device), None)
        if device is None:
            known = "Android, iPhone, Windows"
            reader.error(
                line,
                f"Tiêu đề “{label}” không phải tên máy. Viết một trong: {known}, hoặc thêm tên vào `device_names`.",
                f"The heading “{label}” names no device. Write one of {known}, or add the name to `device_names`.",
            )
        elif first is not None:
            reader.error(
                line,
                f"Loại máy này đã có ở dòng {first.line} (“{first.label}”). Gộp hai danh sách làm một.",
                f"This device is already on line {first.line} (“{first.label}”). Make one list of the two.",
            )
        else:
            groups.append(Group(device, label, line))
    return tuple(groups)


def _read_items(reader: Reader, groups: tuple[Group, ...]) -> tuple[CheckItem, ...]:
    for_all, *of_devices = _by_group(reader, groups)
    shared = reader.tick_boxes(for_all)
    items = [_item(reader, entry, "") for entry in shared]
    for group, entries in zip(groups, of_devices, strict=True):
        if not entries:
            reader.error(
                group.line,
                f"Dưới “{group.label}” chưa có mục nào. Ví dụ: {_EXAMPLE}",
                f"There is no item below “{group.label}”. For example: {_EXAMPLE}",
            )
        boxes = reader.tick_boxes(entries)
        reader.distinct([*shared, *boxes])
        items += [_item(reader, entry, group.device) for entry in boxes]
    return tuple(items)


def _by_group(reader: Reader, groups: tuple[Group, ...]) -> list[list[Entry]]:
    """Return the items above all headings, then those below each of them."""
    starts = [group.line for group in groups]
    parts: list[list[Entry]] = [[] for _ in range(len(groups) + 1)]
    for entry in reader.entries:
        part = sum(start < entry.line for start in starts)
        parts[part].append(entry)
        lost = next((start for start in starts[part:] for line, _ in entry.notes if line > start), None)
        if lost is not None:
            reader.error(
                lost,
                "Dưới tiêu đề này, trước `> Nếu kẹt:` cần một mục `- [ ] …`.",
                "Below this heading an item `- [ ] …` is needed before `> Nếu kẹt:`.",
            )
    return parts


def _item(reader: Reader, entry: Entry, device: str) -> CheckItem:
    name = f"{device}: {entry.text}" if device else entry.text
    return CheckItem(item_id(name), entry.text, device, _read_errors(reader, entry), entry.line)


def _read_errors(reader: Reader, entry: Entry) -> tuple[str, ...]:
    """Return what the notes say: each `> Nếu kẹt:` begins another common error, other lines go on with it."""
    errors: list[str] = []
    for line, text in entry.notes:
        first = _IF_STUCK.fullmatch(text)
        if first:
            errors.append(first[1])
        elif errors:
            errors[-1] += f" {text}"
        else:
            reader.error(
                line,
                "Lỗi hay gặp của một mục viết là: > Nếu kẹt: điều hay gặp và cách gỡ",
                "What often goes wrong at an item is written: > Nếu kẹt: what happens and what to do",
            )
    return tuple(filter(None, map(as_sentence, errors)))


def lint(spec: SelfCheckSpec) -> list[Finding]:
    """Return advice: lists too long for a screen, and a list for one device alone."""
    sizes = Counter(item.device for item in spec.items)
    findings = []
    for group in spec.groups or (Group("", "", spec.line),):
        total = sizes[""] + (sizes[group.device] if group.device else 0)
        if total > MOST_ITEMS:
            findings.append(
                Finding(
                    group.line,
                    "warning",
                    f"Danh sách có {total} mục, nhiều quá {MOST_ITEMS}. Chia thành hai nhiệm vụ.",
                    f"The list has {total} items, more than {MOST_ITEMS}. Split it into two tasks.",
                )
            )
    if len(spec.groups) == 1:
        label = spec.groups[0].label
        findings.append(
            Finding(
                spec.groups[0].line,
                "warning",
                f"Chỉ có danh sách cho “{label}”. Người dùng máy khác sẽ thấy danh sách này: thêm máy của họ, hoặc bỏ tiêu đề.",
                f"There is a list for “{label}” only, and owners of other devices will see it. Add theirs, or remove the heading.",
            )
        )
    return findings
