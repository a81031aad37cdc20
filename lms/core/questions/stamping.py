"""Writing the ids that the author of a bank left out, so that words and order may change and answers still fit.

Only what is missing is added; every other byte of the file stays as it was.
"""

import re
from collections.abc import Iterator

from lms.core.questions.findings import Findings
from lms.core.questions.marks import split_attributes
from lms.core.questions.outlines import MAX_BYTES, Outline, normalised, outline_of
from lms.core.vietnamese import slug

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_EMPTY_ID = re.compile(r"id[ \t]*:[ \t]*")
_LONGEST = 48


def stamp_bank(content: bytes, stem: str) -> bytes:
    """Return the bank with an id for itself (from its file's ``stem``), each pool and each question; or as it was.

    What cannot be read as text is left alone; the checker says why.
    """
    try:
        lines = _LINES.findall(content.decode())
    except UnicodeDecodeError:
        return content
    if len(content) > MAX_BYTES:
        return content
    findings = Findings("")
    outline = outline_of(normalised(content, findings), findings)
    taken: dict[str, set[str]] = {"#": set(), "##": set()}
    headings = list(_headings(outline))
    for mark, _line, heading in headings:
        taken[mark].add(split_attributes(heading, 0, findings)[1].id or "")
    for mark, number, heading in headings:
        title, attributes = split_attributes(heading, number, findings)
        if title and attributes.id is None:
            new_id = _free_id(title, taken[mark])
            taken[mark].add(new_id)
            lines[number - 1] = _with_id(lines[number - 1], new_id, has_braces=title != heading.rstrip())
    return "".join(_with_own_id(lines, outline, stem)).encode()


def _headings(outline: Outline) -> Iterator[tuple[str, int, str]]:
    """Yield the mark, line and text of each heading that wants an id."""
    for pool in outline.pools:
        if pool.heading is not None:
            yield "#", pool.line, pool.heading
        for question in pool.questions:
            yield "##", question.line, question.heading


def _with_id(line: str, new_id: str, *, has_braces: bool) -> str:
    text = line.rstrip()
    end = line[len(line.rstrip("\r\n")) :]
    if has_braces:
        start = text.rindex("{") + 1
        return f"{text[:start]}#{new_id} {text[start:].lstrip()}{end}"
    return f"{text} {{#{new_id}}}{end}"


def _with_own_id(lines: list[str], outline: Outline, stem: str) -> list[str]:
    own = slug(stem)[:_LONGEST].strip("-")
    if outline.front is None or not own:
        return lines
    end = lines[0][len(lines[0].rstrip("\r\n")) :]
    for line in outline.front:
        if _EMPTY_ID.fullmatch(line.text):
            return [*lines[: line.number - 1], f"id: {own}{end}", *lines[line.number :]]
        if line.text.startswith("id:"):
            return lines
    return [lines[0], f"id: {own}{end}", *lines[1:]]


def _free_id(title: str, taken: set[str]) -> str:
    stem = slug(title)[:_LONGEST].strip("-") or "cau"
    number, candidate = 2, stem
    while candidate in taken:
        number, candidate = number + 1, f"{stem}-{number}"
    return candidate
