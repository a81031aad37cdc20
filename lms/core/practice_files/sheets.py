"""The sheet to print and scan: whoever scans it sees on it whether a corner is cut, a line leans, or small print is lost.

Black on white, so that it costs little ink, and with nothing on it that belongs to anybody.
"""

from typing import TYPE_CHECKING, Final

from lms.core.made_up_school import MADE_AT, MARK, SCHOOL_TOLD
from lms.core.signing.documents import FACE, add_our_faces, letters_of
from lms.core.typeface import drawable

if TYPE_CHECKING:  # the library is loaded with the first sheet
    from fpdf import FPDF

TITLE: Final = "TỜ MẪU ĐỂ TẬP QUÉT"
CORNERS: Final = "ABCD"
"""Above left and right, below left and right."""

_WIDTH, _HEIGHT = 210.0, 297.0
_EDGE = 8.0  # most printers leave some 5 mm of the paper white
_LEFT, _RIGHT = 32.0, 186.0
_ARM = 12.0
_RULER_FROM, _RULER_LENGTH = 40.0, 200
_FOOT_FROM, _FOOT_LENGTH = 35.0, 140
_BLACK, _GREY = "#000000", "#5a5a5a"
_SAMPLE = "Quét rõ thì đọc được dòng này: ă â đ ê ô ơ ư, ế ộ ữ ặ, 0 1 2 3 4 5 6 7 8 9."
_SIZES = (14, 12, 10, 8, 6)
_LOOK_FOR = (
    "1.  Đủ bốn góc: thấy trọn bốn chữ A, B, C, D và hai nét ở mỗi góc.",
    "2.  Không lệch: khung dưới đây thẳng với mép trang, vòng tròn không méo.",
    "3.  Đủ rõ: phóng to vẫn đọc được dòng cỡ 8. Đọc được cả dòng cỡ 6 là rất rõ.",
    "4.  Đủ sáng: đếm được sáu ô xám, ô cuối gần trắng.",
)


def draw_scanning_sheet() -> bytes:
    """Return the sheet as a PDF of one A4 page. Raises FacesMissingError where the site has no typeface."""
    pdf = _open()
    _draw_corners(pdf)
    _draw_rulers(pdf)
    _draw_head(pdf)
    _draw_letters(pdf)
    _draw_shapes(pdf)
    _draw_foot(pdf)
    return bytes(pdf.output())


def _open() -> "FPDF":
    from fpdf import FPDF

    pdf = FPDF("portrait", "mm", "A4")
    add_our_faces(pdf)
    pdf.set_lang("vi")
    pdf.set_title(TITLE)
    pdf.set_subject(MARK)
    pdf.set_author(SCHOOL_TOLD)
    pdf.set_creator("Cặp đôi số")
    pdf.set_producer("Cặp đôi số")  # else the library's version, and other bytes with each of them
    pdf.set_creation_date(MADE_AT)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.add_page()
    pdf.set_text_color(_BLACK)
    pdf.set_draw_color(_BLACK)
    return pdf


def _write(pdf: "FPDF", x: float, y: float, text: str, size: float, bold: str = "") -> None:
    pdf.set_font(FACE, bold, size)
    pdf.text(x, y, drawable(text, letters_of(pdf, bold).cmap))


def _write_centred(pdf: "FPDF", y: float, text: str, size: float, bold: str = "") -> None:
    pdf.set_font(FACE, bold, size)
    _write(pdf, (_WIDTH - pdf.get_string_width(text)) / 2, y, text, size, bold)


def _draw_corners(pdf: "FPDF") -> None:
    """Draw a bracket and a letter in each corner: a scan that cuts the corner cuts them."""
    pdf.set_line_width(0.7)
    right, foot = _WIDTH - _EDGE, _HEIGHT - _EDGE
    places = ((_EDGE, _EDGE, 1, 1), (right, _EDGE, -1, 1), (_EDGE, foot, 1, -1), (right, foot, -1, -1))
    for letter, (x, y, across, down) in zip(CORNERS, places, strict=True):
        pdf.polyline([(x + across * _ARM, y), (x, y), (x, y + down * _ARM)])
        pdf.set_font(FACE, "B", 20)
        half = pdf.get_string_width(letter) / 2
        pdf.text(x + across * 7.5 - half, y + down * 7.5 + 2.6, letter)


