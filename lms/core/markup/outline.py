"""A lesson's skeleton: which H2 begins a step or a task, its id, its duration, its hand-in line.

Works on lines alone, so that ids and titles are known before anything is rendered. The text below a heading is cut
into its parts in ``pieces``.
"""

import re
from dataclasses import dataclass, field

from lms.core.markup.blocks import FenceWatch, Line, Lines, is_blank, outside_fences
from lms.core.markup.findings import FileFindings
from lms.core.markup.frontmatter import ID
from lms.core.markup.prose import plain
from lms.core.markup.rendering import FIELD
from lms.core.vietnamese import fold, slug

STEP, TASK = "step", "task"
MOST_MINUTES = 180

_STEP = re.compile(r"(?:bước|step)\s{1,5}(\d{1,3})(?:\s{0,5}[.:)]|\s|$)\s*(.*)", re.IGNORECASE)
_TASK = re.compile(r"(?:nhiệm vụ|task)\s{0,5}[:：]\s*(.*)", re.IGNORECASE)
_ALMOST = ("buoc ", "buoc:", "step ", "nhiem vu", "task ")
_ALMOST_TASK = ("nhiem vu", "task ")
_NEAR = 6
"""Lines below a heading in which a hand-in line belongs to it."""
_SLIP = re.compile(r" {0,3}#{1,2}[ \t]*([^#\s].*)")
_DURATION = re.compile(r"(?:thời gian|time)\s{0,5}[:：]\s*(.*)", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,3})\s{0,5}(?:phút|phut|minutes?|min)\.?", re.IGNORECASE)
_HAND_IN = re.compile(r"(?:nộp|submit)\s{0,5}[:：]", re.IGNORECASE)


@dataclass(frozen=True)
class Section:
    """A step or a task as written: ``lines`` is what stands below its heading, without the lines read here."""

    kind: str
    line: int
    title: str
    written_id: str | None
    id: str
    lines: Lines
    number: int = 0
    minutes: int = 0
    hand_in: Line | None = None


@dataclass(frozen=True)
class Outline:
    """A lesson's introduction and its sections in order."""

    intro: Lines
    sections: tuple[Section, ...] = field(default=())


def split_id(heading: str) -> tuple[str, str | None]:
    """Return a heading's text and the id in the ``{#id}`` at its end, or None where it has none."""
    text = heading.rstrip(" ").rstrip("#").rstrip(" ") if heading.endswith("#") else heading.rstrip(" ")
    start = text.rfind("{")
    mark = re.fullmatch(r"\{:?[ ]{0,5}#([^{}]*?)[ ]{0,5}\}", text[start:]) if start >= 0 else None
    return (text[:start].rstrip(), mark[1]) if mark else (text, None)


def section_kind(heading: str) -> str | None:
    """Return whether the text of an H2 begins a step, a task, or nothing of its own."""
    if _STEP.fullmatch(heading):
        return STEP
    return TASK if _TASK.fullmatch(heading) else None


def headings(lines: Lines) -> list[tuple[int, str]]:
    """Return position and text of each H2 at the margin that is not code."""
    watch = FenceWatch()
    found = []
    for position, (_, text) in enumerate(lines):
        if not watch.takes(text) and text.startswith("## "):
            found.append((position, text[3:].strip()))
    return found


def block_id(lines: Lines) -> str | None:
    """Return the id in the info string of the first fenced block that has one: ```` ```sort {#nv-xep} ````."""
    watch = FenceWatch()
    for _, text in lines:
        is_opening = not watch.mark and watch.takes(text)
        if is_opening:
            written = split_id(text)[1]
            if written:
                return written
        elif watch.mark:
            watch.takes(text)
    return None


def free_id(title: str, taken: set[str]) -> str:
    """Return an id made of ``title`` that is not in ``taken``."""
    stem = slug(title)[:48].strip("-") or "muc"
    number, candidate = 2, stem
    while candidate in taken:
        number, candidate = number + 1, f"{stem}-{number}"
    return candidate


def read_outline(lines: Lines, findings: FileFindings) -> Outline:
    """Return the skeleton of a lesson's body; odd headings, ids and durations are noted."""
    note_open_fence(lines, findings)
    has_slips = _note_slips(lines, findings)
    starts: list[tuple[int, str, str]] = []
    for position, heading in headings(lines):
        kind = section_kind(split_id(heading)[0])
        if kind:
            starts.append((position, kind, heading))
        else:
            _note_plain_heading(lines[position:], heading, bool(starts), findings)
    taken = {split_id(heading)[1] or "" for _, _, heading in starts}
    seen: dict[str, int] = {}
    sections = []
    for index, (position, kind, heading) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(lines)
        section = _read_section(kind, heading, lines[position:end], taken, findings)
        if section.id in seen:
            findings.add(section.line, "repeated-id", id=section.id, first=seen[section.id])
        seen.setdefault(section.id, section.line)
        taken.add(section.id)
        sections.append(section)
    if not has_slips:  # the step that is missing would be counted against those that are there
        _note_numbering(sections, findings)
    return Outline(lines[: starts[0][0]] if starts else lines, tuple(sections))


