"""The practice authority and what a person signs with. Keys stay closed here; ``services`` open them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from lms.core.errors import NotFoundError
from lms.core.signing.kit import KeyState
from lms.core.signing.pins import MOST_WRONG
from lms.db import db
from lms.practice.models import PracticeAuthority, PracticeCertificate

SITE, TOOL = "site", "tool"
USES = {"sign-here": SITE, "sign-own": TOOL}
"""The kinds that need a certificate, and of which use."""


@dataclass(frozen=True)
class Authority:
    """The authority in use: its certificate, and its key as it is kept."""

    id: int
    certificate: bytes
    closed_key: bytes


@dataclass(frozen=True)
class Held:
    """A certificate that a person holds now. ``is_current``: it is of the authority in use."""

    id: int
    use: str
    certificate: bytes
    wrong_pins: int
    created_at: datetime
    expires_at: datetime
    is_current: bool

    @property
    def is_locked(self) -> bool:
        return self.wrong_pins >= MOST_WRONG

    @property
    def tries_left(self) -> int:
        return max(0, MOST_WRONG - self.wrong_pins)


@dataclass(frozen=True)
class Lab:
    """What the signature lab has for one person. ``roots`` begins with the authority in use, retired ones follow."""

    authority: Authority | None
    roots: tuple[bytes, ...]
    held: tuple[Held, ...]

    def find(self, use: str) -> Held | None:
        """Return the certificate that the person holds for ``use``, whatever its state."""
        return next((each for each in self.held if each.use == use), None)

    def usable(self, use: str, now: datetime) -> Held | None:
        """Return the one that can sign now.

        A key in the site is opened with the secret that its authority was made under, so it ends with that authority.
        A downloaded one is out of our hands, and its root stays known.
        """
        held = self.find(use)
        is_usable = held and now < held.expires_at and (held.is_current or use == TOOL)
        return held if is_usable else None

    def key_state(self, use: str, now: datetime) -> KeyState:
        """Return whether the person can sign: no certificate, ready, or locked by wrong PINs."""
        held = self.usable(use, now)
        if held is None:
            return "none"
        return "locked" if held.is_locked else "ready"


_authorities, _certificates = PracticeAuthority.__table__, PracticeCertificate.__table__
_LAB = (
    select(
        _authorities.c.id,
        _authorities.c.slot,
        _authorities.c.certificate,
        _authorities.c.key,
        _certificates.c.id,
        _certificates.c.use,
        _certificates.c.certificate,
        _certificates.c.wrong_pins,
        _certificates.c.created_at,
        _certificates.c.expires_at,
    )
    .select_from(
        _authorities.outerjoin(
            _certificates,
            (_certificates.c.authority_id == _authorities.c.id)
            & (_certificates.c.user_id == bindparam("user_id"))
            & _certificates.c.replaced_at.is_(None),
        )
    )
    .order_by(_authorities.c.slot.is_(None), _authorities.c.id.desc(), _certificates.c.use)
)


def find_lab(user_id: int) -> Lab:
    """Return the authority, all roots, and what the person holds, in one statement."""
    rows = db.session.execute(_LAB, {"user_id": user_id}).all()
    in_use: Any = next((row for row in rows if row[1] is not None), None)
    authority = Authority(in_use[0], in_use[2], in_use[3]) if in_use else None
    roots = tuple(dict.fromkeys(row[2] for row in rows))
    held = tuple(Held(*row[4:10], is_current=row[1] is not None) for row in rows if row[4] is not None)
    return Lab(authority, roots, held)


def find_authority() -> PracticeAuthority | None:
    """Return the authority in use, with its sample signers."""
    return db.session.scalars(select(PracticeAuthority).where(PracticeAuthority.slot.is_not(None))).first()


def list_authorities() -> Sequence[PracticeAuthority]:
    """Return all authorities, the newest first."""
    return db.session.scalars(select(PracticeAuthority).order_by(PracticeAuthority.id.desc())).all()


def count_certificates(authority_id: int) -> int:
    """Return how many certificates of an authority people hold now."""
    found = select(func.count()).where(
        PracticeCertificate.authority_id == authority_id, PracticeCertificate.replaced_at.is_(None)
    )
    return db.session.scalar(found) or 0


def count_made_since(user_id: int, since: datetime) -> int:
    """Return how many certificates a person has had made since then, replaced ones included."""
    found = select(func.count()).where(
        PracticeCertificate.user_id == user_id, PracticeCertificate.created_at > since
    )
    return db.session.scalar(found) or 0


def find_current(user_id: int, use: str) -> PracticeCertificate | None:
    """Return the row of what a person holds for ``use``, to be changed."""
    return db.session.scalars(
        select(PracticeCertificate).where(
            PracticeCertificate.user_id == user_id,
            PracticeCertificate.use == use,
            PracticeCertificate.replaced_at.is_(None),
        )
    ).first()


def lock_certificate(certificate_id: int) -> PracticeCertificate:
    """Return a certificate, held against other tries at the same moment: wrong PINs are counted one by one.

    Raises:
        NotFoundError: there is no such certificate.
    """
    found = db.session.get(PracticeCertificate, certificate_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError
    return found


def find_locked_since(user_id: int) -> datetime | None:
    """Return since when a person's key in the site is locked by wrong PINs, or None where it is not."""
    return list_locked((user_id,)).get(user_id)


def list_locked(user_ids: Collection[int]) -> Mapping[int, datetime]:
    """Return whose keys in the site are locked by wrong PINs, and since when."""
    if not user_ids:
        return {}
    found = db.session.execute(
        select(PracticeCertificate.user_id, PracticeCertificate.locked_at)
        .join(PracticeAuthority, PracticeAuthority.id == PracticeCertificate.authority_id)
        .where(
            PracticeCertificate.user_id.in_(user_ids),
            PracticeCertificate.use == SITE,
            PracticeCertificate.replaced_at.is_(None),
            PracticeCertificate.wrong_pins >= MOST_WRONG,
            PracticeAuthority.slot.is_not(None),
        )
    )
    return {user_id: since for user_id, since in found if since}
