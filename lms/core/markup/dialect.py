"""The Markdown of this house: Python-Markdown with the parts of *extra* taken singly, and our own extensions.

Raw HTML is off, so it is shown as the text that it is. What links and pictures mean, and what is allowed to remain,
is decided elsewhere (links, sanitising).
"""

import re
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, BlockQuoteProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from lms.core.markup.canonical import BOUNDARY, TAB, canonical

ALERTS = {
    "NOTE": ("box", {"vi": "Ghi chú", "en": "Note"}),
    "TIP": ("box good", {"vi": "Mẹo", "en": "Tip"}),
    "IMPORTANT": ("box", {"vi": "Quan trọng", "en": "Important"}),
    "WARNING": ("box warn", {"vi": "Cẩn thận", "en": "Warning"}),
    "CAUTION": ("box bad", {"vi": "Nguy hiểm", "en": "Danger"}),
}
"""Class and title of each kind of box. The words are the course's language, not the reader's: they are its text."""

_BACK = {"vi": "Về chỗ đang đọc, chú thích {}", "en": "Back to the text, note {}"}
_ALERT = re.compile(r"^\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ ]*(?:\n|$)", re.IGNORECASE)


def build_markdown(*, lang: str = "vi", footnotes: bool = True) -> Markdown:
    """Return a converter for texts in ``lang``; after ``reset()`` it may be used again, by one thread at a time."""
    extensions: list[str | Extension] = [
        "abbr",
        "attr_list",
        "def_list",
        "tables",
        "pymdownx.highlight",  # named, so that its settings hold: no colours, whether or not Pygments is there
        "pymdownx.superfences",
        "pymdownx.tilde",
        "mdx_better_lists",
        HouseDialect(lang),
    ]
    if footnotes:
        extensions.append("footnotes")
    return Markdown(
        extensions=extensions,
        extension_configs={
            "tables": {"use_align_attribute": True},
            "footnotes": {"BACKLINK_TITLE": _BACK[lang]},
            "pymdownx.highlight": {"use_pygments": False, "css_class": "", "stripnl": False},
            "pymdownx.tilde": {"subscript": False},
            "mdx_better_lists": {"nested_indent": TAB, "unordered_list_separation": False},
        },
        output_format="html",
        tab_length=TAB,
    )


class HouseDialect(Extension):
    """Our differences from Python-Markdown, registered where it expects them."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown calls
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("automail")
        md.inlinePatterns.register(
            _MailAddress(r"<([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)>", md), "automail", 110
        )
        # After white space is normalised (30), before fences are cut out (25).
        md.preprocessors.register(_Canonical(md), "canonical", 28)
        md.parser.blockprocessors.register(_Quotation(md.parser), "quote", 20)
        md.parser.blockprocessors.register(_Boundary(md.parser), "boundary", 120)
        # Before inline markup (20), while an alert's first line is still text.
        md.treeprocessors.register(_Alerts(md, self._lang), "alerts", 30)
        md.treeprocessors.register(_BoundaryRemoval(md), "boundary", 31)


class _Canonical(Preprocessor):
    """Rewrites lists and quotes as Python-Markdown wants them."""

    def run(self, lines: list[str]) -> list[str]:
        return [*canonical(lines), "", ""]  # Python-Markdown expects a text to end with blank lines


class _Boundary(BlockProcessor):
    """Sets a mark between two lists that ``canonical`` wants apart."""

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        return block.strip("\n") == BOUNDARY

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        blocks.pop(0)
        ElementTree.SubElement(parent, "boundary")


class _BoundaryRemoval(Treeprocessor):
    """Takes the marks between lists away again."""

    def run(self, root: ElementTree.Element) -> None:
        for parent in root.iter():
            for mark in parent.findall("boundary"):
                parent.remove(mark)


class _Quotation(BlockQuoteProcessor):
    """Keeps two quotations apart that a blank line separates, as GitHub does; the original would join them."""

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        before = self.lastChild(parent)
        if before is not None and before.tag == "blockquote":
            before.tag = "blockquote-done"
        super().run(parent, blocks)
        if before is not None and before.tag == "blockquote-done":
            before.tag = "blockquote"


class _MailAddress(InlineProcessor):
    """Makes ``<name@school.vn>`` a plain mail link, without the original's disguise that breaks screen readers."""

    def handleMatch(  # type: ignore[override] # noqa: N802 - the name and shape of an inline processor
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        link = ElementTree.Element("a", {"href": f"mailto:{m[1]}"})
        link.text = m[1]
        return link, m.start(0), m.end(0)


class _Alerts(Treeprocessor):
    """Turns a quotation that begins ``[!WARNING]`` into a box with its title."""

    def __init__(self, md: Markdown, lang: str) -> None:
        super().__init__(md)
        self._lang = lang

    def run(self, root: ElementTree.Element) -> None:
        for quote in root.iter("blockquote"):
            first = quote[0] if len(quote) else None
            mark = _ALERT.match(first.text or "") if first is not None and first.tag == "p" else None
            if first is None or mark is None:
                continue
            kind, titles = ALERTS[mark[1].upper()]
            first.text = (first.text or "")[mark.end() :]
            if not first.text.strip() and not len(first):
                quote.remove(first)
            quote.tag = "div"
            quote.attrib = {"class": kind, "role": "note"}
            heading = ElementTree.Element("p", {"class": "box-title"})
            heading.text = titles[self._lang]
            quote.insert(0, heading)
