"""Small texts, and what becomes of links: sanitised HTML, nothing else."""

import pytest

from lms.core.markup import render_markdown
from tests.core.markup.folders import html_of, lesson_of

REL = 'rel="noopener noreferrer nofollow"'


def test_a_small_text_may_have_emphasis_lists_and_links() -> None:
    assert render_markdown("Mở **CH Play**:\n- gõ `a`\n- [cổng](https://dichvucong.gov.vn)") == (
        "<p>Mở <strong>CH Play</strong>:</p>\n<ul>\n<li>gõ <code>a</code></li>\n"
        f'<li><a href="https://dichvucong.gov.vn" {REL}>cổng</a></li>\n</ul>'
    )


def test_inline_text_has_no_paragraph_and_begins_no_block() -> None:
    assert render_markdown("Bấm **Mở**", inline=True) == "Bấm <strong>Mở</strong>"
    for text in ("# một", "1. một", "- một", "> một", "    một", "---"):
        assert "<" not in render_markdown(text, inline=True)


def test_a_small_text_has_no_ids_pictures_or_footnotes() -> None:
    markup = render_markdown("## A {#b}\n\n![tả](a.png) c[^1] [d](#b)\n\n[^1]: e")
    assert "id=" not in markup
    assert "<img" not in markup
    assert "href" not in markup
    assert "tả" in markup


def test_a_hostile_small_text_is_shown_as_it_is_written() -> None:
    assert render_markdown("[" * 101 + "<b>") == f"<p>{'[' * 101}&lt;b&gt;</p>"
    assert render_markdown("[" * 101, inline=True) == "[" * 101


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("../glossary.md#otp", "/tu-dien/otp"),
        ("../glossary.md", "/tu-dien"),
        ("glossary.md#otp", "/tu-dien/otp"),
        ("01-mo-may.md", "/hoc/ky-so/bai-mot"),
        ("./01-mo-may.md#mo", "/hoc/ky-so/bai-mot/mo"),
        ("#mo", "/hoc/ky-so/bai-mot/mo"),
        ("course.md", "/khoa-hoc/ky-so"),
        ("../ky-so/01-mo-may.md", "/hoc/ky-so/bai-mot"),
        ("../ho-so/03-x.md", "/khoa-hoc/ho-so"),
    ],
)
def test_a_relative_link_leads_to_the_page_on_the_site(target: str, href: str) -> None:
    assert f'href="{href}"' in html_of(f"Xem [chỗ này]({target}).")


def test_a_link_to_a_task_leads_to_its_own_place() -> None:
    lesson = lesson_of(
        "Xem [việc](#the).\n\n## Nhiệm vụ: Viết {#the}\nNộp: tự kiểm | Chấm: tự kiểm | Điểm: 1\n\n- [ ] Xong\n"
    )
    assert 'href="/hoc/ky-so/bai-mot/nhiem-vu/the"' in lesson.body[0].html


def test_a_glossary_link_is_marked_as_a_term() -> None:
    assert (
        html_of("Mã [OTP](../glossary.md#otp).") == '<p>Mã <a class="term" href="/tu-dien/otp">OTP</a>.</p>'
    )


@pytest.mark.parametrize(
    "target", ["https://dichvucong.gov.vn/a?b=1&c=2", "http://a.vn", "mailto:lan@a.vn", "tel:+84912345678"]
)
def test_an_outside_link_is_plain_and_tells_nobody_where_it_came_from(target: str) -> None:
    markup = html_of(f"[ra ngoài]({target}){{target=_blank rel=opener class=term}}")
    assert REL in markup
    assert "target=" not in markup
    assert "class=" not in markup


def test_an_attribute_list_adds_no_handler_style_or_foreign_id() -> None:
    markup = html_of(
        "### Tên {#body onclick=alert(1) style=color:red .btn}\n\nchữ\n{: #forms .box-title data-x=y }"
    )
    assert 'id="c-mo-1-body"' in markup
    for word in ("onclick", "style", "btn", "data-x", 'id="body"', 'id="forms"'):
        assert word not in markup


def test_a_first_level_heading_becomes_a_second_level_one() -> None:
    assert html_of("# Lớn") == "<h2>Lớn</h2>"


def test_table_cells_keep_their_alignment() -> None:
    assert '<td align="right">1</td>' in html_of("| a |\n|--:|\n| 1 |")
