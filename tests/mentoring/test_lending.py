"""A late hand-in that the officer hands to one mentor of the unit, who sees this one and nothing else."""

from datetime import timedelta

import pytest

from lms import clock
from lms.db import db
from lms.notices.models import Notice
from lms.practice.models import LentReview, Submission
from lms.practice.queries.lending import MOST_LENT
from lms.practice.services import version_of
from tests.conftest import Statements
from tests.factories import NOW, Person, Site, post
from tests.practice.makers import OBSERVED, School, make_school

LATE = timedelta(hours=72)


@pytest.fixture
def school(site: Site) -> School:
    return make_school(site)


@pytest.fixture
def late(site: Site, school: School, monkeypatch: pytest.MonkeyPatch) -> int:
    """An observed task that was handed in and has waited for 72 hours."""
    post(site.client(school.learner), OBSERVED, note="Em làm rồi")
    with site.working():
        only = db.session.scalars(db.select(Submission)).one()
        only.handed_in_at = NOW
        submission_id = only.id
    monkeypatch.setattr(clock, "now", lambda: NOW + LATE)
    return submission_id


def lend(site: Site, school: School, late: int, to: Person, by: Person | None = None) -> int:
    path = f"/ghep-cap/{school.unit_id}/bai-cho/{late}/nho"
    return post(site.client(by or school.officer), path, nguoi=str(to.id)).status_code


def lent(site: Site) -> list[int]:
    with site.app.app_context():
        return list(db.session.scalars(db.select(LentReview.reviewer_id)))


def told(site: Site, person: Person, kind: str) -> int:
    with site.app.app_context():
        return db.session.query(Notice).filter_by(user_id=person.id, kind=kind).count()


def test_the_mentor_who_was_asked_opens_and_decides_it(site: Site, school: School, late: int) -> None:
    client = site.client(school.other_mentor)
    assert client.get(f"/duyet/{late}").status_code == 404
    assert [lend(site, school, late, school.other_mentor) for _ in range(2)] == [303, 303]
    assert lent(site) == [school.other_mentor.id]
    assert told(site, school.other_mentor, "review_lent") == 1
    assert told(site, school.learner, "review_lent_to") == 1
    assert f"/duyet/{late}" in client.get("/nguoi-toi-giup").text
    with site.app.app_context():
        version = version_of(db.session.get_one(Submission, late))
    fields = {"version": version, "decision": "return", "reason": "Làm lại giúp em"}
    assert post(client, f"/duyet/{late}", **fields).status_code == 303
    with site.app.app_context():
        assert db.session.get_one(Submission, late).decided_by_id == school.other_mentor.id
    assert lend(site, school, late, school.other_mentor) == 303


def test_it_opens_for_nobody_else_and_nothing_else_for_her(site: Site, school: School, late: int) -> None:
    lend(site, school, late, school.other_mentor)
    others = [site.client(each) for each in (school.colleague, school.officer, school.other_officer)]
    assert [each.get(f"/duyet/{late}").status_code for each in others] == [404] * 3
    assert site.client(school.other_mentor).get(f"/nguoi-toi-giup/{school.pair_id}").status_code == 404
    assert site.client(school.mentor).get(f"/duyet/{late}").status_code == 200


def test_only_mentors_of_the_unit_who_never_were_in_a_pair_with_her_are_asked(
    site: Site, school: School, late: int
) -> None:
    page = site.client(school.officer).get(f"/ghep-cap/{school.unit_id}/bai-cho").text
    assert f'<option value="{school.other_mentor.id}">' in page
    for wrong in (school.colleague, school.mentor, school.learner, school.other_officer):
        assert f'<option value="{wrong.id}">' not in page
        assert lend(site, school, late, wrong) == 303
    assert lend(site, school, late, school.other_mentor, by=school.other_officer) == 404
    assert lend(site, school, late, school.other_mentor, by=school.mentor) == 403
    assert lent(site) == []


def test_what_is_not_late_is_handed_to_nobody(
    site: Site, school: School, late: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + LATE - timedelta(seconds=1))
    assert lend(site, school, late, school.other_mentor) == 303
    assert lent(site) == []


def test_who_has_three_of_others_is_offered_no_fourth(site: Site, school: School, late: int) -> None:
    with site.working():
        first = db.session.get_one(Submission, late)
        for number in range(MOST_LENT):
            held = Submission(
                user_id=school.colleague.id,
                course_id=first.course_id,
                item_key=f"bai-hai/nv-{number}",
                revision_id=first.revision_id,
                number=1,
                kind="observed",
                state="waiting",
                started_at=NOW,
                handed_in_at=NOW + LATE,
            )
            db.session.add(held)
            db.session.flush()
            mentor, officer = school.other_mentor.id, school.officer.id
            db.session.add(LentReview(submission_id=held.id, reviewer_id=mentor, by_id=officer, at=NOW))
    lend(site, school, late, school.other_mentor)
    with site.app.app_context():
        assert db.session.get(LentReview, late) is None


def test_taking_it_back_takes_it_from_her(site: Site, school: School, late: int) -> None:
    lend(site, school, late, school.other_mentor)
    post(site.client(school.learner), f"{OBSERVED}/rut-lai")
    assert lent(site) == []
    assert site.client(school.other_mentor).get(f"/duyet/{late}").status_code == 404


def test_the_page_asks_as_much_for_many_as_for_one(
    site: Site, school: School, late: int, statements: Statements
) -> None:
    client, counts = site.client(school.officer), []
    for number in range(2):
        client.get(f"/ghep-cap/{school.unit_id}/bai-cho")
        statements.clear()
        client.get(f"/ghep-cap/{school.unit_id}/bai-cho")
        counts.append(len(statements))
        with site.working():
            first = db.session.get_one(Submission, late)
            for person in (school.colleague, school.other_mentor, school.mentor):
                more = Submission(
                    user_id=person.id,
                    course_id=first.course_id,
                    item_key=f"bai-hai/nv-{number}",
                    revision_id=first.revision_id,
                    number=1,
                    kind="observed",
                    state="waiting",
                    started_at=NOW,
                    handed_in_at=NOW,
                )
                db.session.add(more)
    assert counts[0] == counts[1]
