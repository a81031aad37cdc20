"""Equations of Word (OMML) written on one line: (a + b)/(c), x^2, √(x)."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lms.core.questions.importing.word.package import M

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ATOM = re.compile(r"\w+|\([^()]*\)")
_PROPERTIES = "Pr"


def linear(element: "Element") -> str:
    """Return an equation or a part of one on one line."""
    return "".join(_one(child) for child in element)


def _one(element: "Element") -> str:
    tag = element.tag.removeprefix(M) if isinstance(element.tag, str) else ""
    if tag == "t":
        return element.text or ""
    if tag.endswith(_PROPERTIES):
        return ""
    reader = _READERS.get(tag)
    return reader(element) if reader else linear(element)


def _part(element: "Element", name: str) -> str:
    part = element.find(M + name)
    return linear(part).strip() if part is not None else ""


def _grouped(text: str) -> str:
    return text if _ATOM.fullmatch(text) else f"({text})"


def _fraction(element: "Element") -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _scripts(element: "Element") -> str:
    lower, upper = _part(element, "sub"), _part(element, "sup")
    return _grouped(_part(element, "e")) + _bounds(lower, upper)


def _bounds(lower: str, upper: str) -> str:
    return (f"_{_grouped(lower)}" if lower else "") + (f"^{_grouped(upper)}" if upper else "")


def _root(element: "Element") -> str:
    degree = _part(element, "deg")
    return f"√{f'[{degree}]' if degree else ''}({_part(element, 'e')})"


def _fenced(element: "Element") -> str:
    opening, closing, between = "(", ")", "|"
    properties = element.find(M + "dPr")
    if properties is not None:
        opening = _sign(properties, "begChr", opening)
        closing = _sign(properties, "endChr", closing)
        between = _sign(properties, "sepChr", between)
    return opening + between.join(linear(part).strip() for part in element.findall(M + "e")) + closing


def _nary(element: "Element") -> str:
    properties = element.find(M + "naryPr")
    sign = _sign(properties, "chr", "∫") if properties is not None else "∫"
    return f"{sign}{_bounds(_part(element, 'sub'), _part(element, 'sup'))} {_part(element, 'e')}"


def _function(element: "Element") -> str:
    return f"{_part(element, 'fName')} {_part(element, 'e')}"


def _lower_limit(element: "Element") -> str:
    return f"{_part(element, 'e')}{_bounds(_part(element, 'lim'), '')}"


def _upper_limit(element: "Element") -> str:
    return f"{_part(element, 'e')}{_bounds('', _part(element, 'lim'))}"


def _accent(element: "Element") -> str:
    properties = element.find(M + "accPr")
    sign = _sign(properties, "chr", "̂") if properties is not None else "̂"
    return f"{_part(element, 'e')}{'→' if sign in ('⃗', '→') else sign}"


def _matrix(element: "Element") -> str:
    rows = ([linear(cell).strip() for cell in row.findall(M + "e")] for row in element.findall(M + "mr"))
    return f"[{'; '.join(', '.join(row) for row in rows)}]"


def _system(element: "Element") -> str:
    return "; ".join(linear(part).strip() for part in element.findall(M + "e"))


def _sign(properties: "Element", name: str, otherwise: str) -> str:
    found = properties.find(M + name)
    return found.get(M + "val", "")[:4] if found is not None else otherwise


_READERS: dict[str, Callable[["Element"], str]] = {
    "f": _fraction,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "rad": _root,
    "d": _fenced,
    "nary": _nary,
    "func": _function,
    "limLow": _lower_limit,
    "limUpp": _upper_limit,
    "acc": _accent,
    "m": _matrix,
    "eqArr": _system,
}
