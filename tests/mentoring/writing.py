"""What two people write within their pair, through the real pages, on the site's present day."""

from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from lms.db import db
from lms.mentoring.models import Meeting, PairNote
from lms.notices.models import Notice
from lms.pairing.models import PairGoal
from tests.factories import Person, Site, post

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
"""Ten in the morning of 25/11/2026 on the site's wall clock: four days after the pairs of tests began."""


def meet(client: FlaskClient, pair_id: int, **changes: str) -> Any:
    fields = {
        "on": "",
        "minutes": "30",
        "place": "school",
        "activity": "",
        "line": "",
        "newest": "0",
        **changes,
    }
    if not fields["on"]:
        page = client.get(f"/cap/{pair_id}/gap").text
        fields["on"] = page.split('name="on"')[1].split('value="')[1].split('"')[0]
    return post(client, f"/cap/{pair_id}/gap", **fields)


def meetings_of(site: Site, pair_id: int) -> list[Meeting]:
    with site.app.app_context():
        found = select(Meeting).where(Meeting.pair_id == pair_id).order_by(Meeting.id)
        return list(db.session.scalars(found))


def notes_of(site: Site, pair_id: int) -> list[PairNote]:
    with site.app.app_context():
        found = select(PairNote).where(PairNote.pair_id == pair_id).order_by(PairNote.id)
        return list(db.session.scalars(found))


def propose(client: FlaskClient, pair_id: int, skill: str, day: str, words: str = "") -> Any:
    return post(client, f"/cap/{pair_id}/muc-tieu", skill=skill, due_on=day, words=words)


def goals_of(site: Site, pair_id: int) -> list[PairGoal]:
    with site.app.app_context():
        found = select(PairGoal).where(PairGoal.pair_id == pair_id, PairGoal.dropped_at.is_(None))
        return list(db.session.scalars(found.order_by(PairGoal.id)))


def goal_of(site: Site, pair_id: int) -> PairGoal:
    """Return the goal that was proposed last."""
    return goals_of(site, pair_id)[-1]


def told(site: Site, person: Person) -> list[str]:
    """Return the kinds of what a person was told, in order."""
    with site.app.app_context():
        found = select(Notice.kind).where(Notice.user_id == person.id).order_by(Notice.id)
        return list(db.session.scalars(found))
