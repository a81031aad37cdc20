"""Typed settings from LMS_* variables. Refuses to start on an unknown or unsafe value, and names it."""

import ipaddress
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

SERVERS = ("auto", "gunicorn", "granian", "waitress")
ADDRESSES = ("thầy cô", "cô bác", "anh chị")
SHORTEST_SECRET = 32
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_./-]*)?")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|[0-9a-f:]{2,39}")
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,99}")
_KEY = re.compile(r"[!-~]{0,500}")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}")
_PHONE = re.compile(r"[0-9 .+()-]{0,30}")


class SettingError(ValueError):
    """A setting is unknown, malformed or unsafe; the message names the variable and the mend."""


@dataclass(frozen=True)
class Settings:
    """Everything an operator may set. Each field is read from ``LMS_<NAME>``; docs/operating.md explains them."""

    instance: Path
    database_url: str
    secret_key: str = field(repr=False)
    site_url: str = "http://127.0.0.1:8000"
    site_name: str = "Cặp đôi số"
    support_phone: str = ""
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Ho_Chi_Minh"))
    language: str = "vi"
    address: str = "thầy cô"
    proxies: int = 0
    workers: int = 2
    threads: int = 12
    server: str = "auto"
    storage: str = "disk"
    s3_endpoint: str = ""
    s3_key: str = field(default="", repr=False)
    s3_secret: str = field(default="", repr=False)
    ai_url: str = ""
    ai_hosts: str = ""
    ai_model: str = ""
    ai_key: str = field(default="", repr=False)
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""

    @property
    def is_https(self) -> bool:
        return urlsplit(self.site_url).scheme == "https"

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


