"""Drafts that begin, are dropped and come back; what a file held becomes rows of questions."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert

from lms.accounts.models import User
from lms.accounts.services import write_audit
from lms.banks.models import BankDraft, DraftQuestion
from lms.banks.queries.drafts import count_open_drafts, current_revision_id, list_dropped_drafts
from lms.core.errors import N_, DomainError
from lms.core.markup.source import without_hidden
from lms.core.questions.drafting import free_id, plain_stem, with_ids
from lms.core.questions.manuscript import (
    MOST_IMPORTED,
    Manuscript,
    Reading,
    Trouble,
    WrittenPool,
    WrittenQuestion,
)
from lms.core.questions.marks import ID
from lms.core.questions.storing import trouble_to_json, written_to_json
from lms.core.vietnamese import nfc, slug, squeeze
from lms.db import db

MOST_DRAFTS = 50
MOST_DROPPED = 20
"""Drafts that a person dropped and can take back; older ones are removed for good."""

COLUMNS_UNKNOWN = "no-headings"
"""The code of the trouble that a table's reader has where it cannot tell the columns."""

LONGEST_TITLE = 200
LONGEST_SLUG = 64
UNNAMED = N_("Ngân hàng câu hỏi mới")


class TooManyDraftsError(DomainError):
    message = N_("Thầy cô đang giữ %(most)s bản nháp, đã đủ chỗ. Bỏ bớt một bản rồi làm tiếp.")


class TooManyQuestionsError(DomainError):
    message = N_("Một bản nháp giữ được %(most)s câu. Thầy cô chia thành nhiều tệp nhé.")


def keep_draft(
    user_id: int, reading: Reading, title: str, slug: str, file_name: str, format_name: str, now: datetime
) -> BankDraft:
    """Keep what was read as a draft of this person. An empty title or slug is taken from the file.

    Raises:
        TooManyDraftsError, TooManyQuestionsError: there is no room.
    """
    front = dict(reading.manuscript.front)
    own_id, own_title = front.pop("id", ""), front.pop("title", "")
    named = _line(title or own_title or _stem_of(file_name)) or UNNAMED
    draft = _begin(user_id, named, slug or own_id, now)
    draft.front, draft.file_name, draft.format = front, _line(file_name)[:200], format_name[:12]
    fill_draft(draft, reading)
    return draft


def begin_draft(user_id: int, title: str, now: datetime) -> BankDraft:
    """Begin an empty draft, to be written here.

    Raises:
        TooManyDraftsError: there is no room.
    """
    return _begin(user_id, _line(title) or UNNAMED, "", now)


def draft_of_bank(
    user_id: int, bank_slug: str, revision_id: int, reading: Reading, now: datetime
) -> BankDraft:
    """Begin a draft from a published bank. Publishing it over anything but that revision wants a second word.

    Raises:
        TooManyDraftsError: there is no room.
    """
    draft = keep_draft(user_id, _without_sources(reading), "", bank_slug, "", "native", now)
    draft.base_revision_id = revision_id
    db.session.flush()
    return draft


def _without_sources(reading: Reading) -> Reading:
    """Return a reading without the texts to compare with: the bank itself is what was read."""
    pools = tuple(
        replace(pool, questions=tuple(replace(each, source="", where="") for each in pool.questions))
        for pool in reading.manuscript.pools
    )
    return replace(reading, manuscript=replace(reading.manuscript, pools=pools))


