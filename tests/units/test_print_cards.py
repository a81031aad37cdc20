"""Printing sign-in cards: single use, shown once, for learners of the own unit only."""

import re

from sqlalchemy import func, select

from lms.accounts.models import AuditEntry, SignInCode
from lms.core.people import Role
from lms.db import db
from tests.conftest import SECRET
from tests.factories import Site, post
from tests.units.cast import Cast, make_cast, refuses_outsiders


def count_cards(site: Site) -> int:
    with site.app.app_context():
        return db.session.scalar(select(func.count()).select_from(SignInCode)) or 0


def print_one(cast: Cast, user_id: int) -> str:
    answer = post(cast.client("officer"), "/in-the", mot=user_id)
    assert answer.status_code == 200
    return str(answer.text)


def code_on(page: str) -> str:
    found = re.search(r">(\d{3}) (\d{3})<", page)
    assert found
    return found[1] + found[2]


def test_a_card_shows_all_that_is_needed_and_is_kept_by_no_cache(site: Site) -> None:
    cast = make_cast(site)
    answer = post(cast.client("officer"), "/in-the", mot=cast.learner.id)
    assert answer.headers["Cache-Control"] == "no-store"
    shown = f"{cast.learner.phone[:4]} {cast.learner.phone[4:7]} {cast.learner.phone[7:]}"
    for words in (
        "Nguyễn Thị Hòa",
        "THCS Sông Cầu",
        shown,
        "một lần",
        '<svg class="square"',
        "đặt mật khẩu riêng",
    ):
        assert words in answer.text


def test_the_code_signs_in_once(site: Site) -> None:
    cast = make_cast(site)
    code = code_on(print_one(cast, cast.learner.id))
    signed = post(site.client(), "/dang-nhap", identifier=cast.learner.phone, password=code)
    assert signed.status_code == 303
    again = post(site.client(), "/dang-nhap", identifier=cast.learner.phone, password=code)
    assert again.status_code == 422


def test_a_new_card_makes_the_older_one_worthless(site: Site) -> None:
    cast = make_cast(site)
    old = code_on(print_one(cast, cast.learner.id))
    page = print_one(cast, cast.learner.id)
    assert "Thẻ in trước đây mà chưa dùng thì không dùng được nữa" in page
    assert post(site.client(), "/dang-nhap", identifier=cast.learner.phone, password=old).status_code == 422
    fresh = code_on(page)
    assert post(site.client(), "/dang-nhap", identifier=cast.learner.phone, password=fresh).status_code == 303


def test_ticked_people_get_a_card_each(site: Site) -> None:
    cast = make_cast(site)
    second = site.person("Bác Chưa Vào", cast.school, password=None)
    answer = post(cast.client("officer"), "/in-the", nguoi=[cast.learner.id, second.id])
    assert "2 thẻ đã sẵn sàng để in" in answer.text
    assert count_cards(site) == 2


def test_the_button_of_one_person_prints_for_that_person_alone(site: Site) -> None:
    cast = make_cast(site)
    second = site.person("Bác Chưa Vào", cast.school, password=None)
    answer = post(cast.client("officer"), "/in-the", mot=second.id, nguoi=[cast.learner.id])
    assert "1 thẻ đã sẵn sàng" in answer.text
    assert "Nguyễn Thị Hòa" not in answer.text


def test_a_person_without_number_gets_the_square_only(site: Site) -> None:
    cast = make_cast(site)
    post(cast.client("officer"), f"/danh-sach/{cast.school}/them", full_name="Bùi Thị Mới")
    page = cast.client("officer").get(f"/danh-sach/{cast.school}?tim=moi").text
    found = re.search(r'name="mot" value="(\d+)"', page)
    assert found
    card = print_one(cast, int(found[1]))
    assert '<svg class="square"' in card
    assert "Mã 6 số" not in card


def test_neither_code_nor_token_is_kept_in_clear_and_the_log_holds_no_secret(site: Site) -> None:
    cast = make_cast(site)
    code = code_on(print_one(cast, cast.learner.id))
    with site.app.app_context():
        card = db.session.scalars(select(SignInCode)).one()
        assert code not in card.code_hash
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "card.issued")).one()
        assert (entry.actor_id, entry.unit_id) == (cast.officer.id, cast.school)
        assert code not in str(entry.__dict__)
        assert SECRET not in str(entry.__dict__)


def test_nobody_with_a_role_gets_a_card_and_then_nobody_does(site: Site) -> None:
    cast = make_cast(site)
    officer = cast.client("officer")
    for who in (cast.trainer, cast.admin, cast.officer):
        assert post(officer, "/in-the", nguoi=[cast.learner.id, who.id]).status_code == 404
    assert count_cards(site) == 0


def test_nobody_of_another_tenant_gets_a_card(site: Site) -> None:
    cast = make_cast(site)
    officer = cast.client("officer")
    assert post(officer, "/in-the", nguoi=[cast.learner.id, cast.other_learner.id]).status_code == 404
    assert post(officer, "/in-the", mot=cast.other_learner.id).status_code == 404
    assert post(officer, "/in-the", mot=999999).status_code == 404
    assert count_cards(site) == 0


def test_choosing_nobody_is_told(site: Site) -> None:
    cast = make_cast(site)
    for fields in ({}, {"nguoi": "x"}, {"nguoi": "-1"}, {"mot": "9" * 30}):
        answer = post(cast.client("officer"), "/in-the", **fields)
        assert answer.status_code == 422
        assert "Chưa chọn ai" in answer.text


def test_too_many_at_once_are_told(site: Site) -> None:
    cast = make_cast(site)
    answer = post(cast.client("officer"), "/in-the", nguoi=[str(number) for number in range(1, 102)])
    assert answer.status_code == 422
    assert "nhiều nhất 100 thẻ" in answer.text


def test_everybody_else_is_refused(site: Site) -> None:
    cast = make_cast(site)
    assert refuses_outsiders(cast, "/in-the", mot=cast.learner.id)
    assert count_cards(site) == 0


def test_a_card_is_not_printed_by_opening_an_address(site: Site) -> None:
    cast = make_cast(site)
    assert cast.client("officer").get(f"/in-the?mot={cast.learner.id}").status_code == 405


def test_a_card_printed_before_opens_nothing_once_its_owner_holds_a_role(site: Site) -> None:
    cast = make_cast(site)
    code = code_on(print_one(cast, cast.learner.id))
    post(
        cast.client("admin"),
        f"/quan-tri/nguoi/{cast.learner.id}/nhiem-vu",
        role=Role.COORDINATOR.value,
        unit=cast.school,
    )
    assert post(site.client(), "/dang-nhap", identifier=cast.learner.phone, password=code).status_code == 422
