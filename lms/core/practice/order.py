"""Order: put the steps of a job in order. Checked by machine; it says which step comes too early or too late.

What is judged is the order of the steps among each other, not their numbers: one step that was moved from the front to
the end is one mistake, though every number changed.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
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
from lms.core.practice.declaration import Reader, item_id, plain
from lms.core.practice.ordinary import Ordinary, place_of
from lms.core.vietnamese import fold
from lms.core.whole_numbers import whole_number

FEWEST_STEPS, MOST_STEPS = 3, 12
COMFORTABLE = 7

_KEYS = {"diem": "điểm"}
_EXAMPLE = "- Mở tệp cần ký"
_GIVES_AWAY = re.compile(
    r"\s*(?:bước\s*)?\d+\s*[.):]|\s*(?:đầu tiên|trước hết|cuối cùng|sau cùng)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Step:
    """A step, and why it stands where it does."""

    id: str
    text: str
    why: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class OrderSpec:
    """What an author declared: ``steps`` in the right order."""

    points: Decimal
    steps: tuple[Step, ...]
    kind: str = "order"
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "steps": [{"id": step.id, "text": step.text, "why": step.why} for step in self.steps],
        }


@dataclass(frozen=True)
class OrderTask(Task):
    """``order`` is the places of the steps, as this learner sees them; never the right order."""

    order: tuple[int, ...]


@dataclass(frozen=True)
class StepCard:
    """A step on the page: its form field, the number that was chosen, and how that stands."""

    field: str
    text: str
    chosen: int | None
    row: Row | None


class Order(Ordinary):
    """The kind ``order``. Form fields: ``b-<step id>``, each with a number from 1."""

    key: Final = "order"
    version: Final = 1

    def parse(self, block: Block) -> OrderSpec:
        reader = Reader(block, _KEYS)
        reader.require_items(FEWEST_STEPS, _EXAMPLE)
        if len(reader.entries) > MOST_STEPS:
            reader.error(
                reader.entries[MOST_STEPS].line,
                f"Nhiều nhất {MOST_STEPS} bước. Gộp các bước nhỏ, hoặc chia làm hai nhiệm vụ.",
                f"At most {MOST_STEPS} steps. Join small ones, or make two tasks.",
            )
        whys = {entry.line: reader.why(entry) for entry in reader.entries}
        bare = [type(entry)(entry.line, plain(entry.text)) for entry in reader.entries]
        steps = tuple(
            Step(item_id(entry.text), entry.text, whys[entry.line], entry.line)
            for entry in reader.distinct(bare)
        )
        points = reader.points(Decimal(len(steps)))
        reader.finish()
        return OrderSpec(points, steps, hint=reader.hint(), line=block.line)

    def spec_from_json(self, stored: Mapping[str, Any]) -> OrderSpec:
        steps = tuple(Step(each["id"], each["text"], each["why"]) for each in stored["steps"])
        return OrderSpec(Decimal(stored["points"]), steps, hint=stored["hint"])

    def lint(self, spec: OrderSpec, assets: Collection[str]) -> list[Finding]:
        return _lint(spec)

    def prepare(self, spec: OrderSpec, seed: int) -> OrderTask:
        right = tuple(range(len(spec.steps)))
        order = tuple(sorted(right, key=lambda at: place_of(seed, spec.steps[at].id)))
        return OrderTask(seed, order if order != right else (*order[1:], order[0]))

    def fields(self, spec: OrderSpec, task: OrderTask) -> Mapping[str, Field]:
        return {_name(step): Field() for step in spec.steps}

    def view(self, spec: OrderSpec, task: OrderTask, attempt: Attempt) -> ViewModel:
        chosen = [_chosen(spec, step, attempt.submission) for step in spec.steps]
        report = attempt.report
        # After a try the steps stand as the learner put them: early and late are then to be seen.
        shown = _arranged(chosen) if report else None
        cards = tuple(
            StepCard(
                _name(step := spec.steps[at]), step.text, chosen[at], report.row(step.id) if report else None
            )
            for at in shown or task.order
        )
        numbers = tuple(range(1, len(spec.steps) + 1))
        return ViewModel("practice/_order.html", {"cards": cards, "numbers": numbers, "report": report})

    def check(self, spec: OrderSpec, task: OrderTask, submission: Submission) -> Report:
        chosen = [_chosen(spec, step, submission) for step in spec.steps]
        arranged = _arranged(chosen)
        if arranged is None:
            return Report(Verdict.FAILED, _unfinished(spec, task, chosen))
        in_order = _longest_rising(arranged)
        rows = tuple(_row(spec, at, arranged, in_order) for at in arranged)
        return Report(Verdict.PASSED if len(in_order) == len(arranged) else Verdict.FAILED, rows)

    def example(self, spec: OrderSpec, task: OrderTask, report: Report | None) -> tuple[ExampleLine, ...]:
        wrong = {row.id for row in report.failing} if report else set()
        found = [(at, step) for at, step in enumerate(spec.steps, start=1) if step.id in wrong]
        # The last step that is wrong is left to the learner.
        others = [each for each in enumerate(spec.steps, start=1) if each not in found]
        at, step = found[0] if len(found) > 1 else others[0]
        return (ExampleLine(step.text, str(at), step.why),)


def _name(step: Step) -> str:
    return f"b-{step.id}"


def _chosen(spec: OrderSpec, step: Step, submission: Submission) -> int | None:
    sent = submission.get(_name(step))
    return (whole_number(sent, len(spec.steps)) or None) if isinstance(sent, str) else None


def _arranged(chosen: Sequence[int | None]) -> tuple[int, ...] | None:
    """Return the places of the steps as the learner ordered them; None where a number is missing or stands twice."""
    if None in chosen or len(set(chosen)) < len(chosen):
        return None
    return tuple(sorted(range(len(chosen)), key=lambda at: chosen[at] or 0))


def _longest_rising(arranged: Sequence[int]) -> frozenset[int]:
    """Return the most steps that stand in the right order among each other."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for step in arranged:
        length = bisect_left(tails, step)
        before[step] = tails[length - 1] if length else None
        tails[length : length + 1] = [step]
    found: list[int] = []
    at: int | None = tails[-1]
    while at is not None:
        found.append(at)
        at = before[at]
    return frozenset(found)


