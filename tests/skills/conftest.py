"""A clock that tests move."""

from collections.abc import Callable
from datetime import datetime

import pytest

from lms import clock
from tests.factories import NOW

Set = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Put the clock where the test wants it; it begins at the first day of the stories told here."""

    def put(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    put(NOW)
    return put
