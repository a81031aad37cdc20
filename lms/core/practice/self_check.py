"""Self-check: the learner ticks what has been done. It passes on the learner's own word, and says so.

A list may stand in groups under headings that name devices; then the items of one device are to be done, besides the
ones above all headings. How the lines of a block become that list is in ``self_check_lines``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from lms.core.completion import Trust
from lms.core.errors import N_
from lms.core.practice.contract import (
    Attempt,
    Block,
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
from lms.core.practice.ordinary import Ordinary
from lms.core.practice.self_check_lines import CheckItem, Group, SelfCheckSpec, lint, read

TICKED = "on"
DEVICE_FIELD = "may"


@dataclass(frozen=True)
class TickBox:
    """A box on the page: ``field`` is its form name; ``errors`` are what often goes wrong there."""

    field: str
    text: str
    is_ticked: bool
    row: Row | None
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownList:
    """What one device's owner has to do: the items of the whole list and then the device's own."""

    device: str
    label: str
    boxes: tuple[TickBox, ...]


def is_ticked(submission: Submission, name: str) -> bool:
    """Return whether the box ``name`` was sent ticked; anything but the agreed value is not a tick."""
    return submission.get(name) in (TICKED, True)


class SelfCheck(Ordinary):
    """The kind ``self-check``. Form fields: ``c-1`` … ``c-n``, in the order of the items, and the device ticked for."""

    key: Final = "self-check"
    version: Final = 1
    trust = Trust.SELF

    def parse(self, block: Block) -> SelfCheckSpec:
        return read(block)

    def spec_from_json(self, stored: Mapping[str, Any]) -> SelfCheckSpec:
        items = tuple(
            CheckItem(item["id"], item["text"], item.get("device", ""), tuple(item.get("errors", ())))
            for item in stored["items"]
        )
        groups = tuple(Group(each["device"], each["label"]) for each in stored.get("groups", ()))
        return SelfCheckSpec(Decimal(stored["points"]), items, groups, hint=stored.get("hint", ""))

    def lint(self, spec: SelfCheckSpec, assets: Collection[str]) -> list[Finding]:
        return lint(spec)

    def view(self, spec: SelfCheckSpec, task: Task, attempt: Attempt) -> ViewModel:
        lists = tuple(_shown(spec, group, attempt) for group in spec.groups or (Group("", ""),))
        context = {
            "lists": lists,
            "devices": tuple((group.device, group.label) for group in spec.groups),
            "device": _sent_device(spec, attempt.submission),
            "has_two_choices": bool(spec.groups) or any(item.errors for item in spec.items),
            "report": attempt.report,
        }
        return ViewModel("practice/_self_check.html", context)

    def check(self, spec: SelfCheckSpec, task: Task, submission: Submission) -> Report:
        device = _device(spec, submission)
        rows = tuple(_row(item, name, is_ticked(submission, name)) for name, item in _due(spec, device))
        all_met = all(row.state is RowState.MET for row in rows)
        label = next((group.label for group in spec.groups if group.device == device), "")
        if label:
            rows += (_device_row(label),)
        return Report(Verdict.PASSED if all_met else Verdict.FAILED, rows)

    def fields(self, spec: SelfCheckSpec, task: Task) -> Mapping[str, Field]:
        return {DEVICE_FIELD: Field(), **{name: Field() for name, _ in _fields(spec)}}


def item_of(spec: SelfCheckSpec, name: str) -> tuple[str, str] | None:
    """Return the text of the item whose form field is ``name``, and the label of its device, or None."""
    labels = {group.device: group.label for group in spec.groups}
    found = next((item for field, item in _fields(spec) if field == name), None)
    return (found.text, labels.get(found.device, "")) if found else None


def _fields(spec: SelfCheckSpec) -> list[tuple[str, CheckItem]]:
    return [(f"c-{place}", item) for place, item in enumerate(spec.items, start=1)]


def _due(spec: SelfCheckSpec, device: str) -> list[tuple[str, CheckItem]]:
    return [(name, item) for name, item in _fields(spec) if item.device in ("", device)]


def _sent_device(spec: SelfCheckSpec, submission: Submission) -> str:
    """Return the device that the form said it is for; empty where it said none of the list's."""
    sent = submission.get(DEVICE_FIELD)
    return next((group.device for group in spec.groups if group.device == sent), "")


def _device(spec: SelfCheckSpec, submission: Submission) -> str:
    """Return the device to check: the one the form is for, else that of the first box ticked, else the first."""
    ticked = (item.device for name, item in _fields(spec) if item.device and is_ticked(submission, name))
    first = spec.groups[0].device if spec.groups else ""
    return _sent_device(spec, submission) or next(ticked, first)


def _shown(spec: SelfCheckSpec, group: Group, attempt: Attempt) -> ShownList:
    boxes = tuple(
        TickBox(
            name,
            item.text,
            is_ticked(attempt.submission, name),
            attempt.report.row(item.id) if attempt.report else None,
            item.errors,
        )
        for name, item in _due(spec, group.device)
    )
    return ShownList(group.device, group.label, boxes)


def _row(item: CheckItem, name: str, ticked: bool) -> Row:
    if ticked:
        return Row(item.id, RowState.MET, Decimal(1), N_("Thầy cô đã làm được việc này."), item.text)
    return Row(
        item.id,
        RowState.OPEN,
        Decimal(1),
        N_("Việc này chưa được đánh dấu."),
        item.text,
        N_("Làm xong thì đánh dấu. Nếu bị kẹt, bấm nút nhờ người hướng dẫn."),
        form_field=name,
    )


def _device_row(label: str) -> Row:
    message = N_("Thầy cô đã làm theo danh sách: %(device)s.")
    return Row(DEVICE_FIELD, RowState.MET, Decimal(0), message, label, values={"device": label})
