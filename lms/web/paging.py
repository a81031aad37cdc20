"""One page of a longer list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

from lms.core.whole_numbers import whole_number

Row = TypeVar("Row")
PER_PAGE = 50
MOST_PAGES = 100_000


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """``rows`` of page ``number`` (from 1) of a list of ``total`` rows."""

    rows: Sequence[Row]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def has_more(self) -> bool:
        return self.number < self.pages


def page_number() -> int:
    """Return the page asked for by ``?trang=``; anything odd is page 1."""
    return whole_number(request.args.get("trang", ""), MOST_PAGES) or 1
