"""``lms setup`` gets the database ready and publishes what is shipped; ``lms serve`` does that and serves."""

import os
import sys
from importlib.util import find_spec
from typing import Any

import click
from flask import Flask, current_app

from lms import clock
from lms.app import create_app
from lms.authoring.queries import (
    CompiledContent,
    beside_own_work,
    compile_content,
    is_published,
    read_content,
)
from lms.authoring.services import publish, store_media
from lms.cli.database import migrating, upgrade
from lms.clockwork import ticking_beside
from lms.config import SettingError, Settings, is_loopback
from lms.courses.queries import list_heads
from lms.db import db, unit_of_work
from lms.paths import shipped
from lms.practice.cli.authority import ensure_authority


def choose_server(settings: Settings) -> str:
    """Return the server to use: the one set, else gunicorn where there is fork, else waitress."""
    if settings.server != "auto":
        return settings.server
    return "gunicorn" if hasattr(os, "fork") and find_spec("gunicorn") else "waitress"


def prepare(app: Flask, *, is_quick: bool = False) -> None:
    """Create folders, run migrations, make the practice authority and publish the shipped content.

    If ``is_quick``, content that is current already is not compiled again, and its files are not looked at.
    Doing it again changes nothing. What people published here themselves stays; what is shipped and does not fit it is
    told, and no reason not to serve.
    """
    app.extensions["settings"].instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    with migrating() as connection:
        upgrade(connection)
    if ensure_authority(app.extensions["settings"]):
        click.echo("made the practice authority")
    content = beside_own_work(read_content((shipped("courses"), shipped("quizzes"))))
    if is_quick and is_published(content):
        return
    compiled = compile_content(content, clock.now().astimezone(app.extensions["settings"].timezone).date())
    if compiled.errors and list_heads():
        _tell_misfit(compiled)
        return
    store_media(compiled, app.extensions["storage"])
    with unit_of_work():
        changed = publish(content, compiled, None, clock.now())
    if changed:
        click.echo(f"published {changed} changes in courses and banks")


def _tell_misfit(compiled: CompiledContent) -> None:
    for problem in compiled.errors:
        click.echo(f"{problem.path}:{problem.line}: {problem.text('en')}", err=True)
    click.echo("the shipped content does not fit what is published here, which stays as it is", err=True)


@click.command()
def setup() -> None:
    """Get the site ready to serve: folders, migrations, shipped courses. Running it again changes nothing."""
    prepare(current_app._get_current_object())  # type: ignore[attr-defined]
    click.echo("the site is ready")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, envvar="PORT", show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--prepare/--no-prepare", "is_prepared", default=True, help="Migrate and publish shipped content first."
)
def serve(host: str, port: int, is_prepared: bool) -> None:
    """Serve the site, and run ``lms pairing tick`` beside it. Behind a proxy set LMS_PROXIES and LMS_SITE_URL."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.is_https and not is_loopback(host):
        raise SettingError(
            f"LMS_SITE_URL: to serve on {host} the site must be behind https; write https://… there, or passwords "
            "would travel in clear."
        )
    if is_prepared:
        prepare(current_app._get_current_object(), is_quick=True)  # type: ignore[attr-defined]
    db.session.remove()
    db.engine.dispose()
    server = choose_server(settings)
    click.echo(f"http://{host}:{port}/ ({server})", err=True)
    sys.stderr.flush()
    with ticking_beside():
        {"gunicorn": _gunicorn, "granian": _granian, "waitress": _waitress}[server](settings, host, port)


def _gunicorn(settings: Settings, host: str, port: int) -> None:
    from gunicorn.app.base import BaseApplication

    class Site(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": f"{host}:{port}",
                "workers": settings.workers,
                "worker_class": "gthread",
                "threads": settings.threads,
                "keepalive": 15,
                "timeout": 60,
                "max_requests": 20_000,
                "max_requests_jitter": 2_000,
                "forwarded_allow_ips": "",  # the app itself reads what proxies say, as many as are trusted
            }
            if "control_socket_disable" in self.cfg.settings:
                options["control_socket_disable"] = True  # it would be one for all sites of a user
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return create_app(settings)

    Site().run()


def _granian(settings: Settings, host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "lms.app:create_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
    ).serve()


def _waitress(settings: Settings, host: str, port: int) -> None:
    from waitress import serve as run

    run(
        create_app(settings),
        host=host,
        port=port,
        threads=max(4, settings.threads),
        ident=None,
        clear_untrusted_proxy_headers=not settings.proxies,  # as above: the app reads them
    )
