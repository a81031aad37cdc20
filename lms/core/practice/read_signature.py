"""Read a signature: for each of the learner's sample files, whether it may be trusted, and which of five lines says so.

The key follows from the seed, so the check needs no kit; making the files and showing what stands in them does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from lms.core.errors import N_
from lms.core.practice.contract import (
    Attempt,
    Block,
    ExampleLine,
    Field,
    Handout,
    Report,
    Row,
    RowState,
    Submission,
    Task,
    Verdict,
    ViewModel,
)
from lms.core.practice.declaration import Reader
from lms.core.practice.ordinary import Ordinary
from lms.core.signing.kit import SigningKit
from lms.core.signing.samples import Flaw, Sample, SampleReading, make_sample, plan, read_sample
from lms.core.vietnamese import fold

FEWEST_FILES, MOST_FILES = 2, 6
TRUST, DOUBT = "trust", "doubt"
NOBODY: Final = ("khong co", "none")

VERDICTS: Final[Mapping[str, str]] = {
    TRUST: N_("Tin được"),
    DOUBT: N_("Không tin được"),
}
REASONS: Final[Mapping[str, str]] = {
    Flaw.VALID: N_("Cả năm dòng đều tốt"),
    Flaw.STRANGER: N_("Nơi cấp lạ, không có trong danh sách tin cậy"),
    Flaw.ALTERED: N_("Nội dung đã bị sửa sau khi ký"),
    Flaw.EXPIRED: N_("Chứng thư hết hạn trước lúc ký"),
    Flaw.PICTURE: N_("Chỉ có ảnh chữ ký, không có chữ ký số"),
}

_FILE = N_("Tệp %(number)s")
_KEYS = {"mau": "mẫu", "hoi ten": "hỏi tên", "dat": "đạt", "diem": "điểm"}
_FLAWS = {
    "hop le": Flaw.VALID,
    "bi sua": Flaw.ALTERED,
    "la": Flaw.STRANGER,
    "anh": Flaw.PICTURE,
    "het han": Flaw.EXPIRED,
    **{str(flaw): flaw for flaw in Flaw},
}
_USUAL = "hợp lệ | bị sửa | lạ | ảnh"
_YES_NO = {"co": True, "khong": False, "yes": True, "no": False}
_WHY: Final[Mapping[str, str]] = {
    Flaw.VALID: N_(
        "Nơi cấp được tin, người ký rõ ràng, nội dung còn nguyên, chứng thư còn hạn lúc ký: tin được."
    ),
    Flaw.STRANGER: N_(
        "Ai cũng tự làm được chứng thư mang tên người khác; chỉ nơi cấp được tin mới có nghĩa."
    ),
    Flaw.ALTERED: N_("Sửa dù một con số sau khi ký là dòng “Toàn vẹn” báo ngay, dù con dấu vẫn đẹp."),
    Flaw.EXPIRED: N_("Lúc ký, chứng thư đã hết hạn. Nếu ký khi còn hạn thì chữ ký vẫn có giá trị về sau."),
    Flaw.PICTURE: N_(
        "Hình chữ ký và con dấu chỉ là ảnh, ai cũng dán được; trong tệp không có chữ ký số nào."
    ),
}
_LOOK: Final[Mapping[str, str]] = {
    Flaw.VALID: N_("Đọc lại đủ năm dòng của tệp này. Có dòng nào thật sự xấu không?"),
    Flaw.STRANGER: N_("Đọc lại dòng “Nơi cấp” của tệp này, nhất là phần trong ngoặc."),
    Flaw.ALTERED: N_("Đọc lại dòng “Toàn vẹn” của tệp này: nội dung có còn giống lúc ký không?"),
    Flaw.EXPIRED: N_("So dòng “Thời điểm” với dòng “Hiệu lực” của tệp này: lúc ký, chứng thư còn hạn không?"),
    Flaw.PICTURE: N_("Mở bảng kiểm tra của tệp này: phần mềm có thấy chữ ký số nào không?"),
}


@dataclass(frozen=True)
class ReadSpec:
    """Which samples an author wants, whether the signer's name is asked for, and how many right files pass."""

    points: Decimal
    flaws: tuple[Flaw, ...]
    asks_name: bool
    needed: int
    kind: str = "read-signature"
    hint: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "flaws": [str(flaw) for flaw in self.flaws],
            "asks_name": self.asks_name,
            "needed": self.needed,
            "hint": self.hint,
        }


