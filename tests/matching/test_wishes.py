"""Asking for help, offering it, and naming whom one does not want to be paired with."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from lms.accounts.models import AuditEntry
from lms.core.people import Role
from lms.courses.queries import FOR_MENTORS
from lms.db import db
from lms.notices.models import Notice
from lms.pairing.models import Pair, Veto
from lms.pairing.services import life
from lms.units.models import Unit
from lms.units.queries import find_membership
from lms.units.services import move_member
from tests.conftest import Statements
from tests.content import COURSE, publish, small_course
from tests.factories import NOW, Person, Site, post
from tests.matching.makers import SORTING, STARTING, needs, offers, practise
from tests.skills.makers import publish_skills


@pytest.fixture
def school(site: Site) -> int:
    publish_skills(site)
    return site.unit("THCS Sông Cầu")


@pytest.fixture
def hoa(site: Site, school: int) -> Person:
    return site.person("Nguyễn Thị Hòa", school)


@pytest.fixture
def minh(site: Site, school: int) -> Person:
    return site.person("Trần Quang Minh", school, honorific="thầy")


def send(site: Site, person: Person, path: str, **fields: object) -> Any:
    return post(site.client(person), path, **fields)


FULL = {"skills": [SORTING], "times": ["t4-chieu", "t2-sang", "bịa"], "device": "android", "agrees": "y"}


def test_the_course_about_helping_is_nothing_to_ask_for_or_to_offer(site: Site, hoa: Person) -> None:
    assert "Nhận ra trang giả" in site.client(hoa).get("/can-giup").text
    tagged = COURSE.format(minutes=9).replace("minutes: 9", f"minutes: 9\ntags: [{FOR_MENTORS}]")
    publish(site, small_course(course__md=tagged))
    assert "Cài ứng dụng đúng chỗ" not in site.client(hoa).get("/can-giup").text
    assert "Khóa thử nghiệm" not in site.client(hoa).get("/toi-giup-duoc").text


def test_a_need_is_kept_with_the_words_agreed_to(site: Site, hoa: Person, minh: Person) -> None:
    page = site.client(hoa).get("/can-giup").text
    assert "Nhận ra trang giả" in page
    assert "Sáng thứ Hai" in page
    answer = send(site, hoa, "/can-giup", **FULL, wished=str(minh.id), words="Mong nói chậm")
    assert answer.status_code == 303
    (need,) = needs(site)
    assert (need.skills, need.times, need.device) == ([SORTING], ["t2-sang", "t4-chieu"], "android")
    assert (need.wished_id, need.words) == (minh.id, "Mong nói chậm")
    assert need.consent.startswith("Tôi đồng ý")
    assert need.consent in page
    again = site.client(hoa).get("/can-giup").text
    assert re.search(r'id="times-t4-chieu" value="t4-chieu" checked', again)
    assert "Mong nói chậm" in again


def test_twice_changes_the_one_need_and_taking_it_back_ends_it(site: Site, hoa: Person) -> None:
    client = site.client(hoa)
    for skills in ([SORTING], [STARTING, SORTING]):
        assert post(client, "/can-giup", **{**FULL, "skills": skills}).status_code == 303
    (need,) = needs(site)
    assert set(need.skills) == {SORTING, STARTING}
    for _tap in range(2):
        assert post(client, "/can-giup/rut").status_code == 303
    assert needs(site)[0].withdrawn_at is not None
    post(client, "/can-giup", **FULL)
    assert [each.withdrawn_at is None for each in needs(site)] == [False, True]


def test_nothing_chosen_and_nothing_agreed_says_what_is_missing_and_keeps_the_rest(
    site: Site, hoa: Person
) -> None:
    answer = send(site, hoa, "/can-giup", times=["t3-toi"], words="Mong nói chậm")
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert 'href="#skills"' in answer.text
    assert 'href="#agrees"' in answer.text
    assert re.search(r'id="times-t3-toi" value="t3-toi" checked', answer.text)
    assert "Mong nói chậm" in answer.text
    assert needs(site) == []


def test_what_is_no_skill_no_phone_and_no_colleague_is_left_out(site: Site, hoa: Person) -> None:
    stranger = site.person("Lê Văn Xa")
    fields = {**FULL, "skills": [SORTING, "khac/khong-co"], "device": "máy bay", "wished": str(stranger.id)}
    assert send(site, hoa, "/can-giup", **fields).status_code == 303
    (need,) = needs(site)
    assert (need.skills, need.device, need.wished_id) == ([SORTING], "", None)


def test_whoever_cannot_choose_is_helped_with_one_question(site: Site, hoa: Person) -> None:
    client = site.client(hoa)
    assert 'name="khoa"' in client.get("/can-giup/chon").text
    page = client.get("/can-giup?khoa=thu-nghiem").text
    assert re.search(rf'value="{SORTING}" checked', page)
    practise(site, hoa)
    page = client.get("/can-giup?khoa=thu-nghiem").text
    assert not re.search(rf'value="{SORTING}" checked', page)
    assert re.search(rf'value="{STARTING}" checked', page)
    assert client.get("/can-giup?khoa=khong-co").status_code == 200


def test_only_what_the_ledger_proves_can_be_offered(site: Site, minh: Person) -> None:
    assert "Làm được trước, kèm sau" in site.client(minh).get("/toi-giup-duoc").text
    assert send(site, minh, "/toi-giup-duoc", **FULL, places="2").status_code == 422
    practise(site, minh)
    page = site.client(minh).get("/toi-giup-duoc").text
    assert f'value="{SORTING}"' in page
    assert f'value="{STARTING}"' not in page
    assert "Mở máy" in page
    both = send(site, minh, "/toi-giup-duoc", **{**FULL, "skills": [SORTING, STARTING]}, places="2")
    assert both.status_code == 422
    assert "Chỉ nhận kèm được việc mình đã làm được" in both.text
    assert offers(site) == []
    assert send(site, minh, "/toi-giup-duoc", **FULL, places="3").status_code == 303
    (kept,) = offers(site)
    assert (kept.skills, kept.places) == ([SORTING], 3)


def test_an_offer_is_for_two_unless_said_otherwise_and_never_for_more_than_three(
    site: Site, minh: Person
) -> None:
    practise(site, minh)
    client = site.client(minh)
    assert re.search(
        r'name="places" type="radio" value="2"|value="2"[^>]*checked|checked[^>]*value="2"',
        client.get("/toi-giup-duoc").text,
    )
    assert post(client, "/toi-giup-duoc", **FULL, places="4").status_code == 422
    assert post(client, "/toi-giup-duoc", **FULL).status_code == 303
    assert offers(site)[0].places == 2
    assert post(client, "/toi-giup-duoc/rut").status_code == 303
    assert offers(site)[0].withdrawn_at is not None


def test_a_veto_is_kept_and_lifted_and_no_log_or_notice_knows(site: Site, hoa: Person, minh: Person) -> None:
    client = site.client(hoa)
    assert "Trần Quang Minh" in client.get("/khong-ghep-voi?tim=quang minh").text
    for _tap in range(2):
        assert post(client, "/khong-ghep-voi", nguoi=str(minh.id)).status_code == 303
    assert "Trần Quang Minh" in client.get("/khong-ghep-voi").text
    with site.app.app_context():
        assert len(db.session.scalars(select(Veto)).all()) == 1
        logged = db.session.scalars(select(AuditEntry.action).where(AuditEntry.actor_id == hoa.id))
        assert [each for each in logged if "veto" in each] == []
        assert db.session.scalars(select(Notice)).all() == []
    assert post(client, "/khong-ghep-voi/bo", nguoi=str(minh.id)).status_code == 303
    with site.app.app_context():
        assert db.session.scalars(select(Veto)).all() == []


@pytest.mark.parametrize("leads", [True, False])
def test_a_veto_declines_what_is_open_between_the_two_even_if_agreed_to(
    site: Site, hoa: Person, minh: Person, leads: bool
) -> None:
    mentor, mentee = (hoa, minh) if leads else (minh, hoa)
    with site.working():
        pair_id = life.invite(mentor.id, mentee.id, {SORTING: "Xếp tệp"}, None, NOW).id
        life.accept(db.session.get_one(Pair, pair_id), hoa.id, NOW)
    assert send(site, hoa, "/khong-ghep-voi", nguoi=str(minh.id)).status_code == 303
    client = site.client(minh)
    post(client, f"/cap/{pair_id}/loi-moi/dong-y")
    with site.app.app_context():
        pair = db.session.get_one(Pair, pair_id)
        assert (pair.state, pair.end_reason) == ("declined", "")
        told = db.session.scalars(select(Notice.kind).where(Notice.user_id == minh.id)).all()
    assert told == ["pair_invited", "pair_half_agreed", "pair_not_formed"]  # as of any that is declined


def test_nobody_else_sees_a_veto(site: Site, school: int, hoa: Person, minh: Person) -> None:
    send(site, hoa, "/khong-ghep-voi", nguoi=str(minh.id))
    officer = site.person("Phạm Văn Sơn", school, role=Role.ADMIN)
    assert "Nguyễn Thị Hòa" not in site.client(minh).get("/khong-ghep-voi").text
    client = site.client(officer)
    for path in (
        "/khong-ghep-voi",
        "/quan-tri/nhat-ky",
        f"/ghep-cap/{school}?muc=can-sap-xep",
        f"/ghep-cap/{school}/hai-nguoi",
    ):
        page = client.get(path).text
        assert "Không ghép" not in page.replace("Không ghép tôi với", "")
    assert post(site.client(minh), "/khong-ghep-voi/bo", nguoi=str(hoa.id)).status_code == 303
    with site.app.app_context():
        assert len(db.session.scalars(select(Veto)).all()) == 1


def test_names_of_other_units_are_found_only_by_whoever_knows_them(site: Site) -> None:
    union = site.unit("Công đoàn xã", "union")
    here, there = (site.unit(name, "school", union) for name in ("Trường này", "Trường kia"))
    hoa, lan = site.person("Nguyễn Thị Hòa", here), site.person("Lê Thị Lan", there)
    far = site.person("Lê Văn Xa")
    client = site.client(hoa)
    assert "Lê Thị Lan" not in client.get("/khong-ghep-voi?tim=Lê Thị").text
    assert "Trường kia" in client.get("/khong-ghep-voi?tim=le thi lan").text
    for unknown in ("", "Lê Thị", "Nguyễn Thị Hòa"):
        assert post(client, "/khong-ghep-voi", nguoi=str(lan.id), tim=unknown).status_code == 404
    assert post(client, "/khong-ghep-voi", nguoi=str(lan.id), tim="le thi lan").status_code == 303
    assert "Trường kia" in client.get("/khong-ghep-voi").text
    for wrong in (str(far.id), str(hoa.id), "x", "", "999999"):
        assert post(client, "/khong-ghep-voi", nguoi=wrong, tim="Lê Văn Xa").status_code == 404


def test_nobody_is_named_by_trying_numbers_nor_followed_to_another_unit(
    site: Site, hoa: Person, minh: Person
) -> None:
    other_top = site.person("Lê Văn Xa", site.unit("Trường khác, cũng trên cùng"))
    client = site.client(hoa)
    assert post(client, "/khong-ghep-voi", nguoi=str(other_top.id)).status_code == 404
    assert "Lê Văn Xa" not in client.get("/khong-ghep-voi").text
    assert post(client, "/khong-ghep-voi", nguoi=str(minh.id)).status_code == 303
    with site.working():
        belongs, there = find_membership(minh.id), db.session.get_one(Unit, other_top.unit_id)
        assert belongs is not None
        belongs.position = "Tổ trưởng tổ Toán"
        move_member(belongs, there, hoa.id, date(2026, 11, 22), NOW)
    page = client.get("/khong-ghep-voi").text
    assert "Trần Quang Minh" in page
    assert "Trường khác, cũng trên cùng" not in page
    assert "Tổ trưởng" not in page


def test_the_number_of_statements_does_not_grow(
    site: Site, school: int, hoa: Person, statements: Statements
) -> None:
    client = site.client(hoa)

    def count() -> int:
        client.get("/can-giup")
        statements.clear()
        client.get("/can-giup")
        return len(statements)

    few = count()
    for number in range(10):
        site.person(f"Người {number}", school, password=None)
    assert count() == few


@pytest.mark.parametrize("path", ["/can-giup", "/can-giup/chon", "/toi-giup-duoc", "/khong-ghep-voi"])
def test_strangers_are_asked_to_sign_in(site: Site, school: int, path: str) -> None:
    answer = site.client().get(path)
    assert answer.status_code == 303
    assert "/dang-nhap" in answer.location


def test_whoever_has_a_mentor_reads_so_where_mentors_are_asked_for(
    site: Site, hoa: Person, minh: Person
) -> None:
    client = site.client(hoa)
    assert "đồng hành" not in client.get("/can-giup").text
    pair_id = site.pair(minh, hoa)
    page = client.get("/can-giup").text
    assert "Thầy cô đang có thầy Minh đồng hành" in page
    assert f"/cap/{pair_id}/muc-tieu" in page
    assert f"/cap/{pair_id}/xin-doi" in page
    kept = post(client, "/can-giup", **FULL)
    assert "khi cặp hiện nay khép lại" in client.get(kept.location).text


def test_home_and_mentor_page_lead_to_asking_and_know_when_it_is_done(site: Site, hoa: Person) -> None:
    client = site.client(hoa)
    for path in ("/", "/nguoi-huong-dan"):
        page = client.get(path).text
        assert re.search(r'href="/can-giup">Xin người hướng dẫn', page)
    post(client, "/can-giup", **FULL)
    for path in ("/", "/nguoi-huong-dan"):
        page = client.get(path).text
        assert "Thầy cô đã xin" in page
        assert "Xin người hướng dẫn" not in page


@pytest.mark.parametrize(("agent", "kind"), [("Android 9; SM-A105", "android"), ("iPhone OS", "iphone")])
def test_the_phone_in_hand_is_ticked_beforehand(site: Site, hoa: Person, agent: str, kind: str) -> None:
    client = site.client(hoa)
    page = client.get("/can-giup", headers={"User-Agent": agent}).text
    assert re.search(rf'<input checked [^>]*name="device"[^>]*value="{kind}"', page)
    post(client, "/can-giup", **{**FULL, "device": ""})
    page = client.get("/can-giup", headers={"User-Agent": agent}).text
    assert re.search(r'<input checked [^>]*name="device"[^>]*value=""', page)


def test_what_can_be_offered_comes_first_and_the_rest_leads_to_its_course(site: Site, minh: Person) -> None:
    practise(site, minh)
    page = site.client(minh).get("/toi-giup-duoc").text
    choices, _, others = page.partition("Việc khác: làm đạt bài thực hành thì chọn được")
    assert choices.count('name="skills"') == 1
    assert 'name="skills"' not in others
    slug = STARTING.partition("/")[0]
    assert f'href="/hoc/{slug}"' in others
