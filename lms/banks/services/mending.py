"""Mending a draft in place: the key, the words, the settings; questions added, taken out and taken back.

Every change names the version that the person saw. What somebody changed since is never written over: the error holds
both texts, and the person chooses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from lms.banks.models import BankDraft, DraftQuestion
from lms.banks.queries.drafts import (
    get_question,
    list_pools,
    pool_key,
    taken_ids,
    tally_of,
    troubles_of,
    written_of,
)
from lms.banks.services.keeping import TooManyQuestionsError, columns, pool_columns
from lms.core.errors import N_, ConflictError, DomainError
from lms.core.questions.drafting import CHOICES, errors_of, free_id, plain_stem
from lms.core.questions.manuscript import MOST_IMPORTED, Status, Trouble, WrittenQuestion
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.questions.native import write_question
from lms.core.questions.storing import trouble_to_json, written_to_json
from lms.core.vietnamese import squeeze
from lms.db import db


class StaleQuestionError(ConflictError):
    """Somebody changed the question since the form was shown; nothing was stored."""

    message = N_("Câu này vừa được sửa ở nơi khác, nên chưa lưu gì. Thầy cô so hai bản rồi chọn.")

    def __init__(self, row: DraftQuestion, mine: WrittenQuestion | None) -> None:
        self.row = row
        self.written = mine
        self.mine = None if mine is None else write_question(mine)
        self.theirs = write_question(written_of(row))
        super().__init__()


class StaleSettingsError(ConflictError):
    message = N_(
        "Phần thiết lập vừa được sửa ở nơi khác, nên chưa lưu gì. Thầy cô so hai bản dưới đây rồi bấm lưu lần nữa."
    )


class KeyNeededError(DomainError):
    message = N_("Thầy cô chọn ít nhất một đáp án đúng rồi bấm lưu.")


class StillWrongError(DomainError):
    message = N_("Câu này còn chỗ chưa dùng được. Thầy cô sửa ở đây rồi lưu.")


OUTLASTING = frozenset(
    {
        "picture",
        "unsure-picture",
        "excel-date",
        "error-cell",
        "letter-missing",
        "letter-twice",
        "ambiguous-number",
        "unfinished",
    }
)
"""Codes of troubles that choosing the key does not settle: something of the question itself may be missing or wrong."""


def choose_key(
    draft: BankDraft, question_id: int, version: int, chosen: Sequence[int], now: datetime
) -> DraftQuestion:
    """Make these options (by place, from 0) the right ones; the question is ready if nothing else is unsure.

    Raises:
        KeyNeededError: nothing that fits was chosen.
        StaleQuestionError: somebody changed it since.
    """
    row = get_question(draft.id, question_id, is_locked=True)
    question = written_of(row)
    mended = _with_key(question, frozenset(chosen))
    _refuse_stale(row, version, mended)
    left = [each for each in troubles_of(row) if each.code in OUTLASTING]
    return _store(draft, row, mended, left, now)


def _with_key(question: WrittenQuestion, chosen: frozenset[int]) -> WrittenQuestion:
    is_cluster = question.type is QuestionType.CLUSTER
    fits = chosen <= set(range(len(question.options))) and (chosen or is_cluster)
    if not fits or not (is_cluster or question.type in CHOICES):
        raise KeyNeededError
    options = tuple(
        replace(option, fraction=ONE if place in chosen else ZERO)
        for place, option in enumerate(question.options)
    )
    kind = question.type if is_cluster or len(chosen) == 1 else QuestionType.MULTIPLE
    return replace(question, options=options, type=kind)


def _store(
    draft: BankDraft, row: DraftQuestion, question: WrittenQuestion, left: Sequence[Trouble], now: datetime
) -> DraftQuestion:
    """Write a question into its row: ready where nothing is left that a person has to look at."""
    wrong = [_as_trouble(vi, en, question) for vi, en in _errors(question)]
    unsure = [*left, *wrong]
    status = Status.DRAFT if unsure else Status.READY
    question = replace(question, status=status)
    row.written, row.stem_text, row.status = written_to_json(question), plain_stem(question), status.value
    row.troubles = [trouble_to_json(each) for each in unsure]
    return _touched(draft, row, now)


def _errors(question: WrittenQuestion) -> list[tuple[str, str]]:
    return [(problem.vi, problem.en) for problem in errors_of(question)]


def _as_trouble(vi: str, en: str, question: WrittenQuestion) -> Trouble:
    return Trouble(question.where, question.place, vi, en, "", "", code="check")


def _touched(draft: BankDraft, row: DraftQuestion, now: datetime) -> DraftQuestion:
    row.version += 1
    draft.updated_at = now
    db.session.flush()
    return row


def _refuse_stale(row: DraftQuestion, version: int, mine: WrittenQuestion | None) -> None:
    if row.version != version:
        raise StaleQuestionError(row, mine)


def save_question(
    draft: BankDraft,
    question_id: int,
    version: int,
    question: WrittenQuestion,
    pool_title: str,
    now: datetime,
    *,
    is_unsure: bool = False,
) -> DraftQuestion:
    """Store what a person wrote. It was checked before; it is ready unless the person is not done with it.

    Raises:
        StaleQuestionError: somebody changed it since.
    """
    row = get_question(draft.id, question_id, is_locked=True)
    before = written_of(row)
    mine = replace(
        question,
        id=_own_id(draft, question.id, before.id),
        source=before.source,
        where=before.where,
        place=before.place,
    )
    _refuse_stale(row, version, mine)
    row.pool = _pool_for(draft, pool_title)
    return _store(draft, row, mine, _unfinished() if is_unsure else (), now)


def _own_id(draft: BankDraft, wanted: str, before: str) -> str:
    """Return the id a question goes on with: what was written, unless another question has it."""
    if not wanted or wanted == before:
        return before
    return free_id(wanted, wanted, taken_ids(draft.id))


def _unfinished() -> tuple[Trouble, ...]:
    return (
        Trouble(
            "",
            0,
            "Thầy cô để câu này lại, xem sau.",
            "You left this question for later.",
            "Khi xong, bấm “Câu này dùng được”.",
            "When it is done, press “This question is fine”.",
            code="unfinished",
        ),
    )


def accept_question(draft: BankDraft, question_id: int, version: int, now: datetime) -> DraftQuestion:
    """Say that a question is fine as it stands: a person has looked at what the machine was unsure of.

    Raises:
        StillWrongError: the checker would refuse it.
        StaleQuestionError: somebody changed it since.
    """
    row = get_question(draft.id, question_id, is_locked=True)
    question = written_of(row)
    _refuse_stale(row, version, question)
    if errors_of(question):
        raise StillWrongError
    return _store(draft, row, question, (), now)


def add_question(
    draft: BankDraft, question: WrittenQuestion, pool_title: str, now: datetime, *, is_unsure: bool = False
) -> DraftQuestion:
    """Put a new question at the end.

    Raises:
        TooManyQuestionsError: the draft is full.
    """
    tally = tally_of(draft.id)
    if tally.kept + tally.dropped >= MOST_IMPORTED:
        raise TooManyQuestionsError(most=MOST_IMPORTED)
    new_id = free_id(question.id, plain_stem(question), taken_ids(draft.id))
    last = db.session.scalar(
        select(func.max(DraftQuestion.position)).where(DraftQuestion.draft_id == draft.id)
    )
    mine = replace(question, id=new_id, source="", where="", place=0)
    row = DraftQuestion(
        draft_id=draft.id,
        position=(last or 0) + 1,
        pool=_pool_for(draft, pool_title),
        **columns(mine, ()),
    )
    row.version = 0
    db.session.add(row)
    return _store(draft, row, mine, _unfinished() if is_unsure else (), now)


def set_dropped(
    draft: BankDraft, question_id: int, version: int, now: datetime, *, is_dropped: bool
) -> DraftQuestion:
    """Take a question out, or back in. Doing so twice changes nothing.

    Raises:
        StaleQuestionError: somebody changed it since.
    """
    row = get_question(draft.id, question_id, is_locked=True)
    if row.is_dropped == is_dropped:
        return row
    _refuse_stale(row, version, None)
    row.is_dropped = is_dropped
    return _touched(draft, row, now)


def save_settings(
    draft: BankDraft,
    version: int,
    title: str,
    slug: str,
    front: Mapping[str, str],
    draws: Mapping[str, int | None],
    now: datetime,
) -> None:
    """Store the settings of the bank, and how many questions are drawn from each pool.

    Raises:
        StaleSettingsError: somebody changed them since.
    """
    if draft.version != version:
        raise StaleSettingsError
    draft.title, draft.slug, draft.front = title, slug, dict(front)
    _store_draws(draft, draws)
    draft.version += 1
    draft.updated_at = now
    db.session.flush()


def _store_draws(draft: BankDraft, draws: Mapping[str, int | None]) -> None:
    found = select(DraftQuestion.id, DraftQuestion.pool).where(DraftQuestion.draft_id == draft.id)
    changed = [
        {"id": row_id, "pool": {**pool, "draw": draws[pool_key(pool)]}}
        for row_id, pool in db.session.execute(found)
        if pool_key(pool) in draws and pool["draw"] != draws[pool_key(pool)]
    ]
    if changed:
        db.session.execute(update(DraftQuestion), changed)


def _pool_for(draft: BankDraft, title: str) -> dict[str, Any]:
    """Return the pool with this title as the draft has it, or a new one."""
    title = squeeze(title)
    pools = list_pools(draft.id)
    for pool in pools:
        if pool_key(pool) == title:
            return pool
    pool_id = free_id("", title, {pool["id"] for pool in pools}) if title else ""
    return pool_columns(title, pool_id, None, None)
