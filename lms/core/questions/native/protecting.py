"""Lines of an author's Markdown kept from being read as marks of the bank format. What they show stays the same."""

import re
from collections.abc import Sequence

from lms.core.questions.bodies import LABELS, REMARK, is_answer
from lms.core.questions.findings import Findings
from lms.core.questions.marks import (
    PLAIN_MARKS,
    Family,
    bullet_content,
    ordered_content,
    split_attributes,
    without_code,
)
from lms.core.questions.outlines import FENCE, HEADING, TIGHT_HEADING, Line, with_fences_marked
from lms.core.vietnamese import fold

_ARROW = re.compile(r"(?<!-)->|→")
_NUMBER = re.compile(r"( ?[0-9]{1,3})([.)])")
_LINE_END = re.compile(r"\r\n?")


def lines_of(text: str) -> list[str]:
    """Return a text's lines without blank ones at either end."""
    lines = [line.expandtabs(4) for line in _LINE_END.sub("\n", text).split("\n")]
    written = [index for index, line in enumerate(lines) if line.strip()]
    return lines[written[0] : written[-1] + 1] if written else []


def opens_fence(line: str) -> bool:
    """Return whether a block of code begins here."""
    return FENCE.fullmatch(line) is not None


def stem_lines(lines: Sequence[str], family: Family | None) -> list[Line]:
    """Return the lines of a stem so that none of them is a heading, an answer or a remark."""
    marked = with_fences_marked([Line(number, text) for number, text in enumerate(lines, 1)], Findings(""))
    safe: list[Line] = []
    listed = False
    for line in marked:
        text = line.text if line.code else _stem_line(line, family, listed=listed)
        listed = listed or bullet_content(text) is not None or ordered_content(text) is not None
        safe.append(Line(line.number, text, line.code))
    return safe


def _stem_line(line: Line, family: Family | None, *, listed: bool) -> str:
    text = line.text
    if HEADING.fullmatch(text) or TIGHT_HEADING.fullmatch(text):
        return "\\" + text
    if text.lstrip().startswith(">"):
        quoted = text.lstrip() if line.indent >= 2 and not listed else text
        start = quoted.index(">") + 1
        return quoted[:start] + remark_line(quoted[start:])
    content = bullet_content(text)
    if content and any(is_answer(line, each) for each in (*PLAIN_MARKS, family) if each is not None):
        return text.replace(content, _unmarked(content, family), 1)
    if family is Family.ORDERED and ordered_content(text):
        return _NUMBER.sub(r"\1\\\2", text, count=1)
    return text


def _unmarked(content: str, family: Family | None) -> str:
    """Return what a bullet says so that it does not begin with an answer's mark."""
    if content[0] in "([":
        return "\\" + content
    return without_arrows(content) if family is Family.ARROW else as_entity(content)


def remark_line(text: str) -> str:
    """Return a quoted line that is not the first of its remark so that it begins no other."""
    words = text.strip()
    found = REMARK.fullmatch(words)
    folded = fold(words[:40])
    is_label = found is not None and fold(found[1]) in LABELS
    if is_label and words[0] in "*_":
        return text.replace(":", "&#58;", 1)
    if is_label or folded.startswith(("goi y", "giai thich")):
        return text.replace(words, as_entity(words), 1)
    return text


def as_entity(text: str) -> str:
    """Return ``text`` with its first character written by its number, which shows the same."""
    return f"&#{ord(text[0])};{text[1:]}"


def without_arrows(text: str) -> str:
    """Return ``text`` so that its arrows, those in code apart, part no pair."""
    pieces, done = [], 0
    for arrow in _ARROW.finditer(without_code(text)):
        pieces += [text[done : arrow.start()], "&rarr;" if arrow[0] == "→" else "-\\>"]
        done = arrow.end()
    return "".join(pieces) + text[done:]


def hard_break(line: str) -> str:
    """Return a line that two spaces break so that a backslash does: spaces at the end are not kept."""
    return line.rstrip() + "\\" if line.endswith("  ") and line.strip() else line


def without_attributes(text: str, flags: Sequence[str]) -> str:
    """Return a line that ends in braces so that they are text and no attributes."""
    kept, _ = split_attributes(text, 1, Findings(""), flags=flags)
    return text if kept == text.rstrip() else f"{kept}{' ' * (kept != '')}\\{text[text.rindex('{') :]}"
