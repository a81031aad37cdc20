"""Rewriting of lists, quotes and headings, as CommonMark reads them, into the shape that Python-Markdown wants.

Python-Markdown wants four spaces below a list item, a blank line before a list, and `1.` rather than `1)`. Authors
write what GitHub shows well: two or three spaces, no blank line, any marker. So the lines are read once by
CommonMark's rules for containers and written out again with canonical indentation. Inline markup is left alone.
"""

import re

from lms.core.markup.blocks import (
    FENCE,
    HEADING,
    MARKER,
    QUOTE,
    RULE,
    UNDERLINE,
    FenceWatch,
    indent_of,
    is_blank,
    is_bullet,
    is_table_rule,
    starts_block,
)

TAB = 4
BOUNDARY = "\ue002"
"""A line that keeps two lists apart; Python-Markdown would join them."""

_MARKS = re.compile(r"^#+")
_LANGUAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*")
_NUMBER = re.compile(r"^(\d+)[.)](?: |$)")


def canonical(lines: list[str]) -> list[str]:
    """Return ``lines`` (tabs already expanded) rewritten for Python-Markdown; the meaning stays CommonMark's."""
    return _Rewriting(lines, in_item=False).run()


class _Rewriting:
    """One pass over the lines of a container: the document, a list item or a quotation."""

    def __init__(self, lines: list[str], *, in_item: bool) -> None:
        self.lines = lines
        self.in_item = in_item
        self.at = 0
        self.out: list[str] = []
        self.paragraph: list[str] = []  # the open paragraph, not yet written
        self.first_block = True  # still in the text that stands beside an item's marker
        self.gap = False  # the next block must not touch the one just written
        self.after_list = False  # nothing but blank lines since a list ended

    def run(self) -> list[str]:
        while self.at < len(self.lines):
            self.read_block(self.lines[self.at])
        self.close_paragraph()
        return self.out

    def read_block(self, line: str) -> None:
        """Read the block that begins at ``line`` and move past it."""
        if is_blank(line):
            self.close_paragraph()
            self.out.append("")
            self.first_block = self.gap = False
            self.at += 1
        elif FENCE.match(line):
            self.read_fence(line)
        elif indent_of(line) >= TAB and not self.paragraph:
            self.read_indented()
        elif self.paragraph and UNDERLINE.match(line):
            self.read_underline(line)
        elif RULE.match(line) or HEADING.match(line):
            self.write([_heading(line) if HEADING.match(line) else "---"])
            self.at += 1
        elif QUOTE.match(line):
            self.read_quotation()
        elif is_bullet(line) and (not self.paragraph or starts_block(line)):
            self.read_list()
        else:
            self.read_text(line)

    def write(self, block: list[str], *, is_list: bool = False) -> None:
        """Write a whole block apart from its neighbours; only a list may touch the text of its own item."""
        touches = is_list and self.in_item and self.first_block
        self.close_paragraph()
        if self.out and self.out[-1] and not touches:
            self.out.append("")
        self.out += block
        self.gap, self.after_list = True, is_list

    def close_paragraph(self) -> None:
        if self.paragraph and self.gap and self.out and self.out[-1]:
            self.out.append("")
        if self.paragraph:
            self.gap = self.after_list = False
        self.out += [_hard_break(line) for line in self.paragraph[:-1]] + self.paragraph[-1:]
        self.paragraph = []

    def read_text(self, line: str) -> None:
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        if self.paragraph and "|" in line and is_table_rule(following):
            self.close_paragraph()
            self.gap = True
        self.paragraph.append(as_text(line))
        self.at += 1

    def read_underline(self, line: str) -> None:
        """Write an underlined heading, which may span several lines, as one with marks."""
        words = " ".join(part.strip() for part in self.paragraph)
        self.paragraph = []
        self.write([_heading(("# " if "=" in line else "## ") + words)])
        self.at += 1

    def read_indented(self) -> None:
        """Copy indented lines as they stand: code, or what belongs to a footnote or a definition."""
        start = self.at
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not is_blank(line) and indent_of(line) < TAB:
                break
            self.at += 1
        if self.after_list:
            # Else it would fall to the last item, whose margin it does not reach.
            self.out += ["", BOUNDARY, ""]
        self.out += self.lines[start : self.at]
        self.gap, self.after_list = True, False

    def read_fence(self, opening: str) -> None:
        """Write a fenced block with plain fences: the extension stumbles over odd ones, and wants the end alike."""
        watch, margin = FenceWatch(), indent_of(opening)
        watch.takes(opening)
        mark, info = watch.mark, opening.strip().lstrip("`~").split()
        block = [f"{mark} {info[0]}" if info and _LANGUAGE.fullmatch(info[0]) else mark]
        self.at += 1
        while self.at < len(self.lines):  # one that is not closed runs to the end of its container
            line = self.lines[self.at]
            self.at += 1
            watch.takes(line)
            if not watch.mark:
                break
            block.append(line[min(margin, indent_of(line)) :])
        self.write([*block, mark])

    def read_quotation(self) -> None:
        inner: list[str] = []
        watch = FenceWatch()
        while self.at < len(self.lines):
            line = self.lines[self.at]
            mark = QUOTE.match(line)
            if mark:
                inner.append(line[mark.end() :])
            elif not watch.mark and _continues(inner, line):
                inner.append(as_text(line))
            else:
                break
            watch.takes(inner[-1])
            self.at += 1
        written = _Rewriting(inner, in_item=False).run()
        self.write([f"> {line}" if line else ">" for line in written])

    def read_list(self) -> None:
        """Write a run of list items; blank lines between them stay, so that loose lists stay loose.

        Another marker begins another list. A dash is written as a star: below text, Python-Markdown would take the
        dash of an empty item for the underline of a heading.
        """
        block: list[str] = []
        before = ""
        while self.at < len(self.lines) and is_bullet(self.lines[self.at]):
            marker, body, is_spaced = self.read_item()
            if before and marker[-1] != before:
                block += ["", BOUNDARY, ""]
            before = marker[-1]
            block += _written_item(f"{marker[:-1]}." if before in ".)" else "*", body)
            if is_spaced:
                block.append("")
        self.write(block, is_list=True)

    def read_item(self) -> tuple[str, list[str], bool]:
        """Read one item; return its marker, its lines freed of their margin, and whether blank lines follow."""
        parts = MARKER.match(self.lines[self.at])
        assert parts is not None  # noqa: S101 - read_list has just matched this line
        indent, marker, gap, rest = parts.groups()
        is_code = len(gap) > TAB
        margin = len(indent) + len(marker) + (1 if is_code or not rest else len(gap))
        body = [gap[1:] + rest if is_code else rest]
        watch = FenceWatch()
        watch.takes(body[0])
        self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if is_blank(line):
                if body == [""]:
                    break  # an item may begin with one blank line, not with two
                body.append("")
            elif indent_of(line) >= margin:
                body.append(line[margin:])
                watch.takes(body[-1])
            elif not watch.mark and _continues(body, line):
                body.append(as_text(line))
            else:
                break
            self.at += 1
        spare = 0
        while len(body) > 1 and not body[-1]:
            spare += 1
            body.pop()
        return marker, body, spare > 0


