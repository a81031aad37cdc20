"""Answers and states in words, for trainers: what was said, apart from what is right."""

from collections.abc import Mapping
from typing import Any

from lms.core.errors import N_
from lms.core.questions import Question, QuestionType, review
from lms.web.translations import gettext

STATES = {
    "in_progress": N_("Đang làm"),
    "overdue": N_("Hết giờ, chờ nộp"),
    "submitted": N_("Chờ chấm"),
    "graded": N_("Đã chấm"),
    "abandoned": N_("Hết giờ, không tính"),
    "void": N_("Đã hủy"),
}
MARKED = {
    "right": N_("Đúng"),
    "partly": N_("Đúng một phần"),
    "wrong": N_("Chưa đúng"),
    "blank": N_("Chưa trả lời"),
    "needs_person": N_("Chờ chấm"),
    "": "",
}
_IN_PARTS = (QuestionType.CLUSTER, QuestionType.MATCHING, QuestionType.ORDERING, QuestionType.CLOZE)


def answer_words(question: Question | None, response: Mapping[str, Any]) -> str:
    """Return what was answered as one text: chosen options, typed words, or each part with what was said of it."""
    if question is None or not response:
        return ""
    rows = [row for row in review(question, response, say=gettext).rows if row.answer]
    if question.type not in _IN_PARTS:
        photos = [gettext("%(n)s ảnh", n=len(response["files"]))] if "files" in response else []
        return "; ".join([*photos, *(row.answer for row in rows)])
    labels = {each.id: each.text for each in question.options}
    labels |= {each.id: each.text for each in question.pairs}
    return "; ".join(f"{labels.get(row.id, f'({row.id})')}: {row.answer}" for row in rows)


def state_words(state: str) -> str:
    """Return an attempt's state in words."""
    return gettext(STATES[state])


def marked_words(state: str) -> str:
    """Return an answer's mark in words."""
    return gettext(MARKED[state]) if state else ""
