"""Using the site as people do: without JavaScript, by keyboard, with a browser that closes, going back."""

import gzip

import pytest

from lms import clock
from lms.notices.services import notify
from tests.factories import PASSWORD
from tests.pages.paths import LESSON
from tests.pages.stage import COURSE

QUIZ = f"{LESSON}/kiem-tra/c-thai-nguyen.bai-1"


def newcomer(stage, name):  # type: ignore[no-untyped-def]
    return stage.site.person(name, stage.ids["school"])


def answer_whatever_is_asked(page) -> None:  # type: ignore[no-untyped-def]
    """Give some answer to the question on the page, whatever its type."""
    if page.locator("main input[type=radio], main input[type=checkbox]").count():
        page.locator("main .choice input").first.check()
    elif page.locator("main select").count():
        for select in page.locator("main select").all():
            select.select_option(index=1)
    else:
        page.locator("main input.in, main textarea.in").first.fill("1")


def test_without_javascript_one_signs_in_learns_is_quizzed_and_asks_for_help(visit, stage) -> None:  # type: ignore[no-untyped-def]
    visitor = visit("phone", java_script_enabled=False)
    page = visitor.sign_in(newcomer(stage, "Ngô Thị Mai"), PASSWORD)
    visitor.open(f"/hoc/{COURSE}")
    page.click("text=Bắt đầu học")
    assert "Bước 1 trên" in page.inner_text("main")
    page.click("text=Tôi đã làm xong bước này")
    assert "Bước 2 trên" in page.inner_text("main")
    assert page.locator("section.variant").nth(1).is_visible()
    page.click("main a.btn.help")
    page.click("main button.main")
    assert "Đã báo" in page.inner_text("main")
    visitor.open(QUIZ)
    page.click("main button.main")
    for _ in range(12):
        if "/ket-qua" in page.url:
            break
        if "/cau/" in page.url and not page.locator("main .box.good, main .box.warn, main .box.bad").count():
            answer_whatever_is_asked(page)
        with page.expect_navigation():
            page.locator("main .btn.main").first.click()
    assert "/ket-qua" in page.url


def test_a_double_tap_on_done_is_one_step(visit, stage) -> None:  # type: ignore[no-untyped-def]
    visitor = visit("phone")
    page = visitor.sign_in(newcomer(stage, "Lý Văn Tài"), PASSWORD)
    visitor.open(f"{LESSON}/bon-cho")
    page.dblclick("text=Tôi đã làm xong bước này")
    page.wait_for_url("**/loai-may")
    visitor.open(f"/hoc/{COURSE}")
    assert "đã xong 1 trên" in page.inner_text("main")


def test_after_signing_out_back_shows_nothing_of_the_former_user(visit, stage) -> None:  # type: ignore[no-untyped-def]
    visitor = visit("phone")
    page = visitor.sign_in(stage.people["learner"], PASSWORD)
    visitor.open("/tai-khoan")
    assert "Nguyễn Thị Hòa" in page.inner_text("main")
    page.click("footer >> text=Đăng xuất")
    page.wait_for_url("**/dang-nhap*")
    page.go_back()
    assert "Nguyễn Thị Hòa" not in page.inner_text("body")
    assert "cô Hòa" not in page.inner_text("body")


def test_a_quiz_goes_on_where_the_browser_was_closed(visit, stage) -> None:  # type: ignore[no-untyped-def]
    person = newcomer(stage, "Phan Thị Sen")
    first = visit("phone")
    page = first.sign_in(person, PASSWORD)
    first.open(QUIZ)
    page.click("main button.main")
    page.wait_for_url("**/cau/*")
    answer_whatever_is_asked(page)
    page.wait_for_selector("text=Đã lưu lúc")
    first.context.close()
    second = visit("desk")
    page = second.sign_in(person, PASSWORD)
    second.open(QUIZ)
    page.click("main .btn.main")
    page.click("main button.main")  # the browser that was closed had not signed out
    page.wait_for_url("**/cau/*")
    page.goto(page.url.rsplit("/cau/", 1)[0] + "/cau/1")
    kept = page.locator("main input:checked").count() or any(
        field.input_value() for field in page.locator("main select, main input.in, main textarea.in").all()
    )
    assert kept


