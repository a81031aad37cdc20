"""Work on what people send happens in a child process that is stopped when it takes too much.

Some readers can be kept busy for minutes by a few kilobytes, and some files unfold to gigabytes. The formats' own checks
refuse the shapes that are known; this is for the others. Where the system can count (not on Windows) the child is held
to processor time, to memory beyond what the parent has, and to writing no file; everywhere the parent ends a child that
has not reported for a while.
"""

import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from time import process_time
from typing import Any, TypeVar

from lms.core.budget import Budget

try:
    import resource
except ImportError:  # Windows: the parent's clock alone
    resource = None  # type: ignore[assignment]

CPU_SECONDS = 2.0
"""Processor time for one piece of work. The system counts in whole seconds, so it may get up to one more."""

PATIENCE_SECONDS = 20.0
"""How long the parent waits for a word from the child; other work on the machine may slow an honest one down."""

_DONE, _AT = "done", "at"

Made = TypeVar("Made")


class TooSlowError(BaseException):
    """The processor time is used up. No ``Exception``, so that no reader takes it for a fault in its text."""


def limited(
    work: Callable[..., Made],
    *arguments: Any,
    cpu: float = CPU_SECONDS,
    patience: float = PATIENCE_SECONDS,
    budget: Budget | None = None,
    memory: int | None = None,
) -> Made:
    """Return ``work(*arguments)``, a function of a module, done in the child.

    With ``memory`` the child may use that many bytes more than the parent does, and may write no file.

    Raises:
        TimeoutError: the work took more than ``cpu`` seconds or too much memory, or ended its process.
        OverBudgetError: there was less time left than it took.
    """
    outcome = in_child(_whole, (cpu, memory, work, arguments), patience + cpu, budget)
    if isinstance(outcome, _Whole):
        made: Made = outcome.made
        return made
    raise TimeoutError(f"{work.__name__} took more than {cpu} s, or too much memory")


class _Whole:
    """What the child made, on its way back, told apart from what it was at when it ended."""

    def __init__(self, made: Any) -> None:
        self.made = made


def in_child(work: Any, arguments: tuple[Any, ...], patience: float, budget: Budget | None = None) -> Any:
    """Return what ``work(pipe, *arguments)`` returns, or the last word it sent by ``report`` before it fell silent."""
    # A forked child has everything loaded already; where there is no fork a fresh interpreter does the same.
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context: Any = multiprocessing.get_context(method)
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(theirs, work, arguments), daemon=True)
    child.start()
    theirs.close()
    at = ""
    try:
        while ours.poll(min(patience, budget.left()) if budget else patience):
            word, value = ours.recv()
            if word == _DONE:
                return value
            at = value
        if budget:
            budget.left()  # it is not the child that was slow where nothing is left
    except EOFError:
        pass  # the child was killed: by its limit, or for want of memory
    finally:
        ours.close()
        child.kill()
        child.join()
        child.close()
    return at


def report(pipe: Connection, at: str) -> None:
    """Tell the parent, from within the child, which piece is being worked on."""
    pipe.send((_AT, at))


def _child(pipe: Connection, work: Any, arguments: tuple[Any, ...]) -> None:
    # Objects of the parent (database connections above all) must not be finalised here.
    gc.disable()
    pipe.send((_DONE, work(pipe, *arguments)))
    pipe.close()


def _whole(
    pipe: Connection, cpu: float, memory: int | None, work: Callable[..., Any], arguments: tuple[Any, ...]
) -> _Whole | None:
    if memory is not None:
        _confine(memory)
    with suppress(TooSlowError, MemoryError), processor_limit(cpu):
        return _Whole(work(*arguments))
    return None


def _confine(memory: int) -> None:
    """Hold this process to ``memory`` bytes more than it has, and to writing no byte to any file."""
    if resource is None:
        return
    gc.enable()  # what unfolds leaves circles; with the limit they must be collected
    gc.freeze()  # but nothing that came from the parent
    pages = Path("/proc/self/statm")
    if pages.exists():
        most = int(pages.read_text().split()[0]) * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def processor_limit(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in the block after ``seconds`` of processor time, and again each second after that."""
    if resource is None:
        yield
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    before = signal.signal(signal.SIGXCPU, _stop)
    resource.setrlimit(resource.RLIMIT_CPU, (int(process_time() + seconds) + 1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
        signal.signal(signal.SIGXCPU, before)


def _stop(signum: int, frame: object) -> None:
    raise TooSlowError
