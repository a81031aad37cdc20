"""The lines of an exam paper with the look of each character. What they mean is decided elsewhere."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from lms.core.vietnamese import nfc

PICTURE = "[hình]"

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c"))
_INVISIBLE |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_WIDE_SIGNS = str.maketrans("：．）（／，；？！", ":.)(/,;?!")
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_WIDE = re.compile(r"[ \t]{3,}")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Look:
    """How characters are shown, as far as a paper may mark an answer with it."""

    bold: bool = False
    underlined: bool = False
    highlighted: bool = False
    struck: bool = False
    colour: str = ""  # "FF0000"; empty is the text's own black


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in which table a line stands, all counted from 0."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Text with the look of each of its characters."""

    text: str = ""
    looks: tuple[Look, ...] = ()

    def cut(self, start: int, end: int | None = None) -> "Passage":
        """Return the part from ``start`` to ``end`` without the white space around it."""
        end = len(self.text) if end is None else end
        part = self.text[start:end]
        start += len(part) - len(part.lstrip())
        part = part.strip()
        return Passage(part, self.looks[start : start + len(part)])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the paper; ``flaws`` names what could not be carried over whole ("picture", "equation" …)."""

    passage: Passage
    place: int  # the paragraph or line in the file, from 1
    cell: Cell | None = None
    flaws: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return self.passage.text


def joined(passages: Iterable[Passage]) -> Passage:
    """Return passages as one, each on a line of its own."""
    kept = list(passages)
    looks: list[tuple[Look, ...]] = []
    for index, passage in enumerate(kept):
        looks += [(PLAIN,), passage.looks] if index else [passage.looks]
    return Passage("\n".join(passage.text for passage in kept), tuple(chain.from_iterable(looks)))


def passage_of(pieces: Iterable[tuple[str, Look]]) -> Passage:
    """Return runs as one passage: NFC also across runs, nothing invisible, every odd space an ordinary one."""
    texts: list[str] = []
    looks: list[Look] = []
    for raw, look in pieces:
        text = cleaned(raw)
        texts.append(text)
        looks += [look] * len(text)
    text = "".join(texts)
    passage = Passage(text, tuple(looks)) if nfc(text) == text else _composed(text, looks)
    return _narrowed(passage) if _WIDE.search(passage.text) else passage


def _narrowed(passage: Passage) -> Passage:
    """Return a passage whose wide gaps are two spaces or a tab: enough to part options, little to search through."""
    texts: list[str] = []
    looks: list[Look] = []
    at = 0
    for gap in _WIDE.finditer(passage.text):
        narrow = "\t" if "\t" in gap[0] else "  "
        texts += [passage.text[at : gap.start()], narrow]
        looks += [*passage.looks[at : gap.start()], *passage.looks[gap.start() : gap.start() + len(narrow)]]
        at = gap.end()
    return Passage("".join([*texts, passage.text[at:]]), (*looks, *passage.looks[at:]))


def _composed(text: str, looks: list[Look]) -> Passage:
    """Put together letters whose tones were typed into the next run; the letter's look holds for both."""
    clusters: list[str] = []
    kept: list[Look] = []
    for char, look in zip(text, looks, strict=True):
        if unicodedata.combining(char) and clusters:
            clusters[-1] += char
        else:
            clusters.append(char)
            kept.append(look)
    composed = [nfc(cluster) for cluster in clusters]
    spread = chain.from_iterable([look] * len(part) for part, look in zip(composed, kept, strict=True))
    return Passage("".join(composed), tuple(spread))


def cleaned(text: str) -> str:
    """Return ``text`` in NFC with ordinary spaces and without what nobody sees; tabs stay, they part options."""
    if text.isascii() and text.isprintable():
        return text
    return nfc(_CONTROLS.sub("", _SPACES.sub(" ", text.translate(_INVISIBLE).translate(_WIDE_SIGNS))))
