"""What signing in the site and signing with one's own tool have in common: the sheet, its declaration, and the check.

The learner's name and certificates come with the kit; how a signed file is judged is ``lms.core.signing.inspecting``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from lms.core.errors import N_, DomainError
from lms.core.practice.contract import (
    UPLOAD,
    Block,
    ExampleLine,
    Field,
    Handout,
    Report,
    Row,
    RowState,
    Submission,
    Task,
    Upload,
    Verdict,
)
from lms.core.practice.declaration import Reader, plain
from lms.core.practice.ordinary import Ordinary
from lms.core.practice.signed_file import report_of
from lms.core.signing.kit import SigningKit
from lms.core.vietnamese import fold

PAPER: Final = "to-giay.pdf"
LONGEST_TITLE, LONGEST_STATEMENT, LONGEST_REASON = 90, 400, 60

_KEYS = {"to": "tờ", "noi dung": "nội dung", "ly do": "lý do", "vi tri": "vị trí", "diem": "điểm"}
_PLACES = {"phai": "right", "trai": "left", "right": "right", "left": "left"}
_STATEMENT = "Tôi đã đọc tờ giấy này và tự mình ký bằng chữ ký số dùng để thực hành."


@dataclass(frozen=True)
class PaperSpec:
    """What an author declared: the sheet's title, the sentence that is signed, why and where it is signed."""

    kind: str
    points: Decimal
    title: str
    statement: str
    reason: str
    place: str
    hint: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "title": self.title,
            "statement": self.statement,
            "reason": self.reason,
            "place": self.place,
            "hint": self.hint,
        }


class SignsPaper(Ordinary):
    """The common part of the two kinds in which the learner's own sheet is signed."""

    needs_kit = True

    def parse(self, block: Block) -> PaperSpec:
        reader = Reader(block, _KEYS)
        title = _text(reader, "to", LONGEST_TITLE) or _missing_title(reader)
        statement = _text(reader, "noi dung", LONGEST_STATEMENT) or _STATEMENT
        reason = _text(reader, "ly do", LONGEST_REASON)
        place = _place(reader)
        points = reader.points(Decimal(10))
        for entry in reader.entries:
            reader.error(
                entry.line,
                "Loại nhiệm vụ này không có mục “- ”. Câu cần ký viết ở dòng `nội dung:`.",
                "This kind of task has no items “- ”. The sentence to sign is written after `nội dung:`.",
            )
        reader.finish()
        return PaperSpec(block.kind, points, title, statement, reason, place, reader.hint())

    def spec_from_json(self, stored: Mapping[str, Any]) -> PaperSpec:
        return PaperSpec(**{**stored, "points": Decimal(stored["points"])})

    def handouts(self, spec: PaperSpec, task: Task) -> tuple[Handout, ...]:
        if not isinstance(task.kit, SigningKit):
            return ()
        return (Handout(PAPER, "application/pdf", N_("Tải tờ giấy của thầy cô (PDF)")),)

    def handout(self, spec: PaperSpec, task: Task, name: str) -> bytes:
        if name != PAPER or not isinstance(task.kit, SigningKit):
            raise KeyError(name)
        return draw_paper(spec, task)

    def check(self, spec: PaperSpec, task: Task, submission: Submission) -> Report:
        kit, file = task.kit, submission.get(UPLOAD)
        if not isinstance(kit, SigningKit):
            return Report(Verdict.CANNOT_CHECK, (_no_lab(),))
        if not kit.certificates:
            return Report(Verdict.FAILED, (_no_certificate(),))
        if not isinstance(file, Upload):
            return Report(Verdict.FAILED, (self.nothing_signed(),))
        # Reading signed files takes a large library, which is not for every worker.
        from lms.core.signing.inspecting import Expectation, inspect

        try:
            document = draw_paper(spec, task)
        except DomainError:  # the site was built without the typeface
            return Report(Verdict.CANNOT_CHECK, (_no_lab(),))
        expected = Expectation(roots=kit.roots, now=kit.now, own=kit.certificates, document=document)
        return report_of(inspect(file.data, expected))

    def nothing_signed(self) -> Row:
        """Return the row that says that nothing was handed in yet."""
        raise NotImplementedError

    def fields(self, spec: PaperSpec, task: Task) -> Mapping[str, Field]:
        return {}

    def hint(self, spec: PaperSpec) -> str:
        return spec.hint or N_(
            "Ký đúng tờ giấy tải từ trang này, bằng chứng thư thực hành của chính thầy cô, rồi nộp ngay, đừng lưu lại lần nữa."
        )

    def example(self, spec: PaperSpec, task: Task, report: Report | None) -> tuple[ExampleLine, ...]:
        """Show the whole way on the sheet of somebody who does not exist."""
        return (
            ExampleLine(
                N_("Cô Tập Sự tải tờ giấy mang tên mình"),
                "to-giay.pdf",
                N_("mỗi người có một tờ riêng, ký tờ của người khác thì máy không nhận"),
            ),
            ExampleLine(
                N_("Cô chọn chứng thư mang tên mình rồi ký"),
                "Nguyễn Thị Tập Sự",
                N_("chứng thư phải do phòng tập này cấp cho chính cô"),
            ),
            ExampleLine(
                N_("Ký xong cô nộp luôn"),
                "to-giay.pdf",
                N_("mở ra lưu thêm lần nữa có thể làm chữ ký hỏng"),
            ),
        )


def draw_paper(spec: PaperSpec, task: Task) -> bytes:
    """Return the learner's own sheet, the same bytes each time."""
    from lms.core.signing.documents import Place, draw, learners_sheet

    return draw(learners_sheet(spec.title, spec.statement, task.kit.name, task.seed, Place(spec.place)))


def _text(reader: Reader, key: str, longest: int) -> str:
    found = reader.value(key)
    if found is None:
        return ""
    line, written = found
    text = plain(written)
    if len(text) > longest:
        reader.error(
            line,
            f"`{_KEYS[key]}:` dài quá {longest} chữ cái nên không vừa tờ giấy. Viết ngắn lại.",
            f"`{_KEYS[key]}:` is longer than {longest} characters and does not fit the sheet. Shorten it.",
        )
    return text


def _missing_title(reader: Reader) -> str:
    reader.error(
        reader.line,
        "Thiếu tên tờ giấy. Ví dụ: `tờ: Giấy xác nhận tham gia tập huấn`",
        "The title of the sheet is missing, for example `tờ: Giấy xác nhận tham gia tập huấn`",
    )
    return ""


def _place(reader: Reader) -> str:
    line, written = reader.value("vi tri") or (reader.line, "phải")
    place = _PLACES.get(fold(written))
    if place is None:
        reader.error(
            line,
            f"`vị trí:` là `phải` hoặc `trái`; ở đây là “{written}”.",
            f"`vị trí:` is `phải` (right) or `trái` (left); found “{written}”.",
        )
    return place or "right"


def _no_lab() -> Row:
    return Row(
        "lab",
        RowState.NOT_MET,
        Decimal(0),
        N_("Phòng tập ký số chưa sẵn sàng nên máy chưa kiểm tra được."),
        N_("Phòng tập"),
        N_("Không phải lỗi của thầy cô. Thử lại sau, hoặc báo cán bộ công đoàn."),
    )


def _no_certificate() -> Row:
    return Row(
        "certificate",
        RowState.OPEN,
        Decimal(1),
        N_("Thầy cô chưa nhận chứng thư thực hành."),
        N_("Chứng thư"),
        N_("Nhận chứng thư ở trang này trước, rồi ký."),
    )
