"""Beginning an attempt: the limit is exact, and a double start is one attempt."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.errors import N_, DomainError, NotFoundError
from lms.core.questions import Drawn, draw, drawn_to_json
from lms.db import db
from lms.progress.services import enrol
from lms.quizzes.models import Attempt
from lms.quizzes.queries import Granted, PublishedBank, find_extension, list_goes
from lms.quizzes.services.timing import close_for, deadline_of, open_of


class NotOpenYetError(DomainError):
    message = N_("Bài kiểm tra này chưa mở. Thầy cô quay lại vào giờ ghi ở trang giới thiệu bài nhé.")


class AlreadyClosedError(DomainError):
    message = N_("Bài kiểm tra này đã đóng. Thầy cô hỏi người soạn bài nếu cần làm thêm.")


class NoAttemptsLeftError(DomainError):
    message = N_("Thầy cô đã dùng hết số lần làm bài này. Kết quả đã có vẫn được giữ.")


def begin_attempt(
    user_id: int,
    course_id: int,
    keys: Sequence[str],
    published: PublishedBank,
    pool: str | None,
    zone: ZoneInfo,
    now: datetime,
    held_by_id: int | None = None,
) -> str:
    """Begin an attempt, or find the one that runs, and return its token.

    ``keys`` are the quiz's: today's first, then those it had before. ``held_by_id`` is the sign-in session that begins.

    Raises:
        NotFoundError: the bank no longer has this pool.
        NotOpenYetError, AlreadyClosedError, NoAttemptsLeftError: the bank's rules say no.
    """
    _lock_person(user_id)
    goes = list_goes(user_id, course_id, keys)
    running = next((go for go in goes if go.is_running), None)
    if running is not None:
        return running.token
    granted = find_extension(user_id, course_id, keys)
    _check_rules(published, sum(go.state != "void" for go in goes), zone, now, granted)
    enrol(user_id, course_id, now)
    drawn = _drawn(published, pool)
    attempt = Attempt(
        token=secrets.token_urlsafe(32),
        user_id=user_id,
        course_id=course_id,
        item_key=keys[0],
        bank_id=published.bank_id,
        revision_id=published.id,
        number=max((go.number for go in goes), default=0) + 1,
        state="in_progress",
        frozen=drawn_to_json(drawn),
        started_at=now,
        deadline_at=deadline_of(published.bank, now, zone, granted),
        max_score=drawn.points,
        held_by_id=held_by_id,
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt.token


def _lock_person(user_id: int) -> None:
    """Let a person's starts come one after the other. SQLite has begun IMMEDIATE, PostgreSQL needs the row."""
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))


def _check_rules(
    published: PublishedBank, used: int, zone: ZoneInfo, now: datetime, granted: Granted
) -> None:
    bank = published.bank
    opens, closes = open_of(bank, zone), close_for(bank, zone, granted)
    if opens is not None and now < opens:
        raise NotOpenYetError
    if closes is not None and now >= closes:
        raise AlreadyClosedError
    if bank.attempts and used >= bank.attempts + granted.extra_attempts:
        raise NoAttemptsLeftError


def _drawn(published: PublishedBank, pool: str | None) -> Drawn:
    try:
        return draw(published.bank, secrets.randbits(48), pool)
    except KeyError as missing:
        raise NotFoundError from missing
