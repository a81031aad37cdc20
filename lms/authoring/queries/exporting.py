"""What is published, as folders again: publishing them changes nothing, and exporting that gives the same bytes."""

import re
from collections.abc import Iterable, Mapping
from html import unescape

from sqlalchemy import select

from lms.authoring.queries.reading import BANKS, COURSES, GLOSSARY_FILE
from lms.core.errors import N_, DomainError
from lms.core.markup import normalised
from lms.core.vietnamese import sort_key
from lms.courses.models import Course, CourseRevision, GlossaryTerm
from lms.courses.queries import get_published, list_terms
from lms.db import db
from lms.quizzes.models import Bank, BankRevision
from lms.storage import Storage

_TAG = re.compile(r"<[^>]*>")
_MARK = re.compile(r"([\\`*_{}\[\]#~|])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class MissingMediaError(DomainError):
    message = N_(
        "Kho tệp không còn “%(path)s” của khóa học %(slug)s. Chép lại thư mục tệp từ bản sao lưu rồi làm lại."
    )


def export_course(course_id: int, revision_id: int, storage: Storage) -> dict[str, bytes]:
    """Return a course as it is in one revision, the banks it links as they are today, and the whole glossary.

    A glossary is always whole: publishing a part of it would remove the rest.

    Raises:
        MissingMediaError: the storage has lost a file of it.
    """
    linked = {
        item.quiz.bank
        for lesson in get_published(revision_id).course.lessons
        for item in lesson.items
        if item.quiz
    }
    return _course(course_id, revision_id, storage) | export_banks(linked) | export_glossary()


def export_all(storage: Storage) -> dict[str, bytes]:
    """Return every course as it is now, whatever its status, every bank, and the glossary.

    Raises:
        MissingMediaError: the storage has lost a file of one.
    """
    files = export_banks() | export_glossary()
    for course_id, revision_id in db.session.execute(select(Course.id, Course.current_revision_id)):
        if revision_id is not None:
            files |= _course(course_id, revision_id, storage)
    return files


def export_banks(slugs: Iterable[str] | None = None) -> dict[str, bytes]:
    """Return the named banks, or all, as they are now."""
    found = select(Bank.slug, BankRevision.source).join(
        BankRevision, BankRevision.id == Bank.current_revision_id
    )
    if slugs is not None:
        found = found.where(Bank.slug.in_(sorted(slugs)))
    return {f"{BANKS}/{slug}.md": normalised(text).encode() for slug, text in db.session.execute(found)}


def export_glossary() -> dict[str, bytes]:
    """Return the glossary in the order of the alphabet, or nothing where there is none."""
    terms = sorted(list_terms(), key=lambda term: (sort_key(term.term), term.id))
    return {f"{COURSES}/{GLOSSARY_FILE}": glossary_text(map(section_of, terms)).encode()} if terms else {}


def glossary_text(sections: Iterable[str]) -> str:
    """Return a glossary made of its entries' sources."""
    return "\n\n".join(["# Từ điển", *sections]) + "\n"


def source_texts(revision: CourseRevision) -> dict[str, str]:
    """Return the texts of a revision by path; those of before they were normalised are so now."""
    return {
        path: normalised(text) if path.lower().endswith(".md") else text
        for path, text in revision.sources.items()
    }


def _course(course_id: int, revision_id: int, storage: Storage) -> dict[str, bytes]:
    slug, sources, media = _kept(course_id, revision_id)
    files = {path: text.encode() for path, text in sources.items()}
    for path, name in media.items():
        try:
            files[path] = storage.get(name)
        except FileNotFoundError as missing:
            raise MissingMediaError(path=path, slug=slug) from missing
    return {f"{COURSES}/{slug}/{path}": content for path, content in files.items()}


def _kept(course_id: int, revision_id: int) -> tuple[str, Mapping[str, str], Mapping[str, str]]:
    found = (
        select(Course.slug, CourseRevision)
        .join(CourseRevision, CourseRevision.course_id == Course.id)
        .where(Course.id == course_id, CourseRevision.id == revision_id)
    )
    slug, revision = db.session.execute(found).one()
    return slug, source_texts(revision), revision.media


def section_of(term: GlossaryTerm) -> str:
    """Return an entry as its author wrote it.

    One published before that was kept gives its words without their markup, until its glossary is published again.
    """
    if term.source:
        return term.source
    english = f"English: {_escaped(term.english)}\n" if term.english else ""
    words = " ".join(unescape(_TAG.sub("", term.html)).split())
    return f"## {_escaped(term.term)} {{#{term.id}}}\n{english}{_escaped(words)}"


def _escaped(words: str) -> str:
    """Return words as Markdown that says just them."""
    words = _MARK.sub(r"\\\1", words)
    for sign, entity in _ENTITIES.items():
        words = words.replace(sign, entity)
    return words
