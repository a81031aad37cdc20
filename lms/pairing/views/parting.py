"""Where a page of a pair leads once the pair is over: an old notice, or a page left open, ends there and not nowhere."""

from flask import abort, redirect, url_for

from lms.core.pair_life import Side
from lms.pairing.models import Pair
from lms.pairing.policy import side_of
from lms.web.access import actor


def lead_to_farewell(pair: Pair) -> None:
    """Send either of the two to the page of parting, if the pair is over; to everybody else nothing is there."""
    if pair.state == "ended" and side_of(pair, actor().id) is not Side.COORDINATOR:
        abort(redirect(url_for("mentoring.farewell", pair_id=pair.id), 303))
