"""Formulas: the relation that an author declares (`=AVERAGE(D,E)`), and what a learner's workbook has in a cell.

Only what school sheets use is understood: the four operations, cells, ranges and a few functions. Whatever else a
formula says is FormulaError, and whoever asks goes by the result that the learner's program saved.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lms.core.vietnamese import fold

LONGEST = 300
_MOST_DEPTH = 20
_MOST_CELLS = 500

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,15}(?:\.\d{1,15})?)|(?P<place>\$?[A-Za-z]{1,3}\$?\d{0,7})(?![A-Za-z0-9_.(])"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_.]{0,30})(?=\()|(?P<mark>[-+*/():;,]))"
)
_VIETNAMESE = {
    "TRUNG BINH": "AVERAGE",
    "TONG": "SUM",
    "LAM TRON": "ROUND",
    "LON NHAT": "MAX",
    "NHO NHAT": "MIN",
}
WORD = re.compile(r"(?<![A-Z])[A-Z]+(?![A-Z(])")
"""A column's letters in a formula; the name of a function stands before a bracket."""

CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
"""A cell in a formula that names rows."""
_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?(?=\s*\()")

Look = Callable[[str, int | None], float | None]
"""Return the number in the cell of a column and a row (None: the row in question), None where there is no number."""


class FormulaError(Exception):
    """The formula is not one that is understood here, or has no result."""


@dataclass(frozen=True)
class Place:
    """A cell: its column's letters, and its row unless the formula speaks of columns alone."""

    column: str
    row: int | None


@dataclass(frozen=True)
class Span:
    """A range of cells."""

    first: Place
    last: Place


@dataclass(frozen=True)
class Call:
    """An operation or a function with what it works on."""

    name: str
    arguments: tuple[Any, ...]


def in_english(text: str) -> str:
    """Return an author's formula with the names of functions as workbooks store them."""
    return _WORDS.sub(lambda word: _VIETNAMESE.get(fold(word[0]).upper(), word[0]), text).upper()


def parse(text: str) -> Any:
    """Return what a formula means. Raises FormulaError."""
    text = text.strip().removeprefix("=")
    if len(text) > LONGEST:
        raise FormulaError
    parser = _Parser(text)
    node = parser.sum(0)
    if parser.mark():
        raise FormulaError
    return node


def places(node: Any) -> Iterator[Place]:
    """Yield the cells that a formula names, of a range its two ends."""
    if isinstance(node, Place):
        yield node
    elif isinstance(node, Span):
        yield from (node.first, node.last)
    elif isinstance(node, Call):
        for each in node.arguments:
            yield from places(each)


def evaluate(node: Any, look: Look) -> float:
    """Return the result of a formula. Raises FormulaError where there is none."""
    try:
        return _value(node, look)
    except (ArithmeticError, ValueError) as broken:
        raise FormulaError from broken


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class _Parser:
    """Walks a formula once, from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if found is None:
                raise FormulaError
            self._tokens.append((found.lastgroup or "", found[found.lastgroup or 0]))
            at = found.end()
        self._at = 0

    def mark(self) -> str:
        """Return the next token without taking it."""
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _take(self, *wanted: str) -> str:
        found = self.mark()
        if not found or (wanted and found not in wanted):
            raise FormulaError
        self._at += 1
        return found

    def sum(self, depth: int) -> Any:
        node = self._product(depth)
        while self.mark() in {"+", "-"}:
            node = Call(self._take(), (node, self._product(depth)))
        return node

    def _product(self, depth: int) -> Any:
        node = self._factor(depth)
        while self.mark() in {"*", "/"}:
            node = Call(self._take(), (node, self._factor(depth)))
        return node

    def _factor(self, depth: int) -> Any:
        if depth > _MOST_DEPTH or self._at >= len(self._tokens):
            raise FormulaError
        group, text = self._tokens[self._at]
        self._at += 1
        if group == "number":
            return float(text)
        if group == "place":
            return self._place(text)
        if group == "name":
            return self._call(text.upper(), depth)
        if text == "-":
            return Call("-", (0.0, self._factor(depth + 1)))
        if text != "(":
            raise FormulaError
        node = self.sum(depth + 1)
        self._take(")")
        return node

    def _place(self, text: str) -> Any:
        first = _place(text)
        if self.mark() != ":":
            return first
        self._take()
        return Span(first, _place(self._take()))

    def _call(self, name: str, depth: int) -> Call:
        if name not in _FUNCTIONS:
            raise FormulaError
        self._take("(")
        arguments = [self.sum(depth + 1)]
        while self.mark() in {",", ";"}:
            self._take()
            arguments.append(self.sum(depth + 1))
        self._take(")")
        return Call(name, tuple(arguments))


def _place(text: str) -> Place:
    found = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d{0,7})", text)
    if found is None:
        raise FormulaError
    return Place(found[1].upper(), int(found[2]) if found[2] else None)


def _value(node: Any, look: Look) -> float:
    if isinstance(node, float):
        return node
    if isinstance(node, Place):
        found = look(node.column, node.row)
        if found is None:
            raise FormulaError
        return found
    if not isinstance(node, Call):
        raise FormulaError
    if node.name in _FUNCTIONS:
        return _FUNCTIONS[node.name]([one for each in node.arguments for one in _numbers(each, look)])
    left, right = (_value(each, look) for each in node.arguments)
    return {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
    }[node.name]()


def _numbers(node: Any, look: Look) -> Iterator[float]:
    """Yield the numbers that a function works on: as in every program, empty cells and text do not count."""
    if isinstance(node, Place):
        node = Span(node, node)
    if not isinstance(node, Span):
        yield _value(node, look)
        return
    columns = range(column_number(node.first.column), column_number(node.last.column) + 1)
    top, bottom = node.first.row, node.last.row
    if (top is None) != (bottom is None):
        raise FormulaError
    rows: Sequence[int | None] = [None] if top is None or bottom is None else range(top, bottom + 1)
    if len(columns) * len(rows) > _MOST_CELLS:
        raise FormulaError
    for column in columns:
        for row in rows:
            found = look(column_letters(column), row)
            if found is not None:
                yield found


def _round(numbers: list[float]) -> float:
    places = int(numbers[1]) if len(numbers) > 1 else 0
    scale = 10.0 ** max(-9, min(9, places))
    sign = -1 if numbers[0] < 0 else 1
    # Half away from zero, as workbooks do; the tiny addition is for 2.675, which a float holds as a little less.
    return sign * int(abs(numbers[0]) * scale + 0.5 + 1e-9) / scale


def _average(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)


_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "AVERAGE": _average,
    "SUM": sum,
    "MIN": min,
    "MAX": max,
    "ROUND": lambda numbers: _round(numbers) if numbers else _average(numbers),
}
