"""Evidence: the learner hands in photographs, a mentor looks at them with the rubric. No machine judges a picture."""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from lms.core.completion import Trust
from lms.core.errors import N_
from lms.core.practice.contract import (
    Attempt,
    Block,
    Finding,
    Report,
    Row,
    RowState,
    Submission,
    Task,
    Verdict,
    ViewModel,
)
from lms.core.practice.declaration import Entry, Reader, item_id, plain, read_points
from lms.core.practice.ordinary import Ordinary
from lms.core.vietnamese import fold

MOST_PHOTOS = 5
KEPT_AFTER_DECISION = timedelta(days=30)

_KEYS = {"nop": "nộp", "cham": "chấm", "diem": "điểm"}
_EXAMPLE = "- 6đ: Thấy rõ dấu chữ ký số hợp lệ"
_SUBMIT = re.compile(r"anh(?:,? toi da ([0-9]{1,3})(?: anh)?)?")
_RUBRIC = re.compile(r"([0-9.,]{1,7})\s*(?:đ|điểm|points?)\s*:\s*(.*)", re.IGNORECASE)
_PRIVATE = ("can cuoc", "cccd", "khuon mat", "ma otp", "ma qr", "so du", "ma pin", "hoc sinh")
_HIDING = re.compile(r"\b(?:che|khong|an|giau|xoa|bo)\b")


@dataclass(frozen=True)
class RubricLine:
    """What the mentor looks for and what it is worth; shown to both before anything is handed in."""

    id: str
    points: Decimal
    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class EvidenceSpec:
    """What an author declared."""

    points: Decimal
    most_photos: int
    rubric: tuple[RubricLine, ...]
    kind: str = "evidence"
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "most_photos": self.most_photos,
            "rubric": [
                {"id": line.id, "points": str(line.points), "text": line.text} for line in self.rubric
            ],
        }


@dataclass(frozen=True)
class EvidenceTask(Task):
    """``challenge`` is written on paper beside the phone, so that an older picture is recognised."""

    challenge: str


def photos_in(submission: Submission) -> tuple[str, ...]:
    """Return the names of the attached pictures (field ``photos``), without empty ones and repetitions."""
    sent = submission.get("photos")
    names = sent if isinstance(sent, list | tuple) else ()
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name))


