"""Whether content is what people read here already. A start of the server then has nothing to compile."""

from collections.abc import Mapping

from sqlalchemy import select

from lms.authoring.queries.reading import Content
from lms.core import markup
from lms.core.markup import CourseSource
from lms.courses.models import Course, CourseRevision
from lms.courses.queries import list_terms
from lms.db import db
from lms.quizzes.models import Bank, BankRevision


def is_published(content: Content) -> bool:
    """Tell whether each course and bank, and the glossary, are current here by what their authors wrote."""
    return (
        _digests(content.courses).items() <= _current_digests().items()
        and _texts(content.banks).items() <= _current_texts().items()
        and (content.glossary is None or _sections(content.glossary) == _current_sections())
    )


def _digests(courses: Mapping[str, Mapping[str, bytes]]) -> dict[str, str]:
    sources = (markup.prepare(CourseSource(slug, files)) for slug, files in courses.items())
    return {source.slug: markup.digest(source.files) for source in sources}


def _current_digests() -> dict[str, str]:
    found = select(Course.slug, CourseRevision.sha256).join(
        CourseRevision, CourseRevision.id == Course.current_revision_id
    )
    return {row.slug: row.sha256 for row in db.session.execute(found)}


def _texts(banks: Mapping[str, bytes]) -> dict[str, str]:
    return {stem: markup.normalised(text.decode("utf-8", "replace")) for stem, text in banks.items()}


def _current_texts() -> dict[str, str]:
    found = select(Bank.slug, BankRevision.source).join(
        BankRevision, BankRevision.id == Bank.current_revision_id
    )
    return {row.slug: row.source for row in db.session.execute(found)}


def _sections(glossary: bytes) -> dict[str, str]:
    return {term.id: term.source for term in markup.compile_glossary(glossary)[0]}


def _current_sections() -> dict[str, str]:
    return {row.id: row.source for row in list_terms()}
