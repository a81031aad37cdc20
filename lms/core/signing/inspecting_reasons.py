"""What the report on a signed PDF can say: a row for each thing looked at, and a reason for each way it can be wrong.

The sentences are for a teacher who fears computers: what it means, then what to do next. What finds the reasons lives in
the other ``inspecting`` modules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from lms.core.errors import N_


class Outcome(StrEnum):
    """What was concluded, of the file or of one row. ``UNKNOWN`` is never a failure."""

    ACCEPTED = "pass"
    REFUSED = "fail"
    FOR_A_PERSON = "needs_person"
    UNKNOWN = "cannot_check"


@dataclass(frozen=True)
class ReportRow:
    """One thing that was looked at. ``title``, ``message`` and ``next_step`` are msgids, filled from ``values``."""

    id: str
    outcome: Outcome
    title: str
    message: str
    next_step: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


class Stop(Exception):  # noqa: N818 - nothing went wrong here; the file has been understood far enough
    """Nothing more can be said about the file than ``reason``."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Reason:
    """Why a row is not met: its sentence, what to do next, and what it makes of the whole file."""

    row: str
    message: str
    next_step: str
    verdict: Outcome = Outcome.REFUSED


FILE: Final = "file"
SIGNED, WHOLE, UNCHANGED, INTACT = "signed", "whole", "unchanged", "intact"
ISSUER, SIGNER, VALID, DOCUMENT = "issuer", "signer", "valid", "document"

REAL: Final = "real-certificate"

TITLES: Final[Mapping[str, str]] = {
    FILE: N_("Tệp"),
    SIGNED: N_("Có chữ ký"),
    WHOLE: N_("Chữ ký phủ hết tệp"),
    UNCHANGED: N_("Không bị thêm sau khi ký"),
    INTACT: N_("Còn nguyên vẹn"),
    ISSUER: N_("Phòng tập cấp"),
    SIGNER: N_("Đúng người ký"),
    VALID: N_("Còn hạn"),
    DOCUMENT: N_("Đúng tờ"),
}
"""The rows, in the order in which they are read."""

_MET: Final[Mapping[str, str]] = {
    SIGNED: N_("Tệp có một chữ ký số."),
    WHOLE: N_("Chữ ký trải từ đầu đến cuối tệp."),
    UNCHANGED: N_("Sau khi ký, không ai thêm gì vào tệp."),
    INTACT: N_("Nội dung vẫn đúng như lúc ký."),
    ISSUER: N_("Chứng thư do phòng tập ký số này cấp."),
    SIGNER: N_("Người ký: %(name)s."),
    VALID: N_("Chứng thư còn hạn lúc ký và còn hạn hôm nay."),
    DOCUMENT: N_("Đúng tờ của nhiệm vụ này."),
}

_SIGN_AGAIN = N_("Tải lại tờ của nhiệm vụ, ký, rồi nộp ngay tệp vừa ký, đừng mở ra lưu thêm.")
_SAVE_AND_HAND_IN = N_("Nộp lại đúng tệp PDF mà phần mềm ký vừa lưu ra.")
_OWN_CERTIFICATE = N_("Ký lại bằng chứng thư thực hành của thầy cô, tải ở trang nhiệm vụ.")
_ASK = N_("Ký lại bằng phần mềm khác hoặc ký ngay trên trang, hoặc nhờ người hướng dẫn xem.")
_USUAL_SETTINGS = N_(
    "Để phần mềm ký ở cài đặt thường (một chữ ký, SHA-256, không dấu thời gian), rồi ký lại."
)

_CANNOT = Outcome.UNKNOWN

