"""The blueprint that the views register with."""

from flask import Blueprint

bp = Blueprint("quizzes", __name__)
