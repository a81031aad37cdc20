"""Storing banks. Whether a bank is valid was decided by ``lms.core.questions``."""

from datetime import datetime

from lms.accounts.services import write_audit
from lms.core.questions import Bank as Compiled
from lms.core.questions import bank_to_json
from lms.db import db
from lms.quizzes.models import Bank, BankRevision
from lms.quizzes.queries import find_bank, find_bank_revision


def store_bank(
    bank: Compiled, source_text: str, now: datetime, published_by_id: int | None = None
) -> BankRevision | None:
    """Make this the bank's current revision; return None if it already is. Running attempts keep theirs."""
    row = find_bank(bank.id)
    if row is None:
        row = Bank(slug=bank.id, title=bank.title[:200], created_at=now)
        db.session.add(row)
        db.session.flush()
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
