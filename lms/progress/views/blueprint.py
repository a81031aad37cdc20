"""The blueprint that the learner's pages hang on."""

from flask import Blueprint

bp = Blueprint("progress", __name__)
