"""Questions as Moodle exports them: every type of its core, and of a few plugins."""

from decimal import Decimal

import pytest

from lms.core.questions import QuestionType
from lms.core.questions.manuscript import Status
from lms.core.questions.native import plain_of
from tests.core.questions.importing.moodle_files import answer, compiled, one, question, read


def test_a_single_choice_keeps_words_feedback_hints_tags_and_points():
    found, codes = one(
        "multichoice",
        "<defaultgrade>2.5000000</defaultgrade><single>true</single><shuffleanswers>true</shuffleanswers>"
        '<correctfeedback format="html"><text>Tốt lắm</text></correctfeedback>'
        '<partiallycorrectfeedback format="html"><text>Your answer is partially correct.</text></partiallycorrectfeedback>'
        '<incorrectfeedback format="html"><text>Your answer is incorrect.</text></incorrectfeedback>'
        + answer("100", "<p>Chỉ <i>mình tôi</i></p>")
        + answer("0", "Tổ trưởng", "Không ai được hỏi")
        + '<hint format="html"><text>Nghĩ tới chìa khóa</text></hint>'
        + "<tags><tag><text>an toàn</text></tag><tag><text>otp</text></tag></tags>",
    )

    assert codes == []
    assert (found.type, found.status, found.points) == (QuestionType.SINGLE, Status.READY, Decimal("2.5"))
    assert (found.stem, found.title, found.tags) == (
        "Ai được biết mã **OTP**?",
        "Câu OTP",
        ("an toàn", "otp"),
    )
    assert [(each.text, each.fraction, each.feedback) for each in found.options] == [
        ("Chỉ *mình tôi*", 1, ""),
        ("Tổ trưởng", 0, "Không ai được hỏi"),
    ]
    assert [(hint.text, hint.penalty) for hint in found.hints] == [
        ("Nghĩ tới chìa khóa", Decimal("0.3333333"))
    ]
    assert (found.right, found.wrong) == ("Tốt lắm", "")
    assert found.where == "câu 1 “Câu OTP”, dòng 3"
    assert "answer 100%: Chỉ mình tôi" in found.source
    assert compiled(found).points == Decimal("2.5")


@pytest.mark.parametrize(
    ("fractions", "code"),
    [
        (("100", "100", "0"), "unsure-key"),
        (("0", "0", "0"), "unsure-key"),
        (("90", "0", "0"), "unsure-key"),
        (("100", "100", "100"), "unsure-key"),
        (("không", "", "0"), "unsure-key"),
        (("100", "50", "0"), "partial-lost"),
        (("100", "-33.33333", "0"), "penalty-lost"),
    ],
)
def test_a_single_choice_with_other_weights_says_so_and_guesses_no_key(fractions, code):
    answers = [answer(fraction, f"Ý {place}") for place, fraction in enumerate(fractions)]

    found, codes = one("multichoice", "<single>true</single>" + "".join(answers))

    assert codes == [code]
    assert (found.status is Status.DRAFT) is code.startswith("unsure")
    assert sum(option.fraction for option in found.options) == sum(each == "100" for each in fractions)


@pytest.mark.parametrize(
    ("fractions", "read_as", "codes"),
    [
        (("50", "50", "-100"), ("1", "1", "0"), []),
        (("50", "50", "0"), ("0.5", "0.5", "0"), []),
        (("33.333", "33.33333", "33.3333333", "-50"), ("0.3333333",) * 3 + ("-0.5",), []),
        (("33", "67", "-33"), ("0.3333333", "0.6666667", "-0.3333333"), ["snapped"] * 3),
        (("16.66667", "83.33333", "0"), ("0.1666667", "0.8333333", "0"), []),
        (("100", "0", "0"), ("1", "0", "0"), []),
        (("100.00000", "-100", "-100"), ("1", "0", "0"), []),
        (("50", "30", "0"), ("0.5", "0.3", "0"), ["unsure-weights"]),
        (("0", "0", "-50"), ("0", "0", "-0.5"), ["unsure-no-key"]),
        (("50", "50"), ("0.5", "0.5"), ["unsure-all-right"]),
    ],
)
def test_weights_of_a_multiple_choice(fractions, read_as, codes):
    answers = [answer(fraction, f"Ý {place}") for place, fraction in enumerate(fractions)]

    found, said = one("multichoice", "<single>false</single>" + "".join(answers))

    assert said == codes
    assert found.type is QuestionType.MULTIPLE
    assert [option.fraction.quantize(Decimal("0.0000001")) for option in found.options] == [
        Decimal(each) for each in read_as
    ]
    if found.status is Status.READY:
        assert [option.right for option in compiled(found).options] == [Decimal(each) > 0 for each in read_as]