@dataclass(frozen=True)
class ReadTask(Task):
    """``samples`` are the learner's own files, in the learner's own order."""

    samples: tuple[Sample, ...]


@dataclass(frozen=True)
class FileCard:
    """A file on the page: its number, what was answered, how that stands, what is written in it. The key is not in it."""

    number: int
    verdict: str
    reason: str
    name: str
    row: Row | None
    is_readable: bool
    reading: SampleReading | None


class ReadSignature(Ordinary):
    """The kind ``read-signature``. Form fields of file n: ``v-n`` verdict, ``w-n`` why, ``n-n`` the signer's name."""

    key: Final = "read-signature"
    version: Final = 1
    needs_kit = True

    def parse(self, block: Block) -> ReadSpec:
        reader = Reader(block, _KEYS)
        flaws = _read_flaws(reader)
        asks_name = _read_yes_no(reader)
        needed = reader.needed(len(flaws), "tệp", "files")
        points = reader.points(Decimal(10))
        for entry in reader.entries:
            reader.error(
                entry.line,
                "Loại nhiệm vụ này không có mục “- ”; máy tự làm các tệp mẫu theo dòng `mẫu:`.",
                "This kind of task has no items “- ”; the sample files are made as the line `mẫu:` says.",
            )
        reader.finish()
        return ReadSpec(points, flaws, asks_name, needed, hint=reader.hint())

    def spec_from_json(self, stored: Mapping[str, Any]) -> ReadSpec:
        flaws = tuple(Flaw(flaw) for flaw in stored["flaws"])
        return ReadSpec(
            Decimal(stored["points"]),
            flaws,
            stored["asks_name"],
            stored["needed"],
            hint=stored.get("hint", ""),
        )

    def prepare(self, spec: ReadSpec, seed: int) -> ReadTask:
        return ReadTask(seed, plan(spec.flaws, seed))

    def fields(self, spec: ReadSpec, task: ReadTask) -> Mapping[str, Field]:
        asked = "vwn" if spec.asks_name else "vw"
        return {f"{part}-{sample.number}": Field() for sample in task.samples for part in asked}

    def handouts(self, spec: ReadSpec, task: ReadTask) -> tuple[Handout, ...]:
        if not isinstance(task.kit, SigningKit):
            return ()
        return tuple(
            Handout(_file_name(sample), "application/pdf", _FILE, _number(sample)) for sample in task.samples
        )

    def handout(self, spec: ReadSpec, task: ReadTask, name: str) -> bytes:
        found = {_file_name(sample): sample for sample in task.samples}[name]
        if not isinstance(task.kit, SigningKit) or not task.kit.signers:
            raise KeyError(name)
        return make_sample(found, task.kit.signers, task.kit.roots[0])

    def view(self, spec: ReadSpec, task: ReadTask, attempt: Attempt) -> ViewModel:
        kit = task.kit
        signers = kit.signers if isinstance(kit, SigningKit) else {}
        cards = tuple(
            FileCard(
                sample.number,
                _choice(attempt.submission, f"v-{sample.number}", VERDICTS),
                _choice(attempt.submission, f"w-{sample.number}", REASONS),
                _text(attempt.submission, f"n-{sample.number}"),
                attempt.report.row(f"file-{sample.number}") if attempt.report else None,
                is_readable=bool(signers),
                reading=read_sample(sample, signers) if signers else None,
            )
            for sample in task.samples
        )
        context = {
            "cards": cards,
            "verdicts": VERDICTS,
            "reasons": REASONS,
            "asks_name": spec.asks_name,
            "needed": spec.needed,
            "total": len(spec.flaws),
            "has_lab": isinstance(kit, SigningKit),
            "report": attempt.report,
        }
        return ViewModel("practice/_read_signature.html", context)

    def check(self, spec: ReadSpec, task: ReadTask, submission: Submission) -> Report:
        rows = tuple(_row(spec, sample, submission) for sample in task.samples)
        right = sum(row.state is RowState.MET for row in rows)
        return Report(Verdict.PASSED if right >= spec.needed else Verdict.FAILED, rows)

    def hint(self, spec: ReadSpec) -> str:
        return spec.hint or N_(
            "Ở mỗi tệp, đọc lần lượt năm dòng của bảng kiểm tra. Chỉ cần một dòng xấu là chưa tin được."
        )

    def example(self, spec: ReadSpec, task: ReadTask, report: Report | None) -> tuple[ExampleLine, ...]:
        """Show how somebody else's file with the same fault is read."""
        missed = {row.id for row in report.failing} if report else set()
        flaw = next((each.flaw for each in task.samples if _row_id(each) in missed), None)
        if flaw is None:
            return ()
        other = next(each for each in self.prepare(spec, task.seed + 1).samples if each.flaw is flaw)
        verdict = VERDICTS[TRUST if flaw is Flaw.VALID else DOUBT]
        return (
            ExampleLine(f"“{other.title}”, {other.name}", f"{verdict}: {REASONS[flaw].lower()}", _WHY[flaw]),
        )


