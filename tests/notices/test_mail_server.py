"""Getting in at a mail server: encrypted, signed in, and one line when there is no way in. And the settings for it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from lms.cli.doctor import installation
from lms.config import SettingError, load
from lms.mail import MailServer, MailServerError, open_mail
from lms.notices.cli import group
from tests.factories import Site
from tests.notices.makers import notices_of, reachable, send, tell
from tests.notices.post_office import PostOffice, open_post_office

USER, PASSWORD = "hoc@example.vn", "m/t@kh4u:1"


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for this machine, which Python is told to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + made.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
) -> AuthResult:
    is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=is_right)


@contextmanager
def guarded_office(certificate: Path) -> Iterator[PostOffice]:
    """A server that takes letters only over TLS, from who signs in."""
    encryption = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    encryption.load_cert_chain(certificate)
    options = {"tls_context": encryption, "require_starttls": True}
    with open_post_office(**options, authenticator=_authenticate, auth_required=True) as office:
        office.server = replace(office.server, security="starttls", user=USER, password=PASSWORD)
        yield office


def test_a_letter_goes_through_an_encrypted_door_by_name_and_password(
    site: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(site, reachable(site))
    with guarded_office(certificate) as office:
        monkeypatch.setitem(site.app.extensions, "mail", office.server)
        assert send(site) == 1
    assert office.recipients == ["hoa@example.vn"]


def test_a_wrong_password_is_one_line_without_the_password(
    site: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = reachable(site)
    tell(site, person)
    with guarded_office(certificate) as office:
        monkeypatch.setitem(site.app.extensions, "mail", replace(office.server, password="sai-mat-khau"))
        with pytest.raises(MailServerError, match=r"refuses user and password$") as refused:
            send(site)
    assert "sai-mat-khau" not in str(refused.value)
    assert notices_of(site, person)[0].tries == 0


def test_a_server_that_cannot_be_trusted_gets_neither_password_nor_letter(
    site: Site, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(site, reachable(site))
    monkeypatch.setenv("SSL_CERT_FILE", "/dev/null")
    with guarded_office(certificate) as office:
        monkeypatch.setitem(site.app.extensions, "mail", office.server)
        with pytest.raises(MailServerError, match="its certificate cannot be trusted"):
            send(site)
    assert office.letters == []


def test_a_server_without_encryption_gets_neither_password_nor_letter(
    site: Site, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(site, reachable(site))
    monkeypatch.setitem(site.app.extensions, "mail", replace(office.server, security="starttls"))
    with pytest.raises(MailServerError, match="offers no encryption"):
        send(site)
    assert office.letters == []


def test_the_command_says_how_many_it_sent(site: Site, office: PostOffice) -> None:
    tell(site, reachable(site), now=datetime.now(UTC) - timedelta(minutes=1))
    with site.app.app_context():
        done = CliRunner().invoke(group, ["send"])
    assert (done.exit_code, done.output) == (0, "1 letters sent\n")


def test_the_command_says_in_one_line_that_the_server_is_down(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(site, reachable(site), now=datetime.now(UTC) - timedelta(minutes=1))
    monkeypatch.setitem(site.app.extensions, "mail", MailServer("127.0.0.1", 1, "none", "hoc@example.vn"))
    with site.app.app_context():
        done = CliRunner().invoke(group, ["send"])
    assert done.exit_code == 1
    assert (
        done.output
        == "lms: mail server 127.0.0.1:1: Connection refused; nothing is lost, run it again later\n"
    )


def test_the_command_says_that_no_server_is_set(site: Site) -> None:
    with site.app.app_context():
        done = CliRunner().invoke(group, ["send"])
    assert done.exit_code == 0
    assert done.output.startswith("no mail server is set (LMS_SMTP_URL)")


def test_the_doctor_knocks_at_the_mail_server(office: PostOffice) -> None:
    assert [check.is_well for check in installation.mail(office.server)] == [True]
    assert office.letters == []
    [check] = installation.mail(replace(office.server, port=1))
    assert check.is_bad
    assert "Connection refused" in check.line
    assert list(installation.mail(None)) == []


GIVEN = {"LMS_SMTP_URL": "smtp://hoc%40example.vn:m%2Ft@smtp.example.vn", "LMS_MAIL_FROM": "hoc@example.vn"}


def open_with(folder: Path, **changed: str) -> MailServer | None:
    return open_mail(load({"LMS_INSTANCE": str(folder), **GIVEN, **changed}))


@pytest.mark.parametrize(
    ("url", "host", "port", "security"),
    [
        ("smtp://u:p@smtp.example.vn", "smtp.example.vn", 587, "starttls"),
        ("smtp://u:p@smtp.example.vn:2525/", "smtp.example.vn", 2525, "starttls"),
        ("smtps://u:p@smtp.example.vn", "smtp.example.vn", 465, "tls"),
        ("smtp://10.0.0.8", "10.0.0.8", 587, "starttls"),
        ("smtp://127.0.0.1", "127.0.0.1", 25, "none"),
        ("smtp://localhost:1025", "localhost", 1025, "none"),
        ("smtps://localhost", "localhost", 465, "tls"),
    ],
)
def test_only_this_machine_itself_is_spoken_to_in_clear(
    tmp_path: Path, url: str, host: str, port: int, security: str
) -> None:
    server = open_with(tmp_path, LMS_SMTP_URL=url)
    assert server is not None
    assert (server.host, server.port, server.security) == (host, port, security)


def test_name_and_password_may_hold_any_letter_and_are_not_shown(tmp_path: Path) -> None:
    server = open_with(tmp_path)
    assert server is not None
    assert (server.user, server.password, server.sender) == ("hoc@example.vn", "m/t", "hoc@example.vn")
    assert "m/t" not in repr(server)
    assert "m%2Ft" not in repr(load({"LMS_INSTANCE": str(tmp_path), **GIVEN}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LMS_SMTP_URL", "smtp.example.vn"),
        ("LMS_SMTP_URL", "http://smtp.example.vn"),
        ("LMS_SMTP_URL", "smtp://"),
        ("LMS_SMTP_URL", "smtp://hoc:b1-mat@"),
        ("LMS_SMTP_URL", "smtp://hoc@smtp.example.vn"),
        ("LMS_SMTP_URL", "smtp://:b1-mat@smtp.example.vn"),
        ("LMS_SMTP_URL", "smtp://hoc:b1-mat@smtp.example.vn:cong"),
        ("LMS_SMTP_URL", "smtp://hoc:b1-mat@smtp.example.vn:99999"),
        ("LMS_SMTP_URL", "smtp://hoc:b1-mat@smtp.example.vn/thu"),
        ("LMS_SMTP_URL", "smtp://hoc:b1-mat@smtp.example.vn?tls=no"),
        ("LMS_SMTP_URL", "smtp://hoc:b1-mat@smtp_example vn"),
        ("LMS_MAIL_FROM", ""),
        ("LMS_MAIL_FROM", "Cặp đôi số <hoc@example.vn>"),
        ("LMS_MAIL_FROM", "hoc"),
        ("LMS_MAIL_FROM", "hoc@example.vn\nBcc: la@example.vn"),
    ],
)
def test_a_setting_that_is_malformed_stops_the_start_without_telling_the_password(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingError, match=f"^{name}: ") as refused:
        open_with(tmp_path, **{name: value})
    assert "b1-mat" not in str(refused.value)


def test_a_sender_without_a_server_and_neither_of_both(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"^LMS_MAIL_FROM: means nothing without LMS_SMTP_URL"):
        open_with(tmp_path, LMS_SMTP_URL="")
    assert open_with(tmp_path, LMS_SMTP_URL="", LMS_MAIL_FROM="") is None
