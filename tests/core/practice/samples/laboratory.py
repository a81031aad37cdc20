"""The signature lab for tests: one authority, one learner with a key, made once; RSA keys take their time."""

from datetime import UTC, datetime
from functools import cache

from lms.core.signing.authority import issue, make_root, make_sample_signers
from lms.core.signing.identity import Identity
from lms.core.signing.kit import SigningKit

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
LEARNER = "Nguyễn Thị Phương Thảo"


@cache
def root() -> Identity:
    return make_root("Công đoàn xã Thử", NOW)


@cache
def other_root() -> Identity:
    return make_root("Công đoàn xã Thử", NOW)


@cache
def learner() -> Identity:
    return issue(root(), LEARNER, NOW, 365, rsa=False)


@cache
def signers() -> dict[str, Identity]:
    return make_sample_signers(root(), NOW)


def kit() -> SigningKit:
    """Return what the feature gives a learner whose key is ready, sample signers included."""
    own = (learner().certificate,)
    return SigningKit((root().certificate,), own, LEARNER, NOW, "ready", 5, signers())
