"""Courses, banks and glossary compiled together, with every problem of all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from lms.authoring.queries.reading import Content
from lms.authoring.queries.refusing import bank_refusals, course_refusals, has_history
from lms.authoring.queries.sharing import sharing_refusals
from lms.core import markup, questions
from lms.core.markup import Budget, Compilation, CourseSource, Known, Term
from lms.core.problems import ERROR, Problem, has_errors
from lms.courses.models import Course, CourseRevision
from lms.courses.queries import list_terms
from lms.db import db
from lms.quizzes.models import Bank, BankRevision

BANK_CPU_SECONDS = 30.0
"""Processor time for one bank; five thousand questions with marked-up options need about twenty seconds."""


@dataclass(frozen=True)
class CompiledBank:
    """A bank that was read: its text, and the bank itself unless it has an error."""

    stem: str
    text: str
    bank: questions.Bank | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class CompiledContent:
    """Everything compiled, with every problem found. ``sources`` are the folders that were compiled."""

    courses: Mapping[str, Compilation]
    banks: Mapping[str, CompiledBank]
    terms: tuple[Term, ...] | None
    problems: tuple[Problem, ...]
    sources: Mapping[str, CourseSource]

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.level == "error"]


def compile_content(content: Content, today: date, budget: Budget | None = None) -> CompiledContent:
    """Compile everything and collect every problem; hostile text ends within the limits of the compiler.

    Raises:
        OverBudgetError: everything together took longer than ``budget`` has.
    """
    terms, problems = (None, []) if content.glossary is None else _compile_glossary(content.glossary, budget)
    whole_terms = None if has_errors(problems) else terms  # a word with an error is left out, and not missing
    banks = {stem: _compile_bank(stem, text, budget) for stem, text in content.banks.items()}
    known = _known(banks.values(), terms, content)
    sources = {
        slug: markup.prepare(CourseSource(slug, files), budget) for slug, files in content.courses.items()
    }
    courses = {
        slug: markup.compile_course_limited(source, known, today, budget=budget)
        for slug, source in sources.items()
    }
    for bank in banks.values():
        problems += bank.problems
    for compilation in courses.values():
        problems += compilation.problems
    problems += _unknown_lessons(banks.values(), courses)
    problems += _refusals(courses, sources, banks, whole_terms)
    placed = (replace(problem, path=content.place(problem.path)) for problem in problems)
    return CompiledContent(courses, banks, terms, tuple(placed), sources)


def _refusals(
    courses: Mapping[str, Compilation],
    sources: Mapping[str, CourseSource],
    banks: Mapping[str, CompiledBank],
    terms: tuple[Term, ...] | None,
) -> list[Problem]:
    """Return what does not fit what people have already done here, or would take from other courses."""
    if not has_history():
        return []
    found: list[Problem] = []
    for slug, compilation in courses.items():
        if compilation.course is not None:
            found += course_refusals(sources[slug], compilation.course)
    for stem, each in banks.items():
        if each.bank is not None:
            found += bank_refusals(f"quizzes/{stem}.md", each.bank)
    return [*found, *_lost_by_others(courses, banks, terms)]


def takes_from_others(compiled: CompiledContent) -> bool:
    """Tell whether publishing would take a word or a pool from a course that does not come along."""
    return bool(_lost_by_others(compiled.courses, compiled.banks, compiled.terms))


def _lost_by_others(
    courses: Mapping[str, Compilation], banks: Mapping[str, CompiledBank], terms: tuple[Term, ...] | None
) -> list[Problem]:
    slugs = {each.course.id for each in courses.values() if each.course is not None}
    readable = [each.bank for each in banks.values() if each.bank is not None]
    return list(sharing_refusals(slugs, readable, terms))


def _compile_glossary(text: bytes, budget: Budget | None) -> tuple[tuple[Term, ...] | None, list[Problem]]:
    try:
        terms, problems = markup.limited(markup.compile_glossary, text, budget=budget)
    except TimeoutError:
        return None, [_too_slow("glossary.md")]
    return terms, list(problems)


def _compile_bank(stem: str, content: bytes, budget: Budget | None) -> CompiledBank:
    path = f"quizzes/{stem}.md"
    try:
        bank, problems = markup.limited(_parsed, content, path, cpu=BANK_CPU_SECONDS, budget=budget)
    except TimeoutError:
        bank, problems = None, (_too_slow(path),)
    if bank is not None and bank.id != stem:
        # Courses link to the file and learners' marks belong to the id: only one name leads back from there.
        problems = (*problems, _other_name(path, bank.id, stem))
        bank = None
    return CompiledBank(stem, markup.normalised(content.decode("utf-8", "replace")), bank, problems)


def _parsed(content: bytes, path: str) -> tuple[questions.Bank | None, tuple[Problem, ...]]:
    return questions.parse_bank(
        content, path, lambda piece, inline: markup.render_markdown(piece, inline=inline)
    )


def _too_slow(path: str) -> Problem:
    return Problem(
        path,
        1,
        ERROR,
        "too-slow",
        "Tệp này dựng quá lâu nên đã dừng. Chia thành hai tệp, bớt dấu ngoặc và dấu sao đứng liền nhau.",
        "Rendering this file took too long and was stopped. Split it; avoid long runs of brackets and stars.",
    )


def _other_name(path: str, bank_id: str, stem: str) -> Problem:
    return Problem(
        path,
        1,
        ERROR,
        "bank-name",
        f"`id: {bank_id}` khác tên tệp `{stem}.md`. Đổi một trong hai cho giống nhau.",
        f"`id: {bank_id}` differs from the file's name `{stem}.md`. Make them the same.",
    )


def _unknown_lessons(banks: Iterable[CompiledBank], courses: Mapping[str, Compilation]) -> list[Problem]:
    """Return what is wrong with the lessons that questions send people back to, where every course can be read."""
    compiled = [compilation.course for compilation in courses.values()]
    lessons = {lesson.id for course in compiled if course for lesson in course.lessons}
    lessons |= _published_lessons(besides=set(courses))
    if None in compiled or not lessons:
        return []
    found = (
        questions.note_lessons(each.bank, f"quizzes/{each.stem}.md", lessons) for each in banks if each.bank
    )
    return [problem for problems in found for problem in problems]


def _published_lessons(besides: set[str]) -> set[str]:
    if not has_history():
        return set()
    found = (
        select(Course.slug, CourseRevision.compiled)
        .join(CourseRevision, CourseRevision.id == Course.current_revision_id)
        .where(Course.slug.not_in(besides))
    )
    return {lesson["id"] for _, compiled in db.session.execute(found) for lesson in compiled["lessons"]}


def _known(banks: Iterable[CompiledBank], terms: tuple[Term, ...] | None, content: Content) -> Known:
    """Return what courses may link to: what is published already, and what comes with them."""
    has_database = has_history()
    pools: dict[str, tuple[str, frozenset[str] | None]] = {}
    if has_database:
        pools |= {slug: (slug, pool_ids) for slug, pool_ids in _published_pools()}
    for each in banks:
        pools[each.stem] = (
            each.stem,
            frozenset(pool.id for pool in each.bank.pools) if each.bank else None,
        )
    slugs = set(content.courses) | (set(db.session.scalars(select(Course.slug))) if has_database else set())
    words: frozenset[str] | None = None
    if terms is not None:
        words = frozenset(term.id for term in terms)
    elif has_database:
        words = frozenset(term.id for term in list_terms())
    return Known(pools if pools else None, words, frozenset(slugs))


def _published_pools() -> list[tuple[str, frozenset[str]]]:
    """Return each published bank's id with the ids of its pools."""
    found = select(Bank.slug, BankRevision.compiled).join(
        BankRevision, BankRevision.id == Bank.current_revision_id
    )
    return [
        (slug, frozenset(pool["id"] for pool in kept["pools"])) for slug, kept in db.session.execute(found)
    ]
