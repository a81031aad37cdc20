"""The pages of banks; importing this package declares them."""

from lms.banks import models  # the tables are known wherever the pages are
from lms.banks.views import (
    bank,
    drafts,
    exporting,
    mending,
    paper,
    publishing,
    settings,
    shelf,
    trial,
    trial_draft,
    uploading,
    writing,
)
from lms.banks.views.blueprint import bp

__all__ = [
    "bank",
    "bp",
    "drafts",
    "exporting",
    "mending",
    "models",
    "paper",
    "publishing",
    "settings",
    "shelf",
    "trial",
    "trial_draft",
    "uploading",
    "writing",
]
