"""Signed files for reading a signature: one that is good, and one for each way in which it is not.

They come from the site's own practice signers: another site, or a later authority, makes other files of the same plan.
"""

from collections.abc import Mapping
from typing import Final

from lms.core.signing.identity import Identity
from lms.core.signing.samples import Flaw, Sample, make_sample

_SEED: Final = 2026
_PLANNED: Final = {
    "da-ky/hop-le.pdf": Sample(1, Flaw.VALID, 1, "Thông báo lịch sinh hoạt chuyên môn", "27", _SEED),
    "da-ky/bi-sua.pdf": Sample(2, Flaw.ALTERED, 2, "Danh sách chia tổ trực", "18", _SEED),
    "da-ky/nguoi-la.pdf": Sample(3, Flaw.STRANGER, 1, "Giấy mời họp tổ văn phòng", "36", _SEED),
    "da-ky/chi-la-anh.pdf": Sample(4, Flaw.PICTURE, 3, "Kế hoạch thăm nhà học sinh", "45", _SEED),
    "da-ky/het-han.pdf": Sample(5, Flaw.EXPIRED, 3, "Phiếu mượn thiết bị dạy học", "19", _SEED),
}


def make_signed_files(signers: Mapping[str, Identity], root_certificate: bytes) -> dict[str, bytes]:
    """Return the five files, signed by the site's ``signers`` under its root."""
    return {path: make_sample(sample, signers, root_certificate) for path, sample in _PLANNED.items()}
