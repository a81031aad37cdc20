"""Hostile and hurried trainers: what is sent in breaks no page, takes nothing away unsaid, and ends in time."""

import errno
import io
import multiprocessing
import re
import time
from collections.abc import Mapping
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select

from lms.authoring.models import Upload
from lms.authoring.queries import compile_content, content_of
from lms.authoring.services import StaleReportError, publish
from lms.authoring.views import uploading
from lms.core.markup import (
    Budget,
    CourseSource,
    Known,
    OverBudgetError,
    compile_course_limited,
    compile_glossary,
    limited,
    prepare,
)
from lms.core.people import Role
from lms.courses.queries import find_course
from lms.db import db, unit_of_work
from lms.storage import DiskStorage
from lms.units.models import RoleGrant
from lms.units.services import revoke_role
from lms.web import turns
from tests.authoring.uploads import UPLOAD, hidden, packed, press_publish, send, sent, trainer, tree
from tests.content import BANK, COURSE, GLOSSARY, LESSON, small_course
from tests.factories import NOW, Site, csrf_token

COURSE_TEXT = COURSE.format(minutes=9)


def with_texts(course: str = COURSE_TEXT, lesson: str = LESSON, bank: str = BANK) -> Mapping[str, bytes]:
    files = tree(small_course(course__md=course, **{"01_bai_mot__md": lesson}))
    return files | {"quizzes/thu-nghiem.md": bank.encode()}


@pytest.mark.parametrize("escape", [r"\0", r"\a", r"\ud800", r"\u202e", r"\ue001"])
@pytest.mark.parametrize(
    "files",
    [
        lambda say: with_texts(course=COURSE_TEXT.replace("Khóa thử nghiệm", say)),
        lambda say: with_texts(course=COURSE_TEXT.replace("Tên ứng dụng trên kho", say)),
        lambda say: with_texts(course=COURSE_TEXT.replace("Cài ứng dụng đúng chỗ", say)),
        lambda say: with_texts(lesson=LESSON.replace("Bài 1. Mở máy", say)),
        lambda say: with_texts(lesson=LESSON.replace("Mở được máy", say)),
    ],
)
def test_an_escape_cannot_write_what_a_text_may_not_hold(site: Site, files: object, escape: str) -> None:
    client = site.client(trainer(site))
    assert callable(files)
    answer = send(client, packed(files(f"Trước{escape}sau")))
    assert answer.status_code == 422
    assert "ký tự ẩn U+" in answer.text


@pytest.mark.parametrize("escape", [r"\0", r"\ud800", r"\u202e"])
def test_nor_in_the_settings_of_a_bank(site: Site, escape: str) -> None:
    client = site.client(trainer(site))
    bank = BANK.replace("Kiểm tra: thử nghiệm", f"Trước{escape}sau")
    answer = send(client, packed(with_texts(bank=bank)))
    assert answer.status_code == 422
    assert "ký tự ẩn" in answer.text


def test_the_longest_title_that_is_allowed_can_be_published(site: Site) -> None:
    client = site.client(trainer(site))
    title = "Khóa dài " + "a" * 490
    report = sent(client, packed(with_texts(course=COURSE_TEXT.replace("Khóa thử nghiệm", title))))
    assert press_publish(client, report).status_code == 303
    assert title in site.client().get("/khoa-hoc/thu-nghiem").text
    with site.app.app_context():
        course = find_course("thu-nghiem")
        assert course is not None
        assert course.title == title[:200]


