"""What differs between two revisions: their Markdown line by line, and what learners see block by block.

Everything is bounded, so that no pair of texts keeps the machine busy: what differs too much is shown as removed and
added whole. HTML is only ever cut between whole top-level blocks; whoever shows a block wraps it and changes nothing.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from lms.core.markup.course import Course, Item, Lesson, Segment

SAME, ADDED, REMOVED = "same", "added", "removed"
MOST_EDITS = 400
"""Lines or blocks that may differ in one text before the rest of it counts as replaced."""
LONGEST = 5_000
MOST_LINES = 1_500
MOST_PIECES = 400
"""Lines and blocks that one page shows; what goes beyond is counted."""
CONTEXT = 3

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^"<>]|"[^"]*")*)>')
_ID = re.compile(r' id="[^"]*"')
_VOID = frozenset({"br", "hr", "img"})
_INLINE = frozenset({"a", "abbr", "br", "code", "del", "em", "img", "s", "span", "strong", "sub", "sup"})


@dataclass(frozen=True)
class Line:
    """A line of a file with its numbers in the old and the new one; 0 where it does not stand."""

    sign: str
    old: int
    new: int
    text: str


@dataclass(frozen=True)
class FileDifference:
    """One file: ``sign`` says whether it was added, removed or changed ("same" text never appears).

    ``hunks`` are stretches of lines with what stands around them; ``more`` counts the lines that were left out.
    """

    path: str
    sign: str
    hunks: tuple[tuple[Line, ...], ...]
    more: int = 0


@dataclass(frozen=True)
class Piece:
    """A part of a page that is kept or exchanged as a whole. ``kind`` says which field holds it and what it is:
    html and check (sanitised HTML), or device, video, task, rubric, quiz and line (plain text)."""

    kind: str
    html: str = ""
    text: str = ""


@dataclass(frozen=True)
class Mark:
    """A piece that is new, gone or still there; without a piece, ``skipped`` pieces that are still there."""

    sign: str
    piece: Piece | None = None
    skipped: int = 0


@dataclass(frozen=True)
class PartDifference:
    """The introduction, a lesson's opening or an item that learners now see otherwise."""

    key: str
    kind: str  # "intro", "lesson", "step", "task" or "quiz"
    sign: str  # "added", "removed" or "changed"
    title: str
    former_title: str
    lesson: str
    marks: tuple[Mark, ...]
    more: int = 0


def edits(before: Sequence[Hashable], after: Sequence[Hashable]) -> Iterator[tuple[str, int, int]]:
    """Yield how ``before`` becomes ``after``: sign, index in the old and index in the new sequence."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        yield SAME, head, head
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old_end, new_end = len(before) - tail, len(after) - tail
    for sign, old, new in _middle(before[head:old_end], after[head:new_end]):
        yield sign, old + head, new + head
    for step in range(tail):
        yield SAME, old_end + step, new_end + step


def _middle(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[str, int, int]]:
    trace = _shortest(before, after) if max(len(before), len(after)) <= LONGEST else None
    if trace is None:
        gone = [(REMOVED, number, 0) for number in range(len(before))]
        return gone + [(ADDED, len(before), number) for number in range(len(after))]
    found = []
    x, y = len(before), len(after)
    for depth in range(len(trace) - 1, -1, -1):
        furthest, k = trace[depth], x - y
        is_down = k == -depth or (k != depth and furthest[k - 1] < furthest[k + 1])
        former_k = k + 1 if is_down else k - 1
        former_x = furthest[former_k]
        former_y = former_x - former_k
        while x > max(former_x, 0) and y > max(former_y, 0):
            x, y = x - 1, y - 1
            found.append((SAME, x, y))
        if depth:
            found.append((ADDED, former_x, former_y) if is_down else (REMOVED, former_x, former_y))
        x, y = former_x, former_y
    return found[::-1]


def _shortest(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[dict[int, int]] | None:
    """Return Myers' trace of the shortest way, or None where more than ``MOST_EDITS`` steps are needed."""
    furthest = {1: 0}
    trace = []
    for depth in range(min(len(before) + len(after), MOST_EDITS) + 1):
        trace.append(dict(furthest))
        for k in range(-depth, depth + 1, 2):
            is_down = k == -depth or (k != depth and furthest[k - 1] < furthest[k + 1])
            x = furthest[k + 1] if is_down else furthest[k - 1] + 1
            while x < len(before) and x - k < len(after) and before[x] == after[x - k]:
                x += 1
            furthest[k] = x
            if x >= len(before) and x - k >= len(after):
                return trace
    return None


