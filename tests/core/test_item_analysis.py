"""The statistics against scipy and numpy, their edges, and the advice in words."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from lms.core.item_analysis import FEWEST, Advice, Analysis, Item, ItemStatistics, advise, analyse

MARKS = st.sampled_from([Decimal(mark) for mark in ("0", "0.25", "0.5", "0.33333", "1", "2")])


@st.composite
def matrices(draw) -> np.ndarray:
    people, items = draw(st.integers(3, 14)), draw(st.integers(2, 6))
    rows = draw(st.lists(st.lists(MARKS, min_size=items, max_size=items), min_size=people, max_size=people))
    return np.array([[float(mark) for mark in row] for row in rows])


def analysed(matrix: np.ndarray) -> Analysis:
    attempts = [{str(i): Decimal(str(mark)) for i, mark in enumerate(row)} for row in matrix]
    return analyse(attempts, [Item(str(i), Decimal(2)) for i in range(matrix.shape[1])])


@settings(max_examples=150, deadline=None)
@given(matrices())
def test_each_figure_is_what_scipy_and_numpy_say(matrix: np.ndarray) -> None:
    found, totals = analysed(matrix), matrix.sum(axis=1)
    assert found.mean == pytest.approx(totals.mean())
    assert found.deviation == pytest.approx(totals.std(ddof=1))
    covariances = [np.cov(column, totals, ddof=1)[0, 1] for column in matrix.T]
    assume(all(abs(each) > 1e-9 for each in covariances))
    roots = [math.sqrt(each) if each > 0 else None for each in covariances]
    for number, item in enumerate(found.items):
        marks = matrix[:, number]
        rest = totals - marks
        assert item.facility == pytest.approx(marks.mean() / 2)
        assert item.deviation == pytest.approx(marks.std(ddof=1) / 2)
        if np.ptp(marks) and np.ptp(rest.round(9)):
            assert item.discrimination_index == pytest.approx(100 * stats.pearsonr(marks, rest)[0], abs=1e-6)
            best = np.cov(np.sort(marks), np.sort(rest), ddof=1)[0, 1]
            efficiency = 100 * np.cov(marks, rest, ddof=1)[0, 1] / best
            assert item.discriminative_efficiency == pytest.approx(efficiency, abs=1e-6)
        root = roots[number]
        if root is None:
            assert item.effective_weight is None
            assert item.is_negative
        else:
            whole = sum(each for each in roots if each is not None)
            assert item.effective_weight == pytest.approx(100 * root / whole)


@settings(max_examples=150, deadline=None)
@given(matrices())
def test_alpha_and_the_errors_are_what_numpy_says(matrix: np.ndarray) -> None:
    totals = matrix.sum(axis=1)
    assume(np.ptp(totals.round(9)))
    found, count = analysed(matrix), matrix.shape[1]
    alpha = 100 * count / (count - 1) * (1 - matrix.var(axis=0, ddof=1).sum() / totals.var(ddof=1))
    ratio = 100 * math.sqrt(max(1 - alpha / 100, 0))
    assert found.alpha == pytest.approx(alpha, abs=1e-6)
    assert found.error_ratio == pytest.approx(ratio, abs=1e-4)
    assert found.standard_error == pytest.approx(ratio * totals.std(ddof=1) / 100, abs=1e-5)


def test_what_is_undefined_is_none() -> None:
    nobody = analyse([], [Item("a", Decimal(1))])
    assert (nobody.mean, nobody.deviation, nobody.alpha, nobody.standard_error) == (None, None, None, None)
    assert nobody.items == (ItemStatistics("a", 0, None, None, None, None, None),)
    one = analyse([{"a": Decimal(1), "b": Decimal(0)}], [Item("a", Decimal(1)), Item("b", Decimal(1))])
    assert one.mean == 1
    assert (one.deviation, one.alpha) == (None, None)
    assert one.items[0].facility == 1
    assert one.items[0].discrimination_index is None
    alike = analysed(np.ones((12, 3)))
    assert (alike.alpha, alike.error_ratio) == (None, None)
    assert alike.items[0].discriminative_efficiency is None
    assert alike.items[0].effective_weight is None


def test_a_single_item_has_no_alpha_and_no_rest_to_compare_with() -> None:
    found = analyse([{"a": Decimal(mark)} for mark in (0, 1, 1)], [Item("a", Decimal(1))])
    assert found.alpha is None
    assert found.items[0].discrimination_index is None
    assert found.items[0].effective_weight == 100


def test_revisions_of_a_question_are_kept_apart_and_alpha_is_of_the_largest_group() -> None:
    old = [{"x:1": Decimal(number % 2), "y": Decimal(number % 2)} for number in range(12)]
    new = [{"x:2": Decimal(number % 2), "y": Decimal((number + 1) % 2)} for number in range(11)]
    found = analyse([*old, *new], [Item("x:1", Decimal(1)), Item("x:2", Decimal(1)), Item("y", Decimal(1))])
    first, second, shared = found.items
    assert (first.attempts, second.attempts, shared.attempts) == (12, 11, 23)
    assert first.discrimination_index == pytest.approx(100)
    assert second.discrimination_index == pytest.approx(-100)
    assert found.alpha == pytest.approx(100)
    assert found.alpha_attempts == 12


def test_an_item_that_nobody_named_is_an_error() -> None:
    with pytest.raises(KeyError):
        analyse([{"b": Decimal(1)}], [Item("a", Decimal(1))])


def item(attempts: int = 40, facility: float = 0.6, index: float | None = 50.0) -> ItemStatistics:
    return ItemStatistics("a", attempts, facility, 0.3, index, 50.0, 10.0)


@pytest.mark.parametrize(
    ("statistics", "expected"),
    [
        (item(), ()),
        (item(index=-5.0), (Advice.CHECK_KEY,)),
        (item(index=-5.0, facility=0.1), (Advice.CHECK_KEY, Advice.HARD)),
        (item(facility=0.99), (Advice.EASY,)),
        (item(facility=0.1), (Advice.HARD,)),
        (item(index=5.0), (Advice.FLAT,)),
        (item(index=None), (Advice.ALL_ALIKE,)),
        (item(attempts=12, index=-5.0), (Advice.CHECK_KEY, Advice.FEW)),
        (item(attempts=12), ()),
        (item(attempts=FEWEST - 1, index=-90.0), ()),
    ],
)
def test_advice_is_given_in_words_and_only_where_the_figures_carry_it(
    statistics: ItemStatistics, expected: tuple[Advice, ...]
) -> None:
    assert advise(statistics) == expected
