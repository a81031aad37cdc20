"""Match: find the right side of each pair, among right sides that belong to nothing. Checked by machine."""

from collections.abc import Collection, Mapping
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
from lms.core.practice.declaration import Entry, Reader, item_id, plain
from lms.core.practice.ordinary import Ordinary, place_of
from lms.core.practice.slips import split_arrow
from lms.core.vietnamese import fold, sort_key

FEWEST_PAIRS, MOST_PAIRS = 2, 12
MOST_SIDES = 16
LONGEST_SIDE = 120

_KEYS = {"thua": "thừa", "dat": "đạt", "diem": "điểm"}
_EXAMPLE = "- Giáo viên chủ nhiệm -> Nhập điểm, ký phần của lớp mình"


@dataclass(frozen=True)
class Side:
    """A right side: the answer of one or more pairs, or of none."""

    id: str
    text: str


@dataclass(frozen=True)
class Pair:
    """A left side, the right side that belongs to it, and why."""

    id: str
    text: str
    side_id: str
    why: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class MatchSpec:
    """What an author declared; ``sides`` in alphabetical order say nothing about the pairs."""

    points: Decimal
    pairs: tuple[Pair, ...]
    sides: tuple[Side, ...]
    needed: int
    kind: str = "match"
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "pairs": [
                {"id": pair.id, "text": pair.text, "side_id": pair.side_id, "why": pair.why}
                for pair in self.pairs
            ],
            "sides": [{"id": side.id, "text": side.text} for side in self.sides],
            "needed": self.needed,
        }

    def pair(self, wanted: str) -> Pair:
        """Return the pair with the id ``wanted``."""
        return next(pair for pair in self.pairs if pair.id == wanted)


@dataclass(frozen=True)
class MatchTask(Task):
    """``order`` is the ids of the pairs as this learner sees them."""

    order: tuple[str, ...]


@dataclass(frozen=True)
class PairCard:
    """A left side on the page: its form field, what was chosen, and how that stands. The key is not in it."""

    field: str
    text: str
    chosen: str | None
    row: Row | None


class Match(Ordinary):
    """The kind ``match``. Form fields: ``m-<pair id>``, each with the id of a right side."""

    key: Final = "match"
    version: Final = 1

    def parse(self, block: Block) -> MatchSpec:
        reader = Reader(block, _KEYS)
        reader.require_items(FEWEST_PAIRS, _EXAMPLE)
        if len(reader.entries) > MOST_PAIRS:
            reader.error(
                reader.entries[MOST_PAIRS].line,
                f"Nhiều nhất {MOST_PAIRS} cặp. Chia làm hai nhiệm vụ.",
                f"At most {MOST_PAIRS} pairs. Make two tasks.",
            )
        pairs, sides = _read_pairs(reader)
        sides |= _read_decoys(reader, sides)
        needed = reader.needed(len(reader.entries))
        points = reader.points(Decimal(len(pairs)))
        reader.finish()
        ordered = sorted(
            (Side(each, text) for each, text in sides.items()), key=lambda each: sort_key(each.text)
        )
        return MatchSpec(points, pairs, tuple(ordered), needed, hint=reader.hint(), line=block.line)

    def spec_from_json(self, stored: Mapping[str, Any]) -> MatchSpec:
        pairs = tuple(
            Pair(each["id"], each["text"], each["side_id"], each["why"]) for each in stored["pairs"]
        )
        sides = tuple(Side(each["id"], each["text"]) for each in stored["sides"])
        return MatchSpec(Decimal(stored["points"]), pairs, sides, stored["needed"], hint=stored["hint"])

    def lint(self, spec: MatchSpec, assets: Collection[str]) -> list[Finding]:
        return _lint(spec)

    def prepare(self, spec: MatchSpec, seed: int) -> MatchTask:
        order = sorted((pair.id for pair in spec.pairs), key=lambda each: place_of(seed, each))
        return MatchTask(seed, tuple(order))

    def fields(self, spec: MatchSpec, task: MatchTask) -> Mapping[str, Field]:
        return {_name(pair): Field() for pair in spec.pairs}

    def view(self, spec: MatchSpec, task: MatchTask, attempt: Attempt) -> ViewModel:
        report = attempt.report
        cards = tuple(
            PairCard(
                _name(pair),
                pair.text,
                _chosen(spec, pair, attempt.submission),
                report.row(pair.id) if report else None,
            )
            for pair in map(spec.pair, task.order)
        )
        context = {
            "cards": cards,
            "sides": spec.sides,
            "spare": len(spec.sides) - len({pair.side_id for pair in spec.pairs}),
            "needed": spec.needed,
            "total": len(spec.pairs),
            "report": report,
        }
        return ViewModel("practice/_match.html", context)

    def check(self, spec: MatchSpec, task: MatchTask, submission: Submission) -> Report:
        pairs = [spec.pair(each) for each in task.order]
        rows = tuple(_row(spec, pair, _chosen(spec, pair, submission)) for pair in pairs)
        right = sum(row.state is RowState.MET for row in rows)
        return Report(Verdict.PASSED if right >= spec.needed else Verdict.FAILED, rows)

    def example(self, spec: MatchSpec, task: MatchTask, report: Report | None) -> tuple[ExampleLine, ...]:
        # The report may be older than the task: its author may have taken a pair away since.
        failing = {row.id for row in report.failing} if report else set()
        wrong = [pair for pair in spec.pairs if pair.id in failing]
        # The last pair that is wrong is left to the learner.
        others = [pair for pair in spec.pairs if pair not in wrong]
        solved = wrong[0] if len(wrong) > 1 else (others or spec.pairs)[0]
        text = next(side.text for side in spec.sides if side.id == solved.side_id)
        return (ExampleLine(solved.text, text, solved.why),)


