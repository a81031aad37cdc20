"""The labels of Word's own lists ("Câu 1.", "A.", "a)") as a reader sees them, with levels and restarts."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lms.core.questions.importing.word.package import W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMANS = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_LARGEST = 100_000
_BULLET = "•"


@dataclass
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "\t"
    restarts_after: int | None = None  # the level above which a new count begins; None is any
    look: "Element | None" = None


@dataclass
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Label:
    """What stands before a paragraph of a list, and the formatting that the list gives to it."""

    text: str
    look: "Element | None"


class Numbering:
    """The lists of a document, counted as its paragraphs are read."""

    def __init__(self, root: "Element | None") -> None:
        self.abstract: dict[str, _List] = {}
        self.lists: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self.begun: set[str] = set()
        if root is None:
            return
        for element in root.findall(W + "abstractNum"):
            self.abstract[element.get(W + "abstractNumId", "")] = _List(_levels(element))
        for element in root.findall(W + "num"):
            overrides = element.findall(W + "lvlOverride")
            starts = {
                _index(each): _number(each.find(W + "startOverride"), 1)
                for each in overrides
                if each.find(W + "startOverride") is not None
            }
            own = {level: made for each in overrides for level, made in _levels(each).items()}
            name = _value(element.find(W + "abstractNumId"))
            self.lists[element.get(W + "numId", "")] = (name, own, starts)

    def label(self, number: str, level: int) -> Label | None:
        """Count one paragraph of the list ``number`` and return its label, None for a list that is not there."""
        if number not in self.lists or not 0 <= level < _LEVELS:
            return None
        name, own, starts = self.lists[number]
        kept = self.abstract.get(name)
        if kept is None:
            return None
        if number not in self.begun:
            self.begun.add(number)
            for each in starts:
                kept.counts.pop(each, None)
        levels = {**kept.levels, **own}
        self._count(kept, levels, starts, level)
        shown = levels.get(level, _Level())
        if shown.format == "bullet":
            return Label(_BULLET + " ", shown.look)
        if shown.format == "none" and not _PLACE.search(shown.text):
            return Label(shown.text, shown.look) if shown.text else None
        text = _PLACE.sub(lambda found: _counted(kept.counts, levels, starts, int(found[1]) - 1), shown.text)
        return Label(text + shown.suffix, shown.look) if text else None

    @staticmethod
    def _count(kept: _List, levels: dict[int, _Level], starts: dict[int, int], level: int) -> None:
        start = starts.get(level, levels.get(level, _Level()).start)
        kept.counts[level] = min(kept.counts.get(level, start - 1) + 1, _LARGEST)
        for deeper in range(level + 1, _LEVELS):
            after = levels.get(deeper, _Level()).restarts_after
            if after is None or (after and level < after):
                kept.counts.pop(deeper, None)


def _counted(counts: dict[int, int], levels: dict[int, _Level], starts: dict[int, int], level: int) -> str:
    shown = levels.get(level, _Level())
    return _written(counts.get(level, starts.get(level, shown.start)), shown.format)


def _levels(parent: "Element") -> dict[int, _Level]:
    found = {}
    for element in parent.findall(W + "lvl"):
        restart = element.find(W + "lvlRestart")
        suffix = {"space": " ", "nothing": " "}.get(_value(element.find(W + "suff")), "\t")
        found[_index(element)] = _Level(
            start=_number(element.find(W + "start"), 1),
            format=_value(element.find(W + "numFmt")) or "decimal",
            text=_value(element.find(W + "lvlText"))[:100],
            suffix=suffix,
            restarts_after=_number(restart, 0) if restart is not None else None,
            look=element.find(W + "rPr"),
        )
    return found


def _written(count: int, style: str) -> str:
    """Return a count in letters, Roman numbers or digits."""
    if style in ("upperLetter", "lowerLetter") and count > 0:
        letter = chr(ord("A") + (count - 1) % 26) * min((count - 1) // 26 + 1, 4)
        return letter if style == "upperLetter" else letter.lower()
    if style in ("upperRoman", "lowerRoman") and 0 < count < 4000:
        roman = _roman(count)
        return roman if style == "upperRoman" else roman.lower()
    return f"{count:02d}" if style == "decimalZero" else str(count)


def _roman(count: int) -> str:
    text = ""
    for worth, sign in _ROMANS:
        times, count = divmod(count, worth)
        text += sign * times
    return text


def _value(element: "Element | None") -> str:
    return element.get(W + "val", "") if element is not None else ""


def _number(element: "Element | None", otherwise: int) -> int:
    value = _value(element)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else otherwise


def _index(element: "Element") -> int:
    value = element.get(W + "ilvl", "0")
    return int(value) if value.isascii() and value.isdigit() and len(value) == 1 else 0
