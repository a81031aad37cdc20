"""The form of a bank's settings. A question's own form is in ``questions``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wtforms import BooleanField, SelectField, StringField
from wtforms.fields import SelectChoice
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


class Choice(SelectField):  # type: ignore[misc]
    """One of a few words; whether a word may stand there is said by the reader of the settings."""

    def __init__(self, label: str, choices: list[SelectChoice], **bound: Any) -> None:
        super().__init__(label, choices=choices, validate_choice=False, **bound)


class SettingsForm(Form):
    """What the front matter says, in labelled fields; what stays empty is left to the site."""

    title = Line(
        N_("Tên ngân hàng câu hỏi"), validators=[Needed(N_("Viết tên ngân hàng câu hỏi.")), AtMost(200)]
    )
    slug = Line(N_("Mã"), validators=[Needed(N_("Viết mã, ví dụ on-tap-bai-1.")), AtMost(64)])
    pass_share = Line(N_("Đạt từ"), validators=[AtMost(20)])
    attempts = Line(N_("Số lần được làm"), validators=[AtMost(20)])
    grade = Choice(
        N_("Kết quả tính theo"),
        choices=[
            SelectChoice("", N_("Lần cao nhất")),
            SelectChoice("last", N_("Lần gần nhất")),
            SelectChoice("first", N_("Lần đầu")),
            SelectChoice("average", N_("Trung bình các lần")),
        ],
    )
    time = Line(N_("Thời gian làm bài (phút)"), validators=[AtMost(20)])
    overdue = Choice(
        N_("Hết giờ mà chưa nộp"),
        choices=[
            SelectChoice("", N_("Nộp luôn những câu đã làm")),
            SelectChoice("grace", N_("Cho thêm ít phút rồi nộp")),
            SelectChoice("abandon", N_("Bỏ lần làm ấy")),
        ],
    )
    grace = Line(N_("Số phút cho thêm"), validators=[AtMost(20)])
    open = Moment(N_("Mở từ"), validators=[AtMost(40)])
    close = Moment(N_("Đóng lúc"), validators=[AtMost(40)])
    review = Choice(
        N_("Khi nào được xem đáp án"),
        choices=[
            SelectChoice("each", N_("Ngay sau mỗi câu")),
            SelectChoice("", N_("Sau khi nộp bài")),
            SelectChoice("after-close", N_("Sau khi bài đóng")),
            SelectChoice("never", N_("Không mở đáp án")),
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

    def validate_close(self, field: Any) -> None:
        if not field.data and self.review.data == "after-close":
            raise ValidationError(gettext("Chọn lúc đóng bài, vì đáp án chỉ mở sau khi bài đóng."))
        if field.data and self.open.data and field.data <= self.open.data:
            raise ValidationError(gettext("Lúc đóng phải sau lúc mở."))

    def validate_grace(self, field: Any) -> None:
        if not field.data and self.overdue.data == "grace":
            raise ValidationError(gettext("Viết số phút cho thêm, ví dụ 5."))

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
        names = {"id": "slug", "pass": "pass_share", "shuffle": "shuffle_options"}
        for key, sentence in found.items():
            field = self[names.get(key, key)]
            if not field.errors:
                said = sentence.partition(": ")[2] or sentence
                field.errors = [said[:1].upper() + said[1:]]


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
