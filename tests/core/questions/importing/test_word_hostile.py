"""Files that are broken, hostile or far too large: one sentence each, never an exception, never half a bank."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.core.questions.importing.papers import read_text
from lms.core.questions.importing.word import read_word
from lms.core.questions.manuscript import MOST_IMPORTED, Reading
from tests.core.questions.importing.word_makers import NAMES, TYPES, codes, docx, keys, para, read

GOOD = ("Câu 1: Gì?", "A. một", "<b>B. hai</b>", "C. ba", "D. bốn")
BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def nested(depth):
    return "<w:tbl><w:tr><w:tc>" * depth + para("Câu 1") + "</w:tc></w:tr></w:tbl>" * depth


FILES = {
    "empty": (b"", "empty"),
    "an old .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "old-word"),
    "a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    "cut short": (docx(*GOOD)[:-40], "broken"),
    "no document": (packed({"[Content_Types].xml": TYPES, "word/other.xml": "<a/>"}), "broken"),
    "no body": (docx(raw=f"<w:document {NAMES}/>"), "broken"),
    "broken XML": (docx(raw=f"<w:document {NAMES}><w:body><w:p></w:body></w:document>"), "broken"),
    "no XML at all": (docx(raw="Câu 1"), "broken"),
    "entities": (docx(raw=f"{BOMB}<w:document {NAMES}><w:body>&b;</w:body></w:document>"), "entities"),
    "an outside file": (docx(raw=f"{XXE}<w:document {NAMES}><w:body>&x;</w:body></w:document>"), "entities"),
    "tables in tables": (docx(nested(2_000)), "too-deep"),
    "a bomb": (docx(raw="<a>" + " " * 30_000_000 + "</a>"), "bomb"),
    "macros": (docx(*GOOD, more={"word/vbaProject.bin": b"x"}), "word-macros"),
    "no questions": (docx("Kính gửi thầy cô,", "Xin cảm ơn."), "no-questions"),
    "a line without end": (docx("Câu 1: " + "một " * 10_000, *GOOD[1:]), "too-long"),
    "an old encoding": (docx(*["C©u 1: Thñ ®« cña n­íc ta lµ g×? Hái nµo ®óng"] * 9), "old-font"),
    "no Word file": (b"%PDF-1.7 x", "pdf"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_gives_one_sentence_and_no_question(name):
    data, code = FILES[name]
    reading = read_word(data, "de.docx")
    assert not reading.manuscript.questions
    assert codes(reading) == [code]
    trouble = reading.troubles[0]
    assert trouble.vi
    assert trouble.mend_vi
    assert trouble.question is None


def test_a_workbook_is_told_apart():
    data = packed({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"})
    assert codes(read_word(data, "de.docx")) == ["not-word"]


def test_more_questions_than_are_taken_are_refused_with_the_limit_named():
    lines = [line for n in range(1, 10_001) for line in (f"Câu {n}: hỏi {n}?", "*A. một", "B. hai")]
    for reading in (read(*lines), read_text("\n".join(lines).encode(), "de.txt")):
        assert not reading.manuscript.questions
        assert codes(reading) == ["too-many-questions"]
        assert str(MOST_IMPORTED) in reading.troubles[0].vi


def test_a_document_without_styles_or_with_broken_ones_is_read_all_the_same():
    assert keys(read(*GOOD, more={"word/styles.xml": "<broken", "word/numbering.xml": "<broken"})) == ["B"]


def test_styles_in_a_circle_and_lists_that_are_not_there():
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:numId w:val="77"/></w:numPr></w:pPr></w:style>'
    )
    assert keys(read(para(GOOD[0], style="A"), *GOOD[1:], styles=styles, numbering="<w:num/>")) == ["B"]


@given(st.binary(max_size=400))
def test_any_bytes_give_a_reading(data):
    for reading in (read_word(data, "a.docx"), read_text(data, "a.txt")):
        assert isinstance(reading, Reading)
        assert reading.troubles or reading.manuscript.questions


WORDS = st.sampled_from(
    [
        "Câu 1: ", "Câu 2. ", "Câu ", "Bài 3) ", "1. ", "2/ ", "A. ", "B. ", "C. ", "*B) ", "d) ", "a) ", "(Đ)", "Đúng", "\t", "   ",
        "Đáp án: ", "ĐÁP ÁN", "Chọn B", "1-A 2-B", "PHẦN II", "TỰ LUẬN", "HẾT", "Lời giải: ", "một", "?", "[x]", "*", "✓", "12,5",
        "<b>", "\u0301", "\u200b", "\n", "trả lời các câu từ 1 đến 2",
    ]
)  # fmt: skip
LINES = st.lists(st.lists(WORDS | st.text(max_size=4), max_size=6).map("".join), max_size=14)


@settings(max_examples=200)
@given(LINES)
def test_any_lines_give_questions_that_are_whole_or_say_what_is_wrong(lines):
    reading = read_text("\n".join(lines).encode("utf-8", "replace"), "a.txt")
    doubted = {trouble.question for trouble in reading.troubles}
    for index, question in enumerate(reading.manuscript.questions):
        assert len(question.source) <= 4_000
        if question.status == "draft":
            assert index in doubted
        elif question.options and question.type != "cluster":
            assert 0 < sum(option.fraction == 1 for option in question.options) < len(question.options)


XML = st.lists(
    st.sampled_from(
        [
            "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>Câu 1: A. B. C.</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>",
            "</w:tc>", "<w:sym w:char='zz'/>", "<w:numPr/>", "<w:br/>", "<m:oMath><m:f/></m:oMath>", "<mc:AlternateContent/>", "<!--x-->",
            "<w:pPr><w:numPr><w:ilvl w:val='x'/><w:numId w:val='1'/></w:numPr></w:pPr>", "<w:drawing/>", "<?x y?>",
        ]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(XML)
def test_any_markup_gives_a_reading(xml):
    assert read_word(docx(raw=f"<w:document {NAMES}><w:body>{xml}</w:body></w:document>"), "a.docx").troubles


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "line", ["Đáp án: A", "A. x", "một", "- một", "Lời giải:", "1-A 2-B", "ĐÁP ÁN", "PHẦN II"]
)
def test_one_line_twenty_thousand_times_is_read_or_refused_in_the_end(line):
    reading = read_text(("Câu 1: a?\n" + f"{line}\n" * 20_000).encode(), "a.txt")
    assert len(reading.manuscript.questions) <= 1
