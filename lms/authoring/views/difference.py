"""What differs between two revisions: as learners see it, and in the text that was written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms.authoring.queries import Revision, get_course, get_revision, get_sources
from lms.authoring.views.blueprint import bp
from lms.authoring.views.changes import KINDS
from lms.authoring.views.course import COURSE
from lms.core.errors import NotFoundError
from lms.core.markup import Segment, compare
from lms.core.markup.differences import (
    FileDifference,
    Mark,
    PartDifference,
    rendered_differences,
    source_differences,
)
from lms.courses.models import Course
from lms.courses.queries import get_published
from lms.web import reading
from lms.web.access import trainers_only
from lms.web.translations import gettext

SOURCE = "van-ban"
MOST_OF_ONE_FILE = 6_000


@dataclass(frozen=True)
class Shown:
    """A block ready for its page: what became of it, and its HTML, which was sanitised, or its words."""

    sign: str
    kind: str
    html: Markup
    text: str
    skipped: int


@bp.get(f"{COURSE}/so-sanh")
@trainers_only
def choose(slug: str) -> ResponseReturnValue:
    """Lead from the two chosen revisions to their comparison."""
    found = get_course(slug)
    before, after = (get_revision(found.id, request.args.get(name, "")) for name in ("tu", "den"))
    return redirect(url_for("authoring.difference", slug=slug, before=before.name, after=after.name), 303)


@bp.get(f"{COURSE}/so-sanh/<before>/<after>")
@trainers_only
def difference(slug: str, before: str, after: str) -> ResponseReturnValue:
    """Show what differs, as learners see it or as it is written, by a link."""
    found = get_course(slug)
    old, new = get_revision(found.id, before), get_revision(found.id, after)
    if request.args.get("xem") == SOURCE:
        return _source_page(found, old, new)
    former, present = get_published(old.id).course, get_published(new.id).course
    parts = rendered_differences(former, present, compare(former, present).renamed)
    return render_template(
        "authoring/difference.html",
        row=found,
        old=old,
        new=new,
        is_new=False,
        is_source=False,
        parts=shown_parts(parts),
        here=url_for("authoring.difference", slug=slug, before=old.name, after=new.name),
    )


def _source_page(found: Course, old: Revision, new: Revision) -> str:
    only = request.args.get("tep", "")
    return render_template(
        "authoring/difference.html",
        row=found,
        old=old,
        new=new,
        is_new=False,
        is_source=True,
        files=differing_files(get_sources(old.id), get_sources(new.id), only),
        only=only,
        here=url_for("authoring.difference", slug=found.slug, before=old.name, after=new.name),
    )


def differing_files(
    before: Mapping[str, str], after: Mapping[str, str], only: str
) -> tuple[FileDifference, ...]:
    """Return the files that differ, or ``only`` one of them at greater length.

    Raises:
        NotFoundError: neither side has the one that was asked for.
    """
    if not only:
        return source_differences(before, after)
    if only not in before and only not in after:
        raise NotFoundError
    return source_differences(
        {only: before[only]} if only in before else {},
        {only: after[only]} if only in after else {},
        MOST_OF_ONE_FILE,
    )


def shown_parts(parts: Iterable[PartDifference]) -> list[tuple[PartDifference, str, list[Shown]]]:
    """Return each part with the name of its kind and its blocks, ready for the page."""
    return [(part, gettext(KINDS[part.kind]), list(_blocks(part.marks))) for part in parts]


def _blocks(marks: Iterable[Mark]) -> Iterable[Shown]:
    for mark in marks:
        piece = mark.piece
        if piece is None:
            yield Shown(mark.sign, "", Markup(""), "", mark.skipped)
        else:
            # Headings are raised and local fields shown as on the learner's page.
            (segment,) = reading.show([Segment("html", html=piece.html)])
            yield Shown(mark.sign, piece.kind, segment.html, piece.text, 0)
