"""Reading the drafts of banks: a person's own, one with its questions, and how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, select, true

from lms.banks.models import BankDraft, DraftQuestion
from lms.core.errors import NotFoundError
from lms.core.questions.manuscript import Manuscript, Trouble, WrittenPool, WrittenQuestion
from lms.core.questions.storing import trouble_from_json, written_from_json
from lms.core.vietnamese import fold
from lms.db import db
from lms.quizzes.models import Bank, BankRevision
from lms.quizzes.queries import find_bank


@dataclass(frozen=True)
class Tally:
    """How many questions of a draft can be published, need a person, and were taken out."""

    ready: int = 0
    unsure: int = 0
    dropped: int = 0

    @property
    def kept(self) -> int:
        return self.ready + self.unsure


@dataclass(frozen=True)
class DraftRow:
    """One draft in a list. ``is_changed``: it holds more than was last published."""

    token: str
    title: str
    slug: str
    file_name: str
    tally: Tally
    updated_at: datetime
    published_at: datetime | None

    @property
    def is_changed(self) -> bool:
        return self.published_at is None or self.updated_at > self.published_at


@dataclass(frozen=True)
class Found:
    """Some of a draft's questions, and how many there are of that kind."""

    rows: Sequence[DraftQuestion]
    total: int


_READY = DraftQuestion.status == "ready"
_COUNTS = (
    func.sum(case((_READY & ~DraftQuestion.is_dropped, 1), else_=0)),
    func.sum(case((~_READY & ~DraftQuestion.is_dropped, 1), else_=0)),
    func.sum(case((DraftQuestion.is_dropped, 1), else_=0)),
)


def list_drafts(user_id: int) -> list[DraftRow]:
    """Return a person's drafts that were not dropped, the one worked on last first."""
    found = (
        select(BankDraft, *_COUNTS)
        .outerjoin(DraftQuestion, DraftQuestion.draft_id == BankDraft.id)
        .where(BankDraft.user_id == user_id, BankDraft.state == "open")
        .group_by(BankDraft.id)
        .order_by(BankDraft.updated_at.desc(), BankDraft.id.desc())
    )
    return [
        DraftRow(
            draft.token,
            draft.title,
            draft.slug,
            draft.file_name,
            _tally(*counts),
            draft.updated_at,
            draft.published_at,
        )
        for draft, *counts in db.session.execute(found)
    ]


def count_open_drafts(user_id: int) -> int:
    """Return how many drafts a person has that were not dropped."""
    open_ones = select(func.count()).where(BankDraft.user_id == user_id, BankDraft.state == "open")
    return db.session.scalar(open_ones) or 0


def list_dropped_drafts(user_id: int) -> list[BankDraft]:
    """Return a person's dropped drafts, the latest first, each locked; one that somebody is at right now is left out."""
    dropped = select(BankDraft).where(BankDraft.user_id == user_id, BankDraft.state == "dropped")
    in_order = dropped.order_by(BankDraft.updated_at.desc(), BankDraft.id.desc())
    return list(db.session.scalars(in_order.with_for_update(skip_locked=True)))


def get_draft(token: str, *, is_locked: bool = False) -> BankDraft:
    """Return a draft, dropped or not. Whose it is, and who may see it, is for the policy.

    Raises:
        NotFoundError: there is none with this token.
    """
    wanted = select(BankDraft).where(BankDraft.token == token)
    if is_locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFoundError
    return found


def get_question(draft_id: int, question_id: int, *, is_locked: bool = False) -> DraftQuestion:
    """Return a question of a draft.

    Raises:
        NotFoundError: the draft has no such question.
    """
    wanted = select(DraftQuestion).where(DraftQuestion.id == question_id, DraftQuestion.draft_id == draft_id)
    if is_locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFoundError
    return found


def tally_of(draft_id: int) -> Tally:
    """Return how far a draft has come."""
    return _tally(*db.session.execute(select(*_COUNTS).where(DraftQuestion.draft_id == draft_id)).one())


def _tally(ready: int | None, unsure: int | None, dropped: int | None) -> Tally:
    return Tally(ready or 0, unsure or 0, dropped or 0)


