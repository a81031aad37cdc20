"""Dates as people write them in Vietnamese sentences: 5/9/2026, 05-09-2026, ngày 5 tháng 9 năm 2026, tháng 9/2026."""

import re

_WHOLE = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:[/.-]|tháng|tháng\s)\s*(\d{1,2})\s*(?:[/.-]|,?\s*năm|,)\s*(\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?<![\d/.-])(\d{1,2})\s*(?:/|,?\s*năm)\s*(\d{4})(?!\d)", re.IGNORECASE)


def dates_in(text: str) -> list[dict[str, int]]:
    """Return each date that ``text`` speaks of, by year, month and (where it is said) day."""
    found = [
        {"year": _year(whole[3]), "month": int(whole[2]), "day": int(whole[1])}
        for whole in _WHOLE.finditer(text)
    ]
    found += [
        {"year": int(part[2]), "month": int(part[1])} for part in _MONTH.finditer(_WHOLE.sub(" ", text))
    ]
    return [each for each in found if 1 <= each["month"] <= 12 and 1 <= each.get("day", 1) <= 31]


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def agree(one: dict[str, int], other: dict[str, int]) -> bool:
    """Return whether two dates say the same, as far as both say it."""
    return all(one[part] == other[part] for part in one.keys() & other.keys())
