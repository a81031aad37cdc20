"""The blueprint that the trainer's pages hang on."""

from flask import Blueprint

bp = Blueprint("authoring", __name__)
