"""The script of the question pages in a real browser: saves on change, keeps while the network is gone, sends once."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from sqlalchemy import update

from lms import clock
from lms.db import db
from lms.quizzes.models import Attempt
from lms.quizzes.queries import list_kept
from tests.factories import PASSWORD
from tests.quizzes.makers import Learner, bank_text

QUESTIONS = """## Quận có bao nhiêu đoàn viên? {#so-dv}
- = 2803 ± 0
## Xếp thứ tự. {#xep}
1. Một việc đầu
2. Hai việc sau
3. Ba việc cuối
## Ai được biết mã OTP? {#otp}
- (x) Chỉ mình tôi
- ( ) Người hướng dẫn
"""


SitDown = Callable[..., tuple[Page, Learner]]


@pytest.fixture
def seat(sit_down: SitDown) -> tuple[Page, Learner]:
    """The first question, on the learner's phone."""
    return sit_down(bank_text(QUESTIONS))


@pytest.fixture
def page(seat: tuple[Page, Learner]) -> Page:
    return seat[0]


@pytest.fixture
def who(seat: tuple[Page, Learner]) -> Learner:
    return seat[1]


def kept(page: Page) -> str | None:
    """Return what waits on the device."""
    found: str | None = page.evaluate(f"localStorage.getItem('quiz:/bai-lam/{page.url.split('/')[4]}/luu')")
    return found


def test_what_is_typed_is_saved_without_pressing_anything(page: Page, who: Learner) -> None:
    page.fill("[name=t]", "2803")
    page.wait_for_selector("#saved:has-text('đã lưu lúc')")
    assert who.sitting().answer("so-dv").response == {"t": "2803"}
    assert kept(page) is None


def test_without_network_an_answer_stays_on_the_device_and_is_sent_once_it_is_back(
    page: Page, who: Learner
) -> None:
    page.context.set_offline(True)
    page.fill("[name=t]", "2803")
    page.wait_for_selector("#saved:has-text('Mất mạng, câu trả lời vẫn giữ trên máy')")
    page.click("main button.main")
    assert page.url.endswith("/cau/1")
    assert "2803" in (kept(page) or "")
    assert not who.sitting().answers
    page.context.set_offline(False)
    page.wait_for_selector("#saved:has-text('đã lưu lúc')")
    assert kept(page) is None
    assert who.sitting().answer("so-dv").response == {"t": "2803"}


def test_a_closed_page_gives_back_what_the_server_never_got(page: Page, who: Learner) -> None:
    page.route("**/luu", lambda route: route.abort())
    page.fill("[name=t]", "28")
    page.wait_for_selector("#saved:has-text('Mất mạng')")
    page.goto(page.url.replace("/cau/1", "/cau/3"))
    page.unroute("**/luu")
    page.goto(page.url.replace("/cau/3", "/cau/1"))
    assert page.input_value("[name=t]") == "28"
    page.wait_for_selector("#saved:has-text('đã lưu lúc')")
    assert who.sitting().answer("so-dv").response == {"t": "28"}


def test_what_waits_is_sent_before_the_hand_in(page: Page, who: Learner) -> None:
    page.route("**/luu", lambda route: route.abort())
    page.fill("[name=t]", "2803")
    page.wait_for_selector("#saved:has-text('Mất mạng')")
    page.goto(page.url.replace("/cau/1", "/xem-lai"))
    page.click("main button.main")
    page.wait_for_selector("#saved:has-text('Đang mất mạng')")
    assert who.sitting().is_running
    page.unroute("**/luu")
    page.click("main button.main")
    page.wait_for_url("**/ket-qua")
    assert "1 trên 3 câu" in page.inner_text("h1")
    assert kept(page) is None


def test_things_are_put_in_order_by_buttons(page: Page, who: Learner) -> None:
    page.goto(page.url.replace("/cau/1", "/cau/2"))
    right = [option.text for option in who.question(2).options]
    for place, text in enumerate(right):
        for _ in range(3):
            item = page.locator(".order li", has_text=text)
            if page.locator(".order li").nth(place).inner_text().startswith(text):
                break
            item.get_by_role("button", name="Lên").click()
    assert page.locator(".order select:visible").count() == 0
    page.click("main button.main")
    page.wait_for_url("**/cau/3")
    assert who.sitting().answer("xep").response == {
        "p": {option.id: place for place, option in enumerate(who.question(2).options, 1)}
    }


def test_a_choice_and_the_button_right_after_it_are_one_answer(page: Page, who: Learner) -> None:
    page.goto(page.url.replace("/cau/1", "/cau/3"))
    page.locator("main .choice input").nth(1).check()
    page.locator("main .choice input").nth(0).check()
    page.click("main button.main")
    page.wait_for_url("**/xem-lai")
    assert who.sitting().answer("otp").response == {"a": who.right(3)["a"]}
    page.wait_for_function("() => !Object.keys(localStorage).length")
    assert who.sitting().answer("otp").response == {"a": who.right(3)["a"]}


