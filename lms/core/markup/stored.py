"""A compiled course as plain JSON values and back, exactly. The database keeps this form; a page never compiles.

The fields of the dataclasses decide the form, so a new field needs no change here, only a default for old rows.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from lms.core.markup.course import Course


def course_to_json(course: Course) -> dict[str, Any]:
    """Return ``course`` as values that ``json.dumps`` takes; decimals become strings."""
    written = as_json(course)
    assert isinstance(written, dict)  # noqa: S101 - a dataclass is written as a dict
    return written


def course_from_json(stored: Mapping[str, Any]) -> Course:
    """Return the course that ``course_to_json`` wrote. Raises KeyError, TypeError or ValueError on anything else."""
    course = _read(Course, stored)
    assert isinstance(course, Course)  # noqa: S101 - what _read was asked for
    return course


def as_json(value: Any) -> Any:
    """Return any part of a course as plain values."""
    if is_dataclass(value):
        return {one.name: as_json(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [as_json(one) for one in value]
    if isinstance(value, Mapping):
        return {key: as_json(one) for key, one in value.items()}
    return str(value) if isinstance(value, Decimal) else value


def _read(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):  # only "X | None" occurs
        inner = next(one for one in get_args(hint) if one is not type(None))
        return None if value is None else _read(inner, value)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], one) for one in value)
    if hint is Decimal:
        return Decimal(value)
    if is_dataclass(hint):
        return _read_dataclass(hint, value)
    return value


def _read_dataclass(kind: Any, value: Mapping[str, Any]) -> Any:
    given = {}
    for name, hint, is_required in _shape(kind):
        if is_required or name in value:
            given[name] = _read(hint, value[name])
    return kind(**given)


@cache
def _shape(kind: Any) -> tuple[tuple[str, Any, bool], ...]:
    hints = get_type_hints(kind)
    return tuple((one.name, hints[one.name], one.default is MISSING) for one in fields(kind))