def _file_name(sample: Sample) -> str:
    return f"tep-{sample.number}.pdf"


def _row_id(sample: Sample) -> str:
    return f"file-{sample.number}"


def _number(sample: Sample) -> dict[str, str]:
    return {"number": str(sample.number)}


def _text(submission: Submission, field: str) -> str:
    sent = submission.get(field)
    return sent if isinstance(sent, str) else ""


def _choice(submission: Submission, field: str, known: Mapping[str, str]) -> str:
    sent = _text(submission, field)
    return sent if sent in known else ""


def _row(spec: ReadSpec, sample: Sample, submission: Submission) -> Row:
    """Return the file's row. A file without a whole answer gives nothing of its key away."""
    number, file = sample.number, _number(sample)
    verdict = _choice(submission, f"v-{number}", VERDICTS)
    reason = _choice(submission, f"w-{number}", REASONS)
    name = fold(_text(submission, f"n-{number}"))
    asked = [("v", verdict), ("w", reason), *([("n", name)] if spec.asks_name else [])]
    empty = next((f"{part}-{number}" for part, answer in asked if not answer), "")
    if empty:
        message, step = N_("Tệp này chưa trả lời đủ."), N_("Mở tệp hoặc bảng kiểm tra, rồi chọn đủ các ô.")
        return Row(
            _row_id(sample),
            RowState.OPEN,
            Decimal(1),
            message,
            _FILE,
            step,
            form_field=empty,
            where_values=file,
        )
    is_good = sample.flaw is Flaw.VALID
    if reason != sample.flaw or (verdict == TRUST) != is_good:
        message, step = N_("Chưa đúng, không sao."), _LOOK[sample.flaw]
        return Row(_row_id(sample), RowState.NOT_MET, Decimal(1), message, _FILE, step, where_values=file)
    if spec.asks_name and name not in _expected_names(sample):
        message = N_("Nhận xét đúng rồi, chỉ còn tên người ký chưa khớp.")
        step = N_("Chép tên ở dòng “Người ký” của bảng kiểm tra; không có chữ ký số thì ghi “không có”.")
        return Row(_row_id(sample), RowState.NOT_MET, Decimal(1), message, _FILE, step, where_values=file)
    return Row(_row_id(sample), RowState.MET, Decimal(1), _WHY[sample.flaw], _FILE, where_values=file)


def _expected_names(sample: Sample) -> tuple[str, ...]:
    return NOBODY if sample.flaw is Flaw.PICTURE else (fold(sample.name),)


def _read_flaws(reader: Reader) -> tuple[Flaw, ...]:
    line, written = reader.value("mau") or (reader.line, _USUAL)
    wanted = [part.strip() for part in re.split(r"\s*\|\s*", written)]
    flaws = tuple(_FLAWS[fold(part)] for part in wanted if fold(part) in _FLAWS)
    if len(flaws) < len(wanted) or not FEWEST_FILES <= len(flaws) <= MOST_FILES:
        reader.error(
            line,
            f"`mẫu:` gồm từ {FEWEST_FILES} đến {MOST_FILES} tệp trong số: hợp lệ, bị sửa, lạ, ảnh, hết hạn. "
            f"Ví dụ: `mẫu: {_USUAL}`",
            f"`mẫu:` names {FEWEST_FILES} to {MOST_FILES} files out of: hợp lệ (valid), bị sửa (altered), "
            f"lạ (stranger), ảnh (picture), hết hạn (expired), for example `mẫu: {_USUAL}`",
        )
    return flaws


def _read_yes_no(reader: Reader) -> bool:
    line, written = reader.value("hoi ten") or (reader.line, "không")
    answer = _YES_NO.get(fold(written))
    if answer is None:
        reader.error(
            line,
            f"`hỏi tên:` là `có` hoặc `không`; ở đây là “{written}”.",
            f"`hỏi tên:` is `có` (yes) or `không` (no); found “{written}”.",
        )
    return bool(answer)
