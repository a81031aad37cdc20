"""Mending a spreadsheet and checking a scan, as the learner sees it: the file out, the file in, what is said of it."""

import io

import pytest
from flask.testing import FlaskClient

from lms.core.archives import read_archive, write_archive
from lms.practice.queries import checking
from tests.content import publish
from tests.core.practice.scans import Sheet, pdf
from tests.factories import Site, post
from tests.practice.makers import submissions
from tests.practice.test_bombs import course_with

PATH = "/hoc/thu-nghiem/bai-hai/nhiem-vu/nv-tep"
HANDOUT = f"{PATH}/tep/bang-can-sua.xlsx"


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        checking, "PATIENCE_SECONDS", 60.0
    )  # other work on the machine is not the file's fault


def hand_in(client: FlaskClient, data: bytes, name: str, seen: int = 0) -> str:
    """Hand a file in and return the page that follows."""
    post(client, PATH, lan=str(seen), file=(io.BytesIO(data), name)).close()
    return client.get(PATH).text


def test_a_learner_gets_a_workbook_of_ones_own_and_reads_what_is_wrong_cell_by_cell(site: Site) -> None:
    publish(site, course_with("spreadsheet"))
    unit = site.unit("THCS Sông Cầu")
    learner, colleague = site.person("Nguyễn Thị Hoa", unit), site.person("Vũ Thị Lý", unit)
    client = site.client(learner)
    book = client.get(HANDOUT)
    assert book.status_code == 200
    assert book.headers["Content-Disposition"] == "attachment; filename=bang-can-sua.xlsx"
    assert client.get(HANDOUT).data == book.data
    assert site.client(colleague).get(HANDOUT).data != book.data
    page = hand_in(client, book.data, "bang.xlsx")
    assert "Còn 5 chỗ cần sửa" in page
    assert "phiếu số" in page
    (kept,) = submissions(site, learner)
    assert set(kept.payload["file"]) == {"name", "size", "sha256"}
    assert kept.state == "not_passed"


def test_somebody_elses_workbook_is_not_counted(site: Site) -> None:
    publish(site, course_with("spreadsheet"))
    unit = site.unit("THCS Sông Cầu")
    learner, colleague = site.person("Nguyễn Thị Hoa", unit), site.person("Vũ Thị Lý", unit)
    theirs = site.client(colleague).get(HANDOUT).data
    page = hand_in(site.client(learner), theirs, "bang.xlsx")
    said = page[page.index('id="ket-qua"') :].partition("</div>")[0]
    assert "Đây là bảng của một người khác" in said
    assert "Lần này không tính là chưa đạt" in said
    assert [one.state for one in submissions(site, learner)] == ["could_not_check"]


@pytest.mark.parametrize("kind", ["spreadsheet", "scan"])
def test_nothing_chosen_is_asked_for_and_is_no_try(site: Site, kind: str) -> None:
    publish(site, course_with(kind))
    learner = site.person("Nguyễn Thị Hoa", site.unit("THCS Sông Cầu"))
    answer = post(site.client(learner), PATH)
    assert answer.status_code == 422
    assert "Chưa chọn tệp nào." in answer.text
    assert submissions(site, learner) == []


def test_a_scan_is_told_line_by_line_and_a_good_one_passes(site: Site) -> None:
    publish(site, course_with("scan"))
    learner = site.person("Nguyễn Thị Hoa", site.unit("THCS Sông Cầu"))
    client = site.client(learner)
    assert "Giấy mời họp" in client.get(PATH).text
    page = hand_in(client, pdf(Sheet(pixels=(827, 1170), length=9), Sheet(length=9)), "quet.pdf")
    assert "Trang 1 chỉ có 100 dpi, cần từ 200 dpi" in page
    hand_in(client, pdf(Sheet(length=9), Sheet(length=9)), "quet.pdf", seen=1)
    assert submissions(site, learner)[-1].state == "passed"


def test_a_name_in_a_file_is_shown_as_text(site: Site) -> None:
    publish(site, course_with("spreadsheet"))
    learner = site.person("Nguyễn Thị Hoa", site.unit("THCS Sông Cầu"))
    client = site.client(learner)
    parts = read_archive(client.get(HANDOUT).data)
    sheet = parts["xl/worksheets/sheet1.xml"]
    cell = sheet.index(b'<c r="B5"')
    text = sheet.index(b"preserve", cell) + 10
    parts["xl/worksheets/sheet1.xml"] = sheet[:text] + b"&lt;script&gt;alert(1)&lt;/script&gt;" + sheet[text:]
    page = hand_in(client, write_archive(parts), "<b>bang</b>.xlsx")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
