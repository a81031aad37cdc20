"""The square of a QR code as one line to draw. Where it leads, and who may see it, is the business of whoever asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import segno

QUIET_ZONE = 4  # modules of white that a reader expects all round


@dataclass(frozen=True)
class Square:
    """A QR code: ``side`` in modules, the quiet zone included, and the ``path`` of its dark modules, 1 unit wide."""

    side: int
    path: str


def draw_square(text: str) -> Square:
    """Return the square that reads as ``text``; it bears a fold or a stain over 15 % of its face."""
    rows = segno.make(text, error="m", micro=False).matrix
    runs = (
        f"M{left + QUIET_ZONE} {down + QUIET_ZONE}.5h{length}"
        for down, row in enumerate(rows)
        for left, length in _dark_runs(row)
    )
    return Square(len(rows) + 2 * QUIET_ZONE, "".join(runs))


def _dark_runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of dark modules."""
    start = 0
    for place, dark in enumerate([*row, 0]):
        if dark:
            continue
        if place > start:
            yield start, place - start
        start = place + 1
