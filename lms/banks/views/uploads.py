"""Spreadsheets that wait for somebody to say what their columns hold: kept in the storage under the draft's own token.

The file is there before its draft is committed and goes after it has been read, so a power cut may leave a file behind,
never a draft that has lost its file.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app

from lms.banks.models import BankDraft
from lms.banks.queries.drafts import tally_of, troubles_of
from lms.banks.services.keeping import COLUMNS_UNKNOWN
from lms.storage import SUFFIXES, Storage

_TYPES = {suffix: content_type for content_type, suffix in SUFFIXES.items()}
MAPPED = {"xlsx": "excel", "csv": "csv"}
"""How a table is kept while it waits, and which reader reads it then."""


def storage() -> Storage:
    """Return the storage of this site."""
    found: Storage = current_app.extensions["storage"]
    return found


def has_waiting_file(draft: BankDraft) -> bool:
    """Tell whether a draft still waits for the names of its columns."""
    if draft.format not in MAPPED or not any(each.code == COLUMNS_UNKNOWN for each in troubles_of(draft)):
        return False
    tally = tally_of(draft.id)
    return not tally.kept + tally.dropped


@contextmanager
def keeping_file(draft: BankDraft, data: bytes) -> Iterator[None]:
    """Keep a draft's file if the block ends well; otherwise remove it again."""
    try:
        storage().put(_name(draft), data, _TYPES[draft.format])
        yield
    except BaseException:
        storage().delete(_name(draft))
        raise


def waiting_file(draft: BankDraft) -> bytes:
    """Return the file that waits.

    Raises:
        FileNotFoundError: it is gone.
    """
    return storage().get(_name(draft))


def forget_file(draft: BankDraft) -> None:
    """Remove what waits for a draft; a draft without a file is no error."""
    if draft.format in MAPPED:
        storage().delete(_name(draft))


def _name(draft: BankDraft) -> str:
    return f"banks/{draft.token}.{draft.format}"
