"""Assigning rows to columns: first as many as possible, then the greatest sum. Whole numbers, the same way every time.

The method is the shortest augmenting path form of the Hungarian method (Kuhn 1955; Jonker and Volgenant 1987), with
potentials, in O(rows² · columns) steps.
"""

from collections.abc import Sequence

Scores = Sequence[Sequence[int | None]]
"""Score of each row with each column, None where the two may not meet. Every row has as many columns."""


def assign(scores: Scores) -> list[int | None]:
    """Return the column of each row, or None.

    No other choice pairs more rows, and none that pairs as many has a greater sum. Where several are equal, the one
    returned depends on the order of rows and columns alone: sort both before.

    Raises:
        ValueError: rows differ in length, or a score is negative.
    """
    width = len(scores[0]) if scores else 0
    if any(len(row) != width for row in scores):
        raise ValueError("every row needs as many columns")
    if any(score is not None and score < 0 for row in scores for score in row):
        raise ValueError("a score is never negative")
    highest = max((score for row in scores for score in row if score is not None), default=0)
    # A pair is worth more than any gain of score among all others; a pair that may not be is worth nothing.
    pair = (highest + 1) * (min(len(scores), width) + 1)
    idle = [0] * max(0, len(scores) - width)
    costs = [[0 if score is None else -pair - score for score in row] + idle for row in scores]
    columns = _cheapest(costs)
    return [
        column if column < width and scores[row][column] is not None else None
        for row, column in enumerate(columns)
    ]


def _cheapest(costs: list[list[int]]) -> list[int]:
    """Return a column of its own for each row, with the least sum of costs; there are no fewer columns than rows."""
    height, width = len(costs), len(costs[0]) if costs else 0
    row_price, column_price = [0] * (height + 1), [0] * (width + 1)
    taken_by = [0] * (width + 1)  # the row at each column, both counted from one; 0: nobody
    for row in range(1, height + 1):
        taken_by[0] = row
        came_from = _augment(costs, row_price, column_price, taken_by)
        column = came_from.pop()
        while column:
            before = came_from[column]
            taken_by[column] = taken_by[before]
            column = before
    columns = [0] * height
    for column in range(1, width + 1):
        if taken_by[column]:
            columns[taken_by[column] - 1] = column - 1
    return columns


def _augment(
    costs: list[list[int]], row_price: list[int], column_price: list[int], taken_by: list[int]
) -> list[int]:
    """Find the shortest way from the row at column 0 to a free column, and move the prices along.

    Returns:
        For each column the one before it on the way; the last element is the free column.
    """
    width = len(column_price) - 1
    far = 1 << 200
    slack, came_from = [far] * (width + 1), [0] * (width + 1)
    open_columns = list(range(1, width + 1))
    visited = [0]
    column = 0
    while taken_by[column]:
        row = taken_by[column]
        line, price = costs[row - 1], row_price[row]
        nearest, next_column = far, 0
        for each in open_columns:
            reduced = line[each - 1] - price - column_price[each]
            if reduced < slack[each]:
                slack[each], came_from[each] = reduced, column
            if slack[each] < nearest:
                nearest, next_column = slack[each], each
        for each in visited:
            row_price[taken_by[each]] += nearest
            column_price[each] -= nearest
        for each in open_columns:
            slack[each] -= nearest
        column = next_column
        open_columns.remove(column)
        visited.append(column)
    return [*came_from, column]
