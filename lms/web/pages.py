"""What every page shares: paths, display settings, formatting, and the health check."""

from collections.abc import MutableMapping
from typing import Any

from flask import Blueprint, Flask, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from lms.config import Settings
from lms.core.people import at_start
from lms.core.questions.numbers import written
from lms.db import db
from lms.web import dates, sharing, shell, signing, slots
from lms.web.access import actor, public
from lms.web.assets import asset, has_style_sheet, style_sheet
from lms.web.headers import csp_nonce
from lms.web.translations import gettext, language

bp = Blueprint("site", __name__)

DISPLAY_COOKIE = "display"
ITEM_ENDPOINTS = {"step": "progress.step", "task": "practice.task", "quiz": "quizzes.intro"}


def item_path(slug: str, key: str, kind: str) -> str:
    """Return the path of a step, task or quiz; ``key`` is ``lesson-id/item-id``."""
    lesson, _, item = key.partition("/")
    return url_for(ITEM_ENDPOINTS[kind], slug=slug, lesson=lesson, item=item)


def display_classes() -> str:
    """Return the classes of <html> for this person's display settings: account first, else cookie."""
    who = actor()
    if who.is_authenticated:
        chosen = [who.text_size, who.contrast, who.motion]
    else:
        chosen = request.cookies.get(DISPLAY_COOKIE, "").split(".")
    return " ".join(each for each in chosen if each in ("to", "rat-to", "tuong-phan", "it-dong"))


def install(app: Flask, settings: Settings) -> None:
    """Give the templates what each page needs."""
    signing.install(app)
    slots.install(app)
    _flatten_globals(app)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        _=gettext,
        gettext=gettext,
        actor=actor,
        asset=asset,
        csp_nonce=csp_nonce,
        display_classes=display_classes,
        has_style_sheet=has_style_sheet,
        item_path=item_path,
        style_sheet=style_sheet,
        language=language,
        preview=sharing.preview,
        site_name=settings.site_name,
        site_url=settings.site_url,
        support_phone=settings.support_phone,
    )
    shell.install(app)
    app.jinja_env.filters.update(
        day=dates.day,
        moment=dates.moment,
        ago=dates.ago,
        clock_time=dates.clock_time,
        at_start=at_start,
        quantity=written,
    )


def _flatten_globals(app: Flask) -> None:
    """Give each template one plain dict of globals: Jinja's chain of dicts is walked name by name at every page."""

    def flat(given: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**app.jinja_env.globals, **(given or {})}

    app.jinja_env.make_globals = flat  # type: ignore[method-assign, assignment]


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Say that the site can serve: the database answers."""
    db.session.execute(text("SELECT 1"))
    return jsonify(status="ok")


@bp.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """Send the mark to browsers that ask for it by this name."""
    mark = asset("mark.svg")
    return mark.content, 200, {"Content-Type": mark.content_type, "Cache-Control": "public, max-age=604800"}
