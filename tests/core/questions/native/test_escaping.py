"""Words of other programs, however odd, are shown as exactly those words."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lms.core.markup import render_markdown
from lms.core.questions.manuscript import Manuscript, WrittenOption, WrittenPool, WrittenQuestion
from lms.core.questions.model import ONE, QuestionType
from lms.core.questions.native import escape_text, plain_of, visible, write_native
from lms.core.questions.parsing import parse_bank
from lms.core.questions.typesetting import plain_text
from lms.core.vietnamese import squeeze

_MARKS = [
    *"\\`*_{}[]()<>#+-.!|~=&;:\"'/@ \n1aĐx$^%?,",
    "->",
    "→",
    "http://a.b",
    "<a@b.vn>",
    "&amp;",
    "&#65;",
    "{#id}",
]
_MARKS += [
    "{{ten}}",
    "[[",
    "]]",
    "~~",
    "***",
    "---",
    "===",
    "1. ",
    "- ",
    "# ",
    "## ",
    ": ",
    "> ",
    "```",
    "<!--",
    "-->",
]
_MARKS += [
    "{pin}",
    "*[a]: b",
    "[a]: b",
    "(x) ",
    "[x] ",
    "= ",
    "3đ: ",
    "  \n",
    "\n\n",
    "<b>",
    "\t",
    "\u200b",
    "\x01",
]
_MARKS += ["---|---", "|a|b|\n|-|-|\n", "> Gợi ý: x", "A và B", "<script>alert(1)</script>", "\u2028", "    "]
hostile = st.lists(st.sampled_from(_MARKS), max_size=12).map("".join) | st.text(max_size=30)


def render(text: str, inline: bool) -> str:
    return render_markdown(text, inline=inline)


@settings(max_examples=400, deadline=None)
@given(hostile)
@example("<--->")
@example("a\n===")
@example("a | b\n--- | ---")
@example("tên\n: nghĩa")
@example("<http://a.b\\>")
def test_escaped_words_of_several_lines_are_shown_as_they_are(text: str) -> None:
    assert plain_text(render(escape_text(text), False)) == squeeze(visible(text))


@settings(max_examples=400, deadline=None)
@given(hostile)
def test_escaped_words_of_one_line_are_shown_as_they_are(text: str) -> None:
    line = text.replace("\n", " ")
    assert plain_text(render(escape_text(line), True)) == squeeze(visible(line))
    assert plain_of(escape_text(line)) == squeeze(visible(line))


@settings(max_examples=300, deadline=None)
@given(hostile, hostile, hostile)
def test_escaped_words_keep_their_place_in_a_bank(stem: str, first: str, second: str) -> None:
    words = [squeeze(visible(each)) for each in (stem, first, second)]
    stem_text = f"Câu {stem}"
    question = WrittenQuestion(
        QuestionType.MULTIPLE,
        escape_text(stem_text),
        (WrittenOption(escape_text(f"một {first}"), ONE), WrittenOption(escape_text(f"hai {second}"))),
    )
    bank, problems = parse_bank(
        write_native(Manuscript((WrittenPool(questions=(question,)),))), "a.md", render
    )
    assert bank is not None, problems
    found = bank.questions[0]
    assert found.type is QuestionType.MULTIPLE
    assert squeeze(found.stem_text) == squeeze(visible(stem_text))
    assert [option.text for option in found.options] == [
        squeeze(f"một {words[1]}"),
        squeeze(f"hai {words[2]}"),
    ]
    assert [option.right for option in found.options] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "Ký số dùng khóa bí mật, đúng không?",
        "Nhiệt độ là -5 °C (tháng 12)",
        "2 + 3 = 5",
        "a > b và a/b",
        "Lớp 5A: 35 em",
    ],
)
def test_ordinary_sentences_stay_as_they_are(text: str) -> None:
    assert escape_text(text) == text


def test_what_word_processors_leave_between_letters_is_gone() -> None:
    assert escape_text("mật\u00ad khẩu\u200b\ufeff  mạnh\u00a0nhé") == "mật khẩu mạnh nhé"
    assert escape_text("ho\u0300a") == "hòa"
