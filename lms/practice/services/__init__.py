"""What changes tries and photos. Nothing here commits; checks and states are in ``lms.core.practice``."""

from lms.practice.services.codes import MOST_WRONG, ON_A_SHEET, NewSheet, confirm_by_code, make_codes
from lms.practice.services.deciding import (
    ChangedMeanwhileError,
    NotSeenError,
    SupportMissingError,
    confirm,
    confirm_in_person,
    refuse_other_version,
    return_to_learner,
    revoke,
    version_of,
)
from lms.practice.services.handing_in import (
    LONGEST_NOTE,
    UnfinishedError,
    ask_person,
    begin_again,
    delete_photo,
    submit,
    submit_photos,
    take_back,
)
from lms.practice.services.meeting import PassEndedError, confirm_by_pass, is_live, issue_pass
from lms.practice.services.photos import FOLDER, sweep
from lms.practice.services.sweeping import sweep_confirming
from lms.practice.services.telling import Party

__all__ = [
    "FOLDER",
    "LONGEST_NOTE",
    "MOST_WRONG",
    "ON_A_SHEET",
    "ChangedMeanwhileError",
    "NewSheet",
    "NotSeenError",
    "Party",
    "PassEndedError",
    "SupportMissingError",
    "UnfinishedError",
    "ask_person",
    "begin_again",
    "confirm",
    "confirm_by_code",
    "confirm_by_pass",
    "confirm_in_person",
    "delete_photo",
    "is_live",
    "issue_pass",
    "make_codes",
    "refuse_other_version",
    "return_to_learner",
    "revoke",
    "submit",
    "submit_photos",
    "sweep",
    "sweep_confirming",
    "take_back",
    "version_of",
]
