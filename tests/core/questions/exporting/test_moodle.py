"""What Moodle itself finds in an exported file, element by element, and what the exporter says it will not find."""

import pytest
from defusedxml.ElementTree import fromstring

from lms.core.questions.exporting.moodle import write_moodle
from lms.core.questions.native import read_native

FRONT = "---\nid: thu\ntitle: Bài thử\nshuffle: [options]\n---\n"


def exported(source, front=FRONT):
    """Return the file as a tree, and what does not fit."""
    data, misfits = write_moodle(read_native((front + source).encode(), "thu.md").manuscript)
    return fromstring(data), misfits


def only(source):
    """Return the only question of a bank, and what does not fit about it."""
    tree, misfits = exported(source)
    questions = [each for each in tree.findall("question") if each.get("type") != "category"]
    assert len(questions) == 1
    return questions[0], [misfit.en for misfit in misfits if misfit.question]


def answers(question):
    return [(each.get("fraction"), each.findtext("text")) for each in question.findall("answer")]


def test_a_single_choice_is_moodles_own():
    question, lost = only(
        "## Ai *được* biết? {#ai points=0,5}\n\nĐọc kỹ.\n- (x) Tôi\n- ( ) A & <B>\n  > Không\n\n> Gợi ý (-10%): nghĩ\n\n> Giải thích: vì\n\n> Đúng: tốt\n\n> Sai: chưa\n"
    )

    assert question.get("type") == "multichoice"
    assert question.findtext("name/text") == "Ai được biết?"
    assert question.find("questiontext").get("format") == "html"
    assert question.findtext("questiontext/text") == "<p>Ai <em>được</em> biết?</p>\n<p>Đọc kỹ.</p>"
    assert answers(question) == [("100", "Tôi"), ("0", "A &amp; &lt;B&gt;")]
    assert question.findtext("answer[2]/feedback/text") == "Không"
    said = {
        tag: question.findtext(tag)
        for tag in ("defaultgrade", "penalty", "idnumber", "single", "shuffleanswers", "hidden")
    }
    assert said == {
        "defaultgrade": "0.5",
        "penalty": "0.1",
        "idnumber": "ai",
        "single": "true",
        "shuffleanswers": "true",
        "hidden": "0",
    }
    assert [
        question.findtext(f"{tag}/text")
        for tag in ("generalfeedback", "correctfeedback", "incorrectfeedback", "hint")
    ] == ["<p>vì</p>", "tốt", "chưa", "<p>nghĩ</p>"]
    assert lost == []


@pytest.mark.parametrize(
    ("attributes", "marks", "fractions", "loses"),
    [
        ("", "xx ", ["50", "50", "-100"], False),
        ("score=moodle", "x  ", ["100", "-50", "-50"], False),
        ("score=proportional", "xx ", ["50", "50", "-100"], True),
        ("score=exact", "xxx ", ["33.33333"] * 3 + ["-100"], True),
        ("", ["33%", "33,33%", "33.34%", "-7%"], ["33.33333"] * 3 + ["-5"], True),
        ("", "xxxxxxx ", ["14.28571"] * 7 + ["-100"], False),
    ],
)
def test_weights_are_those_that_moodle_imports(attributes, marks, fractions, loses):
    lines = "".join(f"- [{mark}] ý {place}\n" for place, mark in enumerate(marks))

    question, lost = only(f"## Câu {{#cau {attributes}}}\n{lines}")

    assert ([share for share, _ in answers(question)], bool(lost)) == (fractions, loses)
    assert question.findtext("single") == "false"


def test_pinned_and_lettered_options_are_not_shuffled():
    pinned, lost = only("## Câu {#cau}\n- (x) a\n- ( ) b\n- ( ) Tất cả đáp án trên\n")
    lettered, _ = only("## Câu {#cau}\n- (x) a\n- ( ) b\n- ( ) A và B đều đúng\n")

    assert pinned.findtext("shuffleanswers") == lettered.findtext("shuffleanswers") == "false"
    assert len(lost) == 1


def test_true_and_false():
    question, lost = only("## Câu {#cau}\n- ( ) Sai\n- (x) Đúng\n  > phải\n")

    assert (question.get("type"), answers(question), lost) == (
        "truefalse",
        [("100", "true"), ("0", "false")],
        [],
    )
    assert question.findtext("answer[1]/feedback/text") == "phải"


