"""Asking at one moment is asking once; for pairs see test_life_parallel."""

from tests.crowd import at_once
from tests.crowd import crowd as crowd
from tests.factories import Site
from tests.pairing.makers import PATH, PLACE, make_staff, requests_of


def test_many_taps_at_once_are_one_request(crowd: Site) -> None:
    staff = make_staff(crowd)
    fields = {"o": PLACE, "ten": "Bước 1", "tu": PATH}
    answers = at_once(
        crowd.app,
        crowd.client(staff.learner),
        lambda each, token, _n: each.post("/nho-giup", data={"csrf_token": token, **fields}),
    )
    assert {answer.status_code for answer in answers} == {303}
    assert len(requests_of(crowd, staff.learner)) == 1
