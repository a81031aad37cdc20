"""Asking for help and offering it, suggested pairs, the board, twinned units."""

from flask import Blueprint

from lms.matching import models

__all__ = ["bp", "models"]

bp = Blueprint("matching", __name__)
