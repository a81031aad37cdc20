"""What a publication would do: read the folders, compile them, compare with what is published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import func, inspect, select

from lms.core import markup, questions
from lms.core.markup import Compilation, CourseSource, Known, Term
from lms.core.problems import Problem
from lms.courses.models import Course
from lms.courses.queries import find_course, find_revision, list_items, list_terms
from lms.db import db
from lms.progress.models import Enrolment
from lms.quizzes.models import Bank, BankRevision

LARGEST_FILE = 5 * 1024 * 1024


@dataclass(frozen=True)
class Content:
    """Folders as read from disk: courses by folder name, banks by file stem, and the glossary."""

    courses: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    banks: Mapping[str, bytes] = field(default_factory=dict)
    glossary: bytes | None = None


@dataclass(frozen=True)
class CompiledBank:
    """A bank that was read: its text, and the bank itself unless it has an error."""

    stem: str
    text: str
    bank: questions.Bank | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class CompiledContent:
    """Everything compiled, with every problem found."""

    courses: Mapping[str, Compilation]
    banks: Mapping[str, CompiledBank]
    terms: tuple[Term, ...] | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.level == "error"]


@dataclass(frozen=True)
class CourseChange:
    """What publishing a course would change: ``state`` is new, changed or same."""

    slug: str
    title: str
    state: str
    added: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    learners: int = 0


@dataclass(frozen=True)
class BankChange:
    """What publishing a bank would change: ``state`` is new, changed or same."""

    slug: str
    title: str
    state: str
    questions: int


@dataclass(frozen=True)
class Report:
    """The first phase of a publication; the second is one transaction that does exactly this."""

    courses: tuple[CourseChange, ...]
    banks: tuple[BankChange, ...]

    @property
    def has_changes(self) -> bool:
        states = [course.state for course in self.courses] + [bank.state for bank in self.banks]
        return any(state != "same" for state in states)


def read_content(paths: Iterable[Path]) -> Content:
    """Read course folders, folders of them, banks and folders of banks.

    A folder with ``course.md`` is a course; one whose children are courses is a shelf, with its glossary; a Markdown
    file elsewhere is a bank.

    Raises:
        FileNotFoundError: a path does not exist.
    """
    courses: dict[str, dict[str, bytes]] = {}
    banks: dict[str, bytes] = {}
    glossary: bytes | None = None
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(path)
        if (path / "course.md").is_file():
            courses[path.resolve().name] = _course_files(path)
        elif path.is_file():
            glossary, banks = (
                (path.read_bytes(), banks) if path.name == "glossary.md" else (glossary, banks | _bank(path))
            )
        else:
            shelf = [child for child in sorted(path.iterdir()) if (child / "course.md").is_file()]
            courses |= {child.name: _course_files(child) for child in shelf}
            if (path / "glossary.md").is_file():
                glossary = (path / "glossary.md").read_bytes()
            elif not shelf:
                for file in sorted(path.glob("*.md")):
                    banks |= _bank(file)
    return Content(courses, banks, glossary)


def _course_files(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): _bounded(path) for path in found}


def _bank(path: Path) -> dict[str, bytes]:
    return {path.stem: _bounded(path)}


def _bounded(path: Path) -> bytes:
    """Read a file up to just over the limit, so that the checker sees that it is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def compile_content(content: Content, today: date) -> CompiledContent:
    """Compile everything and collect every problem; hostile text ends within the limits of the compiler."""
    terms, problems = (None, []) if content.glossary is None else _compile_glossary(content.glossary)
    banks = {stem: _compile_bank(stem, text) for stem, text in content.banks.items()}
    known = _known(banks.values(), terms, content)
    courses = {}
    for slug, files in content.courses.items():
        courses[slug] = markup.compile_course_limited(CourseSource(slug, files), known, today)
    for bank in banks.values():
        problems += bank.problems
    for compilation in courses.values():
        problems += compilation.problems
    return CompiledContent(courses, banks, terms, tuple(problems))


def _compile_glossary(text: bytes) -> tuple[tuple[Term, ...], list[Problem]]:
    terms, problems = markup.compile_glossary(text)
    return terms, list(problems)


def _compile_bank(stem: str, text: bytes) -> CompiledBank:
    bank, problems = questions.parse_bank(
        text, f"quizzes/{stem}.md", lambda piece, inline: markup.render_markdown(piece, inline=inline)
    )
    return CompiledBank(stem, text.decode("utf-8", "replace"), bank, problems)


def _known(banks: Iterable[CompiledBank], terms: tuple[Term, ...] | None, content: Content) -> Known:
    """Return what courses may link to: what is published already, and what comes with them."""
    # The checker also runs where no site is yet.
    has_database = inspect(db.engine).has_table(Bank.__tablename__)
    pools = {slug: (slug, pool_ids) for slug, pool_ids in _published_pools()} if has_database else {}
    for each in banks:
        if each.bank is not None:
            pools[each.stem] = (each.bank.id, frozenset(pool.id for pool in each.bank.pools))
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


def report_on(compiled: CompiledContent) -> Report:
    """Return what publishing would change, course by course and bank by bank; parts with errors are left out."""
    courses = [_course_change(each) for each in compiled.courses.values() if each.course is not None]
    banks = [_bank_change(each.bank) for each in compiled.banks.values() if each.bank is not None]
    return Report(tuple(courses), tuple(banks))


def _course_change(compilation: Compilation) -> CourseChange:
    course = compilation.course
    if course is None:
        raise ValueError("a course with errors has no change to report")
    known = find_course(course.id)
    keys = {item.key for lesson in course.lessons for item in lesson.items}
    if known is None:
        return CourseChange(course.id, course.title, "new", added=tuple(sorted(keys)))
    revision = find_revision(known.id, compilation.sha256)
    if revision is not None and revision.id == known.current_revision_id:
        return CourseChange(course.id, course.title, "same")
    present = {item.key for item in list_items(known.id) if item.retired_at is None}
    return CourseChange(
        course.id,
        course.title,
        "changed",
        added=tuple(sorted(keys - present)),
        retired=tuple(sorted(present - keys)),
        learners=count_running_enrolments(known.id),
    )


def _bank_change(bank: questions.Bank) -> BankChange:
    count = sum(len(pool.questions) for pool in bank.pools)
    current = db.session.scalar(
        select(BankRevision.sha256)
        .join(Bank, Bank.current_revision_id == BankRevision.id)
        .where(Bank.slug == bank.id)
    )
    state = "new" if current is None else "same" if current == bank.sha256 else "changed"
    return BankChange(bank.id, bank.title, state, count)


def count_running_enrolments(course_id: int) -> int:
    """Return how many people are in the middle of a course."""
    counted = select(func.count()).select_from(Enrolment)
    return (
        db.session.scalar(counted.where(Enrolment.course_id == course_id, Enrolment.completed_at.is_(None)))
        or 0
    )
