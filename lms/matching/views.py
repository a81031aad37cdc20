"""Asking for help and offering it, suggested pairs, the board, twinned units."""

from flask import Blueprint

bp = Blueprint("matching", __name__)
