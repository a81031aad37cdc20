"""Handing in photos: only what can be drawn anew is kept, within limits, and nothing typed is lost."""

import io
import struct
import zlib

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from lms import photos
from lms.db import db
from lms.practice.models import EvidenceFile
from tests.factories import Site, csrf_token, post
from tests.practice.makers import (
    EVIDENCE,
    events,
    hand_in_photo,
    kept_files,
    make_school,
    photo,
    photos_of,
    submissions,
)


def test_a_photo_waits_for_the_mentor(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    answer = hand_in_photo(client, photo((1, 2, 3)), photo((9, 8, 7)), note="Chụp ở phòng hội đồng")
    assert answer.status_code == 303
    (only,) = submissions(site, school.learner)
    assert (only.state, only.note) == ("waiting", "Chụp ở phòng hội đồng")
    assert len(photos_of(site, school.learner)) == 2
    assert events(site, school.learner) == [("task_handed_in", "", "self")]
    assert client.get(EVIDENCE).text.count("<img") == 2


def test_without_a_photo_nothing_is_handed_in(site: Site) -> None:
    school = make_school(site)
    answer = post(site.client(school.learner), EVIDENCE, note="quên ảnh")
    assert answer.status_code == 422
    assert "Chưa có ảnh nào" in answer.text
    assert "quên ảnh" in answer.text
    assert submissions(site, school.learner) == []


def test_two_taps_hand_in_once_and_leave_no_file_behind(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    before = kept_files(site)
    for _ in range(2):
        assert hand_in_photo(client).status_code == 303
    assert len(submissions(site, school.learner)) == 1
    assert len(photos_of(site, school.learner)) == 1
    assert len(kept_files(site) - before) == 1


def _bomb() -> bytes:
    """Return a PNG whose header announces 30,000 x 30,000 pixels."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    body = b"IDAT" + zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each))
        for each in (chunk, body, b"IEND")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE = {
    "svg": (SVG, "không phải ảnh"),
    "html": (b"<!doctype html><script>alert(1)</script>", "không phải ảnh"),
    "empty": (b"", "không phải ảnh"),
    "pdf": (b"%PDF-1.7\n%%EOF", "không phải ảnh"),
    "half a photo": (photo().getvalue()[:200], "không phải ảnh"),
    "bomb": (_bomb(), "lớn quá"),
    "11 MB": (photo().getvalue() + b"\0" * (11 * 1024 * 1024), "nặng quá 10 MB"),
}


def _post_bytes(client: FlaskClient, content: bytes, **fields: str) -> TestResponse:
    """Send a file from memory; the test client would leave a large one in an unclosed temporary file."""
    file = FileStorage(io.BytesIO(content), "anh.jpg", "photos")
    values = {"csrf_token": csrf_token(client, "/hien-thi"), "photos": file, **fields}
    boundary, body = encode_multipart(values)
    return client.post(EVIDENCE, data=body, content_type=f"multipart/form-data; boundary={boundary}")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_fit_photo_is_named_and_not_kept(site: Site, name: str) -> None:
    school = make_school(site)
    content, words = HOSTILE[name]
    before = kept_files(site)
    answer = _post_bytes(site.client(school.learner), content, note="lời nhắn")
    assert answer.status_code == 422
    assert "anh.jpg: " in answer.text
    assert words in answer.text
    assert "lời nhắn" in answer.text
    assert kept_files(site) == before
    assert photos_of(site, school.learner) == []


def test_a_polyglot_loses_all_but_its_pixels(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    both = photo().getvalue() + b"<script>alert(1)</script>PK\x03\x04"
    assert hand_in_photo(client, io.BytesIO(both)).status_code == 303
    (kept,) = photos_of(site, school.learner)
    served = client.get(f"/anh/{kept.id}").data
    assert b"<script>" not in served
    assert b"PK\x03\x04" not in served


def test_place_phone_and_comment_are_gone_from_the_served_photo(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    sent = photo(tagged=True)
    assert b"SECRETPHONE" in sent.getvalue()
    assert b"SECRETPLACE" in sent.getvalue()
    hand_in_photo(client, sent)
    (kept,) = photos_of(site, school.learner)
    served = client.get(f"/anh/{kept.id}").data
    assert b"SECRET" not in served
    assert not Image.open(io.BytesIO(served)).getexif()


def test_a_hostile_file_name_is_shown_as_text_and_names_nothing(site: Site) -> None:
    school = make_school(site)
    name = '../../<img src=x onerror="alert(1)">.jpg'
    answer = post(site.client(school.learner), EVIDENCE, photos=[(io.BytesIO(SVG), name)])
    assert "<img src=x" not in answer.text
    hand_in = post(site.client(school.learner), EVIDENCE, photos=[(photo(), name)])
    assert hand_in.status_code == 303
    (kept,) = photos_of(site, school.learner)
    assert kept.storage_name == f"evidence/{kept.id}.jpg"


def test_the_good_photo_is_kept_when_the_other_is_bad(site: Site) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    answer = post(
        client, EVIDENCE, photos=[(photo(), "tot.jpg"), (io.BytesIO(SVG), "xau.jpg")], note="hai ảnh"
    )
    assert answer.status_code == 422
    assert "xau.jpg" in answer.text
    assert "tot.jpg" not in answer.text
    assert answer.text.count("<img") == 1
    assert [each.state for each in submissions(site, school.learner)] == ["in_progress"]
    assert events(site, school.learner) == []
    assert post(client, EVIDENCE, note="hai ảnh").status_code == 303
    assert [each.state for each in submissions(site, school.learner)] == ["waiting"]


def test_more_photos_than_allowed_keep_the_first(site: Site) -> None:
    school = make_school(site)
    answer = hand_in_photo(site.client(school.learner), *(photo((n, n, n)) for n in (10, 90, 200)))
    assert answer.status_code == 422
    assert "Chỉ gửi được 2 ảnh" in answer.text
    assert len(photos_of(site, school.learner)) == 2


def test_the_same_picture_twice_is_one(site: Site) -> None:
    school = make_school(site)
    assert hand_in_photo(site.client(school.learner), photo(), photo()).status_code == 303
    assert len(photos_of(site, school.learner)) == 1


def test_the_share_of_the_storage_has_an_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    school = make_school(site)
    client = site.client(school.learner)
    monkeypatch.setattr(photos, "LARGEST_SHARE", len(photo().getvalue()) * 3)
    hand_in_photo(client)
    with site.working():
        db.session.execute(update(EvidenceFile).values(size=10**9))
    post(client, f"{EVIDENCE}/rut-lai")
    before = kept_files(site)
    answer = hand_in_photo(client, photo((200, 10, 10)), note="ảnh thứ hai")
    assert answer.status_code == 422
    assert "hết chỗ" in answer.text
    assert "ảnh thứ hai" in answer.text
    assert kept_files(site) == before
    assert [each.state for each in submissions(site, school.learner)] == ["in_progress"]


def test_files_are_removed_when_the_record_cannot_be_written(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = make_school(site)
    before = kept_files(site)

    def broken(*_args: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("lms.practice.services.handing_in.hand_in", broken)
    client = site.client(school.learner)
    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        assert hand_in_photo(client).status_code == 500
    finally:
        site.app.config["PROPAGATE_EXCEPTIONS"] = None
    assert kept_files(site) == before
    assert submissions(site, school.learner) == []
