"""Questions as their author sees them: with key, feedback, hints and weights. For trainers alone."""

from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from lms.banks.views.rules import score_words, type_name
from lms.core.questions import GapKind, Option, Question, QuestionType, key_text, numbers
from lms.core.vietnamese import fold
from lms.quizzes.views.pages import compiled
from lms.web.translations import gettext

_TICKED = (QuestionType.SINGLE, QuestionType.TRUE_FALSE, QuestionType.MULTIPLE, QuestionType.CLUSTER)
_PARTIAL = (QuestionType.MULTIPLE, QuestionType.CLUSTER)


@dataclass(frozen=True)
class WrittenRow:
    """An option, a statement, a pair, an item or a foreseen answer, with what is said to whoever chooses it."""

    html: Markup
    answer: str  # what belongs to it: the other half of a pair, Đúng or Sai, a weight
    is_right: bool
    feedback: Markup


@dataclass(frozen=True)
class Written:
    """A question with everything that its author wrote."""

    id: str
    number: int
    type: str
    points: str
    score: str
    lesson: str
    heading: Markup
    body: Markup
    rows: tuple[WrittenRow, ...]
    key: str  # where it is more than a ticked row
    hints: tuple[tuple[Markup, int], ...]
    explanation: Markup
    right: Markup
    wrong: Markup
    rubric: tuple[tuple[str, Markup], ...]


def written(question: Question, at: int) -> Written:
    """Return a question as its author sees it; ``at`` is its number in the bank."""
    is_ticked = question.type in _TICKED
    return Written(
        id=question.id,
        number=at,
        type=type_name(question.type),
        points=numbers.written(question.points),
        score=score_words(question.score) if question.type in _PARTIAL else "",
        lesson=question.lesson or "",
        heading=compiled(question.heading_html),
        body=compiled(question.body_html),
        rows=tuple(_rows(question)),
        key="" if is_ticked or question.needs_person else key_text(question, gettext),
        hints=tuple((compiled(hint.html), int(hint.penalty * 100)) for hint in question.hints),
        explanation=compiled(question.explanation_html),
        right=compiled(question.right_html),
        wrong=compiled(question.wrong_html),
        rubric=tuple((numbers.written(line.points), compiled(line.html)) for line in question.rubric),
    )


def _rows(question: Question) -> list[WrittenRow]:
    kind = question.type
    if kind in _TICKED:
        return [_option_row(question, option) for option in question.options]
    if kind is QuestionType.MATCHING:
        choices = {choice.id: choice for choice in question.choices}
        rows = [
            WrittenRow(compiled(pair.html), choices[pair.choice_id].text, False, compiled(pair.feedback_html))
            for pair in question.pairs
        ]
        used = {pair.choice_id for pair in question.pairs}
        extra = [choice for choice in question.choices if choice.id not in used]
        return rows + [WrittenRow(compiled(each.html), gettext("vế thừa"), False, Markup()) for each in extra]
    if kind is QuestionType.CLOZE:
        return [
            WrittenRow(Markup.escape(f"({gap.name}) {option.text}"), "", option.right, Markup())
            for gap in question.gaps
            if gap.kind is GapKind.CHOICE
            for option in gap.options
        ]
    return [
        WrittenRow(
            Markup.escape(answer.text), _weight(answer.fraction), False, compiled(answer.feedback_html)
        )
        for answer in question.accepted
        if answer.feedback_html or answer.fraction != 1
    ]


def _option_row(question: Question, option: Option) -> WrittenRow:
    answer = _weight(option.fraction) if question.weighted else ""
    if question.type is QuestionType.CLUSTER:
        answer = gettext("Đúng") if option.right else gettext("Sai")
    is_right = option.right and question.type is not QuestionType.CLUSTER
    return WrittenRow(compiled(option.html), answer, is_right, compiled(option.feedback_html))


def _weight(fraction: Decimal) -> str:
    return f"{numbers.written(fraction * 100)} %"


def haystack(question: Question) -> str:
    """Return everything in a question that a trainer may search for, folded."""
    texts = [question.stem_text, question.id, key_text(question)]
    texts += [each.text for each in (*question.options, *question.choices)]
    texts += [each.text for each in question.pairs] + [each.text for each in question.accepted]
    texts += [option.text for gap in question.gaps for option in gap.options]
    return fold(" ".join(texts))
