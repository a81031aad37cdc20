"""A clock that tests move, and caches of revisions that do not outlive a test's rolled-back rows."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from lms import clock
from lms.courses.queries import get_published
from lms.quizzes.queries import get_bank_revision
from tests.factories import NOW


class Clock:
    """The site's clock, at ``at`` until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock stands at 09:00 in Thái Nguyên on 21/11/2026."""
    fake = Clock(NOW)
    monkeypatch.setattr(clock, "now", fake.now)
    return fake


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    for cached in (get_published, get_bank_revision):
        cached.cache_clear()
    yield
    for cached in (get_published, get_bank_revision):
        cached.cache_clear()
