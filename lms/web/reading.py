"""Compiled passages on their way to a page: the reader's device first, the unit's local values filled in."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from flask import Response, request
from markupsafe import Markup, escape

from lms.core.markup import Segment
from lms.web.translations import gettext

DEVICE_COOKIE = "may"
DEVICES = ("android", "iphone", "windows")
_LOCAL_FIELD = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


@dataclass(frozen=True)
class Shown:
    """A segment ready for its page: local fields filled in, the reader's device first."""

    kind: str
    html: Markup
    variants: tuple[tuple[str, str, Markup], ...]
    checks: tuple[Markup, ...]
    video: object


def device() -> str:
    """Return the device whose instructions come first: asked for, remembered, or guessed from the browser."""
    for wanted in (request.args.get("may", ""), request.cookies.get(DEVICE_COOKIE, "")):
        if wanted in DEVICES:
            return wanted
    agent = request.headers.get("User-Agent", "")
    if "iPhone" in agent or "iPad" in agent:
        return "iphone"
    return "windows" if "Windows" in agent else "android"


def remember_device(answer: Response) -> Response:
    """Keep the choice in this browser: another phone may well be of another kind."""
    if request.args.get("may") in DEVICES:
        answer.set_cookie(
            DEVICE_COOKIE,
            device(),
            max_age=365 * 86400,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return answer


def devices_in(segments: Iterable[Segment]) -> list[tuple[str, str]]:
    """Return the devices that a step tells apart, in the author's order."""
    found: dict[str, str] = {}
    for segment in segments:
        for variant in segment.variants:
            found.setdefault(variant.device, variant.label)
    return list(found.items())


def show(
    segments: Iterable[Segment], values: Mapping[str, str] | None = None, first: str = ""
) -> list[Shown]:
    """Return segments ready for the page, with the unit's local ``values``; compiled HTML is already sanitised.

    ``first`` is the device whose instructions come first, where it is not the reader's own.
    """
    segments = list(segments)
    first = first or (device() if any(segment.variants for segment in segments) else "")
    return [_show(segment, values or {}, first) for segment in segments]


def _show(segment: Segment, values: Mapping[str, str], first: str) -> Shown:
    variants = sorted(segment.variants, key=lambda variant: variant.device != first)
    return Shown(
        kind=segment.kind,
        html=_filled(segment.html, values),
        variants=tuple((each.device, each.label, _filled(each.html, values)) for each in variants),
        checks=tuple(_filled(check, values) for check in segment.checks),
        video=segment.video,
    )


def _filled(html: str, values: Mapping[str, str]) -> Markup:
    """Put the unit's local values, escaped, where the author wrote {{name}}; a missing one says whom to ask."""
    html = _raised(html)
    if "{{" not in html:
        return Markup(html)  # noqa: S704 - sanitised when it was compiled

    def value(match: re.Match[str]) -> str:
        known = values.get(match[1])
        if known:
            return str(escape(known))
        return str(Markup('<span class="local-missing">{}</span>').format(_missing()))

    return Markup(_LOCAL_FIELD.sub(value, html))  # noqa: S704 - the values are escaped above


def _missing() -> str:
    return gettext("(chỗ này đơn vị chưa ghi, thầy cô hỏi người hướng dẫn)")


def filled_page(page: str, names: Collection[str], values: Mapping[str, str]) -> str:
    """Return a drawn page with the local values of a task whose boxes, cards or rubric lines name them, as text."""
    if not names:
        return page

    def value(match: re.Match[str]) -> str:
        return str(escape(values.get(match[1]) or _missing())) if match[1] in names else match[0]

    return _LOCAL_FIELD.sub(value, page)


def _raised(html: str) -> str:
    """Raise headings by one level: the author's H2 is the page's title, so an H3 below it is the page's H2."""
    if "<h3" not in html:
        return html
    html = html.replace("<h3", '<h2 class="h3"').replace("</h3>", "</h2>")
    return html.replace("<h4", "<h3").replace("</h4>", "</h3>")
