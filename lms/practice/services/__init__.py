"""What changes tries and photos. Nothing here commits; checks and states are in ``lms.core.practice``."""

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
    delete_photo,
    submit,
    submit_photos,
    take_back,
)
from lms.practice.services.photos import FOLDER, sweep
from lms.practice.services.telling import Party

__all__ = [
    "FOLDER",
    "LONGEST_NOTE",
    "ChangedMeanwhileError",
    "NotSeenError",
    "Party",
    "SupportMissingError",
    "UnfinishedError",
    "ask_person",
    "confirm",
    "confirm_in_person",
    "delete_photo",
    "refuse_other_version",
    "return_to_learner",
    "revoke",
    "submit",
    "submit_photos",
    "sweep",
    "take_back",
    "version_of",
]
