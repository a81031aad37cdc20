"""The practice authority: its root, the certificates it issues, and keys under a PIN or in a .p12 file.

It is made so that it can do no harm: the root may certify no name of a website, everything it issues is for signing
documents only, and each certificate says in its name that it is for practice. Where keys are kept is decided elsewhere.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_network
from typing import Final, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as make_rsa_key
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier

from lms.core.signing.identity import PRACTICE_ORGANIZATION, SAMPLE_NAMES, Identity
from lms.core.vietnamese import nfc, squeeze

DOCUMENT_SIGNING: Final = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
ROOT_YEARS: Final = 20
LONGEST_NAME: Final = 64  # bytes of a common name: more are refused by some tools

_RSA_BITS = 2048
_P12_ROUNDS = 20_000
_SAMPLE_DAYS = 5000
_NOWHERE = "chi-de-thuc-hanh.invalid"  # a name that can never be a website's (RFC 6761)
_PrivateKey = ec.EllipticCurvePrivateKey | RSAPrivateKey


def make_root(site: str, now: datetime) -> Identity:
    """Return a new root for the site called ``site``; no two have one name. It began long enough ago for sample files."""
    key = ec.generate_private_key(ec.SECP256R1())
    mark = sha256(_public_bytes(key)).hexdigest()[:8]
    name = _name(_common_name("CA thực hành", site, mark))
    start = _day(now.astimezone(UTC).year - 2)
    builder = (
        _builder(name, name, key, start, _day(start.year + 2 + ROOT_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(certifies=True), critical=True)
        .add_extension(_constraints(), critical=True)
    )
    return _sign(builder, key, key)


def issue(root: Identity, common_name: str, now: datetime, days: int, rsa: bool) -> Identity:
    """Return a new certificate of ``root`` for ``common_name``, valid from ``now`` for ``days``; EC P-256 unless ``rsa``."""
    issuer = x509.load_der_x509_certificate(root.certificate)
    key = _new_key(rsa)
    name = _name(_fitting(common_name, LONGEST_NAME) or "Người học")
    builder = (
        _builder(name, issuer.subject, key, now, now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(certifies=False), critical=True)
    )
    return _sign(builder, key, _load(root.key))


def make_sample_signers(root: Identity, now: datetime) -> dict[str, Identity]:
    """Return the made-up signers of sample files, by role; kept by the site, so that the files come again the same.

    Their dates lie behind ``now``, because sample files were signed some time ago. ``stranger-n`` bears the name of
    ``signer-n`` and comes from a root that is not the site's.
    """
    start = now - timedelta(days=400)
    elsewhere = make_root("Núi Xa", now)
    signers = {"stranger-root": elsewhere}
    for number, name in enumerate(SAMPLE_NAMES, start=1):
        signers[f"signer-{number}"] = issue(root, name, start, _SAMPLE_DAYS, rsa=True)
        signers[f"stranger-{number}"] = issue(elsewhere, name, start, _SAMPLE_DAYS, rsa=True)
        signers[f"expired-{number}"] = issue(root, name, start, 200, rsa=True)
    return signers


def lock_key(identity: Identity, pin: str) -> bytes:
    """Return the key of ``identity`` encrypted by ``pin``."""
    lock = serialization.BestAvailableEncryption(pin.encode())
    return _load(identity.key).private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, lock
    )


def open_key(locked: bytes, pin: str) -> bytes | None:
    """Return the key that ``lock_key`` locked, or None: the PIN is wrong (or there is no key)."""
    try:
        return _key_bytes(_load(locked, pin.encode()))
    except (ValueError, TypeError):  # a wrong PIN shows as unreadable data
        return None


def as_p12(identity: Identity, root: Identity, password: str) -> bytes:
    """Return certificate, key and root as a .p12 file for other tools: PBES2 with AES, which all current ones open."""
    certificate = x509.load_der_x509_certificate(identity.certificate)
    lock = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_P12_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(password.encode())
    )
    return pkcs12.serialize_key_and_certificates(
        common_name(identity.certificate).encode(),
        _load(identity.key),
        certificate,
        [x509.load_der_x509_certificate(root.certificate)],
        lock,
    )


def common_name(certificate: bytes) -> str:
    """Return whom a certificate was issued to; empty where it does not say or cannot be read."""
    return _first(certificate, NameOID.COMMON_NAME)


def issuer_name(certificate: bytes) -> str:
    """Return who issued a certificate, by the name it gives."""
    issuer = x509.load_der_x509_certificate(certificate).issuer
    return str(issuer.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def is_practice(certificate: bytes) -> bool:
    """Tell whether a certificate is one for practice, of this site or another; a real one has no such mark."""
    return _first(certificate, NameOID.ORGANIZATION_NAME) == PRACTICE_ORGANIZATION


def serial_of(certificate: bytes) -> str:
    """Return the serial number in hexadecimal."""
    return f"{x509.load_der_x509_certificate(certificate).serial_number:x}"


def valid_between(certificate: bytes) -> tuple[datetime, datetime]:
    """Return from when until when a certificate is valid, in UTC."""
    read = x509.load_der_x509_certificate(certificate)
    return read.not_valid_before_utc, read.not_valid_after_utc


def _first(certificate: bytes, wanted: ObjectIdentifier) -> str:
    try:
        found = x509.load_der_x509_certificate(certificate).subject.get_attributes_for_oid(wanted)
        return str(found[0].value) if found else ""
    except ValueError:
        return ""


def _builder(
    subject: x509.Name, issuer: x509.Name, key: _PrivateKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    """Return what every practice certificate has; the purpose keeps all of them from vouching for a website."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _sign(builder: x509.CertificateBuilder, key: _PrivateKey, issuer_key: _PrivateKey) -> Identity:
    whose = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    made = builder.add_extension(whose, critical=False).sign(issuer_key, hashes.SHA256())
    return Identity(made.public_bytes(serialization.Encoding.DER), _key_bytes(key))


