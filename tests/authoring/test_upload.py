"""A zip in the browser: taken in within bounds, reported on, published once or dropped, never anybody else's."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from lms import clock
from lms.accounts.models import AuditEntry
from lms.authoring import services
from lms.authoring.cli import group as content
from lms.authoring.models import Upload
from lms.authoring.services import sweep_uploads
from lms.authoring.views import uploading
from lms.core.people import Role
from lms.courses.models import CoursePublication
from lms.courses.queries import find_course, list_items
from lms.db import db
from lms.progress.services import finish_step
from tests.authoring.uploads import UPLOAD, hidden, packed, press_publish, send, sent, trainer, tree
from tests.content import LESSON, publish, small_course
from tests.factories import NOW, Site, csrf_token, post

CHANGED = LESSON.replace("Bài này dễ.", "Bài này rất dễ.").replace(
    "1. Bấm nút bên phải.", "1. Bấm và giữ nút bên phải."
)
RETIRED = LESSON.replace("## Bước 2. Mở ứng dụng {#mo-ung-dung}", "## Bước 2. Nghe điện thoại {#nghe}")


def changed_course() -> bytes:
    return packed(tree(small_course(**{"01_bai_mot__md": CHANGED})))


def files_of(site: Site) -> list[Path]:
    folder = site.app.extensions["settings"].instance / "files" / "uploads"
    return sorted(folder.glob("*")) if folder.exists() else []


def current(site: Site) -> int | None:
    with site.app.app_context():
        course = find_course("thu-nghiem")
        return course.current_revision_id if course else None


def publications(site: Site) -> int:
    with site.app.app_context():
        return db.session.scalar(select(func.count()).select_from(CoursePublication)) or 0


@pytest.fixture(autouse=True)
def _no_files_of_other_tests(site: Site) -> None:
    for file in files_of(site):
        file.unlink()


def test_a_trainer_without_a_shell_publishes_a_first_course(site: Site) -> None:
    client = site.client(trainer(site))
    report = sent(client, packed(tree()), "Khóa của tôi.zip")
    page = client.get(report).text
    assert "<h1>1 khóa học mới" in page
    assert "Khóa của tôi.zip" in page
    assert "Khóa học mới nên chưa ai bị ảnh hưởng." in page
    assert current(site) is None
    answer = press_publish(client, report)
    assert answer.status_code == 303
    assert answer.location == "/soan-bai/khoa/thu-nghiem"
    assert "Đã đăng. Người học thấy bản mới từ bây giờ." in client.get(answer.location).text
    assert site.client().get("/khoa-hoc/thu-nghiem").status_code == 200
    assert files_of(site) == []
    with site.app.app_context():
        actions = set(db.session.scalars(select(AuditEntry.action)))
    assert "course.published" in actions


def test_the_report_says_what_changes_and_whom_it_meets(site: Site) -> None:
    publish(site)
    learner = site.person()
    with site.working():
        finish_step(learner.id, find_course("thu-nghiem").id, "bai-mot/bam-nut", NOW)
    client = site.client(trainer(site))
    report = sent(client, packed(tree(small_course(**{"01_bai_mot__md": CHANGED}))))
    page = client.get(report).text
    assert "<h1>1 bước sửa, 1 người đang học</h1>" in page
    assert "1 người đang học dở, 1 người trong đó đã làm phần có thay đổi." in page
    assert "ai đã làm xong vẫn tính là xong" in page
    assert 'href="/hoc/thu-nghiem/bai-mot/bam-nut"' in page


def test_what_vanishes_is_said_to_be_kept_and_a_likely_rename_is_suggested(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    renamed = LESSON.replace("{#mo-ung-dung}", "{#mo-app}")
    page = client.get(sent(client, packed(tree(small_course(**{"01_bai_mot__md": renamed}))))).text
    assert "mo-ung-dung" in page
    assert "aliases:" in page
    page = client.get(sent(client, packed(tree(small_course(**{"01_bai_mot__md": RETIRED}))))).text
    assert "Kết quả của người đã làm vẫn được giữ." in page


def test_the_same_content_again_needs_no_publishing(site: Site) -> None:
    client = site.client(trainer(site))
    press_publish(client, sent(client, packed(tree())))
    report = sent(client, packed(tree()))
    page = client.get(report).text
    assert "Không có gì thay đổi" in page
    assert f"{report}/dang" not in page
    assert f"{report}/bo" in page


def test_a_double_tap_makes_one_publication(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    report = sent(client, changed_course())
    fields = hidden(client.get(report).text)
    first, second = (client.post(f"{report}/dang", data=fields) for _ in range(2))
    assert first.location == second.location == "/soan-bai/khoa/thu-nghiem"
    assert publications(site) == 2
    assert client.get(report).location == "/soan-bai/khoa/thu-nghiem"


def test_of_two_trainers_one_wins_and_the_other_sees_a_fresh_report(site: Site) -> None:
    publish(site)
    lan, minh = (site.client(trainer(site, name)) for name in ("Lê Thị Lan", "Trần Minh"))
    hers = sent(lan, changed_course())
    his = sent(minh, packed(tree(small_course(**{"01_bai_mot__md": RETIRED}))))
    seen = hidden(minh.get(his).text)
    assert press_publish(lan, hers).status_code == 303
    late = minh.post(f"{his}/dang", data=seen)
    assert late.status_code == 409
    assert "<title>Lỗi:" in late.text
    assert "Đăng" in late.text
    assert publications(site) == 2
    assert minh.post(f"{his}/dang", data=hidden(late.text)).status_code == 303
    assert publications(site) == 3


def test_a_form_that_names_no_base_publishes_over_nobody(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    report = sent(client, changed_course())
    answer = post(client, f"{report}/dang", **{"course/thu-nghiem": "mười"})
    assert answer.status_code == 409
    assert publications(site) == 1


def test_dropping_removes_the_file_and_changes_nothing(site: Site) -> None:
    publish(site)
    before = current(site)
    client = site.client(trainer(site))
    report = sent(client, changed_course())
    assert len(files_of(site)) == 1
    answer = post(client, f"{report}/bo")
    assert answer.location == "/soan-bai"
    assert "Đã bỏ bản tải lên" in client.get("/soan-bai").text
    assert files_of(site) == []
    assert current(site) == before
    assert post(client, f"{report}/dang").location == UPLOAD
    assert post(client, f"{report}/bo").location == UPLOAD


def test_another_trainers_upload_is_not_there(site: Site) -> None:
    owner, other = site.client(trainer(site)), site.client(trainer(site, "Trần Minh"))
    admin = site.client(site.person("Hoàng Anh Tú", role=Role.ADMIN))
    report = sent(owner, packed(tree()))
    for client in (other, admin):
        assert client.get(report).status_code == 404
        assert post(client, f"{report}/dang").status_code == 404
        assert post(client, f"{report}/bo").status_code == 404
    assert owner.get(report).status_code == 200


@pytest.mark.parametrize("role", [None, Role.COORDINATOR])
def test_who_is_no_trainer_sends_nothing_in(site: Site, role: Role | None) -> None:
    client = site.client(site.person("Phạm Văn Sơn", role=role))
    assert client.get(UPLOAD).status_code == 403
    fields = {"csrf_token": csrf_token(client, "/hien-thi"), "tep": (io.BytesIO(packed(tree())), "a.zip")}
    assert client.post(UPLOAD, data=fields, content_type="multipart/form-data").status_code == 403
    assert files_of(site) == []


def test_a_broken_course_is_told_line_by_line_and_not_kept(site: Site) -> None:
    publish(site)
    before = current(site)
    client = site.client(trainer(site))
    broken = small_course(**{"01_bai_mot__md": LESSON.replace("kind: practice", "kind: <b>bua</b>")})
    answer = send(client, packed(tree(broken)))
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert 'id="errors"' in answer.text
    assert "thu-nghiem/01-bai-mot.md" in answer.text
    assert "Dòng 4" in answer.text
    assert "<b>bua</b>" not in answer.text
    assert '/dang"' not in answer.text
    assert files_of(site) == []
    assert current(site) == before


def test_the_marks_of_a_block_that_was_left_open_are_shown(site: Site) -> None:
    lesson = (
        small_course()["02-bai-hai.md"]
        + b"\n## Nhi\xe1\xbb\x87m v\xe1\xbb\xa5: X\xe1\xba\xbfp {#xep-nua}\n\n```sort\n"
    )
    page = send(site.client(trainer(site)), packed(tree(small_course() | {"02-bai-hai.md": lesson}))).text
    assert "Thêm một dòng chỉ có “```” ở cuối khối." in page


def test_findings_are_in_the_readers_language(site: Site) -> None:
    client = site.client(trainer(site))
    client.set_cookie("lang", "en")
    answer = send(client, packed(tree(small_course(**{"01_bai_mot__md": LESSON.replace("practice", "x")}))))
    assert "Line 4" in answer.text
    assert "Dòng" not in answer.text


def test_hundreds_of_findings_are_counted_not_all_shown(site: Site) -> None:
    client = site.client(trainer(site))
    many = {
        f"{n:03}-bai.md": f"---\nid: bai-{n}\nkind: bua\nlạ: 1\nla: 2\n---\nMột.\n".encode()
        for n in range(150)
    }
    answer = send(client, packed(tree(small_course() | many)))
    assert answer.status_code == 422
    assert answer.text.count("<li><b>Dòng") == uploading.MOST_FINDINGS
    assert "điều nữa chưa kể ở đây" in answer.text


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "", "Thầy cô chưa chọn tệp"),
        (b"", "a.zip", "không phải tệp zip"),
        (b"%PDF-1.7", "a.zip", "không phải tệp zip"),
        (b"PK\x03\x04" + b"\0" * 90, "a.zip", "zip bị hỏng"),
        (packed({"ghi-chu.txt": b"a"}), "a.zip", "Không thấy khóa học nào"),
        (packed({"../course.md": b"a"}), "a.zip", "nằm ngoài thư mục"),
        (packed({"course.md": b"0" * 9_000_000}), "a.zip", "giãn ra lớn bất thường"),
    ],
)
def test_what_is_no_course_is_refused_with_a_sentence(site: Site, data: bytes, name: str, says: str) -> None:
    client = site.client(trainer(site))
    answer = send(client, data, name)
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert says in answer.text
    assert files_of(site) == []


def test_no_file_field_at_all_is_refused_too(site: Site) -> None:
    answer = post(site.client(trainer(site)), UPLOAD)
    assert answer.status_code == 422
    assert "Thầy cô chưa chọn tệp" in answer.text


def test_a_request_beyond_the_limit_is_not_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "LARGEST_REQUEST", 20_000)
    client = site.client(trainer(site))
    answer = send(client, b"0" * 30_000)
    assert answer.status_code == 413
    assert "Tệp nặng quá 60 MB" in answer.text
    assert "Chụp lại" not in answer.text
    assert files_of(site) == []


def test_a_stranger_learns_no_limit_and_gets_no_form(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "LARGEST_REQUEST", 20_000)
    client = site.client()
    answer = client.post(UPLOAD, data={"tep": (io.BytesIO(b"0" * 30_000), "a.zip")})
    assert answer.status_code in (303, 400, 413)
    assert 'name="tep"' not in answer.text


def test_a_file_name_is_shown_as_text(site: Site) -> None:
    client = site.client(trainer(site))
    name = "<script>alert(1)</script>" + "a" * 300 + ".zip"
    page = client.get(sent(client, packed(tree()), name)).text
    assert "<script>alert" not in page


def test_five_wait_and_the_oldest_makes_room(site: Site) -> None:
    client = site.client(trainer(site))
    reports = [sent(client, packed(tree()), f"so-{n}.zip") for n in range(6)]
    assert len(files_of(site)) == services.MOST_WAITING == 5
    assert client.get(reports[0]).status_code == 303
    page = client.get(UPLOAD).text
    assert "nên bản cũ nhất (so-0.zip) đã được bỏ" in page
    assert all(report in page for report in reports[1:])
    assert reports[0] not in page


def test_an_upload_is_kept_for_a_week_then_it_and_its_file_go(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = trainer(site)
    client = site.client(person)
    report = sent(client, packed(tree()))
    later = clock.now() + timedelta(days=7, minutes=1)
    with site.working():
        assert sweep_uploads(site.app.extensions["storage"], later - timedelta(hours=1)) == 0
    assert client.get(report).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: later)
    assert site.client(person).get(report).status_code == 404
    with site.working():
        assert sweep_uploads(site.app.extensions["storage"], later) == 1
        assert sweep_uploads(site.app.extensions["storage"], later) == 0
    assert files_of(site) == []


def test_the_command_sweeps_what_is_due(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = site.client(trainer(site))
    sent(client, packed(tree()))
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    with site.app.app_context():
        answers = [CliRunner().invoke(content, ["sweep"]) for _ in range(2)]
    assert [answer.output for answer in answers] == ["1 uploads removed\n", "0 uploads removed\n"]
    assert files_of(site) == []


def test_a_lost_file_is_a_page_that_is_not_there(site: Site) -> None:
    client = site.client(trainer(site))
    report = sent(client, packed(tree()))
    for file in files_of(site):
        file.unlink()
    assert client.get(report).status_code == 404
    assert post(client, f"{report}/dang").status_code == 404
    assert post(client, f"{report}/bo").status_code == 303


def test_a_file_is_stored_before_its_row_and_leaves_with_it(
    app: Flask, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.client(trainer(site))
    seen: list[int] = []

    def broken(*_args: object) -> None:
        seen.append(len(files_of(site)))
        raise RuntimeError

    monkeypatch.setattr(uploading, "keep_upload", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    assert send(client, packed(tree())).status_code == 500
    assert seen == [1]
    assert files_of(site) == []


def test_the_file_goes_only_after_the_publication_is_committed(
    app: Flask, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.client(trainer(site))
    report = sent(client, packed(tree()))

    def broken(*_args: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(uploading, "decide_upload", broken)
        patch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        assert press_publish(client, report).status_code == 500
        assert post(client, f"{report}/bo").status_code == 500
    assert current(site) is None
    assert len(files_of(site)) == 1
    assert press_publish(client, report).status_code == 303
    assert current(site) is not None


def test_a_change_of_type_is_refused_before_there_is_a_button(site: Site) -> None:
    publish(site)
    before = current(site)
    client = site.client(trainer(site))
    other = LESSON.replace("## Bước 2. Mở ứng dụng {#mo-ung-dung}\nThời gian: 2 phút", "").replace(
        "## Nhiệm vụ: Tự kiểm máy {#nv-tu-kiem}", "## Nhiệm vụ: Tự kiểm máy {#mo-ung-dung}"
    )
    answer = send(client, packed(tree(small_course(**{"01_bai_mot__md": other}))))
    assert answer.status_code == 422
    assert "Đặt id khác cho mục này" in answer.text
    assert '/dang"' not in answer.text
    assert current(site) == before


def test_an_upload_is_on_no_open_address(site: Site) -> None:
    client = site.client(trainer(site))
    sent(client, packed(tree()))
    (file,) = files_of(site)
    with site.app.app_context():
        name = db.session.scalar(select(Upload.storage_name))
    assert name == f"uploads/{file.name}"
    for path in (
        f"/static/0/{name}",
        f"/{name}",
        f"/files/{name}",
        f"/khoa-hoc/thu-nghiem/media/{file.name}",
    ):
        assert site.client().get(path).status_code == 404


def test_the_trainers_first_page_leads_to_what_waits(site: Site) -> None:
    person = trainer(site)
    client = site.client(person)
    assert "Chưa có khóa học nào" in client.get("/soan-bai").text
    report = sent(client, packed(tree()), "cho-duyet.zip")
    assert report in client.get("/soan-bai").text
    assert "cho-duyet.zip" not in site.client(trainer(site, "Trần Minh")).get("/soan-bai").text


def test_a_records_item_stays_when_its_step_is_published_away(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    press_publish(client, sent(client, packed(tree(small_course(**{"01_bai_mot__md": RETIRED})))))
    with site.app.app_context():
        items = {item.key: item for item in list_items(find_course("thu-nghiem").id)}
    assert items["bai-mot/mo-ung-dung"].retired_at is not None
