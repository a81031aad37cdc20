"""The picture beside a shared link: its size, its words, nothing cut off."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from lms.core.sharing_image import (
    HEIGHT,
    LEFT,
    LINE_HEIGHT,
    MARGIN,
    RIGHT,
    WIDTH,
    SharingFace,
    draw_sharing_image,
    fit,
    has_typeface,
)
from lms.core.vietnamese import squeeze
from lms.paths import static

FONTS = static() / "fonts"
FACE = SharingFace("Chữ ký số cho giáo viên", "Cặp đôi số", "KHÓA HỌC", "8 bài · khoảng 120 phút")
TITLES = (
    FACE.title,
    "Ộ Ẵ nghiêng " * 40,
    "W" * 500,
    "Sử dụng " + "siêudàikhôngcách" * 12,
    "ạ",
    "Ê Đê: ƀ č ŏ 🙂",
)


def picture(face: SharingFace) -> Image.Image:
    return Image.open(io.BytesIO(draw_sharing_image(face, FONTS))).convert("RGB")


def width_of(text: str, size: int) -> float:
    """A typeface in which each letter is as wide as it is high: wider than any real one."""
    return float(len(text) * size)


@pytest.mark.parametrize("title", TITLES)
def test_a_picture_has_the_size_that_is_asked_for_and_is_light(title: str) -> None:
    data = draw_sharing_image(replace(FACE, title=title), FONTS)
    with Image.open(io.BytesIO(data)) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (WIDTH, HEIGHT)) == ("PNG", (1200, 630))
    assert len(data) <= 120_000


@pytest.mark.parametrize("title", TITLES)
def test_no_letter_reaches_the_margins(title: str) -> None:
    drawn = picture(replace(FACE, title=title, brand=title))
    ground = drawn.getpixel((WIDTH - 1, HEIGHT - 1))
    for box in (
        (RIGHT + 4, 0, WIDTH, HEIGHT),
        (LEFT - 56, 0, LEFT - 6, HEIGHT),
        (LEFT, 0, WIDTH, MARGIN - 12),
    ):
        assert drawn.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), ground)]


@pytest.mark.parametrize("title", TITLES)
def test_words_shrink_then_wrap_and_none_is_lost(title: str) -> None:
    size, lines = fit(title, 780, 300, range(72, 9, -2), width_of)
    assert "".join(lines).replace(" ", "") == squeeze(title).replace(" ", "")
    assert all(width_of(line, size) <= 780 for line in lines)
    if len(title) < 500:
        assert len(lines) * size * LINE_HEIGHT <= 300


def test_a_short_title_is_larger_than_a_long_one() -> None:
    short, _ = fit("Ký số", 780, 300, range(72, 9, -2), width_of)
    long, _ = fit("Ký số cho mọi người " * 8, 780, 300, range(72, 9, -2), width_of)
    assert short == 72 > long


def test_lines_are_about_equally_long() -> None:
    _, lines = fit("mot hai ba bon nam sau", 160, 300, range(10, 9, -2), width_of)
    assert lines == ["mot hai ba", "bon nam sau"]


def test_each_vietnamese_letter_is_drawn_differently() -> None:
    letters = "aàáảãạăằắẳẵặâầấẩẫậoòóỏõọôồốổỗộơờớởỡợuưđd"
    drawn = {picture(SharingFace(letter, "")).tobytes() for letter in letters}
    assert len(drawn) == len(letters)


def test_the_name_of_a_picture_changes_with_its_words_and_with_nothing_else() -> None:
    assert FACE.digest == replace(FACE).digest
    for change in ({"title": "Khác"}, {"brand": "Khác"}, {"facts": ""}, {"eyebrow": "COURSE"}):
        assert replace(FACE, **change).digest != FACE.digest


def test_without_the_typeface_nothing_is_drawn(tmp_path: Path) -> None:
    assert has_typeface(FONTS)
    assert not has_typeface(tmp_path)
    with pytest.raises(FileNotFoundError):
        draw_sharing_image(FACE, tmp_path)
