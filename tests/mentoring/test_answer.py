"""Answering a request in writing."""

from sqlalchemy import select

from lms.db import db
from lms.notices.models import Notice
from tests.content import publish
from tests.factories import Site, post
from tests.pairing.makers import PATH, Staff, ask, make_staff, requests_of


def test_the_answer_stands_where_the_learner_asked(site: Site) -> None:
    publish(site)
    staff = make_staff(site)
    learner = site.client(staff.learner)
    ask(learner, "Không thấy nút")
    (asked,) = requests_of(site, staff.learner)
    mentor = site.client(staff.mentor)
    path = f"/nguoi-toi-giup/nho-giup/{asked.id}"
    page = mentor.get(path).text
    assert "Không thấy nút" in page
    assert f'href="{PATH}"' in page
    assert post(mentor, path, reply="Nút ở bên phải\nBấm giữ ba giây").status_code == 303
    step = learner.get(PATH).text
    assert "Thầy Minh trả lời hôm nay lúc" in step
    assert "Bấm giữ ba giây" in step
    assert "Tôi làm được rồi" in step
    assert "Không có việc nào đang chờ" in mentor.get("/nguoi-toi-giup").text


def test_an_empty_answer_is_asked_for_again(site: Site) -> None:
    staff = make_staff(site)
    ask(site.client(staff.learner))
    (asked,) = requests_of(site, staff.learner)
    answer = post(site.client(staff.mentor), f"/nguoi-toi-giup/nho-giup/{asked.id}", reply=" ")
    assert answer.status_code == 422
    assert "chưa viết câu trả lời" in answer.text


def test_a_second_answer_does_not_overwrite_the_first(site: Site) -> None:
    staff = make_staff(site)
    ask(site.client(staff.learner))
    (asked,) = requests_of(site, staff.learner)
    mentor = site.client(staff.mentor)
    path = f"/nguoi-toi-giup/nho-giup/{asked.id}"
    post(mentor, path, reply="Câu thứ nhất")
    assert post(mentor, path, reply="Câu thứ hai").status_code == 409
    assert requests_of(site, staff.learner)[0].reply == "Câu thứ nhất"
    assert "Thầy cô đã trả lời" in mentor.get(path).text


def test_nobody_but_the_owner_reads_or_answers(site: Site) -> None:
    staff = make_staff(site)
    ask(site.client(staff.learner), "Chỉ thầy Minh đọc")
    (asked,) = requests_of(site, staff.learner)
    path = f"/nguoi-toi-giup/nho-giup/{asked.id}"
    for person in (staff.learner, staff.colleague, staff.officer, staff.other_officer, staff.stranger):
        client = site.client(person)
        assert client.get(path).status_code == 404
        assert post(client, path, reply="Tôi trả lời").status_code == 404
    assert requests_of(site, staff.learner)[0].state == "open"


def test_ready_sentences_alone_are_an_answer_and_stand_before_what_was_typed(site: Site) -> None:
    staff = make_staff(site)
    mentor = site.client(staff.mentor)
    scroll = "Thầy cô kéo màn hình xuống dưới: nút cần bấm thường nằm ở cuối trang."
    for words, expected in (("", scroll), ("Gọi tôi nhé.", f"{scroll}\nGọi tôi nhé."), (scroll, scroll)):
        ask(site.client(staff.learner))
        asked = requests_of(site, staff.learner)[-1]
        path = f"/nguoi-toi-giup/nho-giup/{asked.id}"
        assert scroll in mentor.get(path).text
        answer = post(mentor, path, reply=words, cau=["keo-xuong", "khong-co-cau-nay"])
        assert answer.status_code == 303
        assert requests_of(site, staff.learner)[-1].reply == expected
        post(mentor, f"{path}/xong")


def test_ready_sentences_are_kept_in_the_box_when_the_answer_is_too_long(site: Site) -> None:
    staff = make_staff(site)
    ask(site.client(staff.learner))
    (asked,) = requests_of(site, staff.learner)
    answer = post(
        site.client(staff.mentor), f"/nguoi-toi-giup/nho-giup/{asked.id}", reply="a" * 990, cau="gap"
    )
    assert answer.status_code == 422
    assert "tôi ngồi cạnh cùng làm.\naaa" in answer.text


def _asks(site: Site, staff: Staff, letters: int) -> bool:
    return bool(ask(site.client(staff.learner), tu="/" + "a" * letters).status_code == 303)


def test_the_longest_place_that_can_be_asked_about_can_be_answered(site: Site) -> None:
    """PostgreSQL cuts nothing off: what is too long for a column is an error there."""
    staff = make_staff(site)
    longest = next(n for n in range(320, 0, -1) if _asks(site, staff, n))
    assert longest
    (asked,) = requests_of(site, staff.learner)
    answer = post(site.client(staff.mentor), f"/nguoi-toi-giup/nho-giup/{asked.id}", reply="Bấm nút bên phải")
    assert answer.status_code == 303
    with site.app.app_context():
        for told in db.session.scalars(select(Notice)):
            assert len(told.path) <= 300, told.kind
