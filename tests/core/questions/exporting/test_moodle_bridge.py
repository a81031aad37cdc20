"""Native, Moodle XML, native: the lossless bridge. And what Moodle's own elements say when ours are gone."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.markup.rendering import render_markdown
from lms.core.questions import Bank, QuestionType, parse_bank
from lms.core.questions.exporting.moodle import write_moodle
from lms.core.questions.importing.moodle import read_moodle
from lms.core.questions.manuscript import Reading, Status
from lms.core.questions.native import read_native, write_native
from tests.core.questions.banks import EXAMPLE
from tests.core.questions.shapes import bank_sources

EVERYTHING = """---
id: moi-thu
title: "Mọi thứ: A/B & <C>"
pass: 65%
attempts: 3
grade: average
time: 20
open: 2026-11-21 07:30
close: 2026-11-28
overdue: grace
grace: 5
shuffle: [questions, options]
review: after-close
show_key: false
---
## Trước mọi nhóm, `mã` & <thẻ> {#dau points=0,5 lesson=bai-mot}

Đoạn thứ hai của đề:

- gạch đầu dòng
- nữa

| a | b |
|---|---|
| 1 | 2 |

- (x) Chữ **đậm** {#rieng pin}
  > Lời khen ]]> và <b>
- ( ) Hai dòng\\
  nối nhau
- ( ) Tất cả đáp án trên

> Gợi ý (-12,5%): một
> hai dòng

> Gợi ý: hai

> Giải thích: vì \\*sao\\*

> Đúng: tốt

> Sai: chưa

