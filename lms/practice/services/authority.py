"""The practice authority of the site: made once, kept under the site's secret, replaced when somebody says so."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from lms.accounts.services import write_audit
from lms.core.errors import N_, ConflictError, DomainError
from lms.core.signing.identity import Identity
from lms.db import db
from lms.practice.models import PracticeAuthority
from lms.practice.queries.certificates import Authority, Lab, find_authority


class NoAuthorityError(DomainError):
    status = 503
    message = N_(
        "Trang này chưa có bộ chứng thư thực hành nên chưa tập ký được. Thầy cô báo người quản trị trang; "
        "trong lúc chờ, thầy cô học bước khác."
    )


class AuthorityClosedError(DomainError):
    status = 503
    message = N_(
        "Khóa bí mật của trang vừa đổi nên bộ chứng thư thực hành không mở được. Thầy cô báo người quản trị trang; "
        "trong lúc chờ, thầy cô học bước khác."
    )


class AuthorityThereError(ConflictError):
    message = N_("Trang đã có bộ chứng thư thực hành rồi.")


@dataclass(frozen=True)
class MadeAuthority:
    """A root and its sample signers, not kept yet."""

    root: Identity
    signers: dict[str, Identity]


def make_authority(site_name: str, now: datetime) -> MadeAuthority:
    """Make the keys of an authority. It takes a second or two, so it comes before the transaction that keeps them."""
    from lms.core.signing.authority import make_root, make_sample_signers

    root = make_root(site_name, now)
    return MadeAuthority(root, make_sample_signers(root, now))


def keep_authority(
    made: MadeAuthority, secret: str, now: datetime, *, replaces: bool = False
) -> PracticeAuthority:
    """Keep an authority as the one in use. A replaced one gives its keys up: its root is known, and certifies no more.

    Raises:
        AuthorityThereError: there is one, and it is not to be replaced; or another start was a moment faster.
    """
    former = find_authority()
    if former is not None:
        if not replaces:
            raise AuthorityThereError
        former.slot, former.key, former.signers = None, b"", {}
        db.session.flush()
    kept = PracticeAuthority(
        certificate=made.root.certificate,
        key=_closed(made.root, secret),
        signers={name: _written(signer, secret) for name, signer in made.signers.items()},
        created_at=now,
    )
    db.session.add(kept)
    try:
        db.session.flush()
    except IntegrityError as taken:
        raise AuthorityThereError from taken
    write_audit(None, "practice_authority.made", f"practice_authority:{kept.id}", now)
    return kept


def open_root(authority: Authority | None, secret: str) -> Identity:
    """Return the root with its key.

    Raises:
        NoAuthorityError: the site has none yet.
        AuthorityClosedError: it was made under another secret.
    """
    from lms.core.signing.safekeeping import reopen

    if authority is None:
        raise NoAuthorityError
    key = reopen(authority.closed_key, authority.certificate, secret)
    if key is None:
        raise AuthorityClosedError
    return Identity(authority.certificate, key)


def find_trouble(lab: Lab, secret: str) -> DomainError | None:
    """Return why nobody can practise signing at present, or None."""
    try:
        open_root(lab.authority, secret)
    except (NoAuthorityError, AuthorityClosedError) as trouble:
        return trouble
    return None


def name_signers() -> dict[str, Identity]:
    """Return the sample signers without their keys: enough to say what stands in a sample file."""
    authority = find_authority()
    kept = authority.signers if authority else {}
    return {name: Identity(b64decode(written["certificate"]), b"") for name, written in kept.items()}


def open_signers(secret: str) -> dict[str, Identity]:
    """Return the sample signers with their keys; only making a sample file needs them.

    Raises:
        NoAuthorityError: the site has no authority yet.
        AuthorityClosedError: it was made under another secret.
    """
    from lms.core.signing.safekeeping import reopen

    authority = find_authority()
    if authority is None:
        raise NoAuthorityError
    opened = {}
    for name, written in authority.signers.items():
        certificate = b64decode(written["certificate"])
        key = reopen(b64decode(written["key"]), certificate, secret)
        if key is None:
            raise AuthorityClosedError
        opened[name] = Identity(certificate, key)
    return opened


def _closed(identity: Identity, secret: str) -> bytes:
    from lms.core.signing.safekeeping import close

    return close(identity.key, identity.certificate, secret)


def _written(signer: Identity, secret: str) -> dict[str, str]:
    """Return a sample signer as JSON keeps it: the key encrypted."""
    return {
        "certificate": b64encode(signer.certificate).decode(),
        "key": b64encode(_closed(signer, secret)).decode(),
    }
