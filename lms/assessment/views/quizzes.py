"""All quizzes with how many people are where in each."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.assessment.queries import list_quiz_rows
from lms.assessment.views.blueprint import bp
from lms.assessment.views.finding import reach
from lms.web.access import actor, trainers_only


@bp.get("/soan-bai/ket-qua")
@trainers_only
def quizzes() -> ResponseReturnValue:
    """List the quizzes; those in which somebody waits for a reader come first."""
    rows = list_quiz_rows(reach(), actor().id)
    return render_template("assessment/quizzes.html", rows=rows, waiting=sum(row.waiting for row in rows))
