"""The effective look of a run: its own formatting over its styles' over the document's."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lms.core.questions.importing.papers.lines import PLAIN, Look
from lms.core.questions.importing.word.package import W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OFF = frozenset({"0", "false", "off", "none"})
_INK = frozenset({"text1", "dark1", "tx1", "dk1"})
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_DARK = 0x46  # no channel of a colour that reads as black is brighter
_GREY = 0x80  # nor of a grey, as pages of the web are written in
_PALE = 0xF0  # every channel of a shade that reads as paper is at least as bright
_EVEN = 0x18  # channels that differ by no more are a grey
_DEEPEST_STYLE = 20
_PAPER = frozenset({"", "auto", "FFFFFF", "ffffff"})


@dataclass(frozen=True, slots=True)
class RunLook:
    """The look of a run, and what only Word needs to know of it."""

    look: Look = PLAIN
    is_hidden: bool = False
    raised: str = ""  # "superscript", "subscript"
    font: str = ""


@dataclass(frozen=True)
class _Style:
    based_on: str
    run: "Element | None"
    numbering: "Element | None"


class Styles:
    """The styles of a document."""

    def __init__(self, root: "Element | None") -> None:
        self.styles: dict[str, _Style] = {}
        self.default = RunLook()
        self.default_paragraph = ""
        self._by_name: dict[str, RunLook] = {}
        self._runs: dict[RunLook, RunLook] = {}
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.default = self.applied(defaults, RunLook())
        for style in root.iter(W + "style"):
            name = style.get(W + "styleId", "")
            self.styles[name] = _Style(
                _value(style.find(W + "basedOn")), style.find(W + "rPr"), style.find(f"{W}pPr/{W}numPr")
            )
            if style.get(W + "default") == "1" and style.get(W + "type") == "paragraph":
                self.default_paragraph = name

    def of_paragraph(self, properties: "Element | None") -> tuple[str, RunLook]:
        """Return the name of a paragraph's style and the look that it gives to runs."""
        style = properties.find(W + "pStyle") if properties is not None else None
        name = _value(style) or self.default_paragraph
        if name not in self._by_name:
            look = self.default
            for each in reversed(list(self._chain(name))):
                look = self.applied(each.run, look)
            self._by_name[name] = look
        return name, self._by_name[name]

    def of_run(self, properties: "Element | None", paragraph: RunLook) -> RunLook:
        """Return the look of a run in a paragraph whose style gives ``paragraph``."""
        if properties is None:
            return paragraph
        look = paragraph
        for each in reversed(list(self._chain(_value(properties.find(W + "rStyle"))))):
            look = self.applied(each.run, look)
        return self.applied(properties, look)

    def numbering_of(self, name: str) -> tuple[str, str]:
        """Return the list and the level that a paragraph style brings with it, both empty if none."""
        number, level = "", ""
        for style in self._chain(name):
            if style.numbering is not None:
                number = number or _value(style.numbering.find(W + "numId"))
                level = level or _value(style.numbering.find(W + "ilvl"))
        return number, level

    def _chain(self, name: str) -> Iterator[_Style]:
        """Yield a style and those that it is based on; a circle ends where the depth does."""
        for _ in range(_DEEPEST_STYLE):
            style = self.styles.get(name) if name else None
            if style is None:
                return
            yield style
            name = style.based_on

    def applied(self, properties: "Element | None", under: RunLook) -> RunLook:
        """Return ``under`` with what ``properties`` state."""
        if properties is None:
            return under
        look, whole = under.look, under
        for child in properties:
            tag = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
            if tag in _READ_LOOK:
                look = _READ_LOOK[tag](look, child)
            elif tag in _READ_RUN:
                whole = _READ_RUN[tag](whole, child)
        return self._kept(replace(whole, look=look))

    def _kept(self, look: RunLook) -> RunLook:
        """Return one object for equal looks: a document has few, and each of its characters holds one."""
        return self._runs.setdefault(look, look)


def is_on(element: "Element") -> bool:
    """Return whether a switch such as ``w:b`` is on: it is, unless it says otherwise."""
    return element.get(W + "val", "1").casefold() not in _OFF


def is_shaded(element: "Element") -> bool:
    """Return whether a ``w:shd`` shows a colour behind the words."""
    fill = element.get(W + "fill", "")
    is_pale = bool(_HEX.fullmatch(fill)) and min(_channels(fill)) >= _PALE
    return fill not in _PAPER and not is_pale and _value(element) != "nil"


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (0, 2, 4)]


def _value(element: "Element | None") -> str:
    return element.get(W + "val", "") if element is not None else ""


def _colour(element: "Element") -> str:
    """Return a colour as six digits, empty for the automatic one and for whatever reads as black."""
    if element.get(W + "themeColor") in _INK:
        return ""
    value = _value(element)
    if not _HEX.fullmatch(value):
        return ""
    channels = _channels(value)
    is_grey = max(channels) <= _GREY and max(channels) - min(channels) <= _EVEN
    return "" if is_grey or max(channels) <= _DARK else value.upper()


_READ_LOOK: dict[str, Callable[[Look, "Element"], Look]] = {
    "b": lambda look, said: replace(look, bold=is_on(said)),
    "u": lambda look, said: replace(look, underlined=_value(said) not in _OFF),
    "strike": lambda look, said: replace(look, struck=is_on(said)),
    "dstrike": lambda look, said: replace(look, struck=is_on(said)),
    "highlight": lambda look, said: replace(look, highlighted=_value(said) not in {*_OFF, "white"}),
    "shd": lambda look, said: replace(look, highlighted=look.highlighted or is_shaded(said)),
    "color": lambda look, said: replace(look, colour=_colour(said)),
}
_READ_RUN: dict[str, Callable[[RunLook, "Element"], RunLook]] = {
    "vanish": lambda run, said: replace(run, is_hidden=is_on(said)),
    "vertAlign": lambda run, said: replace(run, raised=_value(said)),
    "rFonts": lambda run, said: replace(run, font=said.get(W + "ascii") or said.get(W + "hAnsi") or run.font),
}
