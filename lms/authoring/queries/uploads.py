"""Reading uploads that wait for a decision."""

from sqlalchemy import select

from lms.authoring.models import Upload
from lms.core.errors import NotFoundError
from lms.db import db


def get_waiting_upload(token: str, user_id: int) -> Upload:
    """Return a person's own upload that is neither published nor dropped.

    Raises:
        NotFoundError: there is none with this token.
    """
    found = db.session.scalars(
        select(Upload).where(Upload.token == token, Upload.user_id == user_id, Upload.state == "waiting")
    ).first()
    if found is None:
        raise NotFoundError
    return found
