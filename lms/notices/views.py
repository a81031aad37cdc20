"""What concerns me: the page of notices."""

from flask import Blueprint

bp = Blueprint("notices", __name__)
