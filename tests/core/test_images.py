"""Uploaded pictures come out clean, upright and bounded, or are refused in words."""

import io
import struct
import warnings
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from lms.core.errors import DomainError
from lms.core.images import (
    MOST_SCANS,
    ImageTooLargeError,
    MovingImageError,
    NotAnImageError,
    Picture,
    reencode,
)

CANARY = b"CANARY-21.5928N-105.8442E"
RED, BLUE = (200, 30, 30), (30, 30, 200)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def two_colours(width: int = 80, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def opened(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.data))
    image.load()
    return image


def close(found: object, wanted: tuple[int, int, int], within: int = 24) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) <= within for a, b in zip(found, wanted, strict=True))


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_announcing(width: int, height: int) -> bytes:
    """Return a tiny PNG whose header announces a picture of this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = png_chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + rows + png_chunk(b"IEND", b"")


def webp_announcing(width: int, height: int) -> bytes:
    """Return an extended WebP whose canvas is said to be this large."""
    canvas = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


# what comes out


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_comes_out_as_a_jpeg_of_the_same_picture(kind: str) -> None:
    picture = reencode(saved(two_colours(), kind))
    assert picture.content_type == "image/jpeg"
    assert (picture.width, picture.height) == (80, 40)
    image = opened(picture)
    assert image.format == "JPEG"
    assert image.size == (80, 40)
    assert close(image.getpixel((10, 20)), RED)
    assert close(image.getpixel((70, 20)), BLUE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_colour_mode_of_png_is_read(mode: str) -> None:
    grey = Image.new("L", (20, 10), 128)
    image = Image.new("I;16", (20, 10), 128 * 256) if mode == "I;16" else grey.convert(mode)
    shade = opened(reencode(saved(image, "PNG"))).getpixel((5, 5))
    assert close(shade, (128, 128, 128), 130 if mode == "1" else 8)


def test_a_cmyk_jpeg_is_read() -> None:
    assert close(opened(reencode(saved(two_colours(mode="CMYK"), "JPEG"))).getpixel((10, 20)), RED, 60)


def test_a_large_photo_is_made_smaller_and_keeps_its_shape() -> None:
    picture = reencode(saved(Image.new("RGB", (4000, 3000), RED), "JPEG"))
    assert (picture.width, picture.height) == (1600, 1200)
    assert reencode(saved(Image.new("RGB", (300, 100)), "PNG"), max_side=150).height == 50


def test_a_small_photo_is_not_blown_up() -> None:
    assert reencode(saved(Image.new("RGB", (30, 20)), "PNG")).width == 30


def test_a_thread_of_pixels_keeps_at_least_one() -> None:
    picture = reencode(saved(Image.new("RGB", (5000, 1)), "PNG"))
    assert (picture.width, picture.height) == (1600, 1)


def test_what_was_clear_becomes_white() -> None:
    image = Image.new("RGBA", (20, 10), (0, 0, 0, 0))
    assert close(opened(reencode(saved(image, "PNG"))).getpixel((5, 5)), (255, 255, 255), 3)
    palette = image.convert("P")
    assert close(opened(reencode(saved(palette, "PNG", transparency=0))).getpixel((5, 5)), (255, 255, 255), 3)


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [
        (1, (80, 40), RED),
        (2, (80, 40), BLUE),
        (3, (80, 40), BLUE),
        (4, (80, 40), RED),
        (5, (40, 80), RED),
        (6, (40, 80), RED),
        (7, (40, 80), BLUE),
        (8, (40, 80), BLUE),
        (99, (80, 40), RED),
    ],
)
def test_a_photo_is_turned_upright(
    orientation: int, size: tuple[int, int], corner: tuple[int, int, int]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = reencode(saved(two_colours(), "JPEG", exif=exif))
    assert (picture.width, picture.height) == size
    assert close(opened(picture).getpixel((4, 4)), corner)


def test_equal_pictures_have_equal_pixel_hashes_whatever_the_file() -> None:
    plain = two_colours()
    info = PngInfo()
    info.add_text("Comment", "khác")
    first, second = reencode(saved(plain, "PNG")), reencode(saved(plain, "PNG", pnginfo=info))
    assert first.pixels_sha256 == second.pixels_sha256
    assert first.pixels_sha256 != reencode(saved(two_colours(40, 80), "PNG")).pixels_sha256
    assert first == second


# what does not survive


def hidden_in_jpeg() -> list[bytes]:
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[29] = CANARY.decode()
    image = two_colours()
    return [
        saved(image, "JPEG", exif=exif),
        saved(image, "JPEG", icc_profile=b"\0" * 128 + CANARY),
        saved(image, "JPEG", comment=CANARY),
        saved(image, "JPEG", xmp=CANARY),
        saved(image, "JPEG") + CANARY,
        saved(image, "JPEG") + b"<script>alert('" + CANARY + b"')</script>",
    ]


def hidden_in_png() -> list[bytes]:
    info = PngInfo()
    info.add_text("Comment", CANARY.decode())
    info.add_itxt("Description", CANARY.decode())
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    image = two_colours()
    return [
        saved(image, "PNG", pnginfo=info),
        saved(image, "PNG", exif=exif),
        saved(image, "PNG") + CANARY,
        saved(image, "WEBP", exif=exif),
        saved(image, "WEBP", xmp=CANARY),
        saved(image, "WEBP", icc_profile=b"\0" * 128 + CANARY),
    ]


@pytest.mark.parametrize("data", hidden_in_jpeg() + hidden_in_png())
def test_no_metadata_and_no_trailing_byte_survives(data: bytes) -> None:
    assert CANARY in data
    picture = reencode(data)
    assert CANARY not in picture.data
    assert b"Exif" not in picture.data
    assert b"<script" not in picture.data
    image = opened(picture)
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")  # Pillow says so in the log, and goes on
def test_a_photo_with_unreadable_exif_is_still_a_photo() -> None:
    data = saved(two_colours(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 30)
    assert reencode(data).width == 80


def test_only_the_first_view_of_a_phones_double_photo_is_kept() -> None:
    double = saved(two_colours(), "MPO", save_all=True, append_images=[Image.new("RGB", (80, 40), "green")])
    assert close(opened(reencode(double)).getpixel((10, 20)), RED)


# what is refused


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NOT_PICTURES = {
    "nothing": b"",
    "text": "Chào thầy cô".encode(),
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": SVG,
    "pdf": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF",
    "zip": b"PK\x03\x04" + b"\0" * 60,
    "gif": saved(two_colours(mode="P"), "GIF"),
    "gif with script": b"GIF89a/*" + b"\0" * 20 + b"*/=alert(1)",
    "bmp": saved(two_colours(), "BMP"),
    "tiff": saved(two_colours(), "TIFF"),
    "ico": saved(two_colours(32, 32), "ICO"),
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage",
    "html that begins like a jpeg": b"\xff\xd8\xff\xe0" + b"<script>alert(1)</script>" * 9,
    "jpeg signature alone": b"\xff\xd8\xff",
    "png signature alone": b"\x89PNG\r\n\x1a\n",
    "webp signature alone": b"RIFF\x10\0\0\0WEBPVP8 ",
    "png without width": png_announcing(0, 10),
    "png with too few rows": png_announcing(100, 100),
}


@pytest.mark.parametrize("name", NOT_PICTURES)
def test_what_is_not_a_photo_is_refused_whatever_it_calls_itself(name: str) -> None:
    with pytest.raises(NotAnImageError) as refusal:
        reencode(NOT_PICTURES[name])
    assert refusal.value.status == 422
    assert "JPEG, PNG hoặc WebP" in str(refusal.value)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_truncated_photo_is_refused(kind: str, share: float) -> None:
    noise = Image.effect_noise((300, 200), 90).convert("RGB")
    data = saved(noise, kind)
    with pytest.raises(NotAnImageError):
        reencode(data[: int(len(data) * share)])


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_a_moving_picture_is_refused_by_its_name(kind: str) -> None:
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue", "green")]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(MovingImageError) as refusal:
        reencode(data)
    assert "ảnh động" in str(refusal.value)


BOMBS = {
    "png": png_announcing(5_000, 5_000),
    "png beyond Pillow's warning": png_announcing(10_000, 10_000),
    "png beyond Pillow's error": png_announcing(60_000, 60_000),
    "png as large as can be written": png_announcing(2**31 - 1, 2**31 - 1),
    "webp": webp_announcing(16_000, 16_000),
    "webp as large as can be written": webp_announcing(2**24, 2**24),
    "jpeg": saved(Image.new("L", (5_000, 5_000)), "JPEG"),
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("warning", ["error", "ignore"])
def test_a_pixel_bomb_is_refused_from_its_header(
    name: str, warning: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpack(*_: object) -> None:
        pytest.fail("the picture was unpacked")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", unpack)
    with warnings.catch_warnings():
        warnings.simplefilter(warning, Image.DecompressionBombWarning)  # type: ignore[arg-type]
        with pytest.raises(ImageTooLargeError) as refusal:
            reencode(BOMBS[name])
    assert "24 triệu điểm ảnh" in str(refusal.value)


@pytest.mark.parametrize("lossless", [True, False])
def test_a_simple_webp_is_measured_from_its_header_too(lossless: bool) -> None:
    data = saved(two_colours(70, 50), "WEBP", lossless=lossless)
    assert reencode(data, max_pixels=3500).width == 70
    with pytest.raises(ImageTooLargeError):
        reencode(data, max_pixels=3499)


def test_a_jpeg_with_too_many_scans_is_refused() -> None:
    data = saved(two_colours(), "JPEG", progressive=True)
    scan = data.rindex(b"\xff\xda")
    end = data.rindex(b"\xff\xd9")
    repeated = data[:scan] + data[scan:end] * (MOST_SCANS + 1) + data[end:]
    with pytest.raises(NotAnImageError):
        reencode(repeated)
    assert reencode(data).width == 80


@pytest.mark.parametrize("tail", [b"\xff\xda\0\x02" * 500, b"\xff" * 9000])
def test_bytes_after_a_jpegs_end_do_not_count_as_scans(tail: bytes) -> None:
    assert reencode(saved(two_colours(), "JPEG") + tail).width == 80


# anything at all

SEEDS = [saved(two_colours(), kind) for kind in ("JPEG", "PNG", "WEBP")] + [png_announcing(9, 9)]


@given(data=st.binary(max_size=400))
def test_any_bytes_give_a_picture_or_a_sentence(data: bytes) -> None:
    assert outcome(data)


@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=12),
    cut=st.integers(0, 5000),
)
def test_any_damaged_photo_gives_a_picture_or_a_sentence(
    seed: bytes, changes: list[tuple[int, int]], cut: int
) -> None:
    damaged = bytearray(seed)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    assert outcome(bytes(damaged[: max(1, cut)]))


def outcome(data: bytes) -> bool:
    """Return whether ``data`` ended in a bounded picture or in one of our own errors."""
    try:
        picture = reencode(data, max_side=100, max_pixels=100_000)
    except DomainError as refusal:
        return bool(str(refusal))
    return max(picture.width, picture.height) <= 100
