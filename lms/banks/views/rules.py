"""A bank's rules in words, a sentence each, and the names of the types of questions."""

from collections.abc import Iterator
from datetime import datetime

from lms.core.errors import N_
from lms.core.questions import Bank, QuestionType
from lms.core.questions.numbers import written
from lms.quizzes.services import close_of, open_of
from lms.quizzes.views.sitting import zone
from lms.web import dates
from lms.web.translations import gettext

_TYPES = {
    QuestionType.SINGLE: N_("Một đáp án"),
    QuestionType.TRUE_FALSE: N_("Đúng hay sai"),
    QuestionType.MULTIPLE: N_("Nhiều đáp án"),
    QuestionType.CLUSTER: N_("Đúng/Sai từng ý"),
    QuestionType.SHORT: N_("Trả lời ngắn"),
    QuestionType.NUMBER: N_("Điền số"),
    QuestionType.MATCHING: N_("Ghép đôi"),
    QuestionType.ORDERING: N_("Xếp thứ tự"),
    QuestionType.CLOZE: N_("Điền chỗ trống"),
    QuestionType.ESSAY: N_("Tự luận"),
    QuestionType.EVIDENCE: N_("Nộp minh chứng"),
}
_SCORES = {
    "all-right": N_("Tích đúng được phần nào tính phần ấy; tích một ý sai là mất điểm câu."),
    "exact": N_("Phải đúng hết mới có điểm."),
    "proportional": N_("Mỗi ô để đúng được tính một phần điểm."),
    "moodle": N_("Cộng trọng số của các ý đã tích, không dưới 0."),
    "thpt2025": N_("Đúng 1, 2, 3, 4 ý được 0,1; 0,25; 0,5; 1 phần điểm."),
}
_GRADES = {
    "best": N_("Tính lần cao nhất."),
    "last": N_("Tính lần gần nhất."),
    "first": N_("Tính lần đầu."),
    "average": N_("Tính trung bình các lần."),
}
_OVERDUE = {
    "submit": N_("Hết giờ, máy nộp giúp những câu đã trả lời."),
    "abandon": N_("Hết giờ mà chưa nộp thì bài không tính."),
}
_REVIEW = {
    "each": N_("Trả lời câu nào biết ngay câu đó."),
    "end": N_("Nộp bài xong xem được câu nào đúng, câu nào chưa."),
    "after-close": N_("Bài đóng rồi mới xem được câu nào đúng, câu nào chưa."),
    "never": N_("Nộp bài xong chỉ biết kết quả chung, không xem lại từng câu."),
}


def type_name(kind: QuestionType) -> str:
    """Return a type of question as trainers call it."""
    return gettext(_TYPES[kind])


def score_words(score: str) -> str:
    """Return how partial credit is given, where that is worth a word."""
    return gettext(_SCORES[score]) if score in _SCORES else ""


def review_rule(bank: Bank) -> str:
    """Return when learners may see how their answers went."""
    return gettext(_REVIEW[bank.review])


def rules_of(bank: Bank) -> list[str]:
    """Return the bank's rules, a sentence each."""
    return [
        gettext("Đạt khi đúng từ %(p)s%% số điểm.", p=written(bank.pass_share * 100)),
        _attempts(bank),
        *_times(bank),
        _order(bank),
        review_rule(bank),
        gettext("Khi xem lại có hiện đáp án đúng.")
        if bank.show_key
        else gettext("Khi xem lại không hiện đáp án đúng."),
    ]


def _attempts(bank: Bank) -> str:
    if bank.attempts == 1:
        return gettext("Chỉ làm được một lần.")
    if bank.attempts:
        return gettext("Làm được %(n)s lần.", n=bank.attempts) + " " + gettext(_GRADES[bank.grade])
    return gettext("Làm lại bao nhiêu lần cũng được.") + " " + gettext(_GRADES[bank.grade])


def _times(bank: Bank) -> Iterator[str]:
    """Yield what the clock says; a bank without time or close has nothing to be late for."""
    opens, closes = open_of(bank, zone()), close_of(bank, zone())
    if bank.time_minutes:
        yield gettext("Có %(m)s phút, tính từ lúc bấm Bắt đầu.", m=bank.time_minutes)
    else:
        yield gettext("Không giới hạn giờ làm bài.")
    if opens:
        yield gettext("Mở %(when)s.", when=_moment(opens))
    if closes:
        yield gettext("Đóng %(when)s.", when=_moment(closes))
    if not bank.time_minutes and not closes:
        return
    if bank.overdue in _OVERDUE:
        yield gettext(_OVERDUE[bank.overdue])
    else:
        yield gettext("Hết giờ còn %(m)s phút để bấm nộp, không trả lời thêm được.", m=bank.grace_minutes)


def _moment(at: datetime) -> str:
    return f"{dates.clock_time(at)} {dates.day(at)}"


def _order(bank: Bank) -> str:
    if bank.shuffle_questions and bank.shuffle_options:
        return gettext("Mỗi lần làm, câu hỏi và phương án đổi chỗ.")
    if bank.shuffle_questions:
        return gettext("Mỗi lần làm, câu hỏi đổi chỗ; phương án giữ nguyên.")
    if bank.shuffle_options:
        return gettext("Mỗi lần làm, phương án đổi chỗ; câu hỏi giữ nguyên.")
    return gettext("Câu hỏi và phương án giữ nguyên thứ tự.")
