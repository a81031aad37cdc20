"""Drawing the certificate as a PDF: ground, mark, text, signs, QR code. The same face gives the same bytes."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import segno

from lms.core.certificate.layout import (
    AMBER_LIGHT,
    AMBER_WASH,
    BAND,
    CARD,
    FOOT,
    HAIRLINE,
    INK,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PAPER,
    QR_SIDE,
    RIGHT,
    TEAL,
    TEAL_WASH,
    TRUST_COLOUR,
    CertificateFace,
    Layout,
    WidthOf,
    lay_out,
)
from lms.core.completion import Trust
from lms.core.errors import N_, DomainError
from lms.core.typeface import add_faces, drawable
from lms.core.vietnamese import squeeze

if TYPE_CHECKING:  # the library is loaded with the first certificate, not with every worker
    from fpdf import FPDF

CONTENT_TYPE = "application/pdf"

_FACE = "vietnam"
_QUIET_ZONE = 4  # modules of white that a QR reader expects all round
_MARK = """<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 36 28">
<circle cx="11" cy="7" r="6" fill="{learner}"/><circle cx="25" cy="8.5" r="5" fill="{mentor}"/>
<path d="M0 28a11 11 0 0 1 22 0z" fill="{learner}"/><path d="M16 28a9.5 9.5 0 0 1 19 0z" fill="{mentor}"/>
<path d="M16 28a9.5 9.5 0 0 1 3.6-7.4A11 11 0 0 1 22 28z" fill="{both}"/></svg>"""


class FontsMissingError(DomainError):
    """The site was built without the faces that certificates embed."""

    status = 503
    message = N_("Trang này chưa tạo được tệp PDF. Thầy cô mở giấy chứng nhận rồi chọn In để có bản giấy.")


def draw_certificate(face: CertificateFace, fonts: Path) -> bytes:
    """Return the PDF. ``fonts`` holds ``be-vietnam-pro-regular.ttf`` and ``be-vietnam-pro-bold.ttf``."""
    pdf = _open_page(fonts)
    pdf.set_title(f"Giấy chứng nhận: {squeeze(face.course_title)}")
    pdf.set_subject(squeeze(face.learner_name))
    pdf.set_creation_date(datetime.combine(face.issued_on, time(), UTC))
    _draw_ground(pdf)
    _draw_layout(pdf, lay_out(_drawable(face, _font(pdf, "B").cmap), measure(pdf)))
    _draw_code(pdf, face.verify_url)
    return bytes(pdf.output())


def measure(pdf: "FPDF") -> WidthOf:
    """Return a function that tells how wide text is in the faces of ``pdf``."""

    def width_of(text: str, size: float, bold: bool) -> float:
        pdf.set_font(_FACE, "B" if bold else "", size)
        return float(pdf.get_string_width(text))

    return width_of


def _open_page(fonts: Path) -> "FPDF":
    from fpdf import FPDF

    pdf = FPDF("landscape", "mm", "A4")
    try:
        add_faces(pdf, fonts, _FACE)
    except FileNotFoundError as missing:
        raise FontsMissingError from missing
    pdf.set_lang("vi")
    pdf.set_author("Cặp đôi số")
    pdf.set_creator("Cặp đôi số")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.add_page()
    return pdf


def _font(pdf: "FPDF", style: str) -> Any:
    return pdf.fonts[f"{_FACE}{style}"]


def _drawable(face: CertificateFace, known: Container[int]) -> CertificateFace:
    """Return ``face`` with letters that the typeface lacks replaced by the nearest that it has."""

    return replace(
        face,
        learner_name=drawable(face.learner_name, known),
        course_title=drawable(face.course_title, known),
        skills=tuple(replace(skill, text=drawable(skill.text, known)) for skill in face.skills),
        mentor=drawable(face.mentor, known),
        unit=drawable(face.unit, known),
    )


def _draw_ground(pdf: "FPDF") -> None:
    pdf.set_fill_color(PAPER)
    pdf.rect(0, 0, PAGE_WIDTH, PAGE_HEIGHT, style="F")
    pdf.set_fill_color(TEAL)
    pdf.rect(0, 0, BAND, PAGE_HEIGHT, style="F")
    colours = {"learner": TEAL_WASH, "mentor": AMBER_LIGHT, "both": AMBER_WASH}
    _draw_mark(pdf, 8, PAGE_HEIGHT + 0.3, 61, colours)  # a hair below the edge, so that no seam shows


def _draw_mark(pdf: "FPDF", x: float, foot: float, width: float, colours: Mapping[str, str]) -> None:
    from fpdf.svg import SVGObject

    height = width * 28 / 36
    mark = _MARK.format(width=width, height=height, **colours)
    SVGObject(mark).draw_to_page(pdf, x, foot - height)


def _draw_layout(pdf: "FPDF", layout: Layout) -> None:
    pdf.set_draw_color(HAIRLINE)
    pdf.set_line_width(0.25)
    for y in layout.rules:
        pdf.line(LEFT, y, RIGHT, y)
    for line in layout.lines:
        pdf.set_font(_FACE, "B" if line.style.bold else "", line.style.size)
        pdf.set_char_spacing(line.style.tracking)
        pdf.set_text_color(line.style.colour)
        pdf.text(line.x, line.y, line.text)
    pdf.set_char_spacing(0)
    for trust, y in layout.signs:
        _draw_sign(pdf, trust, LEFT, y)


def _draw_sign(pdf: "FPDF", trust: Trust, x: float, y: float) -> None:
    """Draw how a skill is known: a tick in a disc, the two people, or an open circle."""
    if trust is Trust.PERSON:
        _draw_mark(pdf, x, y + 2, 5.2, {"learner": TEAL, "mentor": AMBER_LIGHT, "both": AMBER_WASH})
        return
    pdf.set_draw_color(TRUST_COLOUR[trust])
    pdf.set_line_width(0.45)
    if trust is Trust.SELF:
        pdf.circle(x + 2.5, y, 2, style="D")
        return
    pdf.set_fill_color(TEAL)
    pdf.circle(x + 2.5, y, 2.3, style="F")
    pdf.set_draw_color(CARD)
    pdf.polyline([(x + 1.5, y + 0.1), (x + 2.2, y + 0.85), (x + 3.5, y - 0.8)])


def _draw_code(pdf: "FPDF", address: str) -> None:
    """Draw the QR code on a white card, and make the card a link."""
    x, y = RIGHT - QR_SIDE, FOOT
    pdf.set_fill_color(CARD)
    pdf.set_draw_color(HAIRLINE)
    pdf.set_line_width(0.25)
    pdf.rect(x, y, QR_SIDE, QR_SIDE, style="DF", round_corners=True, corner_radius=2)
    rows = segno.make(address, error="m", micro=False).matrix
    module = QR_SIDE / (len(rows) + 2 * _QUIET_ZONE)
    pdf.set_fill_color(INK)
    for down, row in enumerate(rows, start=_QUIET_ZONE):
        for start, length in _dark_runs(row):
            # A hair of overlap keeps viewers from showing white seams between the rows.
            left, height = x + (start + _QUIET_ZONE) * module, module + 0.02
            pdf.rect(left, y + down * module, length * module, height, style="F")
    pdf.link(x, y, QR_SIDE, QR_SIDE, address, alt_text="Kiểm tra giấy chứng nhận")


def _dark_runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of dark modules."""
    start = 0
    for place, dark in enumerate([*row, 0]):
        if dark:
            continue
        if place > start:
            yield start, place - start
        start = place + 1
