"""What an author asked, held against what was measured: a row for each, with what to press next time."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from lms.core.errors import N_
from lms.core.practice.contract import Row, RowState
from lms.core.practice.scan.facts import MOST_LOOKED_AT, Facts, Page
from lms.core.practice.scan.spec import LANDSCAPE, MOST_PAGES, PAPERS, ScanSpec

PAGES, PAPER, DPI, TEXT, UPRIGHT, SIZE = "trang", "kho", "do-phan-giai", "lop-chu", "xoay", "nang"
TITLES = {
    PAGES: N_("Số trang"),
    PAPER: N_("Khổ giấy"),
    DPI: N_("Độ phân giải"),
    TEXT: N_("Lớp chữ"),
    UPRIGHT: N_("Xoay thẳng"),
    SIZE: N_("Độ nặng của tệp"),
}
FEWEST_WORDS = 3
_TOLERANCE = 10.0  # millimetres: feeders and phones cut a little off
_RATIO = 0.06  # a phone's picture has no size, only a shape
_MEGABYTE = 1024 * 1024

_SCAN_WHOLE = N_("Đặt tờ giấy nằm gọn trong khung, chọn đúng khổ giấy trong ứng dụng quét rồi quét lại.")
_SCAN_FINER = N_("Trong ứng dụng quét, chọn chất lượng “Cao” hoặc từ %(wanted)s dpi trở lên, rồi quét lại.")
_READ_TEXT = N_("Bật “Nhận dạng chữ” (OCR), chọn tiếng Việt, rồi lưu lại thành PDF.")
_TURN = N_("Bấm nút xoay ở trang đó trong ứng dụng quét cho chữ đứng thẳng, rồi lưu lại.")


def judge(spec: ScanSpec, facts: Facts) -> list[Row]:
    """Return the report's rows; what could not be measured is WAITING, what is only told has no weight."""
    rows = [_count(spec, facts)]
    if spec.paper:
        rows.append(_paper(spec, facts))
    if spec.dpi:
        rows.append(_resolution(spec, facts))
    if spec.needs_text:
        rows.append(_text(facts))
    if spec.is_upright:
        rows.append(_upright(facts))
    rows.append(_size(spec, facts))
    return [*rows, *_notices(spec, facts)]


def _row(row_id: str, state: RowState, message: str, next_step: str = "", **values: object) -> Row:
    shown = {name: str(value) for name, value in values.items()}
    return Row(row_id, state, Decimal(1), message, TITLES[row_id], next_step, values=shown)


def _numbers(pages: Iterable[Page]) -> str:
    return ", ".join(str(page.number) for page in pages)


def _count(spec: ScanSpec, facts: Facts) -> Row:
    low, high, found = spec.fewest_pages, spec.most_pages, facts.count
    wanted = str(low) if low == high else f"{low}–{high}"
    if low <= found <= high:
        return _row(PAGES, RowState.MET, N_("Đủ %(found)s trang."), found=found)
    if found < low:
        return _row(
            PAGES,
            RowState.NOT_MET,
            N_("Tệp có %(found)s trang, cần %(wanted)s trang.")
            if high < MOST_PAGES
            else N_("Tệp có %(found)s trang, cần từ %(low)s trang."),
            N_("Quét đủ các mặt giấy vào cùng một tệp: trong ứng dụng quét, bấm “Thêm trang” trước khi lưu."),
            found=found,
            wanted=wanted,
            low=low,
        )
    return _row(
        PAGES,
        RowState.NOT_MET,
        N_("Tệp có %(found)s trang, nhiều hơn %(wanted)s trang cần nộp."),
        N_("Xóa trang thừa hoặc trang chụp hai lần rồi lưu lại."),
        found=found,
        wanted=wanted,
    )


