"""Whole pages that are the same for everybody but for a few slots: drawn once in each process, then only filled."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from flask import render_template, session
from markupsafe import escape

from lms.web.assets import has_style_sheet
from lms.web.headers import csp_nonce
from lms.web.pages import display_classes
from lms.web.shell import frame
from lms.web.signing import form_token
from lms.web.slots import Drawn, back_path, nobody, slot, store


@dataclass(frozen=True)
class Kept:
    """A page as drawn, and what it shows; drawn anew where the same key comes to mean another thing."""

    subject: object
    drawn: Drawn


def page(
    template: str,
    subject: object,
    key: Hashable,
    slots: Mapping[str, str],
    given: Callable[[], Mapping[str, object]],
) -> str:
    """Return the page that ``template`` draws of ``subject`` with what ``given`` returns, and with ``slots``.

    ``key`` holds all that ``given`` depends on besides the subject; what belongs to one person alone goes into
    ``slots``. A first visit, which carries the style sheet, and a page with a message are drawn as any other.
    """
    if "_flashes" in session or not has_style_sheet():
        return render_template(template, **given(), **slots)
    whole, pages = (template, frame(), display_classes(), key), store("pages")
    kept: Kept | None = pages.get(whole)
    if kept is None or kept.subject is not subject:
        said = given()
        with nobody():
            html = render_template(template, **said, **{name: slot(name) for name in slots})
        kept = Kept(subject, Drawn.of(html))
        pages.put(whole, kept)
    filling = {"nonce": csp_nonce(), "token": form_token(), "back": back_path(), **slots}
    return kept.drawn.filled({name: escape(value) for name, value in filling.items()})
