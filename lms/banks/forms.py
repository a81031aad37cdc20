"""The form of a bank's settings. A question's own form, whose rows differ by type, is in ``views/fields.py``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import ValidationError

from lms.core.errors import N_
from lms.core.questions.marks import ID
from lms.web.fields import AtMost, Form, Line, Needed
from lms.web.translations import gettext


class Moment(StringField):  # type: ignore[misc]
    """A date with a time, as the browser's own picker says it."""

    def _value(self) -> str:
        try:
            return datetime.fromisoformat(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""
        except ValueError:
            return str(self.data)


class SettingsForm(Form):
    """What the front matter says, in labelled fields; what stays empty is left to the site."""

    title = Line(N_("Tên bộ câu hỏi"), validators=[Needed(N_("Viết tên bộ câu hỏi.")), AtMost(200)])
    slug = Line(N_("Mã"), validators=[Needed(N_("Viết mã, ví dụ on-tap-bai-1.")), AtMost(64)])
    pass_share = Line(N_("Đạt từ"), validators=[AtMost(10)])
    attempts = Line(N_("Số lần được làm"), validators=[AtMost(4)])
    grade = SelectField(
        N_("Kết quả tính theo"),
        choices=[
            ("", N_("Lần cao nhất")),
            ("last", N_("Lần gần nhất")),
            ("first", N_("Lần đầu")),
            ("average", N_("Trung bình các lần")),
        ],
    )
    time = Line(N_("Thời gian làm bài (phút)"), validators=[AtMost(6)])
    overdue = SelectField(
        N_("Hết giờ mà chưa nộp"),
        choices=[
            ("", N_("Nộp luôn những câu đã làm")),
            ("grace", N_("Cho thêm ít phút rồi nộp")),
            ("abandon", N_("Bỏ lần làm ấy")),
        ],
    )
    grace = Line(N_("Số phút cho thêm"), validators=[AtMost(6)])
    open = Moment(N_("Mở từ"), validators=[AtMost(40)])
    close = Moment(N_("Đóng lúc"), validators=[AtMost(40)])
    review = SelectField(
        N_("Khi nào được xem đáp án"),
        choices=[
            ("each", N_("Ngay sau mỗi câu")),
            ("", N_("Sau khi nộp bài")),
            ("after-close", N_("Sau khi bài đóng")),
            ("never", N_("Không mở đáp án")),
        ],
    )
    show_key = BooleanField(N_("Khi xem lại, hiện cả đáp án đúng"))
    shuffle_questions = BooleanField(N_("Xáo trộn thứ tự câu hỏi"))
    shuffle_options = BooleanField(N_("Xáo trộn các phương án"))

    def validate_slug(self, field: Any) -> None:
        if field.data and not ID.fullmatch(field.data):
            raise ValidationError(
                gettext("Mã chỉ gồm chữ thường không dấu, số và gạch nối, ví dụ on-tap-bai-1.")
            )

    def front(self) -> dict[str, str]:
        """Return the settings as the front matter says them; what holds anyway is not said."""
        shuffled = [
            name
            for name, field in (("questions", self.shuffle_questions), ("options", self.shuffle_options))
            if field.data
        ]
        said = {
            "pass": self.pass_share.data,
            "attempts": self.attempts.data,
            "grade": self.grade.data,
            "time": self.time.data,
            "open": self.open.data,
            "close": self.close.data,
            "overdue": self.overdue.data,
            "grace": self.grace.data,
            "shuffle": f"[{', '.join(shuffled)}]" if shuffled else "",
            "review": self.review.data,
            "show_key": "" if self.show_key.data else "false",
        }
        return {key: value for key, value in said.items() if value}

    def take_problems(self, found: Mapping[str, str]) -> None:
        """Put what the checker says beside the field that it is about."""
        names = {"pass": "pass_share", "shuffle": "shuffle_options"}
        for key, sentence in found.items():
            field = self[names.get(key, key)]
            field.errors = [*field.errors, sentence.partition(": ")[2] or sentence]


def settings_shown(title: str, slug: str, front: Mapping[str, str]) -> dict[str, Any]:
    """Return what the fields hold when nobody has typed yet."""
    shuffle = front.get("shuffle", "").strip("[] ").casefold()
    words = {word.strip(" \"'") for word in shuffle.split(",")}
    everything = words & {"true", "yes"}
    return {
        "title": title,
        "slug": slug,
        "pass_share": front.get("pass", "").strip("\"'"),
        "attempts": front.get("attempts", ""),
        "grade": {"best": ""}.get(front.get("grade", ""), front.get("grade", "")),
        "time": front.get("time", ""),
        "open": front.get("open", "").strip("\"'"),
        "close": front.get("close", "").strip("\"'"),
        "overdue": {"submit": ""}.get(front.get("overdue", ""), front.get("overdue", "")),
        "grace": front.get("grace", ""),
        "review": {"end": ""}.get(front.get("review", ""), front.get("review", "")),
        "show_key": front.get("show_key", "true").casefold() not in ("false", "no", "không"),
        "shuffle_questions": bool(everything or "questions" in words),
        "shuffle_options": bool(everything or "options" in words),
    }
