"""What waits for an officer stands where the officer lands: on the home page a way there, on the report each kind."""

import re
from datetime import timedelta

import pytest

from lms import clock
from lms.core.practice.states import TaskState
from lms.db import db
from lms.pairing.models import Pair
from lms.practice.models import Submission
from tests.conftest import Statements
from tests.content import publish
from tests.factories import NOW, Person, Site, post
from tests.matching.makers import SORTING, ask, offer, prove, run_for
from tests.pairing.makers import ask as ask_for_help
from tests.practice.makers import OBSERVED, make_school
from tests.units.cast import Cast, make_cast


@pytest.fixture
def cast(site: Site) -> Cast:
    publish(site)
    return make_cast(site)


def waiting(site: Site, officer: Person, unit_id: int) -> dict[str, int]:
    """Return the addresses to which the report sends the officer, each with how many wait there."""
    page = site.client(officer).get(f"/bao-cao/{unit_id}").text
    box = page.partition('id="waiting"')[2].partition("</section>")[0]
    return {
        path: int(n)
        for path, n in re.findall(r'<a href="([^"]+)">[^<]+</a><span class="tag wait">(\d+)</span>', box)
    }


def test_with_nothing_to_do_it_says_so(site: Site, cast: Cast) -> None:
    assert waiting(site, cast.officer, cast.union) == {}
    assert (
        "Hôm nay không có việc nào chờ thầy cô" in cast.client("officer").get(f"/bao-cao/{cast.union}").text
    )


def test_who_asks_waits_until_suggested_and_the_suggestion_until_sent(
    site: Site, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    prove(monkeypatch)
    asker, helper = site.person("Lý Thị Nga", cast.school), site.person("Phan Văn Tâm", cast.school)
    board = f"/ghep-cap/{cast.union}"
    ask(site, asker)
    assert waiting(site, cast.officer, cast.union) == {f"{board}?muc=can-sap-xep": 1}
    offer(site, helper)
    run_for(site, cast.union)
    assert waiting(site, cast.officer, cast.union) == {f"{board}?muc=goi-y": 1}
    assert waiting(site, cast.officer, cast.school) == {f"/ghep-cap/{cast.school}?muc=goi-y": 1}
    assert waiting(site, cast.other_officer, cast.other_school) == {}


def test_a_wish_for_another_mentor_waits(site: Site, cast: Cast) -> None:
    pair_id = site.pair(cast.trainer, cast.learner)
    with site.working():
        db.session.get_one(Pair, pair_id).other_wanted_at = NOW
    assert waiting(site, cast.officer, cast.union) == {f"/ghep-cap/{cast.union}?muc=dang-di": 1}


def test_what_waits_too_long_for_a_mentor_and_what_the_officer_has_to_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = make_school(site)
    post(site.client(school.learner), OBSERVED, note="Em làm rồi")
    with site.working():
        only = db.session.scalars(db.select(Submission)).one()
        assert only.state == TaskState.WAITING
        only.handed_in_at = NOW
    assert waiting(site, school.officer, school.unit_id) == {}
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=72))
    late = {f"/ghep-cap/{school.unit_id}/bai-cho": 1}
    assert waiting(site, school.officer, school.unit_id) == late
    assert ask_for_help(site.client(school.colleague), "Tôi chưa hiểu").status_code == 303
    assert waiting(site, school.officer, school.unit_id) == {"/nguoi-toi-giup": 1, **late}


def test_the_home_of_an_officer_leads_there_and_nobody_elses_does(cast: Cast) -> None:
    assert "Xem việc đang chờ" in cast.client("officer").get("/").text
    assert "Xem việc đang chờ" not in cast.client("learner").get("/").text
    assert "Xem việc đang chờ" not in cast.client("trainer").get("/").text


def test_the_statements_do_not_grow_with_what_waits(site: Site, cast: Cast, statements: Statements) -> None:
    officer = cast.client("officer")
    officer.get(f"/bao-cao/{cast.union}")
    statements.clear()
    officer.get(f"/bao-cao/{cast.union}")
    few = len(statements)
    for number in range(8):
        ask(site, site.person(f"Lê Thị Số {number}", cast.school), (SORTING,))
    statements.clear()
    officer.get(f"/bao-cao/{cast.union}")
    assert len(statements) == few
