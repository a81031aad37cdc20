"""The text of a document as lines with their looks, in reading order: paragraphs, tables cell by cell, text boxes.

Deleted text is left out and inserted text kept; hidden text is left out and its places are remembered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

from lms.core.questions.importing.papers import LONGEST_LINE, MOST_LINES
from lms.core.questions.importing.papers.lines import PICTURE, Cell, Line, Look, passage_of
from lms.core.questions.importing.word.equations import linear
from lms.core.questions.importing.word.looks import RunLook, Styles, is_shaded
from lms.core.questions.importing.word.numbering import Numbering
from lms.core.questions.importing.word.package import MC, M, Package, W, WordError
from lms.core.questions.importing.word.symbols import plain, shifted, symbol

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_GONE = frozenset({W + "del", W + "moveFrom"})
_BOX = W + "txbxContent"
_GROUPS = ("}wgp", "}wpc", "}group", "}grpSp")
_FIGURES = ("}blip", "}imagedata", "}chart", "}OLEObject", "}relIds")
_STROKES = frozenset({"line", "straightConnector1"})
_TEXTS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_NOTES = frozenset({W + "footnoteReference", W + "endnoteReference"})


@dataclass
class Text:
    """What a document says, and what was met on the way."""

    lines: list[Line] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)  # paragraphs


@dataclass
class _Paragraph:
    """A paragraph while it is read."""

    look: RunLook
    is_shaded: bool
    pieces: list[tuple[str, Look]] = field(default_factory=list)
    flaws: set[str] = field(default_factory=set)
    boxes: list["Element"] = field(default_factory=list)
    is_hiding: bool = False


def read_body(package: Package) -> Text:
    """Return the lines of a document.

    Raises:
        WordError: there are more of them, or longer ones, than any paper has.
    """
    reader = _Reader(package)
    reader.blocks(package.body, None, shaded=False)
    return reader.text


class _Reader:
    def __init__(self, package: Package) -> None:
        self.styles = Styles(package.styles)
        self.numbering = Numbering(package.numbering)
        self.text = Text()
        self.place = 0
        self.tables = count()

    # Blocks

    def blocks(self, parent: "Element", cell: Cell | None, *, shaded: bool) -> None:
        """Read paragraphs and tables."""
        for child in _unwrapped(parent):
            if child.tag == W + "p":
                self._paragraph(child, cell, shaded=shaded)
            elif child.tag == W + "tbl":
                self._table(child, shaded=shaded)
            elif child.tag not in _GONE and isinstance(child.tag, str) and not _is_contents(child):
                self.blocks(child, cell, shaded=shaded)

    def _table(self, table: "Element", *, shaded: bool) -> None:
        number = next(self.tables)
        for row, element in enumerate(_found(table, W + "tr")):
            column = 0
            if element.find(f"{W}trPr/{W}del") is not None:
                continue
            for cell in _found(element, W + "tc"):
                shade = cell.find(f"{W}tcPr/{W}shd")
                is_dark = shaded or (shade is not None and is_shaded(shade))
                self.blocks(cell, Cell(number, row, column), shaded=is_dark)
                column += _span(cell)

    def _paragraph(self, element: "Element", cell: Cell | None, *, shaded: bool) -> None:
        self.place += 1
        place = self.place
        properties = element.find(W + "pPr")
        name, look = self.styles.of_paragraph(properties)
        shade = properties.find(W + "shd") if properties is not None else None
        paragraph = _Paragraph(look, shaded or (shade is not None and is_shaded(shade)))
        self._label(paragraph, properties, name)
        self._inline(element, paragraph)
        if paragraph.is_hiding:
            self.text.hidden.append(place)
        self._keep(paragraph, place, cell)
        for box in paragraph.boxes:
            self.blocks(box, cell, shaded=False)

    def _label(self, paragraph: _Paragraph, properties: "Element | None", name: str) -> None:
        """Write the label of Word's own list before a paragraph, in the look that Word gives to it."""
        number, level = self.styles.numbering_of(name)
        own = properties.find(W + "numPr") if properties is not None else None
        if own is not None:
            number = _value(own.find(W + "numId")) or number
            level = _value(own.find(W + "ilvl")) or level
        if not number or number == "0":
            return
        label = self.numbering.label(
            number, int(level) if level.isascii() and level.isdigit() and len(level) == 1 else 0
        )
        if label is None:
            return
        mark = properties.find(W + "rPr") if properties is not None else None
        look = self.styles.applied(label.look, self.styles.applied(mark, paragraph.look))
        paragraph.pieces.append((label.text, self._shown(look, paragraph)))

    def _keep(self, paragraph: _Paragraph, place: int, cell: Cell | None) -> None:
        """Keep a paragraph as a line, or as several where it is broken by hand."""
        line: list[tuple[str, Look]] = []
        flaws = frozenset(paragraph.flaws)
        lines = [line]
        for text, look in paragraph.pieces:
            first, *others = text.split("\n")
            line.append((first, look))
            for other in others:
                line = [(other, look)]
                lines.append(line)
        for pieces in lines:
            passage = passage_of(pieces)
            if passage.text.strip():
                self.text.lines.append(Line(passage, place, cell, flaws))
            if len(passage.text) > LONGEST_LINE or len(self.text.lines) > MOST_LINES:
                raise WordError("too-long")

    # Inside a paragraph

    def _inline(self, parent: "Element", paragraph: _Paragraph) -> None:
        for child in _unwrapped(parent):
            if child.tag == W + "r":
                self._run(child, paragraph)
            elif child.tag in (M + "oMath", M + "oMathPara"):
                text = linear(child).strip()
                paragraph.pieces.append((text, self._shown(paragraph.look, paragraph)))
                paragraph.flaws.add("equation")
            elif child.tag == W + "hyperlink":
                before = len(paragraph.pieces)
                self._inline(child, paragraph)
                paragraph.pieces[before:] = [
                    (text, _unlinked(look)) for text, look in paragraph.pieces[before:]
                ]
            elif child.tag == W + "pPr" or child.tag in _GONE or not isinstance(child.tag, str):
                continue
            else:
                self._inline(child, paragraph)

    def _run(self, run: "Element", paragraph: _Paragraph) -> None:
        look = self.styles.of_run(run.find(W + "rPr"), paragraph.look)
        for child in _unwrapped(run):
            text = self._said(child, look, paragraph)
            if not text:
                continue
            if look.is_hidden:
                paragraph.is_hiding = True
                continue
            if look.look.struck:
                paragraph.flaws.add("struck")
            paragraph.pieces.append((text, self._shown(look, paragraph)))

    def _said(self, child: "Element", look: RunLook, paragraph: _Paragraph) -> str:
        """Return the text of one child of a run; pictures and boxes are noted."""
        tag = child.tag
        if tag == W + "t":
            return shifted(plain(child.text or "", look.font), look.raised)
        if tag == W + "sym":
            return symbol(child.get(W + "char", ""), child.get(W + "font", ""))
        if tag in _NOTES:
            paragraph.flaws.add("footnote")
        elif tag in (W + "drawing", W + "pict", W + "object"):
            return self._drawn(child, look, paragraph)
        return _TEXTS.get(tag, "") if isinstance(tag, str) else ""

    @staticmethod
    def _drawn(drawing: "Element", look: RunLook, paragraph: _Paragraph) -> str:
        """Take the text boxes of a drawing; anything else to look at is a picture."""
        boxes, is_figure, is_stroke = _seen(drawing)
        if is_figure or not (boxes or is_stroke):
            if not look.is_hidden:
                paragraph.flaws.add("picture")
            return f" {PICTURE} "
        paragraph.boxes += boxes
        return ""

    @staticmethod
    def _shown(look: RunLook, paragraph: _Paragraph) -> Look:
        return replace(look.look, highlighted=True) if paragraph.is_shaded else look.look


