"""Makes what tests start from, through the real services, with plain defaults."""

import itertools
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from lms import clock
from lms.accounts import services as accounts
from lms.accounts.views import DEVICE_COOKIE
from lms.core.people import Role
from lms.db import db, unit_of_work
from lms.pairing.services.pairs import pair_people
from lms.units import services as units
from lms.units.models import Unit

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
PASSWORD = "mây xanh bến cũ"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Person:
    """Somebody made for a test."""

    id: int
    full_name: str
    phone: str
    unit_id: int


class Site:
    """Makes people and things, each in its own application context."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    @contextmanager
    def working(self) -> Iterator[None]:
        """An application context and a unit of work."""
        with self.app.app_context(), unit_of_work():
            yield

    def unit(self, name: str = "THCS Sông Cầu", kind: str = "school", parent_id: int | None = None) -> int:
        with self.working():
            parent = db.session.get(Unit, parent_id) if parent_id else None
            return units.add_unit(name, kind, parent, NOW).id

    def person(
        self,
        name: str = "Nguyễn Thị Hòa",
        unit_id: int | None = None,
        *,
        honorific: str = "cô",
        role: Role | None = None,
        role_unit_id: int | None = None,
        password: str | None = PASSWORD,
    ) -> Person:
        unit_id = unit_id or self.unit()
        phone = f"09{next(_numbers):08d}"
        with self.working():
            user = accounts.add_person(name, NOW, honorific=honorific, phone=phone)
            if password:
                user.password_hash = _hash(password)
            units.join_unit(user.id, unit_id, date(2026, 9, 1))
            if role:
                unit = db.session.get(Unit, role_unit_id or unit_id)
                assert unit is not None
                units.grant_role(user.id, role, unit, None, NOW)
            return Person(user.id, name, phone, unit_id)

    def pair(self, mentor: Person, mentee: Person) -> int:
        with self.working():
            return pair_people(mentor.id, mentee.id, None, NOW).id

    def client(self, person: Person | None = None) -> FlaskClient:
        """A browser, signed in as ``person``; the form by which people do that has tests of its own."""
        client = self.app.test_client()
        if person:
            with self.working():
                signed = accounts.open_session(person.id, "password", accounts.Browser(""), clock.now())
            with client.session_transaction() as kept:
                kept.update(_user_id=signed.session_token, _fresh=True, _permanent=True)
            client.set_cookie(DEVICE_COOKIE, signed.device_token)
        return client


_cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_hashes: dict[str, str] = {}


def _hash(password: str) -> str:
    """Hash once a run and at the least cost, which checking it follows: argon2 is slow by intent."""
    if password not in _hashes:
        _hashes[password] = _cheap.hash(password)
    return _hashes[password]


def csrf_token(client: FlaskClient, path: str = "/dang-nhap") -> str:
    """Return a token of the client's session, read from a page's form."""
    page = client.get(path, follow_redirects=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, page.text[:500]
    return found[1]


def post(client: FlaskClient, path: str, **fields: Any) -> Any:
    """Send a form as a browser would, with a token of its session."""
    answer = client.post(path, data={"csrf_token": signed_token(client), **fields})
    answer.request.environ["wsgi.input"].close()  # the test client leaves the file of a large form open
    return answer


def signed_token(client: FlaskClient) -> str:
    """Return what the client's pages carry in their forms, without asking for a page."""
    with client.session_transaction() as kept:
        raw = kept.setdefault("csrf_token", secrets.token_hex(20))
    return str(URLSafeTimedSerializer(client.application.secret_key, salt="wtf-csrf-token").dumps(raw))
