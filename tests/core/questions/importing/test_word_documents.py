"""What Word alone can do to a paper: lists of its own, text boxes, equations, symbols, tracked changes, hidden text."""

import unicodedata

import pytest

from tests.core.questions.importing.word_makers import (
    PICTURE,
    codes,
    docx,
    key_of,
    keys,
    para,
    read,
    runs,
    table,
    texts,
)

STEM = "Câu 1: Một cộng một bằng mấy?"
OPTIONS = ["A. 1", "<u>B. 2</u>", "C. 3", "D. 4"]


def level(number, style, text, more=""):
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "Câu %1.")
    + level(1, "upperLetter", "%2.")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "lowerLetter", "%1)")
    + "</w:abstractNum>"
    + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for number in (2, 3)
    )
)


def test_words_own_lists_number_questions_and_options_and_begin_again_below_each():
    blocks = []
    for stem, right in (("Thủ đô?", 1), ("Phím Enter?", 3)):
        blocks.append(para(stem, list_=1))
        blocks += [
            para(f"<b>{words}</b>" if index == right else words, list_=1, level=1)
            for index, words in enumerate(("một", "hai", "ba", "bốn"))
        ]
    reading = read(*blocks, numbering=NUMBERING)
    assert keys(reading) == ["B", "D"]
    assert [question.stem for question in reading.manuscript.questions] == ["Thủ đô?", "Phím Enter?"]
    assert texts(reading.manuscript.questions[1]) == ["một", "hai", "ba", "bốn"]


def test_a_list_that_starts_anew_gives_small_letters_again():
    blocks = []
    for number, list_ in ((1, 2), (2, 3)):
        blocks.append(f"Câu {number}. Chọn ý đúng")
        blocks += [
            para(words, list_=list_, mark="red" if words == "hai" else "") for words in ("một", "hai", "ba")
        ]
    assert keys(read(*blocks, numbering=NUMBERING)) == ["B", "B"]


def test_a_list_that_comes_with_a_style_is_counted():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Cau"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Cau"/></w:style>'
    )
    blocks = [para("Thủ đô?", style="Cau"), *OPTIONS, para("Phím?", style="Con"), *OPTIONS]
    assert keys(read(*blocks, styles=styles, numbering=NUMBERING)) == ["B", "B"]


def box(*paragraphs):
    inner = "".join(para(each) for each in paragraphs)
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_and_in_its_place():
    reading = read(para(STEM, inner=box(*OPTIONS)), "Câu 2: Hai cộng hai?", "A. 3", "<u>B. 4</u>")
    assert keys(reading) == ["B", "B"]
    assert texts(reading.manuscript.questions[0]) == ["1", "2", "3", "4"]
    assert not reading.troubles


def math(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        (f"<m:f><m:num>{math('a+b')}</m:num><m:den>{math('2')}</m:den></m:f>", "(a+b)/2"),
        (f"<m:sSup><m:e>{math('x')}</m:e><m:sup>{math('2')}</m:sup></m:sSup>", "x^2"),
        (f"<m:sSub><m:e>{math('x')}</m:e><m:sub>{math('n+1')}</m:sub></m:sSub>", "x_(n+1)"),
        (f"<m:rad><m:deg/><m:e>{math('x+1')}</m:e></m:rad>", "√(x+1)"),
        (f"<m:d><m:e>{math('x')}</m:e></m:d>", "(x)"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{math("i=1")}</m:sub><m:sup>{math("n")}</m:sup><m:e>{math("i")}</m:e></m:nary>',
            "∑_(i=1)^n i",
        ),
        (f"<m:func><m:fName>{math('sin')}</m:fName><m:e>{math('x')}</m:e></m:func>", "sin x"),
    ],
)
def test_an_equation_becomes_words_and_a_reason_to_look(xml, shown):
    reading = read(para("Câu 1: Tính ", inner=f"<m:oMath>{xml}</m:oMath>"), *OPTIONS)
    question = reading.manuscript.questions[0]
    assert question.stem.replace("\\", "") == f"Tính {shown}"
    assert question.status == "ready"
    assert codes(reading) == ["equation"]


def test_a_picture_makes_a_draft_that_keeps_the_words():
    reading = read(para("Câu 1: Hình bên là gì? ", inner=PICTURE), *OPTIONS)
    question = reading.manuscript.questions[0]
    assert question.status == "draft"
    assert question.stem == "Hình bên là gì? \\[hình]"
    assert key_of(question) == "B"
    assert codes(reading) == ["picture"]


def test_options_that_are_pictures_are_not_called_the_same():
    blocks = [para(f"{letter}. ", inner=PICTURE) for letter in "ABCD"]
    assert set(codes(read("Câu 1: Hình nào?", *blocks))) == {"picture", "no-key"}


