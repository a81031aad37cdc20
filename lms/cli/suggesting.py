"""``lms pairing suggest``: what the coordinator's board would suggest, printed; with or without keeping it."""

from collections.abc import Iterator
from datetime import datetime

import click
from flask import current_app, g

from lms import clock
from lms.core.errors import NotFoundError
from lms.core.matching import Outcome
from lms.core.matching.wording import LEFT
from lms.db import stop_reading, unit_of_work
from lms.matching.models import PairingRun
from lms.matching.queries.rules import find_weights
from lms.matching.queries.runs import find_unit, get_run, list_top_units, preview, stored
from lms.matching.queries.skills import list_subjects, skill_titles
from lms.matching.services.runs import begin_run, work_on
from lms.units.models import Unit
from lms.units.queries import Member, get_unit, list_members_by_id
from lms.web.reasons import say_reasons
from lms.web.translations import gettext


@click.command("suggest")
@click.option("--unit", "named", help="Code or number of a unit; without it, the whole tree.")
@click.option("--dry-run", is_flag=True, help="Print only; nothing is written.")
@click.option("--run", "run_id", type=int, help="Go on with a run that was begun on the board.")
def suggest(named: str | None, dry_run: bool, run_id: int | None) -> None:
    """Suggest pairs unit by unit, say why, and name who has to be placed by hand. The same people, the same words."""
    g.language = current_app.extensions["settings"].language
    now = clock.now()
    if run_id is not None:
        _print(_work(run_id, now), get_unit(_run(run_id).unit_id).path)
        return
    for unit in _units(named):
        click.echo(f"# {unit.name}")
        found = preview(unit.path, find_weights(unit.path), now) if dry_run else _make(unit, now)
        _print(found, unit.path)
    if dry_run:
        click.echo(gettext("Chạy thử: chưa ghi gì."))


def _run(run_id: int) -> PairingRun:
    try:
        return get_run(run_id)
    except NotFoundError:
        raise click.BadParameter(
            f"there is no run {run_id}; the board's page of a run has its number in the address",
            param_hint="--run",
        ) from None


def _units(named: str | None) -> list[Unit]:
    if named is None:
        return list(list_top_units())
    unit = find_unit(named)
    if unit is None:
        raise click.BadParameter(
            f"there is no unit {named!r}; see: lms people unit-tree", param_hint="--unit"
        )
    return [unit]


def _make(unit: Unit, now: datetime) -> Iterator[Outcome]:
    with unit_of_work():
        run = begin_run(unit, None, now)
    yield from _work(run.id, now)


def _work(run_id: int, now: datetime) -> Iterator[Outcome]:
    """Do group after group, each in a transaction of its own; how far it is goes to the error stream."""
    state = get_run(run_id).state
    while state == "working":
        with unit_of_work():
            run, outcome = work_on(run_id, now)
            state, done, total = run.state, run.done, run.total
        click.echo(f"{done}/{total}", err=True)
        if outcome is not None:
            yield outcome


def _print(outcomes: Iterator[Outcome], path: str) -> None:
    """Print what was found for the unit at ``path``; whoever is of a twin of it is named by her unit alone."""
    titles = skill_titles(list_subjects())
    paired = left = 0
    for outcome in outcomes:
        ids = {each.mentor_id for each in outcome.suggestions} | {
            each.mentee_id for each in outcome.suggestions
        }
        people = {each.user_id: each for each in list_members_by_id(ids | outcome.left.keys())}
        _print_outcome(outcome, people, titles, path)
        stop_reading()
        paired, left = paired + len(outcome.suggestions), left + len(outcome.left)
    click.echo(gettext("%(n)s gợi ý, %(left)s người cần cán bộ sắp xếp.", n=paired, left=left))


def _print_outcome(outcome: Outcome, people: dict[int, Member], titles: dict[str, str], path: str) -> None:
    for each in outcome.suggestions:
        mentee, mentor = people[each.mentee_id], people[each.mentor_id]
        by = mentor.full_name
        if not mentor.unit_path.startswith(path):
            by = gettext("một người hướng dẫn của %(unit)s", unit=mentor.unit_name)
        pair = gettext("%(mentee)s ← %(mentor)s", mentee=mentee.full_name, mentor=by)
        click.echo(f"{mentee.unit_name}: {pair} ({each.score})")
        click.echo(f"    {gettext('Ghép vì:')} {' '.join(say_reasons(stored(each.facts), titles))}")
    for user_id, why in outcome.left.items():
        one = people[user_id]
        click.echo(
            f"{one.unit_name}: {one.full_name} · {gettext('cần cán bộ sắp xếp')}: {gettext(LEFT[why])}"
        )
