"""Confirming in person by QR code: a pass that the learner's phone shows, and a person's phone reads."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete

from lms.accounts.queries import digest
from lms.core.errors import N_, DomainError
from lms.db import db
from lms.practice.models import MeetingPass, Submission
from lms.practice.queries import PublishedTask, find_pass, lock_person
from lms.practice.services.deciding import QR, confirm_in_person
from lms.practice.services.telling import Party

PASS_LIFE = timedelta(minutes=5)


class PassEndedError(DomainError):
    """The same for a pass that is too old, used, replaced, or never was."""

    status = 410
    message = N_("Mã này đã hết hạn hoặc đã dùng. Mỗi mã chỉ dùng một lần, trong 5 phút.")


def issue_pass(user_id: int, task: PublishedTask, now: datetime) -> str:
    """Make a pass for one confirmation of a task and return its token, which is kept nowhere; a former one is void."""
    lock_person(user_id)
    db.session.execute(
        delete(MeetingPass).where(MeetingPass.user_id == user_id, MeetingPass.used_at.is_(None))
    )
    token = secrets.token_urlsafe(32)
    db.session.add(
        MeetingPass(
            token_hash=digest(token),
            user_id=user_id,
            course_id=task.published.course_id,
            item_key=task.item.key,
            created_at=now,
            expires_at=now + PASS_LIFE,
        )
    )
    db.session.flush()
    return token


def is_live(found: MeetingPass | None, now: datetime) -> bool:
    """Tell whether a pass can still be used."""
    return found is not None and found.used_at is None and now < found.expires_at


def confirm_by_pass(
    token: str, task: PublishedTask, reviewer: Party, ticks: Mapping[str, object], now: datetime
) -> Submission:
    """Use up a pass and confirm its task; what is refused leaves the pass as it was.

    Raises:
        PassEndedError: it is used, replaced or too old.
        TransitionRefusedError: the task is confirmed already.
        SupportMissingError, NotSeenError: the observation list does not allow it.
    """
    found = find_pass(token)
    if found is None:
        raise PassEndedError
    lock_person(found.user_id)
    found = db.session.get(MeetingPass, found.id, with_for_update=True, populate_existing=True)
    if found is None or not is_live(found, now):
        raise PassEndedError
    submission = confirm_in_person(found.user_id, task, reviewer, ticks, now, means=QR)
    found.used_at, found.submission_id = now, submission.id
    db.session.flush()
    return submission
