"""Every way we know to make a signed PDF look better than it is, each as a maker, with the reason that must refuse it.

Named after the literature where there is a name: incremental saving (ISA), signature wrapping (SWA), universal forgery
(USF), shadow attacks (hide, replace, hide and replace), evil annotation and sneaky signature (EAA, SSA).
"""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pypdf
from asn1crypto import cms, x509

from tests.core.signing.hand_made import (
    Holder,
    add_layer,
    contents_of,
    make_holder,
    make_pdf,
    make_root,
    next_number,
    page_object,
    replace_at,
    seal_pkcs7,
    sign,
    stream,
)

Maker = Callable[[], bytes]

DOCUMENT = make_pdf()
OTHER_TEXT = b"BT /F1 18 Tf 60 700 Td (Duoc nghi ca thang 11) Tj ET"
COVERING = b"1 1 1 rg 0 0 595 842 re f"
PICTURE = stream(
    b"\xff\x00\x00",
    b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8",
)
WITH_PICTURE = page_object().replace(b"/Font <<", b"/XObject << /I 7 0 R >> /Font <<")
STAMP = b"<< /Type /Annot /Subtype /Stamp /Rect [50 50 200 100] /Contents (Da ky) >>"
NOTE = b"<< /Type /Annot /Subtype /FreeText /Rect [50 600 500 800] /DA (/F1 18 Tf) /Contents (Duoc nghi) >>"
TEXT_FIELD = (
    b"<< /FT /Tx /T (So tien) /V (100) /Type /Annot /Subtype /Widget /Rect [60 500 200 520] /P 3 0 R "
    b"/AP << /N 8 0 R >> >>"
)
FORM_DOCUMENT = make_pdf(
    page=b"/Annots [7 0 R]",
    catalogue=b"/AcroForm << /Fields [7 0 R] >>",
    more={7: TEXT_FIELD, 8: stream(b"(100) Tj", b"/Type /XObject /Subtype /Form /BBox [0 0 140 20]")},
)
STRANGE_ROOT = make_root(number=1)
REAL_ROOT = make_root("VNPT-CA", number=2, organization="Tập đoàn VNPT")


def honest() -> bytes:
    return sign(DOCUMENT)


def signed_range(covered: Callable[[int, int, int], tuple[int, ...]]) -> Maker:
    return lambda: sign(DOCUMENT, byte_range=covered)


def layered(objects: Callable[[bytes], dict[int, bytes]], document: bytes = DOCUMENT) -> Maker:
    def make() -> bytes:
        signed = sign(document)
        return add_layer(signed, objects(signed))

    return make


def on_page(signed: bytes, extra: bytes = b"", contents: bytes = b"4 0 R") -> bytes:
    """Return the signed page with further annotations, or other contents."""
    field = b"%d 0 R" % (next_number(signed) - 1)
    return page_object(b"/Annots [%s %s]" % (field, extra), contents)


def flipped(place: Callable[[bytes], int]) -> Maker:
    def make() -> bytes:
        signed = honest()
        at = place(signed)
        return replace_at(signed, at, bytes([signed[at] ^ 1]))

    return make


def in_signature() -> bytes:
    """Change the signature's value, the last bytes of the CMS, and nothing else."""
    signed = honest()
    start, end = contents_of(signed)
    last = start + len(signed[start:end].rstrip(b"0"))
    last -= (last - start) % 2  # the last byte that is not padding
    digits = b"%02x" % (int(signed[last - 6 : last - 4], 16) ^ 0x55)
    return replace_at(signed, last - 6, digits)


def contents(change: Callable[[bytes], bytes]) -> Maker:
    """Write something else into the place of an honest signature."""

    def make() -> bytes:
        signed = honest()
        start, end = contents_of(signed)
        return replace_at(signed, start, change(signed[start:end]))

    return make