def test_a_second_tab_is_told_that_its_answer_is_not_the_one_kept(page: Page, who: Learner) -> None:
    second = page.context.new_page()
    second.goto(page.url)
    page.locator("[name=t]").press_sequentially("2803")
    page.wait_for_selector("#saved:has-text('đã lưu lúc')")
    second.fill("[name=t]", "28")
    second.wait_for_selector("#saved:has-text('vừa được trả lời khác đi')")
    assert who.sitting().answer("so-dv").response == {"t": "2803"}
    second.click("main button.main")
    second.wait_for_selector("#errors")
    second.click("main button.main")
    second.wait_for_url("**/cau/2")
    assert who.sitting().answer("so-dv").response == {"t": "28"}


def test_a_server_that_is_busy_is_not_called_a_lost_network_and_the_button_waits_for_it(page: Page) -> None:
    page.route("**/luu", lambda route: route.fulfill(status=503))
    page.fill("[name=t]", "2803")
    page.wait_for_selector("#saved:has-text('Chưa gửi được')")
    page.click("main button.main")
    page.wait_for_selector("#saved:has-text('Chưa gửi được')")
    assert page.url.endswith("/cau/1")
    page.unroute("**/luu")
    page.click("main button.main")
    page.wait_for_url("**/cau/2")


def test_no_link_leads_to_the_browsers_own_page_while_the_network_is_gone(page: Page) -> None:
    page.context.set_offline(True)
    page.click("text=Để sau")
    page.wait_for_selector("#saved:has-text('Mất mạng')")
    assert page.url.endswith("/cau/1")


def test_a_hand_in_pressed_without_network_goes_once_when_it_is_back(page: Page, who: Learner) -> None:
    page.fill("[name=t]", "2803")
    page.wait_for_selector("#saved:has-text('đã lưu lúc')")
    page.goto(page.url.replace("/cau/1", "/xem-lai"))
    sent: list[str] = []
    page.on("requestfinished", lambda request: sent.append(request.url) if "/nop" in request.url else None)
    page.context.set_offline(True)
    page.click("main button.main")
    page.wait_for_selector("#saved:has-text('Đang mất mạng')")
    page.click("main button.main")
    page.context.set_offline(False)
    page.wait_for_url("**/ket-qua")
    assert len(sent) == 1
    assert not who.sitting().is_running


def test_signed_out_meanwhile_the_button_leads_to_the_sign_in_page_and_back_with_the_answer(
    page: Page, who: Learner
) -> None:
    other = page.context.new_page()
    other.goto("/hien-thi")
    other.click("footer >> text=Đăng xuất")
    other.wait_for_url("**/dang-nhap*")
    page.fill("[name=t]", "2803")
    page.wait_for_selector("#saved:has-text('đăng nhập lại')")
    page.click("main button.main")
    page.wait_for_url("**/dang-nhap?next=**")
    page.fill("[name=identifier]", who.person.phone)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.main")
    page.wait_for_url("**/cau/1")
    page.wait_for_selector("#saved:has-text('đã lưu lúc')")
    assert page.input_value("[name=t]") == "2803"
    assert who.sitting().answer("so-dv").response == {"t": "2803"}


def test_answers_that_waited_on_the_device_past_the_deadline_reach_the_trainer(
    page: Page, who: Learner
) -> None:
    page.route("**/luu", lambda route: route.abort())
    page.fill("[name=t]", "2803")
    page.wait_for_selector("#saved:has-text('Mất mạng')")
    page.goto("/")
    with who.site.working():
        past = clock.now() - timedelta(minutes=5)
        db.session.execute(update(Attempt).where(Attempt.token == who.token).values(deadline_at=past))
    page.unroute("**/luu")
    page.goto(who.path)
    page.wait_for_selector("text=Có 1 câu gửi đến sau khi hết giờ")
    assert kept(page) is None
    with who.site.app.app_context():
        assert list_kept(who.sitting().id, is_late=True)["so-dv"].response == {"t": "2803"}


def test_many_long_essays_that_wait_are_all_sent(sit_down: SitDown) -> None:
    names = [f"ke-{n}" for n in range(6)]
    page, who = sit_down(
        bank_text("\n".join(f"## Kể chuyện {name} {{#{name} type=essay}}" for name in names))
    )
    story = "ạ" * 20_000
    waiting = {name: {"seq": 1, "fields": {"t": [story]}} for name in names}
    page.evaluate(
        "([at, all]) => localStorage.setItem(at, all)", [f"quiz:{who.path}/luu", json.dumps(waiting)]
    )
    page.reload()
    page.wait_for_function("() => !Object.keys(localStorage).length")
    assert [who.sitting().answer(name).response for name in names] == [{"t": story}] * 6


def test_moving_a_thing_tells_its_new_place(page: Page) -> None:
    page.goto(page.url.replace("/cau/1", "/cau/2"))
    first = page.locator(".order li").first.locator("label").inner_text()
    page.locator(".order li").first.get_by_role("button", name="Xuống").press("Enter")
    assert page.inner_text("#place") == f"{first}: thứ 2 trên 3"
    assert page.evaluate("document.activeElement.textContent") == "Xuống"