REASONS: Final[Mapping[str, Reason]] = {
    # The file as such
    "empty-file": Reason(FILE, N_("Tệp này rỗng, không có gì bên trong."), _SAVE_AND_HAND_IN),
    "too-large": Reason(
        FILE,
        N_("Tệp này nặng hơn 10 MB nên máy không mở."),
        N_("Kiểm tra xem có chọn nhầm tệp không; tờ của nhiệm vụ rất nhẹ."),
        _CANNOT,
    ),
    "zip": Reason(
        FILE,
        N_("Đây là tệp nén, hoặc tệp Word, Excel; chưa phải PDF."),
        N_("Giải nén ra, rồi nộp chính tệp có đuôi .pdf bên trong."),
    ),
    "not-pdf": Reason(FILE, N_("Bên trong tệp này không phải PDF."), _SAVE_AND_HAND_IN),
    "leading-bytes": Reason(FILE, N_("Trước phần PDF có dữ liệu lạ bị chèn vào."), _SIGN_AGAIN),
    "real-certificate": Reason(
        FILE,
        N_("Tệp này không ký bằng chứng thư thực hành. Có thể là chứng thư thật, nên máy đã xoá tệp ngay."),
        N_("Đừng dùng chữ ký thật ở đây. Ký lại bằng chứng thư thực hành, tải ở trang nhiệm vụ."),
    ),
    "encrypted": Reason(
        FILE,
        N_("Tệp này bị khoá bằng mật khẩu nên máy không đọc được."),
        N_("Ký lại mà không đặt mật khẩu cho tệp, rồi nộp."),
        _CANNOT,
    ),
    "too-many-parts": Reason(
        FILE, N_("Tệp này có quá nhiều phần hoặc quá nhiều lần lưu."), _SIGN_AGAIN, _CANNOT
    ),
    "xfa": Reason(
        FILE,
        N_("Tệp này là biểu mẫu động (XFA): mỗi lần mở có thể hiện một khác."),
        N_("Dùng tờ của nhiệm vụ, đừng dùng biểu mẫu khác."),
        _CANNOT,
    ),
    "two-indexes": Reason(
        FILE,
        N_("Tệp này có hai mục lục bên trong, phần mềm khác nhau có thể hiện khác nhau."),
        _SIGN_AGAIN,
        _CANNOT,
    ),
    "duplicate-objects": Reason(
        FILE, N_("Trong tệp có phần bị cất giấu: một đối tượng được viết hai lần."), _SIGN_AGAIN
    ),
    "too-heavy": Reason(FILE, N_("Máy không kiểm tra được tệp này: nó nặng hoặc lạ quá."), _ASK, _CANNOT),
    "unreadable": Reason(FILE, N_("Máy không đọc được tệp này: nó hỏng hoặc lạ quá."), _ASK, _CANNOT),
    # Có chữ ký
    "unsigned": Reason(
        SIGNED,
        N_("Tệp này chưa có chữ ký số."),
        N_("Mở phần mềm ký, chọn chứng thư thực hành, ký, rồi nộp tệp mới lưu."),
    ),
    "picture-only": Reason(
        SIGNED,
        N_("Chỉ có hình hoặc chữ trông giống chữ ký. Hình con dấu không phải chữ ký số."),
        N_("Dùng chức năng ký số với chứng thư thực hành, đừng dán ảnh hay đóng dấu hình."),
    ),
    "empty-field": Reason(
        SIGNED,
        N_("Có ô dành cho chữ ký, nhưng ô còn trống."),
        N_("Bấm vào ô đó trong phần mềm ký, chọn chứng thư, ký, rồi lưu và nộp."),
    ),
    "empty-contents": Reason(
        SIGNED, N_("Có khung chữ ký, nhưng bên trong không có chữ ký nào."), _SIGN_AGAIN
    ),
    "several-signatures": Reason(SIGNED, N_("Tệp có nhiều chữ ký; nhiệm vụ này chỉ cần một."), _SIGN_AGAIN),
    "several-signers": Reason(SIGNED, N_("Một chữ ký mà chứa nhiều người ký."), _USUAL_SETTINGS),
    "document-timestamp": Reason(
        SIGNED, N_("Đây là dấu thời gian, không phải chữ ký của một người."), _USUAL_SETTINGS
    ),
    "old-format": Reason(SIGNED, N_("Chữ ký theo định dạng cũ, nay không còn an toàn."), _USUAL_SETTINGS),
    "unknown-format": Reason(
        SIGNED, N_("Chữ ký theo định dạng mà máy này chưa biết."), _USUAL_SETTINGS, _CANNOT
    ),
    "weak-digest": Reason(
        SIGNED, N_("Chữ ký dùng thuật toán băm cũ (MD5, SHA-1), dễ bị làm giả."), _USUAL_SETTINGS
    ),
    "unknown-algorithm": Reason(
        SIGNED, N_("Chữ ký dùng thuật toán mà máy này chưa biết."), _USUAL_SETTINGS, _CANNOT
    ),
    "unknown-timestamp": Reason(
        SIGNED, N_("Chữ ký kèm dấu thời gian của một nơi mà phòng tập không biết."), _USUAL_SETTINGS
    ),
    "extra-material": Reason(SIGNED, N_("Chữ ký kèm thêm dữ liệu không được ký bảo vệ."), _USUAL_SETTINGS),
    "no-certificate": Reason(
        SIGNED, N_("Trong chữ ký không kèm chứng thư của người ký."), _USUAL_SETTINGS, _CANNOT
    ),
    "odd-signature": Reason(SIGNED, N_("Bên trong chữ ký được viết sai quy cách."), _ASK, _CANNOT),
    # Chữ ký phủ hết tệp
    "byte-range-missing": Reason(WHOLE, N_("Chữ ký không nói nó bảo vệ phần nào của tệp."), _SIGN_AGAIN),
    "byte-range-zero": Reason(WHOLE, N_("Chữ ký khai là chỉ bảo vệ một phần rỗng."), _SIGN_AGAIN),
    "byte-range-negative": Reason(WHOLE, N_("Chữ ký khai vùng bảo vệ bằng số âm."), _SIGN_AGAIN),
    "byte-range-start": Reason(WHOLE, N_("Chữ ký không bảo vệ phần đầu của tệp."), _SIGN_AGAIN),
    "byte-range-odd": Reason(WHOLE, N_("Chữ ký khai vùng bảo vệ không đúng quy cách."), _SIGN_AGAIN),
    "cut-off": Reason(
        WHOLE,
        N_("Tệp bị cụt: phần cuối mà chữ ký bảo vệ không còn."),
        N_("Tải hoặc chép lại tệp cho trọn, rồi nộp."),
    ),
    "gap-too-wide": Reason(
        WHOLE, N_("Cạnh chữ ký có chỗ trống không được bảo vệ, ai cũng chèn được."), _SIGN_AGAIN
    ),
    "other-contents": Reason(WHOLE, N_("Vùng bảo vệ chừa chỗ cho một chữ ký khác."), _SIGN_AGAIN),
    "indirect-contents": Reason(WHOLE, N_("Chữ ký nằm ở chỗ khác với chỗ nó khai."), _SIGN_AGAIN),
    "padding": Reason(WHOLE, N_("Phần đệm sau chữ ký không trống như phải có."), _SIGN_AGAIN),
    "resaved": Reason(
        WHOLE,
        N_("Sau khi ký, tệp đã được một phần mềm khác lưu lại, nên chữ ký không còn khớp."),
        _SIGN_AGAIN,
    ),
    "not-whole": Reason(WHOLE, N_("Chữ ký không phủ phần được thêm vào sau."), _SIGN_AGAIN),
    # Không bị thêm sau khi ký
    "trailing-bytes": Reason(UNCHANGED, N_("Sau phần đã ký, cuối tệp có thêm dữ liệu."), _SIGN_AGAIN),
    "content-changed": Reason(
        UNCHANGED, N_("Sau khi ký, nội dung trang bị sửa: có thể thêm, bớt hoặc che chữ."), _SIGN_AGAIN
    ),
    "form-changed": Reason(UNCHANGED, N_("Sau khi ký, một ô biểu mẫu bị sửa."), _SIGN_AGAIN),
    "annotation-added": Reason(
        UNCHANGED, N_("Sau khi ký, có ghi chú hoặc hình được thêm lên trang."), _SIGN_AGAIN
    ),
    "metadata-changed": Reason(
        UNCHANGED, N_("Sau khi ký, phần thông tin của tệp (tên, tác giả, ngày) bị sửa."), _SIGN_AGAIN
    ),
    "countersigned": Reason(
        UNCHANGED,
        N_("Sau chữ ký này có người khác ký thêm."),
        N_("Nộp tệp chỉ có chữ ký của thầy cô, trước khi người khác ký."),
    ),
    "update-added": Reason(UNCHANGED, N_("Sau khi ký, tệp được lưu thêm một lần nữa."), _SIGN_AGAIN),
    # Còn nguyên vẹn
    "page-altered": Reason(INTACT, N_("Nội dung tệp đã bị đổi sau khi ký, dù chỉ một chữ."), _SIGN_AGAIN),
    "signature-altered": Reason(INTACT, N_("Chính chữ ký đã bị đổi, nên không còn đúng."), _SIGN_AGAIN),
    # Phòng tập cấp
    "unknown-issuer": Reason(
        ISSUER,
        N_("Chứng thư này nói là để thực hành, nhưng không do phòng tập của trang này cấp."),
        _OWN_CERTIFICATE,
    ),
    "wrong-use": Reason(ISSUER, N_("Chứng thư này không được cấp để ký tài liệu."), _OWN_CERTIFICATE),
    "extra-certificates": Reason(ISSUER, N_("Trong chữ ký kèm thêm chứng thư lạ."), _USUAL_SETTINGS),
    # Đúng người ký
    "other-signer": Reason(SIGNER, N_("Chứng thư này của người khác: %(name)s."), _OWN_CERTIFICATE),
    "replaced-certificate": Reason(
        SIGNER, N_("Đúng tên, nhưng không phải chứng thư đang dùng của thầy cô."), _OWN_CERTIFICATE
    ),
    # Còn hạn
    "expired": Reason(
        VALID,
        N_("Chứng thư đã hết hạn."),
        N_("Lấy chứng thư thực hành mới ở trang nhiệm vụ, rồi ký lại."),
    ),
    "clock-wrong": Reason(
        VALID,
        N_("Giờ ký ghi trong tệp chưa tới, hoặc trước ngày cấp chứng thư."),
        N_("Chỉnh ngày giờ của máy dùng để ký cho đúng, rồi ký lại."),
    ),
    # Đúng tờ
    "same-text": Reason(
        DOCUMENT,
        N_("Các trang và chữ giống tờ của nhiệm vụ, nhưng tệp không còn là tệp gốc."),
        N_("Một người sẽ xem. Muốn nhanh hơn, thầy cô tải lại tờ gốc rồi ký thẳng lên đó."),
        Outcome.FOR_A_PERSON,
    ),
    "wrong-document": Reason(
        DOCUMENT,
        N_("Chữ ký nằm trên một tờ khác, không phải tờ của nhiệm vụ này."),
        N_("Tải tờ của nhiệm vụ này về, ký đúng tờ đó, rồi nộp."),
    ),
    "document-unreadable": Reason(
        DOCUMENT, N_("Máy không so được tệp này với tờ của nhiệm vụ."), _ASK, _CANNOT
    ),
}


