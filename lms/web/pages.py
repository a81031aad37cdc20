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
    """A link of the main navigation; ``here`` lists the beginnings of the paths on which it is the present one."""

    label: str
    endpoint: str
    here: tuple[str, ...]


_LEARN = Link(N_("Học"), "progress.home", ("/hoc", "/khoa-hoc", "/bai-lam", "/tim", "/tu-dien"))
_HELPER = Link(N_("Người hướng dẫn"), "pairing.mentor", ("/nguoi-huong-dan", "/nho-giup", "/cap"))
_HELPED = Link(N_("Người tôi giúp"), "mentoring.dashboard", ("/nguoi-toi-giup", "/duyet"))
_WRITE = Link(N_("Soạn bài"), "authoring.courses", ("/soan-bai",))
_REPORT = Link(N_("Báo cáo"), "reports.overview", ("/bao-cao", "/ghep-cap", "/danh-sach", "/in-the"))
_ADMIN = Link(N_("Quản trị"), "units.tree", ("/quan-tri",))
_MINE = Link(N_("Của tôi"), "credentials.mine", ("/cua-toi", "/chung-nhan", "/tai-khoan"))
MOST_LINKS = 4


def _links() -> list[Link]:
    """Return the links of whoever is signed in, the most needed first."""
    who = actor()
    if not who.is_authenticated:
        return []
    links = [_LEARN, _MINE]
    if who.is_mentor:
        links.insert(1, _HELPED)
    for role, link in ((Role.COORDINATOR, _REPORT), (Role.TRAINER, _WRITE), (Role.ADMIN, _ADMIN)):
        if any(
            grant.role == role or (grant.role == Role.ADMIN and role != Role.TRAINER) for grant in who.grants
        ):
            links.insert(len(links) - 1, link)
    if len(links) < MOST_LINKS and not who.is_mentor:
        links.insert(1, _HELPER)
    return links


def _shown(links: list[Link]) -> list[tuple[str, str, bool]]:
    path = request.path
    return [
        (
            gettext(each.label),
            url_for(each.endpoint),
            path.startswith(each.here) or (each is _LEARN and path == "/"),
        )
        for each in links
    ]


def navigation() -> list[tuple[str, str, bool]]:
    """Return the main links: label, path, whether it is the present one. At most four, so that none hides in a menu."""
    links = _links()
    return _shown(links if len(links) <= MOST_LINKS else [*links[: MOST_LINKS - 1], links[-1]])


def further_links() -> list[tuple[str, str, bool]]:
    """Return the links that did not fit among the four, for somebody with many roles; they stand in the footer."""
    links = _links()
    return _shown(links[MOST_LINKS - 1 : -1]) if len(links) > MOST_LINKS else []


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
        further_links=further_links,
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
