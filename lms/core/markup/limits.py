"""Rendering with a limit: an author's text is worked on in a child process that is stopped when it takes too long.

Python-Markdown can be kept busy for minutes by a few kilobytes. The readers refuse the shapes that are known; this is
for the others. Where the system can count processor time (not on Windows) the child interrupts itself file by file and
goes on with the next; everywhere the parent ends a child that has not reported for a while.
"""

import gc
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from lms.core.markup.budget import Budget
from lms.core.markup.compiling import TooSlowError, compile_course
from lms.core.markup.course import Compilation, CourseSource, Known
from lms.core.markup.findings import Findings
from lms.core.markup.source import digest

try:
    import resource
except ImportError:  # Windows: the parent's clock alone
    resource = None  # type: ignore[assignment]

CPU_SECONDS = 2.0
"""Processor time for one file. The system counts in whole seconds, so a file may get up to one more."""

PATIENCE_SECONDS = 20.0
"""How long the parent waits for a word from the child; other work on the machine may slow an honest one down."""

_DONE, _AT = "done", "at"

Made = TypeVar("Made")


def compile_course_limited(
    source: CourseSource,
    known: Known,
    today: date,
    *,
    cpu: float = CPU_SECONDS,
    patience: float = PATIENCE_SECONDS,
    budget: Budget | None = None,
) -> Compilation:
    """Return what ``compile_course`` returns; a file that takes more than ``cpu`` seconds is an error that names it.

    Raises:
        OverBudgetError: all files together took longer than there was time for.
    """
    outcome = _in_child(_compile, (source, known, today, cpu), patience, budget)
    if isinstance(outcome, Compilation):
        return outcome
    findings = Findings()
    findings.file(outcome or f"{source.slug}/course.md").add(1, "too-slow")
    return Compilation(None, findings.sorted(), digest(source.files))


def limited(
    work: Callable[..., Made],
    *arguments: Any,
    cpu: float = CPU_SECONDS,
    patience: float = PATIENCE_SECONDS,
    budget: Budget | None = None,
) -> Made:
    """Return ``work(*arguments)``, a function of a module, done in the child: for glossaries and banks.

    Raises:
        TimeoutError: the work took more than ``cpu`` seconds, or ended its process.
        OverBudgetError: there was less time left than it took.
    """
    outcome = _in_child(_whole, (cpu, work, arguments), patience + cpu, budget)
    if isinstance(outcome, _Whole):
        made: Made = outcome.made
        return made
    raise TimeoutError(f"{work.__name__} took more than {cpu} s")


class _Whole:
    """What the child made, on its way back, told apart from the name of a file."""

    def __init__(self, made: Any) -> None:
        self.made = made


def _in_child(work: Any, arguments: tuple[Any, ...], patience: float, budget: Budget | None) -> Any:
    """Return what the child reports as its result, or the file that it was at when it fell silent or died."""
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


def _child(pipe: Connection, work: Any, arguments: tuple[Any, ...]) -> None:
    # Objects of the parent (database connections above all) must not be finalised here.
    gc.disable()
    pipe.send((_DONE, work(pipe, *arguments)))
    pipe.close()


def _compile(pipe: Connection, source: CourseSource, known: Known, today: date, cpu: float) -> Compilation:
    @contextmanager
    def watch(path: str) -> Iterator[None]:
        pipe.send((_AT, path))
        with _processor_limit(cpu):
            yield

    return compile_course(source, known, today, watch)


def _whole(
    pipe: Connection, cpu: float, work: Callable[..., Any], arguments: tuple[Any, ...]
) -> _Whole | None:
    try:
        with _processor_limit(cpu):
            return _Whole(work(*arguments))
    except TooSlowError:
        return None


@contextmanager
def _processor_limit(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in the block after ``seconds`` of processor time, and again each second after that."""
    if resource is None:
        yield
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    before = signal.signal(signal.SIGXCPU, _stop)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds) + 1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
        signal.signal(signal.SIGXCPU, before)


def _stop(signum: int, frame: object) -> None:
    raise TooSlowError
