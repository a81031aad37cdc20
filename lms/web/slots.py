"""HTML that is drawn once for nobody in particular and kept: what is personal stands in slots, filled in each answer."""

import re
import secrets
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from flask import Flask, current_app, g, request
from markupsafe import Markup

from lms.core.people import Actor
from lms.web.access import actor

# Unknown outside this process, so that no author of a text can place a slot in it.
_MARK = secrets.token_hex(8)
_SLOT = re.compile(f"\ue000{_MARK}([a-z_]+)\ue001")
_Value = TypeVar("_Value")
KEPT = {"shells": 256, "pages": 160}  # a page is some 20 KB


def slot(name: str) -> Markup:
    """Return what stands in drawn HTML for the value ``name``."""
    return Markup(f"\ue000{_MARK}{name}\ue001")  # noqa: S704 - a mark of our own


@dataclass(frozen=True)
class Drawn:
    """HTML between slots: pieces of it at the even places, names of slots at the odd ones."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, html: str) -> "Drawn":
        return cls(tuple(_SLOT.split(html)))

    def filled(self, values: Mapping[str, str]) -> Markup:
        """Return the HTML with ``values``, which are HTML themselves."""
        parts = list(self.parts)
        parts[1::2] = [values[name] for name in parts[1::2]]
        return Markup("".join(parts))  # noqa: S704 - drawn by our templates


class Store(Generic[_Value]):
    """The latest ``most`` things that were drawn, in this process."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: dict[Hashable, _Value] = {}
        self._lock = Lock()

    def get(self, key: Hashable) -> _Value | None:
        return self.kept.get(key)

    def put(self, key: Hashable, value: _Value) -> None:
        with self._lock:
            while len(self.kept) >= self.most:
                del self.kept[next(iter(self.kept))]
            self.kept[key] = value


def install(app: Flask) -> None:
    """Give the app its stores."""
    app.extensions["drawn"] = {name: Store[Any](most) for name, most in KEPT.items()}


def store(name: str) -> Store[Any]:
    """Return one of this app's stores."""
    found: Store[Any] = current_app.extensions["drawn"][name]
    return found


@contextmanager
def nobody() -> Iterator[None]:
    """Draw for nobody: in the block ``actor()`` has no name, unit or role; tokens and the mentor's name are slots."""
    who = actor()
    faceless = Actor(
        id=-1 if who.is_authenticated else 0,
        language=who.language,
        text_size=who.text_size,
        contrast=who.contrast,
        motion=who.motion,
        mentor_name=slot("mentor_name") if who.mentor_name else "",
    )
    instead = {
        "_login_user": faceless,
        "csp_nonce": slot("nonce"),
        "csrf_token": slot("token"),
        "back_path": slot("back"),
    }
    before = {name: g.get(name) for name in instead}
    for name, value in instead.items():
        setattr(g, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(g, name, value) if value is not None else g.pop(name)


def back_path() -> str:
    """Return the address to come back to after one has changed the language."""
    known: str | None = g.get("back_path")
    return known or (request.full_path if request.method == "GET" else "/")