def _note_slips(lines: Lines, findings: FileFindings) -> bool:
    """Note what was meant to begin a step: a space too few, a ``#`` too few, a space before them."""
    has_slips = False
    for number, text in outside_fences(lines):
        found = None if text.startswith("## ") else _SLIP.match(text)
        if found and section_kind(split_id(found[1])[0]):
            findings.add(number, "heading-slip", heading=split_id(found[1])[0][:60])
            has_slips = True
    return has_slips


def _read_section(kind: str, heading: str, lines: Lines, taken: set[str], findings: FileFindings) -> Section:
    line = lines[0][0]
    text, written_id = split_id(heading)
    step, task = _STEP.fullmatch(text), _TASK.fullmatch(text)
    rest = step[2] if step else task[1] if task else ""
    title = plain(rest)
    _note_title(title, rest, line, findings)
    if written_id is None and kind == TASK:
        written_id = block_id(lines[1:])
    if written_id is not None and not ID.fullmatch(written_id):
        findings.add(
            line, "bad-id", id=written_id[:60], suggestion=slug(written_id) or slug(title) or "ten-ngan"
        )
    section_id = written_id if written_id is not None and ID.fullmatch(written_id) else free_id(title, taken)
    if written_id is None:
        findings.add(line, "missing-id", title=title, suggestion=section_id)
    minutes, hand_in, body = _read_first_lines(kind, lines[1:], findings)
    number = int(step[1]) if step else 0
    return Section(kind, line, title, written_id, section_id, body, number, minutes, hand_in)


def _read_first_lines(kind: str, lines: Lines, findings: FileFindings) -> tuple[int, Line | None, Lines]:
    """Read the duration and the hand-in line that may stand right below a heading."""
    minutes = 0
    hand_in: Line | None = None
    at = 0
    while at < len(lines):
        number, text = lines[at]
        duration = _DURATION.fullmatch(text.strip())
        if duration:
            minutes = _read_minutes(duration[1].strip(), number, findings)
        elif kind == TASK and hand_in is None and _HAND_IN.match(text.strip()):
            hand_in = (number, text.strip())
        elif not is_blank(text):
            break
        at += 1
    return minutes, hand_in, lines[at:]


def _read_minutes(text: str, line: int, findings: FileFindings) -> int:
    written = _MINUTES.fullmatch(text)
    minutes = int(written[1]) if written else 0
    if not 1 <= minutes <= MOST_MINUTES:
        findings.add(line, "bad-duration", value=text[:60])
        return 0
    return minutes


def _note_title(title: str, raw: str, line: int, findings: FileFindings) -> None:
    if not title:
        findings.add(line, "title-missing")
    elif not title[0].isalpha():
        findings.add(line, "title-start", title=title[:60])
    if FIELD.search(raw):
        findings.add(line, "field-in-title")


def _note_plain_heading(lines: Lines, heading: str, is_late: bool, findings: FileFindings) -> None:
    line = lines[0][0]
    below = [text.strip() for _, text in lines[1:_NEAR] if not is_blank(text)]
    if fold(heading).startswith(_ALMOST_TASK) and any(map(_HAND_IN.match, below)):
        findings.add(line, "almost-a-task", heading=split_id(heading)[0][:60])
    elif fold(heading).startswith(_ALMOST):
        findings.add(line, "almost-a-step", heading=heading[:60])
    elif is_late:
        findings.add(line, "plain-heading", heading=split_id(heading)[0][:60])


def _note_numbering(sections: list[Section], findings: FileFindings) -> None:
    steps = (section for section in sections if section.kind == STEP)
    for wanted, section in enumerate(steps, 1):
        if section.number != wanted:
            findings.add(section.line, "step-number", found=section.number, wanted=wanted)
            return


def note_open_fence(lines: Lines, findings: FileFindings) -> None:
    """Note a fenced block that is never closed: it would swallow everything below it."""
    watch = FenceWatch()
    opened = 0
    for number, text in lines:
        was_open = bool(watch.mark)
        watch.takes(text)
        opened = number if watch.mark and not was_open else opened
    if watch.mark:
        findings.add(opened, "open-fence", mark=watch.mark[:10])
