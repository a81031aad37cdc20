"""Asking and pairing at one moment: one request, and never more mentees than a mentor may have."""

from flask.testing import FlaskClient

from tests.crowd import AT_ONCE, at_once
from tests.crowd import crowd as crowd
from tests.factories import Site
from tests.pairing.makers import PATH, PLACE, make_staff, pairs, requests_of


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


def test_many_pairings_at_once_leave_nobody_with_more_than_three(crowd: Site) -> None:
    staff = make_staff(crowd)
    people = [crowd.person(f"Người Học {n}", staff.unit_id, password=None) for n in range(AT_ONCE)]

    def pair(each: FlaskClient, token: str, number: int) -> int:
        fields = {"csrf_token": token, "mentor": str(staff.mentor.id), "mentee": str(people[number].id)}
        return each.post(f"/ghep-cap/{staff.unit_id}", data=fields).status_code

    statuses = at_once(crowd.app, crowd.client(staff.officer), pair)
    assert sorted(statuses) == [303] * 2 + [422] * (AT_ONCE - 2)
    assert len(pairs(crowd)) == 3


def test_one_person_is_paired_once(crowd: Site) -> None:
    staff = make_staff(crowd)
    mentors = [crowd.person(f"Người Kèm {n}", staff.unit_id, password=None) for n in range(AT_ONCE)]

    def pair(each: FlaskClient, token: str, number: int) -> int:
        fields = {"csrf_token": token, "mentor": str(mentors[number].id), "mentee": str(staff.colleague.id)}
        return each.post(f"/ghep-cap/{staff.unit_id}", data=fields).status_code

    statuses = at_once(crowd.app, crowd.client(staff.officer), pair)
    assert sorted(statuses) == [303] + [422] * (AT_ONCE - 1)
