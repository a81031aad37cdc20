"""Marks one response. Shares are exact fractions; a score becomes a Decimal once, at the end.

How partial credit is given (``Question.score``), as a share of the points:

* multiple: ``all-right`` right ticks / right options, nothing once a wrong box is ticked; ``exact`` all or nothing;
  ``proportional`` boxes left as the key has them / all boxes (the definition of RELATE); ``moodle`` the sum of
  weights, kept within 0..1; where the author wrote none, each of n wrong boxes costs 1/n. Ticking every box earns
  nothing by ``moodle``, and never full points by the others, unless all are right.
* cluster: ``even`` right statements / statements; ``thpt2025`` 0.1, 0.25, 0.5, 1 for 1, 2, 3, 4 right statements.
* matching, ordering, cloze: ``even`` right parts / parts; in an ordering a place that is given twice counts for none.

A hint that was asked for costs its penalty, a share of the points. Nothing goes below 0.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from lms.core.questions.model import Accepted, Gap, GapKind, Question, QuestionType, Response
from lms.core.questions.numbers import readings, written
from lms.core.questions.responses import known_part
from lms.core.questions.texts import comparable

SCORE_STEP = Decimal("0.00001")  # fine enough that sums of rounded scores stay right to two places
_THPT_2025 = (Fraction(0), Fraction(1, 10), Fraction(1, 4), Fraction(1, 2), Fraction(1))
_NONE = Fraction(0)
_FULL = Fraction(1)


class State(StrEnum):
    """What a mark says in one word."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    BLANK = "blank"
    NEEDS_PERSON = "needs_person"


@dataclass(frozen=True)
class Marked:
    """A mark: the score, its word, the feedback on what was chosen, and how a typed answer was read."""

    score: Decimal
    state: State
    feedback: tuple[
        str, ...
    ] = ()  # HTML: that of the chosen answers, then the question's own "Đúng" or "Sai"
    reading: tuple[str, ...] = ()  # each way in which a typed answer may have been meant


@dataclass(frozen=True)
class _Judged:
    share: Fraction
    feedback: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()


def grade(question: Question, response: Mapping[str, Any], points: Decimal, hints_used: int = 0) -> Marked:
    """Mark ``response`` out of ``points``; anything in it that the question does not know counts as not answered."""
    known = known_part(question, response)
    if not known:
        return Marked(Decimal(0), State.BLANK)
    if question.needs_person:
        return Marked(Decimal(0), State.NEEDS_PERSON)
    judged = _JUDGES[question.type](question, known)
    state = State.RIGHT if judged.share == _FULL else State.PARTLY if judged.share else State.WRONG
    remark = question.right_html if state is State.RIGHT else question.wrong_html
    feedback = tuple(html for html in (*judged.feedback, remark) if html)
    cost = sum((Fraction(hint.penalty) for hint in question.hints[: max(hints_used, 0)]), _NONE)
    return Marked(_score(max(judged.share - cost, _NONE), points), state, feedback, judged.reading)


def _score(share: Fraction, points: Decimal) -> Decimal:
    """Return ``share`` of ``points``, rounded half up, never above them."""
    if share == _FULL:
        return points
    steps = math.floor(share * Fraction(points) / Fraction(SCORE_STEP) + Fraction(1, 2))
    score = (steps * SCORE_STEP).normalize() + Decimal(0)  # adding nought turns 1E+1 back into 10
    return min(score, points)


def _single(question: Question, known: Response) -> _Judged:
    chosen = next(option for option in question.options if option.id == known["a"])
    return _Judged(_FULL if chosen.right else _NONE, (chosen.feedback_html,))


def _multiple(question: Question, known: Response) -> _Judged:
    ticked = [option for option in question.options if option.id in known["a"]]
    right = sum(option.right for option in question.options)
    wrong = len(question.options) - right
    hits = sum(option.right for option in ticked)
    misses = len(ticked) - hits
    if question.score == "proportional":
        share = Fraction(hits + wrong - misses, len(question.options))
    elif question.score == "moodle":
        share = _weights(question, known["a"])
    elif question.score == "exact":
        share = _FULL if hits == right and not misses else _NONE
    else:
        share = _NONE if misses else Fraction(hits, right)
    return _Judged(share, tuple(option.feedback_html for option in ticked))


def _weights(question: Question, ticked: Sequence[str]) -> Fraction:
    """Return the sum of the ticked weights within 0..1; positive weights are scaled to make exactly 1."""
    right = sum(option.right for option in question.options)
    wrong = len(question.options) - right
    if wrong and len(ticked) == len(question.options):
        return _NONE
    whole = sum((Fraction(option.fraction) for option in question.options if option.right), _NONE)
    total = _NONE
    for option in question.options:
        if option.id not in ticked:
            continue
        if option.right:
            total += Fraction(option.fraction) / whole
        else:
            total += Fraction(option.fraction) if question.weighted else Fraction(-1, wrong)
    return min(max(total, _NONE), _FULL)


