"""Authors' notes in a bank are for whoever opens its file: nothing of them is compiled, wherever they stand."""

import json

import pytest

from lms.core.markup import render_markdown
from lms.core.questions import bank_to_json, parse_bank
from lms.core.questions.importing.aiken import read_aiken
from lms.core.questions.native import write_native

FRONT = "---\nid: nhap\ntitle: Nháp\n---\n"
NOTE = "<!-- chim hoàng yến -->"
EVERYWHERE = f"""{NOTE}
# Chung {{#chung}}
{NOTE}
## Hỏi {NOTE} gì? {{#q}} {NOTE}
Đoạn {NOTE} này{NOTE}.

<!-- chim hoàng yến
## kể cả một tiêu đề
- (x) và một đáp án --> Đoạn sau.

- (x) Có {NOTE}
- ( ) Không{NOTE}
  > Nhầm rồi {NOTE}
{NOTE}

> Gợi ý: Nghĩ kỹ {NOTE}

> Giải thích: Vì thế {NOTE}
## Mở [[VNeID]] {NOTE} đi {{#dien}}
## Ghép {{#ghep}}
- OTP {NOTE} -> mã {NOTE}
- PDF -> tệp
## Kể {{#ke type=essay}}
- 3đ: Có chuyện thật {NOTE}
"""


def render(text: str, inline: bool) -> str:
    return render_markdown(text, inline=inline)


def compiled(source: str) -> str:
    bank, problems = parse_bank((FRONT + source).encode(), "", render)
    assert bank is not None, [problem.text("vi") for problem in problems]
    return json.dumps(bank_to_json(bank), ensure_ascii=False)


def test_no_note_is_compiled_wherever_it_stands() -> None:
    kept = compiled(EVERYWHERE)
    for word in ("chim", "tiêu đề", "một đáp án", "--&gt;", "!--"):
        assert word not in kept
    for word in ("Hỏi gì?", "Đoạn này.", "Đoạn sau.", "Nhầm rồi", "Nghĩ kỹ", "Vì thế", "Có chuyện thật"):
        assert word in " ".join(kept.split())


def test_the_ids_and_the_key_stand_beside_notes() -> None:
    bank, _problems = parse_bank((FRONT + EVERYWHERE).encode(), "", render)
    assert bank is not None
    assert [question.id for question in bank.questions] == ["q", "dien", "ghep", "ke"]
    assert [option.text for option in bank.questions[0].options if option.right] == ["Có"]


@pytest.mark.parametrize("text", ["`<!-- a -->`", "<\\!-- a --\\>", "```html\n<!-- a -->\n```", "a --> b"])
def test_what_a_question_about_notes_shows_is_no_note(text: str) -> None:
    kept = compiled(f"## Đây là gì? {{#q}}\n{text}\n\n- (x) Chú thích\n- ( ) Thẻ\n")
    assert "a --" in kept


def test_words_of_other_programs_that_look_like_a_note_stay_words() -> None:
    reading = read_aiken("Thẻ nào viết <!-- thế này --> ?\nA. a\nB. b <!-- c\nANSWER: A\n".encode(), "")
    text = write_native(reading.manuscript).decode()
    kept = compiled(text.partition("---\n")[2].partition("---\n")[2])
    assert "<!-- thế này -->" in kept
    assert "b <!-- c" in kept
