"""What every practice activity agrees on: the block an author writes, the report a check gives, the kind's methods.

Only shapes live here. Each kind has a module of its own; what most of them answer alike is in ``ordinary``, the states
a task passes through are in ``states``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, Protocol

from lms.core.completion import Trust

Submission = Mapping[str, object]
"""Form field name -> what the learner sent, never trusted: text, a list of texts, or the ``Upload`` of a file."""

UPLOAD = "file"
"""The form field of a handed-in file."""


@dataclass(frozen=True)
class Upload:
    """A file as it came: the name that the learner's machine gave it, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class UploadRule:
    """Which file a task takes: by endings such as ``.pdf``, up to ``most_bytes``."""

    endings: tuple[str, ...]
    most_bytes: int


@dataclass(frozen=True)
class Field:
    """What a form field may carry: ``most`` characters; where it ``is_many`` it may come ``most_values`` times."""

    most: int = 100
    is_many: bool = False
    most_values: int = 60


@dataclass(frozen=True)
class Handout:
    """A file that the learner works on: its name in the address and on the learner's machine, and its media type.

    ``label`` is ours and translated on the page; ``values`` fill its ``%(name)s`` places then.
    """

    name: str
    media_type: str
    label: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ExampleLine:
    """One worked line: what was to be done, how it is done, and why."""

    where: str
    answer: str
    why: str = ""


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
    device_names: Mapping[str, str] = field(default_factory=dict)
    """The course's own names for devices, folded, besides those of ``lms.core.devices``."""


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
    """The author's words, or one of ours (marked ``N_``); pages translate it."""
    next_step: str = ""
    reason: str = ""
    """The author's own words; ``message`` and ``next_step`` are ours and translated on the page."""
    form_field: str = ""
    """The form field to go to, where there is one."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What fills the ``%(name)s`` places of ``message`` and ``next_step`` after they were translated."""
    where_values: Mapping[str, str] = field(default_factory=dict)
    """The same for ``where``; only one of our own has such places."""
    answer: str = ""
    """What the learner answered here, in the words of the page: whoever reviews sees it beside the message."""

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
            "form_field": self.form_field,
            "values": dict(self.values),
            "where_values": dict(self.where_values),
            "answer": self.answer,
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

    @property
    def places_to_mend(self) -> int:
        """How many places are wrong: several faults of one field are one place, and what sums up is none."""
        return len({row.form_field or row.id for row in self.failing if row.weight})

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
    """The learner's own variant of an activity. Made again from the same seed it is the same, so only the seed is kept.

    ``kit`` is what a kind with ``needs_kit`` cannot make from a seed: keys, certificates, the learner's name. The
    feature adds it (``dataclasses.replace``); such a kind answers CANNOT_CHECK without it.
    """

    seed: int
    kit: Any = field(default=None, kw_only=True, compare=False, repr=False)


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
    has_own_forms: bool = False
    """Whether the template brings its own forms; else the page puts one around it."""


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
    def version(self) -> int:
        """Counts the changes of ``check`` that can change a verdict; tries remember the version that checked them."""

    @property
    def heavy(self) -> bool:
        """Whether ``check`` must run in a child with limited memory and time."""

    @property
    def needs_kit(self) -> bool:
        """Whether a task must be given its ``kit`` before it is shown, handed out or checked."""

    @property
    def trust(self) -> Trust:
        """Who vouches when this kind's own check, or the person it waits for, says passed."""

    def parse(self, block: Block) -> Spec:
        """Return the task declared by ``block``, or raise AuthoringErrors with every error in it."""

    def spec_from_json(self, stored: Mapping[str, Any]) -> Spec:
        """Return the task that the spec's ``to_json`` wrote, today or in an older revision."""

    def lint(self, spec: Any, assets: Collection[str]) -> list[Finding]:
        """Return advice about ``spec``; ``assets`` are the paths of the course's media.

        Where they are a mapping, it also says how many pixels each is wide and high (0 for what is no picture).
        """

    def media(self, spec: Any) -> tuple[str, ...]:
        """Return the paths of the course's media that the task shows."""

    def prepare(self, spec: Any, seed: int) -> Task:
        """Return the variant for ``seed``."""

    def fields(self, spec: Any, task: Any) -> Mapping[str, Field]:
        """Return the form fields that a hand-in may have; others are not read."""

    def upload(self, spec: Any) -> UploadRule | None:
        """Return which file is handed in (in the field ``UPLOAD``), or None where there is none."""

    def handouts(self, spec: Any, task: Any) -> tuple[Handout, ...]:
        """Return the files that the learner works on."""

    def handout(self, spec: Any, task: Any, name: str) -> bytes:
        """Return one of them, the same bytes for the same variant. Raises KeyError for a name that is none of them."""

    def view(self, spec: Any, task: Any, attempt: Attempt) -> ViewModel:
        """Return what the learner's page shows."""

    def check(self, spec: Any, task: Any, submission: Submission) -> Report:
        """Return how ``submission`` stands. A row that is OPEN and has a weight was left out: that is no try yet."""

    def get_ready(self) -> None:
        """Load the libraries of a heavy check in this process, so that the child finds them loaded."""

    def hint(self, spec: Any) -> str:
        """Return what the page says after the second failure: the author's words, or the kind's."""

    def example(self, spec: Any, task: Any, report: Report | None) -> tuple[ExampleLine, ...]:
        """Return a worked example for the fourth failure: another variant, or one item where a kind has no variants."""

    def retention(self, spec: Any) -> timedelta:
        """Return how long files that were handed in are kept after the decision."""
