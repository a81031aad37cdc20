"""Answering with photos on a phone: the field takes them, the script shows them first, and loses neither them nor words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lms.quizzes.models import AnswerPhoto
from tests.practice.makers import photo
from tests.quizzes.makers import Learner, bank_text
from tests.quizzes.test_evidence import QUESTIONS, rows


@pytest.fixture
def seat(sit_down: Callable[..., tuple[Page, Learner]]) -> tuple[Page, Learner]:
    """The evidence question, on the learner's phone."""
    return sit_down(bank_text(QUESTIONS))


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two photos as they lie on a phone."""
    made = []
    for shade in (20, 220):
        made.append(tmp_path / f"IMG_{shade}.jpg")
        made[-1].write_bytes(photo((shade, 90, 140)).getvalue())
    return made


def own_rows(who: Learner) -> list[AnswerPhoto]:
    """Return this learner's photos; the site is that of several tests."""
    return [row for row in rows(who) if row.user_id == who.person.id]


def test_chosen_photos_are_shown_then_kept_beside_the_words(
    seat: tuple[Page, Learner], files: list[Path]
) -> None:
    page, who = seat
    page.fill("#tra-loi", "Chụp ở kho chính thức")
    page.set_input_files("#photos", [str(each) for each in files])
    expect(page.locator("#chosen img")).to_have_count(2)
    page.click("text=Gửi ảnh, ở lại câu này")
    page.wait_for_url("**/cau/1#anh")
    expect(page.locator("ul.photos li img:visible")).to_have_count(2)
    assert page.input_value("#tra-loi") == "Chụp ở kho chính thức"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("text=Bỏ ảnh này >> nth=0")
    expect(page.locator("h2#anh")).to_have_text("Ảnh đã giữ: 1 trên 5")
    with page.expect_response("**/luu"):
        page.fill("#tra-loi", "Sửa lời")
    assert len(own_rows(who)) == 1
    answer = who.sitting().answer("anh").response
    assert (answer["t"], len(answer["files"])) == ("Sửa lời", 1)


def test_choosing_a_photo_says_nothing_of_being_saved(seat: tuple[Page, Learner], files: list[Path]) -> None:
    page, who = seat
    page.set_input_files("#photos", str(files[0]))
    expect(page.locator("#chosen img")).to_have_count(1)
    page.wait_for_timeout(800)
    assert page.inner_text("#saved") == ""
    assert who.sitting().answers == {}


def test_the_camera_is_offered_and_a_double_tap_adds_once(
    seat: tuple[Page, Learner], files: list[Path]
) -> None:
    page, who = seat
    assert page.get_attribute("#photos", "accept") == "image/jpeg,image/png,image/webp"
    assert (
        page.get_attribute("#photos", "capture") is None
    )  # or nothing that is on the phone already could be chosen
    page.set_input_files("#photos", str(files[0]))
    page.dblclick("main button.main")
    page.wait_for_url("**/cau/2")
    assert len(own_rows(who)) == 1


def test_without_javascript_photos_go_with_the_plain_form(
    sit_down: Callable[..., tuple[Page, Learner]], files: list[Path]
) -> None:
    page, who = sit_down(bank_text(QUESTIONS), java_script_enabled=False)
    page.set_input_files("#photos", [str(each) for each in files])
    page.fill("#tra-loi", "Hai ảnh")
    page.click("main button.main")
    page.wait_for_url("**/cau/2")
    assert len(own_rows(who)) == 2
    assert who.sitting().answer("anh").response["t"] == "Hai ảnh"
