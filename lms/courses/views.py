"""Public pages: the catalogue, a course, its picture and media, the glossary, search, help."""

from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms.core.errors import NotFoundError
from lms.core.markup import SIZE_TYPE, Segment
from lms.core.prospectus import face_of, prospectus_of
from lms.core.vietnamese import sort_key, squeeze
from lms.courses import queries
from lms.courses.policy import can_read_drafts
from lms.courses.queries import Head, Published
from lms.storage import Storage, media_name
from lms.web import dates, reading, sharing
from lms.web.access import actor, public, safe_path
from lms.web.pages import item_path

bp = Blueprint("courses", __name__)

LONGEST_QUERY = 100
EARLIER_REVISIONS = 20  # whose pictures a trainer who compares them sees


class Standing(Protocol):
    """What a course's page says of somebody who has begun it; ``lms.progress`` keeps it, a floor above."""

    completed_at: datetime | None
    done_items: int
    total_items: int
    next_key: str


@bp.get("/khoa-hoc")
@public
def catalogue() -> ResponseReturnValue:
    """List the courses."""
    heads = queries.list_heads()
    courses = [(head, queries.get_published(head.revision_id).course) for head in heads]
    return render_template("courses/catalogue.html", courses=courses)


@bp.get("/khoa-hoc/<slug>")
@public
def course(slug: str) -> ResponseReturnValue:
    """Tell anybody what a course teaches, how long it takes, who wrote it and when it was checked."""
    row = queries.find_course(slug)
    if row is not None and row.status == "retired":
        return _retired(row.id, row.title)
    head = queries.get_head(slug)
    published = queries.get_published(head.revision_id)
    compiled = published.course
    standing = _standing(head.id)
    next_path, next_title = _next(head, published, standing)
    return render_template(
        "courses/course.html",
        head=head,
        course=compiled,
        told=prospectus_of(compiled, dates.today()),
        picture=_picture(head, published),
        standing=standing,
        next_path=next_path,
        next_title=next_title,
        requires=[each for each in queries.list_heads() if each.slug in compiled.requires],
        intro=_intro(compiled.intro_html),
    )


def _retired(course_id: int, title: str) -> ResponseReturnValue:
    """Tell those who learned it that a course has ended and nothing of theirs is lost; for others there is no page.

    Raises:
        NotFoundError: this person has not begun the course.
    """
    standing = _standing(course_id)
    if standing is None:
        raise NotFoundError
    return render_template("courses/retired.html", title=title, standing=standing)


def _standing(course_id: int) -> Standing | None:
    who = actor()
    if not who.is_authenticated:
        return None
    standing: Standing | None = current_app.extensions["find_enrolment"](who.id, course_id)
    return standing


def _next(head: Head, published: Published, standing: Standing | None) -> tuple[str, str]:
    """Return path and title of the first open item, or the whole course's path where all that is left waits."""
    found = published.items.get(standing.next_key) if standing else None
    if found is None:
        return url_for("progress.course", slug=head.slug), ""
    _lesson, item = found
    return item_path(head.slug, item.key, item.kind), item.title


def _intro(html: str) -> Markup:
    """Return a course's introduction with the local values of the reader's unit."""
    passage = [Segment("html", html=html)]
    values = queries.local_values(queries.local_field_names(passage), actor().unit_path)
    return reading.show(passage, values)[0].html


def _picture(head: Head, published: Published) -> sharing.Shared | None:
    face = face_of(published.course, current_app.extensions["settings"].site_name)
    return sharing.picture_at(face, _picture_path(head.slug, face.digest))


def _picture_path(slug: str, digest: str) -> str:
    return url_for("courses.sharing_picture", slug=slug, digest=digest)


@bp.get("/khoa-hoc/<slug>/chia-se/<digest>.png")
@public
def sharing_picture(slug: str, digest: str) -> ResponseReturnValue:
    """Send the picture that shows beside a link to the course."""
    head = queries.get_head(slug)
    compiled = queries.get_published(head.revision_id).course
    face = face_of(compiled, current_app.extensions["settings"].site_name)
    return sharing.send_picture(face, digest, _picture_path(slug, face.digest))


@bp.get("/khoa-hoc/<slug>/media/<name>")
@public
def media(slug: str, name: str) -> ResponseReturnValue:
    """Send a picture or file of a published course; its name holds its content's hash, so it may be kept for good."""
    sha256 = name.partition(".")[0]
    head = queries.find_head(slug)
    shown = _kept_media(queries.get_published(head.revision_id), sha256) if head else None
    kept = shown or (_earlier_media(slug, sha256) if can_read_drafts(actor()) else None)
    if kept is None:
        abort(404)
    stored, content_type = kept
    storage: Storage = current_app.extensions["storage"]
    answer = Response(storage.get(stored), content_type=content_type)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    if shown:  # what only trainers may see is kept nowhere
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    is_shown = content_type.startswith(("image/", "video/", "text/vtt"))
    answer.headers["Content-Disposition"] = "inline" if is_shown else "attachment"
    if content_type.startswith("video/"):  # iPhones play no film that cannot be had in parts
        answer.make_conditional(request, accept_ranges=True, complete_length=answer.content_length)
    return answer


def _earlier_media(slug: str, sha256: str) -> tuple[str, str] | None:
    """Return the same of the latest revisions, drafts and retired courses included: trainers compare them."""
    revisions = queries.list_revision_ids(slug, EARLIER_REVISIONS)
    found = (_kept_media(queries.get_published(each), sha256) for each in revisions)
    return next((kept for kept in found if kept), None)


def _kept_media(published: Published, sha256: str) -> tuple[str, str] | None:
    """Return storage name and content type of a course's file, or of a size of one of its pictures."""
    for each in published.course.media:
        if each.sha256 == sha256 and each.path in published.media:
            return published.media[each.path], each.content_type
        if any(size.sha256 == sha256 for size in each.sizes):
            return media_name(sha256, SIZE_TYPE), SIZE_TYPE
    return None


@bp.get("/tu-dien")
@public
def glossary() -> ResponseReturnValue:
    """List the words that the courses explain."""
    terms = sorted(queries.list_terms(), key=lambda term: sort_key(term.term))
    return render_template("courses/glossary.html", terms=[(term, Markup(term.html)) for term in terms])  # noqa: S704


@bp.get("/tu-dien/<term_id>")
@public
def term(term_id: str) -> ResponseReturnValue:
    """Explain one word; the page leads back to where the reader came from."""
    found = queries.get_term(term_id)
    return render_template("courses/term.html", term=found, html=Markup(found.html), back=_came_from())  # noqa: S704 - sanitised


def _came_from() -> str:
    """Return the page of this site that linked here, such as the step in which the word stands; else nothing."""
    try:
        before = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    path = before.path + (f"?{before.query}" if before.query else "")
    if before.netloc != request.host or path.startswith(url_for("courses.glossary")):
        return ""
    return safe_path(path)


@bp.get("/tim")
@public
def search() -> ResponseReturnValue:
    """Find courses, lessons, steps and words, diacritics aside."""
    text = squeeze(request.args.get("q", ""))[:LONGEST_QUERY]
    return render_template("courses/search.html", text=text, hits=queries.search(text))


@bp.get("/tro-giup")
@public
def help_page() -> ResponseReturnValue:
    """Say how the site works and whom to ask."""
    return render_template("courses/help_page.html")
