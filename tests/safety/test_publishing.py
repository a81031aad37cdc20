"""Hostile and hurried trainers: what is sent in breaks no page, takes nothing away unsaid, and ends in time."""

import io
from collections.abc import Mapping

import pytest
from sqlalchemy import select

from lms.authoring.models import Upload
from lms.courses.queries import find_course
from lms.db import db
from tests.authoring.uploads import UPLOAD, packed, press_publish, send, sent, trainer, tree
from tests.content import BANK, COURSE, LESSON, small_course
from tests.factories import Site, csrf_token

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
