"""Practice files: the same bytes each time, marked wherever they are read, each as good or as bad as its name says."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from lms.core.practice import UPLOAD, Row, RowState, Upload, Verdict
from lms.core.practice.naming.pattern import read_pattern
from lms.core.practice.scan import Scan
from lms.core.practice.scan.judging import DPI, PAGES, PAPER
from lms.core.practice.spreadsheet import Spreadsheet
from lms.core.practice_files import (
    GROUPS,
    SIGNED,
    guide,
    make_group,
    make_signed_files,
    read_guide,
    scans,
    write_guide,
)
from lms.core.practice_files.renaming import FILES, PATTERN, ZIP
from lms.core.practice_files.sheets import CORNERS, TITLE, draw_scanning_sheet
from lms.core.practice_files.workbooks import ENTRIES, GRADEBOOK, INDEX, gradebook
from lms.core.privacy import Personal, find
from lms.core.signing.documents import FacesMissingError
from lms.core.signing.identity import PRACTICE_ONLY, SAMPLE_NAMES
from lms.core.signing.inspecting import Expectation, inspect
from tests.core.practice.samples import laboratory
from tests.core.practice.samples.shape import block
from tests.core.practice.samples.spreadsheet import mended

SHEET = "to-mau-quet.pdf"
COURSE = Path(__file__).resolve().parents[2] / "courses" / "ho-so-dien-tu"
ASKED = "trang: 2\nkhổ: A4 dọc\nđộ phân giải: từ 200\nxoay: thẳng\nnặng: tối đa 5 MB"
MADE_UP_PUPIL = re.compile(r"(?:Mẫu|Thử|Tập|Nháp|Ví Dụ|Làm Quen|Bài Tập|Minh Họa|Giả Định|Thực Hành)$")
ELSEWHERE = """
import datetime, hashlib, json, sys, time
days = float(sys.argv[1]) * 86400
true_time, true_now = time.time, datetime.datetime.now
time.time = lambda: true_time() + days
class Shifted(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)
datetime.datetime = Shifted
from lms.core.practice_files import GROUPS, SIGNED, make_group
made = {path: data for group in GROUPS if group != SIGNED for path, data in make_group(group).items()}
assert abs((Shifted.now() - true_now()).days - float(sys.argv[1])) < 2
print(json.dumps({path: hashlib.sha256(data).hexdigest() for path, data in made.items()}))
"""


@cache
def made() -> dict[str, bytes]:
    """Everything but the signed files."""
    return {path: data for group in GROUPS if group != SIGNED for path, data in make_group(group).items()}


@cache
def signed() -> dict[str, bytes]:
    return make_signed_files(laboratory.signers(), laboratory.root().certificate)


def ending(suffix: str) -> list[str]:
    return [path for path in made() if path.endswith(suffix)]


@cache
def words_of(path: str) -> str:
    """Every word that a reader of the file sees, head and foot of the page included."""
    data = io.BytesIO(made()[path])
    if path.endswith(".docx"):
        document = docx.Document(data)
        page = document.sections[0]
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        parts = (document, page.header, page.footer, *cells)
        return "\n".join(line.text for part in parts for line in part.paragraphs)
    if path.endswith(".xlsx"):
        sheets = load_workbook(data, data_only=True).worksheets
        rows = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
        return "\n".join("; ".join(str(value) for value in row if value is not None) for row in rows)
    return "\n".join(page.extract_text() for page in PdfReader(data).pages)


def on_another_day(days: int, **environment: str) -> dict[str, str]:
    """Make the files in a process whose clock is ``days`` ahead, and return their digests."""
    run = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(days)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    digests: dict[str, str] = json.loads(run.stdout)
    return digests


def test_neither_clock_nor_locale_nor_chance_changes_a_byte() -> None:
    one = on_another_day(0, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    other = on_another_day(400, PYTHONHASHSEED="2", TZ="Asia/Ho_Chi_Minh", LC_ALL="C.UTF-8")
    assert one == other
    assert one == {path: guide.digest_of(data) for path, data in made().items()}


def test_the_sheet_that_the_lesson_links_is_the_one_that_is_made() -> None:
    shipped = (COURSE / "media" / "to-mau-quet.pdf").read_bytes()
    assert shipped == draw_scanning_sheet()
    assert len(shipped) <= 60_000


def test_the_sheet_is_one_a4_page_with_a_letter_in_each_corner() -> None:
    (page,) = PdfReader(io.BytesIO(draw_scanning_sheet())).pages
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    found: dict[str, tuple[bool, bool]] = {}

    def see(text: str, _at: list[float], place: list[float], _font: object, size: float) -> None:
        if size == 20 and text.strip():
            found[text.strip()] = (place[4] < 80, place[5] > 760)

    assert TITLE in page.extract_text(visitor_text=see)
    left_and_top = ((True, True), (False, True), (True, False), (False, False))
    assert found == dict(zip(CORNERS, left_and_top, strict=True))


def test_office_files_open_and_bear_the_mark_where_it_is_read() -> None:
    for path in [*ending(".docx"), *ending(".xlsx")]:
        assert PRACTICE_ONLY in words_of(path), path


def test_each_sheet_of_the_gradebook_bears_the_mark() -> None:
    for sheet in load_workbook(io.BytesIO(made()[GRADEBOOK])).worksheets:
        head = [str(row[0]) for row in sheet.iter_rows(max_row=2, max_col=1, values_only=True)]
        assert any(PRACTICE_ONLY in line for line in head)


def test_the_sheet_to_scan_bears_the_mark() -> None:
    assert words_of("to-mau-quet.pdf").count(PRACTICE_ONLY) == 2


def test_scans_say_what_they_are_in_their_description_and_cannot_be_searched() -> None:
    for path in ending(".pdf"):
        if path != "to-mau-quet.pdf":
            reader = PdfReader(io.BytesIO(made()[path]))
            assert reader.metadata is not None
            assert reader.metadata.subject == PRACTICE_ONLY
            assert not any(page.extract_text() for page in reader.pages)


def test_each_page_of_a_scan_has_the_mark_drawn_at_its_head_and_foot() -> None:
    for page in PdfReader(io.BytesIO(made()["ban-quet/quet-dat.pdf"])).pages:
        picture = page.images[0].image
        assert picture is not None
        for top, foot in ((60, 120), (2230, 2290)):
            darkest, _ = picture.convert("L").crop((220, top, 1500, foot)).getextrema()
            assert darkest < 80
        lightest_of_margin, _ = picture.convert("L").crop((0, 0, 1654, 50)).getextrema()
        assert lightest_of_margin > 200


def test_no_word_looks_like_a_number_of_somebody() -> None:
    allowed = {Personal.PERSON, Personal.BIRTH}  # made-up names, and birthdays of pupils whom nobody has
    for path in [*ending(".docx"), *ending(".xlsx"), "to-mau-quet.pdf"]:
        for line in words_of(path).splitlines():
            assert {span.kind for span in find(line)} <= allowed, line


def test_every_name_is_made_up_and_sounds_so() -> None:
    for path in [*ending(".docx"), *ending(".xlsx")]:
        for line in words_of(path).splitlines():
            for span in find(line):
                if span.kind is Personal.PERSON:
                    is_staff = any(name in span.text or span.text in name for name in SAMPLE_NAMES)
                    assert is_staff or MADE_UP_PUPIL.search(span.text), span.text


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("quet-dat", None),
        ("quet-lech", PAPER),
        ("quet-mo", DPI),
        ("quet-thieu-trang", PAGES),
        ("quet-nam-ngang", PAPER),
    ],
)
def test_a_scan_is_as_good_or_as_bad_as_its_name_says(name: str, wrong: str | None) -> None:
    kind = Scan()
    spec = kind.parse(block("scan", ASKED))
    task = kind.prepare(spec, 1)
    report = kind.check(spec, task, {UPLOAD: Upload(f"{name}.pdf", made()[f"ban-quet/{name}.pdf"])})
    assert [row.id for row in report.failing] == ([wrong] if wrong else [])
    assert report.verdict is (Verdict.FAILED if wrong else Verdict.PASSED)


def gradebook_rows(data: bytes) -> list[Row]:
    report = Spreadsheet().check(*gradebook(), {UPLOAD: Upload("so-diem.xlsx", data)})
    return [row for row in report.rows if row.state is not RowState.MET]


def test_the_gradebook_has_ten_pupils_and_just_the_three_mistakes() -> None:
    _, task = gradebook()
    assert len(task.rows) == 10
    wrong = gradebook_rows(made()[GRADEBOOK])
    assert [row.id for row in wrong] == ["C6", "E9", "F12"]
    assert [row.values["found"] for row in wrong] == ["31/02/2014", "85", "6,5"]
    assert not gradebook_rows(mended(*gradebook()))


def test_the_slips_and_the_key_say_what_is_right() -> None:
    slips = load_workbook(io.BytesIO(made()[GRADEBOOK]))["Phiếu gốc"]
    written = {str(row[0]): str(row[1]) for row in slips.iter_rows(min_row=4, values_only=True)}
    assert "Ngày sinh: 13/02/2014" in written["3"]
    assert "Thường xuyên 2: 8,5" in written["6"]
    assert "Giữa kỳ: 9,5" in written["9"]
    key = words_of("dap-an/so-diem-lop-7a.docx")
    for cell, right in (("C6", "13/02/2014"), ("E9", "8,5"), ("F12", "9,5")):
        assert f"Ô {cell}," in key
        assert f"ghi {right}." in key


def test_no_key_lies_where_the_class_works() -> None:
    assert {path.split("/")[0] for path in made() if "Đáp án" in words_if_office(path)} == {"dap-an"}


def words_if_office(path: str) -> str:
    return words_of(path) if path.endswith((".docx", ".xlsx")) else ""


def test_the_index_has_six_documents_of_which_the_folder_has_four() -> None:
    sheet = load_workbook(io.BytesIO(made()[INDEX])).worksheets[0]
    listed = [str(row[6]) for row in sheet.iter_rows(min_row=6, values_only=True)]
    assert listed == [entry.file for entry in ENTRIES]
    assert len(listed) == 6
    assert {f"van-ban/{name}" for name in listed} & set(made()) == set(make_group("van-ban"))
    assert len(make_group("van-ban")) == 4


def test_an_index_is_opened_by_programs_that_follow_its_parts() -> None:
    with zipfile.ZipFile(io.BytesIO(made()[INDEX])) as packed:
        assert {"_rels/.rels", "[Content_Types].xml", "xl/workbook.xml"} <= set(packed.namelist())


def test_the_zip_holds_the_eight_messy_files() -> None:
    with zipfile.ZipFile(io.BytesIO(made()[ZIP])) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    assert held == {path: data for path, data in made().items() if path.startswith("dat-ten/")}
    assert len(held) == 8


def test_every_messy_file_has_a_right_name_and_its_own_is_not_one() -> None:
    pattern = read_pattern(PATTERN, allows_marks=False, allows_spaces=False)
    for one in FILES:
        assert pattern.fill(Path(one.right).stem)
        assert not pattern.fill(Path(one.name).stem)
        assert Path(one.right).suffix == Path(one.name).suffix
        assert one.right in words_of("dap-an/dat-ten.docx")


def test_the_lesson_has_the_same_eight_files() -> None:
    lesson = (COURSE / "02-ten-tep.md").read_text(encoding="utf-8")
    for one in FILES:
        assert f"- {Path(one.name).stem}:" in lesson
        assert f"Tên: {Path(one.right).stem}" in lesson


def test_each_signed_file_is_what_its_name_says() -> None:
    expected = Expectation((laboratory.root().certificate,), laboratory.NOW)
    found = {Path(path).stem: inspect(data, expected) for path, data in signed().items()}
    assert {name: one.reason for name, one in found.items()} == {
        "hop-le": "",
        "bi-sua": "page-altered",
        "nguoi-la": "unknown-issuer",
        "chi-la-anh": "picture-only",
        "het-han": "expired",
    }
    assert found["hop-le"].verdict == "pass"


def test_signed_files_bear_the_mark_and_are_the_same_while_the_authority_is() -> None:
    assert make_signed_files(laboratory.signers(), laboratory.root().certificate) == signed()
    for data in signed().values():
        assert PRACTICE_ONLY in PdfReader(io.BytesIO(data)).pages[0].extract_text()


def test_the_guide_tells_of_every_file_and_is_read_back() -> None:
    digests = {path: guide.digest_of(data) for path, data in {**made(), **signed()}.items()}
    written = write_guide(digests)
    assert read_guide(written) == digests
    assert PRACTICE_ONLY in written.decode("utf-8-sig")
    assert "CHƯA CÓ" not in written.decode("utf-8-sig")


def test_the_guide_says_how_the_signed_files_come_about_where_there_are_none() -> None:
    told = write_guide({path: guide.digest_of(data) for path, data in made().items()}).decode("utf-8-sig")
    assert "lms practice-ca init" in told
    assert "\nda-ky/" not in told


@pytest.mark.parametrize(
    "changed",
    [
        b"",
        b"\xff\xfe\x00",
        "Ghi chú của tôi".encode(),
        write_guide({"to-mau-quet.pdf": "0" * 64}).replace(b"000", b"111"),
        write_guide({}) + "Lớp 7A đã dùng.\r\n".encode(),
    ],
)
def test_a_guide_that_somebody_wrote_or_changed_is_none_of_ours(changed: bytes) -> None:
    assert read_guide(changed) is None


@pytest.mark.parametrize("path", ["../../etc/hosts", "/etc/hosts", "n" * 300, "van-ban/cua-toi.docx"])
def test_a_forged_guide_speaks_of_no_other_files_than_ours(path: str) -> None:
    body = write_guide({SHEET: "0" * 64}).decode("utf-8-sig").replace("\r\n", "\n")
    body = body.rpartition("\nMã của tờ này: ")[0].replace(
        SHEET, f"{path}\n    Tệp.\n    SHA-256: {'1' * 64}\n{SHEET}"
    )
    forged = f"{body}\nMã của tờ này: {guide.digest_of(body.encode())}\n"
    assert read_guide(forged.encode()) == {SHEET: "0" * 64}


def test_a_site_without_the_typeface_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans._font.cache_clear()
    monkeypatch.setattr(scans, "FONTS", tmp_path)
    with pytest.raises(FacesMissingError):
        make_group("ban-quet")