@pytest.mark.parametrize(
    ("answers", "right"),
    [
        ((("0", "true"), ("100", "false")), "Sai"),
        ((("100", "false"), ("0", "true")), "Sai"),
        ((("100", "Wahr"), ("0", "Falsch")), "Đúng"),
        ((("100", "Chân lý"), ("0", "Lầm lẫn")), "Đúng"),
    ],
)
def test_true_or_false_in_any_order_and_language(answers, right):
    found, codes = one("truefalse", "".join(answer(share, word, f"vì {word}") for share, word in answers))

    assert codes == []
    assert [option.text for option in found.options if option.fraction] == [right]
    assert all(option.feedback for option in found.options)
    assert compiled(found).type is QuestionType.TRUE_FALSE


def test_true_or_false_without_a_key_is_a_draft():
    found, codes = one("truefalse", answer("0", "true") + answer("0", "false"))

    assert (found.status, codes) == (Status.DRAFT, ["unsure-key"])


def test_a_short_answer_keeps_shares_and_the_word_for_everything_else():
    found, codes = one(
        "shortanswer",
        "<usecase>1</usecase>"
        + answer("100", "Hà Nội")
        + answer("50", "Thăng Long", "tên cũ")
        + answer("0", "*", "Sai rồi"),
    )

    assert codes == []
    assert [(each.text, each.fraction, each.feedback) for each in found.answers] == [
        ("Hà Nội", 1, ""),
        ("Thăng Long", Decimal("0.5"), "tên cũ"),
    ]
    assert (found.match, found.wrong) == ("case", "Sai rồi")
    assert compiled(found).match == "case"


@pytest.mark.parametrize(
    ("texts", "code"), [((("100", "*Nội"),), "unsure-wildcard"), ((("90", "Huế"),), "unsure-answer")]
)
def test_a_short_answer_that_cannot_be_said_is_a_draft(texts, code):
    found, codes = one("shortanswer", "".join(answer(*each) for each in texts))

    assert (found.status, codes) == (Status.DRAFT, [code])


@pytest.mark.parametrize(
    ("number", "tolerance", "key"),
    [
        ("2803", "0", "2803 ± 0"),
        ("3.14159", "0.005", "3,14159 ± 0,005"),
        ("1.762", "0.001", "1,7620 ± 0,001"),
        ("1e3", "", "1000 ± 0"),
        ("-0,5", "0.1", "-0,5 ± 0,1"),
    ],
)
def test_a_number_with_its_tolerance(number, tolerance, key):
    found, codes = one("numerical", answer("100", number, more=f"<tolerance>{tolerance}</tolerance>"))

    assert (codes, [each.text for each in found.answers]) == ([], [key])
    assert compiled(found).type is QuestionType.NUMBER


def test_units_are_said_and_unreadable_numbers_are_drafts():
    units = "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit><unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units>"

    assert one("numerical", answer("100", "5") + units)[1] == ["units-lost"]
    assert one("numerical", answer("100", "x+1"))[1] == ["unsure-number"]
    assert one("numerical", answer("100", "9" * 39))[1] == ["unsure-number"]


def pair(left, right):
    return f'<subquestion format="html"><text><![CDATA[{left}]]></text><answer><text><![CDATA[{right}]]></text></answer></subquestion>'


@pytest.mark.parametrize("kind", ["matching", "match", "ddmatch"])
def test_pairs_and_extra_choices(kind):
    found, codes = one(
        kind, pair("<p>OTP -> gì</p>", "mã <dùng> một lần") + pair("<p>PDF</p>", "tệp") + pair("", "thừa")
    )

    assert codes == []
    assert [(plain_of(each.left), plain_of(each.right)) for each in found.pairs][1:] == [
        ("PDF", "tệp"),
        ("", "thừa"),
    ]
    pairing = compiled(found)
    assert [each.text for each in pairing.pairs] == ["OTP -> gì", "PDF"]
    assert len(pairing.choices) == 3


