"""Scanned files as scanners and phones make them, written by hand so that each fact in them is known."""

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

A4 = (595.28, 841.89)
TEXT = "Kính mời quý phụ huynh tới dự họp"


@dataclass(frozen=True)
class Sheet:
    """A page: its size in points, its picture's pixels (None: no picture), and what its text layer says."""

    size: tuple[float, float] = A4
    pixels: tuple[int, int] | None = (1654, 2339)
    text: str = TEXT
    rotate: int = 0
    text_matrix: str = "1 0 0 1 50 700"
    filter: str = "/DCTDecode"
    space: str = "/DeviceGray"
    length: int = 300_000


def pdf(*sheets: Sheet, metadata: bytes = b"") -> bytes:
    """Return a PDF; its pictures say how many pixels they have and hold none."""
    objects: list[bytes] = [b"", b"", _font(), _unicode()]
    kids = []
    for sheet in sheets:
        start = len(objects) + 1
        width, height = sheet.size
        content = b""
        if sheet.pixels:
            content += f"q {width} 0 0 {height} 0 0 cm /Im0 Do Q\n".encode()
        if sheet.text:
            shown = "".join(f"{ord(letter):04x}" for letter in sheet.text)
            content += f"BT 3 Tr /F1 12 Tf {sheet.text_matrix} Tm <{shown}> Tj ET".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Rotate {sheet.rotate} "
            f"/Contents {start + 1} 0 R /Resources << /Font << /F1 3 0 R >> "
            f"/XObject << /Im0 {start + 2} 0 R >> >> >>".encode()
        )
        objects.append(_stream("", content))
        pixels = sheet.pixels or (1, 1)
        head = (
            f"/Type /XObject /Subtype /Image /Width {pixels[0]} /Height {pixels[1]} /BitsPerComponent 8 "
            f"/ColorSpace {sheet.space} /Filter {sheet.filter}"
        )
        objects.append(_stream(head, bytes(sheet.length)))
        kids.append(f"{start} 0 R")
    more = ""
    if metadata:
        objects.append(_stream("/Type /Metadata /Subtype /XML", metadata))
        more = f"/Metadata {len(objects)} 0 R"
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {more} >>".encode()
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return assembled(objects)


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Return a PDF of ``objects``, numbered from 1, of which the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(out)


def picture(width: int = 1654, height: int = 2339, kind: str = "JPEG", orientation: int = 1) -> bytes:
    """Return a picture of noise that is no blank sheet, small in bytes where it is large in pixels."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.effect_noise((width // 8, height // 8), 80).resize((width, height)).save(out, kind, exif=exif)
    return out.getvalue()


def _stream(head: str, content: bytes) -> bytes:
    return f"<< {head} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _font() -> bytes:
    return (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Quet /Encoding /Identity-H /ToUnicode 4 0 R /DescendantFonts "
        b"[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Quet /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
    )


def _unicode() -> bytes:
    content = zlib.compress(
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
        b"1 beginbfrange <0000> <1fff> <0000> endbfrange endcmap end"
    )
    return _stream("/Filter /FlateDecode", content)
