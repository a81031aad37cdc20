"""The help button: two taps to send, then its state and since when; never a dead end."""

import pytest

from lms.pairing.services.help import MOST_OPEN
from tests.content import publish
from tests.factories import Site, post
from tests.pairing.inviting import told
from tests.pairing.makers import PATH, PLACE, ask, make_staff, requests_of


def test_the_button_leads_to_one_page_with_one_button(site: Site) -> None:
    publish(site)
    client = site.client(make_staff(site).learner)
    step = client.get(PATH).text
    assert "Nhờ người hướng dẫn: thầy Minh" in step
    page = client.get("/nho-giup", query_string={"o": PLACE, "ten": "Bước 1", "tu": PATH})
    assert page.status_code == 200
    assert "Thầy Minh sẽ thấy" in page.text
    assert page.text.count("btn main") == 1


def test_what_was_sent_shows_where_it_was_asked_with_its_time(site: Site) -> None:
    publish(site)
    staff = make_staff(site)
    client = site.client(staff.learner)
    answer = ask(client, "Không thấy nút")
    assert (answer.status_code, answer.location) == (303, f"{PATH}#nho-giup")
    step = client.get(PATH).text
    assert "Đã báo thầy Minh hôm nay lúc" in step
    assert "Thầy cô có thể học bước khác trong lúc chờ." in step
    assert "Thầy Minh chưa mở xem." in step
    (only,) = requests_of(site, staff.learner)
    assert (only.owner_id, only.message, only.state) == (staff.mentor.id, "Không thấy nút", "open")


def test_asking_twice_is_asking_once(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    ask(client, "Không thấy nút.")
    ask(client, "Không thấy nút.")
    assert len(requests_of(site, staff.learner)) == 1
    assert "help_more" not in told(site, staff.mentor)
    ask(client, "Vẫn chưa thấy.")
    assert "help_more" in told(site, staff.mentor)
    again = client.get("/nho-giup", query_string={"o": PLACE, "ten": "Bước 1", "tu": PATH})
    assert again.status_code == 303


def test_two_places_are_two_requests(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    ask(client)
    ask(client, o="thu-nghiem/bai-hai/lam-lai")
    assert len(requests_of(site, staff.learner)) == 2


def test_without_a_mentor_the_units_officer_is_told(site: Site) -> None:
    publish(site)
    staff = make_staff(site)
    client = site.client(staff.colleague)
    assert "Nhờ cán bộ công đoàn giúp" in client.get(PATH).text
    ask(client)
    assert requests_of(site, staff.colleague)[0].owner_id == staff.officer.id
    assert "Đã báo thầy Sơn" in client.get(PATH).text


def test_where_nobody_answers_it_says_so_and_is_still_recorded(site: Site) -> None:
    publish(site)
    alone = site.person("Hoàng Một Mình", site.unit("Điểm trường lẻ"))
    client = site.client(alone)
    page = client.get("/nho-giup", query_string={"o": PLACE, "ten": "Bước 1", "tu": PATH}).text
    assert "chưa có người nhận" in page
    ask(client)
    (only,) = requests_of(site, alone)
    assert (only.owner_id, only.state) == (None, "open")
    assert "đơn vị chưa có người nhận" in client.get(PATH).text


def test_asking_on_after_an_answer_opens_the_same_request_again(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    ask(client, "Không thấy nút")
    (first,) = requests_of(site, staff.learner)
    post(site.client(staff.mentor), f"/nguoi-toi-giup/nho-giup/{first.id}", reply="Nhìn bên phải")
    ask(client, "Bên phải cũng không có")
    (only,) = requests_of(site, staff.learner)
    assert (only.id, only.state, only.reply) == (first.id, "open", "")
    assert only.message.splitlines() == ["Không thấy nút", "→ Nhìn bên phải", "Bên phải cũng không có"]


@pytest.mark.parametrize(
    "changes",
    [
        {"tu": "https://evil.example/"},
        {"tu": "//evil.example"},
        {"tu": "/\\evil.example"},
        {"tu": ""},
        {"o": ""},
        {"o": "../../etc"},
        {"o": "X" * 300},
        {"ten": ""},
    ],
)
def test_a_place_that_was_tampered_with_is_not_found(site: Site, changes: dict[str, str]) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    assert ask(client, **changes).status_code == 404
    query = {"o": PLACE, "ten": "Bước 1", "tu": PATH, **changes}
    assert client.get("/nho-giup", query_string=query).status_code == 404
    assert requests_of(site, staff.learner) == []


def test_a_message_too_long_comes_back_whole(site: Site) -> None:
    staff = make_staff(site)
    answer = ask(site.client(staff.learner), "ẫ" * 1001)
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert "ẫ" * 1001 in answer.text
    assert requests_of(site, staff.learner) == []


def test_what_is_typed_is_text_everywhere(site: Site) -> None:
    publish(site)
    staff = make_staff(site)
    words = '<script>alert("a")</script>'
    ask(site.client(staff.learner), words, ten=words)
    page = site.client(staff.mentor).get("/nguoi-toi-giup").text
    assert words not in page
    assert page.count("&lt;script&gt;alert(") >= 2


def test_a_request_of_somebody_else_is_not_on_the_page(site: Site) -> None:
    publish(site)
    staff = make_staff(site)
    ask(site.client(staff.learner))
    for person in (staff.colleague, staff.mentor, staff.officer):
        assert "Đã báo" not in site.client(person).get(PATH).text


def test_nobody_fills_the_lists_of_those_who_answer(site: Site) -> None:
    staff = make_staff(site)
    client = site.client(staff.learner)
    for number in range(MOST_OPEN):
        assert ask(client, o=f"thu-nghiem/bai-mot/buoc-{number}").status_code == 303
    refused = ask(client, "một chỗ nữa", o="thu-nghiem/bai-mot/cho-khac")
    assert refused.status_code == 422
    assert "đang có 20 lời nhờ chờ trả lời" in refused.text
    assert "một chỗ nữa" in refused.text
    assert ask(client, "thêm", o="thu-nghiem/bai-mot/buoc-1").status_code == 303
    post(client, f"/nho-giup/{requests_of(site, staff.learner)[0].id}/xong")
    assert ask(client, o="thu-nghiem/bai-mot/cho-khac").status_code == 303
