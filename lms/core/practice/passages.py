"""Cutting a text into passages to choose from: the author's marked ones, and clauses of like length for the rest.

A mark is `[[fault: passage|why]]`; the fault "đúng" marks a decoy, which is in order and has a why all the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lms.core.practice.declaration import Entry, item_id, plain
from lms.core.vietnamese import fold

DECOYS = frozenset({"dung", "right"})
LONGEST_CLAUSE, SHORTEST_CLAUSE = 80, 15

_LONGEST_FAULT, _LONGEST_WHY = 30, 300
_BREAK = re.compile(r"(?<=[.!?;:,…”])\s+")
_JOINT = re.compile(r" (?=(?:và|nhưng|để|vì|nên|mà|hoặc|khi|với|của|trong|ở|cho|theo) )")
_MEND_VI = "Viết: [[bịa: đoạn có lỗi|vì sao]]"
_MEND_EN = "Write: [[bịa: the wrong passage|why]]"


@dataclass(frozen=True)
class Passage:
    """A stretch to choose: ``fault`` as the author calls it, or empty; ``begins`` where a paragraph begins."""

    id: str
    text: str
    begins: bool
    fault: str = ""
    why: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"id": self.id, "text": self.text, "begins": self.begins, "fault": self.fault, "why": self.why}


def cut(paragraph: Entry, passages: list[Passage]) -> list[tuple[int, str, str]]:
    """Add the passages of a paragraph to ``passages``; return what its author must mend."""
    errors: list[tuple[int, str, str]] = []
    pieces: list[tuple[str, str, str]] = []
    rest = paragraph.text
    while rest:
        before, opened, rest = rest.partition("[[")
        _add_plain(before, pieces)
        if not opened:
            break
        inside, closed, rest = rest.partition("]]")
        fault, text, why = _parts(inside)
        if not (closed and fault and text and why) or "[[" in inside:
            shown = inside[:40]
            errors.append(
                (
                    paragraph.line,
                    f"Không đọc được chỗ đánh dấu “[[{shown}”. {_MEND_VI}",
                    f"The mark “[[{shown}” cannot be read. {_MEND_EN}",
                )
            )
            break
        pieces.append((text, "" if fold(fault) in DECOYS else fault, why))
    seen = {passage.id for passage in passages}
    for at, (text, fault, why) in enumerate(pieces):
        passages.append(Passage(_fresh_id(text, seen), text, at == 0, fault, why, paragraph.line))
    return errors


def _parts(inside: str) -> tuple[str, str, str]:
    fault, _, told = inside.partition(":")
    text, _, why = told.rpartition("|")
    why = plain(why)
    is_short = len(fault) <= _LONGEST_FAULT and len(why) <= _LONGEST_WHY
    return (plain(fault).lower(), plain(text), why[:1].upper() + why[1:]) if is_short else ("", "", "")


def _fresh_id(text: str, seen: set[str]) -> str:
    """Return an id that no earlier passage has; the same words may stand in a text twice."""
    wanted, number = item_id(text), 1
    while wanted in seen:
        number += 1
        wanted = item_id(f"{text} {number}")
    seen.add(wanted)
    return wanted


def _add_plain(text: str, pieces: list[tuple[str, str, str]]) -> None:
    """Add unmarked text clause by clause; a mark of punctuation alone ends the passage before it."""
    text = plain(text)
    if pieces and (stop := re.match(r"[.!?;:,…”\"')]+", text)):
        last, fault, why = pieces[-1]
        pieces[-1] = (last + stop[0], fault, why)
        text = text[stop.end() :].strip()
    pieces += [(clause, "", "") for clause in _clauses(text)]


def _clauses(text: str) -> Iterator[str]:
    """Yield clauses: short ones joined, long ones parted at a joining word."""
    held = ""
    clauses: list[str] = []
    for piece in _BREAK.split(text):
        held = f"{held} {piece}".strip()
        is_end = held.endswith((".", "!", "?", "…"))
        if len(held) >= SHORTEST_CLAUSE and (is_end or len(held) > LONGEST_CLAUSE // 2):
            clauses.append(held)
            held = ""
    if held and clauses and len(held) < SHORTEST_CLAUSE:
        clauses[-1] = f"{clauses[-1]} {held}"
    elif held:
        clauses.append(held)
    for clause in clauses:
        yield from _halves(clause)


def _halves(clause: str) -> Iterator[str]:
    if len(clause) <= LONGEST_CLAUSE:
        yield clause
        return
    joints = [joint.start() for joint in _JOINT.finditer(clause)] or [
        space.start() for space in re.finditer(" ", clause)
    ]
    middle = min(joints, key=lambda at: abs(at - len(clause) // 2), default=0)
    if not SHORTEST_CLAUSE <= middle <= len(clause) - SHORTEST_CLAUSE:
        yield clause
        return
    yield from _halves(clause[:middle].strip())
    yield from _halves(clause[middle:].strip())
