"""Playing a simulated app: the trail of what was tapped, replayed from the first screen each time.

The trail travels with the page and is never trusted: what this app could not have written is refused as a whole. It
holds the number of each button on its screen, and of what was typed only what was right.
"""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import Any

from lms.core.practice.simulation.screens import Action, Screen, SimulationSpec
from lms.core.vietnamese import fold

BACK = "b"
MOST_EVENTS = 200
LONGEST_TRAIL = 3_000
LONGEST_TYPED = 60

_TRAIL = re.compile(r"[0-9a-f]{6}(?:\.(?:b|[0-9]{1,2}(?:~[A-Za-z0-9_-]{1,400})?))*")


class BrokenTrailError(Exception):
    """This app cannot have come along the trail: it was tampered with, or the task has changed since."""


class LongTrailError(Exception):
    """So much was tapped that the trail cannot grow any more."""


@dataclass(frozen=True)
class Play:
    """Where a play stands: the screens from the first to the present one, and each decoy that was tapped.

    ``lesson`` is the decoy tapped just now, ``missed`` the field that something else was typed into just now.
    """

    trail: str
    path: tuple[Screen, ...]
    slips: tuple[tuple[Screen, Action], ...] = ()
    lesson: Action | None = None
    missed: Action | None = None
    is_at_goal: bool = False

    @property
    def screen(self) -> Screen:
        return self.path[-1]


def begin(spec: SimulationSpec) -> Play:
    """Return the play at its first screen."""
    return Play(_mark(spec), (spec.screen(spec.start),))


def replay(spec: SimulationSpec, trail: str) -> Play:
    """Return where ``trail`` leads; an empty one leads to the first screen.

    Raises:
        BrokenTrailError: no play of this app leaves such a trail.
    """
    play = begin(spec)
    if not trail:
        return play
    if len(trail) > LONGEST_TRAIL or not _TRAIL.fullmatch(trail):
        raise BrokenTrailError
    mark, *events = trail.split(".")
    if mark != play.trail or len(events) > MOST_EVENTS:
        raise BrokenTrailError
    try:
        for event in events:
            button, _, typed = event.partition("~")
            play = step(spec, play, button, _read_typed(typed))
    except LongTrailError as longer:
        raise BrokenTrailError from longer
    if play.trail != trail:  # written otherwise than this app writes, or with something typed wrongly
        raise BrokenTrailError
    return play


def step(spec: SimulationSpec, play: Play, button: str, typed: str = "") -> Play:
    """Return the play after one tap: on a button by its number, on ``BACK``, or on a field with what was ``typed``.

    Raises:
        BrokenTrailError: the screen has no such button, or the play is over.
        LongTrailError: the trail is full.
    """
    if play.is_at_goal:
        raise BrokenTrailError
    if button == BACK:
        if len(play.path) < 2:
            raise BrokenTrailError
        return _grown(_after(play, path=play.path[:-1]), BACK)
    action = _action(play.screen, button)
    if action.answers and not action.accepts(typed[:LONGEST_TYPED]):
        return _after(play, missed=action)
    if action.is_decoy:
        slips = (*play.slips, (play.screen, action))
        return _grown(_after(play, slips=slips, lesson=action), button)
    screen = spec.screen(action.target)
    after = _after(play, path=(*play.path, screen), is_at_goal=screen.id in spec.goals)
    return _grown(after, f"{button}~{_written(typed[:LONGEST_TYPED])}" if action.answers else button)


def _after(play: Play, **changes: Any) -> Play:
    """Return ``play`` changed, without what was only to be said once."""
    return replace(replace(play, lesson=None, missed=None), **changes)


def _grown(play: Play, event: str) -> Play:
    trail = f"{play.trail}.{event}"
    if len(trail) > LONGEST_TRAIL or trail.count(".") > MOST_EVENTS:
        raise LongTrailError
    return replace(play, trail=trail)


def _action(screen: Screen, button: str) -> Action:
    if not re.fullmatch(r"0|[1-9][0-9]?", button, re.ASCII) or int(button) >= len(screen.actions):
        raise BrokenTrailError
    return screen.actions[int(button)]


def _written(typed: str) -> str:
    return base64.urlsafe_b64encode(fold(typed).encode()).decode().rstrip("=")


def _read_typed(written: str) -> str:
    try:
        return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode()
    except (binascii.Error, ValueError) as unreadable:
        raise BrokenTrailError from unreadable


def _mark(spec: SimulationSpec) -> str:
    """Return what tells this app's trails from those of an app whose screens were changed since."""
    drawn = json.dumps([spec.start, spec.goals, [screen.to_json() for screen in spec.screens]])
    return hashlib.sha256(drawn.encode()).hexdigest()[:6]
