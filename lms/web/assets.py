"""Our style sheet, scripts and fonts, served under names that hold their content's hash.

A first visit gets the style sheet inside the page, which saves a round trip on a slow line; a cookie then tells that
the browser has fetched it, and later pages link to the copy it keeps.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, g, request
from markupsafe import Markup

from lms.paths import static
from lms.web.access import public

bp = Blueprint("assets", __name__)
COOKIE = "css"
TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """One file as it is sent: bytes, the same gzipped, type, and a hash of its content."""

    name: str
    content: bytes
    gzipped: bytes
    content_type: str
    digest: str

    @property
    def path(self) -> str:
        return f"/static/{self.digest}/{self.name}"


@cache
def asset(name: str) -> Asset:
    """Return the asset ``name``, such as ``site.css``.

    Raises:
        KeyError: there is no such file among those that pages may ask for.
    """
    found = _folder_listing().get(name)
    if found is None:
        raise KeyError(name)
    content = found.read_bytes()
    if found.suffix == ".css":
        content = _slim(_with_fonts(content.decode())).encode()
    content_type = TYPES.get(found.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Asset(name, content, gzip.compress(content, 9, mtime=0), content_type, digest)


@cache
def _folder_listing() -> dict[str, Path]:
    root = static()
    return {
        path.relative_to(root).as_posix(): path
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix in TYPES
    }


def _with_fonts(css: str) -> str:
    """Point @font-face at hashed names; leave the rule out where the font was not built."""

    def address(match: re.Match[str]) -> str:
        return asset(match[1]).path

    if "fonts/be-vietnam-pro-bold.woff2" not in _folder_listing():
        css = re.sub(r"@font-face\s*{[^}]*}", "", css)
    return re.sub(r"asset\(([^)]+)\)", lambda match: f"url({address(match)})", css)


def _slim(css: str) -> str:
    """Drop comments and needless white space; the rules themselves stay as written."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};]) ?", r"\1", css).strip()


def has_style_sheet() -> bool:
    """Tell whether this browser said that it keeps the present style sheet."""
    return request.cookies.get(COOKIE) == asset("site.css").digest


def style_sheet() -> Markup:
    """Return the style sheet's text, to stand inside the page; it is ours, so it needs no escaping."""
    g.sends_style_sheet = True
    return Markup(asset("site.css").content.decode())  # noqa: S704 - our own file


def sends_style_sheet() -> bool:
    """Tell whether this answer carries the style sheet: a first visit."""
    return bool(g.get("sends_style_sheet"))


def remember_style_sheet(response: Response) -> Response:
    """Note in a cookie that the page which carried the style sheet also told the browser to fetch it."""
    if sends_style_sheet() and response.status_code == 200:
        response.set_cookie(
            COOKIE,
            asset("site.css").digest,
            max_age=30 * 86400,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response


@bp.get("/static/<digest>/<path:name>")
@public
def serve(digest: str, name: str) -> Response:
    """Send one asset; the address changes with the content, so a browser may keep it for good."""
    try:
        found = asset(name)
    except KeyError:
        abort(404)
    if digest != found.digest:
        abort(404)
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "") and not name.endswith(".woff2")
    response = Response(found.gzipped if takes_gzip else found.content, content_type=found.content_type)
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
