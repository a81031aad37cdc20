"""Sight ends on the very next request: whatever ends it, at every address, with every way of asking for it.

The mentor has opened each page before, and asks again as a browser would that kept it: by HEAD, for a part of it, or
whether it changed since. Whatever the answer is, nothing of hers is in it, and no 304 says that it is still there.
"""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from lms import clock
from lms.accounts.models import User
from lms.db import db
from lms.mentoring.services.harm import report_harm
from lms.pairing.models import Pair, PairGoal
from lms.pairing.queries.pairs import get_pair
from lms.pairing.services import life
from lms.pairing.services.pairs import pair_people
from lms.units.services import close_member
from tests.factories import Site, post
from tests.mentoring.writing import meet
from tests.pairing.makers import ask
from tests.practice.makers import EVIDENCE, School, hand_in_photo, make_school, photos_of, submissions

WORDS = ("canary-bài-nộp", "canary-nhờ-giúp", "canary-mục-tiêu", "canary-ghi-chép", "canary-buổi-gặp")
TODAY = date(2026, 11, 22)
STEP = "thu-nghiem/bai-mot/bam-nut"
KEPT = (
    {},
    {"Range": "bytes=0-99999"},
    {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    {"If-None-Match": "*"},
)

Shut = Callable[[School], None]


@pytest.fixture
def school(site: Site) -> School:
    """The mentee has sent, asked, noted and agreed to everything that a mentor may ever see."""
    made = make_school(site)
    hers, pair = site.client(made.learner), f"/cap/{made.pair_id}"
    assert hand_in_photo(hers, note=WORDS[0]).status_code == 303
    assert ask(hers, WORDS[1]).status_code == 303
    with site.working():
        goal = db.session.query(PairGoal).filter_by(pair_id=made.pair_id).one()
        goal.words = WORDS[2]
    assert post(hers, f"{pair}/ghi-chep", words=WORDS[3], kind="shared", newest="0").status_code == 303
    assert meet(hers, made.pair_id, line=WORDS[4]).status_code == 303
    return made


def addresses(site: Site, school: School) -> dict[str, bool]:
    """Return where the mentor sees something of hers, and whether the page shows words or a picture of her own."""
    pair, (sent,) = school.pair_id, submissions(site, school.learner)
    (photo,) = photos_of(site, school.learner)
    return {
        "/nguoi-toi-giup": True,
        f"/nguoi-toi-giup/{pair}": True,
        f"/duyet/{sent.id}": True,
        f"/anh/{photo.id}": True,
        "/nguoi-toi-giup/nho-giup/1": True,
        f"/cap/{pair}/muc-tieu": True,
        f"/cap/{pair}/ghi-chep": True,
        f"/cap/{pair}/gap": True,
        f"/cap/{pair}/cung-lam": False,
        f"/cap/{pair}/cung-lam/{STEP}": False,
        f"/nguoi-toi-giup/{pair}/xac-nhan/thu-nghiem/bai-hai/nv-xem": False,
    }


def shows(answer: object) -> bool:
    body = answer.get_data()  # type: ignore[attr-defined]
    return body.startswith(b"\xff\xd8") or any(word.encode() in body for word in WORDS)


def closed(mentor: FlaskClient, paths: dict[str, bool], *, but: tuple[str, ...] = ()) -> None:
    for path in paths:
        for headers in KEPT:
            for answer in (mentor.get(path, headers=headers), mentor.head(path, headers=headers)):
                assert answer.status_code not in (206, 304), (path, headers)
                assert answer.headers["Cache-Control"] == "no-store", path
                if not path.endswith(but):
                    assert answer.status_code != 200 or path in ("/nguoi-toi-giup",), (path, headers)
                assert not shows(answer) or path.endswith(but), (path, headers)


def test_while_the_pair_is_active_all_of_it_is_there_and_nothing_may_be_kept(
    site: Site, school: School
) -> None:
    mentor = site.client(school.mentor)
    for path, has_words in addresses(site, school).items():
        for headers in KEPT:
            answer = mentor.get(path, headers=headers)
            assert answer.status_code in (200, 303), (path, headers)
            assert answer.headers["Cache-Control"] == "no-store"
            assert "ETag" not in answer.headers
            assert shows(answer) or not has_words, path


def end(school: School) -> None:
    life.end(get_pair(school.pair_id), school.learner.id, "thôi", "", "", clock.now())


def end_for_harm(school: School) -> None:
    life.pause_for_harm(get_pair(school.pair_id), school.learner.id, clock.now())
    life.end(get_pair(school.pair_id), school.officer.id, "", "", "", clock.now(), is_safeguarding=True)


def change_mentor(school: School) -> None:
    end(school)
    pair_people(school.colleague.id, school.learner.id, None, clock.now())


def leave(school: School) -> None:
    close_member(
        db.session.get_one(User, school.learner.id), school.officer.id, "nghỉ hưu", TODAY, clock.now()
    )


@pytest.mark.parametrize("shut", [end, end_for_harm, change_mentor, leave])
def test_after_the_end_and_after_she_left_nothing_is(site: Site, school: School, shut: Shut) -> None:
    mentor, paths = site.client(school.mentor), addresses(site, school)
    for path in paths:
        mentor.get(path)
    with site.working():
        shut(school)
    # What both wrote within the pair stays for both; of it the former mentor reads what is the mentor's own.
    closed(mentor, {path: True for path in paths if not path.endswith(("/ghi-chep", "/gap"))})
    for path in (f"/cap/{school.pair_id}/ghi-chep", f"/cap/{school.pair_id}/gap"):
        assert not shows(mentor.get(path)), path


def rest(school: School) -> None:
    life.pause(get_pair(school.pair_id), school.learner.id, "", clock.now())


def report(school: School) -> None:
    report_harm(get_pair(school.pair_id), school.learner.id, "", "", clock.now())


@pytest.mark.parametrize("shut", [rest, report])
def test_a_rest_closes_all_but_what_the_two_wrote_to_each_other(
    site: Site, school: School, shut: Shut
) -> None:
    mentor, paths = site.client(school.mentor), addresses(site, school)
    with site.working():
        shut(school)
    closed(mentor, paths, but=("/ghi-chep", "/gap", "/muc-tieu", "/cung-lam"))
    assert mentor.get(f"/cap/{school.pair_id}/cung-lam/{STEP}").status_code in (303, 404)


def test_a_dropped_goal_closes_its_activities(site: Site, school: School) -> None:
    mentor, (sent,) = site.client(school.mentor), submissions(site, school.learner)
    path = f"/nguoi-toi-giup/{school.pair_id}"
    title = "Bấm nút nguồn"
    assert title in mentor.get(path).text
    with site.working():
        db.session.execute(update(PairGoal).values(dropped_at=clock.now()))
    assert title not in mentor.get(path).text.split("Nhờ giúp")[0]
    observed = f"{path}/xac-nhan/thu-nghiem/bai-hai/nv-xem"
    assert mentor.get(observed).status_code == 404
    assert mentor.get(f"/cap/{school.pair_id}/cung-lam/{STEP}").status_code in (303, 404)
    assert mentor.get(f"/duyet/{sent.id}").status_code == 200  # what she sent to be confirmed still waits
    assert post(site.client(school.learner), f"{EVIDENCE}/rut", note="").status_code in (303, 404)


def test_a_mentor_who_left_gets_nowhere(site: Site, school: School) -> None:
    mentor, paths = site.client(school.mentor), addresses(site, school)
    with site.working():
        close_member(db.session.get_one(User, school.mentor.id), school.officer.id, "đi", TODAY, clock.now())
    for path in paths:
        for answer in (mentor.get(path), mentor.head(path)):
            assert answer.status_code in (303, 401)
            assert not shows(answer)
    hers = site.client(school.learner)
    assert hers.get("/nguoi-huong-dan").status_code == hers.get("/").status_code == 200
    with site.app.app_context():
        assert db.session.get_one(Pair, school.pair_id).mentor_id == school.mentor.id
