"""Parts compressed beforehand make one gzip stream that any browser reads."""

import gzip
import zlib

from hypothesis import given
from hypothesis import strategies as st

from lms.web.packing import Fixed, gzipped, plain

parts = st.lists(
    st.binary(max_size=400).flatmap(lambda text: st.sampled_from([text, Fixed.of(text)])), max_size=12
)


@given(parts)
def test_the_stream_unpacks_to_the_parts(given_parts: list[Fixed | bytes]) -> None:
    assert gzip.decompress(gzipped(given_parts)) == plain(given_parts)


@given(parts)
def test_the_stream_is_a_single_one_without_a_rest(given_parts: list[Fixed | bytes]) -> None:
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    reader.decompress(gzipped(given_parts))
    assert reader.eof
    assert not reader.unused_data


def test_more_is_filled_in_than_one_block_holds() -> None:
    long = bytes(range(256)) * 1000
    assert gzip.decompress(gzipped([Fixed.of(b"<p>"), long, Fixed.of(b"</p>")])) == b"<p>" + long + b"</p>"


def test_fixed_parts_are_small() -> None:
    text = "Thầy cô bấm nút nguồn. ".encode() * 500
    assert len(gzipped([Fixed.of(text), b"name", Fixed.of(text)])) < len(text) / 20


def test_the_length_does_not_tell_whether_a_guess_is_in_the_page() -> None:
    """A token filled in is never compressed together with the text around it."""
    lengths = {
        len(gzipped([Fixed.of(b"<p>%s</p>" % guess), b"secret-7c1f"]))
        for guess in (b"secret-7c1f", b"secret-9a2b")
    }
    assert len(lengths) == 1
