"""What trainers send: why an attempt is void, what a person is granted, and the points of an essay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from wtforms.validators import ValidationError

from lms.assessment.services import (
    LATEST_CLOSE,
    LONGEST_REASON,
    MOST_ATTEMPTS,
    MOST_MINUTES,
    STEP,
    GivenPoints,
    Terms,
)
from lms.core.errors import N_
from lms.core.questions.numbers import written
from lms.core.vietnamese import nfc
from lms.core.whole_numbers import whole_number
from lms.web.fields import AtMost, Form, Line, Needed
from lms.web.translations import gettext

LONGEST_REMARK = 2_000


class VoidForm(Form):
    reason = Line(
        N_("Lý do hủy lần làm này"),
        validators=[
            Needed(N_("Thầy cô chưa viết lý do. Một câu ngắn là đủ; người học sẽ đọc câu này.")),
            AtMost(LONGEST_REASON),
        ],
    )


class RegradeForm(Form):
    """Why attempts are graded again. Which questions, and by which revision, the page sends beside it."""

    reason = Line(
        N_("Lý do chấm lại"),
        validators=[
            Needed(
                N_("Thầy cô chưa viết lý do. Một câu ngắn là đủ, ví dụ: đáp án câu 3 trước đây ghi nhầm.")
            ),
            AtMost(LONGEST_REASON),
        ],
    )


class Whole:
    """The field is empty, or a whole number up to ``most``."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Any, field: Any) -> None:
        if whole_number(field.data or "0", self.most) is None:
            raise ValidationError(
                gettext("Gõ một số từ 0 đến %(most)s, hoặc để trống nếu không thêm.", most=self.most)
            )


class ExtensionForm(Form):
    """What one person is granted at one quiz; ``closes_at`` is on the site's wall clock."""

    extra_minutes = Line(N_("Thêm bao nhiêu phút"), validators=[Whole(MOST_MINUTES)])
    extra_attempts = Line(N_("Thêm mấy lần làm"), validators=[Whole(MOST_ATTEMPTS)])
    closes_at = Line(N_("Đóng muộn hơn, vào lúc"))
    reason = Line(
        N_("Lý do"),
        validators=[Needed(N_("Thầy cô chưa viết lý do. Một câu ngắn là đủ.")), AtMost(LONGEST_REASON)],
    )

    def terms(self, closes: datetime | None, zone: ZoneInfo, now: datetime) -> Terms | None:
        """Return what is granted, or None after noting at its field what is missing. ``closes`` is the bank's own."""
        later = self._later_close(closes, zone, now)
        terms = Terms(
            int(self.extra_minutes.data or 0), int(self.extra_attempts.data or 0), later, self.reason.data
        )
        if self.closes_at.errors:
            return None
        if not (terms.extra_minutes or terms.extra_attempts or terms.closes_at):
            self.form_errors.append(
                gettext("Chưa gia hạn gì. Điền ít nhất một ô: phút, lần làm hoặc giờ đóng.")
            )
            return None
        return terms

    def _later_close(self, closes: datetime | None, zone: ZoneInfo, now: datetime) -> datetime | None:
        text = self.closes_at.data or ""
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text[:32])
            moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
            is_later = moment > max(now, closes or now) and moment <= now + LATEST_CLOSE
        except (ValueError, OverflowError):
            self.closes_at.errors = [gettext("Chưa đọc được ngày giờ. Viết như 2026-11-30 17:00.")]
            return None
        if not is_later:
            self.closes_at.errors = [
                gettext("Chọn một lúc sau bây giờ và sau giờ đóng chung, trong vòng một năm.")
            ]
        return moment


@dataclass(frozen=True)
class RubricField:
    """A line of the rubric on its way through the form: what was chosen, what was typed, what is amiss."""

    number: int
    most: Decimal
    quick: str  # full, none or empty
    typed: str
    points: Decimal | None
    error: str = ""


@dataclass(frozen=True)
class MarkSheet:
    """The form of one essay. ``given`` is None while something is missing."""

    lines: tuple[RubricField, ...]
    remark: str
    seen: int
    remark_error: str = ""

    @property
    def given(self) -> GivenPoints | None:
        points = tuple(line.points for line in self.lines if line.points is not None)
        if self.remark_error or len(points) < len(self.lines):
            return None
        return GivenPoints(points, self.remark, self.seen)


def sheet_of(mosts: Sequence[Decimal], points: Sequence[Decimal], remark: str, seen: int) -> MarkSheet:
    """Return the form with what is kept, or empty where nothing is."""
    lines = []
    for number, most in enumerate(mosts):
        kept = points[number] if number < len(points) else None
        quick = {most: "full", Decimal(0): "none"}.get(kept, "") if kept is not None else ""
        typed = written(kept) if kept is not None and not quick else ""
        lines.append(RubricField(number, most, quick, typed, kept))
    return MarkSheet(tuple(lines), remark, seen)


def read_sheet(form: Mapping[str, str], mosts: Sequence[Decimal]) -> MarkSheet:
    """Return what was sent for an essay whose rubric lines are worth ``mosts``. A typed number outweighs a button."""
    remark = nfc(form.get("remark", "")).replace("\r\n", "\n").strip()
    is_long = len(remark) > LONGEST_REMARK
    error = gettext("Dài quá %(most)s chữ. Thầy cô viết ngắn lại giúp nhé.", most=LONGEST_REMARK)
    return MarkSheet(
        tuple(_line(form, number, most) for number, most in enumerate(mosts)),
        remark,
        whole_number(form.get("seen", "")) or 0,
        error if is_long else "",
    )


def _line(form: Mapping[str, str], number: int, most: Decimal) -> RubricField:
    quick, typed = form.get(f"nhanh-{number}", ""), form.get(f"diem-{number}", "").strip()[:20]
    if not typed:
        points = {"full": most, "none": Decimal(0)}.get(quick)
        error = "" if points is not None else gettext("Ý %(n)s chưa có điểm.", n=number + 1)
        return RubricField(number, most, quick if not error else "", "", points, error)
    points = _points(typed, most)
    error = (
        ""
        if points is not None
        else gettext("Ý %(n)s: gõ một số từ 0 đến %(most)s, lẻ đến 0,25.", n=number + 1, most=written(most))
    )
    return RubricField(number, most, "", typed, points, error)


def _points(text: str, most: Decimal) -> Decimal | None:
    """Return a typed number of points, with comma or point; None if it is none, or not one that may be given."""
    try:
        points = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    if not points.is_finite() or not 0 <= points <= most or len(points.as_tuple().digits) > 10:
        return None
    return points if points == most or points % STEP == 0 else None
