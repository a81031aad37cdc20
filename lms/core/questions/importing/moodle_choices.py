"""Moodle's questions with options to tick: their weights, and whether the key is beyond doubt."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from lms.core.questions.answers import are_true_and_false
from lms.core.questions.importing.moodle_grades import snapped
from lms.core.questions.importing.moodle_notes import Notes
from lms.core.questions.importing.moodle_texts import Texts, number_in, plain_html
from lms.core.questions.importing.moodle_xml import Node
from lms.core.questions.manuscript import WrittenOption, WrittenQuestion
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.vietnamese import fold, squeeze

NEARLY = Decimal("0.9999")
TRUE_WORDS = frozenset(["dung", "true", "yes", "co", "richtig", "wahr", "vrai"])
FALSE_WORDS = frozenset(["sai", "false", "no", "khong", "falsch", "faux"])
_HUNDRED = Decimal(100)


def share_of(answer: Node) -> Decimal:
    """Return what an answer earns, as a share; very old files have it in an element of its own."""
    percent = number_in(answer.attributes.get("fraction") or answer.value("fraction") or "0")
    return (percent or ZERO) / _HUNDRED


def _options(texts: Texts) -> list[WrittenOption]:
    options = []
    for answer in texts.node.each("answer"):
        text = texts.block(answer)
        if text:
            feedback = texts.block(answer.find("feedback"))
            options.append(WrittenOption(text, share_of(answer), feedback))
    return options


def note_options(options: Sequence[WrittenOption], notes: Notes) -> None:
    """Note too few options, and two that are alike."""
    if len(options) < 2:
        notes.say("unsure-too-few")
    if len({squeeze(option.text) for option in options}) < len(options):
        notes.say("unsure-twice")


def multichoice(texts: Texts, notes: Notes) -> WrittenQuestion:
    """Read one right option or several, as ``<single>`` says."""
    options = _options(texts)
    note_options(options, notes)
    single = texts.node.value("single").lower() not in ("false", "0")
    return _single(options, notes) if single else _multiple(options, notes)


def _single(options: Sequence[WrittenOption], notes: Notes) -> WrittenQuestion:
    full = [option for option in options if option.fraction >= NEARLY]
    if len(full) != 1:
        notes.say("unsure-key", len(full))
    elif any(0 < option.fraction < NEARLY for option in options):
        notes.say("partial-lost")
    if any(option.fraction < 0 for option in options):
        notes.say("penalty-lost")
    marked = tuple(replace(each, fraction=ONE if each.fraction >= NEARLY else ZERO) for each in options)
    words = [squeeze(option.text) for option in options]
    kind = QuestionType.TRUE_FALSE if are_true_and_false(words) else QuestionType.SINGLE
    return WrittenQuestion(kind, "", options=marked)


def _multiple(options: Sequence[WrittenOption], notes: Notes) -> WrittenQuestion:
    weighed = tuple(replace(each, fraction=_weight(each.fraction, notes)) for each in options)
    right = [each.fraction for each in weighed if each.fraction > 0]
    wrong = [each.fraction for each in weighed if each.fraction <= 0]
    if not right:
        notes.say("unsure-no-key")
    elif not wrong:
        notes.say("unsure-all-right")
    elif abs(sum(right, ZERO) - ONE) > Decimal("0.01"):
        notes.say("unsure-weights", f"{sum(right, ZERO) * _HUNDRED:f}")
    # Moodle has no other way to say that a wrong tick undoes everything, which is our way.
    is_plain = bool(right and wrong) and max(right) == min(right) and max(wrong) <= -NEARLY
    if is_plain:
        weighed = tuple(replace(each, fraction=ONE if each.fraction > 0 else ZERO) for each in weighed)
    return WrittenQuestion(QuestionType.MULTIPLE, "", options=weighed, is_weighted=not is_plain)


def all_or_nothing(texts: Texts, notes: Notes) -> WrittenQuestion:
    """Read the type whose key is right as a whole or not at all."""
    return replace(ticked(texts, notes), score="exact")


def ticked(texts: Texts, notes: Notes) -> WrittenQuestion:
    """Read the types of plugins whose options are right or wrong, without weights."""
    options = _options(texts)
    note_options(options, notes)
    marked = tuple(replace(each, fraction=ONE if each.fraction > 0 else ZERO) for each in options)
    right = sum(each.fraction > 0 for each in marked)
    if right in (0, len(marked)):
        notes.say("unsure-all-right" if right else "unsure-no-key")
    return WrittenQuestion(QuestionType.MULTIPLE, "", options=marked)


def _weight(share: Decimal, notes: Notes) -> Decimal:
    """Return a weight as Moodle's list of grades has it: 33 and 33.333 are 33.33333 %."""
    percent = share * _HUNDRED
    rounded = percent.quantize(Decimal("0.00001")) if abs(percent) <= _HUNDRED else percent
    meant = snapped(rounded.normalize() + ZERO)
    if abs(meant - percent) > Decimal("0.001"):
        notes.say("snapped", f"{percent.normalize() + ZERO:f}", f"{meant:f}")
    return min(max(meant / _HUNDRED, -ONE), ONE)


def truefalse(texts: Texts, notes: Notes) -> WrittenQuestion:
    """Read the two answers by their words; in old files they are in another language, and true comes first."""
    fractions, feedback = {"true": ZERO, "false": ZERO}, {"true": "", "false": ""}
    for place, answer in enumerate(list(texts.node.each("answer"))[:2]):
        word = fold(plain_html(answer.value()))
        key = "true" if word in TRUE_WORDS else "false" if word in FALSE_WORDS else ("true", "false")[place]
        fractions[key] = ONE if share_of(answer) >= NEARLY else ZERO
        feedback[key] = texts.block(answer.find("feedback"))
    full = sum(fraction == ONE for fraction in fractions.values())
    if full != 1:
        notes.say("unsure-key", full)
    options = tuple(
        WrittenOption(words, fractions[key], feedback[key])
        for key, words in (("true", "Đúng"), ("false", "Sai"))
    )
    return WrittenQuestion(QuestionType.TRUE_FALSE, "", options=options)
