"""The files of practice: what a task hands out, and the photos that were handed in."""

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import NotFoundError
from lms.courses.queries import get_published
from lms.db import unit_of_work
from lms.pairing.queries.pairs import get_learner
from lms.pairing.views.looking import looked
from lms.practice import services
from lms.practice.policy import can_delete_photo, can_see_photo
from lms.practice.queries import get_photo, lock_submission
from lms.practice.queries.seeing import is_within_goals
from lms.practice.views.bench import with_signers
from lms.practice.views.blueprint import TASK, bp
from lms.practice.views.opening import open_task
from lms.web import photos
from lms.web.access import actor, signed_in
from lms.web.pages import item_path
from lms.web.translations import gettext


@bp.get(f"{TASK}/tep/<name>")
@signed_in
def handout(slug: str, lesson: str, item: str, name: str) -> ResponseReturnValue:
    """Send the learner's own copy of a file to work on."""
    page = open_task(slug, lesson, item)
    kind, spec = page.task.kind, page.task.spec
    known = {each.name: each for each in kind.handouts(spec, page.variant)}
    if name not in known or page.missing or page.trouble:
        raise NotFoundError
    return Response(
        kind.handout(spec, with_signers(page.variant), name),
        mimetype=known[name].media_type,
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


@bp.get("/anh/<photo_id>")
@signed_in
def photo(photo_id: str) -> ResponseReturnValue:
    """Send a photo to its owner and to whoever has to decide about it; to others there is none."""
    found, submission = get_photo(photo_id)
    learner, within = get_learner(found.user_id), is_within_goals(actor().id, submission)
    if not can_see_photo(actor(), found, submission, learner, clock.now(), is_within_goals=within):
        raise NotFoundError
    looked(found.user_id, "photo")
    return photos.send_photo(found.storage_name)


@bp.post("/anh/<photo_id>/xoa")
@signed_in
def delete_photo(photo_id: str) -> ResponseReturnValue:
    """Delete one's own photo, as long as nobody has decided about it."""
    with unit_of_work():
        found, submission = get_photo(photo_id)
        submission = lock_submission(submission.id)
        if not can_delete_photo(actor(), found, submission):
            raise NotFoundError
        services.delete_photo(found, submission, photos.storage(), clock.now())
    flash(gettext("Đã xóa ảnh."))
    return redirect(_task_path(submission.revision_id, submission.item_key), 303)


def _task_path(revision_id: int, item_key: str) -> str:
    published = get_published(revision_id)
    return item_path(published.course.id, item_key, "task")
