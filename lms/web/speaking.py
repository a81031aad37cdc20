"""The option by which a command is told the language to speak."""

from collections.abc import Callable
from typing import Any, TypeVar

import click
from flask import g

from lms.web.translations import LANGUAGES

Command = TypeVar("Command", bound=Callable[..., Any])


def speaking(command: Command) -> Command:
    """Give a command the option ``--lang``; whatever it prints is then said in that language."""
    option = click.option(
        "--lang",
        type=click.Choice(list(LANGUAGES)),
        default="vi",
        expose_value=False,
        is_eager=True,
        callback=_speak,
        help="Language of what is printed.",
    )
    return option(command)


def _speak(_context: click.Context, _option: click.Parameter, chosen: str) -> None:
    g.language = chosen
    g.pop("say", None)
