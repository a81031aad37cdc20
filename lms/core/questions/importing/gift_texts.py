"""GIFT's four text formats as Markdown, and Markdown as whichever of them says it most simply."""

import html
import re
from dataclasses import dataclass, field

from lms.core.questions.importing.gift_terms import Format, Text
from lms.core.questions.importing.html_text import PICTURE, markdown_of
from lms.core.questions.native import escape_text, visible
from lms.core.vietnamese import nfc, squeeze

BLANK = "_____"
"""What Moodle shows where the answer stood inside the text."""

_BREAK = "\\\n"
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")
_TAG = re.compile(r"<[^<>]*>")
_PICTURE = re.compile(r"(?<!!)!+\[([^\[\]\n]{0,300})\]\([^()\n]{0,2000}\)")
_UNSEEN_IN_MARKDOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufeff\ufffe\uffff]"
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|~])")
# An accent with nothing before it would join the sign that is written before it: "=" and one is "≠".
_ORPHAN_ACCENT = re.compile("^[\u0300-\u036f]+", re.MULTILINE)
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_BROKEN_LINE = re.compile(r"(?<!\\)(?:\\\\)*\\$")
_LEADING_BREAKS = re.compile(r"\A(?:\\\n|\s)+")
_MAYBE_MARKUP = re.compile(r"[<&]")


@dataclass
class Typist:
    """Turns the texts of one question into Markdown, remembering what was lost on the way."""

    dropped: dict[str, None] = field(default_factory=dict)

    def markdown(self, text: Text | None) -> str:
        """Return a text as Markdown."""
        if text is None or not text.text:
            return ""
        if text.format is Format.MARKDOWN:
            markdown = tidied(text.text)
            if _PICTURE.search(markdown):
                self.dropped[PICTURE] = None
            return without_pictures(markdown)
        if text.format is Format.HTML:
            return self._from_html(text.text)
        if text.format is Format.MOODLE and _MARKUP.search(text.text):
            return self._from_html(text.text.replace("\n", "<br>"))
        return escaped(text.text)

    def stem(self, stem: Text, tail: Text | None) -> str:
        """Return a stem; a blank stands where the answers stood inside it."""
        pieces = [self.markdown(stem)]
        if tail is not None:
            pieces += [escape_text(BLANK), self.markdown(tail)]
        return " ".join(piece for piece in pieces if piece)

    def words(self, text: Text) -> str:
        """Return an answer to type: never formatted, on one line."""
        if text.format is Format.HTML:
            return squeeze(visible(html.unescape(_TAG.sub(" ", text.text))))
        return squeeze(visible(text.text))

    def _from_html(self, text: str) -> str:
        markdown, dropped = markdown_of(text)
        self.dropped |= dict.fromkeys(dropped)
        return markdown


def tidied(markdown: str) -> str:
    """Return Markdown in NFC, without what nobody sees and without blank ends; its lines stay as they are."""
    lines = markdown.replace("\r\n", "\n").replace("\r", "\n")
    return nfc(_UNSEEN_IN_MARKDOWN.sub("", lines)).strip()


def without_pictures(markdown: str) -> str:
    """Return Markdown with words in place of each picture."""
    return _PICTURE.sub(
        lambda found: f"[hình: {words}]" if (words := squeeze(found[1])) else "[hình]", markdown
    )


def escaped(words: str) -> str:
    """Return plain words as Markdown that shows them line by line."""
    paragraphs: list[list[str]] = [[]]
    for line in visible(words).split("\n"):
        if line:
            paragraphs[-1].append(escape_text(line))
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join(_BREAK.join(lines) for lines in paragraphs if lines)


def as_gift(markdown: str) -> Text:
    """Return the plainest text that is read back as this Markdown."""
    tidy = tidied(_LEADING_BREAKS.sub("", _ORPHAN_ACCENT.sub("", tidied(markdown))))
    tidy = without_pictures(tidy)
    words = _ESCAPED.sub(r"\1", tidy.replace(_BREAK, "\n"))
    words = words.replace("&amp;", "&").replace("&#61;", "=").replace("&#58;", ":")
    if escaped(words) != tidy:
        return Text(Format.MARKDOWN, _with_old_breaks(tidy))
    return Text(Format.PLAIN if _MAYBE_MARKUP.search(words) else Format.MOODLE, words)


def typed(words: str) -> str:
    """Return an answer to type as one line of plain words."""
    return _ORPHAN_ACCENT.sub("", squeeze(visible(words)))


def _with_old_breaks(markdown: str) -> str:
    """Return Markdown whose lines break by two spaces, which Moodle knows, and not by a backslash; code stays."""
    lines, fence = markdown.split("\n"), ""
    for place, line in enumerate(lines[:-1]):
        start = _FENCE.match(line)
        if start and (not fence or start[1].startswith(fence)):
            fence = "" if fence else start[1]
        elif not fence and _BROKEN_LINE.search(line):
            lines[place] = f"{line[:-1]}  "
    return "\n".join(lines)
