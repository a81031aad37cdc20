"""The page of a task: its text, its state and since when, the form of its kind."""

import re

import pytest

from tests.conftest import Statements
from tests.content import publish, small_course
from tests.factories import Site, post
from tests.practice.makers import (
    EVIDENCE,
    OBSERVED,
    SELF_CHECK,
    SLUG,
    SORT,
    TASKS,
    hand_in_photo,
    make_school,
)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (SELF_CHECK, "Tôi đã làm được cả 2 việc"),
        (SORT, "Nộp để máy chấm"),
        (EVIDENCE, "Gửi thầy Minh xem"),
        (OBSERVED, "Tôi đã sẵn sàng, mời thầy Minh xem"),
    ],
)
def test_each_kind_shows_its_own_form_and_the_help_button(site: Site, path: str, words: str) -> None:
    page = site.client(make_school(site).learner).get(path)
    assert page.status_code == 200
    assert words in page.text
    assert "Nhờ người hướng dẫn: thầy Minh" in page.text


@pytest.mark.parametrize("path", [SELF_CHECK, SORT, EVIDENCE, OBSERVED])
def test_what_cannot_be_done_yet_can_be_left_for_later(site: Site, path: str) -> None:
    client = site.client(make_school(site).learner)
    (after,) = re.findall(r'href="([^"]+)">Để sau · Sang bước tiếp theo', client.get(path).text)
    assert after != path
    assert client.get(after).status_code == 200


def test_what_is_handed_in_has_one_way_on(site: Site) -> None:
    client = site.client(make_school(site).learner)
    post(client, OBSERVED, note="")
    page = client.get(OBSERVED).text
    assert "Để sau" not in page
    assert page.count("Sang bước tiếp theo") == 1


def test_the_reviewers_list_is_known_beforehand(site: Site) -> None:
    client = site.client(make_school(site).learner)
    assert "Tự bấm nút" in client.get(OBSERVED).text
    assert "Thấy rõ phiên bản" in client.get(EVIDENCE).text


def test_the_answers_of_a_sorting_task_are_not_in_its_page(site: Site) -> None:
    page = site.client(make_school(site).learner).get(SORT).text
    assert "mồi" not in page
    assert "tên trùng với phiếu" not in page


def test_a_task_that_waits_says_whom_for_and_since_when(site: Site) -> None:
    client = site.client(make_school(site).learner)
    post(client, OBSERVED, note="Chiều thứ Tư tôi rảnh.")
    page = client.get(OBSERVED).text
    assert "Đã gửi thầy Minh hôm nay lúc" in page
    assert "Chiều thứ Tư tôi rảnh." in page
    assert "Tôi đã sẵn sàng" not in page


def test_instructions_for_each_device_can_be_chosen(site: Site) -> None:
    told = "- [ ] Nói được vì sao\n"
    text = TASKS.replace(told, f"{told}\n### Android\nBấm bên phải.\n\n### iPhone\nBấm bên trên.\n")
    learner = make_school(site).learner
    publish(site, small_course(**{"02_bai_hai__md": text}))
    client = site.client(learner)
    page = client.get(f"{OBSERVED}?may=iphone").text
    assert page.index("Bấm bên trên.") < page.index("Bấm bên phải.")
    assert client.get(OBSERVED).text.index("Bấm bên trên.") < client.get(OBSERVED).text.index("Bấm bên phải.")


def test_another_person_sees_nothing_of_it(site: Site) -> None:
    school = make_school(site)
    hand_in_photo(site.client(school.learner), note="chỉ thầy Minh đọc")
    for person in [*school.outsiders, school.mentor]:
        page = site.client(person).get(EVIDENCE).text
        assert "chỉ thầy Minh đọc" not in page
        assert "/anh/" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/hoc/khong-co/bai-mot/nhiem-vu/nv-tu-kiem",
        f"/hoc/{SLUG}/bai-mot/nhiem-vu/khong-co",
        f"/hoc/{SLUG}/bai-mot/nhiem-vu/bam-nut",
    ],
)
def test_what_is_no_task_is_not_found(site: Site, path: str) -> None:
    client = site.client(make_school(site).learner)
    assert client.get(path).status_code == 404
    assert post(client, path).status_code == 404


def test_a_stranger_is_asked_to_sign_in(site: Site) -> None:
    make_school(site)
    assert "/dang-nhap" in site.client().get(SELF_CHECK).location


def test_looking_writes_nothing_and_asks_little(site: Site, statements: Statements) -> None:
    client = site.client(make_school(site).learner)
    client.get(SELF_CHECK)
    statements.clear()
    client.get(SELF_CHECK)
    assert len(statements) <= 5
    assert all(each.lstrip().startswith("SELECT") for each in statements)
