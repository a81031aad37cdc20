"""Reading invitations: those that wait for somebody, for a card on the pages of a pair."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, or_, select

from lms.accounts.models import User
from lms.core.pair_life import EXPIRE_AFTER
from lms.core.people import call_name
from lms.db import db
from lms.pairing.models import Pair


@dataclass(frozen=True)
class InvitationLine:
    """An open invitation as one of the two sees it."""

    pair_id: int
    other_name: str
    is_mentor: bool
    has_agreed: bool
    expires_at: datetime


def list_invitations_of(user_id: int, now: datetime) -> list[InvitationLine]:
    """Return the invitations that are still open for a person, on either side, those to answer first; one statement."""
    is_mentor = Pair.mentor_id == user_id
    found = (
        select(
            Pair.id,
            User.honorific,
            User.full_name,
            is_mentor,
            case((is_mentor, Pair.mentor_agreed_at), else_=Pair.mentee_agreed_at),
            Pair.invited_at,
        )
        .join(User, User.id == case((is_mentor, Pair.mentee_id), else_=Pair.mentor_id))
        .where(or_(is_mentor, Pair.mentee_id == user_id), Pair.state == "invited")
        .where(Pair.invited_at > now - EXPIRE_AFTER, User.closed_at.is_(None))
        .order_by(Pair.invited_at, Pair.id)
    )
    lines = [
        InvitationLine(
            row[0], call_name(row[1], row[2]), bool(row[3]), row[4] is not None, row[5] + EXPIRE_AFTER
        )
        for row in db.session.execute(found)
    ]
    return sorted(lines, key=lambda line: line.has_agreed)