def source_differences(
    before: Mapping[str, str], after: Mapping[str, str], most: int = MOST_LINES
) -> tuple[FileDifference, ...]:
    """Return the files that differ, by name, with at most ``most`` lines in all."""
    found = []
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old != new:
            found.append(_file_difference(path, old, new, most))
            most -= sum(len(hunk) for hunk in found[-1].hunks)
    return tuple(found)


def _file_difference(path: str, old: str | None, new: str | None, most: int) -> FileDifference:
    sign = ADDED if old is None else REMOVED if new is None else "changed"
    before, after = _lines(old), _lines(new)
    if most <= 0:
        return FileDifference(path, sign, (), more=max(len(before), len(after)))
    lines = [
        Line(
            sign,
            number_old + 1 if sign != ADDED else 0,
            number_new + 1 if sign != REMOVED else 0,
            after[number_new] if sign != REMOVED else before[number_old],
        )
        for sign, number_old, number_new in edits(before, after)
    ]
    hunks, more = _within(_hunks(lines), most)
    return FileDifference(path, sign, hunks, more)


def _lines(text: str | None) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _hunks(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """Return the stretches around what differs; those that touch are one."""
    changed = [number for number, line in enumerate(lines) if line.sign != SAME]
    shown = sorted(
        {
            near
            for number in changed
            for near in range(max(0, number - CONTEXT), min(len(lines), number + CONTEXT + 1))
        }
    )
    stretches = groupby(enumerate(shown), key=lambda each: each[1] - each[0])
    return [tuple(lines[number] for _place, number in stretch) for _key, stretch in stretches]


def _within(hunks: Iterable[tuple[Line, ...]], most: int) -> tuple[tuple[tuple[Line, ...], ...], int]:
    kept, more = [], 0
    for hunk in hunks:
        if most > 0:
            kept.append(hunk[:most])
        more += max(0, len(hunk) - max(0, most))
        most -= len(hunk)
    return tuple(kept), more


def rendered_differences(
    before: Course, after: Course, renamed: Mapping[str, str] | None = None, most: int = MOST_PIECES
) -> tuple[PartDifference, ...]:
    """Return what learners see otherwise, in reading order, what is gone last; at most ``most`` blocks in all.

    ``renamed`` maps former item keys to today's, so that a renamed step is compared with itself.
    """
    former = {(renamed or {}).get(part.key, part.key): part for part in _parts(before)}
    present = {part.key: part for part in _parts(after)}
    found = []
    for key, part in present.items():
        difference = _part_difference(former.get(key), part, most)
        if difference is not None:
            found.append(difference)
            most -= sum(1 for mark in difference.marks if mark.piece)
    for key, part in former.items():
        if key not in present:
            difference = _part_difference(part, None, most)
            if difference is not None:
                found.append(difference)
                most -= len(difference.marks)
    return tuple(found)


@dataclass(frozen=True)
class _Part:
    key: str
    kind: str
    title: str
    lesson: str
    pieces: tuple[Piece, ...]


def _parts(course: Course) -> Iterator[_Part]:
    yield _Part("", "intro", course.title, "", tuple(_html_pieces(course.intro_html)))
    for lesson in course.lessons:
        yield _Part(lesson.id, "lesson", lesson.title, lesson.title, _lesson_pieces(lesson))
        for item in lesson.items:
            yield _Part(item.key, item.kind, item.title, lesson.title, _item_pieces(item))


def _part_difference(before: _Part | None, after: _Part | None, most: int) -> PartDifference | None:
    shown = after or before
    if shown is None or (before and after and (before.title, before.pieces) == (after.title, after.pieces)):
        return None
    old, new = before.pieces if before else (), after.pieces if after else ()
    sign = ADDED if before is None else REMOVED if after is None else "changed"
    marks = _marks(old, new)
    kept = marks[: max(0, most)]
    former_title = before.title if before and after and before.title != after.title else ""
    more = sum(1 for mark in marks[len(kept) :] if mark.sign != SAME)
    return PartDifference(
        shown.key, shown.kind, sign, shown.title, former_title, shown.lesson, tuple(kept), more
    )


def _marks(old: Sequence[Piece], new: Sequence[Piece]) -> list[Mark]:
    """Return the pieces with what became of them; of what stayed only the neighbours of changes are shown."""
    marks = [
        Mark(sign, new[number_new] if sign != REMOVED else _without_ids(old[number_old]))
        for sign, number_old, number_new in edits(old, new)
    ]
    near = {number + step for number, mark in enumerate(marks) if mark.sign != SAME for step in (-1, 0, 1)}
    shown: list[Mark] = []
    for is_near, stretch in groupby(enumerate(marks), key=lambda each: each[0] in near):
        run = [mark for _number, mark in stretch]
        shown += run if is_near else [Mark(SAME, skipped=len(run))]
    return shown


def _without_ids(piece: Piece) -> Piece:
    """Return the piece without ids, which its successor on the same page may carry."""
    return replace(piece, html=_TAG.sub(lambda tag: _ID.sub("", tag[0]), piece.html))


def _lesson_pieces(lesson: Lesson) -> tuple[Piece, ...]:
    outcome = [Piece("line", text=lesson.outcome)] if lesson.outcome else []
    return (*outcome, *_body_pieces(lesson.body))


def _item_pieces(item: Item) -> tuple[Piece, ...]:
    pieces = list(_body_pieces(item.body))
    if item.task is not None:
        pieces += [Piece("line", text=text) for text in _sentences(item.task.spec)]
        pieces.append(Piece("task", text=f"{item.task.submit} · {item.task.assessor} · {item.task.points:g}"))
        pieces += [Piece("rubric", text=f"{line.points:g}: {line.text}") for line in item.task.rubric]
    if item.quiz is not None:
        pieces.append(Piece("quiz", text="#".join(filter(None, (item.quiz.bank, item.quiz.pool)))))
    return tuple(pieces)


def _sentences(spec: Any) -> Iterator[str]:
    """Yield what a task's declaration says in words; ids and settings have no space in them."""
    if isinstance(spec, str):
        if " " in spec:
            yield spec
    elif isinstance(spec, Mapping):
        for value in spec.values():
            yield from _sentences(value)
    elif isinstance(spec, list | tuple):
        for value in spec:
            yield from _sentences(value)


def _body_pieces(body: Iterable[Segment]) -> Iterator[Piece]:
    for segment in body:
        yield from _html_pieces(segment.html)
        for variant in segment.variants:
            yield Piece("device", text=variant.label)
            yield from _html_pieces(variant.html)
        for check in segment.checks:
            yield Piece("check", html=check)
        if segment.video is not None:
            yield Piece("video", text=f"{segment.video.title} ({segment.video.size})")


def _html_pieces(html: str) -> Iterator[Piece]:
    return (Piece("html", html=block) for block in top_blocks(html))


def top_blocks(html: str) -> list[str]:
    """Return sanitised HTML cut between its top-level blocks; joined they are the same text, but for white space.

    What does not nest properly, which no sanitiser returns, stays in one piece.
    """
    blocks: list[str] = []
    open_tags: list[str] = []
    start = 0
    for tag in _TAG.finditer(html):
        closing, name = tag[1], tag[2]
        if not open_tags and not closing and name not in _INLINE:
            blocks.append(html[start : tag.start()])
            start = tag.start()
        if name in _VOID:
            pass
        elif not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return [html]
        if not open_tags and name not in _INLINE:
            blocks.append(html[start : tag.end()])
            start = tag.end()
    if open_tags:
        return [html]
    blocks.append(html[start:])
    return [block.strip() for block in blocks if block.strip()]
