"""Hand-ins and decisions at one moment: one record each, and no limit overrun."""

from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms import photos as photo_services
from lms.db import db
from lms.practice.models import ConfirmationCode, WrongCode
from tests.crowd import AT_ONCE, Browser, at_once, together
from tests.crowd import crowd as crowd
from tests.factories import Site, post
from tests.practice.makers import (
    EVIDENCE,
    OBSERVED,
    SORT,
    events,
    hand_in_photo,
    kept_files,
    make_school,
    photo,
    photos_of,
    sort_fields,
    submissions,
    version,
)
from tests.practice.meeting import CODES, TYPE_CODE, meet, print_codes


def test_many_taps_at_once_hand_in_one_photo_and_leave_no_file_behind(crowd: Site) -> None:
    school = make_school(crowd)
    answers = at_once(
        crowd.app,
        crowd.client(school.learner),
        lambda each, token, _n: each.post(EVIDENCE, data={"csrf_token": token, "photos": (photo(), "a.jpg")}),
    )
    assert {answer.status_code for answer in answers} == {303}
    assert [each.state for each in submissions(crowd, school.learner)] == ["waiting"]
    assert len(photos_of(crowd, school.learner)) == len(kept_files(crowd)) == 1
    assert events(crowd, school.learner) == [("task_handed_in", "", "self")]


def test_the_share_of_the_storage_is_never_overrun(crowd: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    school = make_school(crowd)
    client = crowd.client(school.learner)
    hand_in_photo(client)
    (first,) = photos_of(crowd, school.learner)
    post(client, f"/anh/{first.id}/xoa")
    monkeypatch.setattr(photo_services, "LARGEST_SHARE", first.size + first.size // 2)

    def keep_a_draft(each: FlaskClient, token: str, number: int) -> TestResponse:
        files = [(photo((number * 20, 10, 10)), "tot.jpg"), (photo((number * 20, 10, 10)), "xau.jpg")]
        files[1][0].truncate(50)
        return each.post(EVIDENCE, data={"csrf_token": token, "photos": files})

    answers = at_once(crowd.app, client, keep_a_draft)
    assert {answer.status_code for answer in answers} == {422}
    kept = [each for each in photos_of(crowd, school.learner) if each.deleted_at is None]
    assert len(kept) == len(kept_files(crowd)) == 1


def test_many_same_answers_at_once_are_one_try(crowd: Site) -> None:
    school = make_school(crowd)
    client = crowd.client(school.learner)
    fields = sort_fields(client, right=False)
    at_once(crowd.app, client, lambda each, token, _n: each.post(SORT, data={"csrf_token": token, **fields}))
    assert [each.number for each in submissions(crowd, school.learner)] == [1]


def test_many_decisions_at_once_are_one(crowd: Site) -> None:
    school = make_school(crowd)
    hand_in_photo(crowd.client(school.learner))
    (only,) = submissions(crowd, school.learner)
    seen = version(crowd, only.id)

    def decide(each: FlaskClient, token: str, number: int) -> TestResponse:
        decision = "confirm" if number % 2 else "return"
        fields = {"csrf_token": token, "version": seen, "decision": decision, "reason": "mờ quá"}
        return each.post(f"/duyet/{only.id}", data=fields)

    answers = at_once(crowd.app, crowd.client(school.mentor), decide)
    assert {answer.status_code for answer in answers} == {303}
    assert submissions(crowd, school.learner)[0].state in ("passed", "returned")
    assert len(events(crowd, school.learner)) == 2


def test_taking_back_and_confirming_at_once_have_one_winner(crowd: Site) -> None:
    school = make_school(crowd)
    learner, mentor = crowd.client(school.learner), crowd.client(school.mentor)
    post(learner, OBSERVED)
    (only,) = submissions(crowd, school.learner)
    seen = version(crowd, only.id)
    hers, his = Browser(crowd.app, learner), Browser(crowd.app, mentor)

    def take_back() -> TestResponse:
        return hers.window().post(f"{OBSERVED}/rut-lai", data={"csrf_token": hers.token})

    def confirm() -> TestResponse:
        ticks = {"decision": "confirm", "version": seen, "o-1": "on", "how": "alone"}
        return his.window().post(f"/duyet/{only.id}", data={"csrf_token": his.token, **ticks})

    answers = together([take_back, confirm] * (AT_ONCE // 2))
    assert {answer.status_code for answer in answers} <= {303, 404, 409}
    state = submissions(crowd, school.learner)[0].state
    last = {"in_progress": "withdrawn", "passed": "observed_alone"}[state]
    assert [verb for verb, _trust, _kind in events(crowd, school.learner)] == ["task_handed_in", last]


def test_wrong_codes_at_once_are_five_and_no_more(crowd: Site) -> None:
    school = make_school(crowd)
    print_codes(crowd.client(school.mentor))

    def guess(each: FlaskClient, token: str, _number: int) -> TestResponse:
        fields = {"number": "1", "confirmation_code": "222 222 222", "o-1": "on", "how": "alone"}
        return each.post(TYPE_CODE, data={"csrf_token": token, **fields})

    answers = at_once(crowd.app, crowd.client(school.learner), guess)
    assert sorted(answer.status_code for answer in answers) == [422] * 5 + [429] * (AT_ONCE - 5)
    with crowd.app.app_context():
        assert db.session.scalar(select(func.count(WrongCode.id))) == 5


def test_one_code_on_two_phones_at_once_confirms_once(crowd: Site) -> None:
    school = make_school(crowd)
    other = crowd.person("Đặng Thị Hoa", school.unit_id)
    crowd.pair(school.mentor, other)
    codes = print_codes(crowd.client(school.mentor))
    fields = {"number": "4", "confirmation_code": codes[3], "o-1": "on", "how": "alone"}

    def use(phone: Browser) -> TestResponse:
        return phone.window().post(TYPE_CODE, data={"csrf_token": phone.token, **fields})

    phones = [Browser(crowd.app, crowd.client(person)) for person in (school.learner, other)]
    answers = together([partial(use, phone) for phone in phones] * (AT_ONCE // 2))
    assert {answer.status_code for answer in answers} <= {303, 422, 429}
    tries = submissions(crowd, school.learner) + submissions(crowd, other)
    assert [(each.state, each.means) for each in tries] == [("passed", "code")]


def test_one_pass_scanned_many_times_at_once_confirms_once(crowd: Site) -> None:
    school = make_school(crowd)
    _shown, scanned = meet(crowd.client(school.learner))

    def confirm(each: FlaskClient, token: str, _number: int) -> TestResponse:
        return each.post(scanned, data={"csrf_token": token, "o-1": "on", "how": "alone"})

    answers = at_once(crowd.app, crowd.client(school.mentor), confirm)
    assert sorted(answer.status_code for answer in answers) == [303] + [410] * (AT_ONCE - 1)
    assert [each.means for each in submissions(crowd, school.learner)] == ["qr"]
    assert len(events(crowd, school.learner)) == 2


def test_two_lists_made_at_once_leave_one_that_works(crowd: Site) -> None:
    school = make_school(crowd)
    at_once(
        crowd.app,
        crowd.client(school.mentor),
        lambda each, token, _n: each.post(CODES, data={"csrf_token": token}),
    )
    with crowd.app.app_context():
        live = select(ConfirmationCode.sheet).where(ConfirmationCode.withdrawn_at.is_(None)).distinct()
        assert len(db.session.scalars(live).all()) == 1
