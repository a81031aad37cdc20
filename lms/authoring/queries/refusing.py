"""What does not fit what people have already done under the same ids: refused before it can be published."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import inspect, select

from lms.core import questions
from lms.core.markup import Course, CourseSource, Item, Lesson, former_keys
from lms.core.markup.locating import locate_aliases, locate_item
from lms.core.markup.wording_history import HISTORY_WORDING, KINDS
from lms.core.problems import Problem
from lms.courses.models import CourseItem
from lms.courses.queries import find_course, get_published, list_items
from lms.db import db
from lms.progress.models import LearningEvent
from lms.quizzes.queries import list_question_types


def has_history() -> bool:
    """Tell whether there is a site at all; the checker also runs where none is yet."""
    return inspect(db.session.connection()).has_table(CourseItem.__tablename__)


def course_refusals(source: CourseSource, course: Course) -> Iterator[Problem]:
    """Yield where a course would give people's records another meaning, or lose them."""
    row = find_course(course.id)
    if row is None or row.current_revision_id is None:
        return
    before = get_published(row.current_revision_id).course
    kinds = {item.key: item.kind for item in list_items(row.id)}
    former, today = former_keys(course), _items(course)
    yield from _kind_changes(source, kinds, former, today)
    yield from _alias_changes(source, row.id, former_keys(before), former, today)


def _items(course: Course) -> dict[str, tuple[Lesson, Item]]:
    return {item.key: (lesson, item) for lesson in course.lessons for item in lesson.items}


def _kind_changes(
    source: CourseSource,
    kinds: Mapping[str, str],
    former: Mapping[str, str],
    today: Mapping[str, tuple[Lesson, Item]],
) -> Iterator[Problem]:
    for key, (lesson, item) in today.items():
        if kinds.get(key, item.kind) != item.kind:
            place = locate_item(source.files, lesson, item)
            yield _problem(source, place, "item-kind", id=item.id, **_kinds(kinds[key], item.kind))
    for old, key in former.items():
        if old not in kinds or key not in today:
            continue
        lesson, item = today[key]
        if kinds[old] != item.kind:
            place = locate_aliases(source.files, lesson)
            said = _kinds(kinds[old], item.kind)
            yield _problem(source, place, "alias-kind", old=_short(old, key), id=item.id, **said)


def _kinds(before: str, after: str) -> dict[str, tuple[str, str]]:
    return {"before": KINDS[before], "after": KINDS[after]}


def _alias_changes(
    source: CourseSource,
    course_id: int,
    then: Mapping[str, str],
    now: Mapping[str, str],
    today: Mapping[str, tuple[Lesson, Item]],
) -> Iterator[Problem]:
    """Yield former ids whose records would leave the item that they count for."""
    owners = {old: new if new in today else now.get(new, "") for old, new in then.items() if "/" in old}
    owners = {old: owner for old, owner in owners.items() if owner in today and now.get(old) != owner}
    used = _keys_with_events(course_id, owners)
    for old, owner in owners.items():
        if old not in used:
            continue
        claimed_by = now.get(old, "")
        key = claimed_by or owner
        place = locate_aliases(source.files, today[key][0])
        if claimed_by:
            yield _problem(source, place, "alias-claimed", old=_short(old, key), owner=owner, id=claimed_by)
        else:
            line = f"{_short(old, owner)} -> {owner.partition('/')[2]}"
            yield _problem(source, place, "alias-dropped", old=old, owner=owner, line=line)


def _keys_with_events(course_id: int, keys: Collection[str]) -> set[str]:
    if not keys:
        return set()
    found = select(LearningEvent.item_key).where(
        LearningEvent.course_id == course_id, LearningEvent.item_key.in_(keys)
    )
    return set(db.session.scalars(found.distinct()))


def _short(old: str, key: str) -> str:
    """Return a former key as an author writes it in the lesson of ``key``."""
    lesson, _, item = old.partition("/")
    return item if lesson == key.partition("/")[0] else old


def bank_refusals(path: str, bank: questions.Bank) -> Iterator[Problem]:
    """Yield questions that had another type in any revision of their bank."""
    types = list_question_types(bank.id)
    for question in bank.questions:
        before = types.get(question.id, question.type.value)
        if before != question.type.value:
            said = {"id": question.id, "before": before, "after": question.type.value}
            level, vi, en = HISTORY_WORDING["question-type"]
            yield Problem(path, question.line, level, "question-type", vi.format(**said), en.format(**said))


def _problem(
    source: CourseSource, place: tuple[str, int], code: str, **values: str | tuple[str, str]
) -> Problem:
    level, vi, en = HISTORY_WORDING[code]
    said = {name: (value, value) if isinstance(value, str) else value for name, value in values.items()}
    return Problem(
        f"{source.slug}/{place[0]}",
        place[1],
        level,
        code,
        vi.format(**{name: value[0] for name, value in said.items()}),
        en.format(**{name: value[1] for name, value in said.items()}),
    )
