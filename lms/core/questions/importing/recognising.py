"""Which format a file is in: what it holds decides, and only where that is silent the end of its name."""

import re

from lms.core.questions.importing.columns import recognised_in
from lms.core.questions.importing.containers import Kind, kind_of
from lms.core.questions.importing.text_files import text_of
from lms.core.questions.manuscript import Trouble

BY_SUFFIX = {
    ".docx": "word",
    ".xlsx": "excel",
    ".csv": "csv",
    ".tsv": "csv",
    ".gift": "gift",
    ".txt": "text",
    ".xml": "moodle",
    ".md": "native",
}
_BY_KIND = {Kind.WORD: "word", Kind.EXCEL: "excel"}
_LOOKED_AT = 200_000  # characters in which a format shows
_LINES_ABOVE = 10  # a table's headings stand in one of the first lines
_FEWEST_HEADINGS = 3

_SETTINGS = re.compile(r"\s*---[ \t]*\n(?:.*\n){0,60}?---[ \t]*(?:\n|$)")
_NATIVE_HEADING = re.compile(r"^## .*\{#[a-z0-9]", re.MULTILINE)
_NATIVE_ANSWER = re.compile(r"^- (?:\([xX ]\)|\[[xX ]\]|\([ĐđSs]\)|= )", re.MULTILINE)
_MOODLE = re.compile(r"\s*(?:<\?xml|<!--|<quiz\b)")
_GIFT = re.compile(
    r"^(?:\$CATEGORY:|::[^\n]{1,400}?::)|(?<!\\)\{[ \t]*(?:\n[ \t]*)?(?:[=~#]|T(?:RUE)?[ \t]*[}#]|F(?:ALSE)?[ \t]*[}#])",
    re.MULTILINE,
)
_AIKEN = re.compile(r"^[ \t]*ANSWER[ \t]*:[ \t]*[A-Z][ \t]*$", re.MULTILINE)
_PAPER = re.compile(
    r"^[ \t]*(?:(?:câu|bài|question)(?: hỏi)?[ \t]*[0-9]{1,4}\b|[0-9]{1,4}[ \t]*[.):/])",
    re.MULTILINE | re.IGNORECASE,
)
_LETTERED = re.compile(r"(?:^|[ \t])\*?[A-Ha-h][.)/][ \t]*\S", re.MULTILINE)


def format_of(data: bytes, name: str) -> str | None:
    """Return the name of the format that a file is in, None where it is none of those that are read."""
    kind = kind_of(data, name)
    if kind is None:
        return None
    return _BY_KIND.get(kind) or _format_of_text(data, name)


def _format_of_text(data: bytes, name: str) -> str | None:
    text = text_of(data, name)
    if isinstance(text, Trouble):
        return None
    start = text[:_LOOKED_AT].replace("\r\n", "\n").replace("\r", "\n")
    suffix = BY_SUFFIX.get(suffix_of(name))
    if _MOODLE.match(start):
        return "moodle"
    if _SETTINGS.match(start) or (_NATIVE_HEADING.search(start) and _NATIVE_ANSWER.search(start)):
        return "native"
    if suffix == "csv":
        return suffix
    return _format_of_lines(start) or suffix


def _format_of_lines(start: str) -> str | None:
    """Return the format of a text whose lines show it."""
    if _AIKEN.search(start):
        return "aiken"
    if _GIFT.search(start):
        return "gift"
    if _PAPER.search(start) and _LETTERED.search(start):
        return "text"
    return "csv" if _has_headings(start) else None


def _has_headings(start: str) -> bool:
    """Return whether one of the first lines names the columns of a table."""
    return any(
        len(set(recognised_in(line.split(separator)))) >= _FEWEST_HEADINGS
        for line in start.split("\n", _LINES_ABOVE)[:_LINES_ABOVE]
        for separator in "\t,;|"
        if separator in line
    )


def suffix_of(name: str) -> str:
    """Return the end of a file's name in small letters, with its dot; empty where there is none."""
    _, dot, end = name.casefold().rpartition(".")
    return f".{end}" if dot else ""
