"""Taking one's own confirmation back within 72 hours, with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from lms import clock
from lms.accounts.models import AuditEntry
from lms.db import db
from lms.practice.models import Submission
from tests.factories import Site, post
from tests.practice.makers import (
    EVIDENCE,
    School,
    events,
    hand_in_photo,
    make_school,
    state_of,
    submissions,
    version,
)


@pytest.fixture
def confirmed(site: Site) -> tuple[School, int]:
    """A school in which the mentor has just confirmed the learner's photo."""
    school = make_school(site)
    hand_in_photo(site.client(school.learner))
    (only,) = submissions(site, school.learner)
    fields = {"decision": "confirm", "version": version(site, only.id)}
    assert post(site.client(school.mentor), f"/duyet/{only.id}", **fields).status_code == 303
    return school, only.id


def test_the_learner_reads_why_and_does_it_again(site: Site, confirmed: tuple[School, int]) -> None:
    school, submission_id = confirmed
    mentor, learner = site.client(school.mentor), site.client(school.learner)
    assert "Rút lại lời xác nhận" in mentor.get(f"/duyet/{submission_id}").text
    answer = post(mentor, f"/duyet/{submission_id}/rut-lai", reason="Tôi bấm nhầm")
    assert answer.status_code == 303
    assert events(site, school.learner)[-1] == ("withdrawn", "", "mentor")
    assert state_of(site, school.learner, "bai-hai/nv-anh") == "new"
    assert "Tôi bấm nhầm" in learner.get(EVIDENCE).text
    assert hand_in_photo(learner).status_code == 303
    assert [each.state for each in submissions(site, school.learner)] == ["revoked", "waiting"]
    with site.app.app_context():
        assert db.session.query(AuditEntry).filter_by(action="task.revoked").count() == 1


def test_a_reason_is_owed(site: Site, confirmed: tuple[School, int]) -> None:
    school, submission_id = confirmed
    answer = post(site.client(school.mentor), f"/duyet/{submission_id}/rut-lai", reason="")
    assert answer.status_code == 422
    assert submissions(site, school.learner)[0].state == "passed"


def test_after_three_days_it_stands(site: Site, confirmed: tuple[School, int]) -> None:
    school, submission_id = confirmed
    with site.working():
        late = update(Submission).values(decided_at=clock.now() - timedelta(hours=73))
        db.session.execute(late.where(Submission.id == submission_id))
    mentor = site.client(school.mentor)
    assert "Rút lại lời xác nhận" not in mentor.get(f"/duyet/{submission_id}").text
    assert post(mentor, f"/duyet/{submission_id}/rut-lai", reason="muộn").status_code == 404


def test_nobody_but_the_confirmer_revokes(site: Site, confirmed: tuple[School, int]) -> None:
    school, submission_id = confirmed
    for person in [school.learner, *school.outsiders]:
        answer = post(site.client(person), f"/duyet/{submission_id}/rut-lai", reason="vì tôi muốn")
        assert answer.status_code == 404
    assert submissions(site, school.learner)[0].state == "passed"


def test_after_the_pair_ended_there_is_nothing_to_revoke(site: Site, confirmed: tuple[School, int]) -> None:
    school, submission_id = confirmed
    post(site.client(school.learner), f"/cap/{school.pair_id}/ket-thuc", reason="đã học xong")
    answer = post(site.client(school.mentor), f"/duyet/{submission_id}/rut-lai", reason="bấm nhầm")
    assert answer.status_code == 404


def test_pressing_twice_revokes_once(site: Site, confirmed: tuple[School, int]) -> None:
    school, submission_id = confirmed
    mentor = site.client(school.mentor)
    post(mentor, f"/duyet/{submission_id}/rut-lai", reason="Tôi bấm nhầm")
    assert post(mentor, f"/duyet/{submission_id}/rut-lai", reason="lần nữa").status_code == 404
    assert len([verb for verb, _t, _k in events(site, school.learner) if verb == "withdrawn"]) == 1
