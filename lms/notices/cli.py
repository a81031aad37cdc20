"""``lms notices``: send by mail what people asked to have sent. Never in a request: a server may be slow."""

import sys
from datetime import datetime, timedelta
from time import monotonic

import click
from flask import current_app

from lms import clock
from lms.config import Settings
from lms.db import stop_reading, unit_of_work
from lms.mail import Connection, LetterRefusedError, MailServer, MailServerError
from lms.notices.queries.mail import list_due
from lms.notices.services.letters import House, compose
from lms.notices.services.mailing import claim, note_refused, note_sent
from lms.web.translations import wording

LONGEST_RUN = timedelta(minutes=10)
"""What is left then goes with the next run: a slow server must not keep the clock's other work waiting, and a claim,
which is for 15 minutes, must not end before its letter is on its way."""


@click.group("notices")
def group() -> None:
    """Send notices by mail."""


@group.command("send")
def send() -> None:
    """Send what is due, one letter a person; safe to run at any time, twice at once included."""
    if current_app.extensions["mail"] is None:
        click.echo("no mail server is set (LMS_SMTP_URL): notices are in the site only")
        return
    try:
        click.echo(f"{send_due(clock.now())} letters sent")
    except MailServerError as broken:
        click.echo(f"lms: {broken}; nothing is lost, run it again later", err=True)
        sys.exit(1)


def send_due(now: datetime) -> int:
    """Send what is due and return how many letters that were; without a mail server none.

    Raises:
        MailServerError: the server is not there, or went away; what was not sent is due again.
    """
    server: MailServer | None = current_app.extensions["mail"]
    due = list_due(now) if server else []
    stop_reading()
    if server is None or not due:
        return 0
    began, sent = monotonic(), 0
    with server.connected() as connection:
        for user_id in due:
            passed = timedelta(minutes=(monotonic() - began) // 60)
            if passed >= LONGEST_RUN:
                break
            sent += _send_to(user_id, connection, now + passed)
    return sent


def _send_to(user_id: int, connection: Connection, now: datetime) -> bool:
    settings: Settings = current_app.extensions["settings"]
    with unit_of_work():
        bundle = claim(user_id, now)
    if bundle is None:
        return False
    house = House(settings.site_url, settings.site_name, connection.to.sender, settings.secret_key)
    letter = compose(bundle, house, wording(bundle.language or settings.language, settings.address), now)
    try:
        connection.send(letter, bundle.email)
    except LetterRefusedError as refused:
        click.echo(f"a letter to person {user_id} was not taken: {refused}", err=True)
        with unit_of_work():
            note_refused(bundle, now)
        return False
    with unit_of_work():
        note_sent(bundle, now)
    return True
