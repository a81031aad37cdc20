"""Reading the native format: types, answers, remarks, and what is refused."""

import unicodedata
from decimal import Decimal

import pytest

from lms.core.questions import GapKind, QuestionType, key_text
from tests.core.questions.banks import FRONT, bank_of, codes_of, option_id, problems_of, question_of

TWO = "- (x) một\n- ( ) hai\n"
SHUFFLED = "---\nid: thu\ntitle: Thử\nshuffle: [options]\n---\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"## Câu {{#c}}\n{TWO}", QuestionType.SINGLE),
        ("## Câu {#c}\n- (X) Đúng\n- ( ) Sai\n", QuestionType.TRUE_FALSE),
        ("## Câu {#c}\n- [x] một\n- [ ] hai\n", QuestionType.MULTIPLE),
        ("## Câu {#c}\n- [100%] một\n- [-50%] hai\n", QuestionType.MULTIPLE),
        ("## Câu {#c}\n- (Đ) một\n- (S) hai\n", QuestionType.CLUSTER),
        ("## Câu {#c}\n- = chữ ký số\n", QuestionType.SHORT),
        ("## Câu {#c}\n- = 0912345678\n", QuestionType.SHORT),
        ("## Câu {#c type=short}\n- = 2803\n", QuestionType.SHORT),
        ("## Câu {#c}\n- = 2803\n", QuestionType.NUMBER),
        ("## Câu {#c}\n- = 3.1 .. 3.2\n", QuestionType.NUMBER),
        ("## Câu {#c}\n- a -> b\n- c → d\n", QuestionType.MATCHING),
        ("## Câu {#c}\n1. một\n2. hai\n", QuestionType.ORDERING),
        ("## Mở [[VNeID]] {#c}\n", QuestionType.CLOZE),
        ("## Câu {#c type=essay}\n", QuestionType.ESSAY),
        ("## Câu {#c type=evidence}\n- 3đ: rõ\n", QuestionType.EVIDENCE),
    ],
)
def test_the_answers_say_the_type(source, expected):
    assert question_of(source).type == expected


def test_what_stands_between_the_heading_and_the_answers_belongs_to_the_stem():
    question = question_of(
        "## Chọn cách đúng {#c}\nĐọc ba bước:\n\n1. Mở tệp\n2. Ký\n- ý thường\n\n> Trích lời\n\n- (x) A\n- ( ) B\n"
    )
    assert question.type is QuestionType.SINGLE
    assert "2. Ký" in question.body_html
    assert "Trích lời" in question.body_html
    assert question.stem_text.startswith("Chọn cách đúng Đọc ba bước:")
    assert question.stem_html.startswith("<p>Chọn cách đúng</p>")


def test_code_is_text_even_where_it_looks_like_headings_and_answers():
    question = question_of(f"## Lệnh nào? {{#c}}\n```\n# Nhóm\n## Câu\n- (x) không phải\n[[a]]\n```\n{TWO}")
    assert [option.text for option in question.options] == ["một", "hai"]
    assert "- (x) không phải" in question.body_html


def test_an_option_runs_over_several_lines_and_keeps_its_feedback():
    question = question_of("## Câu {#c}\n- (x) một\n  tiếp\n\n  đoạn hai\n  > khen\n  > nữa\n- ( ) hai\n")
    assert question.options[0].html == "<p>một\ntiếp</p><p>đoạn hai</p>"
    assert question.options[0].feedback_html == "<p>khen\nnữa</p>"


def test_an_option_id_depends_on_its_normalised_text_alone():
    here = question_of(f"## Câu {{#c}}\n{TWO}")
    there = question_of("## Khác {#k}\n- ( )  hai\n- (x)   một\n- ( ) ba {#rieng}\n")
    assert option_id(here, "một") == option_id(there, "một")
    assert option_id(here, "hai") == option_id(there, "hai")
    assert option_id(there, "ba") == "rieng"


