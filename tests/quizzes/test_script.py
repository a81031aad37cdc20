"""The script of the question pages in a real browser: saves on change, keeps while the network is gone, sends once."""

import logging
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright
from werkzeug.serving import make_server

from lms.app import create_app
from lms.db import Base, db
from tests.cluster import find_chromium
from tests.conftest import make_settings
from tests.factories import PASSWORD, Site
from tests.quizzes.makers import QUIZ, Learner, bank_text, learner

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


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """A site of its own on 127.0.0.1, and its address."""
    app = create_app(make_settings(tmp_path_factory.mktemp("live")))
    with app.app_context():
        Base.metadata.create_all(db.engine)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(app), f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    found = find_chromium()
    if not found:
        pytest.fail("no Chromium: install it, or name it in CHROMIUM")
    browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()


@pytest.fixture
def who(live: tuple[Site, str]) -> Learner:
    return learner(live[0], bank_text(QUESTIONS))


@pytest.fixture
def page(live: tuple[Site, str], chromium: Browser, who: Learner) -> Iterator[Page]:
    """The first question, on the learner's phone."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=live[1])
    page = context.new_page()
    page.goto("/dang-nhap")
    page.fill("[name=identifier]", who.person.phone)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.main")
    page.goto(QUIZ)
    page.click("main button.main")
    page.wait_for_url("**/cau/1")
    who.token = page.url.split("/")[4]
    yield page
    context.close()


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
