"""What lies inside a signature's /Contents: who signed, by which algorithms, and whether the mathematics hold.

Only the plain shape that every current tool makes is taken: one signer, signed attributes, nothing beside them. What a
signature may also carry without being signed itself is refused, so that an accepted file has no byte to play with.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms, core, parser
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts, validate_sig_integrity

from lms.core.signing.inspecting_bytes import LARGEST_SIGNATURE
from lms.core.signing.inspecting_reasons import Stop

_DIGESTS: Final = frozenset({"sha256", "sha384", "sha512"})
_WEAK: Final = frozenset({"md2", "md4", "md5", "sha1"})
_MECHANISMS: Final = frozenset({"rsassa_pkcs1v15", "rsassa_pss", "ecdsa"})


@dataclass(frozen=True)
class Envelope:
    """One signer's part of a signature. ``certificate`` and ``others`` are DER."""

    info: Any
    certificate: bytes
    others: tuple[bytes, ...]
    digest: str
    mechanism: str
    signed_at: datetime | None
    read_certificate: Any


def signer_certificate(contents: bytes) -> bytes | None:
    """Return the certificate of whoever made the signature, as far as it can be found; None for a time stamp."""
    try:
        found = cms.ContentInfo.load(contents)["content"]
        if found["encap_content_info"]["content_type"].native != "data":
            return None
        certificate: bytes = extract_certificate_info(found).signer_cert.dump()
        return certificate
    except Exception:  # whatever it is, it is no signature of a person
        return None


def has_padding_of_zeros(contents: bytes) -> bool:
    """Tell whether nothing but zeros follows the signature within its place."""
    parts = parser.parse(contents)
    return not contents[sum(map(len, parts[3:6])) :].strip(b"\0")


def open_envelope(contents: bytes) -> Envelope:
    """Return what the signature says, or raise Stop with the reason why it is not taken."""
    if not contents.strip(b"\0"):
        raise Stop("empty-contents")
    if len(contents) > LARGEST_SIGNATURE:
        raise Stop("too-many-parts")
    try:
        return _read(contents)
    except Stop:
        raise
    except Exception as odd:  # the readers of ASN.1 raise whatever comes to hand
        raise Stop("odd-signature") from odd


def is_untouched(envelope: Envelope, covered: tuple[bytes, bytes]) -> str:
    """Return "" where both the file and the signature are as they were signed, else which of them is not."""
    digest = hashlib.new(envelope.digest)
    for piece in covered:
        digest.update(piece)
    try:
        intact, valid = validate_sig_integrity(
            envelope.info, envelope.read_certificate, "data", digest.digest()
        )
    except (
        Exception
    ):  # attributes that contradict each other, keys that do not fit: it was not signed like this
        return "signature-altered"
    if not valid:
        return "signature-altered"
    return "" if intact else "page-altered"


def _read(contents: bytes) -> Envelope:
    outer = cms.ContentInfo.load(contents)
    if outer["content_type"].native != "signed_data":
        raise Stop("odd-signature")
    signed = outer["content"]
    inner = signed["encap_content_info"]
    if inner["content_type"].native == "tst_info":
        raise Stop("document-timestamp")
    if inner["content_type"].native != "data" or not isinstance(inner["content"], core.Void):
        raise Stop("odd-signature")
    if len(signed["signer_infos"]) != 1:
        raise Stop("several-signers")
    info = signed["signer_infos"][0]
    _refuse_unsigned_parts(signed, info)
    digest, mechanism = _algorithms(signed, info)
    try:
        people = extract_certificate_info(signed)
    except ValueError as missing:
        raise Stop("no-certificate") from missing
    _refuse_another_spelling(info, people.signer_cert)
    return Envelope(
        info,
        people.signer_cert.dump(),
        tuple(each.dump() for each in people.other_certs),
        digest,
        mechanism,
        extract_self_reported_ts(info),
        people.signer_cert,
    )


def _refuse_another_spelling(info: Any, certificate: Any) -> None:
    """Raise Stop where the signer's issuer is named in other letters: names are compared without case, bytes are not."""
    signer = info["sid"]
    if (
        signer.name == "issuer_and_serial_number"
        and signer.chosen["issuer"].dump() != certificate.issuer.dump()
    ):
        raise Stop("odd-signature")


def _refuse_unsigned_parts(signed: Any, info: Any) -> None:
    """Raise Stop where anything could be changed without the signature noticing."""
    unsigned = info["unsigned_attrs"]
    if not isinstance(unsigned, core.Void) and len(unsigned):
        stamped = any(each["type"].native == "signature_time_stamp_token" for each in unsigned)
        raise Stop("unknown-timestamp" if stamped else "extra-material")
    if not isinstance(signed["crls"], core.Void) and len(signed["crls"]):
        raise Stop("extra-material")
    if any(choice.name != "certificate" for choice in signed["certificates"]):
        raise Stop("extra-material")
    if isinstance(info["signed_attrs"], core.Void):
        raise Stop("old-format")
    # These stand outside what is signed, and each has one right value.
    version = "v1" if info["sid"].name == "issuer_and_serial_number" else "v3"
    if signed["version"].native != version or info["version"].native != version:
        raise Stop("odd-signature")


def _algorithms(signed: Any, info: Any) -> tuple[str, str]:
    """Return digest and mechanism, both of those that are safe and known, or raise Stop."""
    claimed = info["digest_algorithm"]
    digest = claimed["algorithm"].native
    used = info["signature_algorithm"]
    try:
        mechanism = used.signature_algo
        named = used["algorithm"].native.partition("_")[0]
    except ValueError as unknown:
        raise Stop("unknown-algorithm") from unknown
    if digest in _WEAK or named in _WEAK:
        raise Stop("weak-digest")
    if mechanism == "rsassa_pss":
        named = used["parameters"]["hash_algorithm"]["algorithm"].native
        if named in _WEAK:
            raise Stop("weak-digest")
    if digest not in _DIGESTS or mechanism not in _MECHANISMS:
        raise Stop("unknown-algorithm")
    listed = [each.native for each in signed["digest_algorithms"]]
    if listed != [{"algorithm": digest, "parameters": None}] or claimed["parameters"].native is not None:
        raise Stop("odd-signature")
    if named not in {digest, "rsassa", "ecdsa"} and named in _DIGESTS:
        raise Stop("odd-signature")
    return digest, mechanism
