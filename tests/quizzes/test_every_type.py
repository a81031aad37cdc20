"""Questions of every type from the start to the result: by keyboard alone, and without JavaScript; each page looked at by axe."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.quizzes.makers import Learner, bank_text

SitDown = Callable[..., tuple[Page, Learner]]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUESTIONS = """## Ai được biết mã OTP? {#otp}
- (x) Chỉ mình tôi
- ( ) Người hướng dẫn

> Gợi ý (-20%): Giống chìa khóa nhà.
## Dấu hiệu lừa đảo? {#lua-dao}
- [x] Giục làm ngay
- [x] Xin mã OTP
- [ ] Xưng đúng họ tên
## Chọn Đúng hoặc Sai cho từng ý {#ds score=thpt2025}
- (Đ) Ký số dùng khóa bí mật
- (S) Ảnh chụp chữ ký tay là chữ ký số
- (Đ) Chứng thư số có hạn dùng
- (S) Mật khẩu nên dán sau USB
## Quận có bao nhiêu đoàn viên? {#so-dv}
- = 2803 ± 0
## Mật khẩu dùng một lần viết tắt là gì? {#ngan}
- = OTP
## Ghép thuật ngữ {#ghep}
- OTP -> mã dùng một lần
- PDF -> loại tệp văn bản
- -> tên một ngân hàng
## Xếp đúng thứ tự {#thu-tu}
1. Chọn tệp
2. Bấm **Ký số**
3. Nhập mã PIN
## Mở [[VNeID]] rồi bấm [[(x) Đăng nhập | Thoát]], chờ [[= 5 ± 1]] giây. {#dien}
## Kể một lần thầy cô giúp đồng nghiệp {#ke type=essay}
- 3đ: Có chuyện thật
## Nộp bằng chứng đã ký số {#bang-chung type=evidence}
- 2đ: Thấy rõ dấu xanh
"""


def findings(page: Page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{page.url}: {each['id']} {node['html'][:120]}" for each in found for node in each["nodes"]]


def answer_rightly(page: Page, who: Learner, number: int) -> None:
    """Give the right answer by the fields of the form, whichever they are."""
    for name, value in who.right(number).items():
        field = page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("each => each.type")
        if kind in ("radio", "checkbox"):
            for each in value if isinstance(value, list) else [value]:
                page.check(f"main [name='{name}'][value='{each}']")
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


@pytest.mark.parametrize("review", ["each", "end"])
def test_every_type_is_answered_without_javascript_from_start_to_result(
    sit_down: SitDown, review: str
) -> None:
    page, who = sit_down(bank_text(QUESTIONS, review=review), java_script_enabled=False)
    for number in range(1, 11):
        page.wait_for_url(f"**/cau/{number}")
        answer_rightly(page, who, number)
        page.click("main form .btn.main")
        if "#nhan-xet" in page.url:
            assert "Đúng rồi." in page.inner_text("#nhan-xet")
            page.click("main .btn.main")
    page.wait_for_url("**/xem-lai")
    assert "trả lời đủ 10 câu" in page.inner_text("main")
    page.click("main button.main")
    page.wait_for_url("**/ket-qua")
    assert "đúng 8 trên 10 câu" in page.inner_text("h1")
    assert page.locator("summary .tag", has_text="Chờ chấm").count() == 2


def press_to(page: Page, selector: str) -> None:
    """Go on by Tab to an element; the focus is visible wherever it is on the way."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
            " || document.activeElement === document.body"
        )
        assert shown, page.evaluate("document.activeElement.outerHTML")
    pytest.fail(f"{selector} on {page.url} cannot be reached by Tab")


def answer_by_keys(page: Page) -> None:
    """Answer whatever is asked, touching nothing but keys."""
    fields = page.eval_on_selector_all(
        "main form :is(input:not([type=hidden]), select, textarea)",
        "all => all.filter(e => e.offsetParent).map(e => [e.name, e.type, e.id])",
    )
    done = set()
    for name, kind, _id in fields:
        if name in done:
            continue
        done.add(name)
        press_to(page, f"main form [name='{name}']")
        if kind in ("radio", "checkbox"):
            page.keyboard.press("Space")
        elif kind == "select-one":
            page.keyboard.press("ArrowDown")
        else:
            page.keyboard.type("1")
    if page.locator(".order").count():
        press_to(page, ".order li:nth-child(2) .btn")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.matches('.order .btn')")


def test_every_type_is_answered_by_keyboard_and_each_page_is_accessible(sit_down: SitDown) -> None:
    page, who = sit_down(bank_text(QUESTIONS, time=30))
    troubles = []
    for number in range(1, 11):
        page.wait_for_url(f"**/cau/{number}")
        troubles += findings(page)
        if number == 1:
            press_to(page, "button[name=hint]")
            page.keyboard.press("Enter")
            page.wait_for_url("**#goi-y")
            assert "chìa khóa nhà" in page.inner_text("#goi-y")
            page.keyboard.press("Shift+Tab")  # the hint stands between the options and the button
        answer_by_keys(page)
        press_to(page, "main form .btn.main")
        page.keyboard.press("Enter")
    page.wait_for_url("**/xem-lai")
    troubles += findings(page)
    press_to(page, "main button.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ket-qua")
    troubles += findings(page)
    assert len(who.sitting().answers) == 10
    assert not troubles, "\n".join(troubles)
