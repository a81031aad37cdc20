"""As many as possible, then the greatest sum: against brute force, against scipy, and whatever the order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from lms.core.matching import Scores, assign

SCORE = st.one_of(st.none(), st.integers(0, 100))


def tables(most: int) -> st.SearchStrategy[list[list[int | None]]]:
    return st.tuples(st.integers(0, most), st.integers(0, most)).flatmap(
        lambda size: st.lists(
            st.lists(SCORE, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
        )
    )


def worth(scores: Scores, columns: list[int | None]) -> tuple[int, int]:
    """Return how many rows are paired, and the sum of their scores."""
    found = [scores[row][column] for row, column in enumerate(columns) if column is not None]
    assert None not in found
    return len(found), sum(each or 0 for each in found)


def brute_force(scores: Scores, taken: frozenset[int] = frozenset()) -> tuple[int, int]:
    """Try every choice for the first row with every choice for the others."""
    if not scores:
        return 0, 0
    best = brute_force(scores[1:], taken)
    for column, score in enumerate(scores[0]):
        if score is not None and column not in taken:
            pairs, total = brute_force(scores[1:], taken | {column})
            best = max(best, (pairs + 1, total + score))
    return best


@given(tables(7))
@settings(max_examples=60)
def test_it_is_as_good_as_trying_everything(scores: list[list[int | None]]) -> None:
    assert worth(scores, assign(scores)) == brute_force(scores)


@given(tables(30))
@settings(max_examples=60)
def test_it_is_as_good_as_scipy(scores: list[list[int | None]]) -> None:
    columns = assign(scores)
    taken = [column for column in columns if column is not None]
    assert len(taken) == len(set(taken))
    if not scores or not scores[0]:
        assert taken == []
        return
    allowed = np.array([[score is not None for score in row] for row in scores])
    most = int((maximum_bipartite_matching(csr_matrix(allowed), perm_type="column") >= 0).sum())
    weights = np.array([[0 if score is None else 1_000_000 + score for score in row] for row in scores])
    rows, chosen = linear_sum_assignment(weights, maximize=True)
    best = sum(
        (scores[row][column] or 0) for row, column in zip(rows, chosen, strict=True) if allowed[row, column]
    )
    assert worth(scores, columns) == (most, best)


@given(tables(6), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_of_its_worth(scores: list[list[int | None]], chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(scores)
    chance.shuffle(shuffled)
    assert worth(shuffled, assign(shuffled)) == worth(scores, assign(scores))


def test_a_pair_more_is_worth_more_than_any_score() -> None:
    assert assign([[100, 1], [99, None]]) == [1, 0]


@pytest.mark.parametrize("scores", [[[1], [1, 2]], [[-1]]])
def test_what_is_no_table_is_refused(scores: list[list[int | None]]) -> None:
    with pytest.raises(ValueError, match=r"row|negative"):
        assign(scores)
