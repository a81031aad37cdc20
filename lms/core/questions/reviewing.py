"""What a learner sees once review is allowed: each part of the answer judged, feedback, explanation, the right answer.

Whether review is allowed, and whether the key is shown, is the bank's rule; whoever calls this has asked it. The few
words of our own between the author's are said by ``say``: a view passes its ``gettext``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from lms.core.errors import N_
from lms.core.questions.grading import State, best_number, best_words, gap_share, grade
from lms.core.questions.model import Accepted, Gap, GapKind, Option, Question, QuestionType, Response
from lms.core.questions.numbers import written
from lms.core.questions.responses import known_part

Say = Callable[[str], str]
"""Returns a Vietnamese word of ours in the reader's language."""

_TRUTH = {"d": N_("Đúng"), "s": N_("Sai")}
_OR = N_("hoặc")
_BETWEEN = N_("từ %(low)s đến %(high)s")


class Verdict(StrEnum):
    """How one part of an answer fared; NONE says nothing about a part that was left alone."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"  # right, and not chosen; only where the key is shown
    NONE = ""


@dataclass(frozen=True)
class ReviewRow:
    """One option, statement, pair, item, gap or typed answer."""

    id: str
    html: str  # what the row is about; empty for a typed answer
    answer: str  # what the learner said, in words
    chosen: bool
    verdict: Verdict
    key: str  # the right answer to this part, empty where the key is not shown
    feedback_html: str  # for what the learner chose


@dataclass(frozen=True)
class Review:
    """The whole review of one question."""

    state: State
    rows: tuple[ReviewRow, ...]
    remark_html: str  # the author's "Đúng" or "Sai"
    explanation_html: str
    key_text: str  # empty where the key is not shown
    lesson: str | None  # what to reread


def review(
    question: Question, response: Mapping[str, Any], *, show_key: bool = True, say: Say = str
) -> Review:
    """Return the review of ``response``; without ``show_key`` only what the learner chose is judged."""
    known = known_part(question, response)
    state = grade(question, known, Decimal(1)).state
    told = {
        State.RIGHT: question.right_html,
        State.PARTLY: question.wrong_html,
        State.WRONG: question.wrong_html,
    }
    return Review(
        state=state,
        rows=_rows(question, known, say, show_key=show_key),
        remark_html=told.get(state, ""),
        explanation_html=question.explanation_html,
        key_text=key_text(question, say) if show_key else "",
        lesson=question.lesson,
    )


def key_text(question: Question, say: Say = str) -> str:
    """Return the right answer in words; empty where a person grades."""
    kind = question.type
    if kind is QuestionType.CLUSTER:
        return "; ".join(f"{option.text}: {_truth(option, say)}" for option in question.options)
    if kind is QuestionType.MATCHING:
        choices = {choice.id: choice.text for choice in question.choices}
        return "; ".join(f"{pair.text} → {choices[pair.choice_id]}" for pair in question.pairs)
    if kind is QuestionType.ORDERING:
        return "; ".join(f"{place}. {option.text}" for place, option in enumerate(question.options, start=1))
    if kind is QuestionType.CLOZE:
        return "; ".join(f"({gap.name}) {gap_key(gap, say)}" for gap in question.gaps)
    if kind in (QuestionType.SHORT, QuestionType.NUMBER):
        return _accepted_key(question.accepted, say)
    return "; ".join(option.text for option in question.options if option.right)


def _truth(statement: Option, say: Say) -> str:
    return say(_TRUTH["d" if statement.right else "s"])


def _accepted_key(accepted: tuple[Accepted, ...], say: Say) -> str:
    return f" {say(_OR)} ".join(_answer_words(answer, say) for answer in accepted if answer.fraction == 1)


def _answer_words(answer: Accepted, say: Say) -> str:
    """Return a foreseen answer as a person would say it: "2803", "từ 3,1 đến 3,2"."""
    if answer.low is None or answer.high is None:
        return answer.text
    if answer.low == answer.high:
        return written(answer.low)
    return say(_BETWEEN) % {"low": written(answer.low), "high": written(answer.high)}


def gap_key(gap: Gap, say: Say = str) -> str:
    """Return the right answer to one gap in words."""
    if gap.kind is GapKind.CHOICE:
        return next((option.text for option in gap.options if option.right), "")
    return _accepted_key(gap.accepted, say)


def _rows(question: Question, known: Response, say: Say, *, show_key: bool) -> tuple[ReviewRow, ...]:
    kind = question.type
    if kind is QuestionType.CLUSTER:
        return _statement_rows(question, known.get("o", {}), say, show_key=show_key)
    if kind is QuestionType.MATCHING:
        return _pair_rows(question, known.get("m", {}), show_key=show_key)
    if kind is QuestionType.ORDERING:
        return _item_rows(question, known.get("p", {}), show_key=show_key)
    if kind is QuestionType.CLOZE:
        return _gap_rows(question, known.get("g", {}), say, show_key=show_key)
    if "files" in known and "t" not in known:
        return ()  # photos without a word; whoever may see them is shown them beside this
    if kind in (QuestionType.SHORT, QuestionType.NUMBER) or question.needs_person:
        return _typed_rows(question, known.get("t", ""), say, show_key=show_key)
    return _option_rows(question, known.get("a", []), show_key=show_key)


def _option_rows(question: Question, said: Any, *, show_key: bool) -> tuple[ReviewRow, ...]:
    ticked = said if isinstance(said, list) else [said]
    rows = []
    for option in question.options:
        chosen = option.id in ticked
        verdict = _verdict(chosen=chosen, right=option.right)
        if not chosen and option.right and show_key:
            verdict = Verdict.MISSED
        key = option.text if option.right and show_key else ""
        feedback = option.feedback_html if chosen else ""
        rows.append(
            ReviewRow(option.id, option.html, option.text if chosen else "", chosen, verdict, key, feedback)
        )
    return tuple(rows)


def _statement_rows(
    question: Question, said: Mapping[str, str], say: Say, *, show_key: bool
) -> tuple[ReviewRow, ...]:
    return tuple(
        _part_row(
            (option.id, option.html, option.feedback_html),
            say(_TRUTH[said[option.id]]) if said.get(option.id) in _TRUTH else "",
            _truth(option, say),
            show_key=show_key,
        )
        for option in question.options
    )


def _pair_rows(question: Question, said: Mapping[str, str], *, show_key: bool) -> tuple[ReviewRow, ...]:
    choices = {choice.id: choice.text for choice in question.choices}
    return tuple(
        _part_row(
            (pair.id, pair.html, pair.feedback_html),
            choices.get(said.get(pair.id, ""), ""),
            choices[pair.choice_id],
            show_key=show_key,
            right=said.get(pair.id) == pair.choice_id,
        )
        for pair in question.pairs
    )


def _item_rows(question: Question, said: Mapping[str, int], *, show_key: bool) -> tuple[ReviewRow, ...]:
    places = list(said.values())
    return tuple(
        _part_row(
            (option.id, option.html, option.feedback_html),
            str(said.get(option.id, "")),
            str(place),
            show_key=show_key,
            right=said.get(option.id) == place and places.count(place) == 1,
        )
        for place, option in enumerate(question.options, start=1)
    )


def _gap_rows(
    question: Question, said: Mapping[str, str], say: Say, *, show_key: bool
) -> tuple[ReviewRow, ...]:
    rows = []
    for gap in question.gaps:
        words = {option.id: option.text for option in gap.options}
        answer = said.get(gap.name, "")
        right = gap_share(gap, said.get(gap.name), question.match) == 1
        about = (gap.name, f"({gap.name})", "")
        rows.append(
            _part_row(about, words.get(answer, answer), gap_key(gap, say), show_key=show_key, right=right)
        )
    return tuple(rows)


def _typed_rows(question: Question, text: str, say: Say, *, show_key: bool) -> tuple[ReviewRow, ...]:
    if question.type is QuestionType.NUMBER:
        found = best_number(text, question.accepted)[0]
    else:
        found = best_words(text, question.accepted, question.match) if text else None
    row = _part_row(
        ("t", "", found.feedback_html if found else ""),
        text,
        key_text(question, say),
        show_key=show_key,
        right=found is not None and found.fraction == 1,
    )
    if question.needs_person:
        row = ReviewRow("t", "", text, bool(text), Verdict.NONE, "", "")
    return (row,)


def _part_row(
    about: tuple[str, str, str], answer: str, key: str, *, show_key: bool, right: bool | None = None
) -> ReviewRow:
    """Return the row of a part that is answered or not; ``about`` is its id, HTML and feedback."""
    each, html, feedback = about
    is_right = answer == key if right is None else right
    verdict = _verdict(chosen=bool(answer), right=is_right)
    if not answer and show_key:
        verdict = Verdict.MISSED
    return ReviewRow(
        each, html, answer, bool(answer), verdict, key if show_key else "", feedback if answer else ""
    )


def _verdict(*, chosen: bool, right: bool) -> Verdict:
    if not chosen:
        return Verdict.NONE
    return Verdict.RIGHT if right else Verdict.WRONG
