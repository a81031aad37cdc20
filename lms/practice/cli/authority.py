"""``lms practice-ca``: the practice authority of the signature lab, which signs nothing that counts anywhere."""

import hashlib
import sys

import click
from flask import current_app

from lms import clock
from lms.config import Settings
from lms.db import unit_of_work
from lms.practice.models import PracticeAuthority
from lms.practice.queries.certificates import count_certificates, find_authority, find_lab, list_authorities
from lms.practice.services.authority import (
    AuthorityThereError,
    find_trouble,
    keep_authority,
    make_authority,
)

CLOSED = (
    "It was made under another LMS_SECRET_KEY and cannot be opened. Put the former key back, or run: "
    "lms practice-ca init --replace"
)


@click.group("practice-ca")
def group() -> None:
    """Look after the practice authority, whose certificates are for practice only."""


@group.command("init")
@click.option("--replace", "replaces", is_flag=True, help="Retire the one in use and make another.")
def init(replaces: bool) -> None:
    """Make the practice authority; where there is one, do nothing.

    With --replace the former root stays known, so that files signed under it can still be handed in; keys that are kept
    in the site end with it, and their owners choose a new PIN when they next sign.
    """
    if ensure_authority(_settings(), replaces=replaces):
        click.echo("the practice authority is made")
    else:
        click.echo("there is a practice authority; nothing was changed")
    _stop_if_closed()


@group.command("show")
def show() -> None:
    """Tell which practice authorities there are, and whether the one in use can be opened; exit 1 if not."""
    authorities = list_authorities()
    if not authorities:
        click.echo("There is no practice authority. Run: lms practice-ca init", err=True)
        sys.exit(1)
    for authority in authorities:
        _tell(authority)
    _stop_if_closed()


def ensure_authority(settings: Settings, *, replaces: bool = False) -> bool:
    """Make the practice authority unless there is one, and tell whether this made it; two starts at once make one."""
    if find_authority() is not None and not replaces:
        return False
    made = make_authority(settings.site_name, clock.now())
    try:
        with unit_of_work():
            keep_authority(made, settings.secret_key, clock.now(), replaces=replaces)
    except AuthorityThereError:
        return False
    return True


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _tell(authority: PracticeAuthority) -> None:
    from lms.core.signing.authority import common_name, valid_between

    until = valid_between(authority.certificate)[1]
    held = count_certificates(authority.id)
    click.echo(f"{common_name(authority.certificate)} ({'in use' if authority.slot else 'retired'})")
    click.echo(f"  SHA-256 {hashlib.sha256(authority.certificate).hexdigest()}")
    click.echo(f"  made {authority.created_at:%Y-%m-%d}, valid until {until:%Y-%m-%d}")
    click.echo(f"  certificates that people hold: {held}")


def _stop_if_closed() -> None:
    if find_trouble(find_lab(0), _settings().secret_key):
        click.echo(CLOSED, err=True)
        sys.exit(1)
