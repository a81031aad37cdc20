"""Archives that trainers sent in: stored before the unit of work, counted inside it, removed after it.

So a file may be left behind by a power cut, never a row without its file. Rows of decided uploads stay for as long as
waiting ones may, and the sweep removes file and row together.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from lms.accounts.models import User
from lms.authoring.models import Upload
from lms.authoring.queries.uploads import list_due_uploads, list_waiting_uploads
from lms.core.archives import CONTENT_TYPE, Limits
from lms.core.markup.source import without_hidden
from lms.core.vietnamese import squeeze
from lms.db import db
from lms.storage import Storage

LARGEST_UPLOAD = Limits().packed
MOST_WAITING = 5
SWEPT_AT_ONCE = 100
LONGEST_NAME = 200
UNNAMED = "khoa-hoc.zip"


@contextmanager
def storing_archive(storage: Storage, data: bytes) -> Iterator[str]:
    """Keep an archive under a random name if the block ends well; otherwise remove it again."""
    name = f"uploads/{secrets.token_hex(16)}.zip"
    try:
        storage.put(name, data, CONTENT_TYPE)
        yield name
    except BaseException:
        storage.delete(name)
        raise


def keep_upload(
    user_id: int, file_name: str, storage_name: str, base: Mapping[str, int | None], now: datetime
) -> tuple[Upload, list[Upload]]:
    """Remember a stored archive; return it, and the person's oldest ones that had to make room."""
    db.session.get(User, user_id, with_for_update=True)  # two uploads at once are counted one after the other
    crowded = list_waiting_uploads(user_id, now)[MOST_WAITING - 1 :]
    for former in crowded:
        decide_upload(former, "dropped", now)
    upload = Upload(
        token=secrets.token_urlsafe(32),
        user_id=user_id,
        file_name=without_hidden(squeeze(file_name))[:LONGEST_NAME] or UNNAMED,
        storage_name=storage_name,
        state="waiting",
        base=dict(base),
        created_at=now,
    )
    db.session.add(upload)
    db.session.flush()
    return upload, crowded


def decide_upload(upload: Upload, state: str, now: datetime) -> None:
    """Write down that an upload was published or dropped; its file may go once that is committed."""
    upload.state, upload.decided_at = state, now
    db.session.flush()


def sweep_uploads(storage: Storage, now: datetime) -> int:
    """Remove a batch of uploads whose time is over, decided or not, and return how many they were."""
    due = list_due_uploads(now, SWEPT_AT_ONCE)
    for upload in due:
        storage.delete(upload.storage_name)
        db.session.delete(upload)
    db.session.flush()
    return len(due)
