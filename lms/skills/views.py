"""What I can do, who saw it, and what comes next."""

from flask import Blueprint

bp = Blueprint("skills", __name__)
