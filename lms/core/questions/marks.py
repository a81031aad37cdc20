"""The marks that authors write on one line: bullets, answer marks, arrows, attribute lists, code spans.

What several lines mean together is decided in ``bodies`` and ``building``.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from lms.core.questions.findings import Findings, instead, likely, quoted
from lms.core.vietnamese import slug

ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_BULLET = re.compile(r" ?[-*+](?:[ \t]+(.*))?")
_ORDERED = re.compile(r" ?([0-9]{1,3})[.)](?:[ \t]+(.*))?")
_CIRCLE = re.compile(r"\(([ xX]?)\)\s*(.*)")
_BOX = re.compile(r"\[([ xX]?|[+-]?[0-9]{1,3}(?:[.,][0-9]{1,7})?%)\](?!\()\s*(.*)")
_TRUTH = re.compile(r"\(([ĐđÐðSs])\)\s*(.*)")
_EQUALS = re.compile(r"=(?:([0-9]{1,3}(?:[.,][0-9]{1,7})?)%(?=\s*\S))?\s*(.*)")
_RUBRIC = re.compile(r"([0-9]{1,4}(?:[.,][0-9]{1,2})?)\s*(?:đ|điểm)\s*:\s*(.*)", re.IGNORECASE)
_ARROW = re.compile(r"(?<!-)->|→")
_TICKS = re.compile(r"`+")
_TOKEN = re.compile(r'(#)(\S*)|([\w-]+)=("[^"]*"|\S*)|(\S+)')


class Family(StrEnum):
    """Answer lines that belong together; one question uses one family."""

    CIRCLE = "- (x)"
    BOX = "- [x]"
    TRUTH = "- (Đ)"
    EQUALS = "- ="
    ARROW = "- a -> b"
    ORDERED = "1."
    RUBRIC = "- 3đ:"


PLAIN_MARKS = (Family.CIRCLE, Family.BOX, Family.TRUTH, Family.EQUALS)
_PATTERNS = {
    Family.CIRCLE: _CIRCLE,
    Family.BOX: _BOX,
    Family.TRUTH: _TRUTH,
    Family.EQUALS: _EQUALS,
    Family.RUBRIC: _RUBRIC,
}


@dataclass(frozen=True)
class Attributes:
    """What stood in ``{#id key=value flag}`` at the end of a line."""

    id: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()


def bullet_content(text: str) -> str | None:
    """Return what follows ``- `` on a line that is not indented, or None where the line is no bullet."""
    found = _BULLET.fullmatch(text)
    return (found[1] or "").strip() if found else None


def ordered_content(text: str) -> tuple[int, str] | None:
    """Return the number and the text of ``1. text``, or None."""
    found = _ORDERED.fullmatch(text)
    return (int(found[1]), (found[2] or "").strip()) if found else None


def mark_in(content: str, family: Family) -> tuple[str, str] | None:
    """Return the mark and the text of a bullet's content if it is of this family."""
    if family is Family.ARROW:
        return ("", content) if arrow_parts(content)[1:] else None
    pattern = _PATTERNS.get(family)
    found = pattern.fullmatch(content) if pattern else None
    return ((found[1] or "").strip(), found[2].strip()) if found else None


def arrow_parts(content: str) -> list[str]:
    """Return ``content`` cut at its arrows; arrows inside code are text."""
    seen = without_code(content)
    parts, start = [], 0
    for arrow in _ARROW.finditer(seen):
        parts.append(content[start : arrow.start()].strip())
        start = arrow.end()
    return [*parts, content[start:].strip()]


def without_code(text: str) -> str:
    """Return ``text`` with code spans blanked out, so that each other character keeps its place."""
    runs = list(_TICKS.finditer(text))
    partner: list[int | None] = [None] * len(runs)
    nearest: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        partner[index] = nearest.get(len(runs[index][0]))
        nearest[len(runs[index][0])] = index
    pieces, done, index = [], 0, 0
    while index < len(runs):
        closer = partner[index]
        if closer is None:
            index += 1
            continue
        start, end = runs[index].start(), runs[closer].end()
        pieces.append(text[done:start] + " " * (end - start))
        done, index = end, closer + 1
    return "".join(pieces) + text[done:]


def split_attributes(
    text: str, line: int, findings: Findings, keys: Collection[str] = (), flags: Collection[str] = ()
) -> tuple[str, Attributes]:
    """Take ``{#id key=value flag}`` off the end of a line.

    Braces that hold neither ``#``, nor ``key=``, nor a flag are the author's text and stay: "{1, 2}" is a set.
    ``\\{`` always stays, and so does a local field ``{{ten_app}}``.
    """
    stripped = text.rstrip()
    start = stripped.rfind("{")
    if (
        not stripped.endswith("}")
        or start < 0
        or "}" in stripped[start:-1]
        or stripped[:start].endswith(("{", "\\"))
    ):
        return stripped, Attributes()
    tokens = list(_TOKEN.finditer(stripped[start + 1 : -1]))
    known_word = any(token[5] and (token[5] in flags or likely(token[5], flags)) for token in tokens)
    if not any(token[1] or token[3] for token in tokens) and not known_word:
        return stripped, Attributes()
    return stripped[:start].rstrip(), _read_tokens(tokens, line, findings, keys, flags)


def _read_tokens(
    tokens: list[re.Match[str]], line: int, findings: Findings, keys: Collection[str], flags: Collection[str]
) -> Attributes:
    given_id: str | None = None
    values: dict[str, str] = {}
    raised: set[str] = set()
    for token in tokens:
        if token[1]:
            if given_id is not None:
                findings.error(
                    line, "two-ids", "Một dòng chỉ mang một mã {#…}.", "A line carries one {#id} only."
                )
            given_id = checked_id(token[2], line, findings)
        elif token[3] in values:
            key = quoted(token[3])
            findings.error(
                line, "attribute-twice", f"Thuộc tính {key} viết hai lần.", f"Attribute {key} stands twice."
            )
        elif token[3] and token[3] in keys:
            values[token[3]] = token[4].strip('"')
        elif token[5] and token[5] in flags:
            raised.add(token[5])
        else:
            _unknown(token[3] or token[5], line, findings, (*keys, *flags))
    return Attributes(given_id, values, frozenset(raised))


def _unknown(word: str, line: int, findings: Findings, known: Collection[str]) -> None:
    vi, en = instead(word, known) if known else ("ở đây chỉ viết được {#mã}.", "only {#id} may stand here.")
    findings.error(
        line,
        "unknown-attribute",
        f"Không có thuộc tính {quoted(word)}; {vi} Nếu đây là chữ của câu, viết \\{{ trước dấu ngoặc.",
        f"There is no attribute {quoted(word)}; {en} If it is text, write \\{{ before the brace.",
    )


def checked_id(text: str, line: int, findings: Findings) -> str:
    """Return an id as written, noting it where it is not made of small letters, digits and hyphens."""
    if not ID.fullmatch(text):
        better = slug(text[:64]) or "cau-1"
        findings.error(
            line,
            "bad-id",
            f"Mã {quoted(text)} chỉ được gồm chữ thường không dấu, số và gạch nối; hãy viết “{better}”.",
            f"An id has small ASCII letters, digits and hyphens, not {quoted(text)}; write “{better}”.",
        )
    return text
