"""The blueprint that the pages of reports share, and the unit that each of them is about."""

from flask import Blueprint

from lms.core.errors import NotFoundError
from lms.units.models import Unit
from lms.units.policy import can_report_unit
from lms.units.queries import get_unit
from lms.web.access import actor

bp = Blueprint("reports", __name__)


def reported(unit_id: int) -> Unit:
    """Return a unit whose report the reader may open; to others there is none."""
    unit = get_unit(unit_id)
    if not can_report_unit(actor(), unit.path):
        raise NotFoundError
    return unit