def test_the_digest_of_a_question_ignores_where_it_stands_and_how_lines_end():
    alone = question_of(f"## Câu {{#c}}\n{TWO}")
    moved = bank_of(
        FRONT + f"## Trước {{#t}}\n{TWO}\n\n## Câu {{#c}}\n{TWO}\n\n".replace("\n", "\r\n")
    ).question("c")
    assert alone.sha256 == moved.sha256
    assert alone.sha256 != question_of(f"## Câu khác {{#c}}\n{TWO}").sha256


def test_decomposed_letters_and_a_byte_order_mark_make_the_same_bank():
    source = FRONT + f"## Chữ ký số {{#c}}\n{TWO}"
    odd = b"\xef\xbb\xbf" + unicodedata.normalize("NFD", source).encode()
    assert bank_of(odd) == bank_of(source)


def test_points_come_from_the_question_then_the_pool_then_one():
    bank = bank_of(
        f"{FRONT}## Một {{#a}}\n{TWO}# Nhóm {{#n points=0,5}}\n## Hai {{#b}}\n{TWO}## Ba {{#c points=2}}\n{TWO}"
    )
    assert [question.points for question in bank.questions] == [Decimal(1), Decimal("0.5"), Decimal(2)]
    assert [pool.id for pool in bank.pools] == ["", "n"]


def test_remarks_are_read_by_their_labels_in_either_language_and_in_bold():
    question = question_of(
        f"## Câu {{#c lesson=ky-so}}\n{TWO}\n> **Gợi ý (-12,5%):** một\n\n> Hint: hai\n> tiếp\n\n"
        "> GIẢI THÍCH: vì\n\n> Đúng: khen\n\n> Sai: thử lại\n"
    )
    assert [(hint.html, hint.penalty) for hint in question.hints] == [
        ("một", Decimal("0.125")),
        ("<p>hai\ntiếp</p>", Decimal(0)),
    ]
    assert (question.explanation_html, question.right_html, question.wrong_html) == ("vì", "khen", "thử lại")
    assert question.lesson == "ky-so"


def test_a_cloze_is_cut_at_its_gaps_and_shows_no_answer():
    question = question_of(
        "## Mở [[VNeID | VN eID]] rồi {#c}\nBấm [[(x) Đăng nhập | Thoát]], chờ [[= 5 ± 1]] phút, gõ `[[x]]`.\n"
    )
    assert [gap.kind for gap in question.gaps] == [GapKind.TEXT, GapKind.CHOICE, GapKind.NUMBER]
    assert len(question.parts) == 4
    assert question.stem_text == "Mở (1) rồi Bấm (2), chờ (3) phút, gõ `[[x]]`."
    assert key_text(question) == "(1) VNeID hoặc VN eID; (2) Đăng nhập; (3) từ 4 đến 6"


def test_matching_joins_equal_right_hand_sides_and_takes_extras():
    question = question_of("## Ghép {#c}\n- `a->b` -> mã\n- OTP -> mã\n- -> thừa\n")
    assert [pair.text for pair in question.pairs] == ["`a->b`", "OTP"]
    assert [choice.text for choice in question.choices] == ["mã", "thừa"]


def test_a_rubric_gives_the_points_of_an_essay():
    question = question_of("## Viết {#c type=essay}\n- 3đ: rõ\n- 1,5đ: gọn\n")
    assert question.points == Decimal("4.5")
    assert [(line.points, line.text) for line in question.rubric] == [
        (Decimal(3), "rõ"),
        (Decimal("1.5"), "gọn"),
    ]


def test_braces_that_are_no_attributes_stay_in_the_text():
    question = question_of("## Tập {a} {#c}\n- (x) tập {1, 2}\n- ( ) \\{#x}\n")
    assert question.heading_html == "Tập {a}"
    assert [option.text for option in question.options] == ["tập {1, 2}", "\\{#x}"]


