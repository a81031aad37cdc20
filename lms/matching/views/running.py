"""Asking for suggestions from the board. What is quick is done at once; the rest goes on in a process of its own.

A run knows how far it is, so that whatever stops that process, a press of a button goes on where it stood.
"""

import subprocess
import sys
from time import monotonic

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import NotFoundError
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.matching.models import PairingRun
from lms.matching.policy import can_pair_people
from lms.matching.queries.runs import get_run
from lms.matching.services.runs import begin_run, drop_run, work_on
from lms.matching.views.blueprint import bp
from lms.matching.views.boards import unit_to_arrange
from lms.units.queries import get_unit
from lms.web.access import actor, coordinators_only
from lms.web.translations import gettext

PATIENCE_SECONDS = 2.0
"""How long one press may keep its browser waiting; a whole commune is done by then."""


@bp.post("/ghep-cap/<int:unit_id>/goi-y")
@coordinators_only
def suggest(unit_id: int) -> ResponseReturnValue:
    """Make suggestions for a unit and below it; a second tap finds the same run."""
    unit_to_arrange(unit_id)
    after = whole_number(request.form.get("sau", ""))
    with unit_of_work():
        run_id = begin_run(unit_to_arrange(unit_id), actor().id, clock.now(), after).id
    return _work(run_id)


def _work(run_id: int) -> ResponseReturnValue:
    run, until = get_run(run_id), monotonic() + PATIENCE_SECONDS
    while run.state == "working" and monotonic() < until:
        with unit_of_work():
            run, _ = work_on(run_id, clock.now())
    if run.state == "working":
        hand_on(run_id)
        return redirect(url_for("matching.run", run_id=run_id), 303)
    flash(gettext("Đã xem xong. Thầy cô đọc từng gợi ý, sửa nếu cần, rồi gửi lời mời."))
    return redirect(url_for("matching.board", unit_id=run.unit_id), 303)


def hand_on(run_id: int) -> None:
    """Let a process of its own go on with a run; it outlives this request, and may be ended at any moment."""
    start = "from lms.cli import main; main()"
    subprocess.Popen(  # noqa: S603 - our own command, and a number
        [sys.executable, "-c", start, "pairing", "suggest", "--run", str(run_id)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _run(run_id: int) -> PairingRun:
    found = get_run(run_id)
    if not can_pair_people(actor(), get_unit(found.unit_id).path):
        raise NotFoundError
    return found


@bp.get("/ghep-cap/lan/<int:run_id>")
@coordinators_only
def run(run_id: int) -> ResponseReturnValue:
    """Show how far a run is; once it is through, its board."""
    found = _run(run_id)
    if found.state != "working":
        return redirect(url_for("matching.board", unit_id=found.unit_id), 303)
    return render_template("matching/run.html", run=found, unit=get_unit(found.unit_id))


@bp.post("/ghep-cap/lan/<int:run_id>/tiep")
@coordinators_only
def go_on(run_id: int) -> ResponseReturnValue:
    """Go on with a run whose process was stopped. Two at once share the work."""
    return _work(_run(run_id).id)


@bp.post("/ghep-cap/lan/<int:run_id>/bo")
@coordinators_only
def drop(run_id: int) -> ResponseReturnValue:
    """Throw the suggestions of a run away."""
    unit_id = _run(run_id).unit_id
    with unit_of_work():
        drop_run(run_id)
    flash(gettext("Đã bỏ các gợi ý. Chưa ai được mời cả."))
    return redirect(url_for("matching.board", unit_id=unit_id), 303)
