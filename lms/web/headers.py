"""Security headers, caching and compression of every answer."""

import gzip
import secrets
from collections.abc import Iterable

from flask import Flask, Response, g, request

from lms.config import Settings
from lms.web.access import PUBLIC, private, vary_by
from lms.web.assets import sends_style_sheet

COMPRESSIBLE = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
WORTH_COMPRESSING = 700
LEVEL, FIRST_VISIT_LEVEL = 1, 6
"""Of gzip. A first visit carries the style sheet and is rare: half a millisecond more saves its reader a sixth."""

_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
_HTTPS = (("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),)


def csp_nonce() -> str:
    """Return this answer's nonce, the only way for a script or style sheet to be allowed."""
    nonce: str | None = g.get("csp_nonce")
    if nonce is None:
        nonce = g.csp_nonce = secrets.token_urlsafe(16)
    return nonce


def _policy() -> str:
    nonce = csp_nonce()
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' blob:; "
        "font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self'; manifest-src 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def install(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer of ``app``, errors included."""
    always = (*_ALWAYS, *_HTTPS) if settings.is_https else _ALWAYS

    @app.after_request
    def finish(response: Response) -> Response:
        headers = response.headers
        present = {name.lower() for name, _value in headers}
        if "content-security-policy" not in present:
            headers.add("Content-Security-Policy", _policy())
        headers.extend(always if "cross-origin-resource-policy" not in present else _for_others(always))
        if "cache-control" not in present or g.get("gate", PUBLIC) != PUBLIC:
            private(response)
        return compressed(response)


def _for_others(always: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the headers of an answer that has said itself who may show it."""
    return [(name, value) for name, value in always if name != "Cross-Origin-Resource-Policy"]


def compressed(response: Response) -> Response:
    """Return ``response`` with its body gzipped where the browser takes it and it pays."""
    if (
        response.direct_passthrough
        or response.status_code in (204, 304)
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(COMPRESSIBLE)
    ):
        return response
    vary_by(response, "Accept-Encoding")
    body = response.get_data()
    if len(body) < WORTH_COMPRESSING or not takes_gzip():
        return response
    level = FIRST_VISIT_LEVEL if sends_style_sheet() else LEVEL
    response.set_data(gzip.compress(body, compresslevel=level, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response


def takes_gzip() -> bool:
    """Tell whether the browser reads gzip."""
    return "gzip" in request.headers.get("Accept-Encoding", "")
