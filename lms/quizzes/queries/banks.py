"""Published banks and their revisions. The key is in a bank: only views of finished questions may ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from sqlalchemy import bindparam, select

from lms.core.errors import NotFoundError
from lms.core.questions import Bank as Compiled
from lms.core.questions import Question, bank_from_json
from lms.db import db
from lms.quizzes.models import Bank, BankRevision

KEPT_REVISIONS = 64


@dataclass(frozen=True)
class PublishedBank:
    """A revision of a bank, ready for use: its rules, and its questions by id. Holds the key."""

    id: int
    bank_id: int
    bank: Compiled
    questions: Mapping[str, Question]

    def count_drawn(self, pool: str | None) -> int:
        """Return how many questions an attempt gets."""
        pools = [each for each in self.bank.pools if pool is None or each.id == pool]
        return sum(len(each.questions) if each.draw is None else each.draw for each in pools)


@lru_cache(maxsize=KEPT_REVISIONS)
def get_bank_revision(revision_id: int) -> PublishedBank:
    """Return a revision ready for use; revisions never change, so each process keeps those it used.

    Raises:
        NotFoundError: there is no such revision.
    """
    row = db.session.execute(
        select(BankRevision.bank_id, BankRevision.compiled).where(BankRevision.id == revision_id)
    ).first()
    if row is None:
        raise NotFoundError
    bank = bank_from_json(row.compiled)
    questions = MappingProxyType({question.id: question for question in bank.questions})
    return PublishedBank(revision_id, row.bank_id, bank, questions)


_banks = Bank.__table__
_CURRENT = select(_banks.c.current_revision_id).where(_banks.c.slug == bindparam("slug"))


def get_current_bank(slug: str) -> PublishedBank:
    """Return the current revision of a bank, which new attempts get.

    Raises:
        NotFoundError: there is no such bank.
    """
    revision_id = db.session.scalar(_CURRENT, {"slug": slug})
    if revision_id is None:
        raise NotFoundError
    return get_bank_revision(revision_id)


def find_bank(slug: str) -> Bank | None:
    """Return a bank by its id."""
    return db.session.scalars(select(Bank).where(Bank.slug == slug)).first()


def find_bank_revision(bank_id: int, sha256: str) -> BankRevision | None:
    """Return the revision of a bank with this source."""
    return db.session.scalars(
        select(BankRevision).where(BankRevision.bank_id == bank_id, BankRevision.sha256 == sha256)
    ).first()


def list_question_types(slug: str) -> dict[str, str]:
    """Return the type that each question of a bank had when its id was first used, over all revisions."""
    revisions = (
        select(BankRevision.compiled)
        .join(Bank, Bank.id == BankRevision.bank_id)
        .where(Bank.slug == slug)
        .order_by(BankRevision.id)
    )
    types: dict[str, str] = {}
    for compiled in db.session.scalars(revisions):
        for pool in compiled["pools"]:
            for question in pool["questions"]:
                types.setdefault(question["id"], question["type"])
    return types
