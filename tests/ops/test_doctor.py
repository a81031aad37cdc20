"""``lms doctor``: nothing to say of a good site; of a bad one, the name of the trouble and its mend."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.accounts.models import LoginSession
from lms.app import create_app
from lms.authoring.queries import Content, compile_content
from lms.authoring.services import keep_upload, publish, store_media
from lms.cli.backups import DATABASE
from lms.cli.database import tidy
from lms.cli.doctor import Check, doctor, examine, installation
from lms.core.completion import Verb
from lms.courses.models import Course
from lms.credentials.models import Certificate
from lms.db import db, unit_of_work
from lms.practice.models import EvidenceFile, Submission
from lms.progress.services import record
from tests.conftest import make_settings
from tests.core.markup.folders import picture
from tests.ops.running import run

COURSE = "c-thai-nguyen"
OLD = datetime(2025, 3, 1, tzinfo=UTC)


def settings_of(instance: Path, **changes: Any) -> Any:
    return replace(make_settings(instance, f"sqlite:///{instance / DATABASE}"), **changes)


@contextmanager
def site_at(instance: Path, **changes: Any) -> Iterator[Flask]:
    app = create_app(settings_of(instance, **changes))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def working(instance: Path) -> Iterator[None]:
    """A unit of work on the site's database."""
    with site_at(instance), unit_of_work():
        yield


def examined(instance: Path, is_quick: bool = False, **changes: Any) -> dict[str, Check]:
    """Return the checks by name."""
    with site_at(instance, **changes) as app:
        checks = list(examine(app, is_quick))
    named = {check.name: check for check in checks}
    assert len(named) == len(checks)
    return named


def bad(instance: Path, **changes: Any) -> set[str]:
    return {name for name, check in examined(instance, **changes).items() if check.is_bad}


def notes(instance: Path) -> set[str]:
    return {name for name, check in examined(instance).items() if not check.is_well and not check.is_grave}


def change(instance: Path, *statements: str) -> None:
    """Write to the database behind the site's back."""
    with closing(sqlite3.connect(instance / DATABASE)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def report(instance: Path, *arguments: str) -> tuple[int, str]:
    with site_at(instance):
        result = CliRunner().invoke(doctor, arguments)
    return result.exit_code, result.output


def test_a_good_site_passes_every_check_and_each_has_a_mend(instance: Path) -> None:
    checks = examined(instance)
    assert [check.line for check in checks.values() if not check.is_well] == []
    assert len(checks) >= 45
    assert all(check.mend for check in checks.values())


def test_the_command_ends_well_on_a_good_site(instance: Path) -> None:
    code, output = report(instance)
    assert (code, output.splitlines()[-1]) == (0, "all is well")


def test_the_command_ends_badly_with_name_and_mend_on_a_bad_one(instance: Path) -> None:
    change(instance, "UPDATE enrolments SET done_items = done_items + 1 WHERE id = 1")
    code, output = report(instance)
    assert code == 1
    assert "FAIL  stored progress equals the ledger" in output
    assert "→ run: lms progress rebuild" in output
    assert output.endswith("1 to mend\n")


def test_a_quick_look_leaves_the_long_checks_out(instance: Path) -> None:
    left_out = set(examined(instance)) - set(examined(instance, is_quick=True))
    assert left_out == {"database file is whole", "no broken reference", "stored progress equals the ledger"}


TAMPERED = [
    ("schema is up to date", "DELETE FROM alembic_version"),
    ("schema is known", "UPDATE alembic_version SET version_num = 'later'"),
    ("no broken reference", "UPDATE role_grants SET granted_by_id = 4711"),
    ("stored progress equals the ledger", "UPDATE enrolments SET next_key = 'khac'"),
    ("stored progress equals the ledger", "DELETE FROM enrolments WHERE id = 1"),
    ("courses are published", "UPDATE courses SET status = 'draft'"),
    ("every quiz has its bank", "UPDATE banks SET current_revision_id = NULL"),
    ("no demo people among real ones", "UPDATE users SET is_demo = 0 WHERE id = 1"),
    ("an admin can sign in", "UPDATE role_grants SET revoked_at = granted_at WHERE role = 'admin'"),
    ("every unit is where its path says", "UPDATE units SET path = '/7/' WHERE id = 2"),
    ("every unit is where its path says", "UPDATE units SET parent_id = 3 WHERE id = 2"),
]


@pytest.mark.parametrize(("name", "statement"), TAMPERED)
def test_a_database_that_was_tampered_with_is_told_by_name(instance: Path, name: str, statement: str) -> None:
    change(instance, statement)
    assert bad(instance) == {name}


NOTED = [
    ("everybody belongs to a unit", "UPDATE memberships SET to_on = '2026-11-20' WHERE user_id = 9"),
    (
        "no role is held by a closed account",
        "UPDATE users SET closed_at = created_at WHERE full_name = 'Lê Thị Lan'",
    ),
    (
        "every unit has an officer",
        "UPDATE role_grants SET revoked_at = granted_at WHERE role = 'coordinator'",
    ),
    (
        "every pair is of two people who are here",
        "UPDATE users SET closed_at = created_at WHERE full_name = 'Đỗ Văn Hùng'",
    ),
]


@pytest.mark.parametrize(("name", "statement"), NOTED)
def test_what_is_worth_knowing_is_a_note_and_fails_nothing(instance: Path, name: str, statement: str) -> None:
    if name == "every unit has an officer":
        change(instance, "UPDATE role_grants SET unit_id = 2 WHERE role = 'admin'")
    change(instance, statement)
    assert notes(instance) == {name}
    assert report(instance)[0] == 0


def test_content_that_cannot_be_read_is_told_and_does_not_end_the_report(instance: Path) -> None:
    change(instance, "UPDATE course_revisions SET compiled = '{}'")
    assert {"the content", "the records"} == bad(instance)


def test_an_event_of_an_item_that_no_course_had_is_noted(instance: Path) -> None:
    with working(instance):
        course = db.session.scalars(select(Course).where(Course.slug == COURSE)).one()
        record(
            subject_id=1,
            actor_id=None,
            actor_kind="system",
            verb=Verb.WITHDRAWN,
            course_id=course.id,
            item_key="bai/khong-co",
            now=clock.now(),
            idempotency_key="x",
        )
    assert notes(instance) == {"every event is of a known item"}


def test_a_certificate_of_an_unfinished_course_is_noted(instance: Path) -> None:
    with working(instance):
        course = db.session.scalars(select(Course).where(Course.slug == COURSE)).one()
        db.session.add(
            Certificate(
                code="AAAA-BBBB-CCCC",
                user_id=1,
                course_id=course.id,
                revision_id=course.current_revision_id,
                full_name="",
                course_title="",
                skills=[],
                evidence={},
                completed_at=OLD,
                issued_at=OLD,
            )
        )
    assert notes(instance) == {"every certificate is of a finished course"}


def test_old_sign_in_traces_are_noted_until_they_are_tidied_away(instance: Path) -> None:
    with working(instance):
        for token, end in (("x", OLD), ("y", clock.now() + timedelta(days=1))):
            db.session.add(
                LoginSession(token_hash=token, user_id=1, method="password", created_at=OLD, expires_at=end)
            )
    assert notes(instance) == {"no sign-in traces over 90 days old"}
    with site_at(instance):
        assert CliRunner().invoke(tidy).output == "1 rows let go\n"
    assert notes(instance) == set()


def test_a_lesson_past_its_review_day_is_noted(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(days=4000))
    assert "no lesson is past its review day" in notes(instance)


def test_a_clock_that_went_back_is_told(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) - timedelta(days=2))
    assert bad(instance) == {"the clock is not behind what was written"}


