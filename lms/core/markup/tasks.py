"""Tasks as authors declare them, handed to the practice kinds to be read: a fenced block, or a hand-in line and a list.

What a kind's lines mean, and what is wrong with them, is the kind's own affair (``lms.core.practice``).
"""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from lms.core.markup.blocks import FENCE, FenceWatch, Line, Lines, outside_fences
from lms.core.markup.course import RubricLine, Task
from lms.core.markup.findings import FileFindings, Near, nearest
from lms.core.markup.outline import Section, split_id
from lms.core.markup.pieces import CHECK, RUBRIC, Custom, ListItems, Piece, cut
from lms.core.practice import KINDS, AuthoringErrors, Block
from lms.core.vietnamese import fold

HAND_INS = {"tự kiểm": "self-check", "ảnh": "evidence", "trực tiếp": "observed"}
_FOLDED = {fold(word): kind for word, kind in HAND_INS.items()}
_HAND_IN_KEYS = {
    "nop": "nộp",
    "submit": "nộp",
    "cham": "chấm",
    "by": "chấm",
    "diem": "điểm",
    "points": "điểm",
}
_ENGLISH = (
    (re.compile(r"\bphotos?\b", re.IGNORECASE), "ảnh"),
    (re.compile(r"\bat most\b", re.IGNORECASE), "tối đa"),
    (re.compile(r"\bself-check\b", re.IGNORECASE), "tự kiểm"),
    (re.compile(r"\bin person\b", re.IGNORECASE), "trực tiếp"),
    (re.compile(r"\bmentor\b", re.IGNORECASE), "người hướng dẫn"),
)
"""A hand-in line in English, `Submit: photos, at most 2 | By: mentor | Points: 10`, in the words of the kinds."""

KIND_NAMES = {
    "tu kiem": "self-check",
    "anh": "evidence",
    "gui anh": "evidence",
    "truc tiep": "observed",
    "lam truc tiep": "observed",
    "xep nhom": "sort",
    "xep thu tu": "order",
    "thu tu": "order",
    "ghep cap": "match",
    "dat ten": "naming",
    "dat ten tep": "naming",
    "ung dung mo phong": "simulation",
    "mo phong": "simulation",
    "bang tinh": "spreadsheet",
    "sua bang tinh": "spreadsheet",
    "kiem tra tep quet": "scan",
    "tep quet": "scan",
    "quet": "scan",
    "khoi phuc": "restore",
    "khoi phuc tep": "restore",
    "soi loi": "spot",
    "an toan hon": "safer",
    "cach nao an toan hon": "safer",
    "cau lenh": "prompt",
    "ghep cau lenh": "prompt",
    "doc chu ky": "read-signature",
    "ky tren trang": "sign-here",
    "ky bang phan mem": "sign-own",
}
"""What authors may call a kind by the guide's Vietnamese name; the message says its word."""

_INFO_WORD = re.compile(r"[\w.+#-]+")
_BAD_FENCE = re.compile(r"\s*[`'´\"‘’“”]{1,6}\s*([a-z-]+)\s*", re.IGNORECASE)
_TICK = re.compile(r"\s*(?:[-*+–—•·●▪]\s*)?\[\s?[xX]?\s?\](.*)")
_MARKED = re.compile(
    r"\s*[-*+–—•·●▪]\s*(\d{1,4}(?:[.,]\d{1,2})?\s*(?:đ|điểm|points?)\s*[:：].*)", re.IGNORECASE
)


@dataclass(frozen=True)
class Fence:
    """A fenced block: the first word of its info string, the id in it, and the lines within."""

    word: str
    written_id: str | None
    line: int
    lines: Lines
    is_open: bool = False


def fences(lines: Lines) -> tuple[list[Fence], Lines]:
    """Return the fenced blocks at the margin that name a practice kind or carry an id, and the lines without them."""
    found: list[Fence] = []
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        number, text = lines[at]
        opening = FENCE.match(text)
        end = _fence_end(lines, at) if opening else at + 1
        fence = _read_fence(opening[3], number, lines[at + 1 : end - 1]) if opening else None
        if fence and opening and not _is_closed(opening[2], lines[at + 1 : end]):
            fence = replace(fence, is_open=True)
        if fence:
            found.append(fence)
            kept.append((number, ""))
        else:
            kept += lines[at:end]
        at = end
    return found, tuple(kept)


