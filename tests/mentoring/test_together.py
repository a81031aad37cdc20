"""Working together on the mentor's phone: begun by the mentee's code, labelled so, and never her own doing."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from lms import clock
from lms.core.completion import ItemState
from lms.db import db
from lms.mentoring.models import AssistedSession, AssistGuess
from lms.pairing.models import AccessEntry, Pair, PairGoal
from lms.progress.models import LearningEvent
from lms.progress.queries import find_standing
from lms.progress.services import differences
from lms.skills.queries import find_abilities
from tests.conftest import Statements
from tests.content import publish
from tests.factories import Person, Site, post
from tests.mentoring.writing import NOW, told
from tests.pairing.makers import Staff, make_staff

STEP = "thu-nghiem/bai-mot/bam-nut"
SECOND = "thu-nghiem/bai-mot/mo-ung-dung"


class Clock:
    """The site's clock, standing where a test puts it."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    standing = Clock()
    monkeypatch.setattr(clock, "now", standing)
    return standing


@pytest.fixture
def staff(site: Site, at: Clock) -> Staff:
    publish(site)
    return make_staff(site)


@pytest.fixture
def hers(site: Site, staff: Staff) -> FlaskClient:
    return site.client(staff.learner)


@pytest.fixture
def mentors(site: Site, staff: Staff) -> FlaskClient:
    return site.client(staff.mentor)


def page_of(staff: Staff) -> str:
    return f"/cap/{staff.pair_id}/cung-lam"


def code_from(client: FlaskClient, staff: Staff) -> str:
    page = post(client, f"{page_of(staff)}/ma").text
    return re.search(r"\d{3} \d{3}", page)[0]  # type: ignore[index]


def card_from(client: FlaskClient, staff: Staff) -> list[str]:
    return re.findall(r'<li class="code">([^<]+)</li>', post(client, f"{page_of(staff)}/the").text)


def begin(client: FlaskClient, staff: Staff, code: str) -> Any:
    return post(client, f"{page_of(staff)}/mo", code=code)


def work(mentors: FlaskClient, hers: FlaskClient, staff: Staff) -> None:
    assert begin(mentors, staff, code_from(hers, staff)).status_code == 303


def events_of(site: Site, person: Person) -> list[LearningEvent]:
    with site.app.app_context():
        found = select(LearningEvent).where(LearningEvent.subject_id == person.id)
        return list(db.session.scalars(found.order_by(LearningEvent.id)))


def sessions_of(site: Site, staff: Staff) -> list[AssistedSession]:
    with site.app.app_context():
        found = select(AssistedSession).where(
            AssistedSession.pair_id == staff.pair_id, AssistedSession.started_at.is_not(None)
        )
        return list(db.session.scalars(found))


def goal(site: Site, staff: Staff, **changes: Any) -> None:
    with site.working():
        db.session.execute(update(PairGoal).where(PairGoal.pair_id == staff.pair_id).values(**changes))


