"""One question of a GIFT file as a question of a bank: its type, its key, and what is unsure about it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lms.core.questions.importing.gift_sentences import SENTENCES
from lms.core.questions.importing.gift_terms import Choice, Fault, Format, Item, Kind, Number, Text
from lms.core.questions.importing.gift_texts import Typist
from lms.core.questions.importing.html_text import CUT_SHORT, PICTURE
from lms.core.questions.importing.moodle_grades import HUNDRED, snapped
from lms.core.questions.manuscript import (
    Status,
    WrittenAnswer,
    WrittenOption,
    WrittenPair,
    WrittenQuestion,
)
from lms.core.questions.marks import ID
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.questions.native import visible
from lms.core.questions.numbers import number_key, shortest
from lms.core.vietnamese import slug, squeeze

RIGHT, WRONG = "Đúng", "Sai"
_ANYTHING = "*"
_LONGEST_ID = 64
_LONGEST_EXPONENT = 20
_LIKE_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_ROUNDING = Decimal("0.01")


@dataclass
class _Draft:
    """A question while it is being read."""

    item: Item
    typist: Typist = field(default_factory=Typist)
    faults: list[Fault] = field(default_factory=list)

    def note(self, code: str, line: int = 0) -> None:
        """Note something once."""
        fault = Fault(code, line or self.item.line)
        if fault not in self.faults:
            self.faults.append(fault)

    @property
    def is_unsure(self) -> bool:
        """Return whether a person has to decide."""
        return any(SENTENCES[fault.code].is_unsure for fault in self.faults)


def question_of(item: Item, passage: str = "") -> tuple[WrittenQuestion, tuple[Fault, ...]]:
    """Return a question, below the passage that it speaks of, and everything that a person has to know about it."""
    draft = _Draft(item, faults=list(item.faults))
    typist = draft.typist
    stem = typist.stem(item.stem, item.tail)
    written = replace(
        _BY_KIND[item.kind](draft),
        stem="\n\n".join(part for part in (passage, stem) if part),
        id=bank_id(item.id),
        title=squeeze(visible(item.title or "")),
        tags=tuple(tag for tag in (squeeze(visible(name)) for name in item.tags) if tag),
        explanation=typist.markdown(item.answers.general),
        where=f"dòng {item.line}",
        place=item.line,
        source=item.source,
    )
    _note_losses(draft, written)
    status = Status.DRAFT if draft.is_unsure else Status.READY
    return replace(written, status=status), tuple(draft.faults)


def _note_losses(draft: _Draft, written: WrittenQuestion) -> None:
    if not written.stem:
        draft.note("no-stem")
    if CUT_SHORT in draft.typist.dropped:
        draft.note("cut-short")
    if PICTURE in draft.typist.dropped:
        draft.note("unsure-picture")
    if set(draft.typist.dropped) - {CUT_SHORT, PICTURE}:
        draft.note("html-dropped")


def bank_id(name: str | None) -> str:
    """Return an id as banks write them: as it was if that will do, else its letters and digits."""
    text = squeeze(visible(name or ""))
    return text if ID.fullmatch(text) else slug(text[: 2 * _LONGEST_ID])[:_LONGEST_ID].strip("-")


def shown_number(number: Decimal) -> str:
    """Return a number so that it reads in one way only: 3.142 might be thousands, so it is written 3.1420."""
    text = shortest(number)
    return f"{text}0" if _LIKE_THOUSANDS.fullmatch(text) else text


def _essay(draft: _Draft) -> WrittenQuestion:
    return WrittenQuestion(QuestionType.ESSAY, "")


def _truth(draft: _Draft) -> WrittenQuestion:
    """Read true/false as Moodle does: the first feedback is for the wrong answer, whichever that is."""
    answers = draft.item.answers
    for_wrong, for_right = (draft.typist.markdown(text) for text in answers.feedbacks)
    options = [
        WrittenOption(
            text=name,
            fraction=ONE if is_key else ZERO,
            feedback=for_right if is_key else for_wrong,
        )
        for name, is_key in ((RIGHT, answers.is_true), (WRONG, not answers.is_true))
    ]
    return WrittenQuestion(QuestionType.TRUE_FALSE, "", options=tuple(options))


def _choice(draft: _Draft) -> WrittenQuestion:
    """Read ``=`` and ``~``: one ``=`` makes a single choice, weights without ``=`` a multiple one."""
    choices = draft.item.answers.choices
    marked = [choice for choice in choices if choice.is_right]
    if len(choices) < 2:
        draft.note("too-few")
    if len(marked) == 1:
        return _single(draft, choices)
    if marked and any(choice.weight is None for choice in marked):
        draft.note("unsure-several-right", marked[1].line)
    elif marked:
        draft.note("mixed-weights", marked[0].line)
    fractions = [_fraction(choice, ONE if choice.is_right else ZERO) for choice in choices]
    _check_key(draft, fractions)
    weighted = any(choice.weight is not None for choice in choices)
    if weighted and any(fractions) and not any(SENTENCES[each.code].is_unsure for each in draft.faults):
        whole = sum((fraction for fraction in fractions if fraction > 0), ZERO)
        if abs(whole - ONE) > _ROUNDING:
            draft.note("unsure-weights", choices[0].line)
    is_multiple = weighted or bool(marked)
    return WrittenQuestion(
        QuestionType.MULTIPLE if is_multiple else QuestionType.SINGLE,
        "",
        options=_options(draft, fractions),
        score="moodle" if weighted else "",
    )


def _single(draft: _Draft, choices: Sequence[Choice]) -> WrittenQuestion:
    fractions = [ONE if choice.is_right else _fraction(choice, ZERO) for choice in choices]
    odd = [
        choice
        for choice in choices
        if choice.weight not in (None, ZERO) and not (choice.is_right and choice.weight == HUNDRED)
    ]
    if odd:
        draft.note("mixed-weights", odd[0].line)
    if sum(fraction == ONE for fraction in fractions) > 1:
        draft.note("unsure-several-right", odd[0].line if odd else 0)
    return WrittenQuestion(QuestionType.SINGLE, "", options=_options(draft, fractions))


def _check_key(draft: _Draft, fractions: Sequence[Decimal]) -> None:
    right = sum(fraction > 0 for fraction in fractions)
    if not right:
        draft.note("unsure-no-key")
    elif right == len(fractions):
        draft.note("unsure-all-right")


def _options(draft: _Draft, fractions: Sequence[Decimal]) -> tuple[WrittenOption, ...]:
    typist = draft.typist
    return tuple(
        WrittenOption(typist.markdown(_words(choice)), fraction, typist.markdown(choice.feedback))
        for choice, fraction in zip(draft.item.answers.choices, fractions, strict=True)
    )


def _words(choice: Choice) -> Text | None:
    return choice.text if isinstance(choice.text, Text) else None


def _fraction(choice: Choice, default: Decimal) -> Decimal:
    """Return the share that a weight means, between -1 and 1."""
    if choice.weight is None:
        return default
    return max(min(snapped(choice.weight) / HUNDRED, ONE), -ONE)


def _short(draft: _Draft) -> WrittenQuestion:
    """Read answers to type. ``*`` alone catches every other answer, so its feedback is the question's "Sai"."""
    answers: list[WrittenAnswer] = []
    wrong = ""
    for choice in draft.item.answers.choices:
        words = draft.typist.words(choice.text) if isinstance(choice.text, Text) else ""
        feedback = draft.typist.markdown(choice.feedback)
        fraction = _earned(draft, choice)
        if words == _ANYTHING and not fraction:
            wrong = feedback
            continue
        bare = words.replace("\\*", "")
        if _ANYTHING in bare:
            draft.note("wildcard", choice.line)
        answers.append(WrittenAnswer(words.replace("\\*", "*"), fraction, feedback))
    _check_typed(draft, answers)
    return WrittenQuestion(QuestionType.SHORT, "", answers=tuple(answers), wrong=wrong)


