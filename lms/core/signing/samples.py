"""Sample files for learning to read a signature: one that is good, and one for each way in which one can be bad.

What is planned follows from a seed; the bytes follow from the plan and the site's sample signers, the same each time.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from lms.core.signing.identity import SAMPLE_NAMES, Identity

if TYPE_CHECKING:
    from lms.core.signing.documents import Sheet

HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")

_TITLES = (
    "Thông báo lịch sinh hoạt chuyên môn",
    "Giấy mời họp tổ văn phòng",
    "Kế hoạch thăm nhà học sinh",
    "Danh sách chia tổ trực",
    "Biên bản kiểm kê sách thư viện",
    "Phiếu mượn thiết bị dạy học",
)
_NUMBERS = ("27", "18", "36", "45", "19")  # two different figures each: exchanged, they are what was altered
_ROLES = {"altered": "signer", "valid": "signer", "stranger": "stranger", "expired": "expired"}


class Flaw(StrEnum):
    """What is the matter with a sample file."""

    VALID = "valid"
    ALTERED = "altered"
    STRANGER = "stranger"
    PICTURE = "picture"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Sample:
    """One sample file as it is planned: its number in the task, what is the matter with it, who signs what."""

    number: int
    flaw: Flaw
    signer: int
    title: str
    people: str
    seed: int

    @property
    def name(self) -> str:
        """Return the name that stands in the signature, or under the picture of one."""
        return SAMPLE_NAMES[self.signer - 1]

    @property
    def role(self) -> str:
        """Return which of the site's sample signers signs it; empty where nobody does."""
        role = _ROLES.get(self.flaw, "")
        return role and f"{role}-{self.signer}"


@dataclass(frozen=True)
class SampleReading:
    """What any checking software shows of a sample file, without saying what follows from it."""

    issuer: str
    is_known_issuer: bool
    holder: str
    signed_at: datetime
    is_intact: bool
    valid_from: datetime
    valid_until: datetime


def plan(flaws: Sequence[Flaw], seed: int) -> tuple[Sample, ...]:
    """Return the samples of one learner, in the learner's own order."""

    # A hash orders the same on every Python version, which a shuffle does not promise.
    def drawn(place: int, what: str, among: int) -> int:
        return int.from_bytes(hashlib.sha256(f"{seed}:{place}:{what}".encode()).digest()[:4]) % among

    order = sorted(range(len(flaws)), key=lambda place: (drawn(place, "order", 2**32), place))
    first = drawn(0, "title", len(_TITLES))
    return tuple(
        Sample(
            number,
            flaws[place],
            drawn(place, "signer", len(SAMPLE_NAMES)) + 1,
            _TITLES[(first + number) % len(_TITLES)],
            _NUMBERS[drawn(place, "people", len(_NUMBERS))],
            seed,
        )
        for number, place in enumerate(order, start=1)
    )


def make_sample(sample: Sample, signers: Mapping[str, Identity], root_certificate: bytes) -> bytes:
    """Return the bytes of a sample file. ``signers`` are what ``authority.make_sample_signers`` made."""
    from lms.core.signing.documents import Place, draw
    from lms.core.signing.sealing import seal

    if sample.flaw is Flaw.PICTURE:
        return draw(_sheet(sample, _day_without_signature(signers)), picture_of=sample.name)
    signer, at = signers[sample.role], _signed_at(sample, signers)
    if sample.flaw is Flaw.STRANGER:
        root_certificate = signers["stranger-root"].certificate
    document = draw(_sheet(sample, at))
    signed = seal(document, signer, root_certificate, at, Place.RIGHT)
    if sample.flaw is not Flaw.ALTERED:
        return signed
    # The same figures in another order make a document of the same length: the signature still lies where it did.
    altered = draw(_sheet(sample, at, is_altered=True))
    return altered + signed[len(altered) :]


def read_sample(sample: Sample, signers: Mapping[str, Identity]) -> SampleReading | None:
    """Return what can be read in a sample file, or None: it has no signature at all."""
    from lms.core.signing.authority import common_name, issuer_name, valid_between

    if sample.flaw is Flaw.PICTURE:
        return None
    certificate = signers[sample.role].certificate
    start, end = valid_between(certificate)
    return SampleReading(
        issuer_name(certificate),
        sample.flaw is not Flaw.STRANGER,
        common_name(certificate),
        _signed_at(sample, signers).astimezone(HERE),
        sample.flaw is not Flaw.ALTERED,
        start.astimezone(HERE),
        end.astimezone(HERE),
    )


def _signed_at(sample: Sample, signers: Mapping[str, Identity]) -> datetime:
    """Return when a sample was signed: within its certificate's days, or some time after the last of them."""
    from lms.core.signing.authority import valid_between

    start, end = valid_between(signers[sample.role].certificate)
    drawn = hashlib.sha256(f"{sample.seed}:{sample.number}:time".encode()).digest()
    since = end if sample.flaw is Flaw.EXPIRED else start
    day = (since + timedelta(days=20 + drawn[0] % 120)).astimezone(HERE).date()
    return datetime.combine(day, time(7 + drawn[1] % 10, drawn[2] % 60, drawn[3] % 60), HERE)


def _day_without_signature(signers: Mapping[str, Identity]) -> datetime:
    from lms.core.signing.authority import valid_between

    return valid_between(signers["signer-1"].certificate)[0] + timedelta(days=60)


def _sheet(sample: Sample, at: datetime, *, is_altered: bool = False) -> "Sheet":
    from lms.core.signing.documents import Sheet, code_of

    people = sample.people[::-1] if is_altered else sample.people
    code = code_of(sample.seed * 10 + sample.number)
    facts = (("Người ký", sample.name), ("Số người dự", f"{people} người"), ("Mã riêng", code))
    statement = "Tờ giấy này dùng để tập đọc chữ ký số. Mọi tên người, con số và ngày tháng trên tờ giấy đều do phần mềm đặt ra."
    return Sheet(sample.title, code, at.date(), facts, statement, signer="Người ký")
