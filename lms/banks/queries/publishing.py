"""What publishing a draft would do, said before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lms.accounts.models import User
from lms.authoring.queries import (
    BankChange,
    CompiledContent,
    Content,
    compile_content,
    current_base,
    report_on,
)
from lms.authoring.queries.sharing import courses_with_bank
from lms.banks.models import BankDraft
from lms.banks.queries.drafts import Tally, manuscript_of, tally_of
from lms.core.markup import Budget
from lms.core.problems import Problem
from lms.core.questions.native import write_native
from lms.db import db
from lms.quizzes.models import Bank

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class DraftReport:
    """A draft compiled as it would be published. ``change`` is None where it has errors."""

    content: Content
    compiled: CompiledContent
    change: BankChange | None
    tally: Tally
    used_in: Sequence[str]
    base: Mapping[str, int | None]
    former_title: str
    is_new_over: bool

    @property
    def problems(self) -> Sequence[Problem]:
        return self.compiled.problems

    @property
    def errors(self) -> int:
        return len(self.compiled.errors)


def report_on_draft(draft: BankDraft, today: date) -> DraftReport:
    """Compile what a draft would publish and compare it with what people read.

    Raises:
        OverBudgetError: it takes too long.
    """
    content = Content(banks={draft.slug: write_native(manuscript_of(draft))})
    compiled = compile_content(content, today, Budget(PATIENCE_SECONDS))
    changes = report_on(compiled).banks
    known = db.session.scalars(select(Bank).where(Bank.slug == draft.slug)).first()
    current = known.current_revision_id if known else None
    return DraftReport(
        content,
        compiled,
        changes[0] if changes else None,
        tally_of(draft.id),
        courses_with_bank(draft.slug),
        current_base(compiled),
        known.title if known and current else "",
        current is not None and current != draft.base_revision_id,
    )


def owner_name(draft: BankDraft) -> str:
    """Return who began a draft: an admin may be looking at somebody else's."""
    return db.session.scalar(select(User.full_name).where(User.id == draft.user_id)) or ""
