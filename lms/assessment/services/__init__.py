"""What trainers decide about attempts. Nothing here commits."""

from lms.assessment.services.extending import (
    LATEST_CLOSE,
    MOST_ATTEMPTS,
    MOST_MINUTES,
    Terms,
    grant_extension,
    revoke_extension,
)
from lms.assessment.services.marking import (
    STEP,
    GivenPoints,
    MarkedMeanwhileError,
    NotToMarkError,
    mark_essay,
)
from lms.assessment.services.regrading import (
    AT_ONCE,
    OtherKeyError,
    Regraded,
    note_regrade,
    refuse_other_key,
    regrade_attempts,
)
from lms.assessment.services.voiding import LONGEST_REASON, void_attempt

__all__ = [
    "AT_ONCE",
    "LATEST_CLOSE",
    "LONGEST_REASON",
    "MOST_ATTEMPTS",
    "MOST_MINUTES",
    "STEP",
    "GivenPoints",
    "MarkedMeanwhileError",
    "NotToMarkError",
    "OtherKeyError",
    "Regraded",
    "Terms",
    "grant_extension",
    "mark_essay",
    "note_regrade",
    "refuse_other_key",
    "regrade_attempts",
    "revoke_extension",
    "void_attempt",
]
