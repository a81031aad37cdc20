"""Name files and put them into folders: each file gets a name by the author's pattern, and a folder.

``declaring`` reads the author's block, ``pattern`` knows which names fill it, ``faults`` and ``dating`` say what is wrong
with another name.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from lms.core.errors import N_
from lms.core.practice.contract import (
    Attempt,
    Block,
    ExampleLine,
    Field,
    Finding,
    Report,
    Row,
    RowState,
    Submission,
    Task,
    Verdict,
    ViewModel,
)
from lms.core.practice.naming.declaring import NamedFile, NamingSpec, lint, read, spec_from
from lms.core.practice.naming.faults import faults_of
from lms.core.practice.naming.pattern import LONGEST_NAME
from lms.core.practice.ordinary import Ordinary
from lms.core.vietnamese import squeeze


@dataclass(frozen=True)
class NamingTask(Task):
    """``order`` is the ids of the files as this learner sees them."""

    order: tuple[str, ...]


@dataclass(frozen=True)
class FileCard:
    """A file on the page: its two form fields, what stands in them, and how that stands."""

    name_field: str
    folder_field: str
    text: str
    typed: str
    chosen: str | None
    name_rows: tuple[Row, ...]
    folder_row: Row | None


@dataclass(frozen=True)
class ShownPart:
    """A part of the pattern as the page explains it."""

    kind: str
    name: str
    choices: tuple[str, ...]


class Naming(Ordinary):
    """The kind ``naming``. Form fields: ``n-<file id>`` with a name, ``t-<file id>`` with a folder id."""

    key: Final = "naming"
    version: Final = 1

    def parse(self, block: Block) -> NamingSpec:
        return read(block)

    def spec_from_json(self, stored: Mapping[str, Any]) -> NamingSpec:
        return spec_from(stored)

    def lint(self, spec: NamingSpec, assets: Collection[str]) -> list[Finding]:
        return lint(spec)

    def prepare(self, spec: NamingSpec, seed: int) -> NamingTask:
        # A hash orders the same on every Python version, which a shuffle does not promise.
        def place(file: NamedFile) -> bytes:
            return hashlib.sha256(f"{seed}:{file.id}".encode()).digest()

        return NamingTask(seed, tuple(file.id for file in sorted(spec.files, key=place)))

    def fields(self, spec: NamingSpec, task: NamingTask) -> Mapping[str, Field]:
        names = {_name_field(file): Field(LONGEST_NAME) for file in spec.files}
        return names | {_folder_field(file): Field() for file in spec.files}

    def view(self, spec: NamingSpec, task: NamingTask, attempt: Attempt) -> ViewModel:
        choices = dict(spec.choices)
        context = {
            "pattern": spec.pattern.text,
            "parts": tuple(
                ShownPart(part.kind, part.text, choices.get(part.text, ())) for part in spec.pattern.parts
            ),
            "ending": spec.pattern.ending,
            "sample": _sample(spec),
            "allows_marks": spec.pattern.allows_marks,
            "allows_spaces": spec.pattern.allows_spaces,
            "folders": spec.folders,
            "cards": tuple(_card(spec, spec.file(each), attempt) for each in task.order),
            "needed": spec.needed,
            "total": len(spec.files),
            "report": attempt.report,
        }
        return ViewModel("practice/_naming.html", context)

    def check(self, spec: NamingSpec, task: NamingTask, submission: Submission) -> Report:
        rows: list[Row] = []
        right = 0
        for file in map(spec.file, task.order):
            found = [*_name_rows(spec, file, submission), _folder_row(spec, file, submission)]
            right += all(row.state is RowState.MET for row in found)
            rows += found
        return Report(Verdict.PASSED if right >= spec.needed else Verdict.FAILED, tuple(rows))

    def example(self, spec: NamingSpec, task: NamingTask, report: Report | None) -> tuple[ExampleLine, ...]:
        failing = {row.id.partition(":")[0] for row in report.failing} if report else set()
        wrong = [file for file in spec.files if file.id in failing]
        others = [file for file in spec.files if file.id not in failing]
        # The last file that is wrong is left to the learner.
        solved = wrong[0] if len(wrong) > 1 else (others or spec.files)[0]
        answer = f"{spec.folder(solved.folder_id).title} / {solved.names[0]}"
        return (ExampleLine(solved.text, answer, solved.why),)


def _sample(spec: NamingSpec) -> str:
    """Return a name that fills the pattern and is no file's here, to show what one looks like."""
    choices, stand_ins = dict(spec.choices), {"year": "2020", "month": "01", "day": "31"}
    name = "".join(
        piece.text
        if piece.kind == "fixed"
        else stand_ins.get(piece.kind) or next(iter(choices.get(piece.text, ())), "abc")
        for piece in spec.pattern.pieces
    )
    return f"{name}{spec.pattern.ending}"


