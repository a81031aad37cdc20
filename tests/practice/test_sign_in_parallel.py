"""PINs tried and signatures made at one moment: every wrong PIN is counted, and the sheet is signed once."""

from lms.db import unit_of_work
from lms.practice.services.certificates import KeyLockedError, claim_try
from tests.crowd import AT_ONCE, at_once, together
from tests.crowd import crowd as crowd
from tests.factories import NOW, Site
from tests.practice.lab import HERE, PIN, WRONG, certificates, get_certificate, make_lab, sign
from tests.practice.makers import submissions


def test_many_wrong_pins_at_once_are_five_tries_and_then_a_lock(crowd: Site) -> None:
    school = make_lab(crowd)
    client = crowd.client(school.learner)
    get_certificate(client)
    answers = at_once(
        crowd.app,
        client,
        lambda each, token, _n: each.post(f"{HERE}/ky", data={"csrf_token": token, "pin": WRONG, "lan": "0"}),
    )
    wrong = [each for each in answers if each.status_code == 422]
    assert len(wrong) == 5
    assert {each.status_code for each in answers} <= {303, 422}
    (held,) = certificates(crowd, school.learner)
    assert held.wrong_pins == 5
    assert held.locked_at is not None


def test_tries_of_several_processes_are_counted_one_by_one(crowd: Site) -> None:
    """Threads that claim without the turns of the pages stand for workers that know nothing of each other."""
    school = make_lab(crowd)
    get_certificate(crowd.client(school.learner))

    def claim() -> str:
        try:
            with crowd.app.app_context(), unit_of_work():
                claim_try(school.learner.id, NOW)
        except KeyLockedError:
            return "locked"
        return "tried"

    outcomes = together([claim] * AT_ONCE)
    assert outcomes.count("tried") == 5
    assert certificates(crowd, school.learner)[0].wrong_pins == 5


def test_a_try_that_is_cut_off_was_a_try(crowd: Site) -> None:
    school = make_lab(crowd)
    client = crowd.client(school.learner)
    get_certificate(client)
    with crowd.app.app_context(), unit_of_work():
        claim_try(school.learner.id, NOW)  # and then the process is killed
    assert "Còn 3 lần" in sign(client, WRONG).text


def test_many_taps_at_once_sign_once(crowd: Site) -> None:
    school = make_lab(crowd)
    client = crowd.client(school.learner)
    get_certificate(client)
    answers = at_once(
        crowd.app,
        client,
        lambda each, token, _n: each.post(f"{HERE}/ky", data={"csrf_token": token, "pin": PIN, "lan": "0"}),
    )
    assert {each.status_code for each in answers} == {303}
    assert [each.state for each in submissions(crowd, school.learner)] == ["passed"]
    assert certificates(crowd, school.learner)[0].wrong_pins == 0


def test_many_taps_at_once_leave_one_certificate_in_use(crowd: Site) -> None:
    school = make_lab(crowd)
    client = crowd.client(school.learner)
    at_once(
        crowd.app,
        client,
        lambda each, token, _n: each.post(
            f"{HERE}/chung-thu", data={"csrf_token": token, "new_pin": PIN, "pin_again": PIN}
        ),
    )
    held = certificates(crowd, school.learner)
    assert sum(each.replaced_at is None for each in held) == 1
    assert len(held) <= 10
    assert sign(client).status_code == 303