def test_a_local_field_is_refused_wherever_a_question_holds_it():
    source = (
        "# Nhóm {{a}} {#n}\n## Câu {{b}} {#c}\nThân {{c}}, `{{không}}`\n- (x) {{d}}\n- ( ) hai\n  > {{e}}\n"
    )
    assert [line for code, line in codes_of(source) if code == "local-field"] == [1, 2, 3, 4, 6]
    assert [line for code, line in codes_of("## Gõ [[{{f}}]] {#c}\n") if code == "local-field"] == [1]


def test_comments_of_authors_are_shown_to_nobody():
    question = question_of(f"## Câu {{#c}}\n<!-- đáp án là một -->\n{TWO}<!-- hết -->\n")
    assert "đáp án là một" not in repr(question)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## Câu {#c}\n- ( ) một\n- ( ) hai\n", ("single-key", 1)),
        ("## Câu {#c}\n- (x) một\n- ( ) hai\n- (x) ba\n", ("single-key", 4)),
        ("## Câu {#c}\n- (x) một\n", ("too-few", 1)),
        ("## Câu {#c}\n- (x) một\n- ( ) một\n", ("duplicate-answer", 3)),
        ("## Câu {#c}\n- (x)\n- ( ) một\n", ("empty-answer", 2)),
        ("## Câu {#c}\n- [ ] một\n- [ ] hai\n", ("no-key", 1)),
        ("## Câu {#c}\n- [x] một\n- [50%] hai\n", ("mixed-weights", 2)),
        ("## Câu {#c}\n- [50%] một\n- [-50%] hai\n", ("weights-sum", 1)),
        ("## Câu {#c}\n- [100%] một\n- [-101%] hai\n", ("bad-weight", 3)),
        ("## Câu {#c score=exact}\n- [100%] một\n- [-50%] hai\n", ("weights-score", 1)),
        ("## Câu {#c}\n- (x) một\n- [x] hai\n- ( ) ba\n", ("mixed-answers", 3)),
        ("## Câu {#c}\n- (x) một\n- hai\n- ( ) ba\n", ("unknown-mark", 3)),
        ("## Câu {#c}\n- (?) một\n- (x) hai\n- ( ) ba\n", ("unknown-mark", 2)),
        ("## Câu {#c score=thpt2025}\n- (Đ) một\n- (S) hai\n- (S) ba\n", ("thpt-four", 1)),
        ("## Câu {#c score=thpt2025}\n- [x] một\n- [ ] hai\n", ("bad-score", 1)),
        ("## Câu {#c score=exactly}\n- [x] một\n- [ ] hai\n", ("bad-score", 1)),
        ("## Câu {#c match=folded}\n- = một\n", ("bad-match", 1)),
        ("## Câu {#c}\n- =50% một\n", ("no-key", 1)),
        ("## Câu {#c}\n- = 1.762\n", ("ambiguous-number", 2)),
        ("## Câu {#c}\n- = 5 ± ít\n", ("bad-number", 2)),
        ("## Câu {#c}\n- = 5 .. 3\n", ("backwards-range", 2)),
        ("## Câu {#c type=number}\n- = năm\n", ("bad-number", 2)),
        ("## Câu {#c}\n- = 5 ± 1\n- = năm\n", ("mixed-answers", 2)),
        ("## Ghép {#c}\n- a -> b\n- c -> d -> e\n- f -> g\n", ("one-arrow", 3)),
        ("## Ghép {#c}\n- a -> b\n- c ->\n- f -> g\n", ("one-arrow", 3)),
        ("## Ghép {#c}\n- a -> b\n- -> d\n", ("too-few", 1)),
        ("## Xếp {#c}\n2. hai\n1. một\n", ("ordering-numbers", 2)),
        ("## Điền [[a {#c}\n", ("gap-open", 1)),
        ("## Điền [[a|]] {#c}\n", ("gap-empty", 1)),
        ("## Điền [[( ) a | b]] {#c}\n", ("gap-key", 1)),
        ("## Điền [[(x) a]] {#c}\n", ("gap-key", 1)),
        ("## Điền {#c type=cloze}\n", ("too-few", 1)),
        (f"## Điền [[a]] {{#c}}\n{TWO}", ("mixed-answers", 1)),
        ("## Viết {#c}\n- 3đ: rõ\n", ("needs-type", 1)),
        ("## Viết {#c type=essay points=5}\n- 3đ: rõ\n", ("rubric-sum", 1)),
        ("## Câu {#c}\nchỉ có chữ\n", ("no-answers", 1)),
        ("## Câu {#c type=single}\n- [x] một\n- [ ] hai\n", ("no-answers", 1)),
        (f"## Câu {{#c type=singel}}\n{TWO}", ("bad-type", 1)),
        (f"## Câu {{#c type=truefalse}}\n{TWO}", ("true-false-options", 1)),
        (f"## Câu {{#c pont=2}}\n{TWO}", ("unknown-attribute", 1)),
        (f"## Câu {{#c points=0}}\n{TWO}", ("bad-points", 1)),
        (f"## Câu {{#c points=1 points=2}}\n{TWO}", ("attribute-twice", 1)),
        (f"## Câu {{#c #d}}\n{TWO}", ("two-ids", 1)),
        (f"## Câu {{#Câu1}}\n{TWO}", ("bad-id", 1)),
        (f"## Câu không mã\n{TWO}", ("missing-id", 1)),
        (f"## {{#c}}\n{TWO}", ("empty-heading", 1)),
        ("## Câu {#c}\n- (x) một {pim}\n- ( ) hai\n", ("unknown-attribute", 2)),
        (f"## Câu {{#c}}\n  > lời lạc\n{TWO}", ("feedback-orphan", 2)),
        (f"## Câu {{#c}}\n{TWO}\n> lời lạc\n", ("feedback-orphan", 5)),
        (f"## Câu {{#c}}\n{TWO}\n> Giải thích: vì\n\n  > lời lạc\n", ("feedback-orphan", 7)),
        (f"## Câu {{#c}}\n{TWO}\nchữ lạc\n", ("stray-text", 5)),
        (f"## Câu {{#c}}\n> Giải thích vì sao\n{TWO}", ("remark-label", 2)),
        (f"## Câu {{#c}}\n> Giải thíc: vì sao\n{TWO}", ("remark-label", 2)),
        (f"## Câu {{#c}}\n{TWO}\n> Gợi ý (-200%): x\n", ("bad-penalty", 5)),
        (f"## Câu {{#c}}\n{TWO}\n> Đúng: a\n\n> Đúng: b\n", ("remark-twice", 7)),
        (f"## Câu {{#c}}\n{TWO}## Câu {{#c}}\n{TWO}", ("duplicate-id", 4)),
        (f"# N {{#n}}\n## Câu {{#c}}\n{TWO}# M {{#n}}\n## Câu {{#d}}\n{TWO}", ("duplicate-id", 5)),
        (f"# N {{#n draw=3}}\n## Câu {{#c}}\n{TWO}", ("draw-size", 1)),
        (f"# N {{#n draw=0}}\n## Câu {{#c}}\n{TWO}", ("draw-size", 1)),
        (f"# N {{#n draws=1}}\n## Câu {{#c}}\n{TWO}", ("unknown-attribute", 1)),
        (f"# N {{#n}}\n# M {{#m}}\n## Câu {{#c}}\n{TWO}", ("empty-pool", 1)),
        (f"## Câu {{#c}}\n{TWO}##Câu hai {{#d}}\n", ("heading-space", 4)),
        (f"## Câu {{#c}}\n```\nmã\n{TWO}", ("fence-open", 2)),
        (f"## Câu {{#c}}\n<!-- ghi chú\n{TWO}", ("note-open", 2)),
        (f"## Câu\u202e {{#c}}\n{TWO}", ("hidden-character", 1)),
        ("", ("no-questions", 1 - FRONT.count("\n"))),
    ],
)
def test_what_an_author_got_wrong_is_an_error_at_its_line(source, expected):
    assert expected in codes_of(source)
    assert any(problem.level == "error" for problem in problems_of(FRONT + source))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## Câu {#c}\n- [x] một\n- [x] hai\n", ("all-right", 1)),
        ("## Câu {#c}\n- [100%] một\n- [0%] hai\n", ("weights-free", 1)),
        ("## Câu {#c}\n- = chữ ký số\n- =0% chu ky so\n", ("answers-collide", 1)),
        ("## Câu [[hòa|hoà]] {#c match=accent}\n", ("answers-collide", 1)),
        (f"## Câu {{#c match=exact}}\n{TWO}", ("match-unused", 1)),
        (f"# N {{#n draw=1}}\n## A {{#a points=1}}\n{TWO}## B {{#b points=2}}\n{TWO}", ("uneven-points", 1)),
        (f"Lời mở đầu\n\n## Câu {{#c}}\n{TWO}", ("text-outside-questions", 1)),
        (f"## Câu {{#c}}\n{TWO}\n> Giải thích:\n", ("empty-remark", 5)),
    ],
)
def test_what_an_author_should_look_at_is_a_warning(source, expected):
    assert codes_of(source) == [expected]
    bank_of(FRONT + source)


