"""Tables as CSV: code pages, separators, quotes, letters of old fonts; and any bytes at all."""

import io
import unicodedata

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.questions.importing.columns import recognised
from lms.core.questions.importing.keys import readings_of, truths_of
from lms.core.questions.importing.table_options import split_options
from lms.core.questions.importing.tables import headers_of, read_csv, read_workbook
from lms.core.questions.manuscript import Reading, Status
from lms.core.questions.model import ONE
from tests.core.questions.importing.sheets import (
    CAPITAL,
    HEADINGS,
    codes,
    only,
    read_text,
    repacked,
    right,
    workbook,
)

ROW = (*CAPITAL, "B")


def table(separator: str, *rows: tuple[str, ...]) -> str:
    return "".join(separator.join(row) + "\r\n" for row in (HEADINGS, *rows))


def in_1258(text: str) -> bytes:
    """Return text as Windows wrote it before Unicode: tones behind their letters."""
    bases = {"á": "a\u0301", "à": "a\u0300", "ạ": "a\u0323", "ả": "a\u0309", "ã": "a\u0303"}
    out = []
    for char in text:
        try:
            out.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", bases.get(char, char))
            tone = next(mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323")
            out.append((unicodedata.normalize("NFC", apart.replace(tone, "")) + tone).encode("cp1258"))
    return b"".join(out)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_each_separator_is_found_in_each_encoding(separator: str, encoding: str) -> None:
    reading = read_text(table(separator, ROW), encoding)
    assert right(only(reading)) == ["Hà Nội"]
    assert not reading.troubles


def test_windows_1258_is_composed() -> None:
    reading = read_csv(
        in_1258(
            table(
                ",",
                ROW,
                ("Mật khẩu để ở đâu?", "Dưới bàn phím", "Trong trí nhớ", "Lên tường", "Gửi bạn", "B"),
            )
        ),
        "de.csv",
    )
    assert [question.stem for question in reading.manuscript.questions] == [
        "Thủ đô của Việt Nam?",
        "Mật khẩu để ở đâu?",
    ]
    assert right(reading.manuscript.questions[1]) == ["Trong trí nhớ"]


def test_a_line_that_names_the_separator_is_believed() -> None:
    reading = read_text("sep=;\r\n" + table(";", ("Một, hai, ba?", "a,b", "c,d", "e,f", "g,h", "A")))
    assert only(reading).where == "dòng 3"
    assert right(only(reading)) == ["a,b"]


def test_quotes_hold_separators_and_line_breaks_and_rows_may_be_ragged() -> None:
    text = 'Câu hỏi,A,B,C,Đáp án\n"Anh hỏi: ""Ai đó?""\nTrả lời sao?","một, hai",hai,ba,A\nNgắn?,có,không\nDài?,a,b,c,B,thừa,,,\n'
    first, second, third = read_text(text).manuscript.questions
    assert first.stem == 'Anh hỏi: "Ai đó?"\n\nTrả lời sao?'
    assert right(first) == ["một, hai"]
    assert (second.status, second.where) == (Status.DRAFT, "dòng 4")
    assert right(third) == ["b"]


def test_a_quotation_mark_that_never_closes_is_named_with_its_line() -> None:
    rows = "".join(f"Câu số {n}?,a,b,A\n" for n in range(300))
    reading = read_text(f'Câu hỏi,A,B,Đáp án\nMột?,a,b,A\n"Hai?,a,b,A\n{rows}')
    assert not reading.manuscript.questions
    assert [(t.code, t.where) for t in reading.troubles] == [("open-quote", "dòng 3")]


def test_letters_of_old_fonts_and_lost_ones_are_refused_with_the_way_out() -> None:
    tcvn3 = "C©u hái,A,B,C,§¸p ¸n\nThñ ®« cña ViÖt Nam lµ thµnh phè nµo?,Hµ Néi,HuÕ,§µ N½ng,A\n"
    vni = "Caâu hoûi,A,B,C,Ñaùp aùn\nThuû ñoâ cuûa nöôùc ta laø thaønh phoá naøo?,Haø Noäi,Hueá,Ñaø Naüng,A\n"
    lost = "C?u h?i,A,B,C,??p ?n\nTh? ?? c?a Vi?t Nam l? g??,H? N?i,Hu?,?? N?ng,A\n"
    twice = table(",", ROW).encode().decode("cp1252", "ignore")
    assert [codes(read_text(text)) for text in (tcvn3, vni, lost, twice)] == [
        ["old-font"],
        ["old-font"],
        ["lost-marks"],
        ["lost-marks"],
    ]
    assert codes(read_csv(tcvn3.encode("latin-1"), "de.csv")) == ["old-font"]
    assert "UniKey" in read_text(vni).troubles[0].mend_vi
    assert codes(read_workbook(workbook([row.split(",") for row in tcvn3.split("\n")]), "de.xlsx")) == [
        "old-font"
    ]


def test_a_table_without_headings_or_rows_says_how_to_name_them() -> None:
    assert codes(read_text("a,b,c\n1,2,3\n")) == ["no-headings"]
    assert codes(read_text(",".join(HEADINGS))) == ["no-rows"]
    assert "Câu hỏi, A, B, C, D, Đáp án" in read_text("a,b\n").troubles[0].mend_vi


def test_more_questions_than_a_file_may_have_are_refused_whole() -> None:
    reading = read_text(table(",", *(("Câu?", "a", "b", "c", "d", "A") for _ in range(5_001))))
    assert (len(reading.manuscript.questions), codes(reading)) == (0, ["too-many-questions"])
    assert "5000" in reading.troubles[0].vi


def test_a_word_file_is_no_table() -> None:
    out = io.BytesIO()
    Document().save(out)
    assert codes(read_workbook(out.getvalue(), "de.xlsx")) == ["not-a-table"]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Nội dung câu hỏi (*)", "question"),
        ("CÂU HỎI", "question"),
        ("Question Text", "question"),
        ("Phương án B", "option-2"),
        ("Đáp án 3", "option-3"),
        ("optionD", "option-4"),
        ("ans_a", "option-1"),
        ("Ý d", "option-4"),
        ("Đáp án đúng", "key"),
        ("ĐÁP ÁN", "key"),
        ("Correct answer(s) - choose at least one", "key"),
        ("Answer", "key"),
        ("Đáp án sai 2", "wrong-2"),
        ("Phản hồi A", "feedback-1"),
        ("Đúng B", "mark-2"),
        ("Correct 3", "mark-3"),
        ("Chủ đề", "pool"),
        ("Mức độ nhận thức", "level"),
        ("Lời giải chi tiết", "explanation"),
        ("Gợi ý", "hint"),
        ("Điểm", "points"),
        ("Time limit (sec) – 5, 10, 20", "ignored"),
        ("STT", "number"),
        ("#", "number"),
        ("Loại câu hỏi", "type"),
        ("Họ và tên", ""),
        ("Câu hỏi 1: Thủ đô của Việt Nam là gì", ""),
        ("", ""),
    ],
)
def test_headings_are_recognised(label: str, role: str) -> None:
    assert recognised(label) == role


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("A. một B. hai C. ba", ["một", "hai", "ba"]),
        ("a) một\nb) hai", ["một", "hai"]),
        ("A. Dùng thư điện tử. B. Dùng Zalo.", ["Dùng thư điện tử.", "Dùng Zalo."]),
        ("- một\n- hai", ["một", "hai"]),
        ("1. một\n2. hai", ["một", "hai"]),
        ("một; hai; ba", ["một", "hai", "ba"]),
        ("một, hai\nba, bốn", ["một, hai", "ba, bốn"]),
        ("chỉ một", ["chỉ một"]),
        ("", []),
    ],
)
def test_options_in_one_cell_are_parted(cell: str, expected: list[str]) -> None:
    assert split_options(cell) == expected


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=10), max_size=6))
def test_a_key_never_names_an_option_that_is_not_there(key: str, options: list[str]) -> None:
    for found in readings_of(key, options).possible.values():
        assert all(0 <= index < len(options) for index in found)
    assert len(truths_of(key, len(options))) in {0, len(options)}