def _is_contents(block: "Element") -> bool:
    """Return whether a block is the table of contents, which repeats the headings of the document."""
    gallery = block.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and _value(gallery) == "Table of Contents"


def _unlinked(look: Look) -> Look:
    """Return the look of a link without the line and the colour that every link has; they mark no answer."""
    return replace(look, underlined=False, colour="")


def _unwrapped(parent: "Element") -> Iterator["Element"]:
    """Yield the children of an element; of two versions of the same thing, the newer one."""
    for child in parent:
        if child.tag != MC + "AlternateContent":
            yield child
            continue
        chosen = child.find(MC + "Choice")
        chosen = chosen if chosen is not None else child.find(MC + "Fallback")
        if chosen is not None:
            yield from _unwrapped(chosen)


def _found(parent: "Element", tag: str) -> Iterator["Element"]:
    """Yield the rows of a table or the cells of a row, also those inside content controls and insertions."""
    for child in _unwrapped(parent):
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE and child.tag not in (W + "tblPr", W + "trPr", W + "tblGrid"):
            yield from _found(child, tag)


def _seen(drawing: "Element") -> tuple[list["Element"], bool, bool]:
    """Return the text boxes of a drawing, whether there is a figure in it, and whether it is but a stroke."""
    boxes: list[Element] = []
    is_figure = is_stroke = False
    waiting = [drawing]
    while waiting:
        element = waiting.pop()
        if element.tag == _BOX:
            boxes.append(element)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        is_figure = is_figure or tag.endswith((*_GROUPS, *_FIGURES))
        is_stroke = (
            is_stroke
            or (tag.endswith("}prstGeom") and element.get("prst") in _STROKES)
            or tag.endswith("}line")
        )
        waiting += reversed(list(_unwrapped(element)))
    return boxes, is_figure, is_stroke


def _span(cell: "Element") -> int:
    value = _value(cell.find(f"{W}tcPr/{W}gridSpan"))
    return min(int(value), 100) if value.isascii() and value.isdigit() and 0 < len(value) < 5 else 1


def _value(element: "Element | None") -> str:
    return element.get(W + "val", "") if element is not None else ""
