"""A step's page is drawn once and then only filled; what belongs to one person never reaches another."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from lms.web import assets
from lms.web.slots import Store
from tests.content import LESSON, publish, small_course
from tests.factories import Person, Site, csrf_token, post

STEP = "/hoc/thu-nghiem/bai-mot/bam-nut"


@pytest.fixture(autouse=True)
def _drawn_anew(site: Site) -> None:
    kept(site).kept.clear()


def kept(site: Site) -> Store:
    return site.app.extensions["drawn"]["pages"]


def kept_text(site: Site) -> str:
    return "\n".join(part.plain.decode() for each in kept(site).kept.values() for part in each.parts)


def returning(site: Site, person: Person) -> FlaskClient:
    """A browser that keeps the style sheet already: a first visit is never kept."""
    client = site.client(person)
    client.set_cookie("css", assets.asset("site.css").digest)
    return client


def pair(site: Site, mentor: str, learner: str) -> Person:
    unit_id = site.unit()
    made = site.person(learner, unit_id)
    site.pair(site.person(mentor, unit_id), made)
    return made


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"|nonce="[^"]+"', "", page)


def test_a_second_reader_gets_the_same_page_with_their_own_mentor_and_tokens(site: Site) -> None:
    publish(site)
    first = returning(site, pair(site, "Lê Thị Quỳnh", "Vương Thị Khuê"))
    second = returning(site, pair(site, "Trần Văn Bách", "Hồ Thị Nga"))
    pages = [client.get(STEP) for client in (first, second)]
    assert len(kept(site).kept) == 1
    assert "cô Quỳnh" in pages[0].text
    assert "cô Quỳnh" not in pages[1].text
    assert "cô Bách" in pages[1].text
    for page in pages:
        nonces = set(re.findall(r'nonce="([^"]+)"', page.text))
        assert len(nonces) == 1
        assert f"'nonce-{nonces.pop()}'" in page.headers["Content-Security-Policy"]
        assert page.headers["Cache-Control"] == "no-store"
    assert post(second, f"{STEP}/xong", csrf_token=csrf_token(second, STEP)).status_code == 303


def test_a_kept_page_equals_one_drawn_for_this_reader_alone(site: Site) -> None:
    publish(site)
    someone = returning(site, pair(site, "Lê Thị Quỳnh", "Vương Thị Khuê"))
    someone.get(STEP)
    reader = returning(site, pair(site, "Trần Văn Bách", "Hồ Thị Nga"))
    from_kept = reader.get(STEP).text
    kept(site).kept.clear()
    assert without_tokens(reader.get(STEP).text) == without_tokens(from_kept)


def test_nothing_personal_is_kept(site: Site) -> None:
    publish(site)
    learner = pair(site, "Lê Thị Quỳnh", "Vương Thị Khuê")
    client = returning(site, learner)
    post(client, "/nho-giup", o="thu-nghiem/bai-mot/bam-nut", ten="Bước", tu=STEP, message="mất-sóng-rồi")
    pages = [client.get(f"{STEP}?rieng=8812").text]
    post(client, f"{STEP}/xong", csrf_token=csrf_token(client, STEP))
    pages.append(client.get(STEP).text)
    cookie = client.get_cookie("session")
    assert cookie is not None
    assert len(kept(site).kept) == 2
    tokens = {token for page in pages for token in re.findall(r'(?:value|nonce)="([\w.-]{20,})"', page)}
    assert len(tokens) >= 2
    text = kept_text(site)
    for mark in (*tokens, cookie.value, "Quỳnh", "Khuê", learner.phone, "8812", "mất-sóng", "hôm nay lúc"):
        assert mark not in text


def test_the_same_page_goes_to_browsers_with_and_without_gzip(site: Site) -> None:
    publish(site)
    client = returning(site, pair(site, "Lê Thị Quỳnh", "Vương Thị Khuê"))
    plain, packed = (client.get(STEP, headers={"Accept-Encoding": each}) for each in ("identity", "gzip, br"))
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    for answer in (plain, packed):
        assert {"Accept-Encoding", "Cookie"} <= set(answer.vary.to_header().split(", "))
    assert without_tokens(gzip.decompress(packed.data).decode()) == without_tokens(plain.text)
    assert (
        len(packed.data) < len(plain.data) * 0.75
    )  # a small page with many slots; long ones shrink to a third


def test_an_open_request_stands_on_this_readers_page_alone(site: Site) -> None:
    publish(site)
    first = returning(site, pair(site, "Lê Thị Quỳnh", "Vương Thị Khuê"))
    second = returning(site, pair(site, "Trần Văn Bách", "Hồ Thị Nga"))
    post(first, "/nho-giup", o="thu-nghiem/bai-mot/bam-nut", ten="Bước", tu=STEP, message="mất sóng rồi")
    assert "Đang chờ trả lời" in first.get(STEP).text
    other = second.get(STEP).text
    assert "Đang chờ trả lời" not in other
    assert "cô Bách" in other
    assert "Đang chờ trả lời" not in first.get("/hoc/thu-nghiem/bai-mot/mo-ung-dung").text


def test_a_reader_without_a_mentor_is_sent_to_the_officer(site: Site) -> None:
    publish(site)
    returning(site, pair(site, "Lê Thị Quỳnh", "Vương Thị Khuê")).get(STEP)
    alone = returning(site, site.person()).get(STEP).text
    assert "Nhờ cán bộ công đoàn giúp" in alone


def test_a_done_step_says_when_this_reader_did_it(site: Site) -> None:
    publish(site)
    client = returning(site, site.person())
    assert "Tôi đã làm xong bước này" in client.get(STEP).text
    post(client, f"{STEP}/xong", csrf_token=csrf_token(client, STEP))
    done = client.get(STEP).text
    assert "đã làm xong bước này hôm nay lúc" in done
    assert "Bỏ dấu đã xong" in done


def test_a_new_edition_is_shown_at_once(site: Site) -> None:
    publish(site)
    client = returning(site, site.person())
    assert "Bấm nút bên phải" in client.get(STEP).text
    changed = LESSON.replace("Bấm nút bên phải", "Bấm nút bên trái")
    publish(site, small_course(**{"01_bai_mot__md": changed}))
    assert "Bấm nút bên trái" in client.get(STEP).text


def test_each_device_language_and_display_has_its_own_page(site: Site) -> None:
    publish(site)
    client = returning(site, site.person())
    pages = [client.get(STEP).text, client.get(f"{STEP}?may=iphone").text]
    post(client, "/ngon-ngu", language="en", next=STEP)
    pages.append(client.get(STEP).text)
    post(client, "/hien-thi", text_size="rat-to", contrast="", motion="")
    client.get("/")  # takes the message along
    pages.append(client.get(STEP).text)
    assert len({without_tokens(page) for page in pages}) == 4
    assert '<html lang="en"' in pages[2]
    assert "rat-to" in pages[3].partition(">")[2][:200]


def test_a_message_is_shown_once_and_never_kept(site: Site) -> None:
    publish(site)
    client = returning(site, site.person())
    post(client, f"{STEP}/xong", csrf_token=csrf_token(client, STEP))
    post(client, f"{STEP}/lam-lai", csrf_token=csrf_token(client, STEP))
    assert "Đã bỏ dấu" in client.get(STEP).text
    assert "Đã bỏ dấu" not in client.get(STEP).text
    assert "Đã bỏ dấu" not in kept_text(site)


def test_a_first_visit_carries_the_style_sheet_and_is_not_kept(site: Site) -> None:
    publish(site)
    client = site.client(site.person())
    client.delete_cookie("css")
    page = client.get(STEP)
    assert "<style nonce=" in page.text
    assert any(value.startswith("css=") for value in page.headers.getlist("Set-Cookie"))
    assert not kept(site).kept


def test_a_units_own_words_stay_in_that_unit(site: Site) -> None:
    publish(site)
    path = "/hoc/thu-nghiem/bai-mot/mo-ung-dung"
    pages = [returning(site, site.person(unit_id=site.unit(name))).get(path).text for name in ("Một", "Hai")]
    assert without_tokens(pages[0]) == without_tokens(pages[1])
    assert "chỗ này đơn vị chưa ghi" in pages[0]


def test_the_store_keeps_only_the_latest() -> None:
    store = Store[int](2)
    for number in range(4):
        store.put(number, number)
    assert [store.get(number) for number in range(4)] == [None, None, 2, 3]
