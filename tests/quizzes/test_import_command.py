"""``lms quizzes import``: what it prints, what it writes, what it refuses, and how it ends."""

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from sqlalchemy import select

from lms.app import create_app
from lms.banks.cli import group
from lms.banks.cli.telling import Progress
from lms.banks.models import BankDraft, DraftQuestion
from lms.banks.services import keeping
from lms.core.people import Role
from lms.core.questions import parse_bank
from lms.db import db
from lms.quizzes.queries import find_bank, get_current_bank
from tests.conftest import make_settings
from tests.core.questions.banks import EXAMPLE, render
from tests.factories import Site

PAPER = "Câu 1: Một cộng một bằng mấy?\nA. 1\n*B. 2\nCâu 2. Thủ đô là gì?\nA. Huế\n*B. Hà Nội\n"
UNSURE = PAPER + "Câu 3: Chưa có đáp án?\nA. Có\nB. Không\n"
GIFT = "::Một:: Thủ đô? {=Hà Nội ~Huế #không phải}\n"
HALF = "---\nid: nua\ntitle: Nửa\n---\n## Đủ {#du}\n- (x) a\n- ( ) b\n## Thiếu {#thieu}\n- ( ) a\n- ( ) b\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return written(tmp_path / "De so 1.txt", PAPER)