def _name_field(file: NamedFile) -> str:
    return f"n-{file.id}"


def _folder_field(file: NamedFile) -> str:
    return f"t-{file.id}"


def _typed(file: NamedFile, submission: Submission) -> str:
    sent = submission.get(_name_field(file))
    return squeeze(sent) if isinstance(sent, str) and len(sent) <= LONGEST_NAME else ""


def _chosen(spec: NamingSpec, file: NamedFile, submission: Submission) -> str | None:
    sent = submission.get(_folder_field(file))
    return sent if isinstance(sent, str) and any(each.id == sent for each in spec.folders) else None


def _card(spec: NamingSpec, file: NamedFile, attempt: Attempt) -> FileCard:
    rows = attempt.report.rows if attempt.report else ()
    return FileCard(
        _name_field(file),
        _folder_field(file),
        file.text,
        _typed(file, attempt.submission),
        _chosen(spec, file, attempt.submission),
        tuple(row for row in rows if row.id.startswith(f"{file.id}:name")),
        next((row for row in rows if row.id == f"{file.id}:folder"), None),
    )


def _name_rows(spec: NamingSpec, file: NamedFile, submission: Submission) -> list[Row]:
    """Return one row for a name that is right or left out, else one for each fault of it."""
    typed, row_id, one = _typed(file, submission), f"{file.id}:name", Decimal(1)
    if not typed:
        message, next_step = N_("Tệp này chưa có tên."), N_("Gõ một tên theo khuôn.")
        return [
            Row(
                row_id,
                RowState.OPEN,
                one,
                message,
                N_("%(file)s: tên mới"),
                next_step,
                form_field=_name_field(file),
                where_values={"file": file.text},
            )
        ]
    if typed in file.names:
        return [Row(row_id, RowState.MET, one, N_("Tên đúng khuôn."), file.text)]
    same = spec.pattern.same(typed)
    meant = next((name for name in file.names if spec.pattern.same(name) == same), None)
    if meant is not None:
        message = N_("Tên này được. Viết đúng hẳn theo khuôn thì là %(name)s.")
        return [Row(row_id, RowState.MET, one, message, file.text, values={"name": meant})]
    faults = faults_of(typed, spec.accepted[file.id], spec.pattern, dict(spec.choices))
    return [
        Row(
            f"{row_id}:{number}",
            RowState.NOT_MET,
            one,
            fault.message,
            file.text,
            fault.next_step,
            form_field=_name_field(file),
            values=fault.values,
            answer=typed,
        )
        for number, fault in enumerate(faults, start=1)
    ]


def _folder_row(spec: NamingSpec, file: NamedFile, submission: Submission) -> Row:
    chosen, row_id = _chosen(spec, file, submission), f"{file.id}:folder"
    if chosen is None:
        message, next_step = N_("Tệp này chưa có thư mục."), N_("Chọn một thư mục cho tệp này.")
        return Row(
            row_id,
            RowState.OPEN,
            Decimal(1),
            message,
            N_("%(file)s: thư mục"),
            next_step,
            form_field=_folder_field(file),
            where_values={"file": file.text},
        )
    if chosen == file.folder_id:
        return Row(row_id, RowState.MET, Decimal(1), N_("Đúng thư mục."), file.text, reason=file.why)
    next_step = N_("Nghĩ xem sang năm thầy cô sẽ tìm tệp này ở đâu, rồi chọn thư mục khác.")
    return Row(
        row_id,
        RowState.NOT_MET,
        Decimal(1),
        N_("Thư mục này chưa hợp, không sao."),
        file.text,
        next_step,
        file.why,
        _folder_field(file),
        answer=spec.folder(chosen).title,
    )
