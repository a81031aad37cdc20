"""Practice documents: one A4 sheet of a school that does not exist, the learner's own, byte for byte the same each time.

A sheet looks decent and imitates no agency: no emblem, no words of the State, and the practice mark at its head, at its
foot and across it. What is asked for on it comes from the author of the task; signing it is done in ``sealing``.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lms.core.errors import N_, DomainError
from lms.core.signing.identity import PRACTICE_ONLY
from lms.core.typeface import add_faces, drawable
from lms.core.vietnamese import squeeze

if TYPE_CHECKING:  # the library is loaded with the first sheet, not with every worker
    from fpdf import FPDF

SCHOOL: Final = "Trường THCS Tập Sự"
FACE: Final = "vietnam"
FONTS: Final = Path(__file__).resolve().parents[2] / "static" / "fonts"
INK, QUIET, HAIRLINE, TEAL, TEAL_WASH = "#1b2430", "#4a5565", "#dcd8cc", "#0e5a57", "#d7eae8"
AMBER, AMBER_WASH, GHOST = "#8a4700", "#fbe3c2", "#f4f1e8"

_WIDTH, _HEIGHT = 210.0, 297.0
_LEFT, _RIGHT = 24.0, 186.0
_COLUMN = 46.0  # where values begin, beside their labels
_SIGN_TOP, _SIGN_HEIGHT, _SIGN_WIDTH = 208.0, 34.0, 78.0
_POINT = 0.3528  # millimetres
_FIRST_DAY = date(2026, 1, 5)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another


class FacesMissingError(DomainError):
    """The site was built without the faces that documents embed."""

    status = 503
    message = N_("Trang này chưa tạo được tệp PDF. Thầy cô báo cán bộ công đoàn giúp.")


class Place(StrEnum):
    """Where on the sheet the signature stands."""

    RIGHT = "right"
    LEFT = "left"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return the place in points from the lower left corner of the page: left, foot, right, top."""
        left = _RIGHT - _SIGN_WIDTH if self is Place.RIGHT else _LEFT
        foot = _HEIGHT - _SIGN_TOP - _SIGN_HEIGHT
        corners = (left, foot, left + _SIGN_WIDTH, foot + _SIGN_HEIGHT)
        a, b, c, d = (round(each / _POINT, 2) for each in corners)
        return a, b, c, d


@dataclass(frozen=True)
class Sheet:
    """What stands on a practice document. ``facts`` are label and value; ``statement`` is the sentence that is signed."""

    title: str
    code: str
    day: date
    facts: tuple[tuple[str, str], ...]
    statement: str
    place: Place = Place.RIGHT
    signer: str = "Người ký"


def code_of(seed: int, school: str = "TS") -> str:
    """Return the code of the learner's own sheet of a task; ``school`` are the letters that it begins with."""
    number = int.from_bytes(hashlib.sha256(f"sheet:{seed}".encode()).digest()[:8])
    letters = []
    for _ in range(8):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return f"{school}-{''.join(letters[:4])}-{''.join(letters[4:])}"


def day_of(seed: int) -> date:
    """Return the day that the sheet of ``seed`` bears; it never moves, so that a sheet comes again the same."""
    return _FIRST_DAY + timedelta(days=hashlib.sha256(f"day:{seed}".encode()).digest()[0] % 120)


def learners_sheet(title: str, statement: str, name: str, seed: int, place: Place) -> Sheet:
    """Return the sheet that the learner called ``name`` signs in the task of ``seed``."""
    facts = (("Họ và tên", name), ("Đơn vị", SCHOOL), ("Mã riêng", code_of(seed)))
    return Sheet(title, code_of(seed), day_of(seed), facts, statement, place)


@lru_cache(maxsize=64)  # it is read, signed and checked within minutes of each other
def draw(sheet: Sheet, *, picture_of: str = "") -> bytes:
    """Return the sheet as a PDF; with ``picture_of`` a drawn signature stands in the place, which signs nothing.

    Raises:
        FacesMissingError: the site was built without the typeface.
    """
    pdf = _open(sheet)
    _draw_marks(pdf, sheet)
    y = _draw_head(pdf, sheet)
    y = _draw_facts(pdf, sheet, y)
    _draw_statement(pdf, sheet, y)
    _draw_place(pdf, sheet)
    if picture_of:
        _draw_picture(pdf, sheet, picture_of)
    return bytes(pdf.output())


