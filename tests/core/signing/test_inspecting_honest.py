"""What honest tools make is accepted, whichever the tool, its settings, and the way the document was written."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lms.core.signing.authority import issue, make_root
from lms.core.signing.inspecting import Expectation, Inspection, inspect
from lms.core.signing.inspecting_reasons import Outcome
from tests.core.signing import hand_made
from tests.core.signing.hand_made import NOW, Holder, make_holder, make_pdf, seal_pkcs7, sign

DOCUMENT = make_pdf()


def check(signed: bytes, holder: Holder, document: bytes = DOCUMENT) -> Inspection:
    expected = Expectation((hand_made.make_root().der,), NOW + timedelta(minutes=5), (holder.der,), document)
    return inspect(signed, expected)


def by_pyhanko(
    document: bytes, holder: Holder, *, box: tuple[int, int, int, int] | None = None, **settings: object
) -> bytes:
    """Return the document as pyHanko signs it."""
    from asn1crypto import keys, x509

    key = holder.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()
    store.register(x509.Certificate.load(hand_made.make_root().der))
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(holder.der),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=store,
        prefer_pss=bool(settings.pop("pss", False)),
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    metadata = signers.PdfSignatureMetadata(field_name="ChuKy", **settings)
    field = SigFieldSpec("ChuKy", box=box) if box else None
    with ThreadPoolExecutor(1) as alone:  # a browser test may have left an event loop in this one
        made = alone.submit(
            signers.PdfSigner(metadata, signer, new_field_spec=field).sign_pdf, writer
        ).result()
    return made.getvalue()


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize("kind", ["ec", "rsa"])
@pytest.mark.parametrize("subfilter", [SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED])
def test_pyhanko_is_accepted(digest: str, kind: str, subfilter: SigSeedSubFilter) -> None:
    holder = make_holder(number=20, kind=kind)
    found = check(by_pyhanko(DOCUMENT, holder, md_algorithm=digest, subfilter=subfilter), holder)
    assert (found.verdict, found.reason) == (Outcome.ACCEPTED, "")
    (facts,) = found.signatures
    assert facts.digest == digest
    assert facts.is_own


def test_a_stamp_on_the_page_is_accepted() -> None:
    holder = make_holder()
    assert check(by_pyhanko(DOCUMENT, holder, box=(50, 50, 250, 120)), holder).verdict is Outcome.ACCEPTED


@pytest.mark.parametrize("permission", list(MDPPerm))
def test_a_certifying_signature_is_accepted(permission: MDPPerm) -> None:
    holder = make_holder()
    signed = by_pyhanko(DOCUMENT, holder, certify=True, docmdp_permissions=permission)
    assert check(signed, holder).verdict is Outcome.ACCEPTED


def test_the_newer_rsa_padding_is_accepted() -> None:
    holder = make_holder(number=20, kind="rsa")
    assert check(by_pyhanko(DOCUMENT, holder, pss=True), holder).verdict is Outcome.ACCEPTED


@pytest.mark.parametrize(
    "digest", [hashes.SHA256(), hashes.SHA384(), hashes.SHA512()], ids=lambda it: it.name
)
@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_plain_pkcs7_is_accepted(digest: hashes.HashAlgorithm, kind: str) -> None:
    holder = make_holder(number=20, kind=kind)
    signed = sign(DOCUMENT, seal=lambda covered: seal_pkcs7(covered, holder, digest=digest))
    assert check(signed, holder).verdict is Outcome.ACCEPTED


def test_the_lab_s_root_may_come_along() -> None:
    holder = make_holder()
    signed = sign(DOCUMENT, seal=lambda covered: seal_pkcs7(covered, holder, hand_made.make_root()))
    assert check(signed, holder).verdict is Outcome.ACCEPTED


def test_digits_may_be_capitals() -> None:
    signed = sign(DOCUMENT)
    start, end = hand_made.contents_of(signed)
    assert (
        check(signed[:start] + signed[start:end].upper() + signed[end:], make_holder()).verdict
        is Outcome.ACCEPTED
    )


def test_a_document_with_a_compressed_index_is_accepted() -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    made = io.BytesIO()
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(DOCUMENT)), writer_kwargs={"stream_xrefs": True})
    writer.write(made)
    document, holder = made.getvalue(), make_holder()
    assert check(by_pyhanko(document, holder), holder, document).verdict is Outcome.ACCEPTED


def test_the_lab_s_own_certificates_are_accepted() -> None:
    """Certificates of the site's authority, with a signature made by neither of its tools."""
    from cryptography import x509

    root = make_root("Trường thử", NOW)
    for is_rsa in (False, True):
        made = issue(root, "Trần Thị Mai", NOW - timedelta(hours=1), 30, is_rsa)
        holder = Holder(
            x509.load_der_x509_certificate(made.certificate),
            serialization.load_der_private_key(made.key, None),
        )
        signed = sign(DOCUMENT, holder)
        found = inspect(signed, Expectation((root.certificate,), NOW, (made.certificate,), DOCUMENT))
        assert (found.verdict, found.reason) == (Outcome.ACCEPTED, "")


def test_where_the_reader_complains_only_the_report_says_it(capfd: pytest.CaptureFixture[str]) -> None:
    damaged = sign(DOCUMENT).replace(b"/Type /Catalog", b"/Type /Catalo0")
    assert check(damaged, make_holder()).verdict is not Outcome.ACCEPTED
    assert capfd.readouterr() == ("", "")