def test_letters_named_by_an_option_turn_shuffling_off_and_it_is_said():
    source = "## Câu {#c}\n- (x) một\n- ( ) hai\n- ( ) Cả A và B đều đúng\n"
    assert codes_of(source, SHUFFLED) == [("letters-named", 1)]
    assert not question_of(source, SHUFFLED).shuffle
    assert codes_of(source) == [], "a bank that shuffles nothing need not be told"


def test_a_half_written_bank_gives_every_problem_and_never_stops_at_the_first():
    source = (
        "---\nid: thu\ntitel: Thử\npass: nhiều\n---\n"
        "# Nhóm {#n draw=9}\n## Một {#a}\n- ( ) x\n- ( ) y\n\n## Hai\n- [ ] x\n- [ ] y\n\n## Ba {#a}\n"
    )
    found = {(problem.code, problem.line) for problem in problems_of(source)}
    assert found >= {
        ("unknown-setting", 3),
        ("bad-setting", 4),
        ("draw-size", 6),
        ("single-key", 7),
        ("missing-id", 11),
        ("no-key", 11),
        ("duplicate-id", 15),
        ("no-answers", 15),
    }


def test_a_problem_says_the_likely_word_in_both_languages():
    (problem,) = problems_of(FRONT + f"## Câu {{#c pont=2}}\n{TWO}")
    assert "points" in problem.text("vi")
    assert "did you mean “points”?" in problem.text("en")
    assert problem.text("en").startswith("quizzes/thu.md:5: error: ")


