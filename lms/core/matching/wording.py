"""How a stored fact is said: source sentences with their values. Pure.

Sentences name neither of the two, so that both, and whoever arranges the pair, read the same.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from types import MappingProxyType
from typing import NamedTuple

from lms.core.days import HERE, write_day
from lms.core.errors import N_
from lms.core.matching.suggesting import Fact, Left, Why
from lms.core.matching.week import in_week_order

_PHONES = {"android": "Android", "iphone": "iPhone", "windows": "Windows"}


class Reason(NamedTuple):
    """A sentence for the catalogue, what fills its places, and the times of the week that fill ``%(times)s``."""

    message: str
    values: Mapping[str, str] = MappingProxyType({})
    times: tuple[str, ...] = ()


_PLAIN: Mapping[str, str] = MappingProxyType(
    {
        Why.SAME_UNIT: N_("Cùng đơn vị, nên dễ gặp nhau."),
        Why.SIBLING_UNIT: N_("Hai đơn vị gần nhau, cùng một cấp trên."),
        Why.TWIN_UNIT: N_("Hai đơn vị kết nghĩa, dùng chung người hướng dẫn."),
        Why.WISH: N_("Một người đã xin được ghép với người kia."),
        Why.BOTH_WISH: N_("Cả hai đều xin được ghép với nhau."),
    }
)


def reasons(
    facts: Sequence[Fact | Sequence[str]],
    titles: Mapping[str, str] = MappingProxyType({}),
    zone: tzinfo = HERE,
) -> list[Reason]:
    """Return the sentences of facts, as they are or as they are stored (``[why, values …]``), in their order.

    ``titles`` names skills as people read them, ``zone`` is whose days they read. A fact that is not known any more is
    left out.
    """
    found = (_reason(*_parts(fact), titles, zone) for fact in facts)
    return [reason for reason in found if reason is not None]


def _parts(fact: Fact | Sequence[str]) -> tuple[str, tuple[str, ...]]:
    return (fact.why, fact.values) if isinstance(fact, Fact) else (fact[0], tuple(fact[1:]))


def _reason(why: str, values: tuple[str, ...], titles: Mapping[str, str], zone: tzinfo) -> Reason | None:
    if why in _PLAIN:
        return Reason(_PLAIN[why])
    if why == Why.PROVEN and len(values) == 2:
        named = {"skill": titles.get(values[0]) or values[0], "day": _day(values[1], zone)}
        # Practised is what is stored: no word here may sound as if somebody had seen it done alone.
        return Reason(
            N_("Người hướng dẫn đã làm đúng các bài thực hành “%(skill)s” ngày %(day)s, đúng việc đang cần."),
            named,
        )
    if why == Why.TIMES and (times := in_week_order(values)):
        return Reason(N_("Cùng rảnh: %(times)s."), times=tuple(times))
    if why == Why.DEVICE and values and values[0] in _PHONES:
        return Reason(N_("Cùng dùng %(phone)s."), {"phone": _PHONES[values[0]]})
    return None


def _day(stored: str, zone: tzinfo) -> str:
    """Return ``12/10/2026`` of a moment or of ``2026-10-12``; what is written otherwise stays as it is."""
    try:
        if len(stored) <= len("2026-10-12"):
            return write_day(date.fromisoformat(stored))
        return write_day(datetime.fromisoformat(stored).astimezone(zone).date())
    except ValueError:
        return stored


LEFT: Mapping[Left, str] = MappingProxyType(
    {
        Left.NO_SKILL: N_("Chưa có ai gần đó nhận kèm việc này."),
        Left.FULL: N_("Những người làm được việc này đều đã nhận đủ người."),
        Left.NO_FIT: N_("Có người làm được việc này, nhưng chưa tìm được cách ghép phù hợp."),
    }
)
"""Why somebody has to be placed by hand; a veto reads like any other lack of a fit."""
