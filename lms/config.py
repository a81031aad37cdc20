"""Typed settings from LMS_* variables. Refuses to start on an unknown or unsafe value, and names it."""

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SERVERS = ("auto", "gunicorn", "granian", "waitress")
ADDRESSES = ("thầy cô", "cô bác", "anh chị")
SHORTEST_SECRET = 32


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
    threads: int = 4
    server: str = "auto"
    storage: str = "disk"
    s3_endpoint: str = ""
    s3_key: str = field(default="", repr=False)
    s3_secret: str = field(default="", repr=False)

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
    site_url = _site_url(values.get("LMS_SITE_URL") or "http://127.0.0.1:8000")
    return Settings(
        instance=instance,
        database_url=_database_url(values.get("LMS_DATABASE_URL", ""), instance),
        secret_key=_secret_key(values.get("LMS_SECRET_KEY", ""), instance),
        site_url=site_url,
        site_name=values.get("LMS_SITE_NAME") or "Cặp đôi số",
        support_phone=values.get("LMS_SUPPORT_PHONE", ""),
        timezone=_timezone(values.get("LMS_TIMEZONE") or "Asia/Ho_Chi_Minh"),
        language=_one_of("LMS_LANGUAGE", values.get("LMS_LANGUAGE") or "vi", ("vi", "en")),
        address=_one_of("LMS_ADDRESS", values.get("LMS_ADDRESS") or "thầy cô", ADDRESSES),
        proxies=_number("LMS_PROXIES", values.get("LMS_PROXIES") or "0", 0, 5),
        workers=_number("LMS_WORKERS", values.get("LMS_WORKERS") or "2", 1, 64),
        threads=_number("LMS_THREADS", values.get("LMS_THREADS") or "4", 1, 64),
        server=_one_of("LMS_SERVER", values.get("LMS_SERVER") or "auto", SERVERS),
        **_storage(values),
    )


def _site_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise SettingError("LMS_SITE_URL: write the site's address as https://name, without a path.")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise SettingError(
            "LMS_SITE_URL: plain http is only for 127.0.0.1 and localhost; passwords would travel in clear. "
            "Put the site behind https and write https://… here."
        )
    return text.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _database_url(text: str, instance: Path) -> str:
    if not text:
        return f"sqlite:///{instance / 'lms.sqlite3'}"
    for prefix in ("postgresql://", "postgres://"):
        if text.startswith(prefix):
            return "postgresql+psycopg://" + text[len(prefix) :]
    if text.startswith(("sqlite:///", "postgresql+psycopg://")):
        return text
    raise SettingError("LMS_DATABASE_URL: begin with sqlite:/// or postgresql://.")


def _secret_key(text: str, instance: Path) -> str:
    if text:
        if len(text) < SHORTEST_SECRET or len(set(text)) < 8:
            raise SettingError("LMS_SECRET_KEY: too short or too plain; use at least 32 random characters.")
        return text
    kept = instance / "secret_key"
    if not kept.exists():
        instance.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
                target.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass  # another worker made it a moment ago; its key is ours
    return kept.read_text().strip()


def _timezone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise SettingError(f"LMS_TIMEZONE: no time zone is called {text!r}; try Asia/Ho_Chi_Minh.") from unknown


def _one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        raise SettingError(f"{name}: {text!r} is not one of {', '.join(allowed)}.")
    return text


def _number(name: str, text: str, least: int, most: int) -> int:
    if not text.isdigit() or not least <= int(text) <= most:
        raise SettingError(f"{name}: write a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def _storage(values: Mapping[str, str]) -> dict[str, str]:
    place = values.get("LMS_STORAGE") or "disk"
    if place != "disk" and not place.startswith("s3://"):
        raise SettingError("LMS_STORAGE: write disk, or s3://bucket/prefix.")
    kept = {"storage": place}
    for name in ("s3_endpoint", "s3_key", "s3_secret"):
        kept[name] = values.get(f"LMS_{name.upper()}", "")
        if place != "disk" and not kept[name]:
            raise SettingError(f"LMS_{name.upper()}: needed when LMS_STORAGE is an s3:// address.")
    return kept
