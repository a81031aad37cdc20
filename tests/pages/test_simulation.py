"""A simulated app in a real browser, on a phone of 360 pixels without JavaScript: by finger, and by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from lms import clock
from lms.authoring.queries import Content, compile_content
from lms.authoring.services import publish, store_media
from lms.core.practice.simulation.proving import FINGER, PICTURE_WIDTH
from tests.content import COURSE
from tests.factories import PASSWORD
from tests.pages.stage import Stage
from tests.pages.test_pages import SMALL, look
from tests.practice.app_store import LESSON, MEDIA

SLUG = "tap-bam"
TASK = f"/hoc/{SLUG}/bai-hai/nhiem-vu/nv-cai"


@pytest.fixture(scope="module")
def shop(stage: Stage) -> Stage:
    """The stage with a course in which the shop among fakes is played."""
    course = COURSE.format(minutes=6).replace("id: thu-nghiem", f"id: {SLUG}")
    content = Content({SLUG: {"course.md": course.encode(), "02-bai-hai.md": LESSON.encode(), **MEDIA}}, {})
    with stage.site.app.app_context():
        compiled = compile_content(content, clock.now().date())
        assert not compiled.errors
        store_media(compiled, stage.site.app.extensions["storage"])
    with stage.site.working():
        publish(content, compiled, None, clock.now())
    return stage


@pytest.fixture
def phone(visit, shop: Stage) -> Page:  # type: ignore[no-untyped-def]
    """A learner's phone without JavaScript, with the task open."""
    visitor = visit("phone", java_script_enabled=False)
    visitor.sign_in(shop.site.person("Hà Thị Thu", shop.ids["school"]), PASSWORD)
    page: Page = visitor.open(TASK)
    return page


def tap_picture(page: Page, right: float, down: float) -> None:
    """Tap the picture at a share of its width and height."""
    picture = page.locator(".phone img")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)


def screen_is(page: Page, title: str) -> None:
    expect(page.locator("#ten-man-hinh")).to_have_text(title)


def tab_to(page: Page, words: str) -> None:
    """Move on by the tab key until what is focused says ``words``."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator("*:focus").count() and words in (page.locator("*:focus").inner_text() or ""):
            return
    pytest.fail(f"the tab key does not reach “{words}”")


def test_the_whole_play_by_finger_on_the_pictures(phone: Page) -> None:
    tap_picture(phone, 0.75, 0.3)
    expect(phone.locator(".phone [role=status]")).to_contain_text("chưa nên chọn")
    tap_picture(phone, 0.25, 0.3)
    screen_is(phone, "Kho ứng dụng")
    phone.fill(".phone input.in", "so nha truong")
    phone.keyboard.press("Enter")
    screen_is(phone, "Kết quả tìm kiếm")
    tap_picture(phone, 0.5, 0.15)
    screen_is(phone, "Trang Sổ Nhà Trường Pro")
    phone.go_back()
    screen_is(phone, "Kết quả tìm kiếm")
    phone.reload()
    tap_picture(phone, 0.5, 0.5)
    screen_is(phone, "Trang Sổ Nhà Trường")
    phone.click("text=Cài đặt")
    expect(phone.locator("#ket-qua")).to_contain_text("Thầy cô đã làm xong nhiệm vụ này")


def test_the_whole_play_by_keyboard(phone: Page) -> None:
    tab_to(phone, "Tin nhắn")
    phone.keyboard.press("Enter")
    screen_is(phone, "Tin nhắn")
    tab_to(phone, "Quay lại một bước")
    phone.keyboard.press("Enter")
    screen_is(phone, "Màn hình chính")
    tab_to(phone, "CH Play")
    phone.keyboard.press("Space")
    screen_is(phone, "Kho ứng dụng")
    phone.wait_for_load_state()
    phone.keyboard.press("Tab")
    expect(phone.locator(".phone input.in")).to_be_focused()
    phone.keyboard.type("Sổ Nhà Trường")
    phone.keyboard.press("Enter")
    screen_is(phone, "Kết quả tìm kiếm")
    tab_to(phone, "Trung tâm Số Bình Minh")
    phone.keyboard.press("Enter")
    screen_is(phone, "Trang Sổ Nhà Trường")
    phone.wait_for_load_state()
    tab_to(phone, "Cài đặt")
    phone.keyboard.press("Enter")
    expect(phone.locator("#ket-qua")).to_contain_text("Thầy cô đã làm xong nhiệm vụ này")


def test_a_place_is_as_large_as_was_proved_and_lies_over_its_part_of_the_picture(phone: Page) -> None:
    picture = phone.locator(".phone img").bounding_box()
    assert picture
    assert picture["width"] >= PICTURE_WIDTH
    for place in phone.locator(".shot button").all():
        box = place.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= FINGER
        assert box["x"] >= picture["x"]
        assert box["x"] + box["width"] <= picture["x"] + picture["width"]
    first = phone.locator(".shot button").first.bounding_box()
    assert first
    assert abs(first["x"] - picture["x"] - 0.02 * picture["width"]) < 1
    assert abs(first["y"] - picture["y"] - 0.12 * picture["height"]) < 1


def test_the_keyboard_meets_the_buttons_with_words_and_no_place_on_the_picture(phone: Page) -> None:
    met = []
    for _ in range(15):
        phone.keyboard.press("Tab")
        if phone.locator(".phone :focus").count():
            met.append(phone.locator("*:focus").inner_text())
    assert met == ["CH Play", "Trình duyệt", "Tin nhắn, một tin mới", "Máy ảnh"]


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_no_screen_is_hard_to_read_or_press_or_scrolls_sideways(visit, shop, size) -> None:  # type: ignore[no-untyped-def]
    visitor = visit(size)
    visitor.sign_in(shop.site.person("Lục Văn Sáng", shop.ids["school"]), PASSWORD)
    page: Page = visitor.open(TASK)
    troubles: list[str] = []

    def judge() -> None:
        page.wait_for_load_state()
        title = page.locator("#ten-man-hinh").inner_text()
        is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found = [*look(page), *page.evaluate(SMALL), *(["scrolls sideways"] if is_wide else [])]
        troubles.extend(f"{title}: {each}" for each in found)

    judge()
    page.click("text=Trình duyệt")
    judge()
    page.click("text=CH Play")
    judge()
    page.fill(".phone input.in", "zalo")
    page.click("text=Gõ xong")
    judge()
    page.fill(".phone input.in", "so nha truong")
    page.click("text=Gõ xong")
    judge()
    assert not troubles, "\n".join(troubles)