def _continues(above: list[str], line: str) -> bool:
    """Return whether ``line``, at a lower margin, lazily continues the paragraph that ends ``above``."""
    if is_blank(line) or starts_block(line) or is_bullet(line) or not above:
        return False
    last = above[-1]
    while not is_blank(last):
        quote, marker = QUOTE.match(last), MARKER.match(last) if is_bullet(last) else None
        if quote:
            last = last[quote.end() :]
        elif marker:
            last = marker[4]
        else:
            break
    if is_blank(last) or HEADING.match(last) or RULE.match(last) or FENCE.match(last):
        return False
    return indent_of(last) < TAB or (len(above) > 1 and not is_blank(above[-2]))


def _written_item(marker: str, body: list[str]) -> list[str]:
    """Return one list item with its marker padded to four columns and everything below it indented by four."""
    inner = _Rewriting(body, in_item=True).run()
    while inner and not inner[0]:
        inner.pop(0)
    if inner and (FENCE.match(inner[0]) or QUOTE.match(inner[0])):
        inner[:0] = ["", ""]  # Python-Markdown sees neither beside a marker
    first = inner[0] if inner else ""
    below = (" " * TAB + line if line else "" for line in inner[1:])
    return [f"{marker} ".ljust(TAB) + first, *below]


def _heading(line: str) -> str:
    """Return a heading's line; Python-Markdown stumbles over a backslash at its end and takes the mark of `C#`."""
    line = line.strip()
    if line.endswith("\\") and not line.endswith("\\\\"):
        return line + "\\"
    bare = line.rstrip("#")
    closes = bare.endswith((" ", "\\")) or not bare
    return line if closes or bare == line else line[:-1] + "\\#"


def _hard_break(line: str) -> str:
    """Return a line that ends in a backslash, which breaks it in CommonMark, with two spaces instead."""
    return line[:-1] + "  " if line.endswith("\\") and not line.endswith("\\\\") else line


def as_text(line: str) -> str:
    """Return a line of a paragraph, escaped where Python-Markdown would see the beginning of another block.

    Such are `#5` without a space, and markers that CommonMark does not count because of their place.
    """
    line = line.lstrip(" ")
    marks = _MARKS.match(line)
    if marks:
        return "\\#" * len(marks[0]) + line[marks.end() :]
    number = _NUMBER.match(line)
    if number:
        return f"{number[1]}\\{line[number.end(1) :]}"
    looks_like_block = RULE.match(line) or QUOTE.match(line) or FENCE.match(line) or is_bullet(line)
    return "\\" + line if looks_like_block else line
