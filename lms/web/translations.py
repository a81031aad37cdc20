"""Languages: Vietnamese is the source, English a catalogue. Also the site's way of addressing people."""

import gettext as catalogues
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app, g, request

from lms.core.errors import DomainError
from lms.core.people import at_start
from lms.web.access import actor

LOCALES = Path(__file__).with_name("locale")
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
COOKIE = "lang"


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    return catalogues.translation("messages", LOCALES, [language], fallback=True)


@cache
def _vietnamese(address: str) -> dict[str, str]:
    """Return the replacements that turn "thầy cô" into the address that this site chose."""
    return {} if address == "thầy cô" else {"thầy cô": address, "Thầy cô": at_start(address)}


def language() -> str:
    """Return the language of this answer: the account's, else the cookie's, else the site's."""
    chosen: str | None = g.get("language")
    if chosen is None:
        wanted = actor().language or request.cookies.get(COOKIE, "")
        chosen = g.language = wanted if wanted in LANGUAGES else current_app.extensions["settings"].language
    return chosen


def in_language(vietnamese: str, english: str) -> str:
    """Return whichever of two sentences is in this answer's language: the checker and the readers of files bring both."""
    return english if language() == "en" else vietnamese


@cache
def wording(language: str, address: str) -> Callable[[str], str]:
    """Return how a language says a Vietnamese source text."""
    if language != "vi":
        catalogue = _catalogue(language)
        return lambda message: catalogue.gettext(message) if message else ""
    replacements = _vietnamese(address)
    if not replacements:
        return str

    def addressed(message: str) -> str:
        for usual, chosen in replacements.items():
            message = message.replace(usual, chosen)
        return message

    return addressed


def gettext(message: str, **params: Any) -> str:
    """Return ``message`` in this answer's language, with its ``%(name)s`` places filled."""
    say: Callable[[str], str] | None = g.get("say")
    if say is None:
        say = g.say = wording(language(), current_app.extensions["settings"].address)
    text = say(message)
    return text % params if params else text


def sentence(error: DomainError) -> str:
    """Return the sentence of a domain error in this answer's language."""
    return gettext(error.message, **error.params)
