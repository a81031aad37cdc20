"""Who may open a view. Every view declares its gate; an app with an undeclared one does not start.

The gate says which kind of person may come in at all. Which *thing* that person may see is for a feature's policy;
there the wrong person gets "not found".
"""

from collections.abc import Callable
from typing import TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from flask_login import current_user

from lms.core.people import Actor, Role

View = TypeVar("View", bound=Callable[..., object])

PUBLIC = "public"
SIGNED_IN = "signed-in"
_GATES = {PUBLIC, SIGNED_IN, *(role.value for role in Role)}


class SignInNeeded(Exception):  # noqa: N818 - not an error: an invitation
    """The page is for people who are signed in, and this request is not."""


def _gate(name: str) -> Callable[[View], View]:
    def declare(view: View) -> View:
        view.gate = name  # type: ignore[attr-defined]
        return view

    return declare


public = _gate(PUBLIC)
signed_in = _gate(SIGNED_IN)
trainers_only = _gate(Role.TRAINER)
coordinators_only = _gate(Role.COORDINATOR)
safeguarding_only = _gate(Role.SAFEGUARDING)
admins_only = _gate(Role.ADMIN)


def gate_of(view: Callable[..., object]) -> str | None:
    """Return the gate that a view declares, or None."""
    return getattr(view, "gate", None)


def actor() -> Actor:
    """Return whoever makes this request; a stranger has id 0."""
    known = g.get("_login_user")  # where Flask-Login keeps whom it has loaded
    return cast(Actor, known or current_user._get_current_object())


def refuse_undeclared(app: Flask) -> None:
    """Stop the start if a view has no gate.

    Raises:
        RuntimeError: names the endpoints without a gate.
    """
    bare = sorted(name for name, view in app.view_functions.items() if gate_of(view) not in _GATES)
    if bare:
        raise RuntimeError(f"views without a declared permission: {', '.join(bare)}")


def guard() -> None:
    """Let the request pass its view's gate, or raise."""
    if request.endpoint is None:
        return  # no such page; the 404 says so
    gate = g.gate = gate_of(_view(request.endpoint))
    if gate == PUBLIC:
        return
    who = actor()
    if not who.is_authenticated:
        raise SignInNeeded
    if gate != SIGNED_IN and not who.has_role(Role(str(gate))):
        abort(403)


def _view(endpoint: str) -> Callable[..., object]:
    return cast(Callable[..., object], current_app.view_functions[endpoint])


def safe_path(target: str | None) -> str:
    """Return ``target`` if it is a path on this site, else an empty string.

    Browsers read backslashes as slashes and drop control characters, so both are refused outright.
    """
    if not target or len(target) > 2000 or not target.startswith("/") or target.startswith("//"):
        return ""
    if "\\" in target or any(ord(c) < 0x20 or ord(c) == 0x7F for c in target):
        return ""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else target


def wants_json() -> bool:
    """Tell whether our own script asks, which reads JSON, rather than a browser that shows a page."""
    return request.accept_mimetypes.best == "application/json"


def private(response: Response) -> Response:
    """Mark an answer as never to be kept by any cache."""
    response.headers["Cache-Control"] = "no-store"
    vary_by(response, "Cookie")
    return response


def vary_by(response: Response, name: str) -> None:
    """Say that the answer depends on the request header ``name``. Werkzeug's own way reads the whole header anew."""
    said = response.headers.get("Vary")
    if said is None:
        response.headers.add("Vary", name)
    elif name not in said:
        response.vary.add(name)
