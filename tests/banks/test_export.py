"""A bank as a file for other programs."""

from urllib.parse import unquote

import pytest

from lms.core.questions import parse_bank
from tests.banks.people import BANK, at_the_shelf, bank_text, refuse_all_but_trainers
from tests.content import publish
from tests.core.questions.banks import render
from tests.factories import Site
from tests.quizzes.makers import main_of

EXPORTS = f"{BANK}/tai-ve"
FILES = {
    "native": ("text/markdown; charset=utf-8", ".md"),
    "moodle": ("application/xml; charset=utf-8", ".xml"),
    "gift": ("text/plain; charset=utf-8", ".gift"),
    "aiken": ("text/plain; charset=utf-8", ".txt"),
    "kahoot": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
}


def test_each_format_says_whom_it_is_for_and_what_it_cannot_hold(site: Site) -> None:
    page = at_the_shelf(site).get(EXPORTS)
    said = main_of(page)
    for words in ("Moodle XML", "GIFT", "Aiken", "Kahoot", "Đề giấy", "Ghi được trọn vẹn."):
        assert words in said
    assert "Tệp nào cũng có đáp án." in said
    assert "chỗ không ghi được trong tệp này" in said
    aiken = said.partition("Aiken")[2].partition("Kahoot")[0]
    assert "Quận có bao nhiêu đoàn viên?" in aiken


@pytest.mark.parametrize("name", FILES)
def test_a_file_comes_with_its_type_and_the_banks_name(site: Site, name: str) -> None:
    answer = at_the_shelf(site).get(f"{EXPORTS}/{name}")
    content_type, suffix = FILES[name]
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Cache-Control"] == "no-store"
    said = answer.headers["Content-Disposition"]
    assert said.startswith(f'attachment; filename="kiem-tra-thu-nghiem{suffix}"')
    assert unquote(said.partition("filename*=UTF-8''")[2]) == f"Kiểm tra thử nghiệm{suffix}"
    assert answer.data


def test_the_native_file_is_the_same_bank_again(site: Site) -> None:
    answer = at_the_shelf(site).get(f"{EXPORTS}/native")
    again, problems = parse_bank(answer.data, "quizzes/thu-nghiem.md", render)
    before, _none = parse_bank(bank_text().encode(), "quizzes/thu-nghiem.md", render)
    assert again is not None, problems
    assert before is not None
    assert [each.id for each in again.questions] == [each.id for each in before.questions]
    assert [each.options for each in again.questions] == [each.options for each in before.questions]
    assert (again.id, again.title, again.pass_share) == (before.id, before.title, before.pass_share)


def test_a_format_that_is_not_offered_is_not_found(site: Site) -> None:
    assert at_the_shelf(site).get(f"{EXPORTS}/docx").status_code == 404


def test_only_trainers_export(site: Site) -> None:
    publish(site, bank=bank_text())
    refuse_all_but_trainers(site, EXPORTS)
    for name in FILES:
        refuse_all_but_trainers(site, f"{EXPORTS}/{name}")