def _unfinished(spec: OrderSpec, task: OrderTask, chosen: Sequence[int | None]) -> tuple[Row, ...]:
    """Return a row for each step without a number, or with one that an earlier step on the page has too."""
    rows: list[Row] = []
    taken: dict[int, int] = {}
    for at in task.order:
        step, number = spec.steps[at], chosen[at]
        if number is None:
            message, next_step = N_("Bước này chưa có số thứ tự."), N_("Chọn một số cho bước này.")
            rows.append(
                Row(step.id, RowState.OPEN, Decimal(1), message, step.text, next_step, form_field=_name(step))
            )
        elif taken.setdefault(number, at) != at:
            values = {"step": step.text, "other": spec.steps[taken[number]].text, "number": str(number)}
            message = N_("Bước “%(step)s” và bước “%(other)s” cùng mang số %(number)s.")
            next_step = N_("Đổi số của một trong hai bước.")
            rows.append(Row(step.id, RowState.OPEN, Decimal(1), message, step.text, next_step, values=values))
    return tuple(rows)


def _row(spec: OrderSpec, at: int, arranged: Sequence[int], in_order: frozenset[int]) -> Row:
    step = spec.steps[at]
    if at in in_order:
        return Row(step.id, RowState.MET, Decimal(1), N_("Đúng chỗ."), step.text, reason=step.why)
    place = arranged.index(at)
    later = [other for other in arranged[place:] if other in in_order and other < at]
    if later:
        message = N_("Bước này đứng sớm quá: phải làm “%(other)s” trước đã.")
        next_step, other = N_("Dời bước này xuống dưới."), later[0]
    else:
        message = N_("Bước này đứng muộn quá: phải làm nó trước khi làm “%(other)s”.")
        next_step = N_("Đưa bước này lên trên.")
        other = next(other for other in reversed(arranged[:place]) if other in in_order and other > at)
    values = {"other": spec.steps[other].text}
    return Row(step.id, RowState.NOT_MET, Decimal(1), message, step.text, next_step, step.why, values=values)


def _lint(spec: OrderSpec) -> list[Finding]:
    findings = []
    seen: dict[str, int] = {}
    for step in spec.steps:
        first = seen.setdefault(fold(step.text), step.line)
        if first != step.line:
            findings.append(
                Finding(
                    step.line,
                    "warning",
                    f"Bước này gần như trùng với dòng {first}: người học không phân biệt được. Viết rõ hơn.",
                    f"This step almost repeats line {first}: nobody can tell them apart. Word it differently.",
                )
            )
        if _GIVES_AWAY.match(step.text):
            findings.append(
                Finding(
                    step.line,
                    "warning",
                    "Chữ đầu bước này nói luôn thứ tự. Bỏ số, bỏ “đầu tiên”, “cuối cùng”.",
                    "The first word of this step tells its place. Remove the number, or “first” and “last”.",
                )
            )
        if not step.why:
            findings.append(
                Finding(
                    step.line,
                    "warning",
                    "Bước này chưa có lời giải thích. Thêm dòng thụt vào: > Vì sao: …",
                    "This step has no explanation. Add an indented line: > Vì sao: …",
                )
            )
    if len(spec.steps) > COMFORTABLE:
        findings.append(
            Finding(
                spec.line,
                "warning",
                f"Có {len(spec.steps)} bước, khó nhớ hơn {COMFORTABLE}. Chia làm hai nhiệm vụ.",
                f"There are {len(spec.steps)} steps; more than {COMFORTABLE} are hard to keep in mind. Make two tasks.",
            )
        )
    return findings
