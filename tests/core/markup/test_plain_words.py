"""Plain words take a short way through the renderer; it must lead to the same place as the long one."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lms.core.markup import rendering
from lms.core.markup.rendering import PlainMeaning, Renderer, render_markdown
from lms.core.markup.source import without_hidden

_renderer = Renderer(footnotes=False)
_ODD = st.text(alphabet="aạĐ01 .,;:?!()%/\"'“”‘’–…°+=-²½_*[]<>&~`|\\\u00a0\u0301", max_size=30)


def the_long_way(written: str, *, inline: bool) -> str:
    text = without_hidden(written)
    return _renderer.inline(text, PlainMeaning()) if inline else _renderer.html(text, PlainMeaning())


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.from_regex(rendering._WORDS, fullmatch=True), _ODD), st.booleans())
@example("1. Mở tệp", False)
@example("Ký số - an toàn", False)
@example("a...b", True)
@example("Nguyễn: 'x' \"y\" (z) 50% 1/2 +84 a=b", True)
@example("http://x.vn", True)
@example("www.x.vn", True)
@example("Tên\n: nghĩa", False)
def test_the_short_way_says_what_the_long_way_says(text: str, inline: bool) -> None:
    if rendering.refusal(text) is None:
        assert render_markdown(text, inline=inline) == the_long_way(text, inline=inline)


@pytest.mark.parametrize(
    "text", ["Phương án một", "Ai được biết mã OTP của thầy cô?", "Cả A, B và C đều đúng."]
)
def test_everyday_sentences_take_the_short_way(text: str) -> None:
    assert rendering._WORDS.fullmatch(text)
