"""What a page may show of a question before review: no key, no weights, no feedback, no explanation, no hint's text."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lms.core.questions.model import Gap, GapKind, Option, Question, QuestionType, RubricLine


@dataclass(frozen=True)
class ShownOption:
    """Something to choose, to judge, to match or to put in order."""

    id: str
    html: str
    text: str


@dataclass(frozen=True)
class ShownGap:
    """One gap of a cloze; its form field is ``g-<name>``."""

    name: str
    kind: GapKind
    options: tuple[ShownOption, ...]  # of a choice, in the frozen order


@dataclass(frozen=True)
class QuestionView:
    """A question as the learner meets it. ``options``, ``choices`` and gap options stand in the frozen order."""

    id: str
    type: QuestionType
    heading_html: str  # inline; fits a legend or a heading
    body_html: str  # blocks, often empty
    stem_html: str  # both, as blocks
    stem_text: str
    points: Decimal
    needs_person: bool
    hint_penalties: tuple[Decimal, ...]  # one for each hint that may be asked for
    options: tuple[ShownOption, ...]  # choices, statements, or items to put in order
    lefts: tuple[ShownOption, ...]  # left-hand sides of a matching, as the author wrote them
    choices: tuple[ShownOption, ...]  # right-hand sides
    gaps: tuple[ShownGap, ...]
    parts: tuple[str, ...]  # a cloze's HTML: part, gap, part, gap, … part
    rubric: tuple[RubricLine, ...]  # shown to the learner and to the person who grades


def view(question: Question, order: Sequence[str]) -> QuestionView:
    """Return what may be shown, in the order that the attempt froze (``DrawnQuestion.order``)."""
    return QuestionView(
        id=question.id,
        type=question.type,
        heading_html=question.heading_html,
        body_html=question.body_html,
        stem_html=question.stem_html,
        stem_text=question.stem_text,
        points=question.points,
        needs_person=question.needs_person,
        hint_penalties=tuple(hint.penalty for hint in question.hints),
        options=_shown(question.options, order, source_is_key=question.type is QuestionType.ORDERING),
        lefts=tuple(ShownOption(pair.id, pair.html, pair.text) for pair in question.pairs),
        choices=_shown(question.choices, order, source_is_key=True),
        gaps=tuple(_shown_gap(gap, order) for gap in question.gaps),
        parts=question.parts,
        rubric=question.rubric,
    )


def _shown_gap(gap: Gap, order: Sequence[str]) -> ShownGap:
    return ShownGap(gap.name, gap.kind, _shown(gap.options, order, source_is_key=False))


def _shown(
    options: Sequence[Option], order: Sequence[str], *, source_is_key: bool
) -> tuple[ShownOption, ...]:
    """Return options in the frozen order; those it does not name come last, and never in an order that is the key."""
    places = {each: place for place, each in enumerate(order)}
    rest = sorted(options, key=lambda option: option.id) if source_is_key else options
    placed = sorted(rest, key=lambda option: places.get(option.id, len(places)))
    return tuple(ShownOption(option.id, option.html, option.text) for option in placed)
