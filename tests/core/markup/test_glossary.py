"""The glossary: words, their English, a sentence or two."""

import pytest

from lms.core.markup import compile_glossary
from tests.core.markup.folders import ROOT

GOOD = """# Từ điển

Mỗi từ một hai câu.

## mã OTP {#otp}
English: one-time code

Mã dùng **một lần**. Không đọc cho ai, xem [mật khẩu](#mat-khau).

## mật khẩu {#mat-khau}
English: password

Chuỗi bí mật để đăng nhập.
"""


def codes(text: str) -> list[tuple[int, str]]:
    _, problems = compile_glossary(text.encode())
    assert {problem.path for problem in problems} <= {"glossary.md"}
    return [(problem.line, problem.code) for problem in problems]


def test_a_word_has_its_id_english_html_and_plain_text() -> None:
    terms, problems = compile_glossary(GOOD.encode())
    assert problems == ()
    assert [(term.id, term.name, term.english) for term in terms] == [
        ("otp", "mã OTP", "one-time code"),
        ("mat-khau", "mật khẩu", "password"),
    ]
    assert terms[0].html == (
        "<p>Mã dùng <strong>một lần</strong>. Không đọc cho ai, xem "
        '<a class="term" href="/tu-dien/mat-khau">mật khẩu</a>.</p>'
    )
    assert terms[0].text == "Mã dùng một lần. Không đọc cho ai, xem mật khẩu."


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "glossary-empty"),
        ("## OTP\nEnglish: code\n\nMã.\n", 1, "term-id-missing"),
        ("## OTP {#ỐTP}\nEnglish: code\n\nMã.\n", 1, "bad-id"),
        ("## OTP {#otp}\n\nMã.\n", 1, "term-english"),
        ("## OTP {#otp}\nEnglish: code\n", 1, "term-empty"),
        ("## OTP {#otp}\nEnglish: code\n\nA. B. C. D.\n", 1, "term-long"),
        ("## A {#a}\nEnglish: a\n\nA.\n\n## B {#a}\nEnglish: b\n\nB.\n", 6, "repeated-id"),
        ("## A {#a}\nEnglish: a\n\nXem [B](#b).\n", 4, "unknown-anchor"),
        ("## A {#a}\nEnglish: a\n\nXem [B](javascript:b).\n", 4, "unsafe-link"),
        ("## {#a}\nEnglish: a\n\nA.\n", 1, "title-missing"),
    ],
)
def test_a_fault_is_found_at_its_line(text: str, line: int, code: str) -> None:
    assert (line, code) in codes(text)


def test_bytes_that_are_no_text_give_a_finding() -> None:
    terms, problems = compile_glossary(b"## a\n\xff", "courses/glossary.md")
    assert terms == ()
    assert [(problem.path, problem.line, problem.code) for problem in problems] == [
        ("courses/glossary.md", 2, "not-utf8")
    ]


def test_the_shipped_glossary_has_no_errors() -> None:
    path = ROOT / "courses" / "glossary.md"
    terms, problems = compile_glossary(path.read_bytes())
    assert len(terms) >= 60
    assert [problem.text("en") for problem in problems] == []


def test_a_local_field_is_refused_because_the_glossary_has_no_unit() -> None:
    text = "## ứng dụng tỉnh {#ung-dung}\nEnglish: app\n\nTên là {{ten_app}}.\n".encode()
    found = [(problem.line, problem.code) for problem in compile_glossary(text)[1]]
    assert found == [(4, "field-in-glossary")]
