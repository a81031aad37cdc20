"""People who get mail, and notices told to them."""

from datetime import datetime, timedelta

from lms.accounts.models import User
from lms.db import db
from lms.notices.cli import send_due
from lms.notices.models import Notice
from lms.notices.services import notify
from tests.factories import NOW, Person, Site

LATER = NOW + timedelta(hours=1)


def tell(site: Site, person: Person, key: str = "a", now: datetime = NOW, **more: object) -> int:
    """Tell the person that somebody answered, and return the notice's id."""
    values = more.pop("values", {"helper": "cô Lan"})
    with site.working():
        notify(person.id, "help_answered", key, now, path="/nguoi-huong-dan", values=values)  # type: ignore[arg-type]
    return notices_of(site, person)[-1].id


def notices_of(site: Site, person: Person) -> list[Notice]:
    with site.app.app_context():
        found = db.session.query(Notice).filter_by(user_id=person.id).order_by(Notice.id)
        return list(found)


def reachable(site: Site, name: str = "Nguyễn Thị Hòa", email: str = "hoa@example.vn", **more: str) -> Person:
    """Return a person who confirmed an address an hour before anything is told."""
    person = site.person(name)
    with site.working():
        user = db.session.get_one(User, person.id)
        user.email, user.wants_mail, user.email_confirmed_at = email, True, NOW - timedelta(hours=1)
        for field, value in more.items():
            setattr(user, field, value)
    return person


def send(site: Site, now: datetime = LATER) -> int:
    with site.app.app_context():
        return send_due(now)
