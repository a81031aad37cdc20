"""PDFs and signatures written byte by byte, so that tests can put anything anywhere in them.

Nothing of the code under test is used, nor of what the site signs with: the file format is written out here, the
signatures come from cryptography's PKCS #7. Objects of ``make_pdf``: 1 catalogue, 2 pages, 3 page, 4 its content,
5 font, 6 information, 7 and on what was asked for.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID, ObjectIdentifier

PRACTICE = "CHỈ ĐỂ THỰC HÀNH, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
SIGNING = "1.3.6.1.5.5.7.3.36"
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)
ROOM = 4096


@dataclass(frozen=True)
class Holder:
    """Somebody who signs: certificate and key as objects of cryptography."""

    certificate: x509.Certificate
    key: Any

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


@cache
def make_key(kind: str, number: int = 0) -> Any:
    """Return a key, the same one for the same arguments: making RSA keys takes long."""
    return ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)


def make_name(common: str, organization: str = PRACTICE) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


@cache
def make_root(common: str = "CA thực hành", number: int = 0, organization: str = PRACTICE) -> Holder:
    key = make_key("ec", 100 + number)
    name = make_name(common, organization)
    built = _builder(name, name, key, -1000, 4000).add_extension(
        x509.BasicConstraints(True, 0), critical=True
    )
    return Holder(built.sign(key, hashes.SHA256()), key)


@cache
def make_holder(
    common: str = "Trần Thị Mai",
    *,
    root: Holder | None = None,
    number: int = 0,
    kind: str = "ec",
    start: int = -30,
    end: int = 300,
    purpose: str = SIGNING,
    is_ca: bool = False,
    organization: str = PRACTICE,
) -> Holder:
    """Return a certificate under ``root``; ``start`` and ``end`` are days from now."""
    issuer = root or make_root()
    key = make_key(kind, number)
    built = (
        _builder(
            make_name(common, organization),
            issuer.certificate.subject,
            key,
            start,
            end,
        )
        .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ObjectIdentifier(purpose)]), critical=True)
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, is_ca, False, False, False), critical=True
        )
    )
    return Holder(built.sign(issuer.key, hashes.SHA256()), key)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Any, start: int, end: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + start * DAY)
        .not_valid_after(NOW + end * DAY)
    )


def make_pdf(
    text: str = "Lich hop to chuyen mon thang 11",
    more: Mapping[int, bytes] | None = None,
    page: bytes = b"",
    catalogue: bytes = b"",
) -> bytes:
    """Return a PDF of one page that says ``text``; ``page`` and ``catalogue`` go into their dictionaries."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: page_object(page),
        4: stream(b"BT /F1 18 Tf 60 700 Td (%s) Tj ET" % text.encode("ascii")),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        6: b"<< /Title (To thuc hanh) /Producer (Tests) >>",
        **(more or {}),
    }
    return _write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", objects, b"")


def page_object(more: bytes = b"", contents: bytes = b"4 0 R") -> bytes:
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %s "
        b"/Resources << /Font << /F1 5 0 R >> %s >>"
        % (contents, b"" if b"/Annots" in more else more)
        + (b" %s >>" % more if b"/Annots" in more else b" >>")
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def add_layer(pdf: bytes, objects: Mapping[int, bytes], *, goes_on: bool = True) -> bytes:
    """Return ``pdf`` saved once more, with these objects new or in place of older ones."""
    previous = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    return _write(pdf, objects, b"/Prev %s" % previous if goes_on else b"")


def _write(before: bytes, objects: Mapping[int, bytes], entries: bytes) -> bytes:
    out = bytearray(before)
    if not out.endswith(b"\n"):
        out += b"\n"
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    sizes = [int(size) for size in re.findall(rb"/Size (\d+)", before)]
    size = max([*sizes, *(number + 1 for number in places)])
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        entries,
        start,
    )
    return bytes(out)


def next_number(pdf: bytes) -> int:
    return max(int(size) for size in re.findall(rb"/Size (\d+)", pdf))


