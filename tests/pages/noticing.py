"""Notices for the stage: of today, yesterday and before, some read; and addresses in their states."""

from datetime import timedelta

from lms import clock
from lms.accounts.models import User
from lms.db import db
from lms.mail import MailServer
from lms.notices.services import mark_read, notify
from lms.notices.services.addresses import ask_for_mail, sign_address
from tests.factories import Person, Site


def put_on_notices(site: Site, people: dict[str, Person]) -> dict[str, str]:
    """Tell the learner things of three days; return what addresses hold. The mail server is never called."""
    site.app.extensions["mail"] = MailServer("127.0.0.1", 9, "none", "hoc@example.vn")
    now, learner, mentee = clock.now(), people["learner"], people["mentee"]
    key = site.app.extensions["settings"].secret_key
    with site.working():
        for days, kind in ((9, "pair_begun"), (1, "goal_agreed"), (0, "help_answered")):
            values = {"name": "thầy Minh", "helper": "thầy Minh"}
            at = now - timedelta(days=days)
            notify(learner.id, kind, f"stage:{kind}", at, path="/nguoi-huong-dan", values=values)
            if days == 9:
                mark_read(learner.id, now, 999_999)
        user = db.session.get_one(User, people["mentor"].id)
        user.email, user.email_confirmed_at, user.wants_mail = "minh@example.vn", now, True
        ask_for_mail(db.session.get_one(User, mentee.id), "binh@example.vn", now)
    client = site.client(learner)
    notice_id = client.get("/thong-bao").text.partition('action="/thong-bao/')[2].partition('"')[0]
    return {"notice": notice_id, "proof": sign_address(mentee.id, "binh@example.vn", key, now)}
