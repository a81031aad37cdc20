"""How public pages look elsewhere: what Zalo and Facebook show of a link, its picture, and what robots may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from flask import Blueprint, Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from lms.core.errors import NotFoundError
from lms.core.sharing_image import (
    CONTENT_TYPE,
    HEIGHT,
    WIDTH,
    SharingFace,
    draw_sharing_image,
    has_typeface,
)
from lms.paths import static
from lms.web.access import public
from lms.web.translations import gettext, language

bp = Blueprint("sharing", __name__)

LOCALES = {"vi": "vi_VN", "en": "en_US"}
KEPT_PICTURES = 64  # of some 20 KB
FONTS = static() / "fonts"
OPEN_TO_ROBOTS = ("khoa-hoc", "tu-dien", "tro-giup", "chia-se", "static", "favicon.ico", "robots.txt")
"""First parts of the paths that crawlers may read, besides the front page; the rest is people's own affair."""


@dataclass(frozen=True)
class Shared:
    """A picture as a page names it: path, and what it says for those who do not see it."""

    path: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT
    content_type: str = CONTENT_TYPE


@dataclass(frozen=True)
class Preview:
    """What stands in a page's head for whoever shows a link to it. Addresses are whole."""

    title: str
    description: str
    url: str
    locale: str
    other_locales: tuple[str, ...]
    picture: Shared | None
    picture_url: str


def preview(
    title: str, description: str, path: str, picture: Shared | None = None, lang: str = ""
) -> Preview:
    """Return how a link to ``path`` shows; without a ``picture`` of its own it has the site's."""
    site_url = current_app.extensions["settings"].site_url
    spoken = LOCALES.get(lang or language(), LOCALES["vi"])
    shown = picture or _site_picture()
    return Preview(
        title=title,
        description=description,
        url=site_url + path,
        locale=spoken,
        other_locales=tuple(each for each in LOCALES.values() if each != spoken),
        picture=shown,
        picture_url=site_url + shown.path if shown else "",
    )


def picture_at(face: SharingFace, path: str) -> Shared | None:
    """Return the picture of ``face`` at ``path``, or None where the site was built without the typeface."""
    words = ". ".join(each for each in (face.title, face.facts, face.brand) if each)
    return Shared(path, words) if has_typeface(FONTS) else None


def send_picture(face: SharingFace, digest: str, path: str) -> ResponseReturnValue:
    """Send the picture of ``face``; whoever asks under an older name is sent on to ``path``, where today's is.

    Raises:
        NotFoundError: the site was built without the typeface, so there are no pictures.
    """
    if not has_typeface(FONTS):
        raise NotFoundError
    if digest != face.digest:
        return redirect(path, 302)
    response = Response(_drawn(face), content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made to be shown elsewhere
    response.set_etag(face.digest)
    return response.make_conditional(request)


@lru_cache(maxsize=KEPT_PICTURES)
def _drawn(face: SharingFace) -> bytes:
    return draw_sharing_image(face, FONTS)


def _site_face() -> SharingFace:
    brand = current_app.extensions["settings"].site_name
    return SharingFace(gettext("Học kỹ năng số bằng việc thật, có người kèm"), brand)


def _site_path(face: SharingFace) -> str:
    return url_for("sharing.picture", digest=face.digest)


def _site_picture() -> Shared | None:
    face = _site_face()
    return picture_at(face, _site_path(face))


@bp.get("/chia-se/<digest>.png")
@public
def picture(digest: str) -> ResponseReturnValue:
    """Send the picture of the site itself."""
    face = _site_face()
    return send_picture(face, digest, _site_path(face))


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Tell crawlers to read what is for everybody, and nothing else."""
    rules = (rule.rule for rule in current_app.url_map.iter_rules())
    closed = "".join(f"Disallow: /{part}\n" for part in _closed_parts(rules))
    response = Response(f"User-agent: *\n{closed}", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _closed_parts(rules: Iterable[str]) -> list[str]:
    parts = {rule.split("/")[1] for rule in rules}
    return sorted(part for part in parts if part and part not in OPEN_TO_ROBOTS)
