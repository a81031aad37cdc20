"""What courses share, banks and words of the glossary: who uses them, and what must not be taken away unasked."""

import json
import re
import zlib
from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select

from lms.core import questions
from lms.core.markup import Term
from lms.core.markup.links import term_url
from lms.core.markup.wording_history import HISTORY_WORDING
from lms.core.problems import Problem
from lms.courses.models import Course, CourseRevision
from lms.courses.queries import get_published, list_courses, list_terms
from lms.db import db
from lms.quizzes.queries import find_bank, get_bank_revision

_WORD = re.compile(rf'href=\\"{term_url("")}([a-z0-9-]+)\\"')


def courses_with_bank(slug: str) -> tuple[str, ...]:
    """Return the titles of the courses, drafts included, whose quizzes draw from a bank."""
    return tuple(course.title for course, _pool in _uses_of_bank(slug, besides=()))


def _uses_of_bank(slug: str, besides: Collection[str]) -> Iterator[tuple[Course, frozenset[str]]]:
    """Yield each course that uses a bank, with the pools that it names."""
    for course in _living_courses(besides):
        lessons = get_published(course.current_revision_id or 0).course.lessons
        quizzes = [item.quiz for lesson in lessons for item in lesson.items if item.quiz]
        pools = [quiz.pool for quiz in quizzes if quiz.bank == slug]
        if pools:
            yield course, frozenset(pool for pool in pools if pool)


def _living_courses(besides: Collection[str]) -> list[Course]:
    return [
        each
        for each in list_courses()
        if each.current_revision_id and each.status != "retired" and each.slug not in besides
    ]


HIGHEST_MARK = 2**32 - 1


def glossary_mark() -> int:
    """Return a number, up to HIGHEST_MARK, that is another one as soon as the glossary says something else."""
    said = sorted([term.id, term.term, term.english, term.html] for term in list_terms())
    return zlib.crc32(json.dumps(said).encode())


def sharing_refusals(
    besides: Collection[str], banks: Iterable[questions.Bank], terms: Iterable[Term] | None
) -> Iterator[Problem]:
    """Yield what courses ``besides`` those that come along would lose: words that they link to, pools they draw from."""
    if terms is not None:
        yield from _lost_words({term.id for term in terms}, besides)
    for bank in banks:
        yield from _lost_pools(bank, besides)


def _lost_words(kept: Collection[str], besides: Collection[str]) -> Iterator[Problem]:
    lost = {term.id: term.term for term in list_terms() if term.id not in kept}
    if not lost:
        return
    for course in _living_courses(besides):
        compiled = select(CourseRevision.compiled).where(CourseRevision.id == course.current_revision_id)
        used = set(_WORD.findall(json.dumps(db.session.scalar(compiled))))
        for term_id in sorted(used & lost.keys()):
            said = {"word": lost[term_id], "id": term_id, "course": course.title}
            yield _problem("glossary.md", "word-in-use", **said)


def _lost_pools(bank: questions.Bank, besides: Collection[str]) -> Iterator[Problem]:
    row = find_bank(bank.id)
    if row is None or row.current_revision_id is None:
        return
    before = get_bank_revision(row.current_revision_id).bank
    lost = {pool.id for pool in before.pools} - {pool.id for pool in bank.pools}
    for course, pools in _uses_of_bank(bank.id, besides) if lost else ():
        for pool in sorted(pools & lost):
            yield _problem(f"quizzes/{bank.id}.md", "pool-in-use", pool=pool, course=course.title)


def _problem(path: str, code: str, **said: str) -> Problem:
    level, vi, en = HISTORY_WORDING[code]
    return Problem(path, 1, level, code, vi.format(**said), en.format(**said))
