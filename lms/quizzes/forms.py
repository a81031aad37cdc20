"""What a browser sends: one answer as form fields, or several as JSON from our own script. All of it is distrusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from lms.core.errors import N_, DomainError
from lms.core.whole_numbers import whole_number

LARGEST_SAVE = 256 * 1024
MOST_ANSWERS = 200
HIGHEST_SEQ = 1_000_000_000
MOST_SMALL = 999


class UnreadableAnswersError(DomainError):
    status = 400
    message = N_("Câu trả lời gửi lên chưa đọc được. Thầy cô tải lại trang rồi thử lại.")


@dataclass(frozen=True)
class Sent:
    """An answer as it was sent, before it is cleaned."""

    question_id: str
    seq: int
    fields: Mapping[str, list[str]]


def read_answer(form: MultiDict[str, str], question_id: str) -> Sent:
    """Return the answer in a form; without a sequence number it counts as the oldest."""
    return Sent(question_id, _seq(form.get("seq", "")), form.to_dict(flat=False))


def read_number(form: MultiDict[str, str], name: str) -> int:
    """Return a small whole number from a form, 0 where there is none."""
    return whole_number(form.get(name, ""), MOST_SMALL) or 0


def read_answers(payload: Any) -> list[Sent]:
    """Return the answers in JSON: a list of ``{"question": id, "seq": n, "fields": {name: text or texts}}``.

    Raises:
        UnreadableAnswersError: it has another shape, or holds too many.
    """
    if not isinstance(payload, list) or not 0 < len(payload) <= MOST_ANSWERS:
        raise UnreadableAnswersError
    return [_sent(each) for each in payload]


def _sent(each: Any) -> Sent:
    if not isinstance(each, dict):
        raise UnreadableAnswersError
    question_id, seq, fields = each.get("question"), each.get("seq"), each.get("fields")
    if not isinstance(question_id, str) or not isinstance(fields, dict):
        raise UnreadableAnswersError
    if type(seq) is not int or not 0 <= seq <= HIGHEST_SEQ:
        raise UnreadableAnswersError
    return Sent(question_id, seq, {str(name): _texts(value) for name, value in fields.items()})


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) for each in values):
        raise UnreadableAnswersError
    return values


def _seq(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= 10
    return min(int(text), HIGHEST_SEQ) if is_number else 0
