"""A real mail server on this machine that keeps what it is given, refuses whom it is told to, hangs when it is told to."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from lms.mail import MailServer
from tests.cluster import free_port

SENDER = "hoc@example.vn"


@dataclass
class PostOffice:
    """What the server was given, and how it is to behave."""

    server: MailServer
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    sessions: int = 0
    hangs: bool = False
    on_letter: Callable[[], None] | None = None

    async def handle_EHLO(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.sessions += 1
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.hangs:
            await asyncio.sleep(30)
        content = envelope.content
        assert isinstance(content, bytes)
        if self.on_letter:
            self.on_letter()
        letter = message_from_bytes(content, policy=POLICY)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.recipients += envelope.rcpt_tos
        return "250 OK"

    def texts(self) -> list[str]:
        return [letter.get_content().replace("\r\n", "\n") for letter in self.letters]


@contextmanager
def open_post_office(**options: Any) -> Iterator[PostOffice]:
    """Serve on a free port of this machine."""
    port = free_port()
    office = PostOffice(server=MailServer("127.0.0.1", port, "none", SENDER))
    controller = Controller(office, hostname="127.0.0.1", port=port, ready_timeout=20, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
