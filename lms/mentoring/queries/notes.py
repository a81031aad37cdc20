"""Reading notes. A private note leaves this module for nobody but its author."""

from sqlalchemy import ColumnElement, func, or_, select

from lms.core.errors import NotFoundError
from lms.db import db
from lms.mentoring.models import PairNote
from lms.pairing.models import Pair
from lms.pairing.queries.pairs import LIVE


def readable_by(user_id: int, pair: Pair) -> ColumnElement[bool]:
    """Return the condition on notes that one of the two may read.

    It is one's own, and what the other shared. When the pair is over the former mentor keeps only what is the mentor's own.
    """
    own = (PairNote.author_id == user_id) & PairNote.kind.in_(("shared", "private"))
    if pair.state not in LIVE and user_id != pair.mentee_id:
        return own
    return or_(own, PairNote.kind == "shared")


def list_notes(pair: Pair, user_id: int, number: int, per_page: int) -> tuple[list[PairNote], int]:
    """Return page ``number`` of the notes that one of the two may read, the newest first, and how many there are."""
    mine = select(PairNote).where(PairNote.pair_id == pair.id, readable_by(user_id, pair))
    total = db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    found = mine.order_by(PairNote.id.desc()).limit(per_page)
    return list(db.session.scalars(found.offset((number - 1) * per_page))), total


def find_last_shared(pair_id: int) -> PairNote | None:
    """Return the newest note that both may read."""
    found = select(PairNote).where(PairNote.pair_id == pair_id, PairNote.kind == "shared")
    return db.session.scalars(found.order_by(PairNote.id.desc()).limit(1)).first()


def get_own_note(pair_id: int, note_id: int, author_id: int) -> PairNote:
    """Return one's own note.

    Raises:
        NotFoundError: the pair has no such note, or somebody else wrote it.
    """
    found = db.session.get(PairNote, note_id)
    if (
        found is None
        or found.pair_id != pair_id
        or found.author_id != author_id
        or found.kind not in ("shared", "private")
    ):
        raise NotFoundError
    return found


def newest_note_of(pair_id: int, author_id: int) -> int:
    """Return the number of the author's last note on the pair, 0 for none: it tells taps apart."""
    found = select(func.max(PairNote.id)).where(
        PairNote.pair_id == pair_id, PairNote.author_id == author_id, PairNote.kind.in_(("shared", "private"))
    )
    return db.session.scalar(found) or 0
