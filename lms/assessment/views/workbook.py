"""The same people as an Excel workbook, with a second page of their attempts question by question."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from flask import send_file
from flask.typing import ResponseReturnValue

from lms import clock
from lms.assessment.queries import Line, Try, get_quiz, list_answer_rows, results
from lms.assessment.views.blueprint import bp
from lms.assessment.views.results import asked_lines, percent, read_asked
from lms.assessment.views.wording import answer_words, marked_words, state_words
from lms.core.errors import N_
from lms.core.people import Role
from lms.quizzes.queries import get_bank_revision
from lms.units.queries import units_reached
from lms.web import dates
from lms.web.access import actor, trainers_only
from lms.web.translations import gettext

if TYPE_CHECKING:  # the library behind it is loaded with the first workbook, not with every worker
    from lms.core.spreadsheet import Column

_CUT = N_("Danh sách dài quá nên tệp chỉ có một phần; lọc theo từng đơn vị để đủ.")
_STATES = {"running": "in_progress", "waiting": "submitted"}


@bp.get("/soan-bai/ket-qua/<slug>/<lesson>/<item>.xlsx")
@trainers_only
def workbook(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Send the table as it was asked for, and every answer behind it."""
    from lms.core.spreadsheet import CONTENT_TYPE, Sheet, write_sheets

    quiz = get_quiz(slug, lesson, item)
    _everybody, lines, is_cut = asked_lines(quiz, read_asked(units_reached(actor(), Role.TRAINER)))
    day = dates.day(clock.now())
    note = gettext(
        "Khóa %(course)s, đến ngày %(day)s, %(n)s người.", course=quiz.course_title, day=day, n=len(lines)
    )
    if is_cut:
        note += " " + gettext(_CUT)
    people = Sheet(quiz.title, _columns(), (_cells(line) for line in lines), note)
    answers = Sheet(gettext("Từng câu"), _answer_columns(), _answer_cells(lines), note)
    name = gettext("Kết quả %(quiz)s %(day)s", quiz=quiz.title, day=day.replace("/", "-"))
    return send_file(
        BytesIO(write_sheets(quiz.title, [people, answers])),
        mimetype=CONTENT_TYPE,
        as_attachment=True,
        download_name=f"{name}.xlsx",
    )


def _columns() -> tuple["Column", ...]:
    from lms.core.spreadsheet import Column

    return (
        Column(gettext("Họ và tên"), 28),
        Column(gettext("Đơn vị"), 28),
        Column(gettext("Số lần làm"), 10, "number"),
        Column(gettext("Kết quả được tính"), 12, "percent"),
        Column(gettext("Đạt"), 8),
        Column(gettext("Trạng thái"), 16),
        Column(gettext("Gần nhất"), 13, "date"),
    )


def _cells(line: Line) -> tuple[object, ...]:
    whole = percent(line.share)
    return (
        line.full_name,
        line.unit_name,
        line.used,
        None if whole is None else whole / 100,
        gettext("đạt") if line.is_passed else gettext("chưa"),
        state_words(_STATES[line.state]) if line.state in _STATES else "",
        _local_day(line.last_at),
    )


def _answer_columns() -> tuple["Column", ...]:
    from lms.core.spreadsheet import Column

    return (
        Column(gettext("Họ và tên"), 28),
        Column(gettext("Đơn vị"), 28),
        Column(gettext("Lần"), 6, "number"),
        Column(gettext("Lần làm này"), 14),
        Column(gettext("Câu"), 6, "number"),
        Column(gettext("Câu hỏi"), 40),
        Column(gettext("Trả lời"), 40),
        Column(gettext("Điểm"), 8, "number"),
        Column(gettext("Điểm tối đa"), 8, "number"),
        Column(gettext("Nhận định"), 14),
        Column(gettext("Gợi ý đã xem"), 8, "number"),
        Column(gettext("Lưu lúc"), 18),
        Column(gettext("Gửi sau giờ"), 12),
    )


def _answer_cells(lines: Sequence[Line]) -> Iterator[tuple[object, ...]]:
    by_id: dict[int, tuple[Line, Try]] = {each.id: (line, each) for line in lines for each in line.tries}
    left = results.MOST_ANSWERS
    for row in list_answer_rows([each for _line, each in by_id.values()]):
        left -= 1
        line, one = by_id[row.attempt_id]
        question = get_bank_revision(one.revision_id).questions.get(row.question_id)
        yield (
            line.full_name,
            line.unit_name,
            one.number,
            state_words(one.state),
            row.number,
            question.stem_text if question else row.question_id,
            answer_words(question, row.response),
            row.score,
            row.points,
            marked_words(row.marked_state),
            row.hints_used or None,
            _local_moment(row.saved_at),
            gettext("sau giờ, không tính") if row.is_late else "",
        )
    if left == 0:
        yield (gettext(_CUT), *[None] * (len(_answer_columns()) - 1))


def _local_day(instant: datetime) -> date:
    return dates.local(instant).date()


def _local_moment(instant: datetime | None) -> str:
    return f"{dates.day(instant)} {dates.clock_time(instant)}" if instant else ""
