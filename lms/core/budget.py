"""How long all the work on one delivery may take together: each file has a limit of its own, but there may be thousands."""

import time

from lms.core.errors import N_, DomainError


class OverBudgetError(DomainError):
    message = N_(
        "Kiểm tra tệp này lâu quá %(seconds)s giây nên máy đã dừng. Thầy cô bớt ảnh, hoặc chia thành nhiều tệp zip rồi gửi từng tệp."
    )


class Budget:
    """Seconds that begin to run at once."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            OverBudgetError: none are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise OverBudgetError(seconds=round(self.seconds))
        return left