def test_a_quiz_by_keyboard_alone(visit, stage) -> None:  # type: ignore[no-untyped-def]
    visitor = visit("desk")
    page = visitor.sign_in(newcomer(stage, "Tạ Quang Vinh"), PASSWORD)
    visitor.open(QUIZ)
    for _ in range(60):
        if "/ket-qua" in page.url:
            break
        press_with_keyboard(page)
    assert "/ket-qua" in page.url


def press_with_keyboard(page) -> None:  # type: ignore[no-untyped-def]
    """Answer what is asked on the way to the main button and press it, touching nothing but keys."""
    is_answered = not page.locator("main form fieldset, main form select, main form .in").count()
    for _ in range(60):
        page.keyboard.press("Tab")
        kind = page.evaluate("document.activeElement.closest('main form') ? document.activeElement.type : ''")
        if kind == "select-one":
            page.keyboard.press("ArrowDown")
        elif kind in ("radio", "checkbox") and not is_answered:
            page.keyboard.press("Space")
            is_answered = True
        elif kind in ("text", "number", "textarea"):
            page.keyboard.type("1")
        if page.evaluate("document.activeElement.matches('main .btn.main')"):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    pytest.fail(f"the main button of {page.url} cannot be reached by Tab")


@pytest.mark.parametrize("path", ["/dang-nhap", f"/khoa-hoc/{COURSE}"])
def test_a_failed_form_has_the_summary_in_focus_and_a_first_visit_is_light(visit, stage, path) -> None:  # type: ignore[no-untyped-def]
    visitor = visit("phone")
    sizes: list[int] = []
    requests: list[str] = []
    visitor.page.on("request", lambda request: requests.append(request.url))
    page = visitor.open(path)
    sizes.append(len(gzip.compress(page.content().encode(), 6)))
    page.wait_for_load_state("networkidle")
    assert sizes[0] <= 14_000
    assert len(requests) <= 6
    if path == "/dang-nhap":
        page.click("main button.main")
        page.wait_for_load_state()
        assert page.title().startswith("Lỗi:")
        assert page.evaluate("document.activeElement.id") == "errors"


def test_the_device_tabs_show_one_device_and_printing_shows_all(visit, stage) -> None:  # type: ignore[no-untyped-def]
    visitor = visit("phone")
    page = visitor.sign_in(stage.people["newcomer"], PASSWORD)
    visitor.open(f"{LESSON}/loai-may")
    assert page.locator("section.variant:visible").count() == 1
    page.click("nav.seg >> text=iPhone")
    assert "iOS" in page.inner_text("section.variant:visible")
    visitor.open(f"{LESSON}/cho-trong")
    assert page.locator("nav.seg a[aria-current=true]").inner_text() == "iPhone"
    page.emulate_media(media="print")
    assert page.locator("section.variant:visible").count() == 2


def test_news_leave_the_header_of_a_phone_in_one_line(visit, stage) -> None:  # type: ignore[no-untyped-def]
    person = newcomer(stage, "Phùng Thị Nga")
    visitor = visit("phone")
    page = visitor.sign_in(person, PASSWORD)
    height = "document.querySelector('header.top').offsetHeight"
    quiet = page.evaluate(height)
    with stage.site.working():
        for number in range(12):
            notify(person.id, "pair_not_formed", f"news:{number}", clock.now(), values={"name": "cô Lan"})
    visitor.open("/")
    assert "Thông báo (12)" in page.inner_text("header")
    assert page.evaluate(height) == quiet
    assert page.get_by_role("banner").get_by_role("link", name="Cặp đôi số").count() == 1
