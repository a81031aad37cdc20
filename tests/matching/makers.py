"""People who ask and offer, told through the real services; a ledger that proves what a test says."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from lms.db import db, unit_of_work
from lms.matching.models import Need, Offer
from lms.matching.queries import facts
from lms.matching.queries.runs import get_run
from lms.matching.services import runs
from lms.matching.services.wishes import Wish, keep_need, keep_offer, veto
from lms.pairing.models import Pair
from lms.units.models import Unit
from tests.factories import NOW, Person, Site
from tests.skills.makers import SORTING, STARTING, practise

PROVEN_ON = NOW - timedelta(days=1)
__all__ = ["PROVEN_ON", "SORTING", "STARTING", "practise"]


def wish(skills: Sequence[str] = (SORTING,), **changes: object) -> Wish:
    fields: dict[str, object] = {
        "times": ["t4-chieu"],
        "device": "android",
        "wished_id": None,
        "consent": "Tôi đồng ý.",
    }
    return Wish(skills=list(skills), **{**fields, **changes})  # type: ignore[arg-type]


def ask(
    site: Site, person: Person, skills: Sequence[str] = (SORTING,), now: datetime = NOW, **changes: object
) -> None:
    with site.working():
        keep_need(person.id, wish(skills, **changes), "", now)


def offer(
    site: Site, person: Person, skills: Sequence[str] = (SORTING,), places: int = 2, **changes: object
) -> None:
    with site.working():
        keep_offer(person.id, wish(skills, **changes), places, skills, NOW)


def refuse(site: Site, one: Person, other: Person) -> None:
    with site.working():
        veto(one.id, other.id, NOW)


def prove(monkeypatch: pytest.MonkeyPatch, proven: Mapping[int, Sequence[str]] | None = None) -> None:
    """Let the ledger show that these people can do these skills; without a list, that everybody can do everything."""

    class All(dict[str, datetime]):
        def __contains__(self, _skill: object) -> bool:
            return True

        def __missing__(self, _skill: str) -> datetime:
            return PROVEN_ON

    def told(user_ids: Sequence[int], _now: datetime) -> dict[int, dict[str, datetime]]:
        if proven is None:
            return {each: All() for each in user_ids}
        return {each: dict.fromkeys(proven.get(each, ()), PROVEN_ON) for each in user_ids}

    monkeypatch.setattr(facts, "list_proven", told)


def run_for(site: Site, unit_id: int, now: datetime = NOW) -> int:
    """Make suggestions for a unit and below it, through to the draft; return the run's id."""
    with site.app.app_context():
        with unit_of_work():
            run_id = runs.begin_run(db.session.get_one(Unit, unit_id), None, now).id
        while get_run(run_id).state == "working":
            with unit_of_work():
                runs.work_on(run_id, now)
        return run_id


def suggested(site: Site) -> dict[int, int]:
    """Return the mentor of each person to whom one is suggested."""
    return {each.mentee_id: each.mentor_id for each in pairs_in(site, "suggested")}


def pairs_in(site: Site, state: str) -> list[Pair]:
    with site.app.app_context():
        return list(db.session.scalars(select(Pair).where(Pair.state == state).order_by(Pair.mentee_id)))


def needs(site: Site) -> list[Need]:
    with site.app.app_context():
        return list(db.session.scalars(select(Need).order_by(Need.id)))


def offers(site: Site) -> list[Offer]:
    with site.app.app_context():
        return list(db.session.scalars(select(Offer).order_by(Offer.id)))
