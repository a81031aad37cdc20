"""The text below a heading, cut into what a page shows in its own way: prose, device variants, lists, cards.

Fenced code is left whole. Nothing is rendered here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lms.core.devices import device_of
from lms.core.markup.blocks import HEADING, FenceWatch, Line, Lines, indent_of, is_blank, is_bullet
from lms.core.markup.outline import split_id
from lms.core.markup.prose import plain

CHECK = re.compile(r"[-*+] \[[ xX]\](?: +(.*))?")
RUBRIC = re.compile(r"[-*+] +\d{1,4}(?:[.,]\d{1,2})? {0,3}(?:đ|điểm|points?) {0,3}:.*", re.IGNORECASE)

_LONE_LINK = re.compile(r'\[((?:[^\[\]\\]|\\.)+)\]\(<?([^\s()<>]+)>?(?: +"[^"]*")?\) *')
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\[\]]+\]:[ \t]*\S.*|\*\[[^\[\]]+\]:.*")
_FOOTNOTE = re.compile(r"\[\^([^\[\]]+)\]:")


@dataclass(frozen=True)
class Text:
    """Lines to be rendered as they stand."""

    lines: Lines


@dataclass(frozen=True)
class ListItems:
    """The items of a list that is no prose: ticks to make, or lines of a rubric. Each item with its own lines."""

    items: tuple[Lines, ...]


@dataclass(frozen=True)
class Variants:
    """Passages for different devices: device, label as written, line of the heading, text."""

    passages: tuple[tuple[str, str, int, Lines], ...]


@dataclass(frozen=True)
class LoneLink:
    """A link that is a paragraph of its own: a card for a quiz, or a film."""

    line: int
    text: str
    target: str


Piece = Text | ListItems | Variants | LoneLink


@dataclass(frozen=True)
class Custom:
    """What the course decides about the pieces of its pages."""

    is_card: Callable[[str], bool]
    """Which links, standing alone, become cards."""
    device_names: Mapping[str, str] = field(default_factory=dict)
    """Folded heading to device, besides the ones that every course knows (``lms.core.devices``)."""


def cut(lines: Lines, items: re.Pattern[str], custom: Custom) -> list[Piece]:
    """Return the pieces of ``lines``; ``items`` tells which lists are cut out of the prose."""
    cutting = _Cutting(lines, items, custom)
    while cutting.at < len(lines):
        cutting.step()
    cutting.close()
    return cutting.pieces


@dataclass
class _Cutting:
    lines: Lines
    items: re.Pattern[str]
    custom: Custom
    pieces: list[Piece] = field(default_factory=list)
    at: int = 0
    open_lines: list[Line] = field(default_factory=list)
    device: tuple[str, str, int] | None = None
    passages: list[tuple[str, str, int, Lines]] = field(default_factory=list)
    watch: FenceWatch = field(default_factory=FenceWatch)

    def step(self) -> None:
        number, text = self.lines[self.at]
        heading = HEADING.match(text) if text.startswith("#") else None
        if self.watch.takes(text):
            self.keep()
        elif heading and len(heading[1]) <= 3:
            self.heading(number, heading)
        elif self.device is None and self.items.fullmatch(text):
            self.list_items()
        elif self.device is None and self.is_lone(text):
            self.lone_link(number, text)
        else:
            self.keep()

    def keep(self) -> None:
        self.open_lines.append(self.lines[self.at])
        self.at += 1

    def heading(self, number: int, heading: re.Match[str]) -> None:
        label = plain(split_id((heading[2] or "").strip())[0])
        device = device_of(label, self.custom.device_names) if len(heading[1]) == 3 else None
        if device is None:
            self.close()
            self.keep()
            return
        if self.device is None:
            self.close_text()
        else:
            self.close_passage()
        self.device = (device, label, number)
        self.at += 1

    def close(self) -> None:
        """End the open text or the open variants."""
        if self.device is None:
            self.close_text()
            return
        self.close_passage()
        self.pieces.append(Variants(tuple(self.passages)))
        self.passages, self.device = [], None

    def close_text(self) -> None:
        if any(not is_blank(text) for _, text in self.open_lines):
            self.pieces.append(Text(tuple(self.open_lines)))
        self.open_lines = []

    def close_passage(self) -> None:
        if self.device is not None:
            self.passages.append((*self.device, tuple(self.open_lines)))
        self.open_lines = []

    def list_items(self) -> None:
        """Take a run of items; an item's further lines are indented, blank lines between items are dropped."""
        self.close_text()
        items: list[list[Line]] = []
        while self.at < len(self.lines):
            number, text = self.lines[self.at]
            if self.items.fullmatch(text):
                items.append([(number, text)])
            elif is_blank(text):
                following = self.next_text()
                if following is None:
                    break
                self.at = following
                continue
            elif indent_of(text) >= 2 or not (is_bullet(text) or text.startswith(("#", ">", "```", "~~~"))):
                items[-1].append((number, text))
            else:
                break
            self.at += 1
        self.pieces.append(ListItems(tuple(tuple(item) for item in items)))

    def next_text(self) -> int | None:
        """Return where the list goes on after the blank lines at ``at``: another item, or an indented line of this."""
        for position in range(self.at, len(self.lines)):
            text = self.lines[position][1]
            if not is_blank(text):
                return position if self.items.fullmatch(text) or indent_of(text) >= 2 else None
        return None

    def is_lone(self, text: str) -> bool:
        link = _LONE_LINK.fullmatch(text)
        above = self.lines[self.at - 1][1] if self.at else ""
        below = self.lines[self.at + 1][1] if self.at + 1 < len(self.lines) else ""
        alone = (is_blank(above) or above.startswith("#")) and (is_blank(below) or below.startswith("#"))
        return bool(link and alone and self.custom.is_card(link[2]))

    def lone_link(self, number: int, text: str) -> None:
        link = _LONE_LINK.fullmatch(text)
        self.close_text()
        if link:
            self.pieces.append(LoneLink(number, plain(link[1]), link[2]))
        self.at += 1


@dataclass(frozen=True)
class Definitions:
    """What is defined once in a lesson and used in any of its texts: link targets, abbreviations, footnotes."""

    shared: Lines = ()
    footnotes: tuple[tuple[str, Lines], ...] = ()

    def needed_by(self, text: str) -> Lines:
        """Return the lines to be added to ``text`` before it is rendered; footnotes only where it refers to them."""
        notes = (
            line for label, lines in self.footnotes if f"[^{label}]" in text for line in ((0, ""), *lines)
        )
        return ((0, ""), *self.shared, *notes) if self.shared or self.footnotes else ()


def take_definitions(lines: Lines) -> tuple[Lines, Definitions]:
    """Return ``lines`` with the definitions at the margin blanked, and the definitions."""
    watch = FenceWatch()
    kept: list[Line] = []
    shared: list[Line] = []
    notes: list[tuple[str, list[Line]]] = []
    in_note = False
    for number, text in lines:
        footnote = _FOOTNOTE.match(text)
        if watch.takes(text):
            kept.append((number, text))
            in_note = False
            continue
        if footnote:
            notes.append((footnote[1], [(number, text)]))
            in_note = True
        elif in_note and (is_blank(text) or indent_of(text) >= 4):
            notes[-1][1].append((number, text))
        elif _DEFINITION.fullmatch(text):
            shared.append((number, text))
            in_note = False
        else:
            in_note = False
            kept.append((number, text))
            continue
        kept.append((number, ""))
    return tuple(kept), Definitions(tuple(shared), tuple((label, tuple(note)) for label, note in notes))