def test_deleted_words_are_gone_and_inserted_ones_stay():
    changed = f"<w:del>{runs('hai').replace('w:t', 'w:delText')}</w:del><w:ins>{runs('ba')}</w:ins>"
    reading = read(para("Câu 1: Một cộng ", inner=changed), *OPTIONS)
    assert reading.manuscript.questions[0].stem == "Một cộng ba"


def test_hidden_words_are_left_out_and_named():
    reading = read(STEM, *OPTIONS, "<hide>Đáp án: C</hide>")
    assert keys(reading) == ["B"]
    assert codes(reading) == ["hidden"]
    assert reading.troubles[0].where == "đoạn 6"


@pytest.mark.parametrize(
    ("font", "code"), [("Wingdings", "F0FC"), ("Wingdings 2", "F050"), ("Wingdings", "F0FE")]
)
def test_a_tick_of_wingdings_marks_the_right_option(font, code):
    tick = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    reading = read(STEM, "A. 1", para("B. 2 ", inner=tick), "C. 3", "D. 4")
    assert keys(reading) == ["B"]
    assert texts(reading.manuscript.questions[0]) == ["1", "2", "3", "4"]


def test_raised_and_lowered_digits_stay_readable():
    reading = read("Câu 1: H<low>2</low>O và x<up>2</up>?", *OPTIONS)
    assert reading.manuscript.questions[0].stem == "H₂O và x²?"


def test_decomposed_letters_soft_hyphens_and_hard_spaces_are_put_right():
    blocks = ["Câu\u00a01:\u00a0Thủ\u00ad đô\u200b của Việt Nam?", "A. Hà Nội", "<u>B. Huế</u>"]
    reading = read(*(unicodedata.normalize("NFD", block) for block in blocks))
    question = reading.manuscript.questions[0]
    assert question.stem == "Thủ đô của Việt Nam?"
    assert texts(question) == ["Hà Nội", "Huế"]
    assert keys(reading) == ["B"]


def test_a_tone_in_the_next_run_joins_its_letter():
    reading = read("Câu 1: Thủ đô?", "A. Ha<b>\u0300</b> Nội", "<u>B. Huế</u>")
    assert texts(reading.manuscript.questions[0])[0] == "Hà Nội"


def test_struck_words_and_footnotes_are_named():
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    reading = read(para(STEM + " <s>hai</s>", inner=note), *OPTIONS)
    assert keys(reading) == ["B"]
    assert set(codes(reading)) == {"struck", "footnote"}


def test_black_of_the_theme_is_no_colour():
    reading = read(STEM, "<theme>A. 1</theme>", "B. 2", "C. 3", "D. 4")
    assert keys(reading) == ["?"]


def test_options_in_a_table_with_the_letters_in_cells_of_their_own():
    reading = read(STEM, table(["A", "một", "B", "<b>hai</b>"], ["C", "ba", "D", "bốn"]))
    assert keys(reading) == ["B"]
    assert texts(reading.manuscript.questions[0]) == ["một", "hai", "ba", "bốn"]


def test_a_shaded_cell_marks_its_option():
    shaded = table(["A. một", "B. hai"], ["C. ba", "D. bốn"]).replace(
        "<w:tcPr/>", '<w:tcPr><w:shd w:val="clear" w:fill="FFFF00"/></w:tcPr>', 1
    )
    assert keys(read(STEM, shaded)) == ["A"]


def test_a_document_of_python_docx_is_read():
    from docx import Document
    from docx.shared import RGBColor

    from lms.core.questions.importing.word import read_word

    document = Document()
    for number in range(1, 4):
        document.add_paragraph(f"Câu {number}: Phép tính {number}?")
        for letter, words in zip("ABCD", ("một", "hai", "ba", "bốn"), strict=True):
            run = document.add_paragraph().add_run(f"{letter}. {words}")
            if letter == "BDA"[number - 1]:
                run.font.color.rgb = RGBColor(0xFF, 0, 0)
    import io

    out = io.BytesIO()
    document.save(out)
    assert keys(read_word(out.getvalue(), "de.docx")) == ["B", "D", "A"]


def test_the_text_is_where_the_list_of_contents_says():
    from lms.core.questions.importing.word import read_word
    from tests.core.questions.importing.word_makers import TYPES

    data = docx(STEM, *OPTIONS)
    moved = docx(
        raw="<x/>",
        more={
            "[Content_Types].xml": TYPES.replace("/word/document.xml", "/word/document2.xml"),
            "word/document2.xml": _document(data),
        },
    )
    assert keys(read_word(moved, "de.docx")) == ["B"]


def _document(data):
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
