"""The mail server, where the operator names one: one connection a run, encrypted but on this machine itself.

A refusal of one letter and a server that is not there are different things: after the first the next letter is tried,
after the second nothing is. Neither the password nor what the server answered to it is ever repeated.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal
from urllib.parse import unquote

from lms.config import Settings, is_loopback, split_smtp_url

SECONDS = 20.0
"""Longest silence of the server before it counts as gone."""

Security = Literal["none", "starttls", "tls"]


class MailServerError(Exception):
    """The server is not there, hangs, is not the one it claims to be, or lets us not in."""


class LetterRefusedError(Exception):
    """The server does not take this letter, or not to this address."""


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in. ``sender`` is the address that they come from."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = SECONDS

    @contextmanager
    def connected(self) -> Iterator["Connection"]:
        """Open the door to the server for a run of letters.

        Raises:
            MailServerError: there is no way in; one line says why.
        """
        try:
            server = self._enter()
        except (smtplib.SMTPException, OSError, UnicodeError) as broken:
            raise MailServerError(f"mail server {self.host}:{self.port}: {_why(broken)}") from broken
        try:
            yield Connection(self, server)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _enter(self) -> smtplib.SMTP:
        encryption = ssl.create_default_context() if self.security != "none" else None
        server: smtplib.SMTP
        if self.security == "tls":
            server = smtplib.SMTP_SSL(self.host, self.port, timeout=self.seconds, context=encryption)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.seconds)
        try:
            if self.security == "starttls":
                server.starttls(context=encryption)
            if self.user:
                server.login(self.user, self.password)
            else:
                server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server


@dataclass(frozen=True)
class Connection:
    """An open door to the server."""

    to: MailServer
    server: smtplib.SMTP

    def send(self, letter: EmailMessage, recipient: str) -> None:
        """Hand in one letter.

        Raises:
            LetterRefusedError: the server refused it, for now or for good.
            MailServerError: the server is gone; whether it kept the letter nobody knows.
        """
        try:
            self.server.send_message(letter, from_addr=self.to.sender, to_addrs=[recipient])
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused) as broken:
            raise MailServerError(f"mail server {self.to.host}:{self.to.port}: {_why(broken)}") from broken
        except smtplib.SMTPException as refused:  # an OSError too, so it comes first
            raise LetterRefusedError(_why(refused)) from refused
        except OSError as broken:
            raise MailServerError(f"mail server {self.to.host}:{self.to.port}: {_why(broken)}") from broken
        except ValueError as unfit:  # a header that could not be written
            raise LetterRefusedError("the letter cannot be written") from unfit


def _why(broken: Exception) -> str:
    """Say what went wrong in one line without what the server said, which may repeat an address or a name."""
    if isinstance(broken, TimeoutError) or isinstance(broken.__context__, TimeoutError):
        return "no answer in time"
    if isinstance(broken, smtplib.SMTPAuthenticationError):
        return "refuses user and password"
    if isinstance(broken, smtplib.SMTPNotSupportedError):
        return "offers no encryption, or no way to sign in"
    if isinstance(broken, ssl.SSLError):
        return "its certificate cannot be trusted, or it speaks no TLS there"
    if isinstance(broken, smtplib.SMTPSenderRefused):
        return f"refuses LMS_MAIL_FROM ({broken.smtp_code})"
    if isinstance(broken, smtplib.SMTPResponseException):
        return f"answers {broken.smtp_code}"
    if isinstance(broken, smtplib.SMTPRecipientsRefused):
        return f"refuses the address ({', '.join(str(code) for code, _ in broken.recipients.values())})"
    if isinstance(broken, smtplib.SMTPServerDisconnected):
        return "closed the connection"
    return (
        type(broken).__name__ if not isinstance(broken, OSError) else broken.strerror or "cannot be reached"
    )


def open_mail(settings: Settings) -> MailServer | None:
    """Return the mail server of the settings, None where none is set."""
    if not settings.smtp_url:
        return None
    parts = split_smtp_url(settings.smtp_url)
    host, is_tls = parts.hostname or "", parts.scheme == "smtps"
    security: Security = "tls" if is_tls else "none" if is_loopback(host) else "starttls"
    return MailServer(
        host=host,
        port=parts.port or (465 if is_tls else 25 if security == "none" else 587),
        security=security,
        sender=settings.mail_from,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