@pytest.mark.parametrize(
    ("name", "check"), [("secret_key", "secret key is private"), ("demo.json", "demo passwords are private")]
)
def test_a_secret_that_others_can_read_is_told(instance: Path, name: str, check: str) -> None:
    (instance / name).chmod(0o644)
    found = examined(instance)[check]
    assert found.is_bad
    assert str(instance / name) in found.mend


def test_a_database_that_others_can_read_is_told(instance: Path) -> None:
    (instance / DATABASE).chmod(0o644)
    instance.chmod(0o755)
    assert bad(instance) == {"database is private"}


def test_a_site_that_was_never_set_up_is_told_and_looking_makes_nothing(tmp_path: Path) -> None:
    assert bad(tmp_path) == {"database file is there"}
    assert not (tmp_path / DATABASE).exists()


def test_a_file_that_is_no_database_is_told(instance: Path) -> None:
    (instance / DATABASE).write_bytes(b"khong phai co so du lieu" * 500)
    assert bad(instance) == {"database answers"}


@pytest.mark.parametrize(
    ("table", "name"), [("audit_entries", "database file is whole"), ("sqlite_schema", "database answers")]
)
def test_a_database_with_a_broken_page_is_told(instance: Path, table: str, name: str) -> None:
    with closing(sqlite3.connect(instance / DATABASE)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    content = bytearray((instance / DATABASE).read_bytes())
    start = (root[0] - 1) * 4096 if root else 100  # the first page begins with the file's own header
    content[start : start + 1000] = b"\x5a" * 1000
    (instance / DATABASE).write_bytes(bytes(content))
    assert name in bad(instance)


def test_settings_that_are_unsafe_together_are_told(instance: Path) -> None:
    assert bad(instance, site_url="https://hoc.example.vn") == {"the proxy that ends https is trusted"}
    assert bad(instance, proxies=1) == {"no proxy is trusted where there is none"}
    assert bad(instance, site_url="http://hoc.example.vn") == {
        "passwords travel encrypted, or stay on this machine"
    }
    assert bad(instance, site_url="https://hoc.example.vn", proxies=1) == set()


def test_a_server_that_is_not_installed_is_told(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "find_spec", lambda name: None)
    assert bad(instance, server="granian") == {"the server is installed"}


def test_a_full_disk_is_told(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(100, 99, 1))
    assert bad(instance) == {"there is room on the disk", "there is room for uploads on their way"}


def test_a_place_for_files_that_cannot_be_used_is_told(instance: Path) -> None:
    shutil.rmtree(instance / "files")
    (instance / "files").write_text("a file where a folder should be")
    assert "a file can be kept, read and removed" in bad(instance)


def test_fonts_and_shipped_folders_that_are_missing_are_told(
    instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "static", lambda: tmp_path)
    monkeypatch.setattr(installation, "SHIPPED", ("templates", "kho"))
    assert bad(instance) == {"fonts of pages and certificates", "shipped folder kho"}


@pytest.fixture
def photo(instance: Path) -> Path:
    """A photo that was handed in, and its row."""
    file = instance / "files" / "evidence" / ("0" * 32 + ".jpg")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"anh")
    with working(instance):
        course = db.session.scalars(select(Course).where(Course.slug == COURSE)).one()
        submission = Submission(
            user_id=1,
            course_id=course.id,
            item_key="x",
            revision_id=course.current_revision_id,
            number=1,
            kind="anh",
            state="passed",
            started_at=clock.now(),
        )
        db.session.add(submission)
        db.session.flush()
        db.session.add(
            EvidenceFile(
                id=file.stem,
                submission_id=submission.id,
                user_id=1,
                storage_name=f"evidence/{file.name}",
                pixels_sha256="x",
                width=1,
                height=1,
                size=3,
                created_at=clock.now(),
            )
        )
    return file