@pytest.mark.parametrize(
    "name", ["a\0b.zip", "a\u202egpj.zip", "../../a.zip", "C:\\a\\b.zip", "\0", "a" * 5_000]
)
def test_any_file_name_is_only_a_name(site: Site, name: str) -> None:
    client = site.client(trainer(site))
    fields = {"csrf_token": csrf_token(client, UPLOAD), "tep": (io.BytesIO(packed(tree())), name)}
    answer = client.post(UPLOAD, data=fields, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    with site.app.app_context():
        upload = db.session.scalars(select(Upload)).one()
        assert upload.file_name
        assert upload.file_name.isprintable()
        assert len(upload.file_name) <= 200
        assert upload.storage_name.startswith("uploads/")
        assert len(upload.storage_name) == len("uploads/") + 32 + len(".zip")


OTHER = "courses/khoa-khac/"
OTHERS_WORD = "## mã PIN {#pin}\nEnglish: PIN\nMã để mở máy.\n"


def other_course(lesson: str = LESSON) -> dict[str, bytes]:
    """Another trainer's course, which links to a word and draws from the bank of the small one."""
    text = COURSE_TEXT.replace("id: thu-nghiem", "id: khoa-khac").replace("Khóa thử nghiệm", "Khóa của Minh")
    files = small_course(course__md=text, **{"01_bai_mot__md": lesson})
    return {OTHER + path: content for path, content in files.items()}


def published_by_minh(site: Site, glossary: str, lesson: str = LESSON, bank: str = BANK) -> None:
    minh = site.client(trainer(site, "Trần Minh"))
    files = tree() | other_course(lesson)
    files |= {"courses/glossary.md": glossary.encode(), "quizzes/thu-nghiem.md": bank.encode()}
    assert press_publish(minh, sent(minh, packed(files))).status_code == 303


def test_a_word_that_another_course_links_to_is_not_taken_away(site: Site) -> None:
    lesson = LESSON.replace("Bài này dễ.", "Cần [mã PIN](../glossary.md#pin).")
    published_by_minh(site, GLOSSARY + OTHERS_WORD, lesson)
    client = site.client(trainer(site))
    answer = send(client, packed(tree()))
    assert answer.status_code == 422
    assert "thiếu từ “mã PIN” mà khóa “Khóa của Minh” đang dùng" in answer.text
    assert site.client().get("/tu-dien/pin").status_code == 200
    assert send(client, packed(tree() | other_course())).status_code == 303


def test_a_word_that_nobody_uses_may_go_and_is_named_first(site: Site) -> None:
    published_by_minh(site, GLOSSARY + OTHERS_WORD)
    client = site.client(trainer(site))
    report = sent(client, packed(tree()))
    assert "Từ bỏ: pin." in client.get(report).text
    assert press_publish(client, report).status_code == 303
    assert site.client().get("/tu-dien/pin").status_code == 404


def test_a_word_that_came_after_the_report_is_not_removed_by_it(site: Site) -> None:
    published_by_minh(site, GLOSSARY)
    client = site.client(trainer(site))
    report = sent(client, packed(tree(small_course(**{"01_bai_mot__md": LESSON.replace("dễ", "rất dễ")}))))
    seen = hidden(client.get(report).text)
    published_by_minh(site, GLOSSARY + OTHERS_WORD)
    late = client.post(f"{report}/dang", data=seen)
    assert late.status_code == 409
    assert "Từ bỏ: pin." in late.text
    assert site.client().get("/tu-dien/pin").status_code == 200


def test_a_word_that_came_into_use_after_the_check_is_not_removed_either(site: Site) -> None:
    published_by_minh(site, GLOSSARY + OTHERS_WORD)
    with site.app.app_context():
        content = content_of(tree())
        compiled = compile_content(content, date(2026, 11, 21))
        assert not compiled.errors
    published_by_minh(
        site, GLOSSARY + OTHERS_WORD, LESSON.replace("dễ.", "cần [mã PIN](../glossary.md#pin).")
    )
    with site.app.app_context(), pytest.raises(StaleReportError), unit_of_work():
        publish(content, compiled, None, NOW)
    assert site.client().get("/tu-dien/pin").status_code == 200


def test_a_pool_from_which_another_course_draws_is_not_taken_away(site: Site) -> None:
    pools = BANK.replace("# Chung {#chung}", "# Riêng {#rieng}")
    drawn = LESSON.replace("../quizzes/thu-nghiem.md", "../quizzes/thu-nghiem.md#rieng")
    published_by_minh(site, GLOSSARY, drawn, pools)
    client = site.client(trainer(site))
    answer = send(client, packed(tree()))
    assert answer.status_code == 422
    assert "thiếu nhóm <code>#rieng</code> mà khóa “Khóa của Minh” đang dùng" in answer.text


def test_the_report_names_the_courses_whose_questions_it_replaces(site: Site) -> None:
    published_by_minh(site, GLOSSARY)
    client = site.client(trainer(site))
    bank = BANK.replace("Kiểm tra: thử nghiệm", "Bộ của tôi").replace("Màn hình sáng khi", "Nó sáng khi")
    page = client.get(sent(client, packed(with_texts(bank=bank)))).text
    assert "trước đây tên là “Kiểm tra: thử nghiệm”" in page
    assert "Khóa đang dùng bộ này: Khóa của Minh, Khóa thử nghiệm." in page


def test_the_report_says_whose_course_it_replaces(site: Site) -> None:
    published_by_minh(site, GLOSSARY)
    client = site.client(trainer(site))
    mine = COURSE_TEXT.replace("Khóa thử nghiệm", "Khóa của tôi")
    report = sent(client, packed(with_texts(course=mine)))
    page = client.get(report).text
    assert "Thay bản đang dùng của khóa “Khóa thử nghiệm” (id thu-nghiem, Trần Minh đăng ngày" in page
    assert press_publish(client, report).status_code == 303


@pytest.mark.parametrize(("status", "said"), [("draft", "thành bản nháp"), ("retired", "khóa này nghỉ")])
def test_the_report_says_when_learners_will_no_longer_see_a_course(
    site: Site, status: str, said: str
) -> None:
    published_by_minh(site, GLOSSARY)
    client = site.client(trainer(site))
    hiding = COURSE_TEXT.replace("status: published", f"status: {status}")
    report = sent(client, packed(with_texts(course=hiding)))
    assert f"Sau khi đăng, {'khóa này ' if status == 'draft' else ''}{said}" in client.get(report).text
    press_publish(client, report)
    assert site.client().get("/khoa-hoc/thu-nghiem").status_code == 404
    back = sent(client, packed(tree()))
    assert "Sau khi đăng, người học bắt đầu thấy khóa này." in client.get(back).text


def test_who_lost_the_role_publishes_nothing_that_waits(site: Site) -> None:
    lan, admin = trainer(site), site.person("Hoàng Anh Tú", role=Role.ADMIN)
    client = site.client(lan)
    report = sent(client, packed(tree()))
    seen = hidden(client.get(report).text)
    with site.working():
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == lan.id)).one()
        revoke_role(grant.id, admin.id, NOW)
    assert client.post(f"{report}/dang", data=seen).status_code == 403
    assert client.get(report).status_code == 403
    with site.app.app_context():
        assert find_course("thu-nghiem") is None