def _is_closed(mark: str, lines: Lines) -> bool:
    return bool(lines) and FenceWatch(mark).closes(lines[-1][1])


def _fence_end(lines: Lines, start: int) -> int:
    watch = FenceWatch()
    watch.takes(lines[start][1])
    end = start + 1
    while end < len(lines) and watch.mark:
        watch.takes(lines[end][1])
        end += 1
    return end


def _read_fence(info: str, line: int, lines: Lines) -> Fence | None:
    rest, written_id = split_id(info.strip())
    word = _INFO_WORD.match(rest)
    name = word[0] if word else ""
    if name.casefold() in KINDS:
        return Fence(name.casefold(), written_id, line, lines)
    is_meant = written_id is not None or fold(rest) in KIND_NAMES
    return Fence(rest if fold(rest) in KIND_NAMES else name, written_id, line, lines) if is_meant else None


def read_task(
    section: Section, assets: Collection[str], custom: Custom, findings: FileFindings
) -> tuple[Task | None, list[Piece]]:
    """Return the task that ``section`` declares (None after noting why not) and the pieces of text around it."""
    blocks, lines = fences(section.lines)
    if blocks:
        for second in blocks[1:]:
            findings.add(second.line, "two-blocks", first=blocks[0].line)
        _note_two_ways(section, blocks[0], findings)
        return _read_block(section, blocks[0], assets, custom, findings), cut(lines, CHECK, custom)
    if section.hand_in is None:
        _note_missing_block(section, findings)
        return None, cut(lines, CHECK, custom)
    parts = _hand_in_parts(section.hand_in, findings)
    kind = _hand_in_kind(parts.get("nộp", ""))
    if kind is None:
        findings.add(section.hand_in[0], "unknown-hand-in", found=parts.get("nộp", "")[:60])
        return None, cut(lines, CHECK, custom)
    wanted = RUBRIC if kind == "evidence" else CHECK
    pieces = cut(lines, wanted, custom)
    _note_near_fences(lines, findings)
    items = tuple(
        line for piece in pieces if isinstance(piece, ListItems) for item in piece.items for line in item
    )
    read = {number for number, _ in items}  # the kind complains of these by itself
    _note_odd_items(tuple(line for line in lines if line[0] not in read), wanted, findings)
    declared = tuple((section.hand_in[0], f"{key}: {_vietnamese(value)}") for key, value in parts.items())
    block = Block(kind, section.id, findings.path, section.hand_in[0], declared + items)
    task = _parsed(block, parts, assets, findings)
    return task, [piece for piece in pieces if not isinstance(piece, ListItems)]


def _note_two_ways(section: Section, block: Fence, findings: FileFindings) -> None:
    """Note a hand-in line that asks for something else than the block below it."""
    if section.hand_in is not None:
        parts = dict(part.split(":", 1) for part in section.hand_in[1].split("|") if ":" in part)
        asked = next((value for key, value in parts.items() if _HAND_IN_KEYS.get(fold(key)) == "nộp"), "")
        kind = _hand_in_kind(asked)
        if kind is not None and kind != block.word:
            findings.add(
                section.hand_in[0],
                "two-ways",
                found=asked.strip()[:60],
                kind=block.word[:40],
                block=block.line,
            )


def _note_missing_block(section: Section, findings: FileFindings) -> None:
    """Say why a task has no block: its kind is misspelt, its fence is another mark, or there is none."""
    for number, text in section.lines:
        opening, bad = FENCE.match(text), _BAD_FENCE.fullmatch(text)
        if opening:
            word = opening[3].strip()
            code = "unknown-kind" if word else "kind-missing"
            findings.add(number, code, kind=word[:40], nearest=_nearest_kind(word))
            return
        if bad and bad[1].casefold() in KINDS:
            findings.add(number, "bad-fence", kind=bad[1].casefold())
            return
    findings.add(section.line, "hand-in-missing", kinds=", ".join(_machine_kinds()))


def _nearest_kind(word: str) -> Near:
    """Return the kind that was meant; where none is near, all of them."""
    swapped = (kind for kind in KINDS if sorted(kind) == sorted(word.casefold()))
    named = KIND_NAMES.get(fold(word)) or next(swapped, None)
    near = Near((named,)) if named else nearest(word.casefold(), KINDS)
    return near if len(near.words) == 1 else Near(tuple(_machine_kinds()))


