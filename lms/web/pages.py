"""What every page shares: navigation, display settings, formatting, and the health check."""

from dataclasses import dataclass

from flask import Blueprint, Flask, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from lms.config import Settings
from lms.core.errors import N_
from lms.core.people import Role, at_start
from lms.db import db
from lms.web import dates
from lms.web.access import actor, public
from lms.web.assets import asset, has_style_sheet, style_sheet
from lms.web.headers import csp_nonce
from lms.web.translations import gettext, language

bp = Blueprint("site", __name__)

DISPLAY_COOKIE = "display"
TEXT_SIZES = ("", "to", "rat-to")


@dataclass(frozen=True)
class Link:
    """A link of the main navigation; ``here`` lists the endpoint prefixes on which it is the present one."""

    label: str
    endpoint: str
    here: tuple[str, ...]


_LEARN = Link(N_("Học"), "progress.home", ("progress.", "courses.", "quizzes.", "practice."))
_HELPER = Link(N_("Người hướng dẫn"), "pairing.mentor", ("pairing.",))
_HELPED = Link(N_("Người tôi giúp"), "mentoring.dashboard", ("mentoring.",))
_WRITE = Link(N_("Soạn bài"), "authoring.courses", ("authoring.",))
_REPORT = Link(N_("Báo cáo"), "reports.overview", ("reports.",))
_ADMIN = Link(N_("Quản trị"), "units.tree", ("units.",))
_MINE = Link(N_("Của tôi"), "credentials.mine", ("credentials.", "accounts."))


def navigation() -> list[tuple[str, str, bool]]:
    """Return the main links of whoever is signed in: label, path, whether it is the present one. At most four.

    The link to one's own mentor gives way first: the help button stands on every step anyway.
    """
    who = actor()
    if not who.is_authenticated:
        return []
    links = [_LEARN]
    if who.is_mentor:
        links.append(_HELPED)
    for role, link in ((Role.COORDINATOR, _REPORT), (Role.TRAINER, _WRITE), (Role.ADMIN, _ADMIN)):
        if any(
            grant.role == role or (grant.role == Role.ADMIN and role != Role.TRAINER) for grant in who.grants
        ):
            links.append(link)
    if len(links) < 3 and not who.is_mentor:
        links.insert(1, _HELPER)
    links = [*links[:3], _MINE]
    endpoint = request.endpoint or ""
    return [(gettext(each.label), url_for(each.endpoint), endpoint.startswith(each.here)) for each in links]


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
        navigation=navigation,
        site_name=settings.site_name,
        site_url=settings.site_url,
        support_phone=settings.support_phone,
    )
    app.jinja_env.filters.update(
        day=dates.day, moment=dates.moment, ago=dates.ago, clock_time=dates.clock_time, at_start=at_start
    )


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
