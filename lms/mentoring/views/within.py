"""What the pages of one pair share: the pair, who of the two is reading, who the other is, and where "back" leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from lms.accounts.models import User
from lms.accounts.queries import get_user
from lms.core.errors import NotFoundError
from lms.core.people import at_start
from lms.mentoring.services.meetings import Days
from lms.notices.services import notify
from lms.pairing.models import Pair
from lms.pairing.policy import can_read_pair, can_write_in_pair
from lms.pairing.queries.pairs import LIVE, get_pair
from lms.web import dates
from lms.web.access import actor


@dataclass(frozen=True)
class Within:
    """A pair as one of the two sees it."""

    pair: Pair
    other: User
    is_mentor: bool

    @property
    def may_write(self) -> bool:
        return can_write_in_pair(actor(), self.pair)

    @property
    def is_live(self) -> bool:
        return self.pair.state in LIVE

    def reads(self, author_id: int) -> bool:
        """Tell whether the words of one of the two are there for the reader: a former mentor keeps the mentor's own."""
        return self.is_live or not self.is_mentor or author_id == actor().id

    @property
    def back(self) -> str:
        """The page from which the reader came: hers, or the mentor's about her."""
        if not self.is_mentor:
            return url_for("mentoring.companion")
        if self.is_live:
            return url_for("mentoring.mentee", pair_id=self.pair.id)
        return url_for("mentoring.dashboard")

    @property
    def days(self) -> Days:
        began = self.pair.started_at or self.pair.created_at
        return Days(dates.today(), dates.local(began).date())

    @property
    def name(self) -> str:
        """How the other is called at the start of a sentence."""
        return at_start(self.other.call_name)

    def tell(self, kind: str, key: str, now: datetime, path: str, **values: Any) -> None:
        """Tell the other of the two."""
        said: Mapping[str, Any] = {"name": at_start(actor().call_name), **values}
        notify(self.other.id, kind, key, now, path=path, values=said)


def within(pair_id: int) -> Within:
    """Return the pair for one of the two; to everybody else there is none, and to nobody one that somebody has left.

    The clock ends such a pair a little later; then there is again what is one's own.
    """
    pair, who = get_pair(pair_id), actor()
    if not can_read_pair(who, pair):
        raise NotFoundError
    is_mentor = who.id == pair.mentor_id
    here = Within(pair, get_user(pair.mentee_id if is_mentor else pair.mentor_id), is_mentor)
    if here.is_live and here.other.closed_at:
        raise NotFoundError
    return here
