"""The learner's own notebook: a PDF, because phones and clouds open one without changing it, and a text or a Word file not.

Its last line is a seal, the digest of all before it. So a notebook is known to be whole even if it was handed out before
its author changed a line, or by another version of what draws it; it proves nothing against somebody who wants to cheat.
"""

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

from lms.core.made_up_school import MADE_AT, MARK, SCHOOL, SCHOOL_TOLD
from lms.core.signing.documents import FACE, add_our_faces, code_of, letters_of
from lms.core.typeface import drawable

if TYPE_CHECKING:  # the library is loaded with the first notebook
    from fpdf import FPDF

MARKED_CODE: Final = re.compile(rb"SoTayBM[2-9A-Z]{8}")
"""The code as it stands in the file's description: letters and figures only, which every program writes the same."""

TITLE: Final = "Sổ tay tập của tôi"

_SEAL = re.compile(rb"%(BM-[2-9A-Z]{4}-[2-9A-Z]{4}) ([0-9a-f]{64})\n")
_SEAL_LENGTH = 1 + 12 + 1 + 64 + 1
_WIDTH, _HEIGHT = 148.0, 210.0
_LEFT, _RIGHT = 14.0, 134.0
_FOOT = 198.0
_INK, _QUIET, _RULE, _TEAL = "#1b2430", "#4a5565", "#dcd8cc", "#0e5a57"
_AMBER, _AMBER_WASH = "#8a4700", "#fbe3c2"


def notebook_code(seed: int) -> str:
    """Return the code of the learner's own notebook of a task."""
    return code_of(seed, "BM")


def marked(code: str) -> str:
    """Return how ``code`` stands in the description of its notebook."""
    return f"SoTay{code.replace('-', '')}"


def fingerprint(data: bytes) -> str:
    """Return what people compare: the first eight characters of the SHA-256, in groups of four."""
    digest = hashlib.sha256(data).hexdigest()[:8].upper()
    return f"{digest[:4]} {digest[4:]}"


@lru_cache(maxsize=64)  # it is handed out and compared within minutes
def write_notebook(code: str, lines: tuple[str, ...]) -> bytes:
    """Return the notebook with ``code``. Raises FacesMissingError where the site was built without the typeface."""
    pdf = _open()
    add_our_faces(pdf)
    pdf.set_keywords(marked(code))
    pdf.add_page()
    _draw_marks(pdf)
    _draw_lines(pdf, lines, _draw_head(pdf, code))
    drawn = bytes(pdf.output())
    drawn += b"" if drawn.endswith(b"\n") else b"\n"
    return drawn + b"%%%s %s\n" % (code.encode(), hashlib.sha256(drawn).hexdigest().encode())


def sealed_code(data: bytes) -> str:
    """Return the code of a notebook that is whole, byte for byte as it was handed out; empty if it is not."""
    found = _SEAL.fullmatch(data[-_SEAL_LENGTH:])
    if found is None or hashlib.sha256(data[:-_SEAL_LENGTH]).hexdigest().encode() != found[2]:
        return ""
    return found[1].decode()


def _open() -> "FPDF":
    from fpdf import FPDF

    pdf = FPDF("portrait", "mm", (_WIDTH, _HEIGHT))
    pdf.set_lang("vi")
    pdf.set_title(TITLE)
    pdf.set_subject(MARK)
    pdf.set_author(SCHOOL_TOLD)
    pdf.set_creator("Cặp đôi số")
    pdf.set_producer("Cặp đôi số")  # else the library's version, and other bytes with each of them
    pdf.set_creation_date(MADE_AT)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    return pdf


def _write(pdf: "FPDF", x: float, y: float, text: str, size: float, bold: str = "") -> None:
    pdf.set_font(FACE, bold, size)
    pdf.text(x, y, drawable(text, letters_of(pdf, bold).cmap))


def _draw_marks(pdf: "FPDF") -> None:
    """Draw the practice mark at the head, and at the foot that nothing here is real."""
    pdf.set_fill_color(_AMBER_WASH)
    pdf.rect(0, 0, _WIDTH, 13, style="F")
    pdf.set_text_color(_AMBER)
    _write(pdf, _LEFT, 8.5, MARK, 11, "B")
    pdf.set_text_color(_QUIET)
    _write(pdf, _LEFT, _FOOT, SCHOOL_TOLD, 9)
    _write(pdf, _LEFT, _FOOT + 5, "Mọi điều ghi trong sổ đều là đặt ra.", 9)


def _draw_head(pdf: "FPDF", code: str) -> float:
    """Draw school, title and code; return where the lines begin."""
    pdf.set_text_color(_TEAL)
    _write(pdf, _LEFT, 28, SCHOOL.upper(), 13, "B")
    pdf.set_text_color(_INK)
    _write(pdf, _LEFT, 43, TITLE, 22, "B")
    pdf.set_text_color(_QUIET)
    _write(pdf, _LEFT, 54, "Mã riêng của sổ này:", 13)
    pdf.set_text_color(_INK)
    _write(pdf, _LEFT + 52, 54, code, 15, "B")
    pdf.set_draw_color(_RULE)
    pdf.set_line_width(0.3)
    pdf.line(_LEFT, 60, _RIGHT, 60)
    return 70.0


def _draw_lines(pdf: "FPDF", lines: tuple[str, ...], top: float) -> None:
    """Draw each line on a rule, as it stands in a notebook, in the largest letters in which all of them fit."""
    for size in (13.0, 11.0, 9.0):
        step, y, parts = size * 0.68, top, list[tuple[float, str]]()
        for line in lines:
            for part in _parted(pdf, line, size):
                parts.append((y, part))
                y += step
            y += 2
        if y - step <= _FOOT - 8:
            break
    for place, part in parts:
        pdf.text(_LEFT, place, part)
        pdf.line(_LEFT, place + 2.5, _RIGHT, place + 2.5)


def _parted(pdf: "FPDF", line: str, size: float) -> list[str]:
    """Return a line in the parts that fit between the margins."""
    pdf.set_font(FACE, "", size)
    text = drawable(line, letters_of(pdf, "").cmap)
    return cast("list[str]", pdf.multi_cell(_RIGHT - _LEFT, text=text, dry_run=True, output="LINES"))
