"""``lms people``: the tree of units and the roster from the command line, down to the first admin of an empty site."""

import sys

import click
from flask import current_app

from lms import clock
from lms.accounts.queries import get_user
from lms.accounts.services import issue_card, set_password
from lms.core.errors import DomainError, NotFoundError
from lms.core.passwords import read_phone, read_teacher_code, show_phone
from lms.core.people import Role
from lms.db import unit_of_work
from lms.units.models import HONORIFICS, KINDS, Unit
from lms.units.queries import (
    MOST_LISTED,
    count_members_by_unit,
    get_unit,
    has_any_role,
    list_members,
    list_units_under,
)
from lms.units.services import Details, NoPasswordError, add_member, add_unit, appoint


@click.group("people")
def group() -> None:
    """Units, people and roles."""


@group.command("unit-add")
@click.argument("name")
@click.option("--kind", type=click.Choice(list(KINDS)), required=True)
@click.option("--parent", type=int, help="Number of the unit above; none: a tree of its own.")
def unit_add(name: str, kind: str, parent: int | None) -> None:
    """Add a unit and print its number."""
    with unit_of_work():
        added = add_unit(name, kind, _unit(parent) if parent else None, clock.now())
    click.echo(f"{added.id}\t{added.name}")


@group.command("unit-tree")
def unit_tree() -> None:
    """Print every unit with its number and how many people belong to it and below it."""
    counts = count_members_by_unit(["/"])
    for unit in list_units_under(["/"]):
        people = sum(count for path, count in counts.items() if path.startswith(unit.path))
        click.echo(f"{'  ' * unit.depth}{unit.id}\t{unit.name}\t{unit.kind}\t{people}")


def _unit(unit_id: int) -> Unit:
    try:
        return get_unit(unit_id)
    except NotFoundError:
        raise click.BadParameter(f"there is no unit {unit_id}; see: lms people unit-tree") from None


@group.command("add")
@click.argument("name")
@click.option("--unit", "unit_id", type=int, required=True, help="Number of the unit; see unit-tree.")
@click.option("--honorific", type=click.Choice(HONORIFICS), default=None)
@click.option("--phone", help="Ten digits; the name to sign in with.")
@click.option("--code", help="Teacher code; another name to sign in with.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), help="Held on the unit and all below."
)
@click.option("--password-stdin", is_flag=True, help="Read a password from standard input.")
def add(
    name: str,
    unit_id: int,
    honorific: str | None,
    phone: str | None,
    code: str | None,
    role: str | None,
    password_stdin: bool,
) -> None:
    """Put a person on the roster and print the person's number."""
    details = Details(name, honorific or "", _phone(phone), _code(code))
    if (role or password_stdin) and not (details.phone or details.teacher_code):
        raise click.UsageError("give --phone or --code: without one nobody can sign in with a password")
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    now = clock.now()
    today = now.astimezone(current_app.extensions["settings"].timezone).date()
    with unit_of_work():
        unit = _unit(unit_id)
        user = get_user(add_member(unit, details, None, today, now).user_id)
        if password_stdin:
            set_password(user, password)
        if role:
            _appoint(user.id, Role(role), unit)
    click.echo(f"{user.id}\t{user.full_name}")


def _appoint(user_id: int, role: Role, unit: Unit) -> None:
    try:
        appoint(get_user(user_id), role, unit, None, clock.now())
    except NoPasswordError:
        raise click.UsageError("a role needs a password: add --password-stdin") from None


def _phone(text: str | None) -> str | None:
    phone = read_phone(text) if text else None
    if text and phone is None:
        raise click.BadParameter(f"{text!r} is not a phone number of ten digits")
    return phone


def _code(text: str | None) -> str | None:
    code = read_teacher_code(text) if text else None
    if text and code is None:
        raise click.BadParameter(f"{text!r} is not a teacher code")
    return code


@group.command("list")
@click.option("--unit", "unit_id", type=int, help="Only this unit and those below it.")
@click.option("--search", default="", help="Part of a name, without diacritics if need be.")
def list_people(unit_id: int | None, search: str) -> None:
    """Print people: number, name, unit, what they sign in with."""
    path = _unit(unit_id).path if unit_id else "/"
    people = list_members(path, search)
    for each in people:
        sign_in = show_phone(each.phone) if each.phone else each.teacher_code or "-"
        click.echo(f"{each.user_id}\t{each.full_name}\t{each.unit_name}\t{sign_in}")
    if len(people) == MOST_LISTED:
        click.echo(f"only the first {MOST_LISTED}; use --unit or --search", err=True)


@group.command("card")
@click.argument("user_id", type=int)
def card(user_id: int) -> None:
    """Make a single-use sign-in card for a learner and print its code and address."""
    settings = current_app.extensions["settings"]
    with unit_of_work():
        user = get_user(user_id)
        if has_any_role(user_id):
            raise DomainError("a card opens no account that holds a role")
        issued = issue_card(user_id, None, settings.secret_key, clock.now())
    click.echo(f"{user.full_name}\ncode: {issued.code}\naddress: {settings.site_url}/the/{issued.token}")