def _name(pair: Pair) -> str:
    return f"m-{pair.id}"


def _chosen(spec: MatchSpec, pair: Pair, submission: Submission) -> str | None:
    chosen = submission.get(_name(pair))
    known = {side.id for side in spec.sides}
    return chosen if isinstance(chosen, str) and chosen in known else None


def _row(spec: MatchSpec, pair: Pair, chosen: str | None) -> Row:
    """Return the pair's row. A pair without an answer gives nothing of its key away."""
    if chosen is None:
        message, next_step = N_("Mục này chưa được ghép."), N_("Chọn một vế cho mục này.")
        return Row(pair.id, RowState.OPEN, Decimal(1), message, pair.text, next_step, form_field=_name(pair))
    if chosen == pair.side_id:
        return Row(pair.id, RowState.MET, Decimal(1), N_("Đúng rồi."), pair.text, reason=pair.why)
    next_step = N_("Đọc lại mục này rồi chọn vế khác.")
    said = next(side.text for side in spec.sides if side.id == chosen)
    message, weight = N_("Chưa đúng, không sao."), Decimal(1)
    return Row(pair.id, RowState.NOT_MET, weight, message, pair.text, next_step, pair.why, answer=said)


def _read_pairs(reader: Reader) -> tuple[tuple[Pair, ...], dict[str, str]]:
    """Return the pairs, and the text of each right side by its id."""
    sides: dict[str, str] = {}
    by_line: dict[int, tuple[str, str]] = {}
    lefts = []
    for entry in reader.entries:
        written = split_arrow(entry.text)
        left, right = (plain(written[0]), plain(written[1])) if written else ("", "")
        if not (left and right) or len(right) > LONGEST_SIDE:
            reader.error(
                entry.line,
                f"Mục này cần hai vế, giữa là dấu `->`, vế phải không quá {LONGEST_SIDE} chữ cái. Ví dụ: {_EXAMPLE}",
                f"This item needs two sides with `->` between, the right one of at most {LONGEST_SIDE} characters. For example: {_EXAMPLE}",
            )
            continue
        sides.setdefault(item_id(right), right)
        by_line[entry.line] = item_id(right), reader.why(entry)
        lefts.append(Entry(entry.line, left))
    pairs = tuple(
        Pair(item_id(entry.text), entry.text, *by_line[entry.line], line=entry.line)
        for entry in reader.distinct(lefts)
    )
    return pairs, sides


def _read_decoys(reader: Reader, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the right sides that belong to no pair, by id."""
    found = reader.value("thua")
    if found is None:
        return {}
    line, written = found
    texts = [plain(text) for text in written.split("|")]
    decoys = {item_id(text): text for text in texts}
    if not all(texts) or len(decoys) < len(texts) or any(len(text) > LONGEST_SIDE for text in texts):
        reader.error(
            line,
            f"Các vế thừa phải khác nhau, mỗi vế không quá {LONGEST_SIDE} chữ cái. Ví dụ: `thừa: Phụ huynh | Bảo vệ`",
            f"Extra right sides must differ, each of at most {LONGEST_SIDE} characters, "
            "for example `thừa: Phụ huynh | Bảo vệ`",
        )
    used = next((text for each, text in decoys.items() if each in answers), None)
    if used is not None:
        reader.error(
            line,
            f"“{used}” là đáp án của một cặp, không thể là vế thừa. Bỏ nó khỏi dòng này.",
            f"“{used}” is the answer of a pair and cannot be an extra side. Remove it here.",
        )
    if len(decoys) + len(answers) > MOST_SIDES:
        reader.error(
            line,
            f"Nhiều nhất {MOST_SIDES} vế phải, kể cả vế thừa. Bỏ bớt vế thừa.",
            f"At most {MOST_SIDES} right sides, extra ones included. Remove some extra ones.",
        )
    return decoys


def _lint(spec: MatchSpec) -> list[Finding]:
    findings = [
        Finding(
            pair.line,
            "warning",
            "Mục này chưa có lời giải thích. Thêm dòng thụt vào: > Vì sao: …",
            "This item has no explanation. Add an indented line: > Vì sao: …",
        )
        for pair in spec.pairs
        if not pair.why
    ]
    folded = [fold(side.text) for side in spec.sides]
    if len(set(folded)) < len(folded):
        findings.append(
            Finding(
                spec.line,
                "warning",
                "Có hai vế phải gần như trùng nhau: người học không phân biệt được. Viết rõ hơn.",
                "Two right sides are almost alike: nobody can tell them apart. Word them differently.",
            )
        )
    used = {pair.side_id for pair in spec.pairs}
    if len(used) == 1:
        findings.append(
            Finding(
                spec.line,
                "warning",
                "Mọi cặp có cùng một vế phải: không phải nghĩ cũng đúng. Thêm cặp có vế khác.",
                "All pairs have the same right side and need no thought. Add pairs with another one.",
            )
        )
    elif len(used) == len(spec.pairs) == len(spec.sides):
        findings.append(
            Finding(
                spec.line,
                "warning",
                "Chưa có vế thừa: cặp cuối cùng đoán là ra. Thêm một dòng `thừa: …`",
                "There is no extra right side, so the last pair is guessed. Add a line `thừa: …`",
            )
        )
    return findings