def sound(reading: Reading) -> None:
    count = len(reading.manuscript.questions)
    assert count or reading.troubles
    assert all(trouble.question is None or trouble.question < count for trouble in reading.troubles)
    drafts = {trouble.question for trouble in reading.troubles}
    for index, question in enumerate(reading.manuscript.questions):
        assert question.status is Status.READY or index in drafts
        right_ones = [option for option in question.options if option.fraction == ONE]
        if question.type.value in {"single", "multiple", "truefalse"} and question.status is Status.READY:
            assert 0 < len(right_ones) < len(question.options)


@given(st.binary(max_size=800), st.sampled_from(["de.csv", "de.xlsx", "de.txt", ""]))
def test_any_bytes_are_a_reading(data: bytes, name: str) -> None:
    sound(read_csv(data, name))
    sound(read_workbook(data, name))
    headers_of(data, name)


CELLS = st.one_of(
    st.sampled_from(
        [
            "A",
            "B",
            "1",
            "2",
            "A,B",
            "x",
            "Đ",
            "S",
            "Đúng",
            "Sai",
            "",
            "*",
            "một",
            "hai",
            "A. một\nB. hai",
            "Ghép",
            "Số",
            "a -> b",
        ]
    ),
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12),
)
NAMES = st.sampled_from(
    [
        "Câu hỏi",
        "A",
        "B",
        "C",
        "Đáp án",
        "Phương án",
        "Đúng",
        "Loại câu",
        "Điểm",
        "Mức độ",
        "Chương",
        "Đáp án sai",
        "STT",
        "gì đó",
    ]
)


@settings(max_examples=150)
@given(st.lists(NAMES, min_size=2, max_size=8), st.lists(st.lists(CELLS, max_size=8), max_size=8))
def test_any_table_is_a_reading_in_which_nothing_is_guessed(names: list[str], rows: list[list[str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in ([*names], *rows)]
    sound(read_text("\n".join(quoted)))


@settings(max_examples=60)
@given(st.data())
def test_a_workbook_with_any_of_its_parts_changed_is_a_reading(data: st.DataObject) -> None:
    def change(content: bytes) -> bytes:
        changed = bytearray(content)
        for _ in range(data.draw(st.integers(1, 6))):
            changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(32, 126))
        return bytes(changed)

    part = data.draw(
        st.sampled_from(
            ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
        )
    )
    sound(read_workbook(repacked(workbook([HEADINGS, ROW]), {part: change}), "de.xlsx"))