KNOWN = {f"LMS_{name.upper()}" for name in Settings.__dataclass_fields__}


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises:
        SettingError: a variable that begins LMS_ is unknown, or a value is malformed or unsafe.
    """
    given = os.environ if environ is None else environ
    values = {name: value.strip() for name, value in given.items() if name.startswith("LMS_")}
    for name in sorted(values):
        if name not in KNOWN:
            raise SettingError(f"{name}: unknown setting. Known: {', '.join(sorted(KNOWN))}.")
    instance = Path(values.get("LMS_INSTANCE") or "instance").resolve()
    # On one's own machine the address follows the port, so that printed cards and certificates lead here.
    site_url = _site_url(values.get("LMS_SITE_URL") or f"http://127.0.0.1:{given.get('PORT') or 8000}")
    return Settings(
        instance=instance,
        database_url=read_database_url(values.get("LMS_DATABASE_URL", ""), instance),
        secret_key=_secret_key(values.get("LMS_SECRET_KEY", ""), instance),
        site_url=site_url,
        site_name=values.get("LMS_SITE_NAME") or "Cặp đôi số",
        support_phone=_phone(values.get("LMS_SUPPORT_PHONE", "")),
        timezone=_timezone(values.get("LMS_TIMEZONE") or "Asia/Ho_Chi_Minh"),
        language=_one_of("LMS_LANGUAGE", values.get("LMS_LANGUAGE") or "vi", ("vi", "en")),
        address=_one_of("LMS_ADDRESS", values.get("LMS_ADDRESS") or "thầy cô", ADDRESSES),
        proxies=_number("LMS_PROXIES", values.get("LMS_PROXIES") or "0", 0, 5),
        workers=_number("LMS_WORKERS", values.get("LMS_WORKERS") or "2", 1, 64),
        threads=_number("LMS_THREADS", values.get("LMS_THREADS") or "12", 1, 64),
        server=_one_of("LMS_SERVER", values.get("LMS_SERVER") or "auto", SERVERS),
        **_storage(values),
        **_assistant(values),
        **_mail(values),
    )


def _split(name: str, text: str) -> SplitResult:
    """Take a web address apart.

    Raises:
        SettingError: it is not one, or it carries a name and password, a query or a fragment.
    """
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or parts.username is not None or parts.query or parts.fragment:
        raise SettingError(f"{name}: write an address such as https://name, and nothing behind it.")
    return parts


def _site_url(text: str) -> str:
    parts = _split("LMS_SITE_URL", text)
    if parts.path.strip("/"):
        raise SettingError("LMS_SITE_URL: write the site's address as https://name, without a path.")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise SettingError(
            "LMS_SITE_URL: plain http is only for 127.0.0.1 and localhost; passwords would travel in clear. "
            "Put the site behind https and write https://… here."
        )
    return text.rstrip("/")


def is_loopback(host: str) -> bool:
    """Tell whether ``host`` can be reached from this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_database_url(text: str, instance: Path) -> str:
    """Return the database's address as SQLAlchemy wants it; nothing given is a file in the instance folder.

    Raises:
        SettingError: it is malformed, of another kind of database, or a file that would depend on the folder.
    """
    if not text:
        return f"sqlite:///{instance / 'lms.sqlite3'}"
    for prefix in ("postgresql://", "postgres://"):
        if text.startswith(prefix):
            text = "postgresql+psycopg://" + text[len(prefix) :]
    if text.startswith("sqlite:///"):
        return _sqlite_url(text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as malformed:
        raise SettingError("LMS_DATABASE_URL: write postgresql://user:password@host/database.") from malformed
    if url.drivername != "postgresql+psycopg":
        raise SettingError("LMS_DATABASE_URL: begin with sqlite:/// or postgresql://.")
    if not url.database:
        raise SettingError("LMS_DATABASE_URL: the name of the database is missing at the end.")
    return text


def _sqlite_url(text: str) -> str:
    """Accept a whole path only: a relative one would mean another file in another folder, :memory: one a worker."""
    path = text.removeprefix("sqlite:///")
    if not Path(path).is_absolute() or "?" in path:
        raise SettingError(
            "LMS_DATABASE_URL: write the whole path of the file, such as sqlite:////srv/lms.sqlite3."
        )
    return text


def _secret_key(text: str, instance: Path) -> str:
    if text:
        return _strong("LMS_SECRET_KEY", text)
    kept = instance / "secret_key"
    if not kept.exists():
        _keep_new_secret(kept)
    return _strong(str(kept), kept.read_text(encoding="utf-8").strip())


def _strong(name: str, text: str) -> str:
    if len(text) < SHORTEST_SECRET or len(set(text)) < 8:
        raise SettingError(
            f"{name}: too short or too plain; use at least {SHORTEST_SECRET} random characters."
        )
    return text


def _keep_new_secret(kept: Path) -> None:
    """Write a fresh key that only its owner may read; it appears whole, and the first of two processes wins."""
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, partial = tempfile.mkstemp(dir=kept.parent)  # made with mode 600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
        os.link(partial, kept)
    except FileExistsError:
        pass  # another worker made it a moment ago; its key is ours
    finally:
        os.unlink(partial)


def _phone(text: str) -> str:
    if not _PHONE.fullmatch(text):
        raise SettingError(
            f"LMS_SUPPORT_PHONE: write a telephone number, such as 0912 345 678, not {text!r}."
        )
    return text


def _timezone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise SettingError(
            f"LMS_TIMEZONE: no time zone is called {text!r}; try Asia/Ho_Chi_Minh."
        ) from unknown


def _one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        raise SettingError(f"{name}: {text!r} is not one of {', '.join(allowed)}.")
    return text


def _number(name: str, text: str, least: int, most: int) -> int:
    if not re.fullmatch("[0-9]{1,4}", text) or not least <= int(text) <= most:
        raise SettingError(f"{name}: write a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def _storage(values: Mapping[str, str]) -> dict[str, str]:
    place = values.get("LMS_STORAGE") or "disk"
    if place != "disk" and not _BUCKET.fullmatch(place):
        raise SettingError("LMS_STORAGE: write disk, or s3://bucket/prefix.")
    kept = {"storage": place}
    for name in ("s3_endpoint", "s3_key", "s3_secret"):
        kept[name] = values.get(f"LMS_{name.upper()}", "")
        if place != "disk" and not kept[name]:
            raise SettingError(f"LMS_{name.upper()}: needed when LMS_STORAGE is an s3:// address.")
    if kept["s3_endpoint"]:
        parts = _split("LMS_S3_ENDPOINT", kept["s3_endpoint"])
        if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
            raise SettingError(
                "LMS_S3_ENDPOINT: plain http is only for this machine; photos would travel in clear."
            )
    return kept


def _assistant(values: Mapping[str, str]) -> dict[str, str]:
    """Read the AI endpoint: its address must be https and its host on the operator's own list."""
    kept = {
        name: values.get(f"LMS_{name.upper()}", "") for name in ("ai_url", "ai_hosts", "ai_model", "ai_key")
    }
    if not kept["ai_url"]:
        for name, text in kept.items():
            if text:
                raise SettingError(
                    f"LMS_{name.upper()}: means nothing without LMS_AI_URL; set both or neither."
                )
        return kept
    parts = _split("LMS_AI_URL", kept["ai_url"])
    host = (parts.hostname or "").lower()
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingError("LMS_AI_URL: plain http is only for this machine; begin with https://.")
    hosts = [each.strip().lower() for each in kept["ai_hosts"].split(",")]
    if not all(_HOST.fullmatch(each) for each in hosts):
        raise SettingError(
            "LMS_AI_HOSTS: write the names of the hosts that text may go to, such as api.example.vn, "
            "with commas between them; no address, port or asterisk."
        )
    if host not in hosts:
        raise SettingError(f"LMS_AI_URL: its host {host!r} is not in LMS_AI_HOSTS.")
    if not _MODEL.fullmatch(kept["ai_model"]):
        raise SettingError("LMS_AI_MODEL: write the model's name, as the endpoint calls it.")
    if not _KEY.fullmatch(kept["ai_key"]):
        raise SettingError("LMS_AI_KEY: write one word of plain characters, as the endpoint gave it.")
    return kept | {"ai_hosts": ",".join(hosts)}


def _mail(values: Mapping[str, str]) -> dict[str, str]:
    """Read the mail server and the address that mails come from: both, or neither."""
    url, sender = values.get("LMS_SMTP_URL", ""), values.get("LMS_MAIL_FROM", "")
    if not url:
        if sender:
            raise SettingError("LMS_MAIL_FROM: means nothing without LMS_SMTP_URL; set both or neither.")
        return {}
    parts = split_smtp_url(url)
    host = parts.hostname or ""
    if parts.username is not None and not (unquote(parts.username) and parts.password):
        raise SettingError("LMS_SMTP_URL: write both user and password, smtp://user:password@host:587.")
    if not _HOST.fullmatch(host):
        raise SettingError("LMS_SMTP_URL: write the server's name, such as smtp://smtp.example.vn:587.")
    if not _ADDRESS.fullmatch(sender):
        raise SettingError("LMS_MAIL_FROM: write the address that mails come from, such as hoc@example.vn.")
    return {"smtp_url": url, "mail_from": sender}


def split_smtp_url(text: str) -> SplitResult:
    """Take a mail server's address apart. Never repeats it: a password stands in it.

    Raises:
        SettingError: it is not one, or something stands behind host and port.
    """
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or parts.path.strip("/") or parts.query or parts.fragment:
        raise SettingError(
            "LMS_SMTP_URL: write smtp://user:password@host:587 or smtps://user:password@host:465, and nothing "
            "behind it; letters such as @ and / in the password as %40 and %2F."
        )
    return parts
