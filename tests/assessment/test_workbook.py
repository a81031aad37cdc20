"""The table as Excel: the same people, every answer on a second page, and nothing that can calculate."""

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest

from lms.assessment.queries import results
from tests.assessment.makers import RESULTS, essay_of, other_trainer, school
from tests.assessment.test_void import void_path
from tests.factories import Site

BOOK = f"{RESULTS}.xlsx"
HOSTILE = ('=HYPERLINK("http://x","y")', "+1", "-2", "@x", "\tđầu dòng", "＝1+1", "=cmd|' /C calc'!A0")


def sheets(answer: Any) -> list[list[tuple[Any, ...]]]:
    """Return the rows of each page below its headings."""
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return [[tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=5)] for sheet in book]


def test_people_first_then_every_question(site: Site) -> None:
    here = school(site)
    essay_of(here.learner("Nguyễn Thị Hòa"))
    here.mark(here.learners[0], "3", "1")
    essay_of(here.learner("Vũ Thị Lý"), text="", right=False)
    answer = here.get(BOOK)
    assert answer.status_code == 200
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    people, answers = sheets(answer)
    assert [row[:6] for row in people] == [
        ("Nguyễn Thị Hòa", "THCS Sông Cầu", 1, 0.85, "đạt", None),
        ("Vũ Thị Lý", "THCS Sông Cầu", 1, 0, "chưa", None),
    ]
    assert [(row[0], *row[2:10]) for row in answers] == [
        ("Nguyễn Thị Hòa", 1, "Đã chấm", 1, "Ai được biết mã OTP?", "Chỉ mình tôi", 2, 2, "Đúng"),
        (
            "Nguyễn Thị Hòa",
            1,
            "Đã chấm",
            2,
            "Kể một lần thầy cô giúp đồng nghiệp.",
            "Tuần trước tôi chỉ cô Lý ký số.",
            4,
            5,
            "Đúng một phần",
        ),
        ("Vũ Thị Lý", 1, "Đã chấm", 1, "Ai được biết mã OTP?", "Người hướng dẫn", 0, 2, "Chưa đúng"),
        ("Vũ Thị Lý", 1, "Đã chấm", 2, "Kể một lần thầy cô giúp đồng nghiệp.", None, None, 5, None),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_answers_that_look_like_formulas_are_inert(site: Site, text: str) -> None:
    here = school(site)
    essay_of(here.learner(text.strip()), text=text)
    answer = here.get(BOOK)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        pages = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert len(pages) == 2
    assert not any(re.search(rb"<(\w+:)?f[\s/>]", page) for page in pages)
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    written = book.worksheets[0]["A5"], book.worksheets[1]["G6"]
    for cell in written:
        assert cell.data_type == "s"
        assert cell.quotePrefix or cell.value == "đầu dòng"


def test_it_holds_whom_the_table_was_filtered_to(site: Site) -> None:
    here = school(site)
    essay_of(here.learner("Nguyễn Thị Hòa"))
    essay_of(here.learner("Vũ Thị Lý"), text="")
    people, _answers = sheets(here.get(f"{BOOK}?loc=cho-cham"))
    assert [row[0] for row in people] == ["Nguyễn Thị Hòa"]


def test_a_void_attempt_stays_in_the_record_without_counting(site: Site) -> None:
    here = school(site)
    who = essay_of(here.learner())
    here.post(void_path(who.token), reason="Làm hộ")
    people, answers = sheets(here.get(BOOK))
    assert people[0][2:5] == (0, None, "chưa")
    assert {row[3] for row in answers} == {"Đã hủy"}


def test_of_another_unit_it_is_empty(site: Site) -> None:
    here = school(site)
    essay_of(here.learner())
    people, answers = sheets(other_trainer(site).get(BOOK))
    assert people == answers == []


def test_learners_get_none(site: Site) -> None:
    assert school(site).learner().client.get(BOOK).status_code == 403


def test_a_second_page_that_was_cut_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    here = school(site)
    essay_of(here.learner())
    monkeypatch.setattr(results, "MOST_ANSWERS", 1)
    _people, answers = sheets(here.get(BOOK))
    assert len(answers) == 2
    assert str(answers[-1][0]).startswith("Danh sách dài quá nên tệp chỉ có một phần")