def test_a_missing_id_is_suggested_from_the_words():
    (problem,) = problems_of(FRONT + f"## Ai biết mã OTP?\n{TWO}")
    assert "{#ai-biet-ma-otp}" in problem.vi


def test_bytes_that_are_not_text_are_reported_at_their_line():
    found = problems_of(FRONT.encode() + b"## C\xff {#c}\n- (x) m\n- ( ) h\n")
    assert [(problem.code, problem.line) for problem in found] == [("not-utf8", 5)]


def test_too_much_of_anything_is_refused_quickly():
    assert [problem.code for problem in problems_of(b"x" * 5_000_000)] == ["bank-too-long"]
    many = FRONT + "".join(f"## C {{#c{index}}}\n{TWO}" for index in range(5_200))
    assert {problem.code for problem in problems_of(many)} == {"too-many-questions"}
    options = FRONT + "## C {#c}\n- (x) đúng\n" + "".join(f"- ( ) {index}\n" for index in range(50))
    assert {problem.code for problem in problems_of(options)} == {"too-many"}
    brackets = FRONT + f"## {'[ ' * 101} {{#c}}\n{TWO}"
    assert {problem.code for problem in problems_of(brackets)} == {"piece-too-long"}
    broken = FRONT + "## C\n" * 900
    found = problems_of(broken)
    assert len(found) < 600
    assert "many-problems" in {problem.code for problem in found}
