"""Running a kind's check: a heavy one in a child process, so that no file can take the worker along."""

from decimal import Decimal

from lms.core.child import limited
from lms.core.errors import N_
from lms.core.practice import Report, Row, RowState, Submission, Task, Verdict
from lms.practice.queries.tasks import PublishedTask

CPU_SECONDS = 3.0
PATIENCE_SECONDS = 1.5
"""With the processor time this makes the longest that a hand-in can take: what takes longer cannot be checked."""

MEMORY = 512 * 1024 * 1024
"""Bytes beyond what the worker itself uses. Of honest files, a scan of fifty pages takes about a third of it."""

CANNOT_CHECK = Report(
    Verdict.CANNOT_CHECK,
    (
        Row(
            "cannot-check",
            RowState.NOT_MET,
            Decimal(0),
            N_("Máy không kiểm tra được tệp này: nó nặng hoặc lạ quá."),
            N_("Tệp"),
            N_("Lưu hoặc xuất lại tệp rồi nộp lần nữa, hoặc nhờ người hướng dẫn xem."),
        ),
    ),
)


def check(task: PublishedTask, variant: Task, submission: Submission) -> Report:
    """Return how a hand-in stands; what the child cannot finish within its limits could not be checked."""
    if not task.kind.heavy:
        return task.kind.check(task.spec, variant, submission)
    task.kind.get_ready()
    try:
        return limited(
            task.kind.check,
            task.spec,
            variant,
            submission,
            cpu=CPU_SECONDS,
            patience=PATIENCE_SECONDS,
            memory=MEMORY,
        )
    except TimeoutError:
        return CANNOT_CHECK


def left_out(report: Report) -> tuple[Row, ...]:
    """Return what still has to be filled in; only a complete hand-in is a try, and nothing less counts as a failure."""
    return tuple(row for row in report.rows if row.state is RowState.OPEN and row.weight)
