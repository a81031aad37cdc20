"""The terms of GIFT: what a file of it holds, once read, and how its texts are read. How items are found: ``gift_grammar``."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from lms.core.questions.importing.gift_chunks import plain

_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]")
_LINE_ENDS = re.compile(r"[\r\n]")
_SPACES = re.compile(r"\s\s+")


class Kind(StrEnum):
    """What an item of a file is."""

    CATEGORY = "Category"
    DESCRIPTION = "Description"
    CHOICE = "MC"
    SHORT = "Short"
    NUMERICAL = "Numerical"
    TRUE_FALSE = "TF"
    MATCHING = "Matching"
    ESSAY = "Essay"


class Format(StrEnum):
    """How a text is to be read."""

    MOODLE = "moodle"
    HTML = "html"
    PLAIN = "plain"
    MARKDOWN = "markdown"


@dataclass(frozen=True)
class Text:
    """A text with its format; escapes are read, spaces are single where the format does not count them."""

    format: Format
    text: str


@dataclass(frozen=True)
class Number:
    """A number alone, with its tolerance, or the two ends of a range."""

    number: Decimal | None = None
    tolerance: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Choice:
    """What follows ``=`` or ``~``; ``weight`` is a percentage."""

    is_right: bool
    text: Text | Number
    line: int
    weight: Decimal | None = None
    feedback: Text | None = None


@dataclass(frozen=True)
class Pair:
    """Two sides of a matching."""

    left: Text
    right: str
    line: int
    feedback: Text | None = None


@dataclass(frozen=True)
class Fault:
    """Something that GIFT does not allow, or that was hardly meant so."""

    code: str
    line: int


@dataclass(frozen=True)
class Answers:
    """What stands between the braces. ``feedbacks`` are the two of a true/false question as written."""

    kind: Kind
    choices: tuple[Choice, ...] = ()
    pairs: tuple[Pair, ...] = ()
    is_true: bool = False
    feedbacks: tuple[Text | None, Text | None] = (None, None)
    is_bare: bool = False  # one answer without "=": {#3} or {four}
    general: Text | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Item:
    """A question, a description or a category; ``tail`` is the text after the answers."""

    answers: Answers
    line: int
    title: str | None = None
    stem: Text = Text(Format.MOODLE, "")
    tail: Text | None = None
    id: str | None = None
    tags: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    source: str = ""

    @property
    def kind(self) -> Kind:
        """Return what this is."""
        return self.answers.kind


def read_text(raw: str, default: Format) -> Text:
    """Return a text as its format says: only HTML and Markdown keep their lines."""
    stripped = raw.strip()
    named = _FORMAT.match(stripped)
    format_ = Format(named[1]) if named else default
    words = stripped[named.end() :].strip() if named else stripped
    if format_ in (Format.HTML, Format.MARKDOWN):
        return Text(format_, plain(words).strip())
    return Text(format_, plain(squeezed(words)))


def read_optional(raw: str | None, default: Format) -> Text | None:
    """Return a text, or None where there are no words."""
    return read_text(raw, default) if raw is not None and raw.strip() else None


def squeezed(words: str) -> str:
    """Return words on one line, with single spaces."""
    return _SPACES.sub(" ", _LINE_ENDS.sub(" ", words))
