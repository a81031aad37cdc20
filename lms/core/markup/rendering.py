"""Markdown to sanitised HTML: the one way in which an author's text becomes markup.

Links, pictures, ids and local fields get their meaning while the text is still a tree; sanitising comes last, and
nothing is added to the HTML after it.
"""

import html
import re
import threading
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Protocol
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from lms.core.markup.blocks import Line
from lms.core.markup.canonical import as_text
from lms.core.markup.dialect import build_markdown
from lms.core.markup.links import Link
from lms.core.markup.sanitising import EXTERNAL_REL, is_safe_url, sanitise
from lms.core.markup.source import refusal, without_hidden
from lms.core.vietnamese import slug

FIELD = re.compile(r"\{\{([a-z][a-z0-9_]{0,39})\}\}")
"""A local field, filled from the unit's sheet when a page is shown: ``{{ten_app}}``."""

MOST_TAGS = 8_000
"""Tags and entities in the HTML of one text; sanitising more would take longer than a request may."""

# While Markdown runs, a field stands between two private characters: braces would be read as an attribute list.
_OPEN, _CLOSE = "\ue000", "\ue001"
_HELD = re.compile(f"{_OPEN}([a-z0-9_]+){_CLOSE}")
_BOXES = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}


class UnrenderableError(Exception):
    """Python-Markdown failed on a text; the author is told, the program goes on."""


class Meaning(Protocol):
    """What the links, pictures and attributes of a text mean. ``rendering`` asks, the caller knows (and notes)."""

    def link(self, target: str) -> Link | None:
        """Return where a link leads, or None to leave its text only. Fragments within the text are not asked for."""

    def picture(self, target: str, alt: str) -> dict[str, str] | None:
        """Return the attributes of a picture's element, or None to leave its alt text only."""

    def field_in_attribute(self, name: str) -> None:
        """Note that a local field stands where none may stand."""


class Renderer:
    """A converter for many small texts. One thread at a time."""

    def __init__(self, *, lang: str = "vi", footnotes: bool = True) -> None:
        self._markdown: Markdown = build_markdown(lang=lang, footnotes=footnotes)
        self._tree = _TreeMeaning(self._markdown)
        # After inline markup (20), prettifying (10) and unescaping (0): attributes are what they will be.
        self._markdown.treeprocessors.register(self._tree, "meaning", -10)

    def raw(self, text: str, meaning: Meaning | None = None, scope: str | None = None) -> str:
        """Return HTML that is not yet safe. With ``scope``, ids are kept as ``c-<scope>-<id>``, else dropped.

        Raises UnrenderableError where the converter fails.
        """
        self._tree.meaning, self._tree.scope = meaning, scope
        held = FIELD.sub(rf"{_OPEN}\1{_CLOSE}", text.strip("\n"))
        try:
            return self._markdown.reset().convert(held)
        except Exception as error:
            # The converter and its extensions have raised IndexError, RecursionError and others on odd input;
            # none of them may become a traceback for the author.
            raise UnrenderableError(type(error).__name__) from error

    def html(self, text: str, meaning: Meaning | None = None, scope: str | None = None) -> str:
        """Return the sanitised HTML of ``text``; see ``raw``."""
        markup = self.raw(text, meaning, scope)
        if markup.count("<") + markup.count("&") > MOST_TAGS:
            raise UnrenderableError(f"> {MOST_TAGS} HTML")
        return sanitise(_HELD.sub(r"{{\1}}", markup)).strip()

    def inline(self, text: str, meaning: Meaning | None = None, definitions: str = "") -> str:
        """Return the sanitised HTML of one line, without the paragraph around it; ``definitions`` are its links'."""
        markup = self.html(f"{as_text(' '.join(text.split()))}\n\n{definitions}", meaning)
        if markup.startswith("<p>") and markup.endswith("</p>") and markup.count("<p>") == 1:
            return markup[3:-4]
        return markup or html.escape(text.strip(), quote=False)


class PlainMeaning:
    """The meaning of links where there is no course around: addresses stay if they are safe, pictures do not."""

    def link(self, target: str) -> Link | None:
        if not is_safe_url(target) or target.startswith("#"):
            return None
        return Link(target, is_external=not target.startswith("/"))

    def picture(self, target: str, alt: str) -> dict[str, str] | None:
        return None

    def field_in_attribute(self, name: str) -> None:
        """Do nothing: the attribute is gone, and there is nobody to tell."""


_mine = threading.local()

# Words and everyday punctuation on one line, in which no rule of the dialect finds anything. Most options of a question
# are such; they need no converter, which is what lets a bank of thousands of questions compile in seconds.
_WORDS = re.compile(r"(?!\d+[.)])[^\W_](?:[^\W_]| (?! )|[,;?!()%/\"'“”‘’–…°]|[.:+=-](?![.:+=/-]))*(?<! )")