def in_envelope(change: Callable[[Any], None]) -> Maker:
    """Change the CMS after it was made."""

    def seal(covered: bytes) -> bytes:
        outer = cms.ContentInfo.load(seal_pkcs7(covered, make_holder()))
        change(outer["content"])
        return outer.dump(force=True)

    return lambda: sign(DOCUMENT, seal=seal)


def timestamped(signed: Any) -> None:
    token = cms.ContentInfo.load(seal_pkcs7(b"", make_holder()))
    kind = {"type": "signature_time_stamp_token", "values": [token]}
    signed["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute(kind)])


def another_signer(signed: Any) -> None:
    signed["signer_infos"].append(signed["signer_infos"][0].copy())


def weak_digest(signed: Any) -> None:
    for each in (signed["signer_infos"][0]["digest_algorithm"], signed["digest_algorithms"][0]):
        each["algorithm"] = "sha1"


def unknown_digest(signed: Any) -> None:
    signed["signer_infos"][0]["signature_algorithm"] = {"algorithm": "1.2.3.4.5"}


def stranger_beside(signed: Any) -> None:
    signed["certificates"].append(
        cms.CertificateChoices("certificate", x509.Certificate.load(STRANGE_ROOT.der))
    )


def no_certificate(signed: Any) -> None:
    signed["certificates"] = cms.CertificateSet([])


def signed_by(holder: Callable[[], Holder], document: bytes = DOCUMENT) -> Maker:
    return lambda: sign(document, holder())


def countersigned(holder: Callable[[], Holder]) -> Maker:
    return lambda: sign(honest(), holder())


def resaved() -> bytes:
    written = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.append(pypdf.PdfReader(io.BytesIO(honest())))
    writer.write(written)
    return written.getvalue()


def resaved_whole() -> bytes:
    written = io.BytesIO()
    pypdf.PdfWriter(clone_from=io.BytesIO(honest())).write(written)
    return written.getvalue()


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("to-da-ky.pdf", honest())
    return packed.getvalue()


def encrypted() -> bytes:
    written = io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(DOCUMENT))
    writer.encrypt("mat khau", algorithm="RC4-128")
    writer.write(written)
    return written.getvalue()


def wrapped_twice() -> bytes:
    """SWA: what is left out is wider than the signature, so that anything may be put beside it."""
    return sign(
        DOCUMENT,
        beside=b" " * 600,
        byte_range=lambda first, after, end: (0, first, after + 600, end - after - 600),
        left_out=600,
    )


def decoy_gap() -> bytes:
    """Leave out another string of the same shape, as if that were the signature."""
    pdf = make_pdf(more={6: b"<< /Producer <%s> >>" % (b"ab" * 600)})
    start = pdf.index(b"<abab")
    return sign(pdf, byte_range=lambda _first, _after, end: (0, start, start + 1202, end - start - 1202))


def indirect_contents() -> bytes:
    """The signature is an object of its own, which a later layer could replace."""
    number = next_number(DOCUMENT) + 2
    signed = sign(DOCUMENT, more={number: b"<%s>" % (b"00" * 700)})
    start, end = contents_of(signed[: signed.index(b"%d 0 obj" % number)])
    return signed[: start - 1] + (b"%d 0 R" % number).ljust(end - start + 2) + signed[end + 1 :]


def shared_by_two_fields() -> bytes:
    """A second field, on the same page, shows the one signature as its own."""
    number = next_number(DOCUMENT)
    twin = b"<< /FT /Sig /T (Khac) /Type /Annot /Subtype /Widget /F 132 /Rect [0 0 0 0] /V %d 0 R >>" % number
    return sign(DOCUMENT, fields=b"%d 0 R" % (number + 2), more={number + 2: twin})


def hidden_twin() -> bytes:
    """An object that no index names, with the number of the page's text: a viewer that repairs may show it."""
    twin = b"\n4 0 obj\n%s\nendobj\n" % stream(OTHER_TEXT)

    def edit(pdf: bytes) -> bytes:
        start = int(pdf.split(b"startxref\n")[-1].split()[0])
        moved = pdf[:start] + twin + pdf[start:]
        return moved.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + len(twin)))

    return sign(DOCUMENT, edit=edit)


