"""A word's meaning is one tap away from a step, and nobody loses the place."""

from tests.factories import PASSWORD
from tests.pages.paths import LESSON
from tests.pages.test_pages import look

STEP = f"{LESSON}/loai-may"


def test_a_tap_shows_the_meaning_over_the_step_and_closing_it_is_back_at_the_word(visit, stage) -> None:  # type: ignore[no-untyped-def]
    visitor = visit("phone")
    visitor.sign_in(stage.people["learner"], PASSWORD)
    page = visitor.open(STEP)
    word = page.locator("a.term").first
    word.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    word.tap()
    page.wait_for_selector("dialog[open]")
    assert "Hệ điều hành" in page.locator("dialog").inner_text()
    assert look(page) == []
    page.locator("dialog button").tap()
    page.wait_for_selector("dialog", state="detached")
    assert page.url.endswith(STEP)
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.activeElement.className") == "term"


def test_the_keyboard_opens_and_closes_a_meaning(visit, stage) -> None:  # type: ignore[no-untyped-def]
    visitor = visit("desk")
    visitor.sign_in(stage.people["learner"], PASSWORD)
    page = visitor.open(STEP)
    page.locator("a.term").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.className") == "term"


def test_without_javascript_the_word_has_a_page_that_leads_back_to_the_step(visit, stage) -> None:  # type: ignore[no-untyped-def]
    visitor = visit("phone", java_script_enabled=False)
    visitor.sign_in(stage.people["learner"], PASSWORD)
    page = visitor.open(STEP)
    page.locator("a.term").first.tap()
    page.wait_for_url("**/tu-dien/**")
    page.click("main a.btn.main")
    page.wait_for_url(f"**{STEP}")


def test_where_the_meaning_cannot_be_fetched_the_link_is_a_link(visit, stage) -> None:  # type: ignore[no-untyped-def]
    visitor = visit("phone")
    visitor.sign_in(stage.people["learner"], PASSWORD)
    page = visitor.open(STEP)
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('offline')) }")
    page.locator("a.term").first.tap()
    page.wait_for_url("**/tu-dien/**")