def test_statements_are_matched_with_true_or_false_and_both_may_be_chosen():
    question, lost = only(
        "## Câu {#cau score=thpt2025}\n- (Đ) một\n- (Đ) hai\n  > lời\n- (Đ) ba\n- (Đ) bốn\n"
    )

    pairs = [
        (each.findtext("text") or "", each.findtext("answer/text"))
        for each in question.findall("subquestion")
    ]
    assert pairs == [("một", "Đúng"), ("hai", "Đúng"), ("ba", "Đúng"), ("bốn", "Đúng"), ("", "Sai")]
    assert len(lost) == 2


def test_typed_words_and_numbers():
    words, lost = only("## Câu {#cau}\n- = Hà Nội\n- =50% 5*\n\n> Sai: xem lại\n")
    numbers, _ = only("## Câu {#cau}\n- = 2803 ± 5\n- =50% 3,1 .. 3,2\n- = 200 ± 5%\n")

    assert (words.findtext("usecase"), answers(words)) == (
        "0",
        [("100", "Hà Nội"), ("50", "5\\*"), ("0", "*")],
    )
    assert len(lost) == 1  # Moodle minds accents
    assert answers(numbers) == [("100", "2803"), ("50", "3.15"), ("100", "200")]
    assert [each.text for each in numbers.findall("answer/tolerance")] == ["5", "0.05", "10"]


def test_pairs_orders_and_essays():
    pairs, _ = only("## Câu {#cau}\n- **OTP** -> *mã*\n- PDF -> tệp\n- -> thừa\n")
    order, _ = only("## Câu {#cau score=exact}\n1. một\n2. hai\n")
    essay, _ = only("## Câu {#cau type=evidence}\n- 3đ: đủ ý\n- 1,5đ: đẹp\n")

    assert [
        (each.findtext("text") or "", each.findtext("answer/text")) for each in pairs.findall("subquestion")
    ] == [
        ("<strong>OTP</strong>", "mã"),
        ("PDF", "tệp"),
        ("", "thừa"),
    ]
    assert (order.findtext("gradingtype"), answers(order)) == (
        "ALL_OR_NOTHING",
        [("1.0000000", "một"), ("2.0000000", "hai")],
    )
    assert (essay.findtext("defaultgrade"), essay.findtext("attachmentsrequired")) == ("4.5", "1")
    assert "3đ: đủ ý" in essay.findtext("graderinfo/text")


def test_gaps_are_written_in_moodles_syntax():
    question, _ = only(
        "## Mở [[VNeID|a*b}#~]] rồi **[[(x) Đăng nhập | =Thoát]]** và [[= 5 ± 1]]. {#cau points=3 match=case}\n"
    )

    assert question.get("type") == "cloze"
    assert question.find("defaultgrade") is None
    assert question.findtext("questiontext/text") == (
        "<p>Mở {1:SHORTANSWER_C:=VNeID~=a\\*b&#125;&#35;&#126;} rồi "
        "<strong>{1:MULTICHOICE:=Đăng nhập~&#61;Thoát}</strong> và {1:NUMERICAL:=5:1}.</p>"
    )


def test_pools_are_categories_and_their_points_reach_the_questions():
    tree, misfits = exported(
        "# Nhóm/1 {#nhom draw=1 points=2}\n## Câu {#cau}\n- (x) a\n- ( ) b\n## Câu hai {#hai points=3}\n- (x) a\n- ( ) b\n"
    )

    category, *questions = tree.findall("question")
    assert category.findtext("category/text") == "$course$/top/Bài thử/Nhóm//1"
    assert category.findtext("idnumber") == "nhom"
    assert [question.findtext("defaultgrade") for question in questions] == ["2", "3"]
    assert len([misfit for misfit in misfits if not misfit.question]) == 2


def test_a_draft_without_a_key_is_written_without_one():
    question, _ = only("## Câu {#cau}\n- ( ) a\n- ( ) b\n")
    gap, lost = only("## Câu [[ ]] {#cau}\n")

    assert answers(question) == [("0", "a"), ("0", "b")]
    assert (gap.get("type"), len(lost)) == ("essay", 1)


def test_the_file_is_indented_and_holds_no_letter_that_xml_forbids():
    data, _ = write_moodle(
        read_native(f"{FRONT}## Câu \x0b\ufffe {{#cau}}\n- (x) a\n- ( ) b\n".encode(), "").manuscript
    )

    assert data.startswith(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n  <cap-doi-so version="1">\n    <setting name="id">thu</setting>\n'
    )
    assert data.endswith(b"  </question>\n</quiz>\n")
    assert fromstring(data).tag == "quiz"
