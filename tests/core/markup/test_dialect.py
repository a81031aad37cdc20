"""The Markdown that authors may write: boxes, strikethrough, definition lists, and what raw HTML becomes."""

import pytest

from lms.core.markup.dialect import build_markdown


def rendered(text: str, lang: str = "vi") -> str:
    return build_markdown(lang=lang).convert(text.strip("\n"))


@pytest.mark.parametrize(
    ("kind", "css", "title"),
    [
        ("NOTE", "box", "Ghi chú"),
        ("TIP", "box good", "Mẹo"),
        ("IMPORTANT", "box", "Quan trọng"),
        ("WARNING", "box warn", "Cẩn thận"),
        ("CAUTION", "box bad", "Nguy hiểm"),
        ("warning", "box warn", "Cẩn thận"),
    ],
)
def test_an_alert_is_a_box_with_its_title(kind: str, css: str, title: str) -> None:
    markup = rendered(f"> [!{kind}]\n> Không đọc **OTP**.\n>\n> Cho ai cả.")
    assert f'<div class="{css}" role="note">' in markup
    assert f'<p class="box-title">{title}</p>' in markup
    assert "<p>Không đọc <strong>OTP</strong>.</p>" in markup
    assert markup.count("<p>") == 2
    assert "[!" not in markup


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("NOTE", "Note"),
        ("TIP", "Tip"),
        ("IMPORTANT", "Important"),
        ("WARNING", "Warning"),
        ("CAUTION", "Danger"),
    ],
)
def test_a_box_speaks_the_language_of_its_course(kind: str, title: str) -> None:
    assert f'<p class="box-title">{title}</p>' in rendered(f"> [!{kind}]\n> Mind the OTP.", "en")


def test_the_way_back_from_a_footnote_speaks_the_language_of_its_course() -> None:
    text = "Xem[^1].\n\n[^1]: Ghi chú.\n"
    assert 'title="Về chỗ đang đọc, chú thích 1"' in rendered(text)
    assert 'title="Back to the text, note 1"' in rendered(text, "en")


def test_a_quotation_without_a_known_mark_stays_a_quotation() -> None:
    assert rendered("> [!OTHER]\n> a") == "<blockquote>\n<p>[!OTHER]\na</p>\n</blockquote>"


def test_raw_html_is_shown_as_text() -> None:
    assert rendered('<b onclick="x">đậm</b>') == '<p>&lt;b onclick="x"&gt;đậm&lt;/b&gt;</p>'


def test_strikethrough_definition_lists_and_mail_links_work() -> None:
    assert "<del>cũ</del>" in rendered("~~cũ~~ mới")
    assert "<dd>mã một lần</dd>" in rendered("OTP\n: mã một lần")
    assert '<a href="mailto:lan@truong.edu.vn">lan@truong.edu.vn</a>' in rendered("<lan@truong.edu.vn>")


def test_code_is_not_coloured_whatever_is_installed() -> None:
    assert rendered("```python\nx = 1\n```") == '<pre><code class="language-python">x = 1</code></pre>'