def test_pairs_whose_answers_are_true_or_false_are_statements():
    found, codes = one("matching", pair("Ký số dùng khóa bí mật", "Đúng") + pair("Dán mật khẩu", "Sai"))

    assert (found.type, codes) == (QuestionType.CLUSTER, [])
    assert [option.fraction for option in found.options] == [1, 0]


def test_rows_of_true_and_false_are_statements():
    rows = "".join(
        f'<row number="{n}"><optiontext format="html"><text>ý {n}</text></optiontext><feedbacktext format="html"><text>vì {n}</text></feedbacktext></row>'
        for n in (1, 2)
    )
    columns = "".join(
        f'<column number="{n}"><responsetext><text>{word}</text></responsetext></column>'
        for n, word in ((1, "{}"), (2, "Falsch"))
    )
    weights = "".join(
        f'<weight rownumber="{r}" columnnumber="{c}"><value>{v}</value></weight>'
        for r, c, v in ((1, 1, "1.000"), (1, 2, "0.000"), (2, 1, "0.000"), (2, 2, "1.000"))
    )

    found, codes = one("mtf", rows + columns.format("Richtig") + weights)
    unclear, said = one("kprime", rows + columns.format("Rot") + weights)

    assert ([option.fraction for option in found.options], codes) == ([1, 0], [])
    assert (unclear.status, said) == (Status.DRAFT, ["unsure-statements"])


def test_an_order_is_read_by_the_places_and_an_essay_by_its_grader_note():
    items = answer("2.0000000", "hai") + answer("1.0000000", "một") + answer("3.0000000", "ba")
    found, _ = one("ordering", "<gradingtype>ALL_OR_NOTHING</gradingtype>" + items)
    essay, codes = one(
        "essay",
        '<defaultgrade>5</defaultgrade><graderinfo format="html"><text>Nhìn bố cục</text></graderinfo><responsetemplate format="html"><text>Kính gửi</text></responsetemplate>',
    )
    proof, _ = one("essay", "<attachmentsrequired>1</attachmentsrequired>")

    assert ([option.text for option in found.options], found.score) == (["một", "hai", "ba"], "exact")
    assert [(line.points, line.text) for line in essay.rubric] == [(5, "Nhìn bố cục")]
    assert sorted(codes) == ["grader-note", "template-lost"]
    assert compiled(essay).points == 5
    assert proof.type is QuestionType.EVIDENCE


def test_embedded_answers_become_gaps():
    stem = (
        "<p>Mở {1:SHORTANSWER:=VNeID#đúng~%100%vneid~*#sai} rồi {1:MULTICHOICE_S:=Đăng nhập~Thoát &amp; xóa~%0%Hủy\\}}, "
        "gõ {1:NM:=5:0.5} và {1:MCVS:Sai~=Đúng &#35;1}.</p>"
    )
    found, codes = one("cloze", stem=stem)

    assert codes == ["gap-partial"]
    assert found.stem == (
        "Mở [[VNeID | vneid]] rồi [[(x) Đăng nhập | ( ) Thoát & xóa | ( ) Hủy}]], "
        "gõ [[= 5 ± 0,5]] và [[(x) Đúng #1 | ( ) Sai]]."
    )
    assert (found.points, found.match) == (4, "accent")
    assert [gap.kind for gap in compiled(found).gaps] == ["text", "choice", "number", "choice"]


@pytest.mark.parametrize(
    ("stem", "codes"),
    [
        ("Chọn {1:MULTIRESPONSE:=a~=b~c}", ["unsure-gap"]),
        ("Gõ {1:SA:=*ngày*}", ["unsure-gap"]),
        ("Chọn {1:MC:=a~=b}", ["unsure-gap"]),
        ("Số {1:NM:=ba}", ["unsure-gap"]),
        ("Không có chỗ nào", ["unsure-no-gap"]),
        ("Hở {1:SA:=a", ["unsure-no-gap"]),
        ("{2:SA:=a} và {1:SA:=b}", ["gap-weights"]),
        ("{1:SAC:=a}", []),
    ],
)
def test_gaps_that_cannot_be_read_keep_their_words(stem, codes):
    found, said = one("cloze", stem=stem)

    assert said == codes
    assert (found.status is Status.DRAFT) is any(code.startswith("unsure") for code in codes)


