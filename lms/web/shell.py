"""What stands around every page's content: the links above, the tabs and the footer below it. Drawn once, then kept.

It is the same for everybody with the same links, language and place on the site, so each process keeps what it drew.
Nothing personal may enter it: the form token, the address to come back to and the count of news are slots, filled in each
answer.
"""

from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, current_app, g, request, url_for
from markupsafe import Markup, escape

from lms.core.errors import N_
from lms.core.people import Grant, Role
from lms.web.access import actor
from lms.web.signing import form_token
from lms.web.slots import Drawn, back_path, nobody, slot, store
from lms.web.translations import gettext, language


@dataclass(frozen=True)
class Link:
    """A link of the main navigation; ``here`` lists the beginnings of the paths on which it is the present one."""

    label: str
    endpoint: str
    here: tuple[str, ...]


_LEARN = Link(N_("Học"), "progress.home", ("/hoc", "/khoa-hoc", "/bai-lam", "/tim", "/tu-dien"))
_HELPER = Link(N_("Người hướng dẫn"), "mentoring.companion", ("/nguoi-huong-dan", "/nho-giup", "/cap"))
_HELPED = Link(N_("Người tôi giúp"), "mentoring.dashboard", ("/nguoi-toi-giup", "/duyet"))
_WRITE = Link(N_("Soạn bài"), "authoring.courses", ("/soan-bai",))
_REPORT = Link(N_("Báo cáo"), "reports.overview", ("/bao-cao", "/ghep-cap", "/danh-sach", "/in-the"))
_SAFETY = Link(N_("An toàn"), "mentoring.reports", ("/an-toan",))
_ADMIN = Link(N_("Quản trị"), "units.tree", ("/quan-tri",))
_MINE = Link(N_("Của tôi"), "credentials.mine", ("/cua-toi", "/chung-nhan", "/tai-khoan"))
MOST_LINKS = 4
MOST_NEWS = 100


@dataclass(frozen=True)
class Frame:
    """All that the shell depends on. ``root`` is the path below which the site is mounted."""

    language: str
    is_signed_in: bool
    links: tuple[Link, ...]
    here: Link | None
    root: str


def frame() -> Frame:
    """Return the frame of this answer, found before anything is drawn for nobody in particular."""
    known: Frame | None = g.get("frame")
    if known is None:
        who, path = actor(), request.path
        links = _links(who.is_mentor, who.grants) if who.is_authenticated else ()
        here = next((link for link in links if _is_here(link, path)), None)
        known = g.frame = Frame(language(), who.is_authenticated, links, here, request.script_root)
    return known


def _is_here(link: Link, path: str) -> bool:
    return path.startswith(link.here) or (link is _LEARN and path == "/")


@lru_cache(maxsize=256)
def _links(is_mentor: bool, grants: tuple[Grant, ...]) -> tuple[Link, ...]:
    """Return the links of somebody who is signed in, the most needed first."""
    links = [_LEARN, _MINE]
    if is_mentor:
        links.insert(1, _HELPED)
    for role, link in (
        (Role.COORDINATOR, _REPORT),
        (Role.TRAINER, _WRITE),
        (Role.SAFEGUARDING, _SAFETY),
        (Role.ADMIN, _ADMIN),
    ):
        if any(grant.role == role or (grant.role == Role.ADMIN and role != Role.TRAINER) for grant in grants):
            links.insert(len(links) - 1, link)
    if len(links) < MOST_LINKS and not is_mentor:
        links.insert(1, _HELPER)
    return tuple(links)


def _split(links: tuple[Link, ...]) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Return at most four main links, so that none hides in a menu, and those for the footer of who has many roles."""
    if len(links) <= MOST_LINKS:
        return links, ()
    return (*links[: MOST_LINKS - 1], links[-1]), links[MOST_LINKS - 1 : -1]


def install(app: Flask) -> None:
    """Give the templates ``shell()``, which returns the HTML above and below a page's content."""
    app.jinja_env.globals["shell"] = shell


def shell() -> tuple[Markup, Markup]:
    """Return what stands above and below the content of this answer's page."""
    around, shells = frame(), store("shells")
    kept: tuple[Drawn, Drawn] | None = shells.get(around)
    if kept is None:
        kept = _draw("above", around), _draw("below", around)
        shells.put(around, kept)
    values = {"token": form_token(), "back": escape(back_path()), "news": _news()}
    return kept[0].filled(values), kept[1].filled(values)


def _news() -> Markup:
    """Return the link to what is new to the reader; in the header stands nothing where nothing is."""
    unread = actor().unread
    if not unread:
        return Markup()
    count = f"{unread}" if unread < MOST_NEWS else f"{MOST_NEWS - 1}+"
    words = gettext("Thông báo (%(n)s)", n=count)
    return Markup('<a class="btn text" href="{}"><span class="tag wait">{}</span></a>').format(
        url_for("notices.mine"), words
    )


def _draw(part: str, around: Frame) -> Drawn:
    main, further = (
        [(gettext(link.label), url_for(link.endpoint), link is around.here) for link in links]
        for links in _split(around.links)
    )
    template = current_app.jinja_env.get_template(f"layouts/_{part}.html")
    with nobody():
        html = template.render(
            links=main,
            further=further,
            is_signed_in=around.is_signed_in,
            back=slot("back"),
            token=slot("token"),
            news=slot("news"),
        )
    return Drawn.of(html)
