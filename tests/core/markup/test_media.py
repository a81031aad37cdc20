"""Pictures, drawings and files of a course: known by their content, measured, refused where they could do harm."""

import hashlib
import struct
import zlib

import pytest

from lms.core.markup import Media
from lms.core.markup.drawings import read_drawing
from tests.core.markup.folders import course_of, drawing, findings_in, folder, html_of, picture

SHOWN = "## Bước 1. Mở máy {#mo}\n\n![Nút Cài đặt](media/%s)\n"


def codes(path: str, content: bytes) -> list[str]:
    return [code for file, _, code in findings_in(folder(files={path: content})) if file == f"ky-so/{path}"]


@pytest.mark.parametrize(
    ("name", "kind", "content_type"),
    [("a.png", "PNG", "image/png"), ("a.jpg", "JPEG", "image/jpeg"), ("a.webp", "WEBP", "image/webp")],
)
def test_a_picture_is_measured_and_addressed_by_its_content(name: str, kind: str, content_type: str) -> None:
    content = picture(kind)
    path, sha256 = f"media/{name}", hashlib.sha256(content).hexdigest()
    course = course_of(folder(SHOWN % name, files={path: content}))
    assert course.media == (Media(path, sha256, content_type, 40, 30, len(content)),)
    shown = course.lessons[0].items[0].body[0].html
    assert f'src="/khoa-hoc/ky-so/media/{sha256}.{name[2:]}"' in shown
    for part in ('width="40"', 'height="30"', 'alt="Nút Cài đặt"', 'loading="lazy"'):
        assert part in shown


def png_of_size(width: int, height: int) -> bytes:
    """Return a PNG that says it is large and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(6_000, 4_001), (12_000, 12_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_with_too_many_pixels_is_refused_from_its_header(size: tuple[int, int]) -> None:
    assert codes("media/a.png", png_of_size(*size))[0] in {"media-pixels", "media-content"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", picture("JPEG"), "media-content"),
        ("a.jpg", b"<html><script>alert(1)</script>", "media-content"),
        ("a.webp", b"", "media-content"),
        ("a.gif", b"GIF89a", "media-kind"),
        ("a.html", b"<html>", "media-kind"),
        ("a", b"x", "media-kind"),
        ("a.pdf", b"<html>", "media-content"),
        ("a.mp4", b"<html>", "media-content"),
        ("a.txt", b"\xff\xfe\0", "media-content"),
        ("có dấu.png", picture(), "media-name"),
        ("a b.png", picture(), "media-name"),
        ("../a.png", picture(), "media-name"),
        ("a.png", picture() + b"\0" * 10_000_000, "media-large"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name: str, content: bytes, code: str) -> None:
    assert code in codes(f"media/{name}", content)


def test_a_practice_file_can_be_linked_to() -> None:
    content = b"%PDF-1.7\n"
    url = f"/khoa-hoc/ky-so/media/{hashlib.sha256(content).hexdigest()}.pdf"
    assert f'<a href="{url}">tệp mẫu</a>' in html_of(
        "Tải [tệp mẫu](media/mau.pdf).", files={"media/mau.pdf": content}
    )


def test_a_file_that_no_lesson_uses_is_reported() -> None:
    assert codes("media/a.png", picture()) == ["unused-media"]


def test_a_link_to_a_file_is_no_picture() -> None:
    found = findings_in(folder(SHOWN % "a.pdf", files={"media/a.pdf": b"%PDF-1.7"}))
    assert ("ky-so/01-mo-may.md", 9, "not-a-picture") in found


def test_a_drawing_has_the_size_of_its_view_box() -> None:
    assert (read_drawing(drawing()).width, read_drawing(drawing()).height) == (120, 80)
    sized = read_drawing(drawing(attributes='width="50px" height="40"'))
    assert (sized.width, sized.height) == (50, 40)


GOOD = [
    '<title>Máy</title><g fill="none" stroke="#0e5a57"><path d="M0 0h9"/></g>',
    '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient></defs><rect fill="url(#a)"/>',
    '<text x="1" y="2" font-size="12" text-anchor="middle">Cài đặt <tspan>ứng dụng</tspan></text>',
    '<symbol id="s"><circle r="2"/></symbol><use href="#s"/>',
]


@pytest.mark.parametrize("inside", GOOD)
def test_a_plain_drawing_is_accepted(inside: str) -> None:
    assert read_drawing(drawing(inside)).fault == ""


BAD = [
    "<script>alert(1)</script>",
    '<rect onload="alert(1)"/>',
    '<rect OnClick="alert(1)"/>',
    "<foreignObject><p>a</p></foreignObject>",
    '<image href="a.png"/>',
    '<a href="https://evil.example"><rect/></a>',
    '<use href="https://evil.example/a.svg#a"/>',
    '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="data:image/svg+xml,a"/>',
    "<style>rect{fill:url(https://evil.example)}</style>",
    '<rect style="fill:url(https://evil.example)"/>',
    '<rect fill="url(https://evil.example)"/>',
    "<rect fill=\"url( '//evil.example' )\"/>",
    '<animate attributeName="href" to="javascript:alert(1)"/>',
    '<set attributeName="onload" to="alert(1)"/>',
    '<handler xmlns="http://www.w3.org/2001/xml-events">a</handler>',
    '<p xmlns="http://www.w3.org/1999/xhtml">a</p>',
    "<iframe/>",
    '<rect filter="url(#a)"/>',
    "<g>" * 60 + "</g>" * 60,
]


@pytest.mark.parametrize("inside", BAD)
def test_a_drawing_that_could_do_something_is_refused(inside: str) -> None:
    assert read_drawing(drawing(inside)).fault


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg",
        b"<svg/>",
        b"\xff\xfe\x00",
        b"<html><svg/></html>",
        b'<?xml version="1.0" encoding="no-such"?><svg/>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">&a;</svg>',
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
        drawing(attributes='viewBox="0 0 nan 1"'),
        drawing(attributes='viewBox="0 0 inf 1"'),
        drawing(attributes='viewBox="0 0 -5 1"'),
        drawing(attributes='viewBox="0 0 99999999 1"'),
        drawing(attributes=""),
        drawing("<g/>" * 60_000),
        b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 49_000,
    ],
)
def test_what_is_no_drawing_or_hides_something_is_refused(content: bytes) -> None:
    assert read_drawing(content).fault


def test_a_refused_drawing_is_named_with_its_fault() -> None:
    assert codes("media/a.svg", drawing("<script/>")) == ["svg-refused"]