def add_our_faces(pdf: Any) -> None:
    """Give a document the site's faces as ``FACE``. Raises FacesMissingError where the site has none."""
    try:
        add_faces(pdf, FONTS, FACE)
    except FileNotFoundError as missing:
        raise FacesMissingError from missing


def letters_of(pdf: "FPDF", bold: str) -> Any:
    """Return one of the document's two faces."""
    return pdf.fonts[f"{FACE}{bold}"]


def fitted(pdf: "FPDF", text: str, width: float, size: float, smallest: float, bold: str = "B") -> str:
    """Set the largest face from ``size`` down to ``smallest`` in which ``text`` fits; return it, cut if it must be."""
    text = drawable(text, letters_of(pdf, bold).cmap)
    pdf.set_font(FACE, bold, size)
    while size > smallest and pdf.get_string_width(text) > width:
        size -= 0.5
        pdf.set_font(FACE, bold, size)
    if pdf.get_string_width(text) <= width:
        return text
    while text and pdf.get_string_width(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def _open(sheet: Sheet) -> "FPDF":
    from fpdf import FPDF

    pdf = FPDF("portrait", "mm", "A4")
    add_our_faces(pdf)
    # A sample is altered by exchanging two figures in what is drawn, so that is not packed; a page has little of it.
    pdf.set_compression(False)
    pdf.set_lang("vi")
    pdf.set_title(squeeze(sheet.title))
    pdf.set_subject(PRACTICE_ONLY)
    pdf.set_author(SCHOOL)
    pdf.set_creator("Cặp đôi số")
    pdf.set_creation_date(datetime.combine(sheet.day, time(), UTC))
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.add_page()
    for figure in "0123456789":
        letters_of(pdf, "B").subset.pick(ord(figure))
    return pdf


def _draw_marks(pdf: "FPDF", sheet: Sheet) -> None:
    """Draw the practice mark across the page, at its head and at its foot."""
    pdf.set_font(FACE, "B", 62)
    pdf.set_text_color(GHOST)
    with pdf.rotation(38, _WIDTH / 2, 160):
        for text, y in (("CHỈ ĐỂ", 148), ("THỰC HÀNH", 176)):
            pdf.text((_WIDTH - pdf.get_string_width(text)) / 2, y, text)
    pdf.set_fill_color(AMBER_WASH)
    pdf.rect(0, 0, _WIDTH, 14, style="F")
    pdf.set_font(FACE, "B", 11)
    pdf.set_text_color(AMBER)
    pdf.text((_WIDTH - pdf.get_string_width(PRACTICE_ONLY)) / 2, 9, PRACTICE_ONLY)
    pdf.set_draw_color(HAIRLINE)
    pdf.set_line_width(0.25)
    pdf.line(_LEFT, 276, _RIGHT, 276)
    pdf.set_font(FACE, "", 9)
    pdf.set_text_color(QUIET)
    pdf.text(_LEFT, 282, f"{PRACTICE_ONLY}. Trường này không có thật.")
    page = f"{sheet.code} · Trang 1/1"
    pdf.text(_RIGHT - pdf.get_string_width(page), 282, page)


def _draw_head(pdf: "FPDF", sheet: Sheet) -> float:
    """Draw school, number, day and title; return where the title ends."""
    pdf.set_text_color(TEAL)
    pdf.set_font(FACE, "B", 13)
    pdf.text(_LEFT, 32, SCHOOL.upper())
    pdf.set_draw_color(TEAL)
    pdf.set_line_width(0.6)
    pdf.line(_LEFT, 35.5, _LEFT + 22, 35.5)
    pdf.set_font(FACE, "", 10.5)
    pdf.set_text_color(QUIET)
    pdf.text(_LEFT, 42, f"Số: {sheet.code}")
    day = f"Ngày {sheet.day.day:02d} tháng {sheet.day.month:02d} năm {sheet.day.year}"
    pdf.text(_RIGHT - pdf.get_string_width(day), 32, day)
    y = 62.0
    pdf.set_text_color(INK)
    for line in _title_lines(pdf, sheet.title.upper()):
        pdf.text((_WIDTH - pdf.get_string_width(line)) / 2, y, line)
        y += 10
    return y


def _title_lines(pdf: "FPDF", title: str) -> list[str]:
    """Return the title in lines, each as wide as the page permits; long ones take a smaller face first."""
    lines: list[str] = []
    for size, most in ((21.0, 1), (18.0, 1), (19.0, 2), (15.0, 4)):
        pdf.set_font(FACE, "B", size)
        lines = list(_wrapped(pdf, title, _RIGHT - _LEFT, "B"))
        if len(lines) <= most:
            break
    return lines


def _draw_facts(pdf: "FPDF", sheet: Sheet, y: float) -> float:
    pdf.set_draw_color(HAIRLINE)
    pdf.set_line_width(0.25)
    y += 2
    for label, value in sheet.facts:
        pdf.line(_LEFT, y, _RIGHT, y)
        pdf.set_font(FACE, "", 11)
        pdf.set_text_color(QUIET)
        pdf.text(_LEFT, y + 8, label)
        pdf.set_text_color(INK)
        words = fitted(pdf, value, _RIGHT - _LEFT - _COLUMN, 13, 8)
        pdf.text(_LEFT + _COLUMN, y + 8, words)
        y += 12.5
    pdf.line(_LEFT, y, _RIGHT, y)
    return y + 12


def _draw_statement(pdf: "FPDF", sheet: Sheet, y: float) -> None:
    pdf.set_text_color(INK)
    pdf.set_font(FACE, "", 13)
    for line in _wrapped(pdf, sheet.statement, _RIGHT - _LEFT, ""):
        if y > _SIGN_TOP - 14:
            return
        pdf.text(_LEFT, y, line)
        y += 8


def _draw_place(pdf: "FPDF", sheet: Sheet) -> None:
    """Draw the caption over the place of the signature, and its corners."""
    left, _, right, _ = (each * _POINT for each in sheet.place.box)
    pdf.set_text_color(INK)
    words = fitted(pdf, sheet.signer, _SIGN_WIDTH, 12, 9)
    pdf.text(left + (_SIGN_WIDTH - pdf.get_string_width(words)) / 2, _SIGN_TOP - 4, words)
    pdf.set_draw_color(HAIRLINE)
    pdf.set_line_width(0.4)
    foot, arm = _SIGN_TOP + _SIGN_HEIGHT, 5
    for x, along in ((left, arm), (right, -arm)):
        for y, down in ((_SIGN_TOP, arm), (foot, -arm)):
            pdf.polyline([(x + along, y), (x, y), (x, y + down)])


def _draw_picture(pdf: "FPDF", sheet: Sheet, name: str) -> None:
    """Put the picture of a stamp and a flourish, as a scan of a signed and stamped paper has them, over a name."""
    from lms.core.signing.stamp_picture import HEIGHT, RING_AT, WIDTH, stamp_picture

    middle = sheet.place.box[0] * _POINT + _SIGN_WIDTH / 2
    left, top = middle - WIDTH / 2, _SIGN_TOP - 1
    pdf.image(stamp_picture(), left, top, WIDTH, HEIGHT)
    pdf.set_font(FACE, "B", 7.5)
    pdf.set_text_color("#b3261e")
    for text, down in (("DẤU VẼ", 0), ("THỰC HÀNH", 4)):
        pdf.text(left + RING_AT[0] - pdf.get_string_width(text) / 2, top + RING_AT[1] - 1 + down, text)
    pdf.set_text_color(INK)
    words = fitted(pdf, name, _SIGN_WIDTH, 12, 8)
    pdf.text(middle - pdf.get_string_width(words) / 2, _SIGN_TOP + _SIGN_HEIGHT - 2, words)


def _wrapped(pdf: "FPDF", text: str, width: float, bold: str) -> Iterator[str]:
    """Yield ``text`` in lines that fit in the face that is set."""
    line = ""
    for word in drawable(text, letters_of(pdf, bold).cmap).split():
        longer = f"{line} {word}".strip()
        if line and pdf.get_string_width(longer) > width:
            yield line
            longer = word
        line = longer
    if line:
        yield line
