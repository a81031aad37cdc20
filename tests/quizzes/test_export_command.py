"""``lms quizzes export``: a bank of the site or of a file, where it goes, and what is said beside it."""

import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from lms.banks.cli import group
from lms.core.questions import parse_bank
from tests.content import publish, small_course
from tests.core.questions.banks import EXAMPLE, render
from tests.factories import Site

WRONG = b"---\nid: sai\ntitle: Sai\n---\n## Thi\xe1\xba\xbfu {#thieu}\n- ( ) a\n- ( ) b\n"


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "ky-so-co-ban.md"
    path.write_bytes(EXAMPLE)
    return path


def run(site: Site, *arguments: object) -> Result:
    """Run the command as the shell would; a traceback fails the test."""
    with site.app.app_context():
        result = CliRunner().invoke(group, ["export", *(str(each) for each in arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_the_native_format_says_everything(site: Site, bank: Path) -> None:
    result = run(site, bank, "--format", "native")
    again, problems = parse_bank(result.stdout_bytes, "a.md", render)
    before, _ = parse_bank(EXAMPLE, "a.md", render)
    assert (result.exit_code, result.stderr) == (0, "")
    assert again is not None
    assert before is not None
    assert [each.options for each in again.questions] == [each.options for each in before.questions]
    assert [each.code for each in problems] == ["uneven-points"]


@pytest.mark.parametrize(
    ("format_name", "said"), [("gift", "Ai được biết mã OTP"), ("aiken", "ANSWER: A"), ("moodle", "<quiz>")]
)
def test_other_formats_print_the_file_and_say_beside_it_what_is_lost(
    site: Site, bank: Path, format_name: str, said: str
) -> None:
    result = run(site, bank, "--format", format_name)
    assert result.exit_code == 0
    assert said in result.stdout
    assert result.stderr
    assert all(line.partition(": ")[2] or "Moodle" in line for line in result.stderr.splitlines())


def test_moodle_xml_is_well_formed(site: Site, bank: Path) -> None:
    tree = ElementTree.fromstring(run(site, bank, "--format", "moodle").stdout_bytes)  # noqa: S314 - our own file
    assert tree.tag == "quiz"


def test_what_is_lost_is_said_in_english_when_asked(site: Site, bank: Path) -> None:
    spoken = {lang: run(site, bank, "--format", "aiken", "--lang", lang).stderr for lang in ("vi", "en")}
    assert len(spoken["vi"].splitlines()) == len(spoken["en"].splitlines())
    assert "Câu" not in spoken["en"]


def test_kahoot_is_a_workbook_for_a_file_and_never_for_the_screen(
    site: Site, bank: Path, tmp_path: Path
) -> None:
    refused = run(site, bank, "--format", "kahoot")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--output" in refused.stderr
    target = tmp_path / "ra.xlsx"
    assert run(site, bank, "--format", "kahoot", "--output", target).exit_code == 0
    assert load_workbook(io.BytesIO(target.read_bytes())).worksheets


def test_paper_is_one_page_of_html_with_its_key(site: Site, bank: Path, tmp_path: Path) -> None:
    target = tmp_path / "de.html"
    result = run(site, bank, "--format", "paper", "--output", target)
    page = target.read_text(encoding="utf-8")
    assert (result.exit_code, result.stdout) == (0, "")
    assert page.startswith("<!doctype html>")
    assert "Ai được biết mã OTP" in page


def test_a_bank_of_the_site_is_exported_by_its_id(site: Site) -> None:
    publish(site, small_course())
    result = run(site, "thu-nghiem", "--format", "native")
    assert result.exit_code == 0
    assert "id: thu-nghiem" in result.stdout


def test_a_bank_that_the_site_does_not_have_is_said_in_one_sentence(site: Site) -> None:
    result = run(site, "khong-co", "--format", "gift")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "khong-co" in result.stderr


def test_a_file_that_is_not_there_is_said_in_one_sentence(site: Site, tmp_path: Path) -> None:
    assert run(site, tmp_path / "khong-co.md", "--format", "gift").exit_code == 2


def test_a_bank_with_errors_is_not_written_and_each_error_has_its_line(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "sai.md"
    path.write_bytes(WRONG)
    result = run(site, path, "--format", "gift", "--output", tmp_path / "ra.gift")
    assert result.exit_code == 1
    assert f"{path}:5: error:" in result.stderr
    assert not (tmp_path / "ra.gift").exists()
