"""``python -m lms.clockwork`` beside the server: runs ``lms pairing tick`` every 15 minutes, and ends with the server.

It is a small process that only waits, and imports nothing of the site: each tick is a process of its own, whose memory
goes when it is done.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

EVERY = timedelta(minutes=15)
FIRST_AFTER = timedelta(minutes=1)
"""A server that just started has its first visitors; they come first."""

BESIDE = (sys.executable, "-m", "lms.clockwork")
TICK = (sys.executable, "-c", "from lms.cli import main; main()", "pairing", "tick", "--if-due")


@contextmanager
def ticking_beside() -> Iterator[None]:
    """Let a process tick while the block runs; it ends with the block, and also where this process is killed."""
    beside = subprocess.Popen(BESIDE, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        yield
    finally:
        if beside.stdin:
            beside.stdin.close()
        with suppress(subprocess.TimeoutExpired):  # in the midst of a tick: it ends by itself
            beside.wait(timeout=5)


def run_until_closed(
    command: tuple[str, ...] = TICK, first_after: timedelta = FIRST_AFTER, every: timedelta = EVERY
) -> None:
    """Run the command again and again until standard input is closed: whoever started this is gone then."""
    is_closed = threading.Event()

    def wait_for_the_end() -> None:
        sys.stdin.read()
        is_closed.set()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    pause = first_after
    while not is_closed.wait(pause.total_seconds()):
        subprocess.run(command, stdin=subprocess.DEVNULL, check=False)  # noqa: S603 - our own
        pause = every


if __name__ == "__main__":
    run_until_closed()