def _numerical(draft: _Draft) -> WrittenQuestion:
    answers: list[WrittenAnswer] = []
    wrong = ""
    for choice in draft.item.answers.choices:
        feedback = draft.typist.markdown(choice.feedback)
        fraction = _earned(draft, choice) if choice.is_right else ZERO
        if isinstance(choice.text, Text):
            if choice.text.text == _ANYTHING and not fraction:
                wrong = feedback
                continue
            draft.note("wildcard" if choice.text.text == _ANYTHING else "no-number", choice.line)
            answers.append(WrittenAnswer(draft.typist.words(choice.text), fraction, feedback))
            continue
        answers.append(WrittenAnswer(_interval(draft, choice.text, choice.line), fraction, feedback))
    _check_typed(draft, answers)
    return WrittenQuestion(QuestionType.NUMBER, "", answers=tuple(answers), wrong=wrong)


def _interval(draft: _Draft, number: Number, line: int) -> str:
    """Return a number as banks write it, noting one that they cannot hold."""
    ends = [end for end in (number.number, number.tolerance, number.low, number.high) if end is not None]
    if any(abs(end.adjusted()) > _LONGEST_EXPONENT for end in ends):
        draft.note("unreadable-number", line)
        return " .. ".join(str(end) for end in ends)
    if number.low is not None and number.high is not None:
        text = f"{shown_number(number.low)} .. {shown_number(number.high)}"
    else:
        text = f"{shown_number(number.number or ZERO)} ± {shown_number(number.tolerance or ZERO)}"
    key = number_key(text)
    if key is None or key.trouble:
        draft.note("unreadable-number", line)
    return text


def _earned(draft: _Draft, choice: Choice) -> Decimal:
    fraction = _fraction(choice, ONE)
    if fraction < 0:
        draft.note("negative-answer", choice.line)
    return max(fraction, ZERO)


def _check_typed(draft: _Draft, answers: Sequence[WrittenAnswer]) -> None:
    if not any(answer.fraction > 0 and answer.text for answer in answers):
        draft.note("unsure-no-key")
    elif all(answer.fraction < ONE for answer in answers):
        draft.note("no-full-answer")


def _matching(draft: _Draft) -> WrittenQuestion:
    typist = draft.typist
    pairs = [
        WrittenPair(
            typist.markdown(pair.left),
            typist.markdown(Text(Format.PLAIN, pair.right)),
            typist.markdown(pair.feedback),
        )
        for pair in draft.item.answers.pairs
    ]
    if sum(bool(pair.left and pair.right) for pair in pairs) < 2 or not all(pair.right for pair in pairs):
        draft.note("too-few")
    return WrittenQuestion(QuestionType.MATCHING, "", pairs=tuple(pairs))


_BY_KIND = {
    Kind.ESSAY: _essay,
    Kind.TRUE_FALSE: _truth,
    Kind.CHOICE: _choice,
    Kind.SHORT: _short,
    Kind.NUMERICAL: _numerical,
    Kind.MATCHING: _matching,
}
