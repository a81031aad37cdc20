"""Public pages: the catalogue, a course, its media, the glossary, search, help."""

from datetime import date

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms.core.vietnamese import sort_key, squeeze
from lms.courses import queries
from lms.storage import Storage
from lms.web import dates
from lms.web.access import public

bp = Blueprint("courses", __name__)

LONGEST_QUERY = 100


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
    head = queries.get_head(slug)
    compiled = queries.get_published(head.revision_id).course
    checked = sorted(lesson.checked_on for lesson in compiled.lessons if lesson.checked_on)
    return render_template(
        "courses/course.html",
        head=head,
        course=compiled,
        intro=Markup(compiled.intro_html),  # noqa: S704 - sanitised when it was compiled
        checked_on=date.fromisoformat(checked[0]) if checked else None,
        is_stale=any(
            lesson.review_by and lesson.review_by < dates.today().isoformat() for lesson in compiled.lessons
        ),
    )


@bp.get("/khoa-hoc/<slug>/media/<name>")
@public
def media(slug: str, name: str) -> ResponseReturnValue:
    """Send a picture or file of a published course; its name holds its content's hash, so it may be kept for good."""
    head = queries.get_head(slug)
    published = queries.get_published(head.revision_id)
    for each in published.course.media:
        if name.partition(".")[0] == each.sha256:
            break
    else:
        abort(404)
    storage: Storage = current_app.extensions["storage"]
    answer = Response(storage.get(published.media[each.path]), content_type=each.content_type)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["Content-Disposition"] = "inline"
    return answer


@bp.get("/tu-dien")
@public
def glossary() -> ResponseReturnValue:
    """List the words that the courses explain."""
    terms = sorted(queries.list_terms(), key=lambda term: sort_key(term.term))
    return render_template("courses/glossary.html", terms=[(term, Markup(term.html)) for term in terms])  # noqa: S704


@bp.get("/tu-dien/<term_id>")
@public
def term(term_id: str) -> ResponseReturnValue:
    """Explain one word; the page goes back to where the reader came from."""
    found = queries.get_term(term_id)
    return render_template("courses/term.html", term=found, html=Markup(found.html))  # noqa: S704 - sanitised


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
