"""Tables of submissions, evidence photos, practice certificates, and what confirms a task in person."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Instant, Json, Model, where
from lms.photos import KeptPhoto


class Submission(Model):
    """One try at a task: what was handed in and what was decided. A new try is a new row."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    item_key: Mapped[str] = mapped_column(String(180))
    revision_id: Mapped[int] = mapped_column(ForeignKey("course_revisions.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20), comment="a key of lms.core.practice.KINDS")
    state: Mapped[str] = mapped_column(String(16), comment="lms.core.practice.states")
    payload: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    note: Mapped[str] = mapped_column(Text, default="", comment="the learner's words to the reviewer")
    started_at: Mapped[datetime] = mapped_column(Instant)
    handed_in_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="", comment="why it was returned or revoked")
    checked_version: Mapped[int] = mapped_column(
        default=1, server_default="1", comment="the version of the kind that checked it"
    )
    again: Mapped[int] = mapped_column(
        default=0,
        server_default="0",
        comment="which time it is done again after it was passed, to show that the skill is kept; 0: the first pass",
    )
    means: Mapped[str] = mapped_column(
        String(8),
        default="",
        server_default="",
        comment="how it was confirmed in person: qr, code, or neither",
    )

    __table_args__ = (
        Index(None, "user_id", "course_id", "item_key", "number", unique=True),
        # Two taps, or two tabs, make one open try.
        Index(
            "uq_submissions_open",
            "user_id",
            "course_id",
            "item_key",
            unique=True,
            **where("state IN ('in_progress', 'waiting')"),
        ),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("again >= 0", name="again"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> user_id", name="nobody_grades_oneself"),
    )


class LentReview(Model):
    """To whom an officer handed a hand-in that waits for too long: one mentor of the unit, and this one alone."""

    __tablename__ = "lent_reviews"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), comment="the officer")
    at: Mapped[datetime] = mapped_column(Instant)


class EvidenceFile(KeptPhoto, Model):
    """A photo handed in with a submission."""

    __tablename__ = "evidence_files"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    delete_after: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (Index(None, "pixels_sha256"),)


class PracticeAuthority(Model):
    """The site's practice root, and the made-up signers of its sample files. Keys are encrypted by the site's secret."""

    __tablename__ = "practice_authorities"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate: Mapped[bytes] = mapped_column(LargeBinary, comment="DER")
    key: Mapped[bytes] = mapped_column(LargeBinary, comment="PKCS #8, encrypted")
    signers: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict, comment="sample signers by name: certificates and encrypted keys, base64"
    )
    created_at: Mapped[datetime] = mapped_column(Instant)
    slot: Mapped[int | None] = mapped_column(
        unique=True, default=1, comment="1: in use, so that two starts make one authority; none: retired"
    )


class PracticeCertificate(Model):
    """A person's practice certificate; a new one replaces the one before."""

    __tablename__ = "practice_certificates"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    authority_id: Mapped[int] = mapped_column(ForeignKey("practice_authorities.id"))
    use: Mapped[str] = mapped_column(
        String(4), comment="site: signs here by PIN; tool: was downloaded as .p12"
    )
    serial: Mapped[str] = mapped_column(String(50), unique=True, comment="hexadecimal")
    certificate: Mapped[bytes] = mapped_column(LargeBinary, comment="DER")
    key: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="PKCS #8, encrypted by the PIN; a downloaded key is not kept"
    )
    wrong_pins: Mapped[int] = mapped_column(default=0)
    locked_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    replaced_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        Index(
            "uq_practice_certificates_current",
            "user_id",
            "use",
            unique=True,
            **where("replaced_at IS NULL"),
        ),
    )


class MeetingPass(Model):
    """What a learner's QR code leads to: one confirmation in person, by whoever may give it, for five minutes."""

    __tablename__ = "meeting_passes"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="sha256 of what the QR carries")
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    item_key: Mapped[str] = mapped_column(String(180))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))


class ConfirmationCode(Model):
    """One of ten printed codes by which a mentor confirms on the learner's phone, without signing in there."""

    __tablename__ = "confirmation_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sheet: Mapped[str] = mapped_column(String(8), comment="random; printed on the sheet, tells lists apart")
    number: Mapped[int] = mapped_column(comment="1 to 10, printed before the code")
    code_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))

    __table_args__ = (
        Index(None, "mentor_id", "sheet", "number", unique=True),
        CheckConstraint("number BETWEEN 1 AND 10", name="number"),
    )


class WrongCode(Model):
    """That a wrong confirmation code was typed on a learner's phone; enough of them make a pause."""

    __tablename__ = "wrong_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index(None, "user_id", "at"),)
