"""The paper that is printed of a bank: what stands on it, what the key says, and what never shows without the key."""

import re

import pytest

from lms.core.questions import Bank, QuestionType, stamp_bank
from lms.core.questions.exporting import MOST_VARIANTS
from lms.core.questions.exporting.paper import lay_out, write_paper
from lms.core.questions.exporting.paper_layout import letter
from tests.core.questions.banks import EXAMPLE, FRONT, bank_of

CANARY = "chim-hoàng-yến"
SECRETS = f"""## Ai được biết mã OTP?
- (x) Chỉ mình tôi
  > {CANARY} một
- ( ) Người hướng dẫn
  > {CANARY} hai

> Gợi ý: {CANARY} ba

> Giải thích: {CANARY} bốn

> Đúng: {CANARY} năm

> Sai: {CANARY} sáu
## Nơi đăng?
- = {CANARY}
## Số nào?
- = 918273 ± 0
## Mở [[{CANARY}]] rồi bấm.
## Viết vì sao? {{type=essay points=3}}
- 2đ: {CANARY} bảy
- 1đ: {CANARY} tám
"""
CHOICES = "".join(
    f"## Câu hỏi số {n}?\n- ( ) Sai một\n- ( ) Sai hai\n- (x) Đúng {n}\n- ( ) Sai ba\n" for n in range(1, 13)
)


def stamped(source: str | bytes) -> Bank:
    raw = source.encode() if isinstance(source, str) else source
    return bank_of(stamp_bank(raw, "thu"))


