"""The countdown in a real browser whose clock is moved: calm, told in time, and nothing lost when it ends."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page

from lms import clock
from tests.quizzes.makers import Learner, bank_text

SitDown = Callable[..., tuple[Page, Learner]]
QUESTIONS = """## Quận có bao nhiêu đoàn viên? {#so-dv}
- = 2803 ± 0
## Quận có bao nhiêu phường? {#so-phuong}
- = 12 ± 0
"""


def run(page: Page, *, minutes: float) -> None:
    page.clock.run_for(int(minutes * 60_000))


def test_the_time_left_is_counted_by_the_minute_and_told_aloud_at_five_and_at_one(sit_down: SitDown) -> None:
    page, _who = sit_down(bank_text(QUESTIONS, time=7), has_clock=True)
    assert page.get_attribute("#soon", "role") == "status"
    assert (page.inner_text("[data-left]"), page.inner_text("#soon")) == ("còn 7 phút", "")
    run(page, minutes=2.1)
    assert page.inner_text("[data-left]") == "còn 5 phút"
    assert page.inner_text("#soon") == "Còn 5 phút. Các câu đã trả lời vẫn được giữ."
    run(page, minutes=1)
    assert (page.inner_text("[data-left]"), page.inner_text("#soon")) == ("còn 4 phút", "")
    page.fill("[name=t]", "2803")
    run(page, minutes=3)
    assert page.inner_text("[data-left]") == "còn chưa đến 1 phút"
    assert page.inner_text("#soon") == "Còn 1 phút. Các câu đã trả lời vẫn được giữ."
    page.wait_for_selector("#saved:has-text('đã lưu lúc')")


def test_when_the_time_is_up_the_answer_is_saved_and_the_check_page_says_what_happens(
    sit_down: SitDown,
) -> None:
    page, who = sit_down(bank_text(QUESTIONS, time=2), has_clock=True)
    run(page, minutes=1.9)
    page.fill("[name=t]", "2803")
    run(page, minutes=0.2)
    page.wait_for_url("**/xem-lai")
    assert who.sitting().answer("so-dv").response == {"t": "2803"}


def test_without_network_the_page_stays_when_the_time_is_up_until_the_answer_is_sent(
    sit_down: SitDown,
) -> None:
    page, who = sit_down(bank_text(QUESTIONS, time=2), has_clock=True)
    page.context.set_offline(True)
    page.fill("[name=t]", "2803")
    run(page, minutes=2.1)
    page.wait_for_selector("#soon:has-text('Đã hết giờ')")
    page.wait_for_selector("#saved:has-text('Mất mạng')")
    assert page.input_value("[name=t]") == "2803"
    page.context.set_offline(False)
    page.wait_for_url("**/xem-lai")
    assert who.sitting().answer("so-dv").response == {"t": "2803"}


def test_a_device_whose_clock_is_wrong_counts_the_servers_minutes(sit_down: SitDown) -> None:
    page, _who = sit_down(bank_text(QUESTIONS, time=7), has_clock=True)
    page.clock.set_system_time("2031-01-01T00:00:00Z")
    page.reload()
    assert page.inner_text("[data-left]") == "còn 7 phút"


def test_a_bank_that_only_closes_counts_nothing_down(sit_down: SitDown) -> None:
    closes = (clock.now() + timedelta(days=69)).strftime("%Y-%m-%d 17:00")
    page, _who = sit_down(bank_text(QUESTIONS, close=closes), has_clock=True)
    run(page, minutes=3)
    line = page.inner_text("main p.small")
    assert "bài đóng" in line
    assert "phút" not in line


def test_a_bank_without_limits_says_nothing_of_time(sit_down: SitDown) -> None:
    page, _who = sit_down(bank_text(QUESTIONS))
    assert page.locator("[data-left]").count() == 0
    assert "giờ" not in page.inner_text("main p.small")
