"""How well questions measure: Moodle's statistics of a quiz and of each question revision. Pure arithmetic.

With x the mark of an item, T the attempt's total, r = T - x, and sample variances (n - 1), as Moodle's documentation
"Quiz statistics calculations" defines them:

* facility = mean(x) / most
* discrimination index = 100 corr(x, r)
* discriminative efficiency = 100 cov(x, r) / cov(sorted x, sorted r)
* effective weight = 100 sqrt(cov(x, T)) / sum of sqrt(cov(x, T)), items with a negative covariance left out
* Cronbach's alpha = 100 p / (p - 1) (1 - sum var(x) / var(T)) over p items
* error ratio = 100 sqrt(1 - alpha / 100); standard error = error ratio x SD / 100

What is undefined is None, never 0 and never NaN. Sums are exact: marks are counted in whole hundred-thousandths.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from lms.core.errors import N_

FEWEST = 10
"""Below so many attempts a question's statistics are hidden: a few people's luck looks like a finding."""
CAUTION_BELOW = 30
_SCALE = Decimal(100_000)
_EASY, _HARD, _FLAT = 0.95, 0.2, 20.0


@dataclass(frozen=True)
class Item:
    """One question revision: its key, and the points it was worth."""

    key: str
    most: Decimal


@dataclass(frozen=True)
class ItemStatistics:
    """One question revision over the attempts that had it. Shares are 0..1, the rest is in per cent."""

    key: str
    attempts: int
    facility: float | None
    deviation: float | None  # standard deviation of x, as a share of the points
    discrimination_index: float | None
    discriminative_efficiency: float | None
    effective_weight: float | None
    is_negative: bool = False  # cov(x, T) < 0: those who do well elsewhere do badly here


@dataclass(frozen=True)
class Analysis:
    """A quiz over its attempts. ``mean`` and ``deviation`` are in points, ``alpha`` and ``error_ratio`` in per cent.

    Alpha needs the same items in each attempt; where questions are drawn or were revised, it is that of the largest
    group of attempts with the same items, and ``alpha_attempts`` says how many they are.
    """

    attempts: int
    mean: float | None
    deviation: float | None
    alpha: float | None
    alpha_attempts: int
    error_ratio: float | None
    standard_error: float | None
    items: tuple[ItemStatistics, ...]


def analyse(attempts: Sequence[Mapping[str, Decimal]], items: Sequence[Item]) -> Analysis:
    """Return the statistics of ``attempts``, each a mark for every item that it had; items come back in their order.

    Raises:
        KeyError: an attempt has an item that is none of ``items``.
    """
    _refuse_unknown(attempts, items)
    rows = [{key: _units(mark) for key, mark in attempt.items()} for attempt in attempts]
    totals = [sum(row.values()) for row in rows]
    covariances = {item.key: _with_totals(item.key, rows, totals) for item in items}
    roots = {key: math.sqrt(value) for key, value in covariances.items() if value is not None and value >= 0}
    whole = math.fsum(roots.values())
    deviation = _deviation(totals)
    alpha, alpha_attempts, group_deviation = _alpha(rows)
    error_ratio = None if alpha is None else 100 * math.sqrt(max(1 - alpha / 100, 0.0))
    return Analysis(
        attempts=len(rows),
        mean=_points(sum(totals) / len(rows)) if rows else None,
        deviation=None if deviation is None else _points(deviation),
        alpha=alpha,
        alpha_attempts=alpha_attempts,
        error_ratio=error_ratio,
        standard_error=None
        if error_ratio is None or group_deviation is None
        else _points(error_ratio * group_deviation / 100),
        items=tuple(
            _statistics(
                item,
                rows,
                totals,
                100 * roots[item.key] / whole if item.key in roots and whole > 0 else None,
                is_negative=(covariances[item.key] or 0) < 0,
            )
            for item in items
        ),
    )


def _refuse_unknown(attempts: Sequence[Mapping[str, Decimal]], items: Sequence[Item]) -> None:
    known = {item.key for item in items}
    for attempt in attempts:
        for key in attempt:
            if key not in known:
                raise KeyError(key)


def _units(mark: Decimal) -> int:
    return int((mark * _SCALE).to_integral_value())


def _points(units: float) -> float:
    return units / float(_SCALE)


def _statistics(
    item: Item,
    rows: Sequence[Mapping[str, int]],
    totals: Sequence[int],
    weight: float | None,
    *,
    is_negative: bool,
) -> ItemStatistics:
    pairs = [(row[item.key], total) for row, total in zip(rows, totals, strict=True) if item.key in row]
    marks = [mark for mark, _total in pairs]
    rests = [total - mark for mark, total in pairs]
    most = _units(item.most)
    deviation = _deviation(marks)
    return ItemStatistics(
        key=item.key,
        attempts=len(marks),
        facility=sum(marks) / len(marks) / most if marks and most else None,
        deviation=deviation / most if deviation is not None and most else None,
        discrimination_index=_correlation(marks, rests),
        discriminative_efficiency=_efficiency(marks, rests),
        effective_weight=weight,
        is_negative=is_negative,
    )


def _products(left: Sequence[int], right: Sequence[int]) -> int:
    """Return n (n - 1) times the sample covariance, exactly."""
    return len(left) * sum(map(int.__mul__, left, right)) - sum(left) * sum(right)


def _covariance(left: Sequence[int], right: Sequence[int]) -> float | None:
    count = len(left)
    return _products(left, right) / (count * (count - 1)) if count > 1 else None


def _deviation(values: Sequence[int]) -> float | None:
    variance = _covariance(values, values)
    return None if variance is None else math.sqrt(variance)


def _with_totals(key: str, rows: Sequence[Mapping[str, int]], totals: Sequence[int]) -> float | None:
    marks = [row[key] for row in rows if key in row]
    return _covariance(marks, [total for row, total in zip(rows, totals, strict=True) if key in row])


def _correlation(left: Sequence[int], right: Sequence[int]) -> float | None:
    spread = _products(left, left) * _products(right, right) if len(left) > 1 else 0
    if spread <= 0:
        return None
    found = 100 * _products(left, right) / math.sqrt(spread)
    return max(-100.0, min(found, 100.0))


def _efficiency(marks: Sequence[int], rests: Sequence[int]) -> float | None:
    best = _products(sorted(marks), sorted(rests)) if len(marks) > 1 else 0
    return 100 * _products(marks, rests) / best if best else None


def _alpha(rows: Sequence[Mapping[str, int]]) -> tuple[float | None, int, float | None]:
    """Return alpha, the number of attempts it is over, and the standard deviation of their totals."""
    if not rows:
        return None, 0, None
    groups = Counter(frozenset(row) for row in rows)
    keys = max(groups, key=lambda group: (groups[group], sorted(group)))
    same = [row for row in rows if frozenset(row) == keys]
    totals = [sum(row.values()) for row in same]
    spread = _products(totals, totals)
    if len(keys) < 2 or spread <= 0:
        return None, len(same), _deviation(totals)
    parts = sum(_products(marks, marks) for marks in ([row[key] for row in same] for key in sorted(keys)))
    alpha = 100 * len(keys) / (len(keys) - 1) * (1 - parts / spread)
    return alpha, len(same), _deviation(totals)


class Advice(StrEnum):
    """What the figures suggest, in words for people who know no statistics."""

    FEW = N_("Mới có ít người làm, con số còn thay đổi nhiều. Đợi thêm rồi hãy kết luận.")
    CHECK_KEY = N_("Câu này người giỏi hay sai: xem lại đáp án.")
    EASY = N_("Hầu như ai cũng đúng: câu này không cho biết ai đã hiểu.")
    HARD = N_("Rất ít người đúng: xem lại câu chữ, hoặc bài học chưa dạy kỹ chỗ này.")
    FLAT = N_("Câu này ít phân biệt người hiểu với người chưa hiểu: có thể câu chữ khó hiểu hoặc dễ đoán.")
    ALL_ALIKE = N_("Mọi người được điểm như nhau, nên chưa nói được gì thêm.")


def advise(item: ItemStatistics) -> tuple[Advice, ...]:
    """Return what to do about an item, the most urgent first; nothing where the figures are hidden or fine."""
    if item.attempts < FEWEST or item.facility is None:
        return ()
    found = []
    index = item.discrimination_index
    if index is not None and index < 0:
        found.append(Advice.CHECK_KEY)
    if item.facility > _EASY:
        found.append(Advice.EASY)
    elif item.facility < _HARD:
        found.append(Advice.HARD)
    if index is None and not found:
        found.append(Advice.ALL_ALIKE)
    elif index is not None and 0 <= index < _FLAT and not found:
        found.append(Advice.FLAT)
    if found and item.attempts < CAUTION_BELOW:
        found.append(Advice.FEW)
    return tuple(found)