def find_questions(draft_id: int, show: str, words: str, offset: int, limit: int) -> Found:
    """Return questions that ``show`` names (unsure, all or dropped) and that hold ``words``, in their order."""
    wanted = _shown(draft_id, show)
    if not fold(words):
        total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
        return Found(list(db.session.scalars(wanted.offset(offset).limit(limit))), total)
    texts = db.session.execute(wanted.with_only_columns(DraftQuestion.id, DraftQuestion.stem_text)).all()
    hits = [row_id for row_id, text in texts if fold(words) in fold(text)]
    page = hits[offset : offset + limit]
    return Found(list(db.session.scalars(wanted.where(DraftQuestion.id.in_(page)))), len(hits))


def _shown(draft_id: int, show: str) -> Select[DraftQuestion]:
    kinds: dict[str, ColumnElement[bool]] = {
        "unsure": (DraftQuestion.status == "draft") & (DraftQuestion.is_dropped == false()),
        "all": DraftQuestion.is_dropped == false(),
        "dropped": DraftQuestion.is_dropped == true(),
    }
    return (
        select(DraftQuestion)
        .where(DraftQuestion.draft_id == draft_id, kinds[show])
        .order_by(DraftQuestion.position, DraftQuestion.id)
    )


def list_pools(draft_id: int) -> list[dict[str, Any]]:
    """Return the draft's pools as they were written, each once, in the order of their first question."""
    found = select(DraftQuestion.pool).where(
        DraftQuestion.draft_id == draft_id, DraftQuestion.is_dropped == false()
    )
    pools: dict[str, dict[str, Any]] = {}
    for pool in db.session.scalars(found.order_by(DraftQuestion.position, DraftQuestion.id)):
        pools.setdefault(pool_key(pool), pool)
    return list(pools.values())


def pool_key(pool: dict[str, Any]) -> str:
    """Return what tells the pools of a draft apart: their title, as people see it."""
    return str(pool["title"])


def taken_ids(draft_id: int) -> set[str]:
    """Return the ids of all questions of a draft, dropped ones too: they may come back."""
    found = select(DraftQuestion.written).where(DraftQuestion.draft_id == draft_id)
    return {written["id"] for written in db.session.scalars(found)}


def written_of(row: DraftQuestion) -> WrittenQuestion:
    """Return the question that a row holds."""
    return written_from_json(row.written)


def troubles_of(kept: BankDraft | DraftQuestion) -> list[Trouble]:
    """Return what a person has to look at in a question, or in the file as a whole."""
    return [trouble_from_json(each) for each in kept.troubles]


def manuscript_of(draft: BankDraft) -> Manuscript:
    """Return what a draft would publish: its settings, and its ready questions pool by pool."""
    pools: dict[str, list[DraftQuestion]] = {}
    rows = db.session.scalars(_shown(draft.id, "all").where(DraftQuestion.status == "ready"))
    for row in rows:
        pools.setdefault(pool_key(row.pool), []).append(row)
    untitled = {key: pools.pop(key) for key in [""] if key in pools}  # such questions come before any heading
    together = untitled | pools
    return Manuscript(
        tuple(_pool(rows_of) for rows_of in together.values()),
        {"id": draft.slug, "title": draft.title, **draft.front},
    )


def _pool(rows: Sequence[DraftQuestion]) -> WrittenPool:
    from_first = rows[0].pool
    draw, points = from_first["draw"], from_first["points"]
    return WrittenPool(
        from_first["title"],
        from_first["id"],
        draw if draw and draw < len(rows) else None,
        None if points is None else Decimal(points),
        tuple(written_of(row) for row in rows),
    )


def current_revision_id(slug: str) -> int | None:
    """Return the revision that people read under a bank's id, None where there is none yet."""
    bank = find_bank(slug)
    return bank.current_revision_id if bank else None


def get_current_source(slug: str) -> tuple[int, str]:
    """Return the revision that people read under a bank's id, and its text.

    Raises:
        NotFoundError: there is no such bank.
    """
    found = db.session.execute(
        select(BankRevision.id, BankRevision.source)
        .join(Bank, Bank.current_revision_id == BankRevision.id)
        .where(Bank.slug == slug)
    ).first()
    if found is None:
        raise NotFoundError
    return found.id, found.source
