"""The certificate: every letter comes out again, nothing leaves the page, the same face gives the same bytes."""

import importlib.util
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core.certificate import (
    CertificateFace,
    FontsMissingError,
    SkillLine,
    date_in_words,
    draw_certificate,
)
from lms.core.certificate.layout import (
    BODY_END,
    CONFIRMED,
    LEFT,
    PAGE_HEIGHT,
    RIGHT,
    TOP,
    Layout,
    WidthOf,
    lay_out,
)
from lms.core.completion import Trust

ROOT = Path(__file__).resolve().parents[2]
FACE = CertificateFace(
    learner_name="Nguyễn Thị Hòa",
    course_title="Chữ ký số cho giáo viên",
    skills=(
        SkillLine("Tự ký được một tệp PDF", Trust.PERSON),
        SkillLine("Nhận ra chữ ký hợp lệ", Trust.MACHINE),
        SkillLine("Giữ kín mã PIN và mã OTP", Trust.SELF),
    ),
    issued_on=date(2026, 11, 21),
    code="CDS-7K2M-Q9XB",
    verify_url="https://capdoiso.example.vn/kiem-tra/CDS-7K2M-Q9XB",
    mentor="thầy Trần Văn Minh",
    unit="Công đoàn Trường THCS Chu Văn An",
)
LONG_SKILL = (
    "Viết được câu lệnh đủ bốn phần, không lộ dữ liệu của học sinh, rồi tự kiểm lại bằng nguồn đáng tin"
)
LONGEST = replace(
    FACE,
    learner_name="Công Tằng Tôn Nữ Thị Hoàng Bảo Nguyệt Ánh Phương Thảo Quỳnh Như",
    course_title="Ứng dụng trí tuệ nhân tạo tạo sinh trong soạn bài và nhận xét học sinh " * 3,
    skills=tuple(SkillLine(f"{LONG_SKILL} {LONG_SKILL}", trust) for trust in (*Trust, Trust.SELF)),
    unit="Công đoàn Trường Trung học cơ sở và Trung học phổ thông Chuyên Nguyễn Tất Thành",
    mentor="cô Nguyễn Hoàng Phương Linh Chi Mai Anh Thư",
    verify_url="https://hoc.congdoan-giaoduc.example.gov.vn/chung-nhan/kiem-tra/lan-thu-nhat/CDS-7K2M-Q9XB-"
    + "X" * 60,
)


def vietnamese_letters() -> str:
    """Return the 147 letters: twelve vowels with six tones in both cases, đ, Đ, and the sign of the đồng."""
    tones = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
    small = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones]
    return "".join([*small, *(letter.upper() for letter in small), "đ", "Đ", "₫"])


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the faces, cut as the wheel's build cuts them."""
    spec = importlib.util.spec_from_file_location("hatch_hook", ROOT / "build_tools" / "hatch_hook.py")
    assert spec is not None
    assert spec.loader is not None
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    folder = tmp_path_factory.mktemp("fonts")
    hook.cut_fonts(folder)
    return folder


def width_of(text: str, size: float, bold: bool) -> float:
    """Measure as a typeface would whose letters are all rather wide."""
    return len(text) * size * 0.3528 * (0.62 if bold else 0.58)


def page_of(data: bytes) -> pypdf.PageObject:
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert len(reader.pages) == 1
    return reader.pages[0]


def words_of(data: bytes) -> str:
    return " ".join(page_of(data).extract_text().split())


def places(data: bytes) -> Iterator[tuple[str, float, float, float]]:
    """Return each piece of text with its place from the left and the bottom and its size, in points."""
    found: list[tuple[str, float, float, float]] = []

    def note(text: str, _: object, matrix: list[float], __: object, size: float) -> None:
        if text.strip():
            found.append((text.strip(), matrix[4], matrix[5], size))

    page_of(data).extract_text(visitor_text=note)
    return iter(found)


# what it says


def test_the_certificate_says_who_what_and_how_it_is_known(fonts: Path) -> None:
    words = words_of(draw_certificate(FACE, fonts))
    for text in (FACE.learner_name, FACE.course_title, FACE.code, FACE.mentor, FACE.unit):
        assert text in words
    for skill in FACE.skills:
        assert skill.text in words
        assert CONFIRMED[skill.trust] in words
    assert "Ngày 21 tháng 11 năm 2026" in words
    assert "Kiểm tra tại capdoiso.example.vn/kiem-tra/CDS-7K2M-Q9XB" in words
    assert "không thay văn bằng" in words


@pytest.mark.parametrize("place", ["learner_name", "course_title", "unit"])
def test_all_147_vietnamese_letters_come_out_unchanged(fonts: Path, place: str) -> None:
    letters = vietnamese_letters()
    assert len(set(letters)) == 147
    pieces = [letters[at : at + 7] for at in range(0, len(letters), 7)]
    words = words_of(draw_certificate(replace(FACE, **{place: " ".join(pieces)}), fonts))
    assert unicodedata.is_normalized("NFC", words)
    for piece in pieces:
        assert piece in words


def test_decomposed_text_is_composed(fonts: Path) -> None:
    name = unicodedata.normalize("NFD", FACE.learner_name)
    assert FACE.learner_name in words_of(draw_certificate(replace(FACE, learner_name=name), fonts))


def test_a_letter_that_the_typeface_lacks_becomes_the_nearest_one(fonts: Path) -> None:
    words = words_of(draw_certificate(replace(FACE, learner_name="Y Bhăm Êƀan, H'Łĕ 名"), fonts))
    assert "Y Bhăm Êban, H'Le ?" in words


