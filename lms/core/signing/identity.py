"""A certificate with its key, and the words by which everybody knows that it is for practice only."""

from dataclasses import dataclass, field

PRACTICE_ONLY = "CHỈ ĐỂ THỰC HÀNH, không có giá trị pháp lý"
"""Stands on every page of a practice document and in every stamp."""

PRACTICE_ORGANIZATION = "CHỈ ĐỂ THỰC HÀNH, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
"""The organization (O) of every practice certificate, holder and issuer: the mark that tells them from real ones."""

SAMPLE_NAMES = ("Nguyễn Thị Tập Sự", "Trần Văn Thực Hành", "Phạm Thị Làm Thử")
"""Holders of the certificates in sample files; nobody is called so."""


@dataclass(frozen=True)
class Identity:
    """A certificate (DER) and its key (PKCS #8, DER, not encrypted). The key is never shown, not even in a log."""

    certificate: bytes
    key: bytes = field(repr=False)
