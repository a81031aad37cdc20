"""Guesses, for an id that vanished, which new id it may have become, and what the author writes to say so."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from lms.core.markup.course import Course, Item, Lesson
from lms.core.vietnamese import fold

ALIKE = 0.6
VERY_ALIKE = 0.85
LONGEST_TITLE = 120
MOST_LOOKED_AT = 200


@dataclass(frozen=True)
class Suggestion:
    """A former and a new lesson id or item key that look like one thing; ``line`` is what to write in the lesson."""

    old: str
    new: str
    line: str


def suggest(
    before: Course, after: Course, retired: Iterable[str], added: Iterable[str]
) -> tuple[Suggestion, ...]:
    """Return the likely renames among lessons and among the items that they do not explain."""
    gone, come = list(retired)[:MOST_LOOKED_AT], list(added)[:MOST_LOOKED_AT]
    lessons = _pairs(_like_lessons(before, after))
    explained = {
        (f"{old}/{key.partition('/')[2]}", key)
        for old, new in lessons.items()
        for key in come
        if key.startswith(new + "/")
    } & {(old, new) for old in gone for new in come}
    gone = [key for key in gone if key not in {old for old, _new in explained}]
    come = [key for key in come if key not in {new for _old, new in explained}]
    items = _pairs(_like_items(_items(before, gone), _items(after, come), lessons))
    return _told(after, lessons, items)


def _items(course: Course, keys: Iterable[str]) -> dict[str, Item]:
    wanted = set(keys)
    return {item.key: item for lesson in course.lessons for item in lesson.items if item.key in wanted}


def _like_lessons(before: Course, after: Course) -> Iterator[tuple[bool, float, str, str]]:
    known = {lesson.id for lesson in before.lessons}
    today = {lesson.id for lesson in after.lessons} | {
        alias for lesson in after.lessons for alias in lesson.aliases
    }
    for old in before.lessons:
        for new in after.lessons:
            if old.id not in today and new.id not in known:
                yield True, max(_alike(old.title, new.title), _shared(old, new)), old.id, new.id


def _shared(old: Lesson, new: Lesson) -> float:
    """Return how many of two lessons' items have the same ids and titles."""
    then = {(item.id, fold(item.title)) for item in old.items}
    now = {(item.id, fold(item.title)) for item in new.items}
    return len(then & now) / max(len(then), len(now)) if then and now else 0.0


def _like_items(
    old: Mapping[str, Item], new: Mapping[str, Item], lessons: Mapping[str, str]
) -> Iterator[tuple[bool, float, str, str]]:
    for was, then in old.items():
        for key, now in new.items():
            if then.kind != now.kind:
                continue
            place = was.partition("/")[0]
            is_near = lessons.get(place, place) == key.partition("/")[0]
            likeness = 1.0 if then.body and then.body == now.body else _alike(then.title, now.title)
            if is_near or likeness >= VERY_ALIKE:
                yield is_near, likeness, was, key


def _alike(one: str, other: str) -> float:
    """Return how alike two titles are, diacritics aside: 1.0 for the same; what is below ``ALIKE`` may count as 0."""
    matcher = SequenceMatcher(None, fold(one)[:LONGEST_TITLE], fold(other)[:LONGEST_TITLE], autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _pairs(candidates: Iterable[tuple[bool, float, str, str]]) -> dict[str, str]:
    """Return the best pairs, near ones first, each side at most once; what is less than ``ALIKE`` is no pair."""
    pairs: dict[str, str] = {}
    for _is_near, likeness, old, new in sorted(
        candidates, key=lambda each: (not each[0], -each[1], *each[2:])
    ):
        if likeness >= ALIKE and old not in pairs and new not in pairs.values():
            pairs[old] = new
    return pairs


def _told(after: Course, lessons: Mapping[str, str], items: Mapping[str, str]) -> tuple[Suggestion, ...]:
    """Return the pairs with the line for each lesson: what it has already and all that is suggested for it."""
    lines = {lesson.id: list(lesson.aliases) for lesson in after.lessons}
    for old, new in lessons.items():
        lines[new].append(old)
    for old, new in items.items():
        lesson, _, item = new.partition("/")
        place, _, was = old.partition("/")
        is_near = lessons.get(place, place) == lesson
        lines[lesson].append(f"{was if is_near else old}->{item}")
    written = {
        lesson: f"aliases: [{', '.join(_quoted(one) for one in aliases)}]"
        for lesson, aliases in lines.items()
    }
    found = [Suggestion(old, new, written[new]) for old, new in lessons.items()]
    found += [Suggestion(old, new, written[new.partition("/")[0]]) for old, new in items.items()]
    return tuple(found)


def _quoted(alias: str) -> str:
    old, arrow, new = alias.partition("->")
    return f'"{old} -> {new}"' if arrow else alias
