"""Requests for help, and people around a learner."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core.people import Role
from lms.db import db
from lms.pairing.models import HelpRequest, Pair
from tests.factories import Person, Site, post

PLACE = "thu-nghiem/bai-mot/bam-nut"
PATH = "/hoc/thu-nghiem/bai-mot/bam-nut"


@dataclass(frozen=True)
class Staff:
    """A learner with a mentor, the unit's officer, and people from elsewhere."""

    unit_id: int
    learner: Person
    mentor: Person
    officer: Person
    colleague: Person
    stranger: Person
    other_officer: Person
    pair_id: int


def make_staff(site: Site) -> Staff:
    unit, elsewhere = site.unit("THCS Sông Cầu"), site.unit("Trường khác")
    learner, colleague = site.person("Nguyễn Thị Hòa", unit), site.person("Vũ Thị Lý", unit)
    mentor = site.person("Trần Quang Minh", unit, honorific="thầy")
    officer = site.person("Phạm Văn Sơn", unit, honorific="thầy", role=Role.COORDINATOR)
    stranger = site.person("Lê Văn Xa", elsewhere, honorific="thầy")
    other_officer = site.person("Đỗ Thị Ngoài", elsewhere, role=Role.COORDINATOR)
    pair_id = site.pair(mentor, learner)
    return Staff(unit, learner, mentor, officer, colleague, stranger, other_officer, pair_id)


def ask(client: FlaskClient, message: str = "", **changes: str) -> Any:
    fields = {"o": PLACE, "ten": "Bài 1 · Bấm nút nguồn", "tu": PATH, "message": message, **changes}
    return post(client, "/nho-giup", **fields)


def requests_of(site: Site, person: Person) -> list[HelpRequest]:
    with site.app.app_context():
        found = select(HelpRequest).where(HelpRequest.user_id == person.id).order_by(HelpRequest.id)
        return list(db.session.scalars(found))


def pairs(site: Site) -> list[Pair]:
    with site.app.app_context():
        return list(db.session.scalars(select(Pair).order_by(Pair.id)))
