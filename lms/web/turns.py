"""Heavy work takes turns: in each process one file of a trainer is worked on and one waits; signing has turns of its own.

Courses and question banks share theirs, so that learners keep the other threads whatever trainers send. Files that
learners hand in have a line of their own, too, and it is never as long as there are threads.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from lms.core.errors import N_, DomainError

LONGEST_WAIT = 25.0
"""Seconds after which whoever waits to sign is asked to come again."""

_places, _work, _signing = threading.BoundedSemaphore(2), threading.Lock(), threading.Lock()


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


class SigningCrowdedError(DomainError):
    status = 503
    message = N_("Nhiều người đang ký cùng lúc. Thầy cô đợi một phút rồi bấm lại; chưa mất gì cả.")


@contextmanager
def one_after_another() -> Iterator[None]:
    """Wait for one's turn at making or using a key, however many are before; a class signs all at once.

    In each process one works at a time, so that whoever only reads a page meanwhile shares the processor with one signer
    and not with all of them.

    Raises:
        SigningCrowdedError: the turn has not come for a long while.
    """
    if not _signing.acquire(timeout=LONGEST_WAIT):
        raise SigningCrowdedError
    try:
        yield
    finally:
        _signing.release()


AT_WORK, IN_LINE, OF_ONE = 2, 8, 2
"""Files of learners that one process checks at a time, those that wait included, and how many of them one person's.

Each check may take some seconds and half a gigabyte; threads that are left answer everybody else. Of one person two: the
second tap waits for the first, and then finds that it was done.
"""

_checking, _gate = threading.BoundedSemaphore(AT_WORK), threading.Lock()
_line: Counter[int] = Counter()


class CheckingCrowdedError(DomainError):
    status = 503
    message = N_(
        "Nhiều người đang nộp tệp cùng lúc. Thầy cô đợi một phút rồi nộp lại; tệp trên máy còn nguyên."
    )


@contextmanager
def in_line(person: int) -> Iterator[None]:
    """Wait for one's turn at having a file checked.

    Raises:
        CheckingCrowdedError: the line is full, the person stands in it twice, or the turn has not come for a long while.
    """
    with _gate:
        if _line.total() >= IN_LINE or _line[person] >= OF_ONE:
            raise CheckingCrowdedError
        _line[person] += 1
    try:
        if not _checking.acquire(timeout=LONGEST_WAIT):
            raise CheckingCrowdedError
        try:
            yield
        finally:
            _checking.release()
    finally:
        with _gate:
            _line[person] -= 1
            if not _line[person]:
                del _line[person]
