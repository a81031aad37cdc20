"""Reading certificates, the evidence behind them, and the ledger as a person's own history."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.accounts.models import User
from lms.core.completion import ItemState, Trust, Verb
from lms.core.errors import NotFoundError
from lms.core.people import call_name
from lms.courses.models import Course, CourseItem
from lms.courses.queries import Published
from lms.credentials.models import Certificate
from lms.db import db
from lms.progress.models import LearningEvent

ALPHABET = (
    "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that is mistaken for something else
)
CODE_LENGTH = 12
STRONGEST_FIRST = (Trust.PERSON, Trust.MACHINE, Trust.SELF)
_MISREAD = str.maketrans("OIL", "011")
_NOT_OF_A_CODE = re.compile(r"[\s.·_–—-]+")


def read_code(text: str) -> str | None:
    """Return a certificate's code in its one spelling, or None if ``text`` cannot be one.

    Case, spaces and hyphens are free; the letters O, I and L are read as the figures they imitate.
    """
    plain = _NOT_OF_A_CODE.sub("", unicodedata.normalize("NFKC", text)).upper().translate(_MISREAD)
    if len(plain) != CODE_LENGTH or any(letter not in ALPHABET for letter in plain):
        return None
    return show_code(plain)


def show_code(letters: str) -> str:
    """Return ``ABCD-EFGH-JKMN``."""
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def find_certificate(code: str) -> Certificate | None:
    """Return the certificate with this code, however it was typed."""
    wanted = read_code(code)
    if wanted is None:
        return None
    return db.session.scalars(select(Certificate).where(Certificate.code == wanted)).first()


def get_certificate(code: str) -> Certificate:
    """Return the certificate with this code.

    Raises:
        NotFoundError: there is none.
    """
    found = find_certificate(code)
    if found is None:
        raise NotFoundError
    return found


def find_valid_certificate(user_id: int, course_id: int) -> Certificate | None:
    """Return the certificate that a person holds for a course today."""
    found = select(Certificate).where(
        Certificate.user_id == user_id, Certificate.course_id == course_id, Certificate.revoked_at.is_(None)
    )
    return db.session.scalars(found).first()


def list_certificates(user_id: int) -> list[Certificate]:
    """Return a person's certificates, revoked ones included, newest first."""
    found = select(Certificate).where(Certificate.user_id == user_id).order_by(Certificate.id.desc())
    return list(db.session.scalars(found))


Evidence = Mapping[str, Mapping[str, int]]


def count_evidence(records: Mapping[str, Mapping[str, Any]], published: Published) -> Evidence:
    """Return how many finished steps, tasks and quizzes are known by whose word: trust -> kind -> how many.

    ``records`` are an enrolment's, in their stored form. What nobody vouched for counts as the learner's own word.
    """
    counts: dict[str, dict[str, int]] = {}
    for key, record in records.items():
        if key in published.items and record["state"] == ItemState.DONE:
            kind = published.items[key][1].kind
            of_trust = counts.setdefault(record.get("trust") or Trust.SELF.value, {})
            of_trust[kind] = of_trust.get(kind, 0) + 1
    return counts


def count_assisted(records: Mapping[str, Mapping[str, Any]], published: Published) -> int:
    """Return how many of the finished steps were done together on the mentor's phone and not yet alone.

    They are among those known by the learner's own word, and never more than that.
    """
    return sum(bool(record.get("assisted")) for key, record in records.items() if key in published.items)


def strongest_first(evidence: Evidence) -> Iterable[tuple[Trust, Mapping[str, int]]]:
    """Yield the levels of trust that there is evidence of: a person's word, the machine's, one's own."""
    for trust in STRONGEST_FIRST:
        if evidence.get(trust):
            yield trust, evidence[trust]


@dataclass(frozen=True)
class Happening:
    """One row of the ledger in a person's own history."""

    verb: Verb
    at: datetime
    trust: str
    kind: str
    title: str
    course_title: str
    by_name: str
    """Who acted, where that was somebody else."""
    is_assisted: bool = False
    """Done together on that other's phone."""


_HISTORY = (
    select(
        LearningEvent.verb,
        LearningEvent.at,
        LearningEvent.trust,
        func.coalesce(CourseItem.kind, "").label("kind"),
        func.coalesce(CourseItem.title, "").label("title"),
        Course.title.label("course_title"),
        LearningEvent.actor_kind,
        User.honorific,
        User.full_name,
    )
    .join(Course, Course.id == LearningEvent.course_id)
    .outerjoin(
        CourseItem,
        (CourseItem.course_id == LearningEvent.course_id) & (CourseItem.key == LearningEvent.item_key),
    )
    .outerjoin(User, User.id == LearningEvent.actor_id)
    .order_by(LearningEvent.id.desc())
)


def list_happenings(user_id: int, limit: int, offset: int = 0) -> list[Happening]:
    """Return a stretch of a person's history, newest first, with the titles of what it was about."""
    found = _HISTORY.where(LearningEvent.subject_id == user_id).limit(limit).offset(offset)
    return [
        Happening(
            Verb(row.verb),
            row.at,
            row.trust,
            row.kind,
            row.title,
            row.course_title,
            call_name(row.honorific, row.full_name) if row.full_name and row.actor_kind != "self" else "",
            row.actor_kind == "assisted",
        )
        for row in db.session.execute(found)
    ]


def count_happenings(user_id: int) -> int:
    """Return how many rows a person's ledger has."""
    counted = select(func.count()).select_from(LearningEvent).where(LearningEvent.subject_id == user_id)
    return db.session.scalar(counted) or 0
