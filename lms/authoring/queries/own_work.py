"""What people published here themselves: a start of the server must not put what is shipped over it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import func, select

from lms.accounts.models import AuditEntry
from lms.authoring.queries.exporting import glossary_text, section_of
from lms.authoring.queries.reading import Content
from lms.core.markup import compile_glossary
from lms.courses.queries import list_terms
from lms.db import db

Part = TypeVar("Part")

_ACTIONS = ("course.published", "bank.published")


def beside_own_work(content: Content) -> Content:
    """Return what of the shipped content does not touch what somebody signed in has published last.

    Once somebody has, the glossary only gains words: whose the others are, nobody can tell.
    """
    own = _own_parts()
    if not own:
        return content
    return replace(
        content,
        courses=_others(content.courses, "course", own),
        banks=_others(content.banks, "bank", own),
        glossary=None if content.glossary is None else _enlarged(content.glossary),
    )


def _own_parts() -> set[str]:
    latest = (
        select(func.max(AuditEntry.id)).where(AuditEntry.action.in_(_ACTIONS)).group_by(AuditEntry.subject)
    )
    found = select(AuditEntry.subject).where(AuditEntry.id.in_(latest), AuditEntry.actor_id.is_not(None))
    return set(db.session.scalars(found))


def _others(parts: Mapping[str, Part], kind: str, own: set[str]) -> dict[str, Part]:
    return {slug: part for slug, part in parts.items() if f"{kind}:{slug}" not in own}


def _enlarged(shipped: bytes) -> bytes:
    known = {term.id: term for term in list_terms()}
    sources = {term.id: term.source for term in compile_glossary(shipped)[0]}
    kept = [term.source or sources.get(term.id) or section_of(term) for term in known.values()]
    return glossary_text(
        [*kept, *(text for term_id, text in sources.items() if term_id not in known)]
    ).encode()
