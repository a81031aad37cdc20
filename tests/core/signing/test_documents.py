"""Practice sheets: the learner's own, the same each time, whole letters, and never to be taken for a real paper."""

import hashlib
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from lms.core.signing import documents
from lms.core.signing.documents import (
    SCHOOL,
    FacesMissingError,
    Place,
    Sheet,
    code_of,
    day_of,
    draw,
    learners_sheet,
)
from lms.core.signing.identity import PRACTICE_ONLY
from tests.core.practice.samples.laboratory import LEARNER
from tests.core.signing.letters import ALPHABET, LETTERS

TITLE, STATEMENT = "Giấy xác nhận", "Tôi đã đọc tờ giấy này."


def sheet(name: str = LEARNER, seed: int = 7, statement: str = STATEMENT) -> Sheet:
    return learners_sheet(TITLE, statement, name, seed, Place.RIGHT)


def text_of(data: bytes) -> str:
    pages = PdfReader(BytesIO(data)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def test_a_sheet_bears_its_learner_its_code_and_its_day() -> None:
    text = text_of(draw(sheet()))
    day = day_of(7)
    for words in (
        TITLE.upper(),
        LEARNER,
        code_of(7),
        STATEMENT,
        SCHOOL.upper(),
        f"năm {day.year}",
        f"tháng {day.month:02d}",
    ):
        assert words in text


def test_a_sheet_says_at_head_and_foot_that_it_is_for_practice_and_names_no_state() -> None:
    data = draw(sheet())
    text = text_of(data)
    assert text.count(PRACTICE_ONLY) == 2
    assert "không có thật" in text
    for words in ("CỘNG HÒA", "Độc lập", "ỦY BAN", "BỘ GIÁO DỤC", "SỞ"):
        assert words.casefold() not in text.casefold()
    assert PdfReader(BytesIO(data)).metadata["/Subject"] == PRACTICE_ONLY  # type: ignore[index]


def test_a_sheet_comes_again_byte_for_byte() -> None:
    first = draw(sheet())
    draw.cache_clear()
    assert hashlib.sha256(draw(sheet())).digest() == hashlib.sha256(first).digest()


@pytest.mark.parametrize(
    "other", [sheet(name="Trần Văn Minh"), sheet(seed=8), replace(sheet(), title="Giấy khác")]
)
def test_another_learner_task_or_title_makes_another_sheet(other: Sheet) -> None:
    assert draw(other) != draw(sheet())


def test_codes_are_each_learners_own_and_readable_aloud() -> None:
    codes = {code_of(seed) for seed in range(3000)}
    assert len(codes) == 3000
    assert not {letter for code in codes for letter in code} & set("01IOLU")


def test_every_vietnamese_letter_is_drawn_and_can_be_read_out_again() -> None:
    text = text_of(draw(sheet(statement=" ".join(LETTERS))))
    assert [letter for letter in ALPHABET if letter not in text] == []


@pytest.mark.parametrize(
    "name", ["Y" * 300, "H'Ƀlinh Êƀan Niê K\u2019Đăm", "李小龙", "🙂", "\x00\u202eabc", "<b>&amp;", "(\\)"]
)
def test_any_name_leaves_a_sheet_that_opens(name: str) -> None:
    assert PRACTICE_ONLY in text_of(draw(sheet(name)))


@pytest.mark.parametrize(
    "words", ["Giấy " * 18, "a" * 90, "Phiếu đăng ký mượn thiết bị dạy học của tổ Khoa học tự nhiên"]
)
def test_a_long_title_takes_more_lines_and_stays_whole(words: str) -> None:
    text = text_of(draw(learners_sheet(words.strip(), STATEMENT, LEARNER, 7, Place.LEFT)))
    assert text.replace(" ", "").count(words.upper().replace(" ", "")) == 1


def test_the_longest_sentence_does_not_reach_the_place_of_the_signature() -> None:
    long_one = "Tôi cam kết giữ kín mã PIN của mình. " * 11
    assert draw(sheet(statement=long_one[:400])).startswith(b"%PDF")


def test_places_lie_on_the_page_and_apart() -> None:
    right, left = Place.RIGHT.box, Place.LEFT.box
    for box in (right, left):
        assert 0 < box[0] < box[2] < 595
        assert 0 < box[1] < box[3] < 842
    assert left[2] < right[0]


def test_a_site_without_the_typeface_says_so(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(documents, "FONTS", tmp_path)
    with pytest.raises(FacesMissingError):
        draw(sheet(seed=987654321))
