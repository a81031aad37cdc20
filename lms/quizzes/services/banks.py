"""Storing banks. Whether a bank is valid was decided by ``lms.core.questions``."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.accounts.services import write_audit
from lms.core.errors import ConflictError
from lms.core.questions import Bank as Compiled
from lms.core.questions import bank_to_json
from lms.db import db
from lms.quizzes.models import Bank, BankRevision
from lms.quizzes.queries import find_bank_revision


def store_bank(
    bank: Compiled, source_text: str, now: datetime, published_by_id: int | None = None
) -> BankRevision | None:
    """Make this the bank's current revision; return None if it already is. Running attempts keep theirs.

    Raises:
        ConflictError: somebody else has published this new bank a moment ago.
    """
    row = lock_bank(bank.id) or _begin_bank(bank, now)
    revision = find_bank_revision(row.id, bank.sha256)
    if revision is not None and row.current_revision_id == revision.id:
        return None
    if revision is None:
        revision = BankRevision(
            bank_id=row.id,
            sha256=bank.sha256,
            source=source_text,
            compiled=bank_to_json(bank),
            created_at=now,
        )
        db.session.add(revision)
        db.session.flush()
    row.title, row.current_revision_id = bank.title[:200], revision.id
    write_audit(published_by_id, "bank.published", f"bank:{bank.id}", now, detail={"sha256": bank.sha256})
    db.session.flush()
    return revision


def lock_bank(slug: str) -> Bank | None:
    """Return a bank and hold its row, so that who else would publish it waits; attempts may begin meanwhile."""
    found = select(Bank).where(Bank.slug == slug).with_for_update(key_share=True)
    return db.session.scalars(found, execution_options={"populate_existing": True}).first()


def _begin_bank(bank: Compiled, now: datetime) -> Bank:
    row = Bank(slug=bank.id, title=bank.title[:200], created_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as taken:
        raise ConflictError from taken
    return row
