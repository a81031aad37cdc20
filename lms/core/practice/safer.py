"""Safer: of two ways, choose the safer one. Checked by machine; each choice is explained with the author's why."""

import re
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
from lms.core.practice.declaration import LONGEST_ITEM, Entry, Reader, item_id, plain
from lms.core.practice.ordinary import Ordinary, place_of
from lms.core.vietnamese import fold

FEWEST_PAIRS, MOST_PAIRS = 2, 12

_KEYS = {"hoi": "hỏi", "dat": "đạt", "diem": "điểm"}
_NOTE = re.compile(r"([^:]{1,20}):\s*(.*)")
_NOTES = {
    "kem": "worse",
    "worse": "worse",
    "vi sao": "why",
    "why": "why",
    "tinh huong": "case",
    "case": "case",
}


@dataclass(frozen=True)
class SaferPair:
    """Two ways, the safer and the worse one, why, and the situation that they belong to."""

    id: str
    safer: str
    worse: str
    why: str
    case: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"id": self.id, "safer": self.safer, "worse": self.worse, "why": self.why, "case": self.case}


@dataclass(frozen=True)
class SaferSpec:
    """What an author declared; ``needed`` right choices pass."""

    points: Decimal
    question: str
    pairs: tuple[SaferPair, ...]
    needed: int
    kind: str = "safer"
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "question": self.question,
            "pairs": [pair.to_json() for pair in self.pairs],
            "needed": self.needed,
        }


@dataclass(frozen=True)
class SaferTask(Task):
    """``first`` is the ids of the pairs whose safer way stands first for this learner."""

    first: frozenset[str]


@dataclass(frozen=True)
class SaferCard:
    """A pair on the page: its field, the ways with their values, what was chosen. The key is not in it."""

    field: str
    case: str
    ways: tuple[tuple[str, str], ...]
    chosen: str
    row: Row | None


class Safer(Ordinary):
    """The kind ``safer``. Form fields: ``x-<pair id>``, each ``1`` or ``2`` as the ways stand on the page."""

    key: Final = "safer"
    version: Final = 1

    def parse(self, block: Block) -> SaferSpec:
        reader = Reader(block, _KEYS)
        reader.require_items(
            FEWEST_PAIRS, "- Cách an toàn hơn, kèm hai dòng thụt vào: > Kém: … và > Vì sao: …"
        )
        pairs = _read_pairs(reader)
        asked = reader.value("hoi")
        needed = reader.needed(len(reader.entries), "cặp", "pairs")
        points = reader.points(Decimal(len(pairs)))
        reader.finish()
        question = plain(asked[1]) if asked else ""
        return SaferSpec(points, question, pairs, needed, hint=reader.hint(), line=block.line)

    def spec_from_json(self, stored: Mapping[str, Any]) -> SaferSpec:
        return SaferSpec(
            Decimal(stored["points"]),
            stored["question"],
            tuple(SaferPair(**pair) for pair in stored["pairs"]),
            stored["needed"],
            hint=stored.get("hint", ""),
        )

    def lint(self, spec: SaferSpec, assets: Collection[str]) -> list[Finding]:
        findings = []
        if len(spec.pairs) > MOST_PAIRS:
            findings.append(
                Finding(
                    spec.line,
                    "warning",
                    f"Có {len(spec.pairs)} cặp, nhiều quá {MOST_PAIRS} cho một màn hình. Chia làm hai nhiệm vụ.",
                    f"There are {len(spec.pairs)} pairs, more than {MOST_PAIRS} for a screen. Split the task.",
                )
            )
        if spec.needed * 2 <= len(spec.pairs):
            findings.append(
                Finding(
                    spec.line,
                    "warning",
                    "Chọn bừa cũng dễ đạt. Tăng số ở `đạt:` lên quá nửa số cặp.",
                    "Guessing passes easily. Raise `đạt:` above half of the pairs.",
                )
            )
        return findings

    def prepare(self, spec: SaferSpec, seed: int) -> SaferTask:
        def is_first(pair: SaferPair) -> bool:
            return place_of(seed, pair.id)[0] % 2 == 0

        return SaferTask(seed, frozenset(pair.id for pair in spec.pairs if is_first(pair)))

    def fields(self, spec: SaferSpec, task: SaferTask) -> Mapping[str, Field]:
        return {_field(pair): Field() for pair in spec.pairs}

    def view(self, spec: SaferSpec, task: SaferTask, attempt: Attempt) -> ViewModel:
        cards = tuple(
            SaferCard(
                _field(pair),
                pair.case,
                tuple(zip(("1", "2"), _ways(pair, task), strict=True)),
                _chosen(pair, attempt.submission),
                attempt.report.row(pair.id) if attempt.report else None,
            )
            for pair in spec.pairs
        )
        context = {
            "cards": cards,
            "question": spec.question,
            "needed": spec.needed,
            "total": len(spec.pairs),
            "report": attempt.report,
        }
        return ViewModel("practice/_safer.html", context)

    def check(self, spec: SaferSpec, task: SaferTask, submission: Submission) -> Report:
        rows = tuple(
            _row(pair, number, task, _chosen(pair, submission)) for number, pair in enumerate(spec.pairs, 1)
        )
        right = sum(row.state is RowState.MET for row in rows)
        return Report(Verdict.PASSED if right >= spec.needed else Verdict.FAILED, rows)

    def hint(self, spec: SaferSpec) -> str:
        return spec.hint or N_("Ở mỗi cặp, tự hỏi: cách nào để lộ ít hơn về một người, và kiểm tra lại được?")

    def example(self, spec: SaferSpec, task: SaferTask, report: Report | None) -> tuple[ExampleLine, ...]:
        # The report may be older than the task: its author may have taken a pair away since.
        failing = {row.id for row in report.failing} if report else set()
        return tuple(
            ExampleLine(pair.worse, pair.safer, pair.why) for pair in spec.pairs if pair.id in failing
        )[:1]