def words(html: str) -> str:
    body = html.partition("<body>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_the_sheet_has_places_to_write_and_the_questions_in_the_authors_order() -> None:
    said = words(write_paper(stamped(EXAMPLE)))
    for place in ("Đơn vị:", "Họ và tên:", "Lớp/Tổ:", "Ngày:", "Điểm:", "Phần I. An toàn", "--- HẾT ---"):
        assert place in said
    assert said.index("Câu 1. Ai được biết mã OTP") < said.index("Câu 2. Dấu hiệu lừa đảo")
    assert "Đề có 7 câu, tổng 8 điểm." in said
    assert "A. Chỉ mình tôi B. Người hướng dẫn C. Tổ trưởng công đoàn" in said


def test_a_group_that_is_named_a_part_is_not_called_one_twice() -> None:
    bank = stamped(
        EXAMPLE.decode().replace("# An toàn", "# Phần I. An toàn").replace("# Kiến thức", "# Phần mềm")
    )
    said = words(write_paper(bank))
    assert "Phần I. An toàn" in said
    assert "Phần I. Phần I." not in said
    assert "Phần II. Phần mềm" in said


def test_equal_points_are_said_once() -> None:
    said = words(write_paper(stamped(FRONT + CHOICES)))
    assert "mỗi câu 1 điểm, tổng 12 điểm." in said
    assert "(1 điểm)" not in said


def test_without_the_key_nothing_of_it_is_in_the_file() -> None:
    bank = stamped(FRONT + SECRETS)
    for seed in (None, 101):
        html = write_paper(bank, seed=seed, with_key=False)
        assert CANARY not in html
        assert "918273" not in html
        assert "Đáp án" not in html


def test_the_key_stands_behind_all_sheets_and_explains_only_where_asked() -> None:
    bank = stamped(FRONT + SECRETS)
    plain = write_paper(bank, seed=101, variants=2)
    assert plain.rindex('class="sheet"') < plain.index('class="key"')
    assert f"{CANARY} bốn" not in plain
    assert f"{CANARY} bảy" in plain
    assert f"{CANARY} bốn" in write_paper(bank, with_explanations=True)
    assert f"{CANARY} ba" not in write_paper(bank, with_explanations=True)


def test_letters_stand_in_rows_of_ten() -> None:
    html = write_paper(stamped(FRONT + CHOICES))
    table = html.partition('class="letters"')[2].partition("</table>")[0]
    rows = table.split("<tr>")[1:]
    assert [row.count("<td>") for row in rows] == [10, 10]
    assert re.findall(r"\d+-[A-Z]", table) == [f"{n}-C" for n in range(1, 13)]


def test_each_variant_has_its_own_order_and_the_key_that_fits_it() -> None:
    bank = stamped(FRONT + CHOICES)
    html = write_paper(bank, seed=101, variants=3)
    sheets = html.split('<section class="sheet">')[1:]
    keys = html.split('<section class="key">')[1:]
    assert len(sheets) == len(keys) == 3
    assert len({words("<body>" + sheet.partition("</section>")[0]) for sheet in sheets}) == 3
    for code, sheet, key in zip((101, 102, 103), sheets, keys, strict=True):
        assert f"Mã đề {code}" in sheet
        assert f"Đáp án, mã đề {code}" in key
        right = dict(re.findall(r"(\d+)-([A-Z])", key.partition("</table>")[0]))
        for part in sheet.split('<div class="question">')[1:]:
            number = re.search(r"Câu (\d+)\.", part)
            marked = re.search(r"<b>([A-Z])\.</b> <span>Đúng", part)
            assert number
            assert marked
            assert right[number[1]] == marked[1]


def test_the_same_code_prints_the_same_paper() -> None:
    bank = stamped(EXAMPLE)
    assert write_paper(bank, seed=101) == write_paper(bank, seed=101)
    assert write_paper(bank, seed=101, variants=2).count("Mã đề 102") == 1


def test_a_drawn_paper_takes_as_many_questions_as_the_bank_draws() -> None:
    bank = stamped(EXAMPLE)
    assert len(lay_out(bank, 101).questions) == len(bank.questions) - 1
    assert len(lay_out(bank, None).questions) == len(bank.questions)


def test_pins_and_letters_hold_on_paper() -> None:
    bank = stamped(
        FRONT
        + "## Chọn?\n- ( ) Một\n- ( ) Hai\n- (x) Tất cả đáp án trên\n"
        + "## Chọn nữa?\n- ( ) Một\n- ( ) Hai\n- (x) A và B đều đúng\n"
    )
    for code in range(101, 113):
        for laid in lay_out(bank, code).questions:
            assert laid.shown.options[-1].text in ("Tất cả đáp án trên", "A và B đều đúng")
            if laid.shown.options[-1].text.startswith("A và B"):
                assert [option.text for option in laid.shown.options[:2]] == ["Một", "Hai"]


def test_the_keys_of_other_types_speak_in_the_papers_letters() -> None:
    bank = stamped(EXAMPLE)
    for code in (None, 101, 102, 103):
        sheet = lay_out(bank, code)
        key = words(write_paper(bank, seed=code).replace("<body>", "", 1).replace('class="key"', "<body>", 1))
        by_type = {laid.question.type: laid for laid in sheet.questions}
        ordering = by_type[QuestionType.ORDERING]
        first, second = ordering.question.options
        places = {option.id: letter(at).lower() for at, option in enumerate(ordering.shown.options)}
        assert f"Câu {ordering.number}. {places[first.id]} → {places[second.id]}" in key
        matching = by_type[QuestionType.MATCHING]
        rights = {choice.text: letter(at).lower() for at, choice in enumerate(matching.shown.choices)}
        assert f"1-{rights['mã dùng một lần']}, 2-{rights['loại tệp văn bản']}" in key
        cluster = by_type[QuestionType.CLUSTER]
        assert f"Câu {cluster.number}. a) " in key


def test_what_has_to_be_matched_or_ordered_never_stands_in_the_order_of_the_key() -> None:
    items = "".join(f"{n}. Việc {n}\n" for n in range(1, 9))
    bank = stamped(FRONT + "## Xếp đúng thứ tự\n" + items)
    (laid,) = lay_out(bank, None).questions
    assert [option.text for option in laid.shown.options] != [f"Việc {n}" for n in range(1, 9)]


def test_titles_are_text_not_markup() -> None:
    html = write_paper(stamped('---\nid: thu\ntitle: "<b>Bài</b> & thử"\n---\n' + CHOICES))
    assert "<b>Bài</b>" not in html
    assert "&lt;b&gt;Bài&lt;/b&gt; &amp; thử" in html


def test_nothing_is_fetched_from_elsewhere() -> None:
    html = write_paper(stamped(EXAMPLE), seed=101, variants=2)
    assert not re.search(r"<script|<link|<img|src=|url\(", html)
    assert html.count("<style") == 1


def test_the_paper_can_speak_english() -> None:
    said = words(write_paper(stamped(EXAMPLE), language="en"))
    assert "Question 1." in said
    assert "Name:" in said
    assert "Câu 1." not in said


def test_too_much_is_refused_before_it_is_made() -> None:
    with pytest.raises(ValueError, match="more"):
        write_paper(stamped(EXAMPLE), seed=1, variants=MOST_VARIANTS + 1)
    with pytest.raises(KeyError):
        write_paper(stamped(EXAMPLE), pool="khong-co")