@pytest.fixture
def unsure(tmp_path: Path) -> Path:
    return written(tmp_path / "chua-chac.txt", UNSURE)


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def run(site: Site, *arguments: object) -> Result:
    """Run the command as the shell would; a traceback fails the test."""
    with site.app.app_context():
        result = CliRunner().invoke(group, ["import", *(str(each) for each in arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def plan(site: Site, *arguments: object) -> tuple[dict, int]:
    result = run(site, *arguments, "--dry-run", "--json")
    assert result.stderr == ""
    return json.loads(result.stdout), result.exit_code


def test_a_dry_run_lists_each_question_and_succeeds_where_all_are_ready(site: Site, paper: Path) -> None:
    result = run(site, paper, "--dry-run")
    assert "dòng 1: single: dùng được: Câu 1: Một cộng một bằng mấy?" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("2 câu: 2 câu dùng được, 0 câu cần thầy cô xem")
    assert result.exit_code == 0


def test_a_dry_run_needs_no_database_and_writes_nothing(tmp_path: Path, paper: Path) -> None:
    app = create_app(make_settings(tmp_path / "instance", f"sqlite:///{tmp_path}/absent/none.sqlite3"))
    before = sorted(tmp_path.rglob("*"))
    assert run(Site(app), paper, "--dry-run").exit_code == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_a_question_without_a_key_is_a_draft_and_the_command_ends_in_one(site: Site, unsure: Path) -> None:
    found, status = plan(site, unsure)
    assert status == 1
    assert [each["status"] for each in found["questions"]] == ["ready", "ready", "draft"]
    problem = next(each for each in found["problems"] if each["question"] == 2)
    assert problem["where"]
    assert problem["message"]
    assert problem["mend"]


def test_json_says_a_choice_in_plain_words(site: Site, tmp_path: Path) -> None:
    found, status = plan(site, written(tmp_path / "a.gift", GIFT))
    question = found["questions"][0]
    assert (status, found["problems"]) == (0, [])
    assert (question["type"], question["stem"], question["status"]) == ("single", "Thủ đô?", "ready")
    assert question["options"] == [
        {"text": "Hà Nội", "fraction": 1, "feedback": ""},
        {"text": "Huế", "fraction": 0, "feedback": "không phải"},
    ]
    assert question["markdown"].startswith("## Thủ đô?")


def test_json_says_every_type_of_the_example_bank(site: Site, tmp_path: Path) -> None:
    found, status = plan(site, written(tmp_path / "ky-so-co-ban.md", EXAMPLE))
    by_id = {each["id"]: each for each in found["questions"]}
    assert status == 0
    assert [option["fraction"] for option in by_id["ds"]["options"]] == [1, 0, 1, 0]
    assert by_id["so-dv"]["answers"] == [{"text": "2803 ± 0", "fraction": 1, "feedback": ""}]
    assert by_id["ghep"]["pairs"][0] == {"left": "OTP", "right": "mã dùng một lần"}
    assert [option["text"] for option in by_id["thu-tu"]["options"]] == ["Chọn tệp", "Bấm Ký số"]
    assert by_id["otp"]["hints"] == [{"text": "OTP giống chìa khóa nhà.", "penalty": 0}]
    assert (by_id["otp"]["pool"], by_id["lua-dao"]["points"]) == ("An toàn", 2)


def test_a_half_written_bank_gives_each_problem_with_its_line(site: Site, tmp_path: Path) -> None:
    found, status = plan(site, written(tmp_path / "nua.md", HALF))
    assert status == 1
    assert [(each["where"], each["question"]) for each in found["problems"]] == [("dòng 8", 1)]
    assert [each["status"] for each in found["questions"]] == ["ready", "draft"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("khong-co.docx", None),
        ("hong.docx", b"PK\3\4 hong"),
        ("hinh.docx", b"\x89PNG\r\n\x1a\n" + b"0" * 50),
        ("trong.txt", b""),
        ("la.bin", bytes(range(256))),
        ("chao.txt", "xin chào\n".encode()),
        ("rong.md", b"---\nid: a\n---\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_still_json_with_a_problem(
    site: Site, tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        written(tmp_path / name, content)
    found, status = plan(site, tmp_path / name)
    assert (found["questions"], status) == ([], 1)
    assert found["problems"][0]["message"]


def test_a_folder_is_no_file(site: Site, tmp_path: Path) -> None:
    assert plan(site, tmp_path)[1] == 1


def test_problems_are_said_in_english_when_asked(site: Site, tmp_path: Path) -> None:
    found, _ = plan(site, tmp_path / "none.docx", "--lang", "en")
    assert found["problems"][0]["message"].startswith("This file cannot be opened")


def test_a_word_file_is_recognised_by_what_it_holds(site: Site, tmp_path: Path) -> None:
    document = Document()
    for line in ("Câu 1: Một cộng một?", "A. 1", "*B. 2"):
        document.add_paragraph(line)
    document.save(str(tmp_path / "de-khong-duoi"))
    found, status = plan(site, tmp_path / "de-khong-duoi")
    assert (status, [each["stem"] for each in found["questions"]]) == (0, ["Một cộng một?"])


def test_a_zip_with_one_bank_is_that_bank_and_one_with_several_is_refused(site: Site, tmp_path: Path) -> None:
    packed = tmp_path / "goi.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("quizzes/ky-so-co-ban.md", EXAMPLE)
    assert plan(site, packed)[1] == 0
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("quizzes/khac.md", EXAMPLE)
    found, status = plan(site, packed)
    assert (found["questions"], status) == ([], 1)
    assert "2 tệp" in found["problems"][0]["message"]


def test_the_first_option_is_right_only_where_that_is_said(site: Site, tmp_path: Path) -> None:
    path = written(tmp_path / "de.txt", "Câu 1: Hỏi?\nA. một\nB. hai\nCâu 2: Nữa?\nA. ba\nB. bốn\n")
    assert plan(site, path)[1] == 1
    found, status = plan(site, path, "--first-is-right")
    assert status == 0
    assert [[option["fraction"] for option in each["options"]] for each in found["questions"]] == [
        [1, 0],
        [1, 0],
    ]


def test_a_named_format_decides_how_a_file_is_read(site: Site, tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", GIFT)
    assert plan(site, path, "--format", "gift")[1] == 0
    assert plan(site, path, "--format", "aiken")[1] == 1


def test_output_writes_a_bank_that_compiles(site: Site, paper: Path, tmp_path: Path) -> None:
    target = tmp_path / "ra.md"
    result = run(site, paper, "--output", target)
    bank, problems = parse_bank(target.read_bytes(), "ra.md", render)
    assert (result.exit_code, problems) == (0, ())
    assert bank is not None
    assert (bank.id, bank.title, len(bank.questions)) == ("de-so-1", "De so 1", 2)


def test_output_keeps_what_is_unsure_to_be_mended_by_hand(site: Site, unsure: Path, tmp_path: Path) -> None:
    assert run(site, unsure, "--output", tmp_path / "ra.md").exit_code == 1
    bank, problems = parse_bank((tmp_path / "ra.md").read_bytes(), "ra.md", render)
    assert bank is None
    assert [each.code for each in problems] == ["single-key"]


def test_publishing_makes_a_bank_of_the_files_name_once(site: Site, paper: Path) -> None:
    assert "“de-so-1” với 2 câu" in run(site, paper, "--publish").stdout
    assert "Không có gì thay đổi." in run(site, paper, "--publish").stdout
    with site.app.app_context():
        assert len(get_current_bank("de-so-1").questions) == 2


def test_nothing_is_published_while_a_question_is_unsure(site: Site, unsure: Path) -> None:
    result = run(site, unsure, "--publish")
    assert result.exit_code == 1
    assert "Chưa đăng gì" in result.stderr
    with site.app.app_context():
        assert find_bank("chua-chac") is None


def test_what_is_ready_is_published_when_that_is_asked_for(site: Site, unsure: Path) -> None:
    assert run(site, unsure, "--publish", "--only-ready").exit_code == 1
    with site.app.app_context():
        assert len(get_current_bank("chua-chac").questions) == 2


def test_a_draft_is_kept_for_the_trainer_that_is_named(site: Site, unsure: Path) -> None:
    trainer = site.person(role=Role.TRAINER)
    result = run(site, unsure, "--as", trainer.phone)
    assert result.exit_code == 1
    assert trainer.full_name in result.stdout
    with site.app.app_context():
        draft = db.session.scalars(select(BankDraft)).one()
        rows = db.session.scalars(
            select(DraftQuestion.status)
            .where(DraftQuestion.draft_id == draft.id)
            .order_by(DraftQuestion.position)
        ).all()
        assert (draft.user_id, draft.file_name, draft.format) == (trainer.id, "chua-chac.txt", "text")
        assert rows == ["ready", "ready", "draft"]


@pytest.mark.parametrize("role", [None, Role.COORDINATOR])
def test_no_draft_is_kept_for_somebody_who_writes_no_banks(
    site: Site, paper: Path, role: Role | None
) -> None:
    person = site.person(role=role)
    result = run(site, paper, "--as", person.phone)
    assert (result.exit_code, person.phone in result.stderr) == (2, True)
    with site.app.app_context():
        assert db.session.scalars(select(BankDraft)).all() == []


@pytest.mark.parametrize("options", [(), ("--publish", "--as", "0900000000")])
def test_it_has_to_be_said_where_the_questions_go(site: Site, paper: Path, options: tuple[str, ...]) -> None:
    result = run(site, paper, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--dry-run" in result.stderr


def test_help_says_what_the_exit_status_means(site: Site) -> None:
    shown = " ".join(run(site, "--help").stdout.split())
    assert "Exit status: 0 if every question is ready; 1 if one is unsure" in shown


def test_progress_is_shown_to_somebody_who_looks_and_to_nobody_else(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.app.test_request_context():
        Progress(2)(2)
        assert capsys.readouterr().err == ""
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        progress = Progress(120)
        for done in range(1, 121):
            progress(done)
    assert [line.strip() for line in capsys.readouterr().err.split("\r") if line.strip()] == [
        "Đang dựng: 50/120 câu",
        "Đang dựng: 100/120 câu",
        "Đang dựng: 120/120 câu",
    ]


def test_no_device_is_replaced_by_a_file(site: Site, paper: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    result = run(site, paper, "--output", pipe)
    assert result.exit_code == 2
    assert "pipe.md" in result.stderr
    assert pipe.is_fifo()


def test_a_place_that_cannot_be_written_is_named(site: Site, paper: Path) -> None:
    result = run(site, paper, "--output", paper / "trong-mot-tep.md")
    assert result.exit_code == 2
    assert "De so 1.txt" in result.stderr


def test_a_name_in_another_encoding_is_only_a_name(site: Site, tmp_path: Path) -> None:
    odd = written(tmp_path / os.fsdecode(b"de\xff\xfe.txt"), PAPER)
    target = tmp_path / "de.md"
    assert run(site, odd, "--output", target).exit_code == 0
    assert "title: de\n" in target.read_text("utf-8")


def test_a_trainer_without_room_for_a_draft_is_told(
    site: Site, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = site.person("Lê Thị Lan", role=Role.TRAINER)
    monkeypatch.setattr(keeping, "MOST_DRAFTS", 0)
    result = run(site, paper, "--as", trainer.phone)
    assert result.exit_code == 2
    assert "đã đủ chỗ" in result.stderr
