"""HTML from other programs as the Markdown that a bank can hold; what Markdown cannot say is dropped and named.

Layout goes without a word (``div``, ``span``, styles); words never go. Pictures leave ``[hình: …]`` in their place.
"""

import re
from dataclasses import dataclass
from html import unescape

from lms.core.questions.importing.html_runs import Run, line_of
from lms.core.questions.outlines import HIDDEN
from lms.core.vietnamese import squeeze

LONGEST = 64 * 1024
"""Characters of HTML that are read in one text, pictures written into the page not counted."""

CUT_SHORT = "…"
"""Named among what was dropped where a text was longer than that."""

PICTURE = "img"
"""Named among what was dropped for every kind of picture."""

_DATA = re.compile(r"data:[a-z]+/[a-z0-9.+-]{1,60};base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ue000-\uf8ff\ufeff\U000f0000-\U0010ffff]")
# No pattern looks past the next "<", so the work grows with the length of the text and no faster. The parser of the
# standard library takes minutes for some texts of this length, and raises on others.
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})((?:[\s/](?:[^<>"']|"[^"<]*"|'[^'<]*')*)?)>|<[!?][^<>]*>"""
)
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([a-zA-Z]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_PARAGRAPHS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
    )
) | frozenset(
    (
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "legend",
        "main",
        "nav",
        "p",
        "section",
    )
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_STYLES = {
    "b": "**",
    "strong": "**",
    "th": "",
    "i": "*",
    "em": "*",
    "u": "*",
    "ins": "*",
    "cite": "*",
    "del": "~~",
    "s": "~~",
    "strike": "~~",
    "code": "`",
    "kbd": "`",
    "samp": "`",
    "tt": "`",
    "sub": "_",
    "sup": "^",
    **dict.fromkeys(_HEADINGS, "**"),
}
_STAND_INS = {
    "audio": "âm thanh",
    "canvas": "hình vẽ",
    "embed": "nội dung nhúng",
    "iframe": "nội dung nhúng",
    "object": "nội dung nhúng",
    "video": "video",
}
_UNREAD = frozenset(["script", "style", "svg", "template", "textarea", "select", "head"])
_VOID = frozenset(
    ["br", "hr", "img", "input", "embed", "wbr", "col", "source", "track", "area", "link", "meta"]
)
_MOST_OPEN = 100
_DEEPEST_LIST = 6


def markdown_of(html: str) -> tuple[str, tuple[str, ...]]:
    """Return ``html`` as Markdown, and the names of the elements that were dropped from it, each once.

    Bad HTML is read as browsers read it; nothing raises. Plain words come back escaped, so that they stay words.
    """
    short = _DATA.sub("data:,", html)
    reader = _Reader()
    if len(short) > LONGEST:
        reader.dropped[CUT_SHORT] = None
    clean = _without_comments(_UNSEEN.sub("", short[:LONGEST]))
    reader.read(HIDDEN.sub(_visible, clean))
    return reader.markdown(), tuple(reader.dropped)


def _visible(found: re.Match[str]) -> str:
    return found[0] if found[0] in "\n\t" else " "


def _without_comments(html: str) -> str:
    """Return ``html`` without comments; one that never ends is words."""
    end = html.rfind("-->")
    first, *rest = html[: max(end, 0)].split("<!--")
    pieces, inside = [first], False
    for part in rest:
        _, closing, after = part.partition("-->")
        inside = not closing
        pieces.append("" if inside else after)
    return "".join(pieces) + html[max(end, 0) :].removeprefix("-->" if inside else "")


def _attributes(text: str) -> dict[str, str]:
    """Return attributes by name; of two with the same name the first holds."""
    found = [
        (name.lower(), unescape(one or two or bare)) for name, one, two, bare in _ATTRIBUTE.findall(text)
    ]
    return dict(reversed(found))


@dataclass
class _List:
    """A list being read, or an item's place in it."""

    is_ordered: bool
    count: int = 0
    is_new_item: bool = False

    @property
    def marker(self) -> str:
        return f"{self.count}. " if self.is_ordered else "- "


class _Reader:
    """Takes the elements one by one: runs of words become lines, lines become blocks."""

    def __init__(self) -> None:
        self.dropped: dict[str, None] = {}
        self._blocks: list[tuple[bool, list[str]]] = []  # whether it continues a tight list, and its lines
        self._lines: list[list[Run]] = [[]]
        self._open: list[str] = []
        self._links: list[str] = []
        self._lists: list[_List] = []
        self._table: list[list[str]] | None = None
        self._tables = 0
        self._code: list[str] | None = None
        self._unread = ""  # the element whose content is being passed over

    def read(self, html: str) -> None:
        """Read a text from its beginning to its end."""
        done = 0
        for tag in _TAG.finditer(html):
            self._words(unescape(html[done : tag.start()]))
            done = tag.end()
            name = (tag[2] or "").lower()
            if tag[1]:
                self._end(name)
            elif name:
                self._start(name, tag[3])
        self._words(unescape(html[done:]))

    def markdown(self) -> str:
        """Return everything that was read."""
        self._unread = ""
        while self._tables:
            self._end("table")
        self._end("pre")
        self._end_paragraph()
        pieces: list[str] = []
        for tight, lines in self._blocks:
            pieces += ([] if tight or not pieces else [""]) + lines
        return "\n".join(pieces)

    # Elements begin

    def _start(self, tag: str, text: str) -> None:
        if self._unread:
            return
        if tag in _UNREAD:
            self._pass_over(tag)
            return
        self._begin(tag, _attributes(text))
        if tag not in _VOID and len(self._open) < _MOST_OPEN:
            self._open.append(tag)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "a":
            self._links.append(attributes.get("href", "").strip())
        elif tag == "table":
            self._begin_table()
        elif self._tables == 1 and tag in ("tr", "td", "th"):
            self._begin_cell(tag)
        elif tag == "pre":
            self._end_paragraph()
            self._code = []
        elif tag in ("ul", "ol"):
            self._begin_list(attributes, is_ordered=tag == "ol")
        elif tag == "li":
            self._begin_item()
        elif tag in _PARAGRAPHS or tag in _HEADINGS:
            self._end_paragraph()
        else:
            self._put(tag, attributes)

    def _put(self, tag: str, attributes: dict[str, str]) -> None:
        """Put what has no content where it stands: a break, a picture, words for what cannot be shown."""
        if tag == "br":
            self._break()
        elif tag == "img":
            self._picture(attributes.get("alt", ""))
        elif tag in _STAND_INS:
            self._drop(tag, f" [{_STAND_INS[tag]}] ")
        elif tag == "input" and attributes.get("type") != "hidden":
            self._drop(tag, "")

    def _picture(self, alt: str) -> None:
        words = squeeze(alt)[:300]
        self._drop(PICTURE, f" [hình: {words}] " if words else " [hình] ")

    def _drop(self, name: str, stand_in: str) -> None:
        self.dropped[name] = None
        self._words(stand_in)

    def _pass_over(self, tag: str) -> None:
        """Begin an element whose content is nothing to read."""
        if tag == "svg":
            self._picture("")
        elif tag != "head":
            self.dropped[tag] = None
        self._unread = tag

    def _break(self) -> None:
        if self._code is not None:
            self._code.append("\n")
        elif self._table is not None or self._in_heading:
            self._words(" ")
        else:
            self._lines.append([])

    @property
    def _in_heading(self) -> bool:
        return any(tag in _HEADINGS for tag in self._open)

    def _begin_list(self, attributes: dict[str, str], *, is_ordered: bool) -> None:
        self._end_paragraph()
        start = attributes.get("start", "")
        first = int(start) if re.fullmatch(r"[0-9]{1,4}", start) else 1
        if self._table is None:
            self._lists.append(_List(is_ordered, first - 1))

    def _begin_item(self) -> None:
        self._end_paragraph()
        if self._table is None and not self._lists:
            self._lists.append(_List(is_ordered=False))
        if self._lists and self._table is None:
            self._lists[-1].count += 1
            self._lists[-1].is_new_item = True

    def _begin_table(self) -> None:
        self._end_paragraph()
        self._tables += 1
        if self._tables == 1:
            self._table = []

    def _begin_cell(self, tag: str) -> None:
        self._end_cell()
        rows = self._table if self._table is not None else []
        if tag == "tr" or not rows:
            rows.append([])
        if tag != "tr":
            rows[-1].append("")

    # Elements end

    def _end(self, tag: str) -> None:
        if self._unread:
            self._unread = "" if tag == self._unread else self._unread
            return
        if tag == "pre" and self._code is not None:
            self._end_code()
        elif tag == "table" and self._tables:
            self._end_table()
        elif tag in ("ul", "ol") and self._table is None:
            self._end_paragraph()
            del self._lists[-1:]
        elif tag in _PARAGRAPHS or tag in _HEADINGS or tag == "li":
            self._end_paragraph()
        if tag == "a":
            del self._links[-1:]
        self._close(tag)

    def _close(self, tag: str) -> None:
        """Forget the innermost open ``tag``; what was left open inside it ends with it."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index] == tag:
                del self._open[index:]
                return

    def _end_code(self) -> None:
        text = "".join(self._code or ()).strip("\n")
        self._code = None
        if text.strip():
            longest = max((len(run) for run in re.findall("`+", text)), default=0)
            fence = "`" * max(3, longest + 1)
            self._add([fence, *text.split("\n"), fence])

    def _end_cell(self) -> None:
        if self._table and self._table[-1]:
            words = " ".join(filter(None, (line_of(runs) for runs in self._lines)))
            self._table[-1][-1] = " ".join(
                filter(None, [self._table[-1][-1], re.sub(r"(?<!\\)\|", r"\\|", words)])
            )
            self._lines = [[]]

    def _end_table(self) -> None:
        self._end_cell()
        self._tables -= 1
        if self._tables or self._table is None:
            return
        rows = [row for row in self._table if any(row)]
        self._table = None
        width = max((len(row) for row in rows), default=0)
        if width == 1:
            for row in rows:
                self._add(row)
        elif rows:
            drawn = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
            self._add([drawn[0], f"|{'---|' * width}", *drawn[1:]])

    # Words

    def _words(self, data: str) -> None:
        if self._unread or not data:
            return
        if self._code is not None:
            self._code.append(data)
            return
        data = HIDDEN.sub(" ", _UNSEEN.sub("", data))  # what an entity wrote
        styles = frozenset(_STYLES[tag] for tag in self._open if _STYLES.get(tag))
        self._lines[-1].append(Run(data, styles, self._links[-1] if self._links else ""))

    def _end_paragraph(self) -> None:
        """Make one block of the lines since the last one; in a table they are one line of a cell."""
        if self._code is not None:
            return
        if self._table is not None:
            self._lines[-1].append(Run(" "))
            return
        lines = [line for line in (line_of(runs) for runs in self._lines) if line]
        self._lines = [[]]
        if lines:
            self._add([f"{line}\\" for line in lines[:-1]] + lines[-1:])

    def _add(self, lines: list[str]) -> None:
        """Add a block where the lists that are open want it."""
        lists = self._lists[-_DEEPEST_LIST:]
        if not lists:
            self._blocks.append((False, lines))
            return
        inner = lists[-1]
        margin = "".join(" " * len(each.marker) for each in lists[:-1])
        first = margin + (inner.marker if inner.is_new_item else " " * len(inner.marker))
        is_tight = inner.is_new_item and (inner.count > 1 or len(lists) > 1)
        inner.is_new_item = False
        rest = margin + " " * len(inner.marker)
        self._blocks.append(
            (is_tight, [first + lines[0], *(rest + line if line else "" for line in lines[1:])])
        )