def test_a_photo_that_is_gone_is_told(instance: Path, photo: Path) -> None:
    assert bad(instance) == set()
    photo.unlink()
    assert bad(instance) == {"every photo that was handed in is there"}


def test_a_photo_kept_beyond_its_time_is_noted(instance: Path, photo: Path) -> None:
    change(instance, "UPDATE evidence_files SET delete_after = '2026-01-01 00:00:00'")
    assert notes(instance) == {"no photo is kept beyond its time"}


def test_a_file_that_no_row_knows_is_noted_once_no_upload_can_still_bring_the_row(
    instance: Path, photo: Path
) -> None:
    stray = photo.with_name("1" * 32 + ".jpg")
    stray.write_bytes(b"anh")
    assert notes(instance) == set()
    os.utime(stray, (0, 0))
    assert notes(instance) == {"no file that nobody knows"}


@pytest.fixture
def upload(instance: Path) -> Path:
    """An archive that waits for its trainer's decision, and its row."""
    file = instance / "files" / "uploads" / ("0" * 32 + ".zip")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"zip")
    with working(instance):
        keep_upload(1, "khoa.zip", f"uploads/{file.name}", {}, clock.now())
    os.utime(file, (0, 0))
    return file


def test_an_upload_that_waits_is_known_and_missed_when_its_file_is_gone(instance: Path, upload: Path) -> None:
    assert notes(instance) == set()
    upload.unlink()
    assert notes(instance) == {"every upload that waits is there"}


def test_an_upload_beyond_its_time_is_noted_and_so_is_a_file_without_a_row(
    instance: Path, upload: Path
) -> None:
    change(instance, "UPDATE course_uploads SET created_at = '2026-01-01 00:00:00'")
    assert notes(instance) == {"no upload is kept beyond its time"}
    change(instance, "DELETE FROM course_uploads")
    assert notes(instance) == {"no file that nobody knows"}


def test_a_picture_of_a_course_that_is_gone_is_told(instance: Path) -> None:
    pictures = list((instance / "files" / "media").iterdir())
    pictures[0].unlink()
    assert bad(instance) == {"pictures of courses are there"}


def test_a_size_of_a_picture_that_is_gone_is_told(instance: Path) -> None:
    course = (
        '---\nid: co-anh\ntitle: "Có ảnh"\nstatus: published\nminutes: 2\n---\n![Nút nguồn](media/nut.png)\n'
    )
    lesson = (
        '---\nid: mo\ntitle: "Mở"\nminutes: 2\n---\n## Bước 1. Bấm {#bam}\nThời gian: 2 phút\n\nBấm nút.\n'
    )
    files = {"course.md": course.encode(), "01-mo.md": lesson.encode(), "media/nut.png": picture()}
    content = Content({"co-anh": files})
    with site_at(instance) as app:
        compiled = compile_content(content, clock.now().date())
        assert compiled.errors == []
        store_media(compiled, app.extensions["storage"])
        with unit_of_work():
            publish(content, compiled, None, clock.now())
    assert bad(instance) == set()
    webp, *_ = (instance / "files" / "media").glob("*.webp")
    webp.unlink()
    assert bad(instance) == {"pictures of courses are there"}


def test_a_site_that_was_set_up_has_its_practice_authority(instance: Path) -> None:
    shown = run(instance, "practice-ca", "show")
    assert shown.returncode == 0
    assert shown.stdout.count("SHA-256") == 1
