"""``lms practice recheck``: a mended key is applied to what was handed in before, previewed first."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lms.accounts.models import AuditEntry
from lms.db import db
from lms.practice.cli import group
from tests.content import publish, small_course
from tests.factories import Site, post
from tests.practice.makers import (
    OBSERVED,
    SLUG,
    SORT,
    TASKS,
    School,
    events,
    make_school,
    sort_fields,
    state_of,
    submissions,
)

KEY = "bai-hai/nv-xep"
WRONG = TASKS.replace("- Trang ở đường dẫn lạ -> Giả", "- Trang ở đường dẫn lạ -> Thật")
NOTHING = "Nothing was changed. To change it, add --apply."


def run(site: Site, *arguments: str, code: int = 0) -> str:
    with site.app.app_context():
        result = CliRunner().invoke(group, ["recheck", *arguments])
    assert result.exit_code == code, result.output
    return result.output


def set_key(site: Site, lesson: str) -> None:
    publish(site, small_course(**{"02_bai_hai__md": lesson}))


@pytest.fixture
def school(site: Site) -> School:
    return make_school(site)


def hand_in(site: Site, school: School, *, right: bool) -> None:
    client = site.client(school.learner)
    assert post(client, SORT, **sort_fields(client, right=right)).status_code == 303


def test_a_right_answer_that_a_wrong_key_refused_passes_once_it_is_applied(
    site: Site, school: School
) -> None:
    set_key(site, WRONG)
    hand_in(site, school, right=True)
    set_key(site, TASKS)
    told = run(site, SLUG)
    assert f"passes now: {school.learner.full_name}, {KEY}, try 1" in told
    assert NOTHING in told
    assert state_of(site, school.learner, KEY) != "done"
    assert "1 results changed" in run(site, SLUG, "--apply")
    assert state_of(site, school.learner, KEY) == "done"
    assert [each.state for each in submissions(site, school.learner)] == ["passed"]
    assert events(site, school.learner)[-1] == ("task_passed", "machine", "system")
    assert "Thầy cô đã làm xong nhiệm vụ này" in site.client(school.learner).get(SORT).text


def test_applying_twice_changes_nothing_more(site: Site, school: School) -> None:
    set_key(site, WRONG)
    hand_in(site, school, right=True)
    set_key(site, TASKS)
    run(site, SLUG, "--apply")
    before = events(site, school.learner)
    assert "0 results changed" in run(site, SLUG, "--apply")
    assert events(site, school.learner) == before


def test_one_right_answer_among_the_latest_failures_is_enough(site: Site, school: School) -> None:
    set_key(site, WRONG)
    hand_in(site, school, right=True)
    hand_in(site, school, right=False)
    set_key(site, TASKS)
    assert f"{KEY}, try 1" in run(site, SLUG, "--apply")
    assert [each.state for each in submissions(site, school.learner)] == ["passed", "not_passed"]
    page = site.client(school.learner).get(SORT).text
    assert "Thầy cô đã làm xong nhiệm vụ này" in page
    assert "Nộp lại" not in page


def test_a_pass_is_listed_but_only_taken_back_on_demand(site: Site, school: School) -> None:
    hand_in(site, school, right=True)
    set_key(site, WRONG)
    assert f"fails now: {school.learner.full_name}, {KEY}, try 1" in run(site, SLUG)
    assert "0 results changed" in run(site, SLUG, "--apply")
    assert state_of(site, school.learner, KEY) == "done"
    assert "1 results changed" in run(site, SLUG, "--apply", "--withdraw")
    assert state_of(site, school.learner, KEY) != "done"
    page = site.client(school.learner).get(SORT).text
    assert "Máy đã kiểm tra lại bài này" in page
    assert "Cách kiểm tra của bài này vừa được sửa" in page


def test_every_change_is_in_the_audit_log(site: Site, school: School) -> None:
    set_key(site, WRONG)
    hand_in(site, school, right=True)
    set_key(site, TASKS)
    run(site, SLUG, "--apply")
    with site.app.app_context():
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "task.rechecked"))
        assert entry.detail == {"user": school.learner.id, "before": "not_passed", "after": "passed"}


def test_what_a_person_confirmed_is_never_checked_again(site: Site, school: School) -> None:
    learner, mentor = site.client(school.learner), site.client(school.mentor)
    post(learner, OBSERVED)
    (waiting,) = submissions(site, school.learner)
    assert waiting.state == "waiting"
    post(mentor, f"/duyet/{waiting.id}", decision="confirm", **{"o-1": "on", "o-2": "on", "how": "alone"})
    assert run(site, SLUG).startswith("0 checked again")


def test_what_asks_something_else_today_is_left_as_it_was(site: Site, school: School) -> None:
    hand_in(site, school, right=True)
    set_key(site, TASKS.replace("Trang hứa tặng tiền", "Trang hứa tặng quà"))
    assert "1 the task is another one today" in run(site, SLUG, "--apply", "--withdraw")
    assert [each.state for each in submissions(site, school.learner)] == ["passed"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("khong-co",), "no published course is called khong-co"),
        ((SLUG, "--item", "bai-hai/khong-co"), "has no task bai-hai/khong-co"),
        ((SLUG, "--item", "bai-hai"), "write it as LESSON/TASK"),
        ((SLUG, "--item", "bai-hai/lam-lai"), "has no task bai-hai/lam-lai"),
    ],
)
def test_a_course_or_a_task_that_is_not_there_is_said(
    site: Site, school: School, arguments: tuple[str, ...], said: str
) -> None:
    assert said in run(site, *arguments, code=1)


def test_only_the_named_task_is_checked(site: Site, school: School) -> None:
    hand_in(site, school, right=False)
    assert run(site, SLUG, "--item", KEY).startswith("1 checked again")
    assert run(site, SLUG, "--item", "bai-hai/nv-xem").startswith("0 checked again")
