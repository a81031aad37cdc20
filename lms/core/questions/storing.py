"""Banks and draws as JSON and back, exactly. Decimals are strings; the fields are those of the dataclasses."""

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from lms.core.questions.drawing import Drawn
from lms.core.questions.model import Bank


def bank_to_json(bank: Bank) -> dict[str, Any]:
    """Return a bank, key included, as JSON values."""
    return _fields_to_json(bank)


def bank_from_json(stored: Mapping[str, Any]) -> Bank:
    """Return the bank that ``bank_to_json`` wrote; raise KeyError where a field is missing."""
    bank: Bank = _build(Bank, stored)
    return bank


def drawn_to_json(drawn: Drawn) -> dict[str, Any]:
    """Return what an attempt froze as JSON values."""
    return _fields_to_json(drawn)


def drawn_from_json(stored: Mapping[str, Any]) -> Drawn:
    """Return the draw that ``drawn_to_json`` wrote; raise KeyError where a field is missing."""
    drawn: Drawn = _build(Drawn, stored)
    return drawn


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


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, stored: Mapping[str, Any]) -> Any:
    return kind(**{name: _from_json(hint, stored[name]) for name, hint in _hints(kind).items()})


def _from_json(hint: Any, value: Any) -> Any:
    """Return ``value`` as its field's type says: a dataclass, a tuple of one thing, a Decimal, an enum, or as it is."""
    if isinstance(hint, types.UnionType):
        return None if value is None else _from_json(typing.get_args(hint)[0], value)
    if typing.get_origin(hint) is tuple:
        return tuple(_from_json(typing.get_args(hint)[0], each) for each in value)
    if is_dataclass(hint) and isinstance(hint, type):
        return _build(hint, value)
    if isinstance(hint, type) and issubclass(hint, Decimal | StrEnum):
        return hint(value)
    return value