# Nhóm 1/2 & ba {#nhom-mot draw=2 points=2}
## Ba ý {#ba-y score=exact}
- [x] a
- [x] b
- [ ] c {pin}
## Trọng số {#trong-so}
- [33.33333%] a
- [66.66667%] b
- [-50%] c
## Trọng số tròn {#tron}
- [100%] a
- [0%] b
## Đúng Sai {#ds score=thpt2025}
- (Đ) một {#y-mot}
  > nhận xét
- (S) hai
- (Đ) ba
- (S) bốn
# Nhóm 2 {#nhom-hai}
## Gõ {#go match=case}
- = Hà Nội
  > giỏi
- =50% Ha Noi *
- = a | b
## Số {#so points=2}
- = 1234,5 ± 5%
- =50% 3,1 .. 3,2
## Ghép {#ghep score=exact}
- `a -> b` -> hai {#g-mot}
  > lời
- c → *d*
- -> thừa
## Xếp {#xep}
1. một {#m}
2. hai
   > lời riêng
3. ba
## Điền [[VNeID|vneid]] rồi {1:SA:=x} [[(x) Đăng nhập | Thoát ~ra}#]] và [[= 5 ± 1]]. {#dien match=exact points=3}
## Viết bài {#viet type=essay}
- 3đ: đủ ý
- 1,5đ: đẹp
> Giải thích: dài
## Minh chứng {#minh-chung type=evidence points=4}
"""


def _render(text: str, inline: bool) -> str:
    return render_markdown(text, inline=inline)


def _bank(source: bytes) -> Bank:
    """Compile a bank, without what may differ: digests, lines, and the readings of numbers that stay the same."""
    bank, problems = parse_bank(source, "quizzes/thu.md", _render)
    assert bank is not None, [(problem.line, problem.en) for problem in problems]
    pools = tuple(
        replace(pool, questions=tuple(replace(each, sha256="", line=0) for each in pool.questions))
        for pool in bank.pools
    )
    return replace(bank, sha256="", pools=pools)


def _file(source: bytes) -> bytes:
    return write_moodle(read_native(source, "thu.md").manuscript)[0]


def _foreign(data: bytes) -> Reading:
    """Read a file as it comes back from Moodle, which drops the elements that it does not know."""
    return read_moodle(re.sub(rb"(?s)<cap-doi-so.*?</cap-doi-so>", b"", data), "moodle.xml")


def _there_and_back(source: bytes) -> bytes:
    reading = read_moodle(_file(source), "thu.xml")
    assert [trouble.vi for trouble in reading.troubles if trouble.code == "edited"] == []
    return write_native(reading.manuscript)


@settings(deadline=None, max_examples=40)
@given(bank_sources())
def test_any_bank_comes_back_whole(source):
    assert _bank(_there_and_back(source.encode())) == _bank(source.encode())


@pytest.mark.parametrize(
    "source",
    [EXAMPLE, Path("quizzes/c-thai-nguyen.md").read_bytes(), EVERYTHING.encode()],
    ids=["example", "course", "everything"],
)
def test_these_banks_come_back_whole(source):
    assert _bank(_there_and_back(source)) == _bank(source)


def test_the_manuscript_itself_comes_back_but_for_its_places():
    before = read_native(EVERYTHING.encode(), "thu.md").manuscript
    after = read_moodle(_file(EVERYTHING.encode()), "thu.xml").manuscript

    def placeless(manuscript):
        return [replace(each, where="", place=0, source="") for each in manuscript.questions]

    assert placeless(after) == placeless(before)
    assert after.front == before.front


def test_names_tags_and_drafts_come_back_although_the_bank_format_has_none():
    manuscript = read_native(EXAMPLE, "thu.md").manuscript
    first = replace(
        manuscript.pools[0].questions[0], title="Câu về OTP", tags=("an toàn", "otp"), status=Status.DRAFT
    )
    pools = (replace(manuscript.pools[0], questions=(first,)), *manuscript.pools[1:])

    reading = read_moodle(write_moodle(replace(manuscript, pools=pools))[0], "thu.xml")

    came = reading.manuscript.questions[0]
    assert (came.title, came.tags, came.status) == ("Câu về OTP", ("an toàn", "otp"), Status.DRAFT)
    assert [trouble.code for trouble in reading.troubles if trouble.question == 0] == ["unsure-draft"]


def test_the_same_bank_gives_the_same_bytes_and_a_second_trip_changes_nothing():
    once = _file(EVERYTHING.encode())

    assert once == _file(EVERYTHING.encode())
    assert write_moodle(read_moodle(once, "thu.xml").manuscript)[0] == once


@settings(deadline=None, max_examples=25)
@given(bank_sources())
def test_after_a_trip_through_moodle_types_keys_and_points_are_the_same(source):
    before = read_native(source.encode(), "thu.md").manuscript
    reading = _foreign(_file(source.encode()))
    after = reading.manuscript

    assert [each.id for each in after.questions] == [each.id for each in before.questions]
    assert [each.type for each in after.questions] == [each.type for each in before.questions]
    assert {each.code for each in reading.troubles} <= {
        "unsure-all-right"
    }  # a key that marks everything is none
    for old, new in zip(before.questions, after.questions, strict=True):
        assert [each.fraction > 0 for each in new.options] == [each.fraction > 0 for each in old.options]
        assert [each.text for each in new.options] == [each.text for each in old.options]
        assert [(each.left, each.right) for each in new.pairs] == [
            (each.left, each.right) for each in old.pairs
        ]
        if old.type is not QuestionType.CLOZE:
            assert (new.points or 1) == (old.points or 1)


def test_after_a_trip_through_moodle_the_bank_still_compiles_and_keeps_what_moodle_can_say():
    bank = _bank(write_native(_foreign(_file(EVERYTHING.encode())).manuscript))
    by_id = {question.id: question for question in bank.questions}

    assert [pool.title for pool in bank.pools] == ["Mọi thứ: A/B & <C>", "Nhóm 1/2 & ba", "Nhóm 2"]
    assert [pool.id for pool in bank.pools][1:] == ["nhom-mot", "nhom-hai"]
    assert list(by_id) == [question.id for question in _bank(EVERYTHING.encode()).questions]
    assert by_id["dau"].points == Decimal("0.5")
    assert "<table>" in by_id["dau"].body_html
    assert "<strong>đậm</strong>" in by_id["dau"].options[0].html
    assert [hint.penalty for hint in by_id["dau"].hints] == [Decimal("0.125")] * 2
    assert by_id["ba-y"].score == "all-right"
    assert by_id["ba-y"].points == 2
    assert [option.fraction for option in by_id["trong-so"].options][2] == Decimal("-0.5")
    assert [option.right for option in by_id["ds"].options] == [True, False, True, False]
    assert by_id["go"].match == "case"
    assert [accepted.text for accepted in by_id["go"].accepted] == ["Hà Nội", "Ha Noi *", "a | b"]
    assert [(accepted.low, accepted.high) for accepted in by_id["so"].accepted] == [
        (Decimal("1172.775"), Decimal("1296.225")),
        (Decimal("3.1"), Decimal("3.2")),
    ]
    assert [option.text for option in by_id["xep"].options] == ["một", "hai", "ba"]
    assert [gap.kind for gap in by_id["dien"].gaps] == ["text", "choice", "number"]
    assert [gap.options[1].text for gap in by_id["dien"].gaps if gap.options] == ["Thoát ~ra}#"]
    assert [line.points for line in by_id["viet"].rubric] == [Decimal(3), Decimal("1.5")]
    assert by_id["minh-chung"].type is QuestionType.EVIDENCE


@pytest.mark.parametrize(
    ("old", "new", "reads"),
    [
        (b"<text>Ch\xe1\xbb\x89 m\xc3\xacnh t\xc3\xb4i</text>", b"<text>Ai c\xc5\xa9ng</text>", "Ai cũng"),
    ],
)
def test_what_was_changed_by_hand_wins_over_our_own_element(old, new, reads):
    data = _file(EXAMPLE)
    assert old in data

    reading = read_moodle(data.replace(old, new), "thu.xml")

    assert reading.manuscript.questions[0].options[0].text == reads
    assert [(trouble.code, trouble.question) for trouble in reading.troubles] == [("edited", 0)]
    assert reading.manuscript.pools[0].draw == 1


def test_a_question_moved_to_another_category_keeps_its_points():
    source = b"---\nid: a\ntitle: A\n---\n# Hai {#hai points=2}\n## C\xc3\xa2u {#cau}\n- (x) a\n- ( ) b\n# Ba {#ba points=3}\n## C\xc3\xa2u n\xe1\xbb\xafa {#nua}\n- (x) a\n- ( ) b\n"
    lines = _file(source).decode()
    first = lines[
        lines.index('<question type="multichoice">') : lines.index(
            "</question>", lines.index('<question type="multichoice">')
        )
        + 11
    ]
    moved = lines.replace(first, "").replace("</quiz>", f"{first}</quiz>")

    manuscript = read_moodle(moved.encode(), "thu.xml").manuscript

    assert [(each.id, each.points) for each in manuscript.questions] == [("nua", None), ("cau", 2)]


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "không có gì",
        "## một\n- (x) a\n- ( ) b\n## hai\n- (x) a\n- ( ) b",
        "# nhóm\n## một\n- (x) a",
        "\u0001",
    ],
)
def test_an_element_of_ours_that_holds_no_question_is_passed_over(inside):
    data = re.sub(
        r"(<cap-doi-so[^>]*digest[^>]*>)(?s:.*?)(</cap-doi-so>)",
        lambda found: f"{found[1]}<![CDATA[{inside}]]>{found[2]}".replace("\u0001", ""),
        _file(EXAMPLE).decode(),
    )

    reading = read_moodle(data.encode(), "thu.xml")

    assert len(reading.manuscript.questions) == len(read_native(EXAMPLE, "").manuscript.questions)


@given(st.integers(1, 4))
def test_a_draw_that_no_longer_fits_is_said(drawn):
    source = f"---\nid: a\ntitle: A\n---\n# Hai {{#hai draw={drawn}}}\n" + "".join(
        f"## Câu {n} {{#c{n}}}\n- (x) a\n- ( ) b\n" for n in range(4)
    )
    text = _file(source.encode()).decode()
    parts = text.split("  <question type")
    fewer = "  <question type".join(parts[:4]) + "</quiz>"  # our own element, the category, two questions

    reading = read_moodle(fewer.encode(), "thu.xml")

    assert len(reading.manuscript.questions) == 2
    assert reading.manuscript.pools[0].draw == (drawn if drawn <= 2 else None)
    assert [trouble.code for trouble in reading.troubles] == (["draw-lost"] if drawn > 2 else [])
