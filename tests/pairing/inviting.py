"""Two people who are invited to be a pair, and a clock that can be set."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.db import db
from lms.notices.models import Notice
from lms.pairing.models import Pair, PairGoal
from lms.pairing.services import life
from tests.factories import Person, Site, post
from tests.pairing.makers import Staff, make_staff

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
SKILL, TITLE = "chu-ky-so/ky-tep", "Ký số vào tệp PDF"
FACTS = (["same_unit"], ["proven", SKILL, "2026-10-12"], ["times", "t4-chieu"], ["device", "android"])


@dataclass(frozen=True)
class Invited:
    """The people of a unit, and an invitation of the mentor and the colleague, made at ``AT``."""

    staff: Staff
    pair_id: int

    @property
    def mentor(self) -> Person:
        return self.staff.mentor

    @property
    def mentee(self) -> Person:
        return self.staff.colleague

    @property
    def path(self) -> str:
        return f"/cap/{self.pair_id}/loi-moi"


def make_invitation(site: Site, staff: Staff | None = None) -> Invited:
    staff = staff or make_staff(site)
    with site.working():
        pair = life.invite(
            staff.mentor.id, staff.colleague.id, {SKILL: TITLE}, staff.officer.id, AT, facts=FACTS
        )
        return Invited(staff, pair.id)


def make_agreed(site: Site, staff: Staff | None = None) -> Invited:
    """Let both have agreed."""
    invited = make_invitation(site, staff)
    for person in (invited.mentee, invited.mentor):
        assert say_yes(site.client(person), invited.path) == 303
    assert pair_of(site, invited.pair_id).state == "active"
    return invited


def say_yes(client: FlaskClient, path: str) -> int:
    """Agree on the page of an invitation, as its button does."""
    shown = re.search(r'name="loi" value="([0-9a-f]+)"', client.get(path).text)
    return int(post(client, f"{path}/dong-y", loi=shown[1] if shown else "").status_code)


def pair_of(site: Site, pair_id: int) -> Pair:
    with site.app.app_context():
        return db.session.get_one(Pair, pair_id)


def goals_of(site: Site, pair_id: int) -> list[PairGoal]:
    with site.app.app_context():
        return list(db.session.scalars(select(PairGoal).where(PairGoal.pair_id == pair_id)))


def told(site: Site, person: Person) -> list[str]:
    """Return the kinds of what this person was told, in order."""
    with site.app.app_context():
        found = select(Notice.kind).where(Notice.user_id == person.id).order_by(Notice.id)
        return list(db.session.scalars(found))


def moved(site: Site, pair_id: int, move: Callable[[Pair], object]) -> None:
    """Make a move with the pair in a unit of work."""
    with site.working():
        move(db.session.get_one(Pair, pair_id))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock of the site; it starts at ``AT``."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(AT)
    return set_clock
