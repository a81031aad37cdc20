"""Files of a published course: clean in the storage, in the size that a page needs, and sent in the right manner."""

import re
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy.orm.attributes import flag_modified

from lms.authoring.queries import Content, compile_content, read_content
from lms.courses.models import CourseRevision
from lms.db import db, unit_of_work
from lms.paths import shipped
from lms.storage import SUFFIXES, DiskStorage, media_name
from tests.content import COURSE, compiled_once, publish, small_course
from tests.core.markup.test_pictures import opened, screen, told
from tests.core.test_images import CANARY, saved
from tests.factories import NOW, Site

FILES = {
    "media/tep-mau.docx": (b"PK\x03\x04 mau", "attachment"),
    "media/danh-sach.csv": ("tên\nLan\n".encode(), "attachment"),
    "media/don.pdf": (b"%PDF-1.7\n", "attachment"),
    "media/phim.mp4": (b"\0\0\0\x18ftypmp42" + bytes(range(200)), "inline"),
    "media/phim.vtt": ("WEBVTT\n\nXin chào".encode(), "inline"),
}


def with_media(**pictures: bytes) -> dict[str, bytes]:
    """Return the small course with pictures and files of every kind shown in its introduction."""
    media = {f"media/{name.replace('_', '.')}": content for name, content in pictures.items()}
    media |= {path: content for path, (content, _) in FILES.items()}
    shown = "".join(
        f"\n![Hình mẫu]({path})\n" if path.endswith(("g", "webp")) else f"\n[tệp]({path})\n" for path in media
    )
    return small_course(course__md=COURSE.format(minutes=9) + shown) | media


def addresses(page: str) -> list[str]:
    return re.findall(r"/khoa-hoc/thu-nghiem/media/[0-9a-f]{64}\.\w+", page)


def folder_of(site: Site) -> Path:
    storage = site.app.extensions["storage"]
    assert isinstance(storage, DiskStorage)
    return storage.folder / "media"


def kept(site: Site) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder_of(site).iterdir()}


def test_no_file_that_is_stored_tells_where_a_photo_was_taken(site: Site) -> None:
    photos = {"a_jpg": told("JPEG"), "b_png": told("PNG"), "c_webp": told("WEBP")}
    assert all(CANARY in photo for photo in photos.values())
    before = set(kept(site)) if folder_of(site).exists() else set()
    publish(site, with_media(**photos))
    new = {name: content for name, content in kept(site).items() if name not in before}
    assert len(new) >= 3 + len(FILES)
    assert not any(CANARY in content for content in new.values())


def test_a_page_shows_two_sizes_and_each_is_sent_for_good(site: Site) -> None:
    publish(site, with_media(a_png=saved(screen(1600, 1000), "PNG")))
    client = site.client()
    page = client.get("/khoa-hoc/thu-nghiem").text
    sizes = re.search(r'srcset="(\S+) 720w, (\S+) 1440w"', page)
    assert sizes is not None
    assert f'src="{sizes[1]}"' in page
    for address, width in zip(sizes.groups(), (720, 1440), strict=True):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.content_type == "image/webp"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert opened(answer.get_data()).width == width


def test_every_kind_of_file_that_a_lesson_may_link_to_is_sent(site: Site) -> None:
    publish(site, with_media())
    client = site.client()
    found = addresses(client.get("/khoa-hoc/thu-nghiem").text)
    assert len(found) == len(FILES)
    for address in found:
        answer = client.get(address)
        content, disposition = next(
            (content, how)
            for path, (content, how) in FILES.items()
            if path.endswith(address.rpartition(".")[2])
        )
        assert (answer.status_code, answer.get_data()) == (200, content)
        assert answer.headers["Content-Disposition"] == disposition
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_film_can_be_had_in_parts(site: Site) -> None:
    publish(site, with_media())
    client = site.client()
    film = next(each for each in addresses(client.get("/khoa-hoc/thu-nghiem").text) if each.endswith("mp4"))
    whole = FILES["media/phim.mp4"][0]
    part = client.get(film, headers={"Range": "bytes=8-15"})
    assert (part.status_code, part.get_data()) == (206, whole[8:16])
    assert part.headers["Content-Range"] == f"bytes 8-15/{len(whole)}"
    assert client.get(film).headers["Accept-Ranges"] == "bytes"
    assert client.get(film, headers={"Range": "bytes=900-"}).status_code == 416


def test_a_hash_of_nothing_here_is_not_found(site: Site) -> None:
    publish(site, with_media(a_png=saved(screen(300, 200), "PNG")))
    client = site.client()
    for name in ("0" * 64 + ".webp", "..", "a.webp", "0" * 64):
        assert client.get(f"/khoa-hoc/thu-nghiem/media/{name}").status_code == 404
    assert client.get(f"/khoa-hoc/khac/media/{'0' * 64}.webp").status_code == 404


def test_no_picture_is_opened_when_a_page_is_viewed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(site, with_media(a_png=saved(screen(1600, 1000), "PNG")))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a picture was opened")

    monkeypatch.setattr(Image, "open", refuse)
    client = site.client()
    page = client.get("/khoa-hoc/thu-nghiem")
    assert page.status_code == 200
    assert all(client.get(address).status_code == 200 for address in addresses(page.text))


def test_a_revision_that_was_stored_before_sizes_were_made_still_shows(site: Site) -> None:
    files = with_media(a_png=saved(screen(1600, 1000), "PNG"))
    publish(site, files)
    with site.app.app_context(), unit_of_work():
        revision = db.session.query(CourseRevision).one()
        for media in revision.compiled["media"]:
            del media["sizes"]
        png = next(media for media in revision.compiled["media"] if media["content_type"] == "image/png")
        address = f"/khoa-hoc/thu-nghiem/media/{png['sha256']}.png"
        revision.compiled["intro_html"] = f'<p><img src="{address}" width="1600" height="1000" alt="a"></p>'
        flag_modified(revision, "compiled")
    client = site.client()
    assert address in client.get("/khoa-hoc/thu-nghiem").text
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    assert answer.get_data() == files["media/a.png"]


def test_publishing_what_is_kept_changes_nothing(site: Site) -> None:
    content = Content({"thu-nghiem": with_media(a_jpg=told("JPEG"), b_png=saved(screen(), "PNG"))})
    with site.app.app_context():
        first = compile_content(content, NOW.date())
        again = compile_content(Content({"thu-nghiem": first.sources["thu-nghiem"].files}), NOW.date())
    assert first.courses["thu-nghiem"].sha256 == again.courses["thu-nghiem"].sha256
    assert first.courses["thu-nghiem"].course == again.courses["thu-nghiem"].course


def test_drawings_of_the_shipped_course_stay_as_they_are(site: Site) -> None:
    content = read_content((shipped("courses"), shipped("quizzes")))
    with site.app.app_context():
        compiled = compiled_once(content)
    for slug, files in content.courses.items():
        assert compiled.sources[slug].files == files


def test_every_type_that_may_be_kept_has_a_name_of_its_own() -> None:
    names = {media_name("0" * 64, content_type) for content_type in SUFFIXES}
    assert len(names) == len(SUFFIXES)