def verdict_of(found: Iterable[str]) -> tuple[Outcome, str]:
    """Return what the reasons make of the file, and the one that decides: what is wrong, then what is unknown."""
    reasons = list(found)
    for verdict in (Outcome.REFUSED, Outcome.UNKNOWN, Outcome.FOR_A_PERSON):
        for code in reasons:
            if REASONS[code].verdict is verdict:
                return verdict, code
    return Outcome.ACCEPTED, ""


def rows_of(
    looked_at: Iterable[str], found: Iterable[str], values: Mapping[str, str]
) -> tuple[ReportRow, ...]:
    """Return the rows that were looked at, each with its first reason where there is one."""
    first: dict[str, str] = {}
    for code in found:
        first.setdefault(REASONS[code].row, code)
    seen = {*looked_at, *first}
    return tuple(_row(row_id, first.get(row_id), values) for row_id in TITLES if row_id in seen)


def _row(row_id: str, code: str | None, values: Mapping[str, str]) -> ReportRow:
    title, filled = TITLES[row_id], {"name": values.get("name", "")} if row_id == SIGNER else {}
    if code is None:
        return ReportRow(row_id, Outcome.ACCEPTED, title, _MET[row_id], values=filled)
    reason = REASONS[code]
    return ReportRow(row_id, reason.verdict, title, reason.message, reason.next_step, filled)