def test_a_certificate_without_skills_mentor_or_unit_is_complete(fonts: Path) -> None:
    words = words_of(draw_certificate(replace(FACE, skills=(), mentor="", unit=""), fonts))
    assert FACE.learner_name in words
    assert "ai xác nhận" not in words
    assert "Người hướng dẫn:" not in words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 21), "Ngày 21 tháng 11 năm 2026"),
        (date(2026, 2, 3), "Ngày 03 tháng 02 năm 2026"),
        (date(2027, 3, 10), "Ngày 10 tháng 3 năm 2027"),
    ],
)
def test_dates_are_written_as_on_official_papers(day: date, words: str) -> None:
    assert date_in_words(day) == words


# the file


def test_the_file_names_itself_its_language_and_its_page(fonts: Path) -> None:
    reader = pypdf.PdfReader(io.BytesIO(draw_certificate(FACE, fonts)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Giấy chứng nhận: Chữ ký số cho giáo viên"
    assert reader.metadata.author == "Cặp đôi số"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == FACE.issued_on
    assert reader.trailer["/Root"]["/Lang"] == "vi"  # type: ignore[index]
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


def test_the_same_face_gives_the_same_bytes(fonts: Path) -> None:
    assert draw_certificate(FACE, fonts) == draw_certificate(FACE, fonts)
    assert draw_certificate(FACE, fonts) != draw_certificate(replace(FACE, code="KHÁC"), fonts)


def test_the_qr_code_is_a_link_to_the_address(fonts: Path) -> None:
    (note,) = page_of(draw_certificate(FACE, fonts))["/Annots"]  # type: ignore[misc]
    assert note.get_object()["/A"]["/URI"] == FACE.verify_url


def test_both_faces_are_embedded_and_the_file_stays_small(fonts: Path) -> None:
    data = draw_certificate(LONGEST, fonts)
    resources = page_of(data)["/Resources"]["/Font"]  # type: ignore[index]
    names = {str(font.get_object()["/BaseFont"]) for font in resources.values()}
    assert len(names) == 2
    assert all("BeVietnamPro" in name for name in names)
    assert len(data) < 60_000


def test_without_the_faces_the_refusal_says_what_to_do_instead(tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError) as refusal:
        draw_certificate(FACE, tmp_path)
    assert refusal.value.status == 503
    assert "In" in str(refusal.value)


# nothing leaves the page


def assert_inside(layout: Layout, measured: WidthOf) -> None:
    lines = [line for line in layout.lines if line.x >= LEFT]
    for line in lines:
        right = line.x + measured(line.text, line.style.size, line.style.bold)
        assert right <= RIGHT + 0.01, line
        assert TOP < line.y < PAGE_HEIGHT - 5, line
    body = [line for line in lines if line.y <= BODY_END]
    assert body
    assert all(y <= BODY_END for _, y in layout.signs)


def test_an_ordinary_name_is_one_large_line() -> None:
    layout = lay_out(FACE, width_of)
    (name,) = [line for line in layout.lines if line.text == FACE.learner_name]
    assert name.style.size == 42


def test_a_long_name_shrinks_before_it_wraps() -> None:
    layout = lay_out(replace(FACE, learner_name="Tôn Nữ Hoàng Bảo Nguyệt Ánh"), width_of)
    (name,) = [line for line in layout.lines if line.text == "Tôn Nữ Hoàng Bảo Nguyệt Ánh"]
    assert 27 <= name.style.size < 42


def test_a_very_long_name_wraps_into_lines_of_like_length() -> None:
    layout = lay_out(LONGEST, width_of)
    parts = [line for line in layout.lines if line.style.bold and line.text in LONGEST.learner_name]
    assert " ".join(line.text for line in parts) == LONGEST.learner_name
    assert len(parts) == 2
    assert min(len(line.text) for line in parts) > 20


@pytest.mark.parametrize("face", [FACE, LONGEST, replace(LONGEST, learner_name="Ằ" * 150)])
def test_long_text_stays_inside_and_above_the_foot(face: CertificateFace) -> None:
    assert_inside(lay_out(face, width_of), width_of)


def test_no_word_of_a_long_certificate_is_lost(fonts: Path) -> None:
    data = draw_certificate(LONGEST, fonts)
    words = words_of(data)
    for text in (LONGEST.learner_name, LONGEST.course_title.strip(), LONGEST.mentor, LONGEST.unit):
        assert text in words
    assert words.count(LONG_SKILL) == 2 * len(LONGEST.skills)
    for text, left, bottom, _ in places(data):
        assert left >= 40, text
        assert bottom >= 25, text


def test_skills_share_one_size() -> None:
    mixed = replace(FACE, skills=(SkillLine("Một", Trust.SELF), SkillLine(LONG_SKILL[:62], Trust.MACHINE)))
    layout = lay_out(mixed, width_of)
    skills = [line for line in layout.lines if any(line.text in skill.text for skill in mixed.skills)]
    assert len({line.style.size for line in skills}) == 1


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    name=st.text(min_size=1, max_size=200),
    title=st.text(min_size=1, max_size=300),
    skills=st.lists(st.text(min_size=1, max_size=250), max_size=4),
    unit=st.text(max_size=200),
)
def test_any_text_stays_on_the_page(name: str, title: str, skills: list[str], unit: str) -> None:
    lines = tuple(SkillLine(text, Trust.MACHINE) for text in skills)
    face = replace(FACE, learner_name=name, course_title=title, skills=lines, unit=unit)
    assert_inside(lay_out(face, width_of), width_of)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.text(min_size=1, max_size=60))
def test_any_name_can_be_drawn(fonts: Path, name: str) -> None:
    assert draw_certificate(replace(FACE, learner_name=name), fonts).startswith(b"%PDF-")
