"""A bank as a file for other programs."""

from urllib.parse import unquote

import pytest

from lms.banks.queries import exporting
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


def test_each_format_says_whom_it_is_for(site: Site) -> None:
    said = main_of(at_the_shelf(site).get(EXPORTS))
    for words in ("Moodle XML", "GIFT", "Aiken", "Kahoot", "Đề giấy", "mà giữ được nhiều nhất"):
        assert words in said


def test_what_will_not_fit_is_said_before_the_download(site: Site) -> None:
    client = at_the_shelf(site)
    aiken = main_of(client.get(f"{EXPORTS}/aiken"))
    assert "chỗ không ghi được trong tệp này" in aiken
    assert "Quận có bao nhiêu đoàn viên?" in aiken
    assert "Tệp này có đáp án." in aiken
    assert "Ghi được trọn vẹn." in main_of(client.get(f"{EXPORTS}/native"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_comes_with_its_type_and_the_banks_name(site: Site, name: str) -> None:
    answer = at_the_shelf(site).get(f"{EXPORTS}/{name}/tep")
    content_type, suffix = FILES[name]
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Cache-Control"] == "no-store"
    said = answer.headers["Content-Disposition"]
    assert said.startswith(f'attachment; filename="kiem-tra-thu-nghiem{suffix}"')
    assert unquote(said.partition("filename*=UTF-8''")[2]) == f"Kiểm tra thử nghiệm{suffix}"
    assert answer.data


def test_the_native_file_is_the_same_bank_again(site: Site) -> None:
    answer = at_the_shelf(site).get(f"{EXPORTS}/native/tep")
    assert answer.text == bank_text()
    again, problems = parse_bank(answer.data, "quizzes/thu-nghiem.md", render)
    before, _none = parse_bank(bank_text().encode(), "quizzes/thu-nghiem.md", render)
    assert again is not None, problems
    assert before is not None
    assert [each.id for each in again.questions] == [each.id for each in before.questions]
    assert [each.options for each in again.questions] == [each.options for each in before.questions]
    assert (again.id, again.title, again.pass_share) == (before.id, before.title, before.pass_share)


def test_a_format_that_is_not_offered_is_not_found(site: Site) -> None:
    client = at_the_shelf(site)
    assert client.get(f"{EXPORTS}/docx").status_code == 404
    assert client.get(f"{EXPORTS}/docx/tep").status_code == 404


def test_only_trainers_export(site: Site) -> None:
    publish(site, bank=bank_text())
    refuse_all_but_trainers(site, EXPORTS)
    for name in FILES:
        refuse_all_but_trainers(site, f"{EXPORTS}/{name}")
        refuse_all_but_trainers(site, f"{EXPORTS}/{name}/tep")


def test_an_export_that_takes_too_long_is_stopped_with_a_sentence(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = at_the_shelf(site)

    def slow(*_work: object, **_limits: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(exporting.markup, "limited", slow)
    for tail in ("/moodle", "/moodle/tep"):
        answer = client.get(f"{EXPORTS}{tail}")
        assert answer.status_code == 503
        assert "lms quizzes export" in main_of(answer)
    assert client.get(f"{EXPORTS}/native/tep").status_code == 200
