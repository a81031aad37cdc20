"""The school that practice files and notebooks come from: it does not exist, and neither does anybody in it."""

from datetime import UTC, datetime
from typing import Final

from lms.core.signing.identity import PRACTICE_ONLY

SCHOOL: Final = "Trường THCS Bình Minh"
SCHOOL_TOLD: Final = f"{SCHOOL} (trường tập, không có thật)"
MARK: Final = PRACTICE_ONLY
MADE_UP: Final = f"{SCHOOL_TOLD}. Tên người, con số, ngày tháng đều đặt ra để tập."
MADE_AT: Final = datetime(2026, 9, 1, tzinfo=UTC)
"""What every file says about when it was made: it must not tell the day on which the command ran."""
