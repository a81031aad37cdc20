"""An author's bytes as text: decoding, normal form, the fingerprint of a revision, and what is refused outright."""

import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from lms.core.markup.blocks import MARKER, indent_of, is_blank
from lms.core.markup.findings import FileFindings
from lms.core.vietnamese import nfc

LONGEST_TEXT = 64 * 1024
"""Bytes of Markdown in one file."""

LONGEST_LINE = 8_000
DEEPEST_NESTING = 100
MOST_BRACKETS = 100
"""``[`` in one block: Python-Markdown needs more than 12 seconds for 8 KB of them."""

MOST_LINES = 2_000
MOST_BARS = 2_000
"""``|`` in one text: a table of 300 rows and five columns has fewer."""

MOST_NESTING = 2_000
"""The depths of all lines together."""

MOST_SEARCH = 2_000_000
"""``[`` times characters, block by block: each bracket makes the converter search the rest of its block."""

_UNREAD = re.compile(r"(?:readme|license|licence|changelog)(?:\.[a-z]+)?", re.IGNORECASE)
_BLOCK_LIMITS = (("[", MOST_BRACKETS), ("#", 500), *((mark, 1_000) for mark in "*_~`\\<&"))
_TEXT_LIMITS = (
    (re.compile(r"^[ >]*(?:```|~~~)", re.MULTILINE), 200),
    (re.compile(r"^ {0,3}\*\[", re.MULTILINE), 50),
)

# Control characters (the tab and the line ends apart), overrides of the writing direction, which can make a text
# read otherwise than it is, halves of characters, which an escape in YAML can write and no encoding can, and the
# private characters that the compiler uses as marks of its own.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\ue0ff\ufffe\uffff]"
)


@dataclass(frozen=True)
class Refusal:
    """Why a text is not rendered: it could keep the machine busy for minutes."""

    line: int
    code: str
    found: int
    allowed: int


def is_text(path: str) -> bool:
    """Return whether a file of a course is Markdown."""
    return path.lower().endswith(".md")


def is_unread(path: str) -> bool:
    """Return whether a file only accompanies a course: a licence, a readme. It is kept, and no lesson."""
    return _UNREAD.fullmatch(path) is not None


def kept_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what a revision keeps of a folder: texts normalised, files under ``media/`` as they are, names in NFC.

    What belongs to no course is left out, so a folder that is exported is the same revision again. Keeping twice
    changes nothing.
    """
    settled = {}
    for given, content in files.items():
        path = nfc(given)
        if path.startswith("media/"):
            settled[path] = content
        elif "/" not in path and (is_text(path) or is_unread(path)):
            with suppress(UnicodeDecodeError):
                text = normalised(content.decode())
                if "\0" not in text:  # no database keeps it
                    settled[path] = text.encode()
    return settled


def normalised(text: str) -> str:
    """Return ``text`` in NFC with ``\\n`` as its only line end and without a byte order mark."""
    return nfc(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def digest(files: Mapping[str, bytes]) -> str:
    """Return the sha256 of what is kept of a folder. Order, line ends and Unicode form make no difference."""
    settled = kept_files(files)
    whole = hashlib.sha256()
    for path in sorted(settled):
        name, content = path.encode(errors="surrogatepass"), settled[path]
        whole.update(b"%d:%b%d:" % (len(name), name, len(content)))
        whole.update(content)
    return whole.hexdigest()


def read_text(content: bytes, findings: FileFindings) -> str | None:
    """Return the text of a Markdown file, or None after noting why it cannot be read."""
    if len(content) > LONGEST_TEXT:
        findings.add(1, "too-long", size=len(content) // 1024, allowed=LONGEST_TEXT // 1024)
        return None
    try:
        text = normalised(content.decode())
    except UnicodeDecodeError as error:
        findings.add(content.count(b"\n", 0, error.start) + 1, "not-utf8")
        return None
    hidden = _FORBIDDEN.search(text)
    while hidden:
        findings.add(
            text.count("\n", 0, hidden.start()) + 1, "hidden-character", char=f"U+{ord(hidden[0]):04X}"
        )
        following = text.find("\n", hidden.end())
        hidden = _FORBIDDEN.search(text, following) if following >= 0 else None
    return _FORBIDDEN.sub("", text)


def first_hidden(text: str) -> str:
    """Return the first character of ``text`` that must not be there, or nothing."""
    found = _FORBIDDEN.search(text)
    return found[0] if found else ""


def without_hidden(text: str) -> str:
    """Return ``text`` normalised, with the characters removed that nobody sees."""
    return _FORBIDDEN.sub("", normalised(text))


def refusal(text: str) -> Refusal | None:
    """Return why ``text`` must not be rendered, or None if it is harmless."""
    if len(text.encode(errors="replace")) > LONGEST_TEXT:
        return Refusal(1, "too-long", len(text) // 1024, LONGEST_TEXT // 1024)
    for pattern, allowed in _TEXT_LIMITS:
        hits = list(pattern.finditer(text))
        if len(hits) > allowed:
            return Refusal(
                text.count("\n", 0, hits[allowed].start()) + 1, "too-many-blocks", len(hits), allowed
            )
    return _line_refusal(text)


def _line_refusal(text: str) -> Refusal | None:
    counts = dict.fromkeys((mark for mark, _ in _BLOCK_LIMITS), 0)
    lines = bars = depths = search = length = 0
    for number, line in enumerate(text.split("\n"), 1):
        if is_blank(line):
            search += counts["["] * length
            counts, length = dict.fromkeys(counts, 0), 0
            continue
        depth = nesting(line)
        if len(line) > LONGEST_LINE:
            return Refusal(number, "line-too-long", len(line), LONGEST_LINE)
        if depth > DEEPEST_NESTING:
            return Refusal(number, "too-deep", depth, DEEPEST_NESTING)
        lines, bars, depths, length = lines + 1, bars + line.count("|"), depths + depth, length + len(line)
        for mark, allowed in _BLOCK_LIMITS:
            counts[mark] += line.count(mark)
            if counts[mark] > allowed:
                return Refusal(number, "too-many-marks", counts[mark], allowed)
        if lines > MOST_LINES or bars > MOST_BARS or depths > MOST_NESTING:
            return Refusal(number, "too-much", max(lines, bars, depths), MOST_LINES)
        if search + counts["["] * length > MOST_SEARCH:
            return Refusal(number, "too-many-marks", counts["["], MOST_BRACKETS)
    return None


def nesting(line: str) -> int:
    """Return how deep in quotations and lists ``line`` begins, at most one level more than is allowed."""
    depth = indent_of(line.expandtabs(4)) // 4
    rest = line.lstrip(" \t")
    while depth <= DEEPEST_NESTING:
        marker = MARKER.match(rest)
        if rest.startswith(">"):
            rest = rest[1:].lstrip(" ")
        elif marker and marker[4]:
            rest = marker[4]
        else:
            break
        depth += 1
    return depth
