"""Old addresses: a lesson or an item under a former id leads to today's; one that is gone says so kindly."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.courses.queries import GoneError, MovedError, was_there
from lms.progress.views.blueprint import bp
from lms.web import errors
from lms.web.translations import sentence

LEARNERS_PAGES = ("progress", "practice", "quizzes")


@bp.app_errorhandler(MovedError)
def moved(error: MovedError) -> ResponseReturnValue:
    """Go on at today's address; a form that was opened before the change is sent on whole."""
    places = dict(request.view_args or {})
    if request.endpoint is None or "lesson" not in places:
        return errors.show(error.status, sentence(error))
    places["lesson"], slash, item = error.key.partition("/")
    if slash:
        places["item"] = item
    return redirect(url_for(request.endpoint, **places), 301 if request.method == "GET" else 308)


@bp.app_errorhandler(GoneError)
def gone(error: GoneError) -> ResponseReturnValue:
    """Say that this part is no longer in the course, and where to go on."""
    published, places = error.published, request.view_args or {}
    is_learners = request.blueprint in LEARNERS_PAGES and places.get("slug") == published.course.id
    if not is_learners or not was_there(published.course_id, error.key):
        return errors.show(error.status, sentence(error))
    lessons = {lesson.id: lesson for lesson in published.course.lessons}
    lesson = lessons.get(published.plan.aliases.get(places["lesson"], places["lesson"]))
    return render_template("progress/gone.html", course=published.course, lesson=lesson), 410
