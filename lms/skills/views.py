"""What I can do, who saw it, and what comes next; and doing a task again to keep it."""

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.practice.states import TransitionRefusedError
from lms.db import unit_of_work
from lms.skills.queries import list_lines
from lms.skills.services import TooEarlyError, try_again
from lms.web.access import actor, signed_in
from lms.web.pages import item_path
from lms.web.translations import sentence

bp = Blueprint("skills", __name__)


@bp.get("/cua-toi/ky-nang")
@signed_in
def mine() -> ResponseReturnValue:
    """Show each skill of one's courses: what is proven, by whom and since when, and the one thing to do next."""
    now = clock.now()
    lines = list_lines(actor().id, now)
    courses = [
        (head, list(of_course)) for head, of_course in groupby(lines, key=lambda line: line.skill.head)
    ]
    return render_template("skills/mine.html", courses=courses, now=now)


@bp.post("/cua-toi/ky-nang/<slug>/<lesson>/<item>")
@signed_in
def again(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Open a fresh variant of a passed task, to show that one still can; two taps open one."""
    key = f"{lesson}/{item}"
    try:
        with unit_of_work():
            try_again(actor().id, slug, key, clock.now())
    except TooEarlyError as early:
        flash(sentence(early))
        return redirect(url_for("skills.mine"), 303)
    except TransitionRefusedError:
        pass  # the task's page says how it stands
    return redirect(item_path(slug, key, "task"), 303)
