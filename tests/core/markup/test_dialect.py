"""The Markdown that authors may write: where Python-Markdown alone would break a lesson, ours does not."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lms.core.markup.dialect import build_markdown
from lms.core.markup.frontmatter import split_front_matter
from lms.core.markup.sanitising import sanitise
from tests.core.markup.folders import CORPORA, SHIPPED
from tests.safety.inspection import faults_in

RENDERED_AS_SPECIFIED = 479
"""Measured, of 655 examples. Python-Markdown alone has 427 by the same yardstick, though it lets the raw HTML of some
fifty examples through, which is off here."""

SPECIFICATION = CORPORA / "commonmark" / "spec.txt"
COUNTED = ("h2", "h3", "ol", "li", "img")


def rendered(text: str) -> str:
    return build_markdown().convert(text.strip("\n"))


class Events(HTMLParser):
    """The meaning of HTML, whatever its white space and its way of writing characters."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[str] = []
        self.preformatted = 0
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.preformatted += tag == "pre"
        self.events.append(f"<{tag}{sorted(attrs)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.preformatted -= tag == "pre"
        self.events.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        text = data.rstrip("\n") if self.preformatted else re.sub(r"\s+", " ", data)
        if text.strip():
            self.events.append(text if self.preformatted else text.strip())


def counts(markup: str) -> dict[str, int]:
    return {tag: len(re.findall(rf"<{tag}[\s>/]", markup)) for tag in COUNTED}


def examples() -> list[tuple[str, str]]:
    text = SPECIFICATION.read_text(encoding="utf-8")
    found = re.findall(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", text, re.MULTILINE | re.DOTALL)
    return [(source.replace("→", "\t"), markup.replace("→", "\t")) for source, markup in found]


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="the CommonMark corpus lies beside the repository")
def test_the_commonmark_examples_neither_crash_nor_escape_nor_get_fewer() -> None:
    right = 0
    for source, wanted in examples():
        markup = rendered(source)
        assert faults_in(sanitise(markup)) == [], source
        right += Events(markup).events == Events(wanted).events
    assert right >= RENDERED_AS_SPECIFIED


def markdown_it_counts(text: str) -> dict[str, int]:
    return counts(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


ODD = {
    "three spaces keep a numbered picture in its step": "1. Mở kho.\n\n   ![Ô tìm](a.png)\n\n2. Bấm **Cài đặt**.\n\n   ```\n   mã\n   ```\n3. Xong.",
    "four spaces do so too": "1. Mở kho.\n\n    ![Ô tìm](a.png)\n\n2. Bấm.",
    "two spaces nest": "- a\n  - b\n    - c\n- d",
    "a list may follow a paragraph": "Cần có:\n- máy\n- giấy\n\nRồi:\n1. mở\n2. gõ",
    "a bracket may number": "1) mở\n2) gõ\n\n   thêm\n3) xong",
    "kinds of lists do not merge": "1. a\n- b\n* c\n1) d",
    "a number may begin anywhere": "Bài:\n\n3. ba\n4. bốn",
    "a year is no list": "Luật có hiệu lực năm\n2025. Sau đó thì thôi.",
    "a list in a box": "> [!NOTE]\n> Cần có:\n> - máy\n> - giấy\n>\n> 1. mở\n>\n>    ![x](a.png)\n> 2. gõ",
    "a box in a list": "1. Mở kho.\n\n   > [!TIP]\n   > Mẹo: ![x](a.png)\n   > - một\n\n2. Bấm.",
    "two boxes": "> [!NOTE]\n> a\n\n> [!TIP]\n> - b",
    "lazy lines": "- một dòng\nviết tiếp\n- hai\n> trích\nviết tiếp\n\n## Tên\nchữ",
    "headings are tight": "## Một\n### Hai\n- a\n## Ba\n1. b",
    "a number sign without a space": "#5 là số nhà\n\n##Không phải\n\n## Phải",
    "underlined headings": "Một\n---\nHai\n===\nba\nbốn\n---",
    "fences hold their content": "```\n## không\n- không\n```\n\n1. a\n   ```text\n   ## không\n   ```\n2. b",
    "an unclosed fence ends with its item": "- a\n\n  ```\n  ## không\n- b",
    "tables": "| a | b |\n|---|---|\n| - x | 1. y |\n\n- z",
    "ticks": "- [ ] một\n- [x] hai\n\n  thêm\n- [ ] ba",
    "loose lists": "- a\n\n- b\n\n\n- c\n\n1. d\n\n2. e",
    "tabs": "-\ta\n\t- b\n1.\tc\n\n\t![x](a.png)",
    "empty items": "- a\n-\n- b\n\n1.\n2. c",
    "rules": "a\n\n***\n\n- b\n- - -\n* * *",
    "an item begins with a fence": "- ```\n  ## không\n  ```\n- b",
    "an item begins with a quotation": "- > a\n  > b\n- c",
    "an indented marker is text": "đoạn\n    - không\n    1. không\n    ## không",
    "Vietnamese capitals": "1. ĐẶT\n2. ỨNG DỤNG\n   - Ấn ![Ố](ố.png)",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_an_odd_lesson_has_the_headings_lists_and_pictures_that_github_shows(text: str) -> None:
    assert counts(rendered(text)) == markdown_it_counts(text)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_lesson_has_the_headings_lists_and_pictures_that_github_shows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    _, first = split_front_matter(text)
    body = "\n".join(text.split("\n")[first - 1 :])
    assert counts(rendered(body)) == markdown_it_counts(body)


LINES = st.sampled_from(
    [
        "1. a",
        "2) b",
        "- x",
        "* y",
        "10. t",
        "## H",
        "### K",
        "chữ",
        "![p](m.png)",
        "> q",
        "> - q",
        "- [ ] t",
        "",
        "",
    ]
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(["", "", "", "  ", "   "]), LINES), min_size=1, max_size=7))
def test_any_mixture_of_lists_and_headings_is_read_as_github_reads_it(parts: list[tuple[str, str]]) -> None:
    text = "\n".join(indent + line if line else "" for indent, line in parts)
    assert counts(rendered(text)) == markdown_it_counts(text)


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
