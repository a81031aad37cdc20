"""Making suggestions: a run looks at one group of units after another, each in a transaction of its own.

Whoever drives it may be stopped at any moment; the next one goes on with the next group. Two drivers at once share the
groups between them. Nothing of a run can be published before it is through, and nothing of it touches pairs or
invitations that there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from lms.core.errors import ConflictError
from lms.core.matching import Outcome, Suggestion
from lms.core.unit_paths import ids_down_to
from lms.db import db
from lms.matching.models import PairingRun
from lms.matching.queries.facts import members_of
from lms.matching.queries.rules import find_weights, weights_from
from lms.matching.queries.runs import Step, find_latest_run, get_run, list_steps, look_at, stored
from lms.pairing.models import Pair
from lms.units.models import Unit


def begin_run(unit: Unit, made_by_id: int | None, now: datetime, after_id: int | None = None) -> PairingRun:
    """Begin a run for a unit and below it. ``after_id``: the latest run that the page showed.

    A second tap returns what the first began; so does a run that is still working.
    """
    _hold_tree(unit)
    latest = find_latest_run(unit.id)
    if latest and (latest.state == "working" or (after_id is not None and latest.id != after_id)):
        return latest
    db.session.execute(
        update(PairingRun)
        .where(PairingRun.unit_id == unit.id, PairingRun.state == "draft")
        .values(state="dropped")
    )
    run = PairingRun(
        unit_id=unit.id,
        made_by_id=made_by_id,
        at=now,
        weights=asdict(find_weights(unit.path)),
        state="working",
        total=len(list_steps(unit.path)),
        left=[],
    )
    db.session.add(run)
    db.session.flush()
    return run


def _hold_tree(unit: Unit) -> None:
    """Let one transaction at a time make suggestions in a tree: groups of two runs may be the same."""
    top = ids_down_to(unit.path)[0]
    held = select(Unit.id).where(Unit.id == top).with_for_update(key_share=True)
    db.session.execute(held)


def work_on(run_id: int, now: datetime) -> tuple[PairingRun, Outcome | None]:
    """Look at the next group of a run; return the run, and what was suggested where there was a group left.

    Raises:
        NotFoundError: there is no such run.
    """
    run = get_run(run_id)
    unit = db.session.get_one(Unit, run.unit_id)
    _hold_tree(unit)
    db.session.refresh(run, with_for_update=True)
    if run.state != "working":
        return run, None
    steps, outcome = list_steps(unit.path), None
    if run.done < len(steps):
        outcome = _suggest_in(run, steps[run.done], now)
        run.done += 1
    run.total = len(steps)
    if run.done >= run.total:
        run.state = "draft"
    db.session.flush()
    return run, outcome


def _suggest_in(run: PairingRun, step: Step, now: datetime) -> Outcome:
    material, outcome = look_at(step, weights_from(run.weights), now)
    if not step.is_with_twins:
        db.session.execute(
            delete(Pair)
            .where(Pair.state == "suggested", Pair.mentee_id.in_(members_of(step.group)))
            .execution_options(synchronize_session=False)
        )
    keep(outcome.suggestions, material.units, run, now)
    run.left = [*run.left, *([user_id, why.value] for user_id, why in sorted(outcome.left.items()))]
    return outcome


def keep(
    suggestions: Sequence[Suggestion], units: Mapping[int, int], run: PairingRun | None, now: datetime
) -> None:
    """Store suggestions for the coordinator to look at."""
    rows: list[dict[str, Any]] = [
        {
            "mentor_id": each.mentor_id,
            "mentee_id": each.mentee_id,
            "unit_id": units[each.mentee_id],
            "state": "suggested",
            "created_by_id": run.made_by_id if run else None,
            "created_at": now,
            "run_id": run.id if run else None,
            "score": each.score,
            "facts": stored(each.facts),
        }
        for each in suggestions
    ]
    if rows:
        db.session.execute(insert(Pair), rows)


def drop_run(run_id: int) -> None:
    """Throw a run away with all its suggestions, which nobody but coordinators has seen.

    Raises:
        NotFoundError: there is no such run.
        ConflictError: it is over already.
    """
    run = get_run(run_id)
    db.session.refresh(run, with_for_update=True)
    if run.state not in ("working", "draft"):
        raise ConflictError
    db.session.execute(
        delete(Pair)
        .where(Pair.state == "suggested", Pair.run_id == run.id)
        .execution_options(synchronize_session=False)
    )
    run.state = "dropped"
    db.session.flush()
