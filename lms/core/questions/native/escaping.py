"""Plain words as Markdown that shows exactly those words, and the words that a person reads in Markdown.

Only what the renderer or the bank format would take for a mark is escaped, so that ordinary sentences stay as they are.
"""

import re
from functools import lru_cache

from lms.core.markup.rendering import render_markdown
from lms.core.questions.typesetting import plain_text
from lms.core.vietnamese import nfc, squeeze

# Control characters, direction overrides, private characters that the readers use as marks of their own, and what
# word processors leave between letters: the soft hyphen, the zero-width space, the word joiner, the byte-order mark.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff"
    "\ue000-\ue0ff\uf8f0\uf8f1\ufeff\ufffe\uffff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# A backslash counts where it stands before one of these, or before the end of a line.
_BACKSLASH = re.compile(r"\\(?=[\\`*_{}\[\]()>#+\-.!|~]|$)", re.MULTILINE)
_MARKS = re.compile(r"[`*_{\[]|(?<=-)>|(?<=~)~|~(?=~)|(?<=<)!(?=--)")  # "<!--" would begin an author's note
_MARKS_AND_ENDS = re.compile(rf"{_MARKS.pattern}|>")
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
_LINE_START = re.compile(r"([0-9]{1,9})(?=[.)](?: |$))|[-+](?= |$)|-(?=[- ]+$)|[#>|]", re.MULTILINE)
_TABLE_RULE = re.compile(r"[ :|-]*\|[ :|-]*")
_EQUALS_RULE = re.compile(r"=+ *")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|~])")
_MARKUP = re.compile(r"[\\`*_{\[<>&#|~\n]|^[-+=:0-9]")
_ENTITIES = {"=": "&#61;", ":": "&#58;"}


def visible(text: str) -> str:
    """Return ``text`` in NFC with single spaces and without what nobody sees; line ends stay, as ``\\n``."""
    shown = _UNSEEN.sub("", _LINE_ENDS.sub("\n", nfc(text)))
    return "\n".join(line.strip() for line in _SPACES.sub(" ", shown).split("\n")).strip("\n")


def escape_text(text: str) -> str:
    """Return Markdown that shows the words of ``text`` and nothing else; blank lines part paragraphs."""
    marked = _BACKSLASH.sub(r"\\\\", visible(text))
    marks = _MARKS_AND_ENDS if "<" in marked else _MARKS  # "<…>" may be an address
    marked = marks.sub(r"\\\g<0>", _ENTITY.sub("&amp;", marked))
    return "\n".join(_line(line) for line in marked.split("\n"))


@lru_cache(maxsize=2_000)
def plain_of(markdown: str) -> str:
    """Return what a person reads in ``markdown``, on one line."""
    if not _MARKUP.search(_ESCAPED.sub("", markdown)):
        return squeeze(_ESCAPED.sub(r"\1", markdown))  # the renderer would say the same, more slowly
    return plain_text(render_markdown(markdown, inline="\n" not in markdown))


def _line(line: str) -> str:
    """Return one line, already without inline marks, so that it does not begin a block or draw a rule."""
    if line.startswith(":") or _EQUALS_RULE.fullmatch(line):
        return _ENTITIES[line[0]] + line[1:]
    if _TABLE_RULE.fullmatch(line):
        return re.sub(r"[|-]", r"\\\g<0>", line)
    found = _LINE_START.match(line)
    if not found:
        return line
    return f"{found[1]}\\{line[found.end() :]}" if found[1] else "\\" + line