def _paper(spec: ScanSpec, facts: Facts) -> Row:
    wrong = [page for page in facts.pages if not _fits(spec, page, facts.is_photo)]
    is_to_lie = spec.direction == LANDSCAPE
    turned = [page for page in facts.pages if spec.direction and page.is_lying != is_to_lie]
    if wrong:
        measured = f"{wrong[0].width:.0f} × {wrong[0].height:.0f} mm"
        message = (
            N_("Ảnh không có hình dáng của tờ %(paper)s: chụp thiếu mép, hoặc thừa cả mặt bàn.")
            if facts.is_photo
            else N_("Trang %(pages)s không phải khổ %(paper)s (máy đo trang đầu sai: %(measured)s).")
        )
        return _row(
            PAPER,
            RowState.NOT_MET,
            message,
            _SCAN_WHOLE,
            pages=_numbers(wrong),
            paper=spec.paper,
            measured=measured,
        )
    if turned:
        message = (
            N_("Trang %(pages)s để dọc, cần nằm ngang.")
            if is_to_lie
            else N_("Trang %(pages)s nằm ngang, cần để dọc.")
        )
        return _row(PAPER, RowState.NOT_MET, message, _TURN, pages=_numbers(turned))
    message = (
        N_("Ảnh có hình dáng tờ %(paper)s.") if facts.is_photo else N_("Mọi trang đều là khổ %(paper)s.")
    )
    return _row(PAPER, RowState.MET, message, paper=spec.paper)


def _fits(spec: ScanSpec, page: Page, is_photo: bool) -> bool:
    short, long = PAPERS[spec.paper]
    found = sorted((page.width, page.height))
    if is_photo:
        return abs(found[1] / found[0] - long / short) <= _RATIO * long / short
    return abs(found[0] - short) <= _TOLERANCE and abs(found[1] - long) <= _TOLERANCE


def _resolution(spec: ScanSpec, facts: Facts) -> Row:
    coarse = [page for page in facts.pages if page.dpi is not None and page.dpi < spec.dpi]
    typed = [page for page in facts.pages if not (page.is_picture or page.is_unread or page.is_blank)]
    unknown = [page for page in facts.pages if page.is_doubtful or page.is_unread]
    known = [page.dpi for page in facts.pages if page.dpi is not None]
    if coarse:
        return _row(
            DPI,
            RowState.NOT_MET,
            N_("Trang %(pages)s chỉ có %(found)s dpi, cần từ %(wanted)s dpi: in ra sẽ nhòe chữ."),
            _SCAN_FINER,
            pages=_numbers(coarse),
            found=min(page.dpi or 0 for page in coarse),
            wanted=spec.dpi,
        )
    if typed:
        return _row(
            DPI,
            RowState.NOT_MET,
            N_("Trang %(pages)s không phải ảnh quét: trang này xuất thẳng từ máy tính."),
            N_("Bài này cần tờ giấy được quét: đặt giấy lên, quét rồi nộp tệp đó."),
            pages=_numbers(typed),
        )
    if unknown or not known:
        return _row(
            DPI,
            RowState.WAITING,
            N_("Máy không đo được độ phân giải của tệp này."),
            N_("Quét lại bằng ứng dụng khác, hoặc nhờ người hướng dẫn xem."),
        )
    return _row(DPI, RowState.MET, N_("Trang mờ nhất được %(found)s dpi, đủ rõ."), found=min(known))


