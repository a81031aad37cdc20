"""Whole pages that are the same for everybody but for a few slots: drawn once in each process, then only filled."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from flask import Response, render_template, session
from markupsafe import escape

from lms.web.access import actor, vary_by
from lms.web.assets import has_style_sheet
from lms.web.headers import csp_nonce, takes_gzip
from lms.web.packing import Fixed, gzipped, plain
from lms.web.pages import display_classes
from lms.web.shell import frame
from lms.web.signing import form_token
from lms.web.slots import Drawn, back_path, nobody, slot, store


@dataclass(frozen=True)
class Kept:
    """A page as drawn, compressed, and what it shows; drawn anew where the same key comes to mean another thing."""

    subject: object
    parts: tuple[Fixed, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, subject: object, drawn: Drawn) -> "Kept":
        return cls(subject, tuple(Fixed.of(part.encode()) for part in drawn.parts[::2]), drawn.parts[1::2])

    def filled(self, values: Mapping[str, str]) -> list[Fixed | bytes]:
        """Return the page in parts, with ``values``, which are text, in its slots."""
        parts: list[Fixed | bytes] = [self.parts[0]]
        for name, part in zip(self.names, self.parts[1:], strict=True):
            parts += [escape(values[name]).encode(), part]
        return parts


def page(
    template: str,
    subject: object,
    key: Hashable,
    slots: Mapping[str, str],
    given: Callable[[], Mapping[str, object]],
) -> Response:
    """Return the page that ``template`` draws of ``subject`` with what ``given`` returns, and with ``slots``.

    ``key`` holds all that ``given`` depends on besides the subject; what belongs to one person alone goes into
    ``slots``. A first visit, which carries the style sheet, and a page with a message are drawn as any other.
    """
    if "_flashes" in session or not has_style_sheet():
        return Response(render_template(template, **given(), **slots), mimetype="text/html")
    who, pages = actor(), store("pages")
    whole = (template, frame(), display_classes(), bool(who.mentor_name), key)
    kept: Kept | None = pages.get(whole)
    if kept is None or kept.subject is not subject:
        said = given()
        with nobody():
            html = render_template(template, **said, **{name: slot(name) for name in slots})
        kept = Kept.of(subject, Drawn.of(html))
        pages.put(whole, kept)
    own = {"nonce": csp_nonce(), "token": form_token(), "back": back_path(), "mentor_name": who.mentor_name}
    return _sent(kept.filled(own | {**slots}))


def _sent(parts: list[Fixed | bytes]) -> Response:
    if not takes_gzip():
        return Response(plain(parts), mimetype="text/html")
    response = Response(gzipped(parts), mimetype="text/html")
    response.headers.add("Content-Encoding", "gzip")
    vary_by(response, "Accept-Encoding")
    return response
