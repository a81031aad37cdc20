"""Banks, draws and manuscripts as JSON and back, exactly. Decimals are strings; the fields are those of the dataclasses."""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from lms.core.questions.drawing import Drawn
from lms.core.questions.manuscript import Trouble, WrittenQuestion
from lms.core.questions.model import Bank, QuestionType


def bank_to_json(bank: Bank) -> dict[str, Any]:
    """Return a bank, key included, as JSON values."""
    return _fields_to_json(bank)


def bank_from_json(stored: Mapping[str, Any]) -> Bank:
    """Return the bank that ``bank_to_json`` wrote; raise KeyError where a field is missing."""
    bank: Bank = _reader(Bank)(stored)
    return bank


def drawn_to_json(drawn: Drawn) -> dict[str, Any]:
    """Return what an attempt froze as JSON values."""
    return _fields_to_json(drawn)


def drawn_from_json(stored: Mapping[str, Any]) -> Drawn:
    """Return the draw that ``drawn_to_json`` wrote; raise KeyError where a field is missing."""
    drawn: Drawn = _reader(Drawn)(stored)
    return drawn


def written_to_json(question: WrittenQuestion) -> dict[str, Any]:
    """Return a question of a manuscript as JSON values."""
    return _fields_to_json(question)


def written_from_json(stored: Mapping[str, Any]) -> WrittenQuestion:
    """Return the question that ``written_to_json`` wrote, an older release's too: what it did not know is empty."""
    question: WrittenQuestion = _reader(WrittenQuestion)({**_EMPTY, **stored})
    return question


def trouble_to_json(trouble: Trouble) -> dict[str, Any]:
    """Return something that a person has to look at as JSON values."""
    return _fields_to_json(trouble)


def trouble_from_json(stored: Mapping[str, Any]) -> Trouble:
    """Return the trouble that ``trouble_to_json`` wrote."""
    trouble: Trouble = _reader(Trouble)(stored)
    return trouble


def _fields_to_json(thing: Any) -> dict[str, Any]:
    return {each.name: _to_json(getattr(thing, each.name)) for each in fields(thing)}


def _to_json(value: Any) -> Any:
    if is_dataclass(value):
        return _fields_to_json(value)
    if isinstance(value, tuple):
        return [_to_json(each) for each in value]
    if isinstance(value, Decimal | StrEnum):
        return str(value)
    return value


def _as_it_is(value: Any) -> Any:
    return value


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """Return what reads a field of this type: a dataclass, a tuple of one thing, a Decimal, an enum, or as it is.

    Every question page reads a draw, so the type is looked at once, not at every value.
    """
    if isinstance(hint, types.UnionType):
        inner = _reader(typing.get_args(hint)[0])
        return lambda value: None if value is None else inner(value)
    if typing.get_origin(hint) is tuple:
        each = _reader(typing.get_args(hint)[0])
        return tuple if each is _as_it_is else lambda values: tuple(map(each, values))
    if is_dataclass(hint) and isinstance(hint, type):
        readers = {name: _reader(of) for name, of in typing.get_type_hints(hint).items()}
        return lambda stored: hint(**{name: read(stored[name]) for name, read in readers.items()})
    if isinstance(hint, type) and issubclass(hint, Decimal | StrEnum):
        return hint
    return _as_it_is


_EMPTY = written_to_json(WrittenQuestion(QuestionType.SINGLE, ""))
