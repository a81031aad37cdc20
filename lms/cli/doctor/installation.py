"""Checks of what is installed, of the settings, and of the places that the site writes to."""

import os
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from lms.cli.doctor.checks import Check, note
from lms.cli.serving import choose_server
from lms.config import Settings, is_loopback
from lms.mail import MailServer, MailServerError
from lms.paths import SHIPPED, shipped, static
from lms.storage import Storage
from lms.web.translations import LOCALES

AGAIN = "install the package again"
KNOCK_SECONDS = 5.0
LEAST_FREE = 1024**3
LEAST_FREE_UPLOADS = 100 * 1024**2


def software(settings: Settings) -> Iterator[Check]:
    """Yield the checks of the program itself."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("Python 3.11 or newer", sys.version_info >= (3, 11), "install a newer Python", version)
    for name in SHIPPED:
        yield Check(f"shipped folder {name}", _is_shipped(name), AGAIN)
    fonts = static() / "fonts"
    faces = ("be-vietnam-pro-bold.woff2", "be-vietnam-pro-bold.ttf", "be-vietnam-pro-regular.ttf")
    missing = [name for name in faces if not (fonts / name).is_file()]
    yield Check(
        "fonts of pages and certificates",
        not missing,
        "build with the font package present",
        ", ".join(missing),
    )
    stale = [
        source.parts[-3]
        for source in sorted(LOCALES.glob("*/LC_MESSAGES/messages.po"))
        if not source.with_suffix(".mo").is_file()
    ]
    yield Check("language catalogues are compiled", not stale, AGAIN, ", ".join(stale))
    server = choose_server(settings)
    has_server = find_spec(server) is not None
    yield Check("the server is installed", has_server, f"pip install {server}, or change LMS_SERVER", server)


def _is_shipped(name: str) -> bool:
    try:
        return any(shipped(name).iterdir())
    except FileNotFoundError:
        return False


def settings(settings: Settings) -> Iterator[Check]:
    """Yield the checks of settings that are lawful one by one and unsafe together."""
    host = urlsplit(settings.site_url).hostname or ""
    yield Check(
        "passwords travel encrypted, or stay on this machine",
        settings.is_https or is_loopback(host),
        "set LMS_SITE_URL to https://…",
        settings.site_url,
    )
    yield Check(
        "the proxy that ends https is trusted",
        not settings.is_https or settings.proxies > 0,
        "set LMS_PROXIES to how many proxies stand in front, usually 1",
    )
    yield Check(
        "no proxy is trusted where there is none",
        settings.is_https or settings.proxies == 0,
        "set LMS_PROXIES=0, or LMS_SITE_URL to https://…: anybody could claim any address",
    )
    yield note(
        "no text leaves the site for an AI",
        [f"{settings.ai_url}, model {settings.ai_model}"] if settings.ai_url else [],
        "fine if you meant it: the button “Thử hỏi AI” is on; remove LMS_AI_URL to turn it off",
    )


def mail(server: MailServer | None) -> Iterator[Check]:
    """Knock at the mail server, where one is set, and sign in; no letter is sent."""
    if server is None:
        return
    try:
        with replace(server, seconds=KNOCK_SECONDS).connected():
            trouble = ""
    except MailServerError as broken:
        trouble = str(broken)
    name = "the mail server lets us in"
    yield Check(name, not trouble, "look at LMS_SMTP_URL; nothing is lost meanwhile", trouble or server.host)


def folders(settings: Settings) -> Iterator[Check]:
    """Yield the checks of the folders that the site writes to, and of the secret key in one of them."""
    folder = settings.instance
    yield Check(
        "instance folder can be written", os.access(folder, os.W_OK), f"make {folder} writable", str(folder)
    )
    key = folder / "secret_key"
    if key.exists() and os.name == "posix":
        mode = stat.S_IMODE(key.stat().st_mode)
        yield Check("secret key is private", not mode & 0o077, f"chmod 600 {key}", f"mode {mode:o}")
    kept = folder / "demo.json"
    if kept.exists() and os.name == "posix":
        mode = stat.S_IMODE(kept.stat().st_mode)
        yield Check("demo passwords are private", not mode & 0o077, f"chmod 600 {kept}", f"mode {mode:o}")
    yield _room("there is room on the disk", folder, LEAST_FREE)
    yield _room("there is room for uploads on their way", Path(tempfile.gettempdir()), LEAST_FREE_UPLOADS)


def _room(name: str, folder: Path, least: int) -> Check:
    free = shutil.disk_usage(folder).free
    is_well = free >= least and os.access(folder, os.W_OK)
    return Check(name, is_well, f"keep {least // 1024**2:,} MB free", f"{free // 1024**2:,} MB in {folder}")


def storage(storage: Storage) -> Iterator[Check]:
    """Keep a small file, read it and remove it, as an upload would."""
    name, content = f"probe/{secrets.token_hex(16)}.pdf", secrets.token_bytes(64)
    storage.put(name, content, "application/pdf")
    is_same = storage.get(name) == content
    storage.delete(name)
    yield Check("a file can be kept, read and removed", is_same, "look at LMS_STORAGE")
