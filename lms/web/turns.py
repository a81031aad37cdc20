"""Heavy work on people's files takes turns: in each process one file is worked on and one waits.

Courses and question banks share the turns, so that learners keep the other threads whatever trainers send.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from lms.core.errors import N_, DomainError

_places, _work = threading.BoundedSemaphore(2), threading.Lock()


class CrowdedError(DomainError):
    status = 503
    message = N_("Máy đang đọc tệp của người khác. Thầy cô đợi một phút rồi làm lại; chưa mất gì cả.")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait for the work before this one.

    Raises:
        CrowdedError: somebody waits already.
    """
    if not _places.acquire(blocking=False):
        raise CrowdedError
    try:
        with _work:
            yield
    finally:
        _places.release()
