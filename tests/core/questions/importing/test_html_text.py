"""HTML becomes Markdown that shows the same words; what cannot be said is named."""

import string
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.questions.importing.html_text import LONGEST, markdown_of
from lms.core.questions.native import plain_of


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Xin <b>chào </b>các <i>thầy</i> cô</p>", "Xin **chào** các *thầy* cô"),
        ("<p>một</p><p>hai</p>", "một\n\nhai"),
        ("dòng<br>hai<br />ba", "dòng\\\nhai\\\nba"),
        ("<strong>đậm <em>nghiêng</em> hết</strong>", "**đậm** ***nghiêng*** **hết**"),
        ("b<u>oo</u>k, <s>bỏ</s>", "b*oo*k, ~~bỏ~~"),
        ("H<sub>2</sub>O, x<sup>2</sup>, 10<sup>k</sup>, a<sub>i j</sub>", "H₂O, x², 10^k, a\\_(i j)"),
        ("<code>a`b</code>", "``a`b``"),
        ("<pre>if a:\n  b &lt; c</pre>", "```\nif a:\n  b < c\n```"),
        (
            "<ul><li>một<li>hai<ol><li>x</li><li>y</li></ol></li></ul><p>hết</p>",
            "- một\n- hai\n  1. x\n  2. y\n\nhết",
        ),
        ('<ol start="3"><li>ba</li><li>bốn</li></ol>', "3. ba\n4. bốn"),
        (
            "<table><tr><th>A</th><th>B|C</th></tr><tr><td>1</td></tr></table>",
            "| A | B\\|C |\n|---|---|\n| 1 |  |",
        ),
        (
            '<a href="https://a.vn/x?y=1&amp;z=2">đọc <b>thêm</b></a>',
            "[đọc **thêm**](https://a.vn/x?y=1&z=2)",
        ),
        ('<a href="javascript:alert(1)">bấm</a>', "bấm"),
        ("<h3>Đề bài</h3>Chọn ý đúng", "**Đề bài**\n\nChọn ý đúng"),
        ("1. chữ, không phải danh sách", "1\\. chữ, không phải danh sách"),
        ("*sao* và `mã` và [[chỗ]]", "\\*sao\\* và \\`mã\\` và \\[\\[chỗ]]"),
        ("a &lt; b &amp;&amp; &eacute;&nbsp;&#8211;&nbsp;c", "a < b && é – c"),
        ("<!-- [if mso] --><p>chữ</p><!-- x", "chữ\n\n<\\!-- x"),
        ("<p>&nbsp;</p><div><span style='x'>  nhiều   khoảng </span></div>", "nhiều khoảng"),
        ("Việt Na\u200bm hoà\u0301", "Việt Nam hoà\u0301"),
    ],
)
def test_what_markdown_can_say_stays(html, markdown):
    assert markdown_of(html) == (markdown, ())


@pytest.mark.parametrize(
    ("html", "words", "name"),
    [
        ('trước <img src="data:image/png;base64,AAAA" alt="sơ đồ"> sau', "trước [hình: sơ đồ] sau", "img"),
        ("xem <img src=a.png>", "xem [hình]", "img"),
        ("xem <svg><text>không đọc</text></svg> này", "xem [hình] này", "img"),
        ("nghe <audio controls></audio>", "nghe [âm thanh]", "audio"),
        ("a<script>alert(1)</script>b", "ab", "script"),
        ("tên <input type=text>", "tên", "input"),
    ],
)
def test_what_it_cannot_say_is_named_and_leaves_words_in_its_place(html, words, name):
    markdown, dropped = markdown_of(html)

    assert (plain_of(markdown), dropped) == (words, (name,))


def test_a_picture_of_a_megabyte_is_no_long_text():
    markdown, dropped = markdown_of(
        f'<p>Xem <img src="data:image/png;base64,{"A" * 1_000_000}"></p><p>hết</p>'
    )

    assert plain_of(markdown) == "Xem [hình] hết"
    assert dropped == ("img",)


def test_a_text_without_end_is_cut_and_says_so():
    markdown, dropped = markdown_of("chữ " * LONGEST)

    assert len(markdown) < LONGEST
    assert dropped == ("…",)


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<a ",
        "<b>",
        "</",
        "<ul><li>",
        "<table><tr><td>",
        "&#",
        "<p a='",
        "<![CDATA[",
        "<![x",
        "<b>a</b><i>b</i>",
    ],
)
def test_bad_html_is_read_somehow(piece):
    markdown, _ = markdown_of(piece * 10_000)

    assert isinstance(markdown, str)


@given(st.text(alphabet=f"{string.punctuation} \nabc12đẫ", max_size=60))
def test_words_stay_words_whatever_they_are(words):
    shown = plain_of(markdown_of(f"<p>{escape(words)}</p>")[0])

    assert shown.split() == words.split()


@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<i>", "</i>", "<p>", "a", " ", "b", "<br>", "<u>", "</u>", "<sup>"])
    )
)
def test_styles_never_leave_their_marks_in_the_text(pieces):
    shown = plain_of(markdown_of("".join(pieces))[0])

    assert not set(shown) & set("*~`\\")


@given(
    st.lists(
        st.sampled_from(
            ["<", ">", "/", "!", "-", "a", "table", "td", "tr", "li", "pre", "ul", '"', "'", "&", ";"]
        )
    )
)
def test_nothing_raises(pieces):
    markdown_of("".join(pieces))
