"""A learner's pass and a mentor's printed list, made through the pages as people make them."""

import re

from flask.testing import FlaskClient

from tests.factories import Site, post
from tests.practice.makers import OBSERVED, School

SEEN = {"o-1": "on", "how": "alone"}
TYPE_CODE = f"{OBSERVED}/nhap-ma"
CODES = "/nguoi-toi-giup/the-ma"


def meet(client: FlaskClient, path: str = OBSERVED) -> tuple[str, str]:
    """Ask for a pass as the learner; return the path of the learner's page and the one that the QR code carries."""
    answer = post(client, f"{path}/gap")
    assert answer.status_code == 303, answer.text
    return answer.location, f"/gap/{answer.location.rpartition('/')[2]}"


def print_codes(client: FlaskClient) -> list[str]:
    """Make a list of codes and read them off the printed page."""
    answer = post(client, CODES)
    assert answer.status_code == 200, answer.text
    codes = re.findall(r'<li class="code">([^<]+)</li>', answer.text)
    assert len(codes) == 10
    return codes


def type_code(client: FlaskClient, number: int, code: str, **ticks: str) -> int:
    """Type a code on the learner's phone and return the status of the answer."""
    fields = {"number": str(number), "confirmation_code": code, **(ticks or SEEN)}
    status: int = post(client, TYPE_CODE, **fields).status_code
    return status


def codes_of(site: Site, school: School) -> list[str]:
    return print_codes(site.client(school.mentor))
