"""A simulated app as data: screens, the buttons and fields on them, and where each leads.

How an author writes it is in ``reading``, what is proved of it in ``proving``, how it is played in ``playing``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lms.core.vietnamese import fold


@dataclass(frozen=True)
class Zone:
    """A place on a picture, in percent of its width and height from the upper left corner."""

    left: int
    top: int
    width: int
    height: int

    def overlaps(self, other: "Zone") -> bool:
        """Return whether a finger could mean both; zones that only touch are apart."""
        beside = self.left + self.width <= other.left or other.left + other.width <= self.left
        above = self.top + self.height <= other.top or other.top + other.height <= self.top
        return not (beside or above)

    def to_json(self) -> list[int]:
        """Return plain JSON values."""
        return [self.left, self.top, self.width, self.height]


@dataclass(frozen=True)
class Action:
    """Something to do on a screen. Without a ``target`` it is a decoy; with ``answers`` it is a field to type in.

    ``why`` is what a decoy teaches, or what helps whoever typed something else.
    """

    label: str
    target: str = ""
    answers: tuple[str, ...] = ()
    why: str = ""
    zone: Zone | None = None
    line: int = field(default=0, compare=False)

    @property
    def is_decoy(self) -> bool:
        return not self.target

    def accepts(self, typed: str) -> bool:
        """Return whether ``typed`` is one of the answers, whatever its case and diacritics."""
        return fold(typed) in {fold(answer) for answer in self.answers}

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        zone = self.zone.to_json() if self.zone else None
        return {
            "label": self.label,
            "target": self.target,
            "answers": list(self.answers),
            "why": self.why,
            "zone": zone,
        }


@dataclass(frozen=True)
class Picture:
    """A picture of the course, and what it shows in words."""

    path: str
    alt: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Screen:
    """One screen: its title, lines of text, perhaps a picture, and what can be done on it."""

    id: str
    title: str
    texts: tuple[str, ...] = ()
    picture: Picture | None = None
    actions: tuple[Action, ...] = ()
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "id": self.id,
            "title": self.title,
            "texts": list(self.texts),
            "picture": {"path": self.picture.path, "alt": self.picture.alt} if self.picture else None,
            "actions": [action.to_json() for action in self.actions],
        }


@dataclass(frozen=True)
class SimulationSpec:
    """What an author declared. Reaching one of ``goals`` passes, unless more than ``most_slips`` decoys were tapped."""

    points: Decimal
    screens: tuple[Screen, ...]
    start: str
    goals: tuple[str, ...]
    most_slips: int | None = None
    kind: str = "simulation"
    hint: str = ""
    line: int = field(default=0, compare=False)

    def screen(self, wanted: str) -> Screen:
        """Return the screen with the id ``wanted``."""
        return next(screen for screen in self.screens if screen.id == wanted)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "screens": [screen.to_json() for screen in self.screens],
            "start": self.start,
            "goals": list(self.goals),
            "most_slips": self.most_slips,
        }


def spec_from_json(stored: Mapping[str, Any]) -> SimulationSpec:
    """Return the simulation that ``SimulationSpec.to_json`` wrote."""
    return SimulationSpec(
        Decimal(stored["points"]),
        tuple(_screen(each) for each in stored["screens"]),
        stored["start"],
        tuple(stored["goals"]),
        stored["most_slips"],
        hint=stored.get("hint", ""),
    )


def _screen(stored: Mapping[str, Any]) -> Screen:
    picture = stored["picture"]
    return Screen(
        stored["id"],
        stored["title"],
        tuple(stored["texts"]),
        Picture(picture["path"], picture["alt"]) if picture else None,
        tuple(_action(each) for each in stored["actions"]),
    )


def _action(stored: Mapping[str, Any]) -> Action:
    zone = Zone(*stored["zone"]) if stored["zone"] else None
    return Action(stored["label"], stored["target"], tuple(stored["answers"]), stored["why"], zone)
