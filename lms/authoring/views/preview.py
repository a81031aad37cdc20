"""An upload that waits, as learners would see it and as it is written, before anybody decides about it."""

import re
from collections.abc import Mapping
from dataclasses import replace

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms import clock
from lms.authoring.queries import content_of, get_sources, get_upload, get_waiting_upload
from lms.authoring.views.blueprint import bp
from lms.authoring.views.difference import SOURCE, Shown, differing_files, shown_parts
from lms.authoring.views.uploading import after_decision, compiled_archive, stored_archive
from lms.core.archives import read_archive
from lms.core.errors import NotFoundError
from lms.core.markup import Course, CourseSource, compare, course_url, kept_files, prepare
from lms.core.markup.differences import PartDifference, rendered_differences
from lms.core.markup.media import picture_type
from lms.courses.queries import find_course, get_published
from lms.web.access import actor, trainers_only

PREVIEW = "/soan-bai/tai-len/<token>/xem/<slug>"


@bp.get(PREVIEW)
@trainers_only
def preview(token: str, slug: str) -> ResponseReturnValue:
    """Show what an upload makes of a course: what differs from what is published, or every page of a new one."""
    kept = get_upload(token, actor().id, clock.now())
    if kept.state != "waiting":
        return redirect(after_decision(kept), 303)
    _content, compiled = compiled_archive(stored_archive(kept))
    present = compiled.courses[slug].course if slug in compiled.courses else None
    if present is None:
        raise NotFoundError
    former, before = _published(slug)
    is_source, only = request.args.get("xem") == SOURCE, request.args.get("tep", "")
    about: dict[str, object] = {"files": (), "parts": ()}
    if is_source:
        about["files"] = differing_files(before, _texts(compiled.sources[slug]), only)
    else:
        about["parts"] = _parts(former, present, token)
    return render_template(
        "authoring/preview.html",
        upload=kept,
        course=present,
        is_new=former is None,
        is_source=is_source,
        only=only,
        here=url_for("authoring.preview", token=token, slug=slug),
        **about,
    )


def _published(slug: str) -> tuple[Course | None, Mapping[str, str]]:
    """Return the course as it stands and its texts, if there is one."""
    known = find_course(slug)
    if known is None or known.current_revision_id is None:
        return None, {}
    return get_published(known.current_revision_id).course, get_sources(known.current_revision_id)


def _texts(source: CourseSource) -> dict[str, str]:
    return {
        path: content.decode()
        for path, content in kept_files(source.files).items()
        if not path.startswith("media/")
    }


def _parts(
    former: Course | None, present: Course, token: str
) -> list[tuple[PartDifference, str, list[Shown]]]:
    """Return the parts of the page; pictures come from the upload, since nothing of it is published."""
    before = former or replace(present, intro_html="", lessons=())
    found = rendered_differences(before, present, compare(former, present).renamed)
    addresses = _picture_addresses(present, token)
    return [
        (
            part,
            kind,
            [_with_pictures(block, present.id, addresses, is_new=former is None) for block in blocks],
        )
        for part, kind, blocks in shown_parts(found)
    ]


def _picture_addresses(course: Course, token: str) -> dict[str, str]:
    """Return where to find each picture of an upload, by the fingerprints that published pages name it by."""
    return {
        sha256: url_for("authoring.preview_picture", token=token, slug=course.id, path=each.path)
        for each in course.media
        for sha256 in (each.sha256, *(size.sha256 for size in each.sizes))
    }


def _with_pictures(block: Shown, slug: str, addresses: Mapping[str, str], *, is_new: bool) -> Shown:
    published = re.compile(rf"{re.escape(course_url(slug))}/media/([0-9a-f]{{64}})\.[a-z0-9]{{1,5}}")
    html = published.sub(lambda found: addresses.get(found[1], found[0]), block.html)
    # Still sanitised: only addresses of ours became other addresses of ours. In a new course nothing stands out.
    return replace(block, html=Markup(html), sign="same" if is_new else block.sign)  # noqa: S704


@bp.get(f"{PREVIEW}/<path:path>")
@trainers_only
def preview_picture(token: str, slug: str, path: str) -> ResponseReturnValue:
    """Send a picture of one's own upload, cleaned as it will be when it is published."""
    content_type = picture_type(path)
    kept = get_waiting_upload(token, actor().id, clock.now())
    files = content_of(read_archive(stored_archive(kept))).courses.get(slug, {})
    if content_type is None or path not in files:
        raise NotFoundError
    clean = prepare(CourseSource(slug, {path: files[path]})).files[path]
    answer = Response(clean, content_type=content_type)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