class Evidence(Ordinary):
    """The kind ``evidence``. The submission's ``photos`` are the names of pictures already stored."""

    key: Final = "evidence"
    version: Final = 1
    trust = Trust.PERSON

    def parse(self, block: Block) -> EvidenceSpec:
        reader = Reader(block, _KEYS)
        reader.expect("cham", "người hướng dẫn")
        reader.require_items(1, _EXAMPLE)
        rubric = _read_rubric(reader)
        total = sum((line.points for line in rubric), Decimal(0))
        spec = EvidenceSpec(
            reader.points(total), _read_most_photos(reader), rubric, hint=reader.hint(), line=block.line
        )
        reader.finish()
        return spec

    def spec_from_json(self, stored: Mapping[str, Any]) -> EvidenceSpec:
        rubric = tuple(
            RubricLine(line["id"], Decimal(line["points"]), line["text"]) for line in stored["rubric"]
        )
        return EvidenceSpec(
            Decimal(stored["points"]), stored["most_photos"], rubric, hint=stored.get("hint", "")
        )

    def lint(self, spec: EvidenceSpec, assets: Collection[str]) -> list[Finding]:
        findings = [_private_finding(line) for line in spec.rubric if _asks_for_private(line.text)]
        total = sum((line.points for line in spec.rubric), Decimal(0))
        if total != spec.points:
            findings.append(
                Finding(
                    spec.line,
                    "error",
                    f"Các mục chấm cộng lại được {total:f} điểm, nhưng nhiệm vụ ghi {spec.points:f} điểm.",
                    f"The rubric adds up to {total:f} points, but the task says {spec.points:f}.",
                )
            )
        return findings

    def prepare(self, spec: EvidenceSpec, seed: int) -> EvidenceTask:
        digest = hashlib.sha256(f"evidence:{seed}".encode()).digest()
        return EvidenceTask(seed, f"{int.from_bytes(digest[:8]) % 10_000:04d}")

    def view(self, spec: EvidenceSpec, task: EvidenceTask, attempt: Attempt) -> ViewModel:
        photos = photos_in(attempt.submission)
        return ViewModel(
            "practice/_evidence.html",
            {
                "photos": photos,
                "most_photos": spec.most_photos,
                "photos_left": max(0, spec.most_photos - len(photos)),
                "challenge": task.challenge,
                "rubric": spec.rubric,
                "points": spec.points,
                "report": attempt.report,
            },
        )

    def check(self, spec: EvidenceSpec, task: EvidenceTask, submission: Submission) -> Report:
        count = len(photos_in(submission))
        if count == 0:
            return _refused(
                N_("Chưa có ảnh nào."), N_("Chụp hoặc chọn ít nhất một ảnh rồi nộp lại."), RowState.OPEN
            )
        if count > spec.most_photos:
            return _refused(
                N_("Có %(count)s ảnh, nhiều hơn %(most)s ảnh cho phép."),
                N_("Bỏ bớt, chỉ giữ %(most)s ảnh rõ nhất."),
                RowState.NOT_MET,
                {"count": str(count), "most": str(spec.most_photos)},
            )
        waiting = tuple(
            Row(line.id, RowState.WAITING, line.points, N_("Người hướng dẫn sẽ xem mục này."), line.text)
            for line in spec.rubric
        )
        received = Row(
            "photos",
            RowState.MET,
            Decimal(0),
            N_("Đã nhận %(count)s ảnh."),
            N_("Ảnh"),
            values={"count": str(count)},
        )
        return Report(Verdict.NEEDS_PERSON, (received, *waiting))

    def retention(self, spec: EvidenceSpec) -> timedelta:
        return KEPT_AFTER_DECISION


def _read_most_photos(reader: Reader) -> int:
    found = reader.value("nop")
    if found is None:
        return 1
    line, text = found
    wanted = _SUBMIT.fullmatch(fold(text))
    most = int(wanted[1] or 1) if wanted else 0
    if not 1 <= most <= MOST_PHOTOS:
        reader.error(
            line,
            f"Viết `nộp: ảnh, tối đa 2`, từ 1 đến {MOST_PHOTOS} ảnh; ở đây là “{text}”.",
            f"Write `nộp: ảnh, tối đa 2`, from 1 to {MOST_PHOTOS} photos; found “{text}”.",
        )
        return 1
    return most


def _read_rubric(reader: Reader) -> tuple[RubricLine, ...]:
    points_on: dict[int, Decimal] = {}
    entries = []
    for entry in reader.entries:
        written = _RUBRIC.fullmatch(entry.text)
        points = read_points(written[1]) if written else None
        if written is None or points is None:
            reader.error(
                entry.line,
                f"Mục chấm cần số điểm và lời. Ví dụ: {_EXAMPLE}",
                f"A rubric line needs points and words. For example: {_EXAMPLE}",
            )
            continue
        points_on[entry.line] = points
        entries.append(Entry(entry.line, plain(written[2])))
    return tuple(
        RubricLine(item_id(entry.text), points_on[entry.line], entry.text, entry.line)
        for entry in reader.distinct(entries)
    )


def _asks_for_private(text: str) -> bool:
    words = fold(text)
    return any(word in words for word in _PRIVATE) and not _HIDING.search(words)


def _private_finding(line: RubricLine) -> Finding:
    return Finding(
        line.line,
        "warning",
        "Mục này có thể làm lộ thông tin riêng. Bảo người học che lại, hoặc bỏ mục này.",
        "This line may lead people to show private data. Ask them to cover it, or remove the line.",
    )


def _refused(
    message: str, next_step: str, state: RowState, values: Mapping[str, str] | None = None
) -> Report:
    row = Row(
        "photos", state, Decimal(1), message, N_("Ảnh"), next_step, form_field="photos", values=values or {}
    )
    return Report(Verdict.FAILED, (row,))
