"""Requests for help made through the service, at any moment."""

from datetime import datetime

from lms.core.people import Actor
from lms.db import db
from lms.pairing.models import HelpRequest
from lms.pairing.services.help import ask_for_help
from lms.units.queries import find_member
from tests.factories import NOW, Person, Site


def asked(site: Site, person: Person, now: datetime = NOW, place: str = "thu-nghiem/bai-mot/bam-nut") -> int:
    """Let a person ask and return the request's id."""
    with site.working():
        member = find_member(person.id)
        who = Actor(id=person.id, unit_id=member.unit_id if member else None)
        return ask_for_help(who, place, "Bài 1 · Bấm nút nguồn", f"/hoc/{place}", "", now)


def request_at(site: Site, help_id: int) -> HelpRequest:
    with site.app.app_context():
        return db.session.get_one(HelpRequest, help_id)
