"""Pictures of a course come out clean, upright and light; doing it again changes nothing."""

import io
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from lms.core.image_files import is_bare
from lms.core.markup import CourseSource, prepare
from lms.core.markup.media import LIGHT_PICTURE
from lms.core.markup.pictures import SHARP, SHARP_BYTES, SHOWN, TALLEST, WIDEST, Prepared, _Shelf, fit
from tests.core.markup.folders import course_of, findings_in, folder, html_of
from tests.core.test_images import (
    BLUE,
    CANARY,
    RED,
    close,
    png_announcing,
    png_chunk,
    saved,
    two_colours,
    webp_announcing,
)

KINDS = {"PNG": "media/a.png", "JPEG": "media/a.jpg", "WEBP": "media/a.webp"}
SHOWN_HERE = "## Bước 1. Mở máy {#mo}\n\n![Nút Cài đặt](%s)\n"


def prepared(path: str, content: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """Return the file that is kept and the sizes that are shown."""
    done = prepare(CourseSource("ky-so", {path: content}))
    return done.files[path], done.sizes[path]


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def codes(path: str, content: bytes) -> list[str]:
    source = prepare(folder(SHOWN_HERE % path, files={path: content}))
    return [code for file, _, code in findings_in(source) if file == f"ky-so/{path}"]


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Return a picture that nothing can press into few bytes."""
    bands = [Image.effect_noise((width, height), 120) for _ in mode]
    return Image.merge(mode, bands) if len(mode) > 1 else bands[0]


def screen(width: int = 1080, height: int = 2340) -> Image.Image:
    """Return something like a screenshot: bars, cards, and lines as thin as letters."""
    image = Image.new("RGB", (width, height), (247, 248, 250))
    draw = ImageDraw.Draw(image)
    for top in range(height // 20, height, height // 9):
        draw.rounded_rectangle((width // 20, top, width - width // 20, top + height // 12), 20, fill="white")
        for line in range(4):
            for letter in range(width // 10, width * 4 // 5, 23):
                draw.line(
                    (letter, top + 20 * line, letter + 9, top + 20 * line + 14), fill=(20, 30, 40), width=3
                )
    return image


def told(kind: str) -> bytes:
    """Return a small picture whose file tells where it was taken, in every way that its format has."""
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[29] = CANARY.decode()
    options: dict[str, object] = {"exif": exif}
    if kind == "PNG":
        words = PngInfo()
        words.add_text("Comment", CANARY.decode())
        words.add_itxt("XML:com.adobe.xmp", CANARY.decode())
        options["pnginfo"] = words
    else:
        options["xmp"] = CANARY
    if kind == "JPEG":
        options["comment"] = CANARY
    return saved(two_colours(), kind, **options)


# metadata


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_is_kept_or_shown_tells_where_a_picture_was_taken(kind: str) -> None:
    content = told(kind)
    assert CANARY in content
    clean, sizes = prepared(KINDS[kind], content)
    for each in (clean, *sizes):
        assert CANARY not in each
        assert not opened(each).getexif()
        assert is_bare(each)
    image = opened(clean)
    assert (image.format, image.size) == (kind, (80, 40))
    assert close(image.convert("RGB").getpixel((10, 20)), RED)
    assert close(image.convert("RGB").getpixel((70, 20)), BLUE)


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_behind_a_picture_is_dropped(kind: str) -> None:
    clean, sizes = prepared(KINDS[kind], saved(two_colours(), kind) + CANARY)
    assert CANARY not in clean
    assert sizes
    assert is_bare(clean)


def test_what_stands_between_the_parts_of_a_jpeg_is_dropped() -> None:
    content = saved(two_colours(), "JPEG")
    clean, sizes = prepared("media/a.jpg", content[:20] + CANARY + content[20:])
    assert sizes
    assert CANARY not in clean


@pytest.mark.parametrize("name", [b"tEXt", b"eXIf", b"gAMA", b"priV"])
def test_no_chunk_of_a_png_hides_words(name: bytes) -> None:
    content = saved(two_colours(), "PNG")
    clean, sizes = prepared("media/a.png", content[:33] + png_chunk(name, CANARY * 2) + content[33:])
    assert sizes
    assert CANARY not in clean


def test_a_part_of_a_webp_that_no_decoder_reads_is_dropped() -> None:
    content = saved(two_colours(), "WEBP")
    body = content[8:] + b"priV" + len(CANARY).to_bytes(4, "little") + CANARY + b"\0" * (len(CANARY) % 2)
    clean, sizes = prepared("media/a.webp", b"RIFF" + len(body).to_bytes(4, "little") + body)
    assert sizes
    assert CANARY not in clean


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(1, 1), (40, 30), (720, 400), (1600, 1600)])
def test_a_clean_picture_stays_byte_for_byte(kind: str, size: tuple[int, int]) -> None:
    content = saved(screen(*size) if size[0] > 100 else Image.new("RGB", size), kind)
    assert prepared(KINDS[kind], content)[0] == content


@pytest.mark.parametrize("options", [{"progressive": True}, {"optimize": True}, {"restart_marker_blocks": 4}])
def test_every_way_of_writing_a_plain_jpeg_is_clean(options: Mapping[str, object]) -> None:
    content = saved(screen(300, 400), "JPEG", **options)
    assert prepared("media/a.jpg", content)[0] == content


@pytest.mark.parametrize("turn", range(2, 9))
@pytest.mark.parametrize("kind", KINDS)
def test_a_turned_picture_comes_out_upright(kind: str, turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    clean, sizes = prepared(KINDS[kind], saved(two_colours(), kind, exif=exif))
    for each in (clean, *sizes):
        image = opened(each).convert("RGB")
        is_lying = turn in {5, 6, 7, 8}
        assert image.size == ((40, 80) if is_lying else (80, 40))
        # Where the left half, red before, has gone: to the top, the bottom, the right, or nowhere.
        first = (20, 10) if is_lying else (10, 20)
        assert close(image.getpixel(first), RED if turn in {4, 5, 6} else BLUE)


def test_colours_come_out_as_the_files_own_profile_means_them() -> None:
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # A profile whose red light is blue, and one that is for other pixels than these.
    swapped = plain.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    other = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile, seen in ((plain, RED), (swapped, BLUE), (other, RED), (CANARY * 9, RED)):
        for mode in ("RGB", "RGBA"):
            clean, sizes = prepared("media/a.png", saved(two_colours(mode=mode), "PNG", icc_profile=profile))
            assert "icc_profile" not in opened(clean).info
            assert close(opened(clean).convert("RGB").getpixel((10, 20)), seen, 12)
            assert close(opened(sizes[0]).convert("RGB").getpixel((10, 20)), seen, 24)


# size


@given(st.integers(1, 40_000), st.integers(1, 40_000))
def test_what_has_been_fitted_fits(width: int, height: int) -> None:
    fitted = fit(width, height)
    assert fit(*fitted) == fitted
    assert fitted[0] <= min(width, WIDEST)
    assert fitted[1] <= min(height, TALLEST)
    if max(width, height) <= WIDEST:
        assert fitted == (width, height)


@pytest.mark.parametrize(
    ("size", "kept", "shown"),
    [
        ((4000, 3000), (1600, 1200), [(720, 540), (1440, 1080)]),
        ((3000, 4000), (1200, 1600), [(720, 960), (1200, 1600)]),
        ((1080, 2340), (720, 1560), [(720, 1560)]),
        ((1080, 5000), (720, 3333), [(720, 3333)]),
        ((1000, 700), (1000, 700), [(720, 504), (1000, 700)]),
        ((800, 600), (800, 600), [(720, 540)]),
        ((640, 480), (640, 480), [(640, 480)]),
        ((40, 30), (40, 30), [(40, 30)]),
        ((5000, 1), (1600, 1), [(720, 1), (1440, 1)]),
    ],
)
def test_a_picture_is_made_smaller_and_never_larger(
    size: tuple[int, int], kept: tuple[int, int], shown: list[tuple[int, int]]
) -> None:
    clean, sizes = prepared("media/a.png", saved(Image.new("RGB", size, RED), "PNG"))
    assert opened(clean).size == kept
    assert [opened(each).size for each in sizes] == shown
    assert {opened(each).format for each in sizes} == {"WEBP"}


@pytest.mark.parametrize("size", [(1080, 2340), (1600, 1200), (2400, 1080)])
def test_a_screenshot_is_light_enough_for_a_slow_phone(size: tuple[int, int]) -> None:
    _, sizes = prepared("media/a.png", saved(screen(*size), "PNG"))
    assert len(sizes[0]) <= LIGHT_PICTURE
    assert opened(sizes[0]).width == SHOWN
    assert all(len(each) <= SHARP_BYTES and opened(each).width <= SHARP for each in sizes[1:])


def test_even_noise_becomes_light_by_growing_smaller() -> None:
    _, sizes = prepared("media/a.jpg", saved(noise(900, 900), "JPEG"))
    assert len(sizes[0]) <= LIGHT_PICTURE
    assert opened(sizes[0]).width < SHOWN


def test_what_cannot_be_made_light_is_reported() -> None:
    content = saved(noise(720, 4_800), "JPEG", quality=60)
    assert len(prepared("media/a.jpg", content)[1][0]) > LIGHT_PICTURE
    assert codes("media/a.jpg", content) == ["media-heavy"]


def test_a_light_webp_is_shown_as_its_author_made_it() -> None:
    content = saved(screen(720, 900), "WEBP", quality=70)
    assert prepared("media/a.webp", content) == (content, (content,))


def test_a_drawing_in_few_colours_is_shown_without_loss() -> None:
    image = screen(400, 300)
    _, sizes = prepared("media/a.png", saved(image, "PNG"))
    assert opened(sizes[0]).tobytes() == image.tobytes()


# every kind of pixel


def test_what_is_clear_stays_clear() -> None:
    image = Image.new("RGBA", (2000, 100), (200, 30, 30, 255))
    image.paste((0, 0, 0, 0), (0, 0, 1000, 100))
    for kind in ("PNG", "WEBP"):
        clean, sizes = prepared(KINDS[kind], saved(image, kind))
        for each in (clean, *sizes):
            drawn = opened(each).convert("RGBA")
            assert drawn.getpixel((10, 10))[3] == 0  # type: ignore[index]
            assert drawn.getpixel((drawn.width - 10, 10))[3] == 255  # type: ignore[index]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("width", [20, 2000])
def test_every_kind_of_png_is_drawn(mode: str, width: int) -> None:
    grey = Image.new("L", (width, 40), 128)
    image = Image.new("I;16", (width, 40), 128 * 256) if mode == "I;16" else grey.convert(mode)
    words = PngInfo()
    words.add_text("Comment", CANARY.decode())
    clean, sizes = prepared("media/a.png", saved(image, "PNG", pnginfo=words))
    assert CANARY not in clean
    for each in (clean, *sizes):
        assert close(opened(each).convert("RGB").getpixel((5, 5)), (128,) * 3, 130 if mode == "1" else 8)


def test_a_palette_keeps_its_clear_colour() -> None:
    image = Image.new("P", (60, 40), 1)
    image.putpalette([0, 0, 0, *RED, *BLUE])
    image.paste(0, (0, 0, 30, 40))
    content = saved(image, "PNG", transparency=0)
    clean, sizes = prepared("media/a.png", content)
    assert clean == content
    drawn = opened(sizes[0]).convert("RGBA")
    assert drawn.getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert close(drawn.getpixel((50, 20))[:3], RED)  # type: ignore[index]


def test_a_cmyk_jpeg_is_drawn() -> None:
    for options in ({}, {"comment": CANARY}, {"icc_profile": b"not for ink"}):
        clean, sizes = prepared("media/a.jpg", saved(two_colours(mode="CMYK"), "JPEG", **options))
        assert CANARY not in clean
        assert close(opened(sizes[0]).convert("RGB").getpixel((10, 20)), RED, 60)


def test_a_phone_photo_with_a_second_view_keeps_the_first() -> None:
    content = saved(two_colours(), "MPO", save_all=True, append_images=[Image.new("RGB", (80, 40))])
    clean, sizes = prepared("media/a.jpg", content)
    assert opened(clean).format == "JPEG"
    assert close(opened(sizes[0]).getpixel((10, 20)), RED)


# what is left for the checker to refuse


def moving(kind: str) -> bytes:
    return saved(two_colours(), kind, save_all=True, append_images=[Image.new("RGB", (80, 40))])


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("media/a.png", b"no picture", "media-content"),
        ("media/a.png", b"", "media-content"),
        ("media/a.jpg", saved(two_colours(), "PNG"), "media-content"),
        ("media/a.webp", saved(two_colours(), "JPEG"), "media-content"),
        ("media/a.png", moving("PNG"), "media-animated"),
        ("media/a.webp", moving("WEBP"), "media-animated"),
        ("media/a.png", saved(screen(), "PNG")[:-2_000], "media-broken"),
        ("media/a.jpg", saved(screen(), "JPEG")[:9_000], "media-broken"),
        ("media/a.png", png_announcing(6_000, 4_001), "media-pixels"),
        ("media/a.png", png_announcing(9_000, 9_000), "media-pixels"),
        ("media/a.webp", webp_announcing(16_000, 16_000), "media-pixels"),
    ],
)
def test_what_cannot_be_drawn_is_left_as_it_is_and_refused(path: str, content: bytes, code: str) -> None:
    assert prepared(path, content) == (content, ())
    assert code in codes(path, content)


def test_a_jpeg_with_thousands_of_scans_is_not_unpacked() -> None:
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    content = saved(two_colours(), "JPEG", progressive=True)[:-2] + scan * 3_000 + b"\xff\xd9"
    assert prepared("media/a.jpg", content) == (content, ())
    assert codes("media/a.jpg", content) == ["media-broken"]


def test_files_that_are_no_raster_pictures_are_not_touched() -> None:
    files = {
        "course.md": b"a",
        "a.png": told("PNG"),
        "bia/media/a.png": told("PNG"),
        "media/a.svg": b"<svg/>",
        "media/a.pdf": told("JPEG"),
        "media/png": told("PNG"),
    }
    assert prepare(CourseSource("ky-so", files)) == CourseSource("ky-so", files)


@settings(max_examples=200)
@given(st.binary(max_size=400), st.sampled_from(sorted(KINDS)), st.integers(0, 4_000))
def test_any_bytes_at_all_are_survived(noise: bytes, kind: str, at: int) -> None:
    whole = told(kind)
    for content in (noise, whole[:at] + noise, whole[:at] + noise + whole[at + len(noise) :]):
        source = CourseSource("ky-so", {KINDS[kind]: content})
        once = prepare(source)
        assert prepare(once) == once


# again and again


@st.composite
def pictures(draw: st.DrawFn) -> bytes:
    kind = draw(st.sampled_from(sorted(KINDS)))
    size = draw(st.sampled_from([(1, 1), (30, 20), (900, 60), (60, 1700), (1700, 40), (720, 10)]))
    mode = draw(st.sampled_from(["RGB", "L", "CMYK"] if kind == "JPEG" else ["RGB", "RGBA", "L", "P"]))
    options: dict[str, object] = {}
    if draw(st.booleans()):
        exif = Image.Exif()
        exif[0x0112] = draw(st.integers(1, 9))
        options["exif"] = exif
    if kind == "WEBP":
        mode = mode if mode == "RGBA" else "RGB"
        options["lossless"] = draw(st.booleans())
    image = noise(*size).convert(mode) if draw(st.booleans()) else Image.new("RGB", size, RED).convert(mode)
    return saved(image, kind, **options) + draw(st.sampled_from([b"", CANARY]))


@settings(max_examples=80)
@given(st.lists(pictures(), max_size=3))
def test_preparing_twice_is_preparing_once(contents: list[bytes]) -> None:
    suffixes = {b"\x89P": "png", b"\xff\xd8": "jpg", b"RI": "webp"}
    files = {f"media/{n}.{suffixes[each[:2]]}": each for n, each in enumerate(contents)}
    once = prepare(CourseSource("ky-so", files))
    assert all(once.sizes.values())
    assert prepare(once) == once
    assert prepare(CourseSource("ky-so", once.files)) == once
    for path, content in once.files.items():
        assert is_bare(content)
        assert (
            content == files[path]
            or not is_bare(files[path])
            or fit(*opened(files[path]).size) != opened(files[path]).size
        )


def test_what_is_remembered_is_bounded_and_the_longest_unused_goes() -> None:
    shelf = _Shelf(100)
    for name in b"a", b"b", b"c":
        shelf.put(name, Prepared(b"x" * 20, (b"y" * 10,)))
    assert shelf.get(b"a") is not None
    shelf.put(b"d", Prepared(b"x" * 30))
    assert shelf.get(b"b") is None
    assert shelf.get(b"a") is not None
    shelf.put(b"e", Prepared(b"x" * 200))
    assert (shelf.bytes, len(shelf.pictures)) == (0, 0)


# what the page shows


def test_a_page_shows_two_sizes_and_the_room_for_them() -> None:
    path = "media/man-hinh.jpg"
    source = prepare(folder(SHOWN_HERE % path, files={path: saved(screen(2000, 1000), "JPEG")}))
    course = course_of(source)
    small, large = course.media[0].sizes
    address = "/khoa-hoc/ky-so/media/"
    shown = course.lessons[0].items[0].body[0].html
    assert f'src="{address}{small.sha256}.webp"' in shown
    assert f'srcset="{address}{small.sha256}.webp 720w, {address}{large.sha256}.webp 1440w"' in shown
    for part in ('width="720"', 'height="360"', 'loading="lazy"', 'decoding="async"', 'alt="Nút Cài đặt"'):
        assert part in shown
    assert course.media[0].path == path
    assert course.media[0].weight == small.bytes <= LIGHT_PICTURE


def test_a_small_picture_has_one_address() -> None:
    path = "media/nut.png"
    source = prepare(folder(SHOWN_HERE % path, files={path: saved(two_colours(), "PNG")}))
    shown = course_of(source).lessons[0].items[0].body[0].html
    assert "srcset" not in shown
    assert 'width="80"' in shown


def test_a_step_is_judged_by_what_is_shown_not_by_what_the_author_gave() -> None:
    files = {f"media/{n}.png": saved(noise(500, 400), "PNG") for n in range(2)}
    assert all(len(content) > LIGHT_PICTURE for content in files.values())
    one = prepare(folder(SHOWN_HERE % "media/0.png", files={"media/0.png": files["media/0.png"]}))
    found = [code for _, _, code in findings_in(one)]
    assert "heavy-step" not in found
    assert "media-heavy" not in found
    both = SHOWN_HERE % "media/0.png" + "\n![Hai](media/1.png)\n"
    assert "heavy-step" in [code for _, _, code in findings_in(prepare(folder(both, files=files)))]


def test_a_course_that_was_not_prepared_shows_its_own_files() -> None:
    shown = html_of("![a](media/a.png)", files={"media/a.png": saved(two_colours(), "PNG")})
    assert ".png" in shown
    assert "srcset" not in shown