def _text(facts: Facts) -> Row:
    if facts.is_photo:
        return _row(TEXT, RowState.NOT_MET, N_("Đây là ảnh, chưa có lớp chữ để tìm kiếm."), _READ_TEXT)
    unread = [page for page in facts.pages if page.is_unread]
    bare = [page for page in facts.pages if page.words < FEWEST_WORDS and not page.is_unread]
    if bare:
        return _row(
            TEXT,
            RowState.NOT_MET,
            N_("Trang %(pages)s chưa có lớp chữ: không tìm hay chép chữ được."),
            _READ_TEXT,
            pages=_numbers(bare),
        )
    if unread:
        return _row(
            TEXT,
            RowState.WAITING,
            N_("Máy không đọc được lớp chữ của trang %(pages)s."),
            N_("Xuất lại tệp PDF, hoặc nhờ người hướng dẫn xem."),
            pages=_numbers(unread),
        )
    words = sum(page.words for page in facts.pages)
    if not any(page.accented_words for page in facts.pages):
        return _row(
            TEXT,
            RowState.NOT_MET,
            N_("Có lớp chữ (%(words)s từ) nhưng không từ nào có dấu tiếng Việt: máy đã đọc sai ngôn ngữ."),
            _READ_TEXT,
            words=words,
        )
    return _row(TEXT, RowState.MET, N_("Có lớp chữ tiếng Việt: máy đọc được %(words)s từ."), words=words)


def _upright(facts: Facts) -> Row:
    turned = [page for page in facts.pages if page.is_turned]
    lying = [page for page in facts.pages if page.is_lying]
    standing = [page for page in facts.pages if not page.is_lying]
    odd = turned or (min(lying, standing, key=len) if lying and standing else [])
    if odd:
        message = (
            N_("Chữ ở trang %(pages)s bị xoay ngang hoặc ngược.")
            if turned
            else N_("Trang %(pages)s xoay khác các trang còn lại.")
        )
        return _row(UPRIGHT, RowState.NOT_MET, message, _TURN, pages=_numbers(odd))
    if any(page.words >= FEWEST_WORDS for page in facts.pages):
        return _row(UPRIGHT, RowState.MET, N_("Chữ trên các trang đều thẳng."))
    return _row(
        UPRIGHT,
        RowState.MET,
        N_("Các trang cùng một chiều. Chữ có đứng thẳng không thì thầy cô tự nhìn lại."),
    )


def _size(spec: ScanSpec, facts: Facts) -> Row:
    found = f"{max(facts.size / _MEGABYTE, 0.1):.1f}".replace(".", ",")
    if facts.size <= spec.megabytes * _MEGABYTE:
        return _row(SIZE, RowState.MET, N_("Tệp nặng %(found)s MB, gửi được."), found=found)
    return _row(
        SIZE,
        RowState.NOT_MET,
        N_("Tệp nặng %(found)s MB, quá %(most)s MB."),
        N_("Quét đen trắng hoặc ở mức 200–300 dpi, rồi lưu lại."),
        found=found,
        most=spec.megabytes,
    )


def _notices(spec: ScanSpec, facts: Facts) -> Iterator[Row]:
    """Yield what is told and never counted."""
    blank = [page for page in facts.pages if page.is_blank or page.is_nearly_blank]
    if blank:
        yield _told(
            "trang-trang",
            N_("Trang %(pages)s có thể là trang trắng."),
            N_("Mở tệp nhìn lại trang đó; trắng thật thì xóa đi."),
            pages=_numbers(blank),
        )
    if facts.count > MOST_LOOKED_AT:
        yield _told(
            "phan-dau",
            N_("Máy chỉ đo %(most)s trang đầu."),
            N_("Các trang sau thầy cô tự nhìn lại."),
            most=MOST_LOOKED_AT,
        )
    if facts.claims_pdf_a:
        yield _told(
            "pdf-a", N_("Tệp tự ghi là PDF/A-%(part)s, máy không kiểm chứng."), part=facts.claims_pdf_a
        )
    coloured = {page.is_coloured for page in facts.pages}
    if coloured == {True}:
        yield _told("mau", N_("Tệp được quét màu."))
    elif coloured == {False}:
        yield _told("mau", N_("Tệp được quét đen trắng hoặc thang xám."))


def _told(row_id: str, message: str, next_step: str = "", **values: object) -> Row:
    state = RowState.OPEN if next_step else RowState.MET
    shown = {name: str(value) for name, value in values.items()}
    return Row(row_id, state, Decimal(0), message, N_("Để biết thêm"), next_step, values=shown)
