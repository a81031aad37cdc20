"""Signing a practice document: a stamp with whole Vietnamese letters, and a signature that any reader can check.

The stamp is a small PDF with our embedded typeface, because the fonts that the signing library brings break Vietnamese.
With an RSA key the same arguments give the same bytes, which is how sample files come again the same.
"""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any, Final
from zoneinfo import ZoneInfo

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from fpdf import FPDF
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lms.core.signing.authority import common_name
from lms.core.signing.documents import AMBER, INK, QUIET, TEAL, TEAL_WASH, Place, add_our_faces, fitted
from lms.core.signing.identity import PRACTICE_ONLY, Identity

HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
FIELD: Final = "ChuKySo"

_RESERVED = 12_000  # hexadecimal figures for the signature with its certificates, which take about half
_WIDTH, _HEIGHT, _POINT = 78.0, 34.0, 0.3528


def seal(
    document: bytes, identity: Identity, root_certificate: bytes, at: datetime, place: Place, reason: str = ""
) -> bytes:
    """Return the practice ``document`` signed by ``identity`` at the time ``at``, with a stamp in its ``place``."""
    root = Certificate.load(root_certificate)
    trusted = _store(root)
    key = PrivateKeyInfo.load(identity.key)
    signer = SimpleSigner(Certificate.load(identity.certificate), key, trusted)
    holder = common_name(identity.certificate)
    said = PdfSignatureMetadata(
        FIELD, md_algorithm="sha256", name=holder, reason=reason or None, location=PRACTICE_ONLY
    )
    field = SigFieldSpec(FIELD, box=place.box)  # type: ignore[arg-type]
    style = _style(draw_stamp(holder, at, reason))
    writer = _Incremental(BytesIO(document))
    sealed = _DatedSigner(said, signer, stamp_style=style, new_field_spec=field, at=at.astimezone(HERE))
    # The library runs an event loop of its own, which a thread cannot begin that has one running already.
    with ThreadPoolExecutor(1) as alone:
        made: bytes = alone.submit(sealed.sign_pdf, writer, bytes_reserved=_RESERVED).result().getvalue()
    return made


def _store(certificate: Certificate) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(certificate)
    return store


def draw_stamp(holder: str, at: datetime, reason: str = "") -> bytes:
    """Return the stamp as a PDF of one small page with our typeface in it."""
    pdf = FPDF(unit="mm", format=(_WIDTH, _HEIGHT))
    add_our_faces(pdf)
    pdf.set_creation_date(datetime.combine(at.date(), time(), UTC))
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.add_page()
    pdf.set_fill_color("#f3faf9")
    pdf.set_draw_color(TEAL)
    pdf.set_line_width(0.5)
    pdf.rect(0.3, 0.3, _WIDTH - 0.6, _HEIGHT - 0.6, style="DF", round_corners=True, corner_radius=2)
    _draw_tick(pdf)
    when = at.astimezone(HERE)
    lines = (
        ("Đã ký số", "B", 9.5, TEAL, 12.6, 6.7),
        (holder, "B", 13, INK, 5, 15.2),
        (f"Lúc {when:%H:%M:%S}, ngày {when:%d/%m/%Y}", "", 8.5, QUIET, 5, 21.2),
        (f"Lý do: {reason}" if reason else "", "", 8.5, QUIET, 5, 26),
        (PRACTICE_ONLY, "B", 7.5, AMBER, 5, 31),
    )
    for text, bold, size, colour, x, y in lines:
        pdf.set_text_color(colour)
        words = fitted(pdf, text, _WIDTH - x - 4, size, 6, bold)
        pdf.text(x, y, words)
    return bytes(pdf.output())


def _draw_tick(pdf: FPDF) -> None:
    pdf.set_fill_color(TEAL_WASH)
    pdf.circle(8, 5.6, 3, style="F")
    pdf.set_line_width(0.7)
    pdf.polyline([(6.6, 5.7), (7.6, 6.8), (9.6, 4.3)])


def _style(stamp: bytes) -> StaticStampStyle:
    whole = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins(0, 0, 0, 0))
    return StaticStampStyle(border_width=0, background=_Stamp(stamp), background_layout=whole)


class _Stamp(PdfContent):
    """A drawn page as a stamp; the library's own class gives it a name by chance, and other bytes each time."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._page)))
        self.resources.xobject[pdf_name("/Stamp")] = drawn
        left, foot, right, top = map(float, drawn.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=top - foot)
        return b"/Stamp Do"


class _Incremental(IncrementalPdfFileWriter):
    """Appends the signature and nothing by chance: neither an id drawn by lot nor the time of the machine."""

    @classmethod
    def _handle_id(cls, prev: Any) -> ArrayObject:
        first, _ = super()._handle_id(prev)  # type: ignore[no-untyped-call]
        return ArrayObject([first, ByteStringObject(hashlib.sha256(bytes(first)).digest()[:16])])

    def _update_meta(self) -> None:
        """Leave the document's description as it is."""


class _DatedSigner(PdfSigner):
    """Signs at a time that it is told."""

    def __init__(self, *arguments: Any, at: datetime, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._at = at

    def init_signing_session(self, *arguments: Any, **more: Any) -> Any:
        session = super().init_signing_session(*arguments, **more)
        session.system_time = self._at
        return session
