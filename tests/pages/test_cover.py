"""Covering part of a photo before it is sent, in a real browser: the pixels that arrive are not the ones taken."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.factories import PASSWORD, Person
from tests.pages.meeting import EVIDENCE
from tests.pages.stage import Stage
from tests.practice.makers import photos_of

# Painting ends only after the cover was closed, as on a weak phone.
SLOW_PHONE = """() => {
  const paint = HTMLCanvasElement.prototype.toBlob;
  HTMLCanvasElement.prototype.toBlob = function (...given) { setTimeout(() => paint.apply(this, given), 700); };
}"""
BRIGHT = 200
WIDE = 600


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture that is bright all over, too small to be made smaller."""
    path = tmp_path / "anh.png"
    Image.new("RGB", (600, 400), (250, 240, 230)).save(path)
    return path


def newcomer(stage: Stage, name: str) -> Person:
    return stage.site.person(name, stage.ids["school"])


def arrived(stage: Stage, person: Person) -> bytes:
    """Return how bright each point of the picture is, as the site keeps it, row by row."""
    (kept,) = photos_of(stage.site, person)
    folder = stage.site.app.extensions["settings"].instance / "files"
    picture = Image.open(folder / kept.storage_name).convert("L")
    assert picture.size == (WIDE, 400)
    return picture.tobytes()


def choose(visit, stage, person, picture: Path) -> Page:  # type: ignore[no-untyped-def]
    visitor = visit("phone")
    page: Page = visitor.sign_in(person, PASSWORD)
    visitor.open(EVIDENCE)
    page.set_input_files("#photos", str(picture))
    page.click("#chosen button")
    expect(page.locator("#cover canvas")).to_have_js_property("width", 600)
    return page


def test_what_a_finger_draws_over_never_leaves_the_phone(visit, stage, picture: Path) -> None:  # type: ignore[no-untyped-def]
    person = newcomer(stage, "Hà Thị Che")
    page = choose(visit, stage, person, picture)
    face = page.locator("#cover canvas").bounding_box()
    assert face
    for part, press in ((0.25, page.mouse.down), (0.75, page.mouse.up)):
        page.mouse.move(face["x"] + face["width"] * part, face["y"] + face["height"] * part)
        press()
    page.click("main form[enctype] button.main")  # at once: sending waits for the painting
    page.wait_for_selector("#ket-qua")
    kept = arrived(stage, person)
    inside = [kept[y * WIDE + x] for x in range(165, 440, 10) for y in range(115, 290, 10)]
    outside = [kept[y * WIDE + x] for x in range(0, 130, 10) for y in range(0, 400, 10)]
    assert max(inside) < 10
    assert min(outside) > BRIGHT


def test_by_keyboard_a_band_is_covered_and_uncovered(visit, stage, picture: Path) -> None:  # type: ignore[no-untyped-def]
    person = newcomer(stage, "Hà Thị Phím")
    page = choose(visit, stage, person, picture)
    page.evaluate(SLOW_PHONE)
    for name in ("Che phần trên", "Che phần dưới", "Bỏ lần che cuối", "Xong"):
        button = page.get_by_role("button", name=name, exact=True)
        button.focus()
        page.keyboard.press("Enter")
    assert page.locator("#cover").is_hidden()
    assert page.evaluate("document.activeElement.closest('#chosen') !== null")
    page.evaluate("document.activeElement.closest('li').dataset.seen = 'before'")
    page.wait_for_selector("#chosen li:not([data-seen])")  # the painted picture took its place
    assert page.evaluate("document.activeElement.closest('#chosen') !== null")
    page.click("main form[enctype] button.main")
    page.wait_for_selector("#ket-qua")
    kept = arrived(stage, person)
    assert kept[60 * WIDE + 300] < 10
    assert min(kept[y * WIDE + 300] for y in (200, 340)) > BRIGHT


def test_without_javascript_the_page_says_what_to_cover_beforehand(visit, stage) -> None:  # type: ignore[no-untyped-def]
    visitor = visit("phone", java_script_enabled=False)
    page = visitor.sign_in(newcomer(stage, "Hà Thị Giấy"), PASSWORD)
    visitor.open(EVIDENCE)
    said = page.inner_text("main form[enctype]")
    assert "Trước khi chụp, lấy giấy che" in said
    assert "không che thêm được sau khi chọn ảnh" in said
    assert page.locator("#cover").is_hidden()
