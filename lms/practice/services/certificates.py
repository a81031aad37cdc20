"""A person's practice certificates: made, kept, opened by PIN, locked by wrong ones, unlocked by somebody else.

No PIN and no password is kept, logged or returned; they come as arguments and go with the call.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lms.accounts.services import write_audit
from lms.core.errors import N_, ConflictError, DomainError
from lms.core.signing.identity import Identity
from lms.core.signing.pins import LONGEST_PASSWORD, MOST_WRONG, SHORTEST_PASSWORD
from lms.db import db
from lms.practice.models import PracticeAuthority, PracticeCertificate
from lms.practice.queries import lock_person
from lms.practice.queries.certificates import SITE, count_made_since, find_current, lock_certificate

LASTS = timedelta(days=365)
MOST_A_DAY = 10
_DAY = timedelta(days=1)


class NoKeyError(DomainError):
    message = N_("Thầy cô chưa có chứng thư thực hành. Chọn một mã PIN để nhận chứng thư trước khi ký.")


class KeyLockedError(DomainError):
    message = N_(
        "Khóa ký đang bị khóa vì nhập sai PIN nhiều lần. Người hướng dẫn mở lại được; thầy cô nhờ giúp nhé."
    )


class TooManyCertificatesError(DomainError):
    status = 429
    message = N_("Hôm nay thầy cô đã nhận nhiều chứng thư rồi. Thầy cô dùng cái mới nhất, hoặc đợi đến mai.")


class AuthorityReplacedError(ConflictError):
    message = N_("Bộ chứng thư thực hành vừa được thay. Thầy cô tải lại trang rồi nhận chứng thư lần nữa.")


class P12PasswordError(DomainError):
    message = N_(
        "Mật khẩu của tệp chứng thư cần từ 6 đến 64 ký tự, chỉ gồm chữ không dấu, số và dấu câu, để phần mềm nào cũng mở được."
    )


@dataclass(frozen=True)
class Made:
    """A certificate that is not kept yet. ``locked_key`` is None where the key left with its owner."""

    certificate: bytes = field(repr=False)
    serial: str
    expires_at: datetime
    locked_key: bytes | None = field(default=None, repr=False)


def make_for_site(root: Identity, name: str, pin: str, secret: str, now: datetime) -> Made:
    """Make a certificate whose key stays in the site, locked by ``pin``."""
    from lms.core.signing.authority import issue, lock_key
    from lms.core.signing.safekeeping import strengthen

    made = issue(root, name, now, LASTS.days, rsa=False)
    locked = lock_key(made, strengthen(pin, made.certificate, secret))
    return _made(made.certificate, locked)


def check_password(password: str) -> None:
    """Accept a password for a .p12 file; tools disagree about letters with accents.

    Raises:
        P12PasswordError: it is too short, too long, or not plain letters, digits and signs.
    """
    is_plain = password.isascii() and password.isprintable()
    if not is_plain or not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise P12PasswordError


def make_for_tool(root: Identity, name: str, password: str, now: datetime) -> tuple[Made, bytes]:
    """Make a certificate for the person's own tool; return it and the .p12 file, which holds the only copy of the key."""
    from lms.core.signing.authority import as_p12, issue

    made = issue(root, name, now, LASTS.days, rsa=True)
    return _made(made.certificate, None), as_p12(made, root, password)


def _made(certificate: bytes, locked: bytes | None) -> Made:
    from lms.core.signing.authority import serial_of, valid_between

    return Made(certificate, serial_of(certificate), valid_between(certificate)[1], locked)


def refuse_another(user_id: int, authority_id: int, use: str, now: datetime) -> None:
    """Stop whoever may have no certificate now; to be asked before one is made as well, because making costs time.

    Raises:
        KeyLockedError: the one before is locked; making another would be a way round the lock.
        TooManyCertificatesError: a person gets a handful a day.
    """
    former = find_current(user_id, use)
    if former is not None and former.wrong_pins >= MOST_WRONG and former.authority_id == authority_id:
        raise KeyLockedError
    if count_made_since(user_id, now - _DAY) >= MOST_A_DAY:
        raise TooManyCertificatesError


def keep_certificate(user_id: int, authority_id: int, use: str, made: Made, now: datetime) -> None:
    """Keep a certificate as the person's own for ``use``; the one before is replaced by it.

    Raises:
        KeyLockedError, TooManyCertificatesError: as ``refuse_another`` says.
        AuthorityReplacedError: another authority came into use meanwhile.
    """
    lock_person(user_id)
    authority = db.session.get(PracticeAuthority, authority_id, populate_existing=True)
    if authority is None or authority.slot is None:
        raise AuthorityReplacedError
    refuse_another(user_id, authority_id, use, now)
    former = find_current(user_id, use)
    if former is not None:
        former.replaced_at, former.key = now, None
        db.session.flush()
    db.session.add(
        PracticeCertificate(
            user_id=user_id,
            authority_id=authority_id,
            use=use,
            serial=made.serial,
            certificate=made.certificate,
            key=made.locked_key,
            created_at=now,
            expires_at=made.expires_at,
        )
    )
    db.session.flush()


def claim_try(user_id: int, now: datetime) -> PracticeCertificate:
    """Count a try at the person's PIN before it is judged, and return the certificate.

    Tries at one moment so see each other, and one that is cut off in the middle was a try all the same.

    Raises:
        NoKeyError: the person has no key in the site.
        KeyLockedError: there were too many wrong PINs.
    """
    found = find_current(user_id, SITE)
    if found is None:
        raise NoKeyError
    held = lock_certificate(found.id)
    if held.replaced_at is not None:
        raise NoKeyError
    if held.wrong_pins >= MOST_WRONG:
        raise KeyLockedError
    held.wrong_pins += 1
    if held.wrong_pins >= MOST_WRONG:
        held.locked_at = now
    db.session.flush()
    return held


def open_with_pin(held: PracticeCertificate, pin: str, secret: str) -> Identity | None:
    """Return the certificate with its key, or None where the PIN is wrong."""
    from lms.core.signing.authority import open_key
    from lms.core.signing.safekeeping import strengthen

    key = open_key(held.key or b"", strengthen(pin, held.certificate, secret))
    return None if key is None else Identity(held.certificate, key)


def forget_wrong_pins(certificate_id: int) -> None:
    """Begin counting anew, because the PIN was right."""
    held = lock_certificate(certificate_id)
    held.wrong_pins, held.locked_at = 0, None
    db.session.flush()


def unlock(user_id: int, by_id: int, now: datetime) -> bool:
    """Let a person try PINs again; tell whether the key was locked at all. Who may do this is the policy's."""
    found = find_current(user_id, SITE)
    held = lock_certificate(found.id) if found else None
    if held is None or held.wrong_pins < MOST_WRONG:
        return False
    held.wrong_pins, held.locked_at = 0, None
    db.session.flush()
    write_audit(by_id, "practice_key.unlocked", f"user:{user_id}", now)
    return True