def test_her_code_opens_her_next_step_on_the_mentors_phone(
    hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    assert begin(mentors, staff, code_from(hers, staff)).location == page_of(staff)
    page = mentors.get(page_of(staff)).text
    assert "ghi là làm cùng, không tính là tự làm" in page
    assert f'href="{page_of(staff)}/{STEP}"' in page
    step = mentors.get(f"{page_of(staff)}/{STEP}").text
    assert "Bấm nút bên phải." in step
    assert "Đã làm xong cùng nhau" in step


def test_a_step_done_together_is_hers_and_labelled(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    work(mentors, hers, staff)
    answer = post(mentors, f"{page_of(staff)}/{STEP}")
    assert answer.location == f"{page_of(staff)}/{SECOND}"
    of_hers = events_of(site, staff.learner)
    assert [each.verb for each in of_hers] == ["enrolled", "step_done"]
    for each in of_hers:
        assert (each.actor_kind, each.actor_id) == ("assisted", staff.mentor.id)
        assert each.detail == {"session": sessions_of(site, staff)[0].id}
    assert of_hers[1].trust == "self"
    assert events_of(site, staff.mentor) == []
    assert "Làm cùng" in hers.get("/hoc/thu-nghiem/bai-mot").text
    assert "Làm cùng" in mentors.get(f"/nguoi-toi-giup/{staff.pair_id}").text
    history = hers.get("/cua-toi").text
    assert "Làm cùng thầy Minh bước" in history
    assert "Tự khai" not in history
    with site.app.app_context():
        assert list(differences()) == []
        levels = {one.level.name for one in find_abilities(staff.learner.id, NOW).values()}
        assert levels <= {"NONE", "CLAIMED"}


def test_doing_it_alone_later_lifts_the_label(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    work(mentors, hers, staff)
    post(mentors, f"{page_of(staff)}/{STEP}")
    assert "Tôi đã tự làm bước này" in hers.get(f"/hoc/{STEP}").text
    post(hers, f"/hoc/{STEP}/xong")
    assert "Tôi đã tự làm bước này" not in hers.get(f"/hoc/{STEP}").text
    with site.app.app_context():
        known = find_standing(staff.learner.id, "thu-nghiem")
        assert known is not None
        record = known[1].record("bai-mot/bam-nut")
        assert record is not None
        assert (record.state, record.is_assisted) == (ItemState.DONE, False)
    post(mentors, f"{page_of(staff)}/{STEP}")
    assert len(events_of(site, staff.learner)) == 3


def test_two_taps_and_the_back_button_are_one_event(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    work(mentors, hers, staff)
    for _tap in range(3):
        assert post(mentors, f"{page_of(staff)}/{STEP}").location == f"{page_of(staff)}/{SECOND}"
    assert len(events_of(site, staff.learner)) == 2
    assert "Sang bước tiếp theo" in mentors.get(f"{page_of(staff)}/{STEP}").text


def test_two_taps_on_begin_are_one_session(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    code = code_from(hers, staff)
    assert [begin(mentors, staff, code).status_code for _tap in range(2)] == [303, 303]
    assert len(sessions_of(site, staff)) == 1


def test_a_used_code_opens_nothing_again(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    code = code_from(hers, staff)
    begin(mentors, staff, code)
    post(mentors, f"{page_of(staff)}/dung")
    refused = begin(mentors, staff, code)
    assert refused.status_code == 422
    assert "<title>Lỗi:" in refused.text
    assert code.replace(" ", "") not in refused.text
    assert len(sessions_of(site, staff)) == 1


def test_a_code_lives_ten_minutes(at: Clock, hers: FlaskClient, mentors: FlaskClient, staff: Staff) -> None:
    code = code_from(hers, staff)
    at.now += timedelta(minutes=10)
    assert begin(mentors, staff, code).status_code == 422
    code = code_from(hers, staff)
    at.now += timedelta(minutes=9, seconds=59)
    assert begin(mentors, staff, code).status_code == 303


def test_a_new_code_voids_the_one_of_the_other_tab(
    hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    first, second = code_from(hers, staff), code_from(hers, staff)
    if first != second:
        assert begin(mentors, staff, first).status_code == 422
    assert begin(mentors, staff, second).status_code == 303


def test_six_wrong_guesses_are_five(
    site: Site, at: Clock, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    code = code_from(hers, staff)
    wrong = f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}"
    answers = [begin(mentors, staff, wrong).status_code for _guess in range(6)]
    assert answers == [422] * 5 + [429]
    assert begin(mentors, staff, code).status_code == 429
    at.now += timedelta(minutes=15)
    assert begin(mentors, staff, code_from(hers, staff)).status_code == 303
    with site.app.app_context():
        assert db.session.scalars(select(AssistGuess)).all() == []


def test_what_cannot_be_a_code_is_no_guess(site: Site, mentors: FlaskClient, staff: Staff) -> None:
    for text in ("", "12345", "một hai ba", "٠١٢٣٤٥", "1" * 40, "²²²²²²x"):
        assert begin(mentors, staff, text).status_code == 422
    with site.app.app_context():
        assert db.session.scalars(select(AssistGuess)).all() == []


def test_an_hour_ends_it(
    site: Site, at: Clock, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    work(mentors, hers, staff)
    at.now += timedelta(minutes=59)
    assert mentors.get(f"{page_of(staff)}/{STEP}").status_code == 200
    at.now += timedelta(minutes=1)
    assert mentors.get(f"{page_of(staff)}/{STEP}").location == page_of(staff)
    assert post(mentors, f"{page_of(staff)}/{STEP}").location == page_of(staff)
    assert events_of(site, staff.learner) == []


@pytest.mark.parametrize("who", ["hers", "mentors"])
def test_either_side_stops_it_at_once(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff, who: str
) -> None:
    work(mentors, hers, staff)
    assert "Dừng làm cùng" in hers.get("/nguoi-huong-dan").text
    assert "Dừng làm cùng" in mentors.get(f"/nguoi-toi-giup/{staff.pair_id}").text
    for _tap in range(2):
        assert post({"hers": hers, "mentors": mentors}[who], f"{page_of(staff)}/dung").status_code == 303
    assert "Dừng làm cùng" not in hers.get("/nguoi-huong-dan").text
    post(mentors, f"{page_of(staff)}/{STEP}")
    assert events_of(site, staff.learner) == []


def test_a_rest_ends_it_and_going_on_does_not_begin_it_again(
    site: Site, at: Clock, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    work(mentors, hers, staff)
    at.now += timedelta(minutes=1)
    post(hers, f"/cap/{staff.pair_id}/tam-nghi", reason="")
    post(mentors, f"{page_of(staff)}/{STEP}")
    assert mentors.get(f"{page_of(staff)}/{STEP}").status_code != 200
    at.now += timedelta(minutes=1)
    post(hers, f"/cap/{staff.pair_id}/di-tiep")
    with site.app.app_context():
        assert db.session.get_one(Pair, staff.pair_id).state == "active"
    assert mentors.get(f"{page_of(staff)}/{STEP}").location == page_of(staff)
    assert events_of(site, staff.learner) == []


def test_the_end_of_the_pair_ends_it(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    work(mentors, hers, staff)
    with site.working():
        db.session.execute(update(Pair).where(Pair.id == staff.pair_id).values(state="ended", ended_at=NOW))
    farewell = f"/cap/{staff.pair_id}/chia-tay"
    assert mentors.get(page_of(staff)).location == farewell
    assert mentors.get(f"{page_of(staff)}/{STEP}").location == farewell
    assert post(mentors, f"{page_of(staff)}/{STEP}").location == farewell
    assert post(mentors, f"{page_of(staff)}/dung").location == farewell
    assert events_of(site, staff.learner) == []


def test_another_mentor_can_do_nothing_with_the_code(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    other, mentee = site.person("Đỗ Thị Lan", staff.mentor.unit_id), site.person(unit_id=staff.mentor.unit_id)
    theirs = replace(staff, pair_id=site.pair(other, mentee))
    client, code = site.client(other), code_from(hers, staff)
    assert begin(client, staff, code).status_code == 404
    assert begin(client, theirs, code).status_code == 422
    assert client.get(page_of(staff)).status_code == 404
    work(mentors, hers, staff)
    assert client.get(f"{page_of(staff)}/{STEP}").status_code == 404
    assert post(client, f"{page_of(staff)}/{STEP}").status_code == 404
    assert post(client, f"{page_of(staff)}/dung").status_code == 404
    assert "Dừng làm cùng" in hers.get("/nguoi-huong-dan").text


def test_each_of_the_two_has_a_side(hers: FlaskClient, mentors: FlaskClient, staff: Staff) -> None:
    assert post(mentors, f"{page_of(staff)}/ma").status_code == 404
    assert post(mentors, f"{page_of(staff)}/the").status_code == 404
    assert begin(hers, staff, code_from(hers, staff)).status_code == 404
    work(mentors, hers, staff)
    assert hers.get(f"{page_of(staff)}/{STEP}").status_code == 404
    assert post(hers, f"{page_of(staff)}/{STEP}").status_code == 404


def test_only_steps_of_agreed_goals_open(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    work(mentors, hers, staff)
    for outside in ("thu-nghiem/bai-mot/nv-tu-kiem", "thu-nghiem/bai-mot/khong-co", "khac/bai-mot/bam-nut"):
        assert mentors.get(f"{page_of(staff)}/{outside}").status_code in (404, 410)
        assert post(mentors, f"{page_of(staff)}/{outside}").status_code in (404, 410)
    goal(site, staff, skill="khoa-khac")
    assert mentors.get(f"{page_of(staff)}/{STEP}").status_code == 404
    assert post(mentors, f"{page_of(staff)}/{STEP}").status_code == 404
    goal(site, staff, dropped_at=NOW)
    assert "không có bước nào mở ở đây" in mentors.get(page_of(staff)).text
    assert events_of(site, staff.learner) == []


def test_tasks_and_what_is_still_closed_are_left_to_her(
    hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    work(mentors, hers, staff)
    post(mentors, f"{page_of(staff)}/{STEP}")
    assert post(mentors, f"{page_of(staff)}/{SECOND}").location == page_of(staff)
    page = mentors.get(page_of(staff)).text
    assert "tự làm sau, trên máy của mình" in page
    assert 'class="btn on-teal"' not in page


def test_a_card_of_codes_serves_without_a_phone(
    site: Site, at: Clock, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    old = card_from(hers, staff)
    card = card_from(hers, staff)
    assert len(set(card)) == 10
    at.now += timedelta(days=20)
    assert begin(mentors, staff, old[0]).status_code == 422
    assert begin(mentors, staff, card[3].lower()).status_code == 303
    post(mentors, f"{page_of(staff)}/dung")
    assert begin(mentors, staff, card[3]).status_code == 422
    assert "còn 9 mã" in hers.get(page_of(staff)).text
    at.now += timedelta(days=40)
    assert begin(site.client(staff.mentor), staff, card[4]).status_code == 422


def test_no_code_is_kept_in_clear(site: Site, hers: FlaskClient, staff: Staff) -> None:
    code = code_from(hers, staff)
    with site.app.app_context():
        row = db.session.scalars(select(AssistedSession)).one()
        kept = " ".join(str(getattr(row, column.key)) for column in AssistedSession.__table__.columns)
    assert code.replace(" ", "") not in kept.replace(row.code_hash, "")
    assert len(row.code_hash) == 64


def test_she_is_told_and_what_was_opened_is_written_down(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    work(mentors, hers, staff)
    assert told(site, staff.learner)[-1:] == ["together_begun"]
    mentors.get(f"{page_of(staff)}/{STEP}")
    with site.app.app_context():
        found = select(AccessEntry.what).where(AccessEntry.subject_id == staff.learner.id)
        assert db.session.scalars(found).all() == ["together"]
    assert "mở bước để làm cùng trên một máy" in hers.get("/cua-toi/ai-da-xem").text


def test_she_is_not_signed_in_on_that_phone(hers: FlaskClient, mentors: FlaskClient, staff: Staff) -> None:
    work(mentors, hers, staff)
    post(mentors, f"{page_of(staff)}/{STEP}")
    assert staff.learner.full_name not in mentors.get("/cua-toi").text
    assert "Làm cùng" not in mentors.get("/hoc/thu-nghiem/bai-mot").text


def test_the_words_for_her_own_phone_come_first(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    hers.get(f"/hoc/{STEP}?may=iphone")
    work(mentors, hers, staff)
    page = mentors.get(f"{page_of(staff)}/{STEP}").text
    assert page.index("Bấm nút cạnh trên.") < page.index("Bấm nút bên phải.")
    other = mentors.get(f"{page_of(staff)}/{STEP}?may=android")
    assert other.text.index("Bấm nút bên phải.") < other.text.index("Bấm nút cạnh trên.")
    assert "may=" not in str(other.headers.getlist("Set-Cookie"))


def test_reloading_a_code_shows_no_code_again(site: Site, hers: FlaskClient, staff: Staff) -> None:
    code_from(hers, staff)
    for page in ("ma", "the", "mo"):
        assert hers.get(f"{page_of(staff)}/{page}").location == page_of(staff)
    assert site.client(staff.stranger).get(f"{page_of(staff)}/ma").status_code == 404


def test_reports_count_what_was_done_together_apart(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    work(mentors, hers, staff)
    post(mentors, f"{page_of(staff)}/{STEP}")
    officer = site.client(staff.officer)
    assert "trong đó 1 bước làm cùng" in officer.get(f"/bao-cao/{staff.unit_id}?khoa=thu-nghiem").text
    person = f"/bao-cao/{staff.unit_id}/nguoi/{staff.learner.id}"
    assert "có 1 bước làm cùng người hướng dẫn, chưa tự làm một mình" in officer.get(person).text
    post(hers, f"/hoc/{STEP}/xong")
    assert "làm cùng" not in officer.get(f"/bao-cao/{staff.unit_id}?khoa=thu-nghiem").text
    assert "làm cùng" not in officer.get(person).text


def test_without_a_goal_the_page_says_what_comes_first(
    site: Site, hers: FlaskClient, mentors: FlaskClient, staff: Staff
) -> None:
    goal(site, staff, agreed_at=None)
    for client in (hers, mentors):
        page = client.get(page_of(staff)).text
        assert "mục tiêu chung trước" in page
        assert 'name="code"' not in page


def test_more_steps_and_sessions_cost_no_more_statements(
    hers: FlaskClient, mentors: FlaskClient, staff: Staff, statements: Statements
) -> None:
    work(mentors, hers, staff)
    mentors.get(f"{page_of(staff)}/{STEP}")
    statements.clear()
    mentors.get(f"{page_of(staff)}/{STEP}")
    first = len(statements)
    for _more in range(3):
        post(mentors, f"{page_of(staff)}/dung")
        work(mentors, hers, staff)
    post(mentors, f"{page_of(staff)}/{STEP}")
    statements.clear()
    mentors.get(f"{page_of(staff)}/{STEP}")
    assert len(statements) == first
