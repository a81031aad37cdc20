"""What changes content: media kept, archives waiting, revisions published. Nothing here commits."""

from lms.authoring.services.media import media_names, store_media
from lms.authoring.services.publishing import ContentRefusedError, StaleReportError, publish, republish
from lms.authoring.services.sheets import SheetConflictError, save_sheet
from lms.authoring.services.uploading import (
    LARGEST_UPLOAD,
    MOST_WAITING,
    decide_upload,
    keep_upload,
    storing_archive,
    sweep_uploads,
)

__all__ = [
    "LARGEST_UPLOAD",
    "MOST_WAITING",
    "ContentRefusedError",
    "SheetConflictError",
    "StaleReportError",
    "decide_upload",
    "keep_upload",
    "media_names",
    "publish",
    "republish",
    "save_sheet",
    "store_media",
    "storing_archive",
    "sweep_uploads",
]
