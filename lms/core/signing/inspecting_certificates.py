"""Whose certificate it is: the practice lab's, the learner's own, for signing documents, in its time.

The lab's root issues everything itself, so a chain has exactly two certificates; nothing that a file brings along is
believed.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from lms.core.signing.authority import DOCUMENT_SIGNING, common_name, is_practice

CLOCK_SKEW: Final = timedelta(hours=1)
"""How wrong the clock of the machine that signed may be."""


def is_real(certificate: bytes | None) -> bool:
    """Tell whether a signer's certificate does not say that it is for practice, so that it may be a real one."""
    return certificate is not None and not is_practice(certificate)


def shown_name(certificate: bytes) -> str:
    """Return the holder's name as it may be shown anywhere: one line, not long, letters that can be seen."""
    return "".join(c for c in common_name(certificate) if c.isprintable())[:80]


def issuer_of(certificate: bytes, roots: Iterable[bytes]) -> bytes | None:
    """Return the one of ``roots`` that issued the certificate itself, or None."""
    holder = x509.load_der_x509_certificate(certificate)
    for root in roots:
        try:
            holder.verify_directly_issued_by(x509.load_der_x509_certificate(root))
        except (ValueError, TypeError, InvalidSignature):
            continue
        return root
    return None


def may_sign_documents(certificate: bytes) -> bool:
    """Tell whether it was issued for signing documents, to somebody who issues nothing."""
    extensions = x509.load_der_x509_certificate(certificate).extensions
    try:
        if extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
        purposes = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return DOCUMENT_SIGNING in purposes and (usage.digital_signature or usage.content_commitment)


def owner_reason(certificate: bytes, own: tuple[bytes, ...]) -> str:
    """Return why it is not one of the learner's ``own`` certificates; "" where it is, or any will do."""
    if not own or certificate in own:
        return ""
    names = {common_name(each) for each in own}
    return "replaced-certificate" if common_name(certificate) in names else "other-signer"


def time_reasons(chain: Iterable[bytes], signed_at: datetime | None, now: datetime) -> Iterator[str]:
    """Return why a certificate of the chain was not in its time: when it signed, or today."""
    for certificate in map(x509.load_der_x509_certificate, chain):
        start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        if now > end or (signed_at is not None and signed_at > end):
            yield "expired"
        if now < start or (signed_at is not None and not start - CLOCK_SKEW <= signed_at <= now + CLOCK_SKEW):
            yield "clock-wrong"
