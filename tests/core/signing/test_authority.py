"""The practice authority can do no harm: it vouches for no website, marks all it issues, and keys open by PIN alone."""

from datetime import timedelta

import pytest
from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from pyhanko.sign.signers import SimpleSigner

from lms.core.signing.authority import (
    DOCUMENT_SIGNING,
    as_p12,
    common_name,
    is_practice,
    issue,
    issuer_name,
    lock_key,
    make_root,
    open_key,
    valid_between,
)
from lms.core.signing.identity import PRACTICE_ORGANIZATION, Identity
from tests.core.practice.samples import laboratory
from tests.core.practice.samples.laboratory import NOW
from tests.core.signing.letters import LETTERS

DAY = timedelta(days=1)


def read(identity: Identity) -> x509.Certificate:
    return x509.load_der_x509_certificate(identity.certificate)


def ordinary_root() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Return a root as websites have them, for comparison."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ordinary")])
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        builder(name, name, key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return made.sign(key, hashes.SHA256()), key


def builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + DAY)
    )


def website(
    root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey, address: x509.GeneralName
) -> x509.Certificate:
    """Return a certificate for a website, issued with a root's key by somebody who got hold of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    whose = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        builder(x509.Name([]), root.subject, key)
        .add_extension(x509.SubjectAlternativeName([address]), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(whose, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def verify(root: x509.Certificate, leaf: x509.Certificate, name: x509.DNSName | x509.IPAddress) -> None:
    PolicyBuilder().store(Store([root])).time(NOW).build_server_verifier(name).verify(leaf, [])


def test_a_website_is_refused_under_the_practice_root_and_would_pass_under_an_ordinary_one() -> None:
    name = x509.DNSName("truong.example")
    root, key = ordinary_root()
    verify(root, website(root, key, name), name)
    practice = laboratory.root()
    stolen = serialization.load_der_private_key(practice.key, None)
    assert isinstance(stolen, ec.EllipticCurvePrivateKey)
    with pytest.raises(VerificationError):
        verify(read(practice), website(read(practice), stolen, name), name)


def test_the_root_may_certify_practice_holders_only_and_no_authority_below_it() -> None:
    root = read(laboratory.root())
    limits = root.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    permitted, excluded = limits.value.permitted_subtrees or [], limits.value.excluded_subtrees or []
    addresses = [each.value for each in permitted if not isinstance(each, x509.DirectoryName)]
    assert addresses
    assert all(address.endswith(".invalid") for address in addresses)
    holders = [each.value for each in permitted if isinstance(each, x509.DirectoryName)]
    assert [str(name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value) for name in holders] == [
        PRACTICE_ORGANIZATION
    ]
    assert {str(each.value) for each in excluded} == {"0.0.0.0/0", "::/0"}
    basic = root.extensions.get_extension_for_class(x509.BasicConstraints)
    assert basic.critical
    assert (basic.value.ca, basic.value.path_length) == (True, 0)


@pytest.mark.parametrize("who", [laboratory.root, laboratory.learner], ids=["root", "learner"])
def test_every_certificate_is_for_signing_documents_and_says_that_it_is_for_practice(who) -> None:  # type: ignore[no-untyped-def]
    certificate = read(who())
    purpose = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert purpose.critical
    assert list(purpose.value) == [DOCUMENT_SIGNING]
    assert is_practice(who().certificate)
    assert PRACTICE_ORGANIZATION in certificate.subject.rfc4514_string().replace("\\", "")
    assert PRACTICE_ORGANIZATION in certificate.issuer.rfc4514_string().replace("\\", "")


def test_a_learners_certificate_signs_documents_and_certifies_nobody() -> None:
    certificate = read(laboratory.learner())
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    certificate.verify_directly_issued_by(read(laboratory.root()))


def test_a_certificate_is_valid_from_now_for_its_days_within_its_roots() -> None:
    start, end = valid_between(laboratory.learner().certificate)
    assert (start, end) == (NOW, NOW + 365 * DAY)
    root_start, root_end = valid_between(laboratory.root().certificate)
    for each in laboratory.signers().values():
        begin, finish = valid_between(each.certificate)
        assert root_start <= begin < finish <= root_end
        assert begin <= NOW


def test_in_the_site_keys_are_elliptic_and_for_other_tools_rsa() -> None:
    assert isinstance(read(laboratory.learner()).public_key(), ec.EllipticCurvePublicKey)
    key = read(laboratory.signers()["signer-1"]).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert key.key_size >= 2048


def test_two_roots_never_have_one_name() -> None:
    names = {common_name(make_root("Trường A", NOW).certificate) for _ in range(5)}
    assert len(names) == 5


@pytest.mark.parametrize("letters", LETTERS)
def test_names_keep_every_vietnamese_letter(letters: str) -> None:
    made = issue(laboratory.root(), letters, NOW, 1, rsa=False)
    assert common_name(made.certificate) == letters


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  Nguyễn\tThị \n Hòa ", "Nguyễn Thị Hòa"),
        ("", "Người học"),
        ("\x00\u202e", "Người học"),
        ("\ud800", "Người học"),
        ("Nguyễn " * 20, "Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn"),
    ],
)
def test_a_name_that_does_not_fit_is_cut_after_a_whole_letter_and_never_refused(name: str, kept: str) -> None:
    assert common_name(issue(laboratory.root(), name, NOW, 1, rsa=False).certificate).startswith(kept)


def test_a_site_with_any_name_gets_a_root() -> None:
    for site in ("", "Công đoàn " * 30, "\x00", "Đ" * 64):
        assert common_name(make_root(site, NOW).certificate).startswith("CA thực hành")


def test_a_key_opens_with_its_pin_and_with_nothing_else() -> None:
    identity = laboratory.learner()
    locked = lock_key(identity, "739146")
    assert open_key(locked, "739146") == identity.key
    for wrong in ("739147", "", "73914", "7391466", "\ud800", "bảy ba chín"):
        assert open_key(locked, wrong) is None
    for broken in (b"", b"khong phai khoa", locked[:40], identity.key):
        assert open_key(broken, "739146") is None


def test_a_p12_opens_in_other_tools_with_its_password_only() -> None:
    root, signer = laboratory.root(), laboratory.signers()["signer-1"]
    data = as_p12(signer, root, "mật khẩu 12")
    key, certificate, others = pkcs12.load_key_and_certificates(data, "mật khẩu 12".encode())
    assert isinstance(key, rsa.RSAPrivateKey)
    assert certificate == read(signer)
    assert others == [read(root)]
    with pytest.raises(ValueError, match="password"):
        pkcs12.load_key_and_certificates(data, b"khac")


def test_a_p12_is_locked_by_aes_and_loads_in_the_signing_library(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "chung-thu.p12"
    file.write_bytes(as_p12(laboratory.signers()["signer-1"], laboratory.root(), "matkhau12"))
    signer = SimpleSigner.load_pkcs12(str(file), passphrase=b"matkhau12")
    assert signer is not None
    assert signer.subject_name == common_name(laboratory.signers()["signer-1"].certificate)
    assert b"\x60\x86\x48\x01\x65\x03\x04\x01\x2a" in file.read_bytes()  # aes256-cbc
    assert Pfx.load(file.read_bytes())["mac_data"]["mac"]["digest_algorithm"]["algorithm"].native == "sha256"


def test_a_certificate_of_elsewhere_bears_no_practice_mark() -> None:
    root, _ = ordinary_root()
    assert not is_practice(root.public_bytes(serialization.Encoding.DER))
    assert not is_practice(b"khong phai chung thu")


def test_sample_signers_have_a_twin_of_another_issuer_and_one_that_expired() -> None:
    signers = laboratory.signers()
    here, elsewhere = (
        common_name(laboratory.root().certificate),
        common_name(signers["stranger-root"].certificate),
    )
    assert here != elsewhere
    for number in (1, 2, 3):
        good, twin, old = (
            signers[f"{role}-{number}"].certificate for role in ("signer", "stranger", "expired")
        )
        assert common_name(good) == common_name(twin) == common_name(old)
        assert (issuer_name(good), issuer_name(twin), issuer_name(old)) == (here, elsewhere, here)
        assert valid_between(old)[1] < NOW < valid_between(good)[1]


def test_a_key_is_not_shown_when_an_identity_is() -> None:
    assert "key" not in repr(laboratory.learner())
