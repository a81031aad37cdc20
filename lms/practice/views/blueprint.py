"""The blueprint that the pages of practice share, and how large a hand-in may be."""

from typing import Any

from flask import Blueprint, request

from lms.web import photos

bp = Blueprint("practice", __name__)

TASK = "/hoc/<slug>/<lesson>/nhiem-vu/<item>"


@bp.url_value_preprocessor
def allow_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a hand-in be as large as its photos may be together; it comes before anything reads the form."""
    if endpoint == "practice.hand_in":
        request.max_content_length = photos.LARGEST_FORM