def _begin(user_id: int, title: str, wanted_slug: str, now: datetime) -> BankDraft:
    db.session.get(User, user_id, with_for_update=True)  # two at once are counted one after the other
    if count_open_drafts(user_id) >= MOST_DRAFTS:
        raise TooManyDraftsError(most=MOST_DRAFTS)
    draft = BankDraft(
        token=secrets.token_urlsafe(32),
        user_id=user_id,
        slug=_slug_for(wanted_slug, title),
        title=title[:LONGEST_TITLE],
        front={},
        troubles=[],
        created_at=now,
        updated_at=now,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def fill_draft(draft: BankDraft, reading: Reading) -> None:
    """Put the questions of a reading into a draft that has none, each with an id that will stay.

    Raises:
        TooManyQuestionsError: they are more than a draft holds.
    """
    manuscript = reading.manuscript
    if len(manuscript.questions) > MOST_IMPORTED:
        raise TooManyQuestionsError(most=MOST_IMPORTED)
    draft.troubles = [trouble_to_json(each) for each in reading.troubles if each.question is None]
    about: dict[int, list[Trouble]] = {}
    for trouble in reading.troubles:
        if trouble.question is not None:
            about.setdefault(trouble.question, []).append(trouble)
    pools = [pool for pool, each in _pools(manuscript) for _ in each.questions]
    questions = with_ids(manuscript.questions)
    rows = [
        {
            "draft_id": draft.id,
            "position": number + 1,
            "pool": pool,
            **columns(question, about.get(number, ())),
        }
        for number, (pool, question) in enumerate(zip(pools, questions, strict=True))
    ]
    db.session.flush()
    if rows:
        db.session.execute(insert(DraftQuestion), rows)


def columns(question: WrittenQuestion, troubles: Sequence[Trouble]) -> dict[str, Any]:
    """Return what a row says of a question."""
    return {
        "written": written_to_json(question),
        "stem_text": plain_stem(question),
        "status": question.status.value,
        "troubles": [trouble_to_json(each) for each in troubles],
        "is_dropped": False,
        "version": 1,
    }


def _pools(manuscript: Manuscript) -> list[tuple[dict[str, Any], WrittenPool]]:
    """Return each pool as rows keep it, with an id wherever it has a title."""
    taken: set[str] = set()
    kept = []
    for pool in manuscript.pools:
        title = squeeze(pool.title) or pool.id
        pool_id = free_id(pool.id, title, taken) if title else ""
        taken.add(pool_id)
        kept.append((pool_columns(title, pool_id, pool.draw, pool.points), pool))
    return kept


def pool_columns(title: str, pool_id: str, draw: int | None, points: object | None) -> dict[str, Any]:
    """Return a pool as rows keep it."""
    return {"title": title, "id": pool_id, "draw": draw, "points": None if points is None else str(points)}


def drop_draft(draft: BankDraft, by_id: int, now: datetime) -> list[BankDraft]:
    """Take a draft off the shelf; return the person's oldest dropped ones, which are removed for good."""
    if draft.state == "dropped":
        return []
    draft.state, draft.updated_at = "dropped", now
    write_audit(by_id, "bank_draft.dropped", f"bank_draft:{draft.id}", now, detail={"bank": draft.slug})
    db.session.flush()
    crowded = list_dropped_drafts(draft.user_id)[MOST_DROPPED:]
    for former in crowded:
        db.session.execute(delete(DraftQuestion).where(DraftQuestion.draft_id == former.id))
        db.session.delete(former)
    db.session.flush()
    return crowded


def take_back_draft(draft: BankDraft, now: datetime) -> None:
    """Put a dropped draft back on the shelf.

    Raises:
        TooManyDraftsError: there is no room.
    """
    db.session.get(User, draft.user_id, with_for_update=True)
    if draft.state == "open":
        return
    if count_open_drafts(draft.user_id) >= MOST_DRAFTS:
        raise TooManyDraftsError(most=MOST_DRAFTS)
    draft.state, draft.updated_at = "open", now
    db.session.flush()


def is_new_over(draft: BankDraft) -> bool:
    """Tell whether publishing would replace a revision that this draft did not begin from."""
    current = current_revision_id(draft.slug)
    return current is not None and current != draft.base_revision_id


def _line(text: str) -> str:
    return squeeze(without_hidden(text))


def _slug_for(wanted: str, title: str) -> str:
    if ID.fullmatch(wanted):
        return wanted
    return slug(title)[:LONGEST_SLUG].strip("-") or "bo-cau-hoi"


def _stem_of(file_name: str) -> str:
    return nfc(file_name).rpartition("/")[2].rpartition("\\")[2].rpartition(".")[0].replace("_", " ")
