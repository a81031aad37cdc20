"""A stored revision whose kind of task this program does not know: every page still answers, and says what to do."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from lms.core.people import Role
from lms.courses.models import CourseRevision
from lms.courses.queries import get_head, get_published
from lms.db import db
from lms.practice.cli import group
from tests.factories import Site, post
from tests.practice.makers import (
    EVIDENCE,
    OBSERVED,
    SLUG,
    SORT,
    School,
    hand_in_photo,
    make_school,
    sort_fields,
    submissions,
)

RESTING = "Nhiệm vụ này đang tạm nghỉ"


@pytest.fixture
def school(site: Site) -> Iterator[School]:
    """A course with two tasks of kinds that nobody knows any more: one was passed, the other waits for the mentor."""
    made = make_school(site)
    client = site.client(made.learner)
    assert post(client, SORT, **sort_fields(client, right=True)).status_code == 303
    assert hand_in_photo(client).status_code == 303
    forget_kinds(site)
    yield made
    get_published.cache_clear()


def forget_kinds(site: Site) -> None:
    """Store the course's revision as a program with other kinds would have written it."""
    with site.app.app_context():
        revision = db.session.get_one(CourseRevision, get_head(SLUG).revision_id)
        stored = json.dumps(revision.compiled, ensure_ascii=False)
        for kind in ("sort", "evidence"):
            assert f'"kind": "{kind}"' in stored
            stored = stored.replace(f'"kind": "{kind}"', f'"kind": "{kind}-cua-ngay-mai"')
        chosen = update(CourseRevision).where(CourseRevision.id == revision.id)
        db.session.execute(chosen.values(compiled=json.loads(stored)))
        db.session.commit()
    get_published.cache_clear()


@pytest.mark.parametrize("path", [SORT, EVIDENCE, f"{SORT}/choi", f"{SORT}/tep/x.pdf", f"{EVIDENCE}/nhap-ma"])
def test_the_tasks_page_says_that_it_rests_and_what_to_do(site: Site, school: School, path: str) -> None:
    answer = site.client(school.learner).get(path)
    assert answer.status_code == 404
    assert RESTING in answer.text or path.endswith(("choi", "x.pdf", "nhap-ma"))


def test_a_hand_in_is_answered_with_the_same_sentence(site: Site, school: School) -> None:
    client = site.client(school.learner)
    answer = post(client, SORT)
    assert answer.status_code == 404
    assert RESTING in answer.text
    assert len(submissions(site, school.learner)) == 2


def test_the_learners_other_pages_go_on(site: Site, school: School) -> None:
    client = site.client(school.learner)
    for path in (
        "/",
        "/cua-toi",
        f"/hoc/{SLUG}",
        f"/hoc/{SLUG}/bai-hai",
        OBSERVED,
        f"/khoa-hoc/{SLUG}",
        "/tim?q=anh",
    ):
        assert client.get(path, follow_redirects=True).status_code == 200, path


def test_the_mentors_lists_go_on_and_the_waiting_hand_in_says_that_it_rests(
    site: Site, school: School
) -> None:
    client = site.client(school.mentor)
    for path in ("/nguoi-toi-giup", f"/nguoi-toi-giup/{school.pair_id}", "/nguoi-toi-giup/the-ma"):
        assert client.get(path).status_code == 200, path
    waiting = submissions(site, school.learner)[-1]
    answer = client.get(f"/duyet/{waiting.id}")
    assert answer.status_code == 404
    assert RESTING in answer.text


def test_a_stranger_is_told_nothing_of_it(site: Site, school: School) -> None:
    waiting = submissions(site, school.learner)[-1]
    assert RESTING not in site.client(school.colleague).get(f"/duyet/{waiting.id}").text


def test_the_reports_go_on(site: Site, school: School) -> None:
    client = site.client(school.officer)
    for path in ("", ".xlsx", f"/nguoi/{school.learner.id}"):
        assert client.get(f"/bao-cao/{school.unit_id}{path}").status_code == 200, path


def test_the_trainers_pages_of_the_course_go_on(site: Site, school: School) -> None:
    client = site.client(site.person("Soạn Bài", school.unit_id, role=Role.TRAINER))
    assert client.get(f"/soan-bai/khoa/{SLUG}").status_code == 200


def test_a_recheck_counts_such_tries_as_gone_and_changes_none(site: Site, school: School) -> None:
    with site.app.app_context():
        result = CliRunner().invoke(group, ["recheck", SLUG, "--apply", "--withdraw"])
    assert result.exit_code == 0, result.output
    assert "0 results changed" in result.output


def test_the_daily_sweep_goes_on(site: Site, school: School) -> None:
    with site.app.app_context():
        assert CliRunner().invoke(group, ["sweep"]).exit_code == 0
