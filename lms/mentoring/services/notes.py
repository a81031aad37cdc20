"""Writing notes on a pair, mending and deleting one's own. What they say is never logged, told or audited."""

from datetime import datetime

from sqlalchemy import select

from lms.core.errors import N_, ConflictError
from lms.db import db
from lms.mentoring.models import PairNote
from lms.mentoring.queries.notes import get_own_note
from lms.pairing.services.locking import lock_pair

LONGEST_NOTE = 2_000


class ChangedElsewhereError(ConflictError):
    message = N_(
        "Ghi chép này vừa được sửa ở một cửa sổ khác. Chữ thầy cô vừa viết vẫn còn bên dưới; bấm Lưu lần nữa để thay."
    )


def write_note(pair_id: int, author_id: int, kind: str, words: str, newest: int, now: datetime) -> PairNote:
    """Write a shared or a private note. The same words again, after the same last note, are a double tap.

    Raises:
        PairRestingError: the pair is not active.
    """
    pair = lock_pair(pair_id)
    same = select(PairNote).where(
        PairNote.pair_id == pair.id,
        PairNote.author_id == author_id,
        PairNote.kind == kind,
        PairNote.words == words,
        PairNote.id > newest,
    )
    there = db.session.scalars(same).first()
    if there is not None:
        return there
    note = PairNote(pair_id=pair.id, author_id=author_id, kind=kind, words=words, at=now)
    db.session.add(note)
    db.session.flush()
    return note


def change_note(pair_id: int, note_id: int, author_id: int, words: str, seen: str, now: datetime) -> None:
    """Mend one's own note. ``seen`` is the version that the page showed.

    Raises:
        ChangedElsewhereError: it says something else by now.
        PairRestingError: the pair is not active.
    """
    lock_pair(pair_id)
    note = get_own_note(pair_id, note_id, author_id)
    db.session.refresh(note)
    if note.words == words:
        return
    if version_of(note) != seen:
        raise ChangedElsewhereError
    note.words, note.changed_at = words, now
    db.session.flush()


def version_of(note: PairNote) -> str:
    """Return which writing of the note this is."""
    return (note.changed_at or note.at).isoformat()


def delete_note(pair_id: int, note_id: int, author_id: int) -> None:
    """Delete one's own note, whatever has become of the pair."""
    db.session.delete(get_own_note(pair_id, note_id, author_id))
    db.session.flush()