def other_file_behind() -> bytes:
    """The task's bytes come first and are left unused: the index of the signed part does not lead to them."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: page_object(),
        4: stream(OTHER_TEXT),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        6: b"<< /Producer (Tests) >>",
    }
    return sign(add_layer(DOCUMENT, objects, goes_on=False))


def prepared(objects: dict[int, bytes]) -> Maker:
    """Shadow attacks: the change is there before the signature, which then covers it."""
    return lambda: sign(add_layer(DOCUMENT, objects))


def one_removed() -> bytes:
    """Two signed, and a later layer takes the second one out of its field."""
    twice = sign(honest(), make_holder("Lê Văn Hai", number=7))
    number = next_number(twice) - 1
    emptied = b"<< /FT /Sig /T (Chu ky) /Type /Annot /Subtype /Widget /F 132 /Rect [0 0 0 0] /P 3 0 R >>"
    return add_layer(twice, {number: emptied})


def linearized_tail() -> bytes:
    return honest() + b"\n%%EOF\n"


ATTACKS: dict[str, tuple[Maker, str]] = {
    # No signature
    "unsigned": (lambda: DOCUMENT, "unsigned"),
    "picture of a stamp": (
        lambda: make_pdf(more={7: PICTURE, 3: WITH_PICTURE}),
        "picture-only",
    ),
    "stamp as an annotation": (lambda: make_pdf(more={7: STAMP}, page=b"/Annots [7 0 R]"), "picture-only"),
    "words like a signature": (lambda: make_pdf("Digitally signed by Tran Thi Mai"), "picture-only"),
    "empty signature field": (
        lambda: make_pdf(
            catalogue=b"/AcroForm << /Fields [7 0 R] >>", more={7: b"<< /FT /Sig /T (Chu ky) /Type /Annot >>"}
        ),
        "empty-field",
    ),
    "empty contents": (contents(lambda old: b"0" * len(old)), "empty-contents"),
    "no contents at all": (
        lambda: honest().replace(b"/Contents <", b"/Cxntents <"),
        "empty-contents",
    ),
    "one signature in two fields": (shared_by_two_fields, "several-signatures"),
    "contents elsewhere": (indirect_contents, "indirect-contents"),
    # The wrong person
    "other learner": (signed_by(lambda: make_holder("Lê Văn Hai", number=7)), "other-signer"),
    "same name, other certificate": (signed_by(lambda: make_holder(number=8)), "replaced-certificate"),
    "same name under a foreign root of the same name": (
        signed_by(lambda: make_holder(root=STRANGE_ROOT)),
        "unknown-issuer",
    ),
    "self-signed practice certificate": (signed_by(lambda: STRANGE_ROOT), "unknown-issuer"),
    "real certificate": (
        signed_by(lambda: make_holder(root=REAL_ROOT, organization="Trường THCS Sông Cầu")),
        "real-certificate",
    ),
    "real certificate behind a stranger's bytes": (
        lambda: b"xx" + sign(DOCUMENT, make_holder(root=REAL_ROOT, organization="Trường")),
        "real-certificate",
    ),
    "countersigned by a real certificate": (
        countersigned(lambda: make_holder(root=REAL_ROOT, organization="Trường")),
        "real-certificate",
    ),
    "certificate for another use": (
        signed_by(lambda: make_holder(number=9, purpose="1.3.6.1.5.5.7.3.1")),
        "wrong-use",
    ),
    "certificate that issues others": (signed_by(lambda: make_holder(number=10, is_ca=True)), "wrong-use"),
    "expired": (signed_by(lambda: make_holder(number=11, end=-1)), "expired"),
    "not yet valid": (signed_by(lambda: make_holder(number=12, start=2)), "clock-wrong"),
    "stranger's certificate beside": (in_envelope(stranger_beside), "extra-certificates"),
    # The CMS
    "several signers": (in_envelope(another_signer), "several-signers"),
    "time stamp of somewhere": (in_envelope(timestamped), "unknown-timestamp"),
    "weak digest": (in_envelope(weak_digest), "weak-digest"),
    "unknown algorithm": (in_envelope(unknown_digest), "unknown-algorithm"),
    "no certificate inside": (in_envelope(no_certificate), "no-certificate"),
    "old format": (lambda: sign(DOCUMENT, subfilter=b"/adbe.pkcs7.sha1"), "old-format"),
    "x509 format": (lambda: sign(DOCUMENT, subfilter=b"/adbe.x509.rsa_sha1"), "old-format"),
    "unknown format": (lambda: sign(DOCUMENT, subfilter=b"/Chu.ky.la"), "unknown-format"),
    "random contents": (contents(lambda old: b"3041" + old[4:]), "odd-signature"),
    # Bytes changed
    "flipped byte in the page": (flipped(lambda pdf: pdf.index(b"Lich hop")), "page-altered"),
    "flipped byte in the signature": (in_signature, "signature-altered"),
    "non-zero padding": (contents(lambda old: old[:-2] + b"01"), "padding"),
    "padding spelled otherwise": (contents(lambda old: old[:-2] + b" 0"), "padding"),
    "letters of another case": (
        contents(lambda old: old.replace(b"a", b"A", 1)),
        "padding",
    ),
    # /ByteRange
    "no byte range": (lambda: honest().replace(b"/ByteRange [", b"/BxteRange ["), "byte-range-missing"),
    "zero byte range": (signed_range(lambda first, after, end: (0, 0, 0, 0)), "byte-range-zero"),
    "nothing after the signature": (
        signed_range(lambda first, after, end: (0, first, after, 0)),
        "byte-range-zero",
    ),
    "negative byte range": (
        signed_range(lambda first, after, end: (0, first, after, -1)),
        "byte-range-negative",
    ),
    "negative start": (
        signed_range(lambda first, after, end: (-1, first, after, end - after)),
        "byte-range-negative",
    ),
    "byte range from the middle": (
        signed_range(lambda first, after, end: (10, first - 10, after, end - after)),
        "byte-range-start",
    ),
    "byte range of three": (signed_range(lambda first, after, end: (0, first, after)), "byte-range-odd"),
    "byte range of six": (
        signed_range(lambda first, after, end: (0, first, after, 10, after + 10, end - after - 10)),
        "byte-range-odd",
    ),
    "byte range backwards": (
        signed_range(lambda first, after, end: (0, first, 5, end - 5)),
        "byte-range-odd",
    ),
    "byte range beyond the end": (
        signed_range(lambda first, after, end: (0, first, after, end - after + 9)),
        "cut-off",
    ),
    "room beside the signature (SWA)": (wrapped_twice, "gap-too-wide"),
    "gap around another string": (decoy_gap, "other-contents"),
    "gap off by one": (
        signed_range(lambda first, after, end: (0, first + 1, after, end - after)),
        "resaved",
    ),
    "last bytes not covered": (
        signed_range(lambda first, after, end: (0, first, after, end - after - 3)),
        "trailing-bytes",
    ),
    # The file
    "leading bytes": (lambda: b"\n\n" + honest(), "leading-bytes"),
    "trailing bytes": (lambda: honest() + b"them vao", "trailing-bytes"),
    "trailing line end": (lambda: honest() + b"\n", "trailing-bytes"),
    "another end mark": (linearized_tail, "trailing-bytes"),
    "cut": (lambda: honest()[:-40], "cut-off"),
    "re-saved by another tool": (resaved, "resaved"),
    "re-saved whole": (resaved_whole, "resaved"),
    "zipped": (zipped, "zip"),
    "encrypted": (encrypted, "encrypted"),
    "dynamic form": (
        lambda: make_pdf(catalogue=b"/AcroForm << /Fields [] /XFA (x) >>"),
        "xfa",
    ),
    "empty file": (lambda: b"", "empty-file"),
    "text": (lambda: "Kính gửi thầy cô".encode(), "not-pdf"),
    "only a header": (lambda: b"%PDF-1.7\n", "unreadable"),
    "too large": (lambda: honest() + b"\0" * (10 * 1024 * 1024), "too-large"),
    "saved too often": (lambda: honest() + b"startxref\n0\n%%EOF\n" * 50, "too-many-parts"),
    "hidden twin of an object": (hidden_twin, "duplicate-objects"),
    # Layers after the signature
    "text hidden by an update (ISA)": (layered(lambda _: {4: stream(OTHER_TEXT)}), "content-changed"),
    "page led to other text": (
        layered(lambda pdf: {20: stream(OTHER_TEXT), 3: on_page(pdf, contents=b"20 0 R")}),
        "content-changed",
    ),
    "page covered": (
        layered(lambda pdf: {20: stream(COVERING), 3: on_page(pdf, contents=b"[4 0 R 20 0 R]")}),
        "content-changed",
    ),
    "font replaced": (
        layered(lambda _: {5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>"}),
        "content-changed",
    ),
    "another page tree": (
        layered(lambda _: {2: b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>"}),
        "content-changed",
    ),
    "annotation added (EAA)": (
        layered(lambda pdf: {20: NOTE, 3: on_page(pdf, b"20 0 R")}),
        "annotation-added",
    ),
    "metadata only": (layered(lambda _: {6: b"<< /Title (Khac) >>"}), "metadata-changed"),
    "form field's look replaced (shadow)": (
        layered(
            lambda _: {8: stream(b"(999) Tj", b"/Type /XObject /Subtype /Form /BBox [0 0 140 20]")},
            FORM_DOCUMENT,
        ),
        "form-changed",
    ),
    "form field's value replaced": (
        layered(lambda _: {7: TEXT_FIELD.replace(b"100", b"999")}, FORM_DOCUMENT),
        "form-changed",
    ),
    "saved again": (layered(lambda _: {30: b"<< /Khong (gi) >>"}), "update-added"),
    "countersigned": (countersigned(lambda: make_holder("Lê Văn Hai", number=7)), "countersigned"),
    "countersigned, and a note added": (
        lambda: sign(
            honest(),
            make_holder("Lê Văn Hai", number=7),
            more={40: NOTE},
            page=b"/Khong (gi)",
        ),
        "content-changed",
    ),
    "two signatures, one removed": (one_removed, "form-changed"),
    # The wrong document
    "right signature on the wrong document": (
        signed_by(make_holder, make_pdf("Duoc nghi ca thang 11")),
        "wrong-document",
    ),
    "task's bytes left unused before another file": (other_file_behind, "duplicate-objects"),
    "text replaced before signing (shadow)": (prepared({4: stream(OTHER_TEXT)}), "wrong-document"),
}
"""What is refused: a sentence for each, all of them before a person is troubled."""

FOR_A_PERSON: dict[str, Maker] = {
    "written anew by another tool, then signed": lambda: sign(rewritten()),
    "page covered before signing (shadow)": prepared(
        {20: stream(COVERING), 3: page_object(contents=b"[4 0 R 20 0 R]")}
    ),
    "note added before signing": prepared({20: NOTE, 3: page_object(b"/Annots [20 0 R]")}),
    "font replaced before signing": prepared({5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"}),
    "stamp over the whole page": lambda: sign(DOCUMENT, box=b"0 0 595 842"),
    "another field beside the signature": lambda: sign(
        DOCUMENT, more={30: TEXT_FIELD.replace(b"/AP << /N 8 0 R >>", b"")}, fields=b"30 0 R"
    ),
    "an action opened with the file": prepared(
        {1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /Fit] >>"}
    ),
}
"""What shows the same pages and words in a file that is not the task's own."""


def rewritten() -> bytes:
    """Return the document as pypdf writes it, in the shape that ``sign`` knows."""
    return make_pdf(catalogue=b"/Lang (vi)")
