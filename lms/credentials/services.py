"""Issuing and revoking certificates. Only the ledger says who has earned one."""

import secrets
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from lms.accounts.queries import get_user
from lms.accounts.services import write_audit
from lms.core.completion import Progress
from lms.core.errors import N_, DomainError
from lms.courses.queries import Head, Published, get_published
from lms.credentials.models import Certificate
from lms.credentials.queries import (
    ALPHABET,
    CODE_LENGTH,
    count_evidence,
    find_valid_certificate,
    show_code,
)
from lms.db import db
from lms.pairing.queries.pairs import find_mentor
from lms.progress.services import folded
from lms.units.queries import find_member

LONGEST_REASON = 200


class NotEarnedError(DomainError):
    message = N_("Khóa này còn việc chưa xong nên chưa có giấy chứng nhận. Thầy cô mở khóa học để làm nốt.")


class NoCertificateError(DomainError):
    message = N_("Khóa này không cấp giấy chứng nhận.")


class AlreadyRevokedError(DomainError):
    status = 409
    message = N_("Giấy chứng nhận này đã được thu hồi từ trước.")


class RevokedError(DomainError):
    status = 410
    message = N_("Giấy chứng nhận này đã được thu hồi nên không tải về được nữa.")


def issue(user_id: int, head: Head, now: datetime) -> Certificate:
    """Give a person the certificate of a course; asking twice gives the same one.

    The stored enrolment is not asked: the ledger is folded anew, so that a row somebody changed earns nothing.

    Raises:
        NoCertificateError: the course has none.
        NotEarnedError: by the ledger, the person has not finished.
    """
    published = get_published(head.revision_id)
    if not published.course.certificate:
        raise NoCertificateError
    progress = folded(user_id, head.id, published.plan)
    if progress.completed_at is None:
        raise NotEarnedError
    held = find_valid_certificate(user_id, head.id)
    if held is not None:
        return held
    certificate = _frozen(user_id, published, progress, progress.completed_at, now)
    try:
        with db.session.begin_nested():
            db.session.add(certificate)
    except IntegrityError:  # the other tap was a moment faster
        held = find_valid_certificate(user_id, head.id)
        if held is None:
            raise
        return held
    member = find_member(user_id)
    write_audit(
        user_id,
        "certificate.issued",
        f"certificate:{certificate.code}",
        now,
        unit_id=member.unit_id if member else None,
    )
    return certificate


def _frozen(
    user_id: int, published: Published, progress: Progress, completed_at: datetime, now: datetime
) -> Certificate:
    """Return the certificate as things stand now; later changes of name, unit or course leave it alone."""
    member, mentor = find_member(user_id), find_mentor(user_id)
    records = {key: record.to_json() for key, record in progress.records.items()}
    return Certificate(
        code=show_code("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))),
        user_id=user_id,
        course_id=published.course_id,
        revision_id=published.id,
        full_name=get_user(user_id).full_name,
        course_title=published.course.title,
        unit_name=member.unit_name if member else "",
        mentor_name=f"{mentor.honorific} {mentor.full_name}".strip() if mentor else "",
        skills=[skill.title for skill in published.course.skills],
        evidence=count_evidence(records, published),
        completed_at=completed_at,
        issued_at=now,
    )


def revoke(
    certificate: Certificate, reason: str, revoked_by_id: int, unit_id: int | None, now: datetime
) -> None:
    """Take a certificate back; whoever verifies it sees so from now on.

    The person may claim a new one, which again asks the ledger alone: where the ground was wrong, withdraw that first.

    Raises:
        AlreadyRevokedError: it is revoked.
    """
    db.session.refresh(certificate, with_for_update=True)
    if not certificate.is_valid:
        raise AlreadyRevokedError
    certificate.revoked_at, certificate.revoked_by_id = now, revoked_by_id
    certificate.revoke_reason = reason[:LONGEST_REASON]
    write_audit(
        revoked_by_id,
        "certificate.revoked",
        f"certificate:{certificate.code}",
        now,
        unit_id=unit_id,
        note=certificate.revoke_reason,
    )