def test_an_archive_that_takes_too_long_is_given_up_with_a_sentence(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.client(trainer(site))
    with monkeypatch.context() as patch:
        patch.setattr(uploading, "PATIENCE_SECONDS", 0.0)
        answer = send(client, packed(tree()))
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert "máy đã dừng" in answer.text
    with site.app.app_context():
        assert db.session.scalars(select(Upload)).all() == []
    assert send(client, packed(tree())).status_code == 303


def test_the_time_is_for_all_pictures_banks_and_lessons_together() -> None:
    spent, enough = Budget(0), Budget(600)
    files = small_course() | {"media/a.png": b"no picture"}
    source, known = CourseSource("thu-nghiem", files), Known(None, None, frozenset())
    for work in (
        lambda budget: prepare(source, budget),
        lambda budget: limited(compile_glossary, GLOSSARY.encode(), budget=budget),
        lambda budget: compile_course_limited(source, known, date(2026, 11, 21), budget=budget),
    ):
        assert work(enough)
        with pytest.raises(OverBudgetError):
            work(spent)


def test_a_child_is_ended_when_the_time_for_all_is_over() -> None:
    with pytest.raises(OverBudgetError):
        limited(time.sleep, 60, budget=Budget(0.2))
    assert multiprocessing.active_children() == []


def test_one_archive_is_worked_on_and_one_waits_so_that_learners_keep_their_threads(site: Site) -> None:
    client = site.client(trainer(site))
    with turns._places, turns._places:
        answer = send(client, packed(tree()))
        assert answer.status_code == 503
        assert "Máy đang đọc tệp của người khác" in answer.text
        assert client.get("/soan-bai").status_code == 200
    assert send(client, packed(tree())).status_code == 303
    assert send(client, b"no archive").status_code == 422
    assert send(client, packed(tree())).status_code == 303


EVIL = "<img src=x onerror=alert(1)>{}"
TEXTS = (
    "Khóa thử nghiệm",
    "Một khóa nhỏ để thử",
    "Nhóm thử",
    "Tên ứng dụng trên kho",
    "Cài ứng dụng đúng chỗ",
)
LESSON_TEXTS = ("Bài 1. Mở máy", "Mở được máy", "Nguồn thử", "Bài này dễ.", "Bấm nút nguồn", "Máy đã bật")


def test_markup_in_any_text_stays_text_on_every_page_of_publishing(site: Site) -> None:
    client = site.client(trainer(site))
    press_publish(client, sent(client, packed(tree())))
    course, lesson, bank = COURSE_TEXT, LESSON, BANK.replace("Kiểm tra: thử nghiệm", EVIL.format("Bộ"))
    for words in TEXTS:
        course = course.replace(words, EVIL.format(words))
    for words in LESSON_TEXTS:
        lesson = lesson.replace(words, EVIL.format(words))
    report = sent(client, packed(with_texts(course, lesson, bank)), EVIL.format("khoa.zip"))
    pages = [client.get(report).text, client.get(UPLOAD).text]
    assert press_publish(client, report).status_code == 303
    here = "/soan-bai/khoa/thu-nghiem"
    history = client.get(here).text
    names = list(dict.fromkeys(re.findall(rf"{here}/ban/([0-9a-f]+)/tai-ve", history)))
    new, old = names
    pages += [history, client.get("/soan-bai").text, client.get(f"{here}/ban/{old}/dang-lai").text]
    pages += [client.get(f"{here}/so-sanh/{old}/{new}{more}").text for more in ("", "?xem=van-ban")]
    pages += [site.client().get(path).text for path in ("/khoa-hoc", "/khoa-hoc/thu-nghiem", "/tim?q=khoa")]
    learner = site.client(site.person())
    pages += [learner.get(path).text for path in ("/hoc/thu-nghiem", "/hoc/thu-nghiem/bai-mot")]
    for page in pages:
        assert "<h1" in page
        assert "<img src=x" not in page
        assert "onerror=alert" not in re.sub(r"&lt;img src=x onerror=alert\(1\)&gt;", "", page)
    download = client.get(f"{here}/tai-ve").headers["Content-Disposition"]
    assert re.fullmatch(r"attachment; filename=thu-nghiem-[0-9-]{10}\.zip", download)


def test_a_full_disk_leaves_the_old_revision_whole_and_no_file_behind(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.client(trainer(site))
    press_publish(client, sent(client, packed(tree())))
    report = sent(client, packed(with_texts(course=COURSE_TEXT.replace("Một khóa", "Hai khóa"))))
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "PNG")
    pictured = tree() | {"courses/thu-nghiem/media/a.png": picture.getvalue()}

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    second = sent(client, packed(pictured))
    with monkeypatch.context() as patch:
        patch.setattr(DiskStorage, "put", full)
        assert send(client, packed(tree())).status_code == 503
        assert press_publish(client, second).status_code == 503
    assert "Một khóa nhỏ để thử" in site.client().get("/khoa-hoc/thu-nghiem").text
    with site.app.app_context():
        assert len(db.session.scalars(select(Upload).where(Upload.state == "waiting")).all()) == 2
    assert press_publish(client, report).status_code == 303