def _field(pair: SaferPair) -> str:
    return f"x-{pair.id}"


def _ways(pair: SaferPair, task: SaferTask) -> tuple[str, str]:
    return (pair.safer, pair.worse) if pair.id in task.first else (pair.worse, pair.safer)


def _chosen(pair: SaferPair, submission: Submission) -> str:
    chosen = submission.get(_field(pair))
    return chosen if isinstance(chosen, str) and chosen in {"1", "2"} else ""


def _row(pair: SaferPair, number: int, task: SaferTask, chosen: str) -> Row:
    """Return the pair's row. A pair without a choice gives nothing of its key away."""
    if not chosen:
        return Row(
            pair.id,
            RowState.OPEN,
            Decimal(1),
            N_("Cặp này chưa được chọn."),
            N_("Cặp %(number)s: %(case)s") if pair.case else N_("Cặp %(number)s"),
            N_("Chọn một trong hai cách."),
            form_field=_field(pair),
            where_values={"number": str(number), "case": pair.case},
        )
    way = _ways(pair, task)[int(chosen) - 1]
    if way == pair.safer:
        return Row(pair.id, RowState.MET, Decimal(1), N_("Đúng, cách này an toàn hơn."), way, reason=pair.why)
    message, next_step = N_("Chưa đúng, không sao."), N_("Xem lại rồi chọn cách kia.")
    return Row(pair.id, RowState.NOT_MET, Decimal(1), message, way, next_step, pair.why)


def _read_pairs(reader: Reader) -> tuple[SaferPair, ...]:
    kept = reader.distinct([Entry(entry.line, plain(entry.text), entry.notes) for entry in reader.entries])
    pairs = []
    for entry in kept:
        notes = _read_notes(reader, entry)
        is_whole = notes.get("worse") and notes.get("why")
        if not is_whole or item_id(notes["worse"]) == item_id(entry.text):
            reader.error(
                entry.line,
                "Dưới cách an toàn hơn cần hai dòng thụt vào: > Kém: cách kém an toàn, và > Vì sao: một câu ngắn",
                "Under the safer way two indented lines are needed: > Kém: the worse way, and > Vì sao: one sentence",
            )
            continue
        why = notes["why"][:1].upper() + notes["why"][1:]
        pairs.append(
            SaferPair(
                _id_of(entry.text, notes["worse"]),
                entry.text,
                notes["worse"],
                why,
                notes.get("case", ""),
                line=entry.line,
            )
        )
    return tuple(pairs)


def _id_of(*ways: str) -> str:
    """Return a pair's id, which is the same whichever of its ways is the safer: the page shows it."""
    return item_id(" / ".join(sorted(ways)))


def _read_notes(reader: Reader, entry: Entry) -> dict[str, str]:
    """Return the notes by what they are; a line without a word in front goes on with the one above."""
    notes: dict[str, str] = {}
    last = ""
    for line, text in entry.notes:
        written = _NOTE.fullmatch(text)
        name = _NOTES.get(fold(written[1]), "") if written else ""
        if name and written:
            last = name
            notes[name] = plain(written[2])
        elif last:
            notes[last] = plain(f"{notes[last]} {text}")
        else:
            reader.error(
                line,
                "Dòng thụt vào bắt đầu bằng một trong: Kém:, Vì sao:, Tình huống:",
                "An indented line begins with one of: Kém:, Vì sao:, Tình huống:",
            )
    if any(len(text) > LONGEST_ITEM for text in notes.values()):
        reader.error(
            entry.line,
            f"Một dòng dưới mục này dài quá {LONGEST_ITEM} chữ cái. Viết ngắn lại.",
            f"A line under this item is longer than {LONGEST_ITEM} characters. Shorten it.",
        )
    return notes