@pytest.mark.parametrize(("kind", "tag"), [("ddwtos", "dragbox"), ("gapselect", "selectoption")])
def test_words_to_drag_or_select_become_gaps_with_their_group(kind, tag):
    boxes = "".join(
        f"<{tag}><text>{word}</text><group>{group}</group></{tag}>"
        for word, group in (("ký", 1), ("xóa", 1), ("tệp", 2), ("ảnh", 2))
    )

    found, codes = one(kind, boxes, stem="<p>Bấm [[1]] rồi chọn [[3]]</p>")

    assert codes == []
    assert found.stem == "Bấm [[(x) ký | ( ) xóa]] rồi chọn [[(x) tệp | ( ) ảnh]]"
    assert len(compiled(found).gaps) == 2
    assert one(kind, boxes, stem="[[9]]")[1] == ["unsure-gap"]


@pytest.mark.parametrize(
    ("kind", "code", "became"),
    [
        ("description", "unsure-description", QuestionType.ESSAY),
        ("missingtype", "unsure-type", QuestionType.ESSAY),
        ("coderunner", "unsure-type", QuestionType.ESSAY),
        ("calculated", "unsure-formula", QuestionType.NUMBER),
        ("calculatedsimple", "unsure-formula", QuestionType.NUMBER),
        ("ddmarker", "unsure-drawn", QuestionType.MATCHING),
        ("ddimageortext", "unsure-drawn", QuestionType.MATCHING),
    ],
)
def test_types_that_do_not_exist_here_are_drafts_of_the_nearest_with_their_words(kind, code, became):
    inside = (
        answer("100", "{a} + {b}")
        + '<drag><no>1</no><text>thẻ một</text></drag><file name="nen.png" encoding="base64">AAAA</file>'
    )

    found, codes = one(kind, inside)

    assert codes[0] == code
    assert (found.type, found.status, found.stem) == (became, Status.DRAFT, "Ai được biết mã **OTP**?")
    assert "AAAA" not in found.source


def test_what_only_draws_other_questions_is_left_out_by_name():
    reading = read(question("random"), question("randomsamatch"), question("essay"))

    assert [trouble.code for trouble in reading.troubles] == ["random-left-out"] * 2
    assert [found.where[:5] for found in reading.manuscript.questions] == ["câu 3"]


@pytest.mark.parametrize(
    ("stem", "kind_of_text", "shown", "codes"),
    [
        (
            "<p>Xem <img src='@@PLUGINFILE@@/a.png' alt='sơ đồ'></p>",
            "html",
            "Xem [hình: sơ đồ]",
            ["unsure-picture"],
        ),
        ("Xem ![sơ đồ](@@PLUGINFILE@@/a.png)", "markdown", "Xem [hình: sơ đồ]", ["unsure-picture"]),
        ("Nghe <audio src='a.mp3'></audio>", "html", "Nghe [âm thanh]", ["unsure-media"]),
        ("<a href='@@PLUGINFILE@@/a.pdf'>tệp</a>", "html", "tệp", ["file-lost"]),
        ("Một\nhai *sao*", "moodle_auto_format", "Một hai *sao*", []),
        ("Một\nhai <b>*sao*</b>", "plain_text", "Một hai <b>*sao*</b>", []),
        ("Một **đậm**\n\n# đề mục", "markdown", "Một đậm đề mục", []),
        ("<script>alert(1)</script>Chữ", "html", "Chữ", ["layout-lost"]),
    ],
)
def test_texts_by_their_format_and_pictures_by_their_names(stem, kind_of_text, shown, codes):
    found, said = one("essay", stem=stem, kind_of_text=kind_of_text)

    assert (plain_of(found.stem), said) == (shown, codes)


def test_a_picture_in_an_option_makes_a_draft_and_a_packed_file_is_named():
    picture = '<img src="data:image/png;base64,AAAA">'
    found, codes = one("multichoice", answer("100", picture) + answer("0", "chữ"))
    packed = question("essay").replace(
        "</questiontext>", '<file name="de.pdf" encoding="base64">AAAA</file></questiontext>'
    )
    reading = read(packed)

    assert (found.status, codes, found.options[0].text) == (Status.DRAFT, ["unsure-picture"], "\\[hình]")
    assert [(trouble.code, "de.pdf" in trouble.vi) for trouble in reading.troubles] == [("file-lost", True)]
