"""The blueprint that the trainer's pages hang on, and where their files are kept."""

from flask import Blueprint, current_app

from lms.storage import Storage

bp = Blueprint("authoring", __name__)


def storage() -> Storage:
    """Return the storage of this site."""
    found: Storage = current_app.extensions["storage"]
    return found
