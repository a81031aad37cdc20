"""Turns an author's Markdown into sanitised HTML by the renderer that is passed in, within bounds, and into plain text."""

from collections.abc import Callable, Sequence
from html.parser import HTMLParser

from lms.core.questions.findings import Findings
from lms.core.vietnamese import squeeze

Render = Callable[[str, bool], str]
"""render(markdown, inline) -> sanitised HTML."""

LONGEST_PIECE = 16 * 1024
MOST_BRACKETS = 100  # Python-Markdown's time grows out of all bounds with open brackets
_INLINE_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)


class Typesetter:
    """A renderer, and where to note what it may not be given."""

    def __init__(self, render: Render, findings: Findings) -> None:
        self._render = render
        self._findings = findings

    def phrase(self, text: str, line: int) -> str:
        """Return one line as inline HTML."""
        return self._bounded(text, line, inline=True)

    def piece(self, lines: Sequence[str], line: int) -> str:
        """Return one line as inline HTML, several as blocks, none as nothing."""
        kept = dedented(_without_blank_ends(lines))
        return self._bounded("\n".join(kept), line, inline=len(kept) == 1) if kept else ""

    def blocks(self, lines: Sequence[str], line: int) -> str:
        """Return lines as blocks, none as nothing."""
        kept = dedented(_without_blank_ends(lines))
        return self._bounded("\n".join(kept), line, inline=False) if kept else ""

    def _bounded(self, text: str, line: int, *, inline: bool) -> str:
        if len(text) > LONGEST_PIECE or text.count("[") > MOST_BRACKETS:
            self._findings.error(
                line,
                "piece-too-long",
                f"Đoạn này quá dài hoặc có hơn {MOST_BRACKETS} dấu [; hãy chia nhỏ.",
                f"This passage is too long or has more than {MOST_BRACKETS} brackets; split it.",
            )
            return ""
        return self._render(text, inline)


def plain_text(html: str) -> str:
    """Return what a person reads in ``html``, on one line, with the words for pictures."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return squeeze("".join(reader.pieces))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")
        elif tag not in _INLINE_TAGS:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE_TAGS:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def dedented(lines: Sequence[str]) -> list[str]:
    """Return lines without the margin that all of them share."""
    margin = min((len(text) - len(text.lstrip(" ")) for text in lines if text.strip()), default=0)
    return [text[margin:] for text in lines]


def _without_blank_ends(lines: Sequence[str]) -> list[str]:
    """Return lines without blank ones at either end."""
    written = [index for index, text in enumerate(lines) if text.strip()]
    return list(lines[written[0] : written[-1] + 1]) if written else []
