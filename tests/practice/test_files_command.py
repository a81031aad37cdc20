"""``lms practice files``: what it writes, what it never writes over, and what it says when it cannot."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.exc import OperationalError

from lms.core.practice_files import GUIDE, make_group, read_guide
from lms.core.signing.identity import PRACTICE_ONLY
from lms.practice.cli import group
from tests.factories import Site
from tests.practice.lab import put_up_authority

COMMAND = "lms.practice.cli.files"
SHEET = "to-mau-quet.pdf"
PLAN = "van-ban/2026-09-07_ke-hoach_hop-cha-me-hoc-sinh.docx"
HOW_TO_SIGN = "lms practice-ca init"


def write(site: Site, *words: object) -> Result:
    with site.app.app_context():
        return CliRunner().invoke(group, ["files", *map(str, words)])


def write_documents(site: Site, folder: Path, *words: str) -> Result:
    return write(site, folder, "--only", "van-ban", *words)


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def told(folder: Path) -> dict[str, str]:
    read = read_guide((folder / GUIDE).read_bytes())
    assert read is not None
    return read


def test_a_new_folder_gets_everything_and_each_file_is_named(site: Site, tmp_path: Path) -> None:
    put_up_authority(site)
    result = write(site, tmp_path / "lop" / "tap")
    assert result.exit_code == 0, result.output
    found = held(tmp_path / "lop" / "tap")
    assert set(found) == {GUIDE, *told(tmp_path / "lop" / "tap")}
    assert len([path for path in found if path.startswith("da-ky/")]) == 5
    for path in found:
        assert f"\n{path}  " in f"\n{result.output}"
    assert "29" in result.output.splitlines()[-1]


def test_made_again_everything_is_the_same(site: Site, tmp_path: Path) -> None:
    put_up_authority(site)
    write(site, tmp_path)
    first = held(tmp_path)
    assert write(site, tmp_path).exit_code == 0
    assert held(tmp_path) == first


def test_without_an_authority_the_rest_is_written_and_one_line_says_how_to_make_it(
    site: Site, tmp_path: Path
) -> None:
    result = write(site, tmp_path)
    assert result.exit_code == 1
    assert len([line for line in result.output.splitlines() if HOW_TO_SIGN in line]) == 1
    assert not (tmp_path / "da-ky").exists()
    assert (tmp_path / SHEET).is_file()
    assert HOW_TO_SIGN in (tmp_path / GUIDE).read_text(encoding="utf-8-sig")


def test_the_signed_files_alone_without_an_authority_are_nothing(site: Site, tmp_path: Path) -> None:
    result = write(site, tmp_path / "moi", "--only", "da-ky")
    assert result.exit_code == 2
    assert HOW_TO_SIGN in result.output
    assert not (tmp_path / "moi").exists()


def test_an_authority_of_another_secret_is_said(site: Site, tmp_path: Path) -> None:
    put_up_authority(site, "another secret, of 32 characters!")
    result = write(site, tmp_path, "--only", "to-mau-quet", "--only", "da-ky")
    assert result.exit_code == 1
    assert "LMS_SECRET_KEY" in result.output
    assert (tmp_path / SHEET).is_file()


def test_a_database_that_does_not_answer_costs_only_the_signed_files(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_secret: str) -> None:
        raise OperationalError("select", {}, OSError("gone"))

    monkeypatch.setattr(f"{COMMAND}.open_signers", refuse)
    result = write(site, tmp_path, "--only", "to-mau-quet", "--only", "da-ky")
    assert result.exit_code == 1
    assert "lms doctor" in result.output
    assert (tmp_path / SHEET).is_file()


def test_one_group_can_be_written_alone_and_the_guide_goes_on_telling_of_the_others(
    site: Site, tmp_path: Path
) -> None:
    assert write(site, tmp_path, "--only", "to-mau-quet").exit_code == 0
    assert set(held(tmp_path)) == {SHEET, GUIDE}
    assert write_documents(site, tmp_path).exit_code == 0
    assert set(told(tmp_path)) == {SHEET, *make_group("van-ban")}
    (tmp_path / SHEET).unlink()
    write_documents(site, tmp_path)
    assert set(told(tmp_path)) == set(make_group("van-ban"))


def test_an_unknown_group_is_refused(site: Site, tmp_path: Path) -> None:
    assert write(site, tmp_path, "--only", "khac").exit_code == 2
    assert held(tmp_path) == {}


@pytest.mark.parametrize("there", [PLAN, GUIDE])
def test_what_somebody_else_made_is_not_written_over(site: Site, tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_bytes(b"Cua toi")
    result = write_documents(site, tmp_path)
    assert result.exit_code == 2
    assert f"  {there}\n" in result.output
    assert "--force" in result.output
    assert held(tmp_path) == {there: b"Cua toi"}


def test_what_a_trainer_changed_is_not_written_over(site: Site, tmp_path: Path) -> None:
    write_documents(site, tmp_path)
    (tmp_path / PLAN).write_bytes(b"Da sua cho lop toi")
    before = held(tmp_path)
    result = write_documents(site, tmp_path)
    assert result.exit_code == 2
    assert PLAN in result.output
    assert held(tmp_path) == before


def test_force_writes_over_both(site: Site, tmp_path: Path) -> None:
    (tmp_path / "van-ban").mkdir()
    (tmp_path / PLAN).write_bytes(b"Cua toi")
    (tmp_path / GUIDE).write_bytes(b"Ghi chu")
    assert write_documents(site, tmp_path, "--force").exit_code == 0
    assert (tmp_path / PLAN).read_bytes() == make_group("van-ban")[PLAN]
    assert set(told(tmp_path)) == set(make_group("van-ban"))


def test_what_an_earlier_version_made_is_brought_up_to_date(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{COMMAND}.make_group", lambda _name: {PLAN: b"Ban cu"})
    assert write_documents(site, tmp_path).exit_code == 0
    monkeypatch.undo()
    assert write_documents(site, tmp_path).exit_code == 0
    assert (tmp_path / PLAN).read_bytes() == make_group("van-ban")[PLAN]


def test_a_link_is_not_followed_to_somebody_s_file(site: Site, tmp_path: Path) -> None:
    (tmp_path / "cua-toi.pdf").write_bytes(make_group("to-mau-quet")[SHEET])
    (tmp_path / "tap").mkdir()
    (tmp_path / "tap" / SHEET).symlink_to(tmp_path / "cua-toi.pdf")
    assert write(site, tmp_path / "tap", "--only", "to-mau-quet").exit_code == 2


@pytest.mark.parametrize("link", [SHEET, GUIDE])
def test_a_link_in_place_of_a_file_s_beginning_is_not_followed(site: Site, tmp_path: Path, link: str) -> None:
    (tmp_path / "cua-toi.txt").write_text("Cua toi")
    (tmp_path / "tap").mkdir()
    (tmp_path / "tap" / f".{link}.part").symlink_to(tmp_path / "cua-toi.txt")
    assert write(site, tmp_path / "tap", "--only", "to-mau-quet").exit_code == 0
    assert (tmp_path / "cua-toi.txt").read_text() == "Cua toi"
    assert not (tmp_path / "tap" / link).is_symlink()


def test_what_a_killed_run_left_is_cleared_away_whatever_it_is(site: Site, tmp_path: Path) -> None:
    (tmp_path / f".{GUIDE}.part").write_bytes(b"TEP THUC")
    os.mkfifo(tmp_path / f".{SHEET}.part")  # to write into it would be to wait for a reader
    assert write(site, tmp_path, "--only", "to-mau-quet").exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {SHEET, GUIDE}


def test_a_folder_that_cannot_be_looked_into_is_said(site: Site, tmp_path: Path) -> None:
    result = write(site, tmp_path / ("n" * 300), "--only", "to-mau-quet")
    assert result.exit_code == 2
    assert "Không đọc hoặc không ghi được" in result.output


def test_a_file_in_place_of_the_folder_is_said(site: Site, tmp_path: Path) -> None:
    (tmp_path / "tap").write_text("Toi la tep")
    result = write_documents(site, tmp_path / "tap", "--force")
    assert result.exit_code == 2
    assert "không phải thư mục" in result.output
    assert (tmp_path / "tap").read_text() == "Toi la tep"


def test_a_folder_in_place_of_a_file_is_said_whatever_is_forced(site: Site, tmp_path: Path) -> None:
    (tmp_path / SHEET).mkdir()
    result = write(site, tmp_path, "--only", "to-mau-quet", "--force")
    assert result.exit_code == 2
    assert "là thư mục" in result.output
    assert held(tmp_path) == {}


def test_a_folder_that_cannot_be_written_to_is_said_and_nothing_half_stays(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullDisk(io.FileIO):
        def write(self, data: object) -> int:
            super().write(b"%PDF")
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", lambda path, mode: FullDisk(path, mode.replace("b", "")))
    result = write(site, tmp_path, "--only", "to-mau-quet")
    assert result.exit_code == 2
    assert SHEET in result.output
    assert held(tmp_path) == {}


def test_it_speaks_english_when_asked(site: Site, tmp_path: Path) -> None:
    result = write(site, tmp_path, "--only", "to-mau-quet", "--lang", "en")
    assert "Read DOC-TRUOC.txt" in result.output
    refused = write(site, tmp_path / SHEET, "--only", "to-mau-quet", "--lang", "en")
    assert "is not a folder" in refused.output


def test_the_class_can_be_sent_the_zip(site: Site, tmp_path: Path) -> None:
    write(site, tmp_path, "--only", "dat-ten")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "dat-ten.zip").read_bytes())) as packed:
        assert packed.testzip() is None
    assert PRACTICE_ONLY in (tmp_path / GUIDE).read_text(encoding="utf-8-sig")