def _constraints() -> x509.NameConstraints:
    """Return which names the root may certify: holders that say they are for practice, and no address of a website."""
    permitted = [
        x509.DirectoryName(x509.Name(_organization())),
        x509.DNSName(_NOWHERE),
        x509.UniformResourceIdentifier(_NOWHERE),
        x509.RFC822Name(_NOWHERE),
    ]
    everywhere = [x509.IPAddress(ip_network("0.0.0.0/0")), x509.IPAddress(ip_network("::/0"))]
    return x509.NameConstraints(permitted, everywhere)


def _key_usage(*, certifies: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certifies,
        content_commitment=not certifies,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certifies,
        crl_sign=certifies,
        encipher_only=False,
        decipher_only=False,
    )


def _organization() -> list[x509.NameAttribute[str]]:
    return [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, PRACTICE_ORGANIZATION),
    ]


def _name(common: str) -> x509.Name:
    return x509.Name([*_organization(), x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _common_name(what: str, site: str, mark: str) -> str:
    room = LONGEST_NAME - len(f"{what}  {mark}".encode())
    return squeeze(f"{what} {_fitting(site, room)} {mark}")


def _fitting(text: str, most_bytes: int) -> str:
    """Return ``text`` on one line, without letters that cannot be seen, cut after a whole letter."""
    clean = squeeze("".join(c for c in nfc(text) if c.isprintable() or c.isspace()))
    return clean.encode("utf-8", "ignore")[:most_bytes].decode("utf-8", "ignore").strip()


def _new_key(is_rsa: bool) -> _PrivateKey:
    return make_rsa_key(65537, _RSA_BITS) if is_rsa else ec.generate_private_key(ec.SECP256R1())


def _load(key: bytes, password: bytes | None = None) -> _PrivateKey:
    return cast(_PrivateKey, serialization.load_der_private_key(key, password))


def _key_bytes(key: _PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _public_bytes(key: _PrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _day(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)
