"""Writing a unit's sheet of local fields: only what the trainer changed, and never over what somebody else just wrote."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from lms.core.errors import N_, ConflictError
from lms.core.vietnamese import squeeze
from lms.courses.queries import list_local_values
from lms.courses.services import set_local_values
from lms.db import db
from lms.units.models import Unit


class SheetConflictError(ConflictError):
    """Somebody else wrote other words into the same fields since the form was shown; nothing was stored."""

    message = N_("Trong lúc thầy cô điền, có người vừa ghi khác vào cùng một ô. Chưa lưu gì cả.")

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        super().__init__()


def save_sheet(
    unit_id: int, shown: Mapping[str, str], typed: Mapping[str, str], updated_by_id: int, now: datetime
) -> int:
    """Store what was typed where it differs from what the form showed, and return how many values changed.

    Raises:
        SheetConflictError: a field that was changed here holds by now neither what was shown nor what was typed.
        LocalValueTooLongError: a value is longer than 200 characters.
    """
    # Whoever saves the same sheet waits here until the first has committed, and then reads what was written.
    db.session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True))
    present = {name: row.value for name, row in list_local_values(unit_id).items()}
    wanted = {name: squeeze(text) for name, text in typed.items() if squeeze(text) != shown.get(name, "")}
    conflicts = frozenset(
        name for name, text in wanted.items() if present.get(name, "") not in (shown.get(name, ""), text)
    )
    if conflicts:
        raise SheetConflictError(conflicts)
    return set_local_values(unit_id, wanted, updated_by_id, now)
