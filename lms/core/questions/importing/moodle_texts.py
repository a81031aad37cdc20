"""The texts of one Moodle question as Markdown, each by the format that it names; what is lost is noted."""

import re
from decimal import Decimal, InvalidOperation
from html import unescape

from lms.core.markup.rendering import render_markdown
from lms.core.questions.importing.html_text import PICTURE, markdown_of
from lms.core.questions.importing.moodle_notes import Notes
from lms.core.questions.importing.moodle_xml import Node
from lms.core.questions.manuscript import LONGEST_SOURCE
from lms.core.questions.native import escape_text, plain_of, visible
from lms.core.vietnamese import fold, squeeze

_LONGEST_NUMBER = 40
_MEDIA = frozenset(["audio", "video", "iframe", "object", "embed", "canvas"])
_WORTH_SHOWING = frozenset(
    (
        "name",
        "questiontext",
        "answer",
        "subquestion",
        "dragbox",
        "selectoption",
        "drag",
        "row",
        "hint",
        "graderinfo",
    )
)
_BLOCK = re.compile(r"<(?:p|br|div|ul|ol|table|pre|h[1-6])\b", re.IGNORECASE)
_ELEMENT = re.compile(r"<[^<>]{0,2000}>")
_MARKDOWN_PICTURE = re.compile(r"!\[([^\[\]]{0,300})\](?:\([^()\n]{0,2000}\))?")
_HARD_BREAK = re.compile(r"\\?\n+")
# What Moodle itself writes where the author wrote nothing.
_DEFAULT_REMARKS = frozenset(
    fold(words).rstrip(".")
    for words in (
        "Your answer is correct.",
        "Your answer is partially correct.",
        "Your answer is incorrect.",
        "Câu trả lời của bạn đúng",
        "Câu trả lời của bạn là đúng",
        "Câu trả lời của bạn chính xác",
        "Câu trả lời của bạn đúng một phần",
        "Câu trả lời của bạn chính xác một phần",
        "Câu trả lời của bạn sai",
        "Câu trả lời của bạn không đúng",
        "Câu trả lời của bạn không chính xác",
    )
)


class Texts:
    """Reads the texts of one question."""

    def __init__(self, node: Node, notes: Notes) -> None:
        stem = node.find("questiontext")
        self._notes = notes
        self.node = node
        self.format = (stem.attributes.get("format") if stem else None) or "html"
        files = [file.attributes.get("name", "") for file in _all(node, "file")]
        self._files = [name for name in files if name]

    def block(self, node: Node | None) -> str:
        """Return a text that may run over several lines."""
        if node is None:
            return ""
        inner = node.find("text")
        return self.markdown((inner if inner is not None else node).text, node.attributes.get("format"))

    def line(self, node: Node | None) -> str:
        """Return a text as one line."""
        return _HARD_BREAK.sub(" ", self.block(node))

    def remark(self, tag: str) -> str:
        """Return a remark on the whole question, "" where it is Moodle's own sentence."""
        text = self.block(self.node.find(tag))
        return "" if fold(text).rstrip(".") in _DEFAULT_REMARKS else text

    def words(self, node: Node | None) -> str:
        """Return a plain text on one line, as Moodle compares typed answers."""
        return squeeze(visible(node.value())) if node else ""

    def markdown(self, text: str, kind: str | None = None) -> str:
        """Return ``text`` as Markdown by the format that it names, or the question's."""
        kind = kind or self.format
        if kind == "plain_text":
            return "\\\n".join(line for line in escape_text(text.strip()).split("\n") if line)
        if kind == "markdown":
            if _MARKDOWN_PICTURE.search(text):
                self._notes.say("unsure-picture")
            text = render_markdown(_MARKDOWN_PICTURE.sub(_picture, visible(text)))
        elif kind != "html" and not _BLOCK.search(text):
            text = text.strip().replace("\n", "<br>")
        markdown, dropped = markdown_of(text)
        self._note_dropped(dropped)
        if "@@PLUGINFILE@@" in text and PICTURE not in dropped:
            self._notes.say("file-lost", ", ".join(self._files)[:200] or "@@PLUGINFILE@@")
        return markdown

    def _note_dropped(self, dropped: tuple[str, ...]) -> None:
        if PICTURE in dropped:
            self._notes.say("unsure-picture")
        media = [name for name in dropped if name in _MEDIA]
        if media:
            self._notes.say("unsure-media", ", ".join(media))
        rest = [name for name in dropped if name not in _MEDIA and name != PICTURE]
        if rest:
            self._notes.say("layout-lost", ", ".join(rest))

    def note_files(self) -> None:
        """Note files that were packed in without a word saying so."""
        seen = {note.code for note in self._notes.said.values()}
        if self._files and not seen & {"unsure-picture", "file-lost", "unsure-drawn"}:
            self._notes.say("file-lost", ", ".join(self._files)[:200])


def _picture(found: re.Match[str]) -> str:
    words = squeeze(found[1])
    return escape_text(f"[hình: {words}]" if words else "[hình]")


def _all(node: Node, tag: str) -> list[Node]:
    found = [child for child in node.children if child.tag == tag]
    return found + [inner for child in node.children for inner in _all(child, tag)]


def plain_html(text: str) -> str:
    """Return the words of a small piece of HTML on one line."""
    return squeeze(visible(unescape(_ELEMENT.sub(" ", text))))


def source_of(node: Node) -> str:
    """Return what stands in the file for a question, as a person can read it, cut where it runs long."""
    lines: list[str] = []
    for child in node.children:
        if child.tag not in _WORTH_SHOWING:
            continue
        parts = [child, *(part for part in child.children if part.tag not in ("text", "feedback"))]
        said = dict.fromkeys(words for words in (plain_html(part.value()) for part in parts) if words)
        share = child.attributes.get("fraction")
        if said:
            lines.append(f"{child.tag}{f' {share[:20]}%' if share else ''}: {' | '.join(said)}")
    return "\n".join(lines)[:LONGEST_SOURCE]


def number_in(text: str) -> Decimal | None:
    """Return a number as Moodle writes it, None where there is none."""
    try:
        number = Decimal(text.strip().replace(",", ".")) if len(text) <= _LONGEST_NUMBER else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and abs(number.adjusted()) < 16 else None


def shown(markdown: str) -> str:
    """Return Markdown as the words of a message, cut where they run long."""
    return plain_of(markdown)[:200]