def _note_near_fences(lines: Lines, findings: FileFindings) -> None:
    """Note a fenced block whose word is almost a kind: it would be shown as code, with its key."""
    watch = FenceWatch()
    for number, text in lines:
        opening = None if watch.mark else FENCE.match(text)
        watch.takes(text)
        word = opening[3].strip() if opening else ""
        near = nearest(word.casefold(), KINDS)
        if word and len(near.words) == 1:
            findings.add(number, "unknown-kind", kind=word[:40], nearest=near)


def _note_odd_items(lines: Lines, wanted: re.Pattern[str], findings: FileFindings) -> None:
    """Note lines that were meant as items, but would stand in the text and count for nothing."""
    for number, text in outside_fences(lines):
        tick, marked = _TICK.fullmatch(text), _MARKED.fullmatch(text)
        if wanted.fullmatch(text.rstrip()) or not (tick or marked):
            continue
        if tick and wanted is CHECK:
            findings.add(number, "odd-item", mend=f"- [ ] {tick[1].strip()[:60]}")
        elif marked and wanted is RUBRIC:
            findings.add(number, "odd-item", mend=f"- {marked[1].strip()[:60]}")


def shown_by(task: Task | None) -> tuple[str, ...]:
    """Return the paths of the course's media that a task shows; its text may show others."""
    kind = KINDS[task.kind] if task else None
    return kind.media(kind.spec_from_json(task.spec)) if kind and task else ()


def _machine_kinds() -> list[str]:
    return sorted(set(KINDS) - set(HAND_INS.values()))


def _read_block(
    section: Section, fence: Fence, assets: Collection[str], custom: Custom, findings: FileFindings
) -> Task | None:
    if fence.word not in KINDS:
        findings.add(fence.line, "unknown-kind", kind=fence.word[:40], nearest=_nearest_kind(fence.word))
        return None
    lines = fence.lines
    parts: dict[str, str] = {}
    if section.hand_in is not None:
        parts = _hand_in_parts(section.hand_in, findings)
        says_points = any(fold(text).startswith("diem") for _, text in lines)
        if "điểm" in parts and not says_points:
            lines = ((section.hand_in[0], f"điểm: {parts['điểm']}"), *lines)
    if (
        fence.is_open
    ):  # what follows the block cannot be told from it; that it is open is complained of already
        return None
    block = Block(
        fence.word, fence.written_id or section.id, findings.path, fence.line, lines, custom.device_names
    )
    return _parsed(block, parts, assets, findings)


def _hand_in_parts(hand_in: Line, findings: FileFindings) -> dict[str, str]:
    """Return ``Nộp: … | Chấm: … | Điểm: …`` by key."""
    number, text = hand_in[0], hand_in[1].replace("：", ":")
    parts: dict[str, str] = {}
    for part in text.split("|"):
        name, colon, value = part.partition(":")
        key = _HAND_IN_KEYS.get(fold(name))
        if not colon or key is None or key in parts:
            findings.add(number, "hand-in-part", part=part.strip()[:60])
        else:
            parts[key] = value.strip()
    return parts


def _vietnamese(value: str) -> str:
    for english, word in _ENGLISH:
        value = english.sub(word, value)
    return value


def _hand_in_kind(words: str) -> str | None:
    folded = fold(_vietnamese(words))
    return next((kind for word, kind in _FOLDED.items() if folded.startswith(word)), None)


def _parsed(
    block: Block, parts: dict[str, str], assets: Collection[str], findings: FileFindings
) -> Task | None:
    kind = KINDS[block.kind]
    lines = tuple((number, text.replace("：", ":")) for number, text in block.lines)
    try:
        spec = kind.parse(replace(block, lines=lines))
    except AuthoringErrors as wrong:
        for error in wrong.errors:
            findings.add_said(error.line, "error", "practice", error.vi, error.en)
        return None
    for finding in kind.lint(spec, assets):
        findings.add_said(finding.line, finding.level, "practice", finding.vi, finding.en)
    stored: dict[str, Any] = json.loads(json.dumps(spec.to_json(), ensure_ascii=False))
    rubric = tuple(RubricLine(Decimal(line["points"]), line["text"]) for line in stored.get("rubric", ()))
    points = Decimal(str(stored.get("points", 0)))
    return Task(block.kind, stored, parts.get("nộp", ""), parts.get("chấm", "máy"), points, rubric)