def _draw_rulers(pdf: "FPDF") -> None:
    """Draw millimetres down the left edge and along the foot."""
    foot = _HEIGHT - 16.0
    for at in range(_RULER_LENGTH + 1):
        long = _tick(pdf, at)
        pdf.line(14, _RULER_FROM + at, 14 + long, _RULER_FROM + at)
        if at % 10 == 0:
            _write(pdf, 20.2, _RULER_FROM + at + 0.9, str(at // 10), 7)
    for at in range(_FOOT_LENGTH + 1):
        long = _tick(pdf, at)
        pdf.line(_FOOT_FROM + at, foot, _FOOT_FROM + at, foot - long)
        if at % 10 == 0:
            _write(pdf, _FOOT_FROM + at - 0.7, foot - 6.2, str(at // 10), 7)
    _write(pdf, 14, _RULER_FROM - 3, "cm", 7)
    _write(pdf, _FOOT_FROM + _FOOT_LENGTH + 4, foot - 2, "cm", 7)


def _tick(pdf: "FPDF", at: int) -> float:
    pdf.set_line_width(0.25 if at % 10 == 0 else 0.12)
    return 5.0 if at % 10 == 0 else 3.6 if at % 5 == 0 else 2.2


def _draw_head(pdf: "FPDF") -> None:
    _write_centred(pdf, 18, MARK, 10.5, "B")
    _write_centred(pdf, 42, TITLE, 30, "B")
    pdf.set_line_width(0.5)
    pdf.line(_LEFT, 49, _RIGHT, 49)
    _write(pdf, _LEFT, 59, "In tờ này ra giấy A4 (tỉ lệ 100%), quét lại, rồi mở tệp vừa quét và nhìn:", 11.5)
    for line, text in enumerate(_LOOK_FOR):
        _write(pdf, _LEFT, 69 + line * 8, text, 11)


def _draw_letters(pdf: "FPDF") -> None:
    """Draw the same sentence smaller and smaller."""
    y = 112.0
    for size in _SIZES:
        _write(pdf, _LEFT, y, f"Cỡ {size}", 8, "B")
        text = _SAMPLE if size <= 10 else _SAMPLE.partition(":")[0] + ": ế ộ ữ ặ, 0 1 2 3 4 5 6 7 8 9."
        _write(pdf, _LEFT + 14, y, text, size)
        y += 9.5


def _draw_shapes(pdf: "FPDF") -> None:
    """Draw what shows whether the page leans or is stretched, and steps of grey."""
    top, side = 162.0, 60.0
    pdf.set_line_width(0.3)
    pdf.rect(_LEFT, top, side, side)
    pdf.line(_LEFT, top + side / 2, _LEFT + side, top + side / 2)
    pdf.line(_LEFT + side / 2, top, _LEFT + side / 2, top + side)
    pdf.circle(_LEFT + side / 2, top + side / 2, side / 2 - 4)
    _write(pdf, _LEFT, top + side + 6, "Khung vuông 6 cm, vòng tròn 5,2 cm", 9)
    left, width, high = 110.0, 12.0, 24.0
    for step in range(6):
        tone = 20 + step * 42
        pdf.set_fill_color(tone)
        pdf.rect(left + step * width, top, width, high, style="DF")
    _write(pdf, left, top + high + 6, "Sáu ô xám, đậm dần sang nhạt", 9)
    pdf.set_line_width(0.2)
    for row in range(4):
        pdf.line(left, top + 42 + row * 6, left + 6 * width, top + 42 + row * 6)
    _write(pdf, left, top + side + 6, "Bốn nét mảnh, phải liền nét", 9)


def _draw_foot(pdf: "FPDF") -> None:
    pdf.set_text_color(_GREY)
    _write(
        pdf, _LEFT, 243, "Trên tờ này không có tên ai, không có số liệu của ai: quét, gửi, nộp đều được.", 10
    )
    _write(pdf, _LEFT, 250, f"{SCHOOL_TOLD}. Tờ mẫu của Cặp đôi số. Trang 1/1.", 9)
    pdf.set_text_color(_BLACK)
    _write_centred(pdf, 289, MARK, 9, "B")
