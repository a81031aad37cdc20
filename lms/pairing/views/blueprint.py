"""The blueprint that the views of pairs hang on."""

from flask import Blueprint

bp = Blueprint("pairing", __name__)
