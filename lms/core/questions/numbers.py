"""Numbers as Vietnamese people type them, and numeric keys as authors write them.

A point or a comma may stand for thousands or for decimals. A learner's ``1.762`` is therefore read both ways and the
reading is shown back. An author's ``1.762`` is refused, because a key is never guessed.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from lms.core.vietnamese import squeeze

_LONGEST = 40
_PLAIN = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"([0-9]*)[.,]([0-9]+)")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([., ])[0-9]{3}(?:\1[0-9]{3})*")
_MIXED = re.compile(r"([1-9][0-9]{0,2}([., ])[0-9]{3}(?:\2[0-9]{3})*)(?!\2)[.,]([0-9]+)")
_SHAPE = re.compile(r"([+-]?) ?([0-9.,][0-9., ]*)([^0-9]*)")
_SEPARATORS = str.maketrans("", "", "., ")
_MINUS = str.maketrans({"−": "-", "–": "-", "\u2011": "-", "\u2010": "-"})
_SCALES = {"nghìn": 3, "ngàn": 3, "nghin": 3, "ngan": 3, "triệu": 6, "trieu": 6, "tỷ": 9, "tỉ": 9, "ty": 9}
_SPREAD = re.compile(r"\s*(?:±|\+/-|\+-)\s*")
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class NumberKey:
    """A closed interval that counts as right; ``trouble`` is "", "unreadable", "ambiguous" or "backwards".

    ``spread`` says that the author wrote ± or a range, which no word answer does.
    """

    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    trouble: str = ""
    spread: bool = False


def readings(text: str) -> tuple[Decimal, ...]:
    """Return every number that ``text`` may mean, none if it is not one; a unit after the number is passed over."""
    plain = squeeze(unicodedata.normalize("NFKC", text[: _LONGEST * 2])).translate(_MINUS)
    shape = _SHAPE.fullmatch(plain)
    if not shape or len(plain) > _LONGEST:
        return ()
    sign, digits, unit = shape.groups()
    scale = Decimal(10) ** _SCALES.get(unit.strip().casefold().split(" ")[0], 0)
    return tuple(
        -value * scale if sign == "-" else value * scale for value in _values(digits.strip().rstrip(".,"))
    )


def written(number: Decimal) -> str:
    """Return ``number`` the Vietnamese way, without thousands separators, which is what makes it unambiguous."""
    return shortest(number).replace(".", ",")


def shortest(number: Decimal) -> str:
    """Return ``number`` with a point and no more digits than it needs, as files and forms hold it."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_key(text: str) -> NumberKey | None:
    """Return the interval that an author's key names, or None where it is words rather than a number.

    Forms: ``2803``, ``2803 ± 5``, ``2803 ± 5%``, ``3.1 .. 3.2``. A whole number with a leading zero is words: it is a
    telephone number or a code, and 0912 is not 912.
    """
    plain = squeeze(text).translate(_MINUS)
    if _SPREAD.search(plain):
        return _spread_key(plain)
    low, dots, high = plain.partition("..")
    if dots:
        ends = _exact(low.strip()), _exact(high.strip())
        return _interval(*ends, spread=True) if all(ends) else None
    values = _exact(plain)
    return _interval(values, values) if values else None


def _spread_key(plain: str) -> NumberKey:
    centre_text, spread_text = _SPREAD.split(plain, maxsplit=1)
    centres, spreads = _exact(centre_text), _exact(spread_text.removesuffix("%").strip())
    if not centres or not spreads or spreads[0] < 0:
        return NumberKey(trouble="unreadable", spread=True)
    if len(centres) > 1 or len(spreads) > 1:
        return NumberKey(trouble="ambiguous", spread=True)
    spread = spreads[0] * abs(centres[0]) / _HUNDRED if spread_text.endswith("%") else spreads[0]
    return NumberKey(centres[0] - spread, centres[0] + spread, spread=True)


def _interval(lows: tuple[Decimal, ...], highs: tuple[Decimal, ...], *, spread: bool = False) -> NumberKey:
    if len(lows) > 1 or len(highs) > 1:
        return NumberKey(trouble="ambiguous", spread=spread)
    return NumberKey(lows[0], highs[0], "backwards" if lows[0] > highs[0] else "", spread)


def _exact(text: str) -> tuple[Decimal, ...]:
    """Return the readings of a number with nothing after it."""
    shape = _SHAPE.fullmatch(text)
    if not shape or shape[3] or len(text) > _LONGEST // 2:
        return ()
    if re.fullmatch(r"0[0-9]+", shape[2]):
        return ()
    return tuple(-value if shape[1] == "-" else value for value in _values(shape[2].strip()))


def _values(digits: str) -> tuple[Decimal, ...]:
    """Return what a run of digits, points, commas and spaces may mean: thousands first, then decimals."""
    if _PLAIN.fullmatch(digits):
        return (Decimal(digits),)
    values = []
    if _GROUPED.fullmatch(digits):
        values.append(Decimal(digits.translate(_SEPARATORS)))
    decimal = _DECIMAL.fullmatch(digits)
    if decimal:
        values.append(Decimal(f"{decimal[1] or 0}.{decimal[2]}"))
    mixed = _MIXED.fullmatch(digits)
    if mixed:
        values.append(Decimal(f"{mixed[1].translate(_SEPARATORS)}.{mixed[3]}"))
    return tuple(values)
