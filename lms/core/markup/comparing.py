"""Two revisions of a course compared: what is new, says something else, stands elsewhere, has another id, or is gone.

Pure. What follows for learners is decided by whoever publishes; how pages differ line by line lives elsewhere.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from html.parser import HTMLParser
from typing import Any

from lms.core.markup.course import Course, Item, Lesson
from lms.core.markup.likeness import Suggestion, suggest
from lms.core.markup.stored import as_json

_TOLD = {"alt", "data-src", "href", "poster", "src", "start"}
_COURSE_PAGES = "/hoc/"


@dataclass(frozen=True)
class Comparison:
    """What a revision changes, in item keys: those of the new revision, except for ``retired``.

    ``renamed`` maps former keys to today's, by the author's aliases. ``type_changes`` holds keys that would mean
    another kind of item, which is refused.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()
    type_changes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether every item is what and where it was; titles and texts of lessons may still differ."""
        return self == Comparison()

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as plain values."""
        written = {one.name: as_json(getattr(self, one.name)) for one in fields(self)}
        return {name: value for name, value in written.items() if value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Comparison":
        """Return what ``to_json`` wrote; an empty mapping is an empty comparison."""
        given = {one.name: stored[one.name] for one in fields(cls) if one.name in stored}
        lists = {name: tuple(value) for name, value in given.items() if name != "renamed"}
        if "suggestions" in lists:
            lists["suggestions"] = tuple(Suggestion(**one) for one in lists["suggestions"])
        return cls(**lists, renamed=dict(given.get("renamed", {})))


def item_digest(item: Item) -> str:
    """Return the sha256 of what an item says: its title, text, task and quiz, not its place, key or minutes.

    Only what a reader gets from a text counts: how wide a picture is drawn, how lines are wrapped and where a link
    within the course leads (it follows every rename) is none of it.
    """
    said = {
        "title": item.title,
        "body": as_json(item.body),
        "task": as_json(item.task),
        "quiz": as_json(item.quiz),
    }
    plain = json.dumps(_heard(said), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def _heard(value: Any) -> Any:
    """Return plain values with each piece of HTML as what a reader gets from it."""
    if isinstance(value, dict):
        return {name: _heard(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_heard(one) for one in value]
    return _Ear.listen(value) if isinstance(value, str) and "<" in value else value


class _Ear(HTMLParser):
    """Collects words, elements and the few attributes that carry meaning."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.heard: list[str] = []

    @classmethod
    def listen(cls, html: str) -> str:
        ear = cls()
        ear.feed(html)
        ear.close()
        return "\n".join(ear.heard)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        told = [f"{name}={value}" for name, value in sorted(attrs, key=str) if name in _TOLD]
        self.heard.append(" ".join(["<" + tag, *(one for one in told if not _is_inside(one))]))

    def handle_endtag(self, tag: str) -> None:
        self.heard.append("</" + tag)

    def handle_data(self, data: str) -> None:
        self.heard += data.split()


def _is_inside(told: str) -> bool:
    return told.startswith("href=" + _COURSE_PAGES)


def former_keys(course: Course) -> dict[str, str]:
    """Return today's item key by each former one, and today's lesson id by each former one, as the aliases say.

    An alias is a former id of the lesson (``old``), of one of its items (``old->new``), or the former place of an item
    that came from another lesson (``lesson/old->new``).
    """
    former: dict[str, str] = {}
    for lesson in course.lessons:
        lessons = [alias for alias in lesson.aliases if "->" not in alias]
        today = {item.id: item.id for item in lesson.items}
        today |= dict(_within(lesson))
        for old in lessons:
            former[old] = lesson.id
            former |= {f"{old}/{before}": f"{lesson.id}/{after}" for before, after in today.items()}
        for before, after in today.items():
            if before != after:
                former[f"{lesson.id}/{before}"] = f"{lesson.id}/{after}"
        for before, after in _arrows(lesson):
            if "/" in before:
                former[before] = f"{lesson.id}/{after}"
    return former


def _arrows(lesson: Lesson) -> Iterable[tuple[str, str]]:
    for alias in lesson.aliases:
        before, arrow, after = (part.strip() for part in alias.partition("->"))
        if arrow:
            yield before, after


def _within(lesson: Lesson) -> Iterable[tuple[str, str]]:
    """Yield former item ids of a lesson with today's; a name that changed twice is followed to its end."""
    steps = {before: after for before, after in _arrows(lesson) if "/" not in before}
    for before in steps:
        after, seen = steps[before], {before}
        while after in steps and after not in seen:
            seen.add(after)
            after = steps[after]
        yield before, after


def compare(before: Course | None, after: Course) -> Comparison:
    """Return what ``after`` changes for somebody who studies by ``before``."""
    new = _items(after)
    if before is None:
        return Comparison(added=tuple(new))
    old = _items(before)
    renamed = {
        former: key
        for former, key in former_keys(after).items()
        if former in old and former not in new and key in new and key not in old
    }
    origin = {key: key for key in new if key in old} | {key: former for former, key in renamed.items()}
    others = {key for key, former in origin.items() if new[key].kind != old[former].kind}
    told = {key for key, former in origin.items() if item_digest(new[key]) != item_digest(old[former])}
    retired = tuple(key for key in old if key not in new and key not in renamed)
    added = tuple(key for key in new if key not in origin)
    return Comparison(
        added=added,
        changed=tuple(key for key in new if key in told - others),
        moved=_moved([origin[key] for key in new if key in origin], list(old), renamed),
        retired=retired,
        renamed=renamed,
        suggestions=suggest(before, after, retired, added),
        type_changes=tuple(key for key in new if key in others),
    )


def _items(course: Course) -> dict[str, Item]:
    return {item.key: item for lesson in course.lessons for item in lesson.items}


def _moved(now: Sequence[str], then: Sequence[str], renamed: Mapping[str, str]) -> tuple[str, ...]:
    """Return today's keys of the fewest items whose moving explains the new order."""
    place = {key: at for at, key in enumerate(then)}
    lowest: list[int] = []  # the smallest last place of a rising row, by the row's length
    lengths: list[int] = []
    for key in now:
        length = bisect_left(lowest, place[key])
        if length == len(lowest):
            lowest.append(place[key])
        else:
            lowest[length] = place[key]
        lengths.append(length)
    moved: list[str] = []
    wanted, ceiling = len(lowest) - 1, len(then)
    for key, length in zip(reversed(now), reversed(lengths), strict=True):
        if length == wanted and place[key] < ceiling:
            wanted, ceiling = wanted - 1, place[key]
        else:
            moved.append(renamed.get(key, key))
    return tuple(reversed(moved))