def sign(
    pdf: bytes,
    holder: Holder | None = None,
    *,
    fields: bytes = b"",
    page: bytes = b"",
    more: Mapping[int, bytes] | None = None,
    subfilter: bytes = b"/adbe.pkcs7.detached",
    seal: Callable[[bytes], bytes] | None = None,
    edit: Callable[[bytes], bytes] = bytes,
    byte_range: Callable[[int, int, int], tuple[int, ...]] | None = None,
    box: bytes = b"0 0 0 0",
    beside: bytes = b"",
    left_out: int = 0,
    room: int = ROOM,
) -> bytes:
    """Return ``pdf`` with a signature in a layer of its own.

    ``fields`` are further fields of the form, ``more`` further objects of the layer, ``seal`` makes the signature from
    the covered bytes, ``edit`` changes the file before it is signed, ``byte_range`` says what is covered; ``beside`` stands
    behind the signature, and ``left_out`` bytes of it are not signed.
    """
    number = next_number(pdf)
    dictionary = (
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter %s /ByteRange [%s] /Contents <%s>%s /M (%s) >>"
        % (subfilter, b" " * 60, b"0" * (2 * room), beside, NOW.strftime("D:%Y%m%d%H%M%S+00'00'").encode())
    )
    widget = (
        b"<< /FT /Sig /T (Chu ky %d) /Type /Annot /Subtype /Widget /F 132 /Rect [%s] /P 3 0 R /V %d 0 R >>"
        % (number, box, number)
    )
    others = b" ".join(re.findall(rb"/Fields \[([^\]]*)\]", pdf)[-1:])
    annotations = b" ".join(re.findall(rb"/Annots \[([^\]]*)\]", pdf)[-1:])
    catalogue = re.sub(rb"/AcroForm << .*? >>", b"", _latest(pdf, 1))[:-2]
    form = b"/AcroForm << /Fields [%s %s %d 0 R] /SigFlags 3 >> >>" % (others, fields, number + 1)
    old_page = re.sub(rb"/Annots \[[^\]]*\]", b"", _latest(pdf, 3))[:-2]
    placed = old_page + b"/Annots [%s %d 0 R] %s >>" % (annotations, number + 1, page)
    layer = {number: dictionary, number + 1: widget, 1: catalogue + form, 3: placed, **(more or {})}
    out = edit(add_layer(pdf, layer))
    return fill(
        out, len(pdf), seal or (lambda covered: seal_pkcs7(covered, holder or make_holder())), byte_range
    )


def fill(
    out: bytes,
    begin: int,
    seal: Callable[[bytes], bytes],
    byte_range: Callable[[int, int, int], tuple[int, ...]] | None = None,
    left_out: int = 0,
) -> bytes:
    """Return the file with the /ByteRange after ``begin`` written, and its covered bytes signed."""
    opened = out.index(b"/Contents <0", begin) + len(b"/Contents ")
    closed = out.index(b">", opened) + 1
    numbers = (byte_range or (lambda first, after, end: (0, first, after, end - after)))(
        opened, closed, len(out)
    )
    place = out.index(b"/ByteRange [", begin) + len(b"/ByteRange [")
    written = b" ".join(b"%d" % n for n in numbers).ljust(60)
    out = out[:place] + written + out[place + 60 :]
    sealed = seal(out[:opened] + out[closed + left_out :]).hex().encode()
    return out[: opened + 1] + sealed + out[opened + 1 + len(sealed) :]


def _latest(pdf: bytes, number: int) -> bytes:
    """Return the latest body of an object of ours."""
    return re.findall(rb"(?:^|\n)%d 0 obj\n(.*?)\nendobj" % number, pdf, re.DOTALL)[-1].rstrip()


def seal_pkcs7(covered: bytes, holder: Holder, *others: Holder, digest: Any = None) -> bytes:
    """Return a detached PKCS #7 signature of the covered bytes."""
    builder = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(covered)
        .add_signer(holder.certificate, holder.key, digest or hashes.SHA256())
    )
    for other in others:
        builder = builder.add_certificate(other.certificate)
    options = [
        pkcs7.PKCS7Options.DetachedSignature,
        pkcs7.PKCS7Options.Binary,
        pkcs7.PKCS7Options.NoCapabilities,
    ]
    return builder.sign(serialization.Encoding.DER, options)


def contents_of(pdf: bytes) -> tuple[int, int]:
    """Return where the last signature's hexadecimal digits begin and end."""
    opened = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    return opened, pdf.index(b">", opened)


def replace_at(pdf: bytes, place: int, new: bytes) -> bytes:
    return pdf[:place] + new + pdf[place + len(new) :]
