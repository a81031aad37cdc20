"""Questions on their way to a page: what may be asked, and, where review is allowed, what is said about an answer.

Compiled HTML was sanitised when its bank was compiled; here it becomes markup, and nothing is added to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from markupsafe import Markup

from lms.core.errors import N_
from lms.core.questions import (
    Drawn,
    Marked,
    Question,
    QuestionType,
    QuestionView,
    State,
    Verdict,
    grade,
    review,
    view,
)
from lms.quizzes.queries import KeptAnswer, PublishedBank
from lms.web.translations import gettext

_MULTIPLE_RULES = {
    "all-right": N_("Chọn thiếu thì được một phần điểm; chọn cả ý chưa đúng thì câu này không tính điểm."),
    "exact": N_("Câu này tính điểm khi chọn đủ và đúng mọi ý."),
    "proportional": N_("Mỗi ý xét đúng, chọn hay không chọn, đều được một phần điểm."),
    "moodle": N_("Ý đúng được cộng điểm, ý chưa đúng bị bớt điểm."),
}
_CHOICES = (QuestionType.SINGLE, QuestionType.TRUE_FALSE, QuestionType.MULTIPLE)


def compiled(html: str) -> Markup:
    """Return HTML of a compiled bank as markup."""
    return Markup(html)  # noqa: S704 - sanitised when it was compiled


class Answering(Protocol):
    """What asking and judging need of an attempt, whether it is stored or a trainer only tries the bank."""

    @property
    def drawn(self) -> Drawn:
        """Return what was drawn."""

    def answer(self, question_id: str) -> KeptAnswer:
        """Return what is kept as the answer to a question."""


@dataclass(frozen=True)
class Row:
    """Something to tick, to judge, to match or to put in order, with what the learner said of it."""

    id: str
    html: Markup
    text: str
    value: str


@dataclass(frozen=True)
class GapField:
    """A gap of a cloze text, the text before it, and what stands in it."""

    name: str
    kind: str
    before: Markup
    options: tuple[tuple[str, str], ...]
    value: str


@dataclass(frozen=True)
class Asked:
    """A question as its page asks it."""

    id: str
    number: int
    total: int
    type: str
    heading: Markup
    body: Markup
    stem: str
    rows: tuple[Row, ...]
    choices: tuple[tuple[str, str], ...]
    gaps: tuple[GapField, ...]
    tail: Markup
    text: str
    rubric: tuple[tuple[Decimal, Markup], ...]
    hints: tuple[Markup, ...]
    next_hint: int  # its number, 0 where there is none left
    hint_cost: int  # per cent of the points
    seq: int
    saved_at: datetime | None


@dataclass(frozen=True)
class JudgedRow:
    """One part of an answer with its verdict; ``key`` is empty where the key is not shown."""

    html: Markup
    answer: str
    is_chosen: bool
    verdict: str
    key: str
    feedback: Markup


@dataclass(frozen=True)
class Judged:
    """What is said about an answer once review is allowed."""

    id: str
    number: int
    state: State
    heading: Markup
    body: Markup
    stem: str
    is_choice: bool
    rows: tuple[JudgedRow, ...]
    remark: Markup
    explanation: Markup
    key_text: str
    reading: str
    score: Decimal | None  # None where a person marks
    points: Decimal
    rule: str  # how part credit was given, where that is not plain
    has_paid: bool  # for a hint

    @property
    def tells_points(self) -> bool:
        """Tell whether the points say more than right or wrong."""
        return self.score is not None and (self.state == State.PARTLY or self.has_paid)


def told(score: Decimal) -> Decimal:
    """Return points as people are told them: to the hundredth."""
    return score.quantize(Decimal("0.01")).normalize()


def ask(
    sitting: Answering, published: PublishedBank, number: int, response: Mapping[str, Any] | None = None
) -> Asked:
    """Return question ``number`` with what is kept as its answer, or with ``response`` in its place."""
    drawn = sitting.drawn.questions[number - 1]
    question, kept = published.questions[drawn.id], sitting.answer(drawn.id)
    shown = view(question, drawn.order)
    said = kept.response if response is None else response
    has_hint = kept.hints_used < len(question.hints)
    return Asked(
        id=drawn.id,
        number=number,
        total=len(sitting.drawn.questions),
        type=shown.type.value,
        heading=compiled(shown.heading_html),
        body=compiled(shown.body_html),
        stem=shown.stem_text,
        rows=_rows(shown, said),
        choices=tuple((choice.id, choice.text) for choice in shown.choices),
        gaps=_gaps(shown, said),
        tail=compiled(shown.parts[-1] if shown.parts else ""),
        text=said.get("t", ""),
        rubric=tuple((line.points, compiled(line.html)) for line in shown.rubric),
        hints=_hints(published, drawn.id, kept),
        next_hint=kept.hints_used + 1 if has_hint else 0,
        hint_cost=int(question.hints[kept.hints_used].penalty * 100) if has_hint else 0,
        seq=kept.seq + 1,
        saved_at=kept.saved_at,
    )


def _hints(published: PublishedBank, question_id: str, kept: KeptAnswer) -> tuple[Markup, ...]:
    """Return the hints that were asked for."""
    return tuple(compiled(hint.html) for hint in published.questions[question_id].hints[: kept.hints_used])


def _rows(shown: QuestionView, said: Mapping[str, Any]) -> tuple[Row, ...]:
    values: Mapping[str, Any]
    if shown.type in _CHOICES:
        ticked = said.get("a", [])
        values = dict.fromkeys(ticked if isinstance(ticked, list) else [ticked], "1")
    else:
        values = said.get("o") or said.get("m") or said.get("p") or {}
    things = shown.lefts or shown.options
    return tuple(
        Row(each.id, compiled(each.html), each.text, str(values.get(each.id, ""))) for each in things
    )


def _gaps(shown: QuestionView, said: Mapping[str, Any]) -> tuple[GapField, ...]:
    values = said.get("g", {})
    return tuple(
        GapField(
            gap.name,
            gap.kind.value,
            compiled(shown.parts[place]),
            tuple((option.id, option.text) for option in gap.options),
            values.get(gap.name, ""),
        )
        for place, gap in enumerate(shown.gaps)
    )


def judge(sitting: Answering, published: PublishedBank, number: int) -> Judged:
    """Return what is said about the answer to question ``number``. Only for whom review is allowed."""
    drawn = sitting.drawn.questions[number - 1]
    question, kept = published.questions[drawn.id], sitting.answer(drawn.id)
    found = review(question, kept.response, show_key=published.bank.show_key, say=gettext)
    mark = grade(question, kept.response, drawn.points, kept.hints_used)
    rows = found.rows
    if question.type is not QuestionType.ORDERING or not published.bank.show_key:
        places = {each: place for place, each in enumerate(drawn.order)}
        rows = tuple(sorted(rows, key=lambda row: places.get(row.id, len(places))))
    return Judged(
        id=drawn.id,
        number=number,
        state=State(kept.marked_state) if question.needs_person and kept.marked_state else found.state,
        heading=compiled(question.heading_html),
        body=compiled(question.body_html),
        stem=question.stem_text,
        is_choice=question.type in _CHOICES,
        rows=tuple(
            JudgedRow(
                compiled(row.html),
                row.answer,
                row.chosen,
                row.verdict.value,
                row.key if row.verdict is not Verdict.RIGHT else "",
                compiled(row.feedback_html),
            )
            for row in rows
        ),
        remark=compiled(found.remark_html),
        explanation=compiled(found.explanation_html),
        key_text=found.key_text if found.state is not State.RIGHT else "",
        reading=_reading(question, kept, mark),
        score=None if question.needs_person else told(mark.score),
        points=drawn.points,
        rule=_rule(question, found.state),
        has_paid=found.state in (State.RIGHT, State.PARTLY)
        and any(hint.penalty for hint in question.hints[: kept.hints_used]),
    )


def _rule(question: Question, state: State) -> str:
    """Return in words how a question of several parts gives credit, once an answer missed some of it."""
    if state is State.PARTLY and question.type is QuestionType.CLUSTER and question.score == "thpt2025":
        return gettext(
            "Đúng 1, 2, 3 ý được một phần mười, một phần tư, một nửa số điểm; đúng cả 4 ý được trọn điểm."
        )
    if state not in (State.PARTLY, State.WRONG) or question.type is not QuestionType.MULTIPLE:
        return ""
    return gettext(_MULTIPLE_RULES.get(question.score, _MULTIPLE_RULES["all-right"]))


def _reading(question: Question, kept: KeptAnswer, mark: Marked) -> str:
    """Return how a typed number was read, where that is not how it was typed."""
    if question.type is not QuestionType.NUMBER or mark.reading == (kept.response.get("t"),):
        return ""
    return f" {gettext('hoặc')} ".join(mark.reading)