def render_markdown(text: str, *, inline: bool = False) -> str:
    """Return the sanitised HTML of a small text such as a question's stem; ``inline`` gives no paragraph around it.

    There are no ids, footnotes or pictures in it. A text that could keep the machine busy is shown as it is written.
    """
    text = without_hidden(text)
    if len(text) < 2_000 and _WORDS.fullmatch(text) and "www." not in text:
        return text if inline else f"<p>{text}</p>"
    renderer: Renderer | None = getattr(_mine, "renderer", None)
    if renderer is None:
        renderer = _mine.renderer = Renderer(footnotes=False)
    try:
        if refusal(text) is None:
            return renderer.inline(text, PlainMeaning()) if inline else renderer.html(text, PlainMeaning())
    except UnrenderableError:
        pass  # shown as text below
    escaped = html.escape(text, quote=False)
    return escaped if inline else f"<p>{escaped}</p>"


def fields_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the local fields in ``texts``, each once, in order."""
    return tuple(dict.fromkeys(name for text in texts for name in FIELD.findall(text)))


class _TreeMeaning(Treeprocessor):
    """Gives links, pictures and ids their meaning, in the tree of one text."""

    meaning: Meaning | None = None
    scope: str | None = None

    def run(self, root: Element) -> None:
        own_ids = frozenset(element.get("id", "") for element in root.iter()) - {""}
        for element in root.iter():
            self.attributes(element)
            if element.tag == "a":
                self.anchor(element, own_ids)
            elif element.tag == "img":
                self.picture(element)
            elif element.tag == "li":
                _show_box(element)
            elif element.tag == "h1":
                element.tag = "h2"  # the page has its own first heading

    def attributes(self, element: Element) -> None:
        for name, value in list(element.attrib.items()):
            held = _HELD.search(str(value))
            if held:
                if self.meaning:
                    self.meaning.field_in_attribute(held[1])
                element.attrib.pop(name)
        written = element.attrib.pop("id", None)
        if written and self.scope is not None:
            element.set("id", self.own_id(written))

    def own_id(self, written: str) -> str:
        return "-".join(part for part in ("c", self.scope, slug(written)) if part)

    def anchor(self, element: Element, own_ids: frozenset[str]) -> None:
        target = str(element.attrib.pop("href", ""))
        element.attrib.pop("rel", None)
        css = element.attrib.pop("class", "")
        if target.startswith("#") and target[1:] in own_ids and self.scope is not None:
            element.set("href", "#" + self.own_id(target[1:]))
            if css.startswith("footnote"):
                element.set("class", css)
            return
        link = self.meaning.link(target) if self.meaning else Link(target)
        if link is None:
            element.tag, element.attrib = "span", {}
            return
        element.set("href", link.href)
        if link.is_term:
            element.set("class", "term")
        if link.is_external:
            element.set("rel", EXTERNAL_REL)

    def picture(self, element: Element) -> None:
        alt = " ".join(str(element.get("alt", "")).split())
        target = str(element.get("src", ""))
        found = self.meaning.picture(target, alt) if self.meaning else None
        if found is None and self.meaning:
            element.tag, element.attrib, element.text = "span", {}, alt
        elif found is not None:
            element.attrib = {**found, "alt": alt, "loading": "lazy", "decoding": "async"}


def _show_box(item: Element) -> None:
    """Show the box of a ``- [ ]`` item that cannot be ticked where it stands."""
    holder = item[0] if not (item.text or "").strip() and len(item) and item[0].tag == "p" else item
    text = (holder.text or "").lstrip()
    for written, shown in _BOXES.items():
        if text.startswith(written):
            holder.text = shown + text.removeprefix(written)


class Locator:
    """Finds the line of something that was found in the rendered tree, by searching the source for it."""

    def __init__(self, lines: Iterable[Line]) -> None:
        kept = tuple(lines)
        self._numbers = [number for number, _ in kept]
        self._text = "\n".join(text for _, text in kept)
        self._starts = list(accumulate((len(text) + 1 for _, text in kept), initial=0))
        self._first = next((number for number, text in kept if text.strip()), 1)
        self._found: dict[str, int] = {}  # where each needle was found last

    def line(self, needle: str) -> int:
        """Return the line of the next occurrence of ``needle``, or its last; the first line where there is none."""
        before = self._found.get(needle, -1)
        place = self._text.find(needle, before + 1) if needle else -1
        place = before if place < 0 else place
        if place < 0:
            return self._first
        self._found[needle] = place
        return self._numbers[bisect_right(self._starts, place) - 1]
