"""The blueprint that the views of this feature join."""

from flask import Blueprint

bp = Blueprint("assessment", __name__)