def _cluster(question: Question, known: Response) -> _Judged:
    said = known["o"]
    right = sum(said.get(option.id) == ("d" if option.right else "s") for option in question.options)
    feedback = tuple(option.feedback_html for option in question.options if option.id in said)
    if question.score == "thpt2025" and len(question.options) == len(_THPT_2025) - 1:
        return _Judged(_THPT_2025[right], feedback)
    return _Judged(_parts(question, right, len(question.options)), feedback)


def _short(question: Question, known: Response) -> _Judged:
    text = known["t"]
    found = best_words(text, question.accepted, question.match)
    return _Judged(_fraction(found), _feedback(found), (text,))


def _number(question: Question, known: Response) -> _Judged:
    found, reading = best_number(known["t"], question.accepted)
    return _Judged(_fraction(found), _feedback(found), reading)


def _matching(question: Question, known: Response) -> _Judged:
    said = known["m"]
    right = sum(said.get(pair.id) == pair.choice_id for pair in question.pairs)
    feedback = tuple(pair.feedback_html for pair in question.pairs if pair.id in said)
    return _Judged(_parts(question, right, len(question.pairs)), feedback)


def _ordering(question: Question, known: Response) -> _Judged:
    said = known["p"]
    places = list(said.values())
    right = 0
    for place, option in enumerate(question.options, start=1):
        right += said.get(option.id) == place and places.count(place) == 1
    feedback = tuple(option.feedback_html for option in question.options if option.id in said)
    return _Judged(_parts(question, right, len(question.options)), feedback)


def _cloze(question: Question, known: Response) -> _Judged:
    said = known["g"]
    share = sum((gap_share(gap, said.get(gap.name), question.match) for gap in question.gaps), _NONE)
    share /= len(question.gaps)
    return _Judged(_NONE if question.score == "exact" and share < _FULL else share)


def gap_share(gap: Gap, said: str | None, match: str) -> Fraction:
    """Return the share that one gap earns."""
    if said is None:
        return _NONE
    if gap.kind is GapKind.CHOICE:
        return _FULL if any(option.right and option.id == said for option in gap.options) else _NONE
    if gap.kind is GapKind.NUMBER:
        return _fraction(best_number(said, gap.accepted)[0])
    return _fraction(best_words(said, gap.accepted, match))


def best_words(text: str, accepted: Sequence[Accepted], match: str) -> Accepted | None:
    """Return the foreseen answer that ``text`` says, the one that earns most where several fit."""
    form = comparable(text, match)
    return _best([answer for answer in accepted if comparable(answer.text, match) == form])


def best_number(text: str, accepted: Sequence[Accepted]) -> tuple[Accepted | None, tuple[str, ...]]:
    """Return the foreseen answer that a reading of ``text`` falls into, and that reading (every one if none does)."""
    values = readings(text)
    fits = {
        value: found
        for value in values
        if (found := _best([answer for answer in accepted if _holds(answer, value)])) is not None
    }
    best = _best(list(fits.values()))
    shown = [value for value in values if best is None or fits.get(value) is best][: 1 if best else None]
    return best, tuple(written(value) for value in shown)


def _holds(answer: Accepted, value: Decimal) -> bool:
    return answer.low is not None and answer.high is not None and answer.low <= value <= answer.high


def _best(found: Sequence[Accepted]) -> Accepted | None:
    return max(found, key=lambda answer: answer.fraction, default=None)


def _fraction(found: Accepted | None) -> Fraction:
    return Fraction(found.fraction) if found else _NONE


def _feedback(found: Accepted | None) -> tuple[str, ...]:
    return (found.feedback_html,) if found else ()


def _parts(question: Question, right: int, count: int) -> Fraction:
    share = Fraction(right, count)
    return _NONE if question.score == "exact" and share < _FULL else share


_JUDGES: Mapping[QuestionType, Callable[[Question, Response], _Judged]] = {
    QuestionType.SINGLE: _single,
    QuestionType.TRUE_FALSE: _single,
    QuestionType.MULTIPLE: _multiple,
    QuestionType.CLUSTER: _cluster,
    QuestionType.SHORT: _short,
    QuestionType.NUMBER: _number,
    QuestionType.MATCHING: _matching,
    QuestionType.ORDERING: _ordering,
    QuestionType.CLOZE: _cloze,
}
