"""A course compiled within limits: a file that takes too long is named, and the others are still checked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.connection import Connection

from lms.core.budget import Budget
from lms.core.child import CPU_SECONDS, PATIENCE_SECONDS, in_child, processor_limit, report
from lms.core.markup.compiling import compile_course
from lms.core.markup.course import Compilation, CourseSource, Known
from lms.core.markup.findings import Findings
from lms.core.markup.source import digest


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
    outcome = in_child(_compile, (source, known, today, cpu), patience, budget)
    if isinstance(outcome, Compilation):
        return outcome
    findings = Findings()
    findings.file(outcome or f"{source.slug}/course.md").add(1, "too-slow")
    return Compilation(None, findings.sorted(), digest(source.files))


def _compile(pipe: Connection, source: CourseSource, known: Known, today: date, cpu: float) -> Compilation:
    @contextmanager
    def watch(path: str) -> Iterator[None]:
        report(pipe, path)
        with processor_limit(cpu):
            yield

    return compile_course(source, known, today, watch)
