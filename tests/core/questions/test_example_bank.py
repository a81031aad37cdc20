"""The bank that the authors' guide shows."""

from decimal import Decimal

from lms.core.questions import QuestionType, grade, key_text
from tests.core.questions.banks import EXAMPLE, bank_of, full_key, problems_of


def test_the_example_of_the_guide_is_read_without_an_error():
    bank = bank_of(EXAMPLE)
    assert (bank.id, bank.title, bank.pass_share, bank.attempts) == (
        "ky-so-co-ban",
        "Kiểm tra: Chữ ký số cơ bản",
        Decimal("0.7"),
        3,
    )
    assert (bank.shuffle_questions, bank.shuffle_options) == (True, True)
    assert [(pool.id, pool.title, pool.draw) for pool in bank.pools] == [
        ("an-toan", "An toàn", 1),
        ("kien-thuc", "Kiến thức", None),
    ]


def test_each_question_of_the_example_has_the_type_its_answers_say():
    assert {question.id: question.type for question in bank_of(EXAMPLE).questions} == {
        "otp": QuestionType.SINGLE,
        "lua-dao": QuestionType.MULTIPLE,
        "ds": QuestionType.CLUSTER,
        "so-dv": QuestionType.NUMBER,
        "ghep": QuestionType.MATCHING,
        "thu-tu": QuestionType.ORDERING,
        "dien": QuestionType.CLOZE,
    }


def test_feedback_hints_and_explanations_are_found_where_they_belong():
    otp = bank_of(EXAMPLE).question("otp")
    assert [option.feedback_html for option in otp.options] == [
        "",
        "Người hướng dẫn chỉ chỉ cách làm, không giữ mã.",
        "",
    ]
    assert [hint.html for hint in otp.hints] == ["OTP giống chìa khóa nhà."]
    assert otp.explanation_html == "Không ai có quyền hỏi mã OTP."


def test_each_question_of_the_example_says_its_key_in_words():
    bank = bank_of(EXAMPLE)
    assert {question.id: key_text(question) for question in bank.questions} == {
        "otp": "Chỉ mình tôi",
        "lua-dao": "Giục làm ngay; Xin mã OTP",
        "ds": "Ký số dùng khóa bí mật: Đúng; Ảnh chụp chữ ký tay là chữ ký số: Sai; "
        "Chứng thư số có hạn dùng: Đúng; Mật khẩu nên dán sau USB: Sai",
        "so-dv": "2803",
        "ghep": "OTP → mã dùng một lần; PDF → loại tệp văn bản",
        "thu-tu": "1. Chọn tệp; 2. Bấm **Ký số**",
        "dien": "(1) VNeID; (2) Đăng nhập",
    }


def test_the_full_key_of_the_example_earns_everything():
    for question in bank_of(EXAMPLE).questions:
        assert grade(question, full_key(question), question.points).score == question.points


def test_only_the_uneven_points_of_a_drawn_pool_are_remarked_upon():
    assert [(problem.level, problem.code, problem.line) for problem in problems_of(EXAMPLE)] == [
        ("warning", "uneven-points", 8)
    ]
