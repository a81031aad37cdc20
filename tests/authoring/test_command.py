"""``lms content``: what it prints, where it points, what it writes, and how it ends."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.authoring.cli import group
from lms.authoring.cli import writing as writing_module
from lms.authoring.queries import reading
from lms.core.archives import write_archive
from lms.courses.queries import find_course
from lms.progress.services import finish_step
from tests.content import BANK, GLOSSARY, LESSON, publish, small_course
from tests.factories import NOW, Site

VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹĐ]", re.IGNORECASE)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A tree with the small course, its bank and the glossary."""
    for name, content in small_course().items():
        write(tmp_path / "courses" / "thu-nghiem" / name, content)
    write(tmp_path / "courses" / "glossary.md", GLOSSARY.encode())
    write(tmp_path / "quizzes" / "thu-nghiem.md", BANK.encode())
    return tmp_path


def write(path: Path, content: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    write(path, text.replace(before, after))


def run(site: Site, *arguments: object) -> Result:
    """Run the command as the shell would; a traceback fails the test."""
    with site.app.app_context():
        result = CliRunner().invoke(group, [str(each) for each in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def current(site: Site) -> str:
    """Return the short name of the published revision."""
    line = next(each for each in run(site, "revisions", "thu-nghiem").output.splitlines() if each[0] == "*")
    return line.split()[1]


def test_a_clean_tree_is_checked_with_one_line_and_success(site: Site, shelf: Path) -> None:
    result = run(site, "check", shelf)
    assert (result.exit_code, result.output) == (
        0,
        "1 khóa học, 1 ngân hàng câu hỏi: 0 lỗi, 0 lời nhắc\n",
    )
    assert run(site, "check", shelf, "--lang", "en").output == (
        "1 courses, 1 question banks: 0 errors, 0 warnings\n"
    )


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (".", ["courses/glossary.md", "courses/thu-nghiem/01-bai-mot.md", "quizzes/thu-nghiem.md"]),
        ("courses", ["courses/glossary.md", "courses/thu-nghiem/01-bai-mot.md"]),
        ("courses/thu-nghiem", ["courses/thu-nghiem/01-bai-mot.md"]),
        ("courses/thu-nghiem/", ["courses/thu-nghiem/01-bai-mot.md"]),
        ("courses/thu-nghiem/02-bai-hai.md", ["courses/thu-nghiem/01-bai-mot.md"]),
        ("./quizzes", ["quizzes/thu-nghiem.md"]),
        ("quizzes/thu-nghiem.md", ["quizzes/thu-nghiem.md"]),
        ("courses/glossary.md", ["courses/glossary.md"]),
        ("courses/../quizzes", ["courses/../quizzes/thu-nghiem.md"]),
    ],
)
def test_a_problem_names_the_file_as_it_was_given_so_that_an_editor_can_go_there(
    site: Site, shelf: Path, monkeypatch: pytest.MonkeyPatch, given: str, found: list[str]
) -> None:
    publish(site)
    change(shelf / "courses/thu-nghiem/01-bai-mot.md", "kind: practice", "kind: bua")
    change(shelf / "courses/glossary.md", "## mã OTP {#otp}", "## mã OTP {#otp}\n## mã {#Sai Mã}")
    change(shelf / "quizzes/thu-nghiem.md", "- (x) Đúng", "- ( ) Đúng")
    monkeypatch.chdir(shelf)
    result = run(site, "check", given)
    assert result.exit_code == 1
    named = re.findall(r"^(.+?):(\d+): (?:error|warning): .", result.output, re.MULTILINE)
    assert sorted({path for path, _line in named}) == found
    for path, line in named:
        assert 1 <= int(line) <= len(Path(path).read_text(encoding="utf-8").splitlines())


def test_an_absolute_path_stays_absolute(site: Site, shelf: Path) -> None:
    lesson = shelf / "courses/thu-nghiem/01-bai-mot.md"
    change(lesson, "kind: practice", "kind: bua")
    assert f"{lesson}:4: error: " in run(site, "check", shelf / "courses").output


def loop(folder: Path) -> Path:
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    return folder / "a"


def loop_inside(folder: Path) -> Path:
    write(folder / "khoa" / "course.md", "---\nid: khoa\n---\n")
    (folder / "khoa" / "media").symlink_to(folder / "khoa", target_is_directory=True)
    (folder / "khoa" / "01-a.md").symlink_to("/etc/hostname")
    return folder / "khoa"


def crowd(folder: Path) -> Path:
    write(folder / "khoa" / "course.md", "---\nid: khoa\n---\n")
    for number in range(10_000):
        (folder / "khoa" / f"{number}.md").touch()
    return folder / "khoa"


def crowd_of_banks(folder: Path) -> Path:
    for number in range(10_000):
        (folder / f"{number}.md").touch()
    return folder


def written(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        write(folder / name, content)
        return folder / name

    return make


def empty(folder: Path) -> Path:
    (folder / "trong").mkdir()
    return folder / "trong"


ODD_PLACES: dict[str, tuple[Callable[[Path], Path], int, str]] = {
    "nothing there": (lambda folder: folder / "nope", 2, "Không đọc được"),
    "links in a circle": (loop, 2, "Không đọc được"),
    "a link to the folder itself": (loop_inside, 1, "khoa/course.md:"),
    "an empty folder": (empty, 2, "Không thấy khóa học nào"),
    "a picture": (written("anh.png", b"\x89PNG"), 2, "không phải tệp .md"),
    "bytes called a bank": (written("cau-hoi.md", bytes(range(256))), 1, "cau-hoi.md:1: error:"),
    "an empty bank": (written("cau-hoi.md", b""), 1, "cau-hoi.md:1: error:"),
    "bytes called a zip": (written("khoa.zip", b"\0" * 50), 2, "không phải tệp zip"),
    "ten thousand lessons": (crowd, 2, "quá 2000 tệp"),
    "ten thousand banks": (crowd_of_banks, 2, "quá 2000 tệp"),
}


@pytest.mark.parametrize("name", ODD_PLACES)
def test_an_odd_place_is_one_sentence_and_never_a_traceback(site: Site, tmp_path: Path, name: str) -> None:
    make, status, sentence = ODD_PLACES[name]
    result = run(site, "check", make(tmp_path))
    assert (result.exit_code, sentence in result.output) == (status, True), result.output
    assert "Traceback" not in result.output


def test_a_file_that_may_not_be_read_is_named(
    site: Site, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(reading, "_bounded", refuse)
    result = run(site, "check", shelf)
    assert result.exit_code == 2
    assert "course.md" in result.output or "01-bai-mot.md" in result.output


def test_two_folders_of_one_name_are_not_silently_one(site: Site, shelf: Path) -> None:
    other = shelf / "khac" / "thu-nghiem"
    for name, content in small_course().items():
        write(other / name, content)
    result = run(site, "check", shelf, other)
    assert result.exit_code == 2
    assert "thu-nghiem" in result.output


def test_hidden_files_and_those_of_the_system_are_no_content(site: Site, shelf: Path) -> None:
    for name in (".DS_Store", ".git/config", "Thumbs.db", "__MACOSX/._course.md", "._01-bai-mot.md"):
        write(shelf / "courses/thu-nghiem" / name, b"\0\1")
    assert "0 lỗi, 0 lời nhắc" in run(site, "check", shelf).output


def test_usage_that_makes_no_sense_ends_with_two(site: Site, tmp_path: Path) -> None:
    for arguments in (
        ["export"],
        ["export", "a", "b", tmp_path / "c", "--revision", "0123456789ab"],
        ["check", "--lang", "fr"],
        ["stamp"],
        ["diff"],
        ["revisions", "khong-co"],
        ["republish", "khong-co", "0123456789ab"],
    ):
        assert run(site, *arguments).exit_code == 2, arguments


def test_publishing_reports_first_and_a_second_time_changes_nothing(site: Site, shelf: Path) -> None:
    plan = run(site, "publish", shelf, "--dry-run")
    assert plan.exit_code == 0
    assert "khóa học thu-nghiem: mới\n  mới 7: bai-mot/bam-nut, " in plan.output
    with site.app.app_context():
        assert find_course("thu-nghiem") is None
    assert "Đã đăng 3 thay đổi." in run(site, "publish", shelf).output
    again = run(site, "publish", shelf)
    assert again.output == (
        "khóa học thu-nghiem: không đổi\nngân hàng thu-nghiem: không đổi, 2 câu\nKhông có gì thay đổi.\n"
    )


def test_the_report_says_what_moves_and_whom_it_touches(site: Site, shelf: Path) -> None:
    publish(site)
    learner = site.person()
    with site.working():
        course = find_course("thu-nghiem")
        assert course is not None
        finish_step(learner.id, course.id, "bai-mot/bam-nut", NOW)
    lesson = shelf / "courses/thu-nghiem/01-bai-mot.md"
    change(lesson, "kind: practice", "kind: practice\non_update: ask\naliases: [mo-ung-dung -> mo-app]")
    change(lesson, "1. Bấm nút bên phải.", "1. Bấm nút bên trái.")
    change(lesson, "{#mo-ung-dung}", "{#mo-app}")
    change(lesson, "{#nv-tu-kiem}", "{#nv-khac}")
    change(shelf / "quizzes/thu-nghiem.md", "Màn hình sáng khi", "Màn hình bật khi")
    change(shelf / "courses/glossary.md", "không đọc", "đừng đọc")
    report = run(site, "publish", shelf, "--dry-run").output
    for line in (
        "  sửa 1: bai-mot/bam-nut\n",
        "  đổi id 1: bai-mot/mo-ung-dung -> bai-mot/mo-app\n",
        "  nghỉ 1: bai-mot/nv-tu-kiem\n",
        "  mới 1: bai-mot/nv-khac\n",
        "“bai-mot/nv-tu-kiem” có phải nay là “bai-mot/nv-khac”?",
        "  1 người đang học, 1 người đã làm phần có thay đổi\n",
        "  Bài 1. Mở máy: hỏi người học có muốn làm lại không\n",
        "ngân hàng thu-nghiem: thay đổi, 2 câu\n  sửa 1: sang\n",
        "từ điển: thay đổi\n  sửa 1: otp\n",
    ):
        assert line in report, report


def test_content_with_errors_is_not_published(site: Site, shelf: Path) -> None:
    change(shelf / "courses/thu-nghiem/01-bai-mot.md", "kind: practice", "kind: bua")
    result = run(site, "publish", shelf)
    assert result.exit_code == 1
    assert "chưa đăng gì" in result.output
    with site.app.app_context():
        assert find_course("thu-nghiem") is None


def test_in_english_nothing_but_the_content_is_vietnamese(site: Site, shelf: Path) -> None:
    publish(site)
    lesson = shelf / "courses/thu-nghiem/01-bai-mot.md"
    change(lesson, "1. Bấm nút bên phải.", "1. Bấm nút bên trái.")
    first = current(site)
    for arguments in (
        ["check", shelf],
        ["publish", shelf],
        ["revisions", "thu-nghiem"],
        ["republish", "thu-nghiem", first],
        ["republish", "thu-nghiem", first],
        ["republish", "thu-nghiem", "ffffffffffff"],
        ["export", shelf / "out"],
        ["export", shelf / "out.zip"],
        ["export", shelf / "quizzes"],
        ["stamp", shelf / "courses", "--dry-run"],
        ["stamp", shelf / "out.zip"],
        ["diff", shelf / "out"],
        ["check", shelf / "nowhere"],
        ["check", lesson, shelf / "out" / "courses"],
    ):
        output = run(site, *arguments, "--lang", "en").output
        assert output
        assert not VIETNAMESE.search(output), (arguments, output)


def test_an_older_revision_comes_back_and_the_history_says_so(site: Site, shelf: Path) -> None:
    publish(site)
    first = current(site)
    change(shelf / "courses/thu-nghiem/01-bai-mot.md", "1. Bấm nút bên phải.", "1. Bấm nút bên trái.")
    run(site, "publish", shelf)
    second = current(site)
    assert second != first
    plan = run(site, "republish", "thu-nghiem", first, "--dry-run").output
    assert "sửa 1: bai-mot/bam-nut" in plan
    assert current(site) == second
    assert "Đã đăng 1 thay đổi." in run(site, "republish", "thu-nghiem", first).output
    assert current(site) == first
    assert "Không có gì thay đổi." in run(site, "republish", "thu-nghiem", first).output
    history = run(site, "revisions", "thu-nghiem").output.splitlines()
    assert [line[2:14] for line in history[:3]] == [first, second, first]
    assert all("dòng lệnh" in line for line in history[:3])
    assert history[0].endswith("sửa 1")


def test_a_folder_is_compared_with_what_is_published(site: Site, shelf: Path) -> None:
    publish(site)
    same = run(site, "diff", shelf)
    assert (same.exit_code, same.output.splitlines()[-1]) == (0, "Không có gì khác.")
    lesson = shelf / "courses/thu-nghiem/01-bai-mot.md"
    change(lesson, "1. Bấm nút bên phải.", "1. Bấm nút bên trái.")
    write(shelf / "courses/thu-nghiem/03-moi.md", "---\nid: moi\ntitle: Mới\n---\nChữ.\n")
    change(shelf / "courses/glossary.md", "không đọc", "đừng đọc")
    change(shelf / "quizzes/thu-nghiem.md", "Màn hình sáng khi", "Màn hình bật khi")
    found = run(site, "diff", shelf)
    assert found.exit_code == 1
    for line in (
        "  sửa 1: bai-mot/bam-nut",
        f"--- {lesson}",
        "-1. Bấm nút bên phải.",
        "+1. Bấm nút bên trái.",
        "--- /dev/null",
        f"+++ {shelf}/courses/thu-nghiem/03-moi.md",
        f"--- {shelf}/courses/glossary.md",
        f"--- {shelf}/quizzes/thu-nghiem.md",
    ):
        assert line in found.output.splitlines(), found.output


def test_two_revisions_are_compared_by_their_names(site: Site, shelf: Path) -> None:
    publish(site)
    first = current(site)
    change(shelf / "courses/thu-nghiem/01-bai-mot.md", "1. Bấm nút bên phải.", "1. Bấm nút bên trái.")
    run(site, "publish", shelf)
    found = run(site, "diff", "thu-nghiem", first, current(site))
    assert found.exit_code == 1
    assert found.output.startswith("sửa 1\n--- 01-bai-mot.md\n+++ 01-bai-mot.md\n@@ ")
    assert run(site, "diff", "thu-nghiem", first, first).exit_code == 0
    assert run(site, "diff", "thu-nghiem", first, "ffffffffffff").exit_code == 2


def test_an_export_can_be_published_as_it_lies_and_made_twice(site: Site, shelf: Path) -> None:
    publish(site)
    for target in (shelf / "ra", shelf / "ra.zip"):
        for _ in range(2):
            result = run(site, "export", "thu-nghiem", target)
            assert result.exit_code == 0, result.output
        assert "Không có gì thay đổi." in run(site, "publish", target).output
        assert run(site, "diff", target).exit_code == 0
    assert (shelf / "ra/courses/thu-nghiem/01-bai-mot.md").read_text(encoding="utf-8") == LESSON


def test_an_export_writes_over_nothing_unless_it_is_told_to(site: Site, shelf: Path) -> None:
    publish(site)
    mine = shelf / "courses/thu-nghiem/01-bai-mot.md"
    change(mine, "Bài này dễ.", "Bài này dễ lắm.")
    write(shelf / "courses/thu-nghiem/09-thua.md", "stale")
    write(shelf / "courses/khac/course.md", "another course")
    write(shelf / "ghi-chu.txt", "notes")
    write(shelf / "co-san.zip", "something else")
    for target in (shelf, shelf / "co-san.zip", shelf / "ghi-chu.txt"):
        refused = run(site, "export", target)
        assert refused.exit_code == 2, refused.output
        assert "--force" in refused.output
    assert "dễ lắm" in mine.read_text(encoding="utf-8")
    assert run(site, "export", shelf, "--force").exit_code == 0
    assert run(site, "export", shelf / "co-san.zip", "--force").exit_code == 0
    assert mine.read_text(encoding="utf-8") == LESSON
    assert not (shelf / "courses/thu-nghiem/09-thua.md").exists()
    assert (shelf / "courses/khac/course.md").exists()
    assert (shelf / "ghi-chu.txt").read_text() == "notes"


def test_an_older_revision_is_exported_by_its_name(site: Site, shelf: Path) -> None:
    publish(site)
    first = current(site)
    change(shelf / "courses/thu-nghiem/01-bai-mot.md", "Bài này dễ.", "Bài này dễ lắm.")
    run(site, "publish", shelf)
    run(site, "export", "thu-nghiem", shelf / "cu", "--revision", first)
    assert (shelf / "cu/courses/thu-nghiem/01-bai-mot.md").read_text(encoding="utf-8") == LESSON
    assert run(site, "export", "thu-nghiem", shelf / "x", "--revision", "ffffffffffff").exit_code == 2


def test_stamping_writes_missing_ids_into_every_kind_of_file_and_then_nothing(
    site: Site, shelf: Path
) -> None:
    lesson, bank = shelf / "courses/thu-nghiem/01-bai-mot.md", shelf / "quizzes/thu-nghiem.md"
    glossary = shelf / "courses/glossary.md"
    change(lesson, " {#bam-nut}", "")
    change(bank, " {#sang}", "")
    change(glossary, " {#otp}", "")
    lesson.chmod(0o640)
    plan = run(site, "stamp", shelf, "--dry-run")
    assert "Sẽ ghi id vào 3 tệp." in plan.output
    assert "{#bam-nut-nguon}" not in lesson.read_text(encoding="utf-8")
    result = run(site, "stamp", shelf)
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "Đã ghi id vào 3 tệp.")
    assert f"{lesson}: thiếu 1 id" in result.output
    assert "## Bước 1. Bấm nút nguồn {#bam-nut-nguon}\n" in lesson.read_text(encoding="utf-8")
    assert "## Máy bật thì màn hình sáng. {#may-bat-thi-man-hinh-sang}\n" in bank.read_text(encoding="utf-8")
    assert "## mã OTP {#ma-otp}\n" in glossary.read_text(encoding="utf-8")
    assert lesson.stat().st_mode & 0o777 == 0o640
    assert not list(shelf.rglob(".lms-*"))
    assert "Đã ghi id vào 0 tệp." in run(site, "stamp", shelf).output


def test_a_broken_file_is_left_alone_with_the_reason_and_the_others_are_stamped(
    site: Site, shelf: Path
) -> None:
    broken = shelf / "courses/thu-nghiem/02-bai-hai.md"
    write(broken, "---\ntitle: [\n---\n## Bước 1. Mở máy\n")
    change(shelf / "courses/thu-nghiem/01-bai-mot.md", " {#bam-nut}", "")
    result = run(site, "stamp", shelf)
    assert result.exit_code == 1
    assert f"{broken}:" in result.output
    assert ": error: " in result.output
    assert "Đã ghi id vào 1 tệp." in result.output
    write(broken, b"\xff\xfe")
    assert f"{broken}:1: error: " in run(site, "stamp", shelf).output


def test_stamping_that_is_cut_short_leaves_the_file_as_it_was(
    site: Site, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = shelf / "courses/thu-nghiem/01-bai-mot.md"
    change(lesson, " {#bam-nut}", "")
    before = lesson.read_bytes()

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device", str(lesson))

    monkeypatch.setattr(writing_module.os, "replace", fail)
    result = run(site, "stamp", shelf)
    assert result.exit_code == 2
    assert str(lesson) in result.output
    assert lesson.read_bytes() == before
    assert sorted(os.listdir(lesson.parent)) == ["01-bai-mot.md", "02-bai-hai.md", "course.md"]


def test_an_archive_is_checked_and_published_but_not_stamped(site: Site, shelf: Path) -> None:
    files = {f"thu-nghiem-main/{name}": content for name, content in small_course().items()}
    write(shelf / "khoa.zip", write_archive(files))
    publish(site)
    assert run(site, "check", shelf / "khoa.zip").exit_code == 0
    assert "Không có gì thay đổi." in run(site, "publish", shelf / "khoa.zip").output
    assert run(site, "stamp", shelf / "khoa.zip").exit_code == 2
