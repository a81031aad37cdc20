"""What every practice activity agrees on: the block an author writes, the report a check gives, the kind's methods.

Only shapes live here. Each kind has a module of its own; the states a task passes through are in ``states``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, Protocol

from lms.core.completion import Trust

Submission = Mapping[str, object]  # form field name -> what the learner sent; never trusted


class Verdict(StrEnum):
    """What a check concluded. ``CANNOT_CHECK`` never counts as a failure."""

    PASSED = "pass"
    FAILED = "fail"
    NEEDS_PERSON = "needs_person"
    CANNOT_CHECK = "cannot_check"


class RowState(StrEnum):
    """How one line of a report stands."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"  # not answered yet, or optional and left out
    WAITING = "waiting"  # a person will look


@dataclass(frozen=True)
class Block:
    """A task's lines as cut out of a lesson, each with its line number in the file."""

    kind: str
    id: str
    path: str
    line: int
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class AuthoringError:
    """Something an author must mend before the task can exist, in two languages."""

    line: int
    vi: str
    en: str


class AuthoringErrors(Exception):  # noqa: N818 - it carries several errors and is named for them
    """Every error of one block, so that the author mends them in one go."""

    def __init__(self, errors: Collection[AuthoringError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: error.line))
        super().__init__("; ".join(f"{error.line}: {error.en}" for error in self.errors))


@dataclass(frozen=True)
class Finding:
    """Advice about a task that can be read but could be better, or may not be published (``level``)."""

    line: int
    level: Literal["error", "warning"]
    vi: str
    en: str


@dataclass(frozen=True)
class Row:
    """One line of a report: what was looked at, how it stands, and what to do next when it is not met."""

    id: str
    state: RowState
    weight: Decimal
    message: str
    where: str
    next_step: str = ""
    reason: str = ""
    """The author's own words; ``message`` and ``next_step`` are ours and translated on the page."""

    def to_json(self) -> dict[str, Any]:
        """Return the row as plain JSON values."""
        return {
            "id": self.id,
            "state": str(self.state),
            "weight": str(self.weight),
            "message": self.message,
            "where": self.where,
            "next_step": self.next_step,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Report:
    """The outcome of one check."""

    verdict: Verdict
    rows: tuple[Row, ...] = ()

    def row(self, row_id: str) -> Row | None:
        """Return the row with ``row_id``, or None."""
        return next((row for row in self.rows if row.id == row_id), None)

    @property
    def failing(self) -> tuple[Row, ...]:
        """The rows a mentor should see first."""
        return tuple(row for row in self.rows if row.state is RowState.NOT_MET)

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values, to be kept with the attempt."""
        return {"verdict": str(self.verdict), "rows": [row.to_json() for row in self.rows]}


def report_from_json(stored: Mapping[str, Any]) -> Report:
    """Return the report that ``Report.to_json`` wrote."""
    rows = tuple(
        Row(**{**row, "state": RowState(row["state"]), "weight": Decimal(row["weight"])})
        for row in stored["rows"]
    )
    return Report(Verdict(stored["verdict"]), rows)


@dataclass(frozen=True)
class Task:
    """The learner's own variant of an activity. Made again from the same seed it is the same, so only the seed is kept."""

    seed: int


@dataclass(frozen=True)
class Attempt:
    """What a page needs of the learner's present attempt."""

    submission: Submission = field(default_factory=dict)
    report: Report | None = None
    failures: int = 0


@dataclass(frozen=True)
class ViewModel:
    """A template and what it shows. Values are plain text or data, never HTML."""

    template: str
    context: Mapping[str, Any]


class Spec(Protocol):
    """A parsed task declaration. The kind decides its fields; JSON is how a course stores it."""

    @property
    def kind(self) -> str: ...

    def to_json(self) -> dict[str, Any]: ...


class ActivityKind(Protocol):
    """One sort of practice. All methods are pure; ``check`` never raises, whatever was submitted.

    ``spec`` and ``task`` are of the kind's own classes; what one kind made is never given to another.
    """

    @property
    def key(self) -> str: ...

    @property
    def version(self) -> int: ...

    @property
    def heavy(self) -> bool:
        """Whether ``check`` must run in a child with limited memory and time."""

    @property
    def trust(self) -> Trust:
        """Who vouches when this kind's own check, or the person it waits for, says passed."""

    def parse(self, block: Block) -> Spec:
        """Return the task declared by ``block``, or raise AuthoringErrors with every error in it."""

    def spec_from_json(self, stored: Mapping[str, Any]) -> Spec:
        """Return the task that the spec's ``to_json`` wrote."""

    def lint(self, spec: Any, assets: Collection[str]) -> list[Finding]:
        """Return advice about ``spec``; ``assets`` are the paths of the course's media."""

    def prepare(self, spec: Any, seed: int) -> Task:
        """Return the variant for ``seed``."""

    def view(self, spec: Any, task: Any, attempt: Attempt) -> ViewModel:
        """Return what the learner's page shows."""

    def check(self, spec: Any, task: Any, submission: Submission) -> Report:
        """Return how ``submission`` stands."""

    def retention(self, spec: Any) -> timedelta:
        """Return how long files that were handed in are kept after the decision."""
