"""The blueprint that the views register with."""

from flask import Blueprint

from lms.core.passwords import show_phone

bp = Blueprint("units", __name__)
bp.add_app_template_filter(show_phone, "phone")
