"""What our reader of GIFT makes of a file, in the shape of the JSON beside each file of the corpus."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from lms.core.questions.importing.gift_chunks import lines_of
from lms.core.questions.importing.gift_grammar import items_of
from lms.core.questions.importing.gift_terms import Choice, Item, Kind, Number, Text

ROOT = Path(__file__).parents[4]
CORPUS = ROOT.parent / "shared" / "corpora" / "gift"


def shapes_of(text: str) -> list[dict[str, Any]]:
    """Return every item of a file."""
    return [_shape(item) for item in items_of(lines_of(text))]


def _shape(item: Item) -> dict[str, Any]:
    if item.kind is Kind.CATEGORY:
        return {"type": "Category", "title": item.title}
    shape: dict[str, Any] = {
        "id": item.id,
        "tags": list(item.tags) or None,
        "type": item.kind.value,
        "title": item.title,
        "stem": {"format": item.stem.format.value, "text": _stem(item)},
        "hasEmbeddedAnswers": item.tail is not None,
    }
    if item.kind is Kind.DESCRIPTION:
        return shape
    return shape | {"globalFeedback": _text(item.answers.general)} | _answers(item)


def _stem(item: Item) -> str:
    if item.tail is None:
        return item.stem.text
    return " ".join(part for part in (item.stem.text, "_____", item.tail.text) if part)


def _answers(item: Item) -> dict[str, Any]:
    answers = item.answers
    if item.kind is Kind.TRUE_FALSE:
        first, second = answers.feedbacks
        return {"isTrue": answers.is_true, "trueFeedback": _text(first), "falseFeedback": _text(second)}
    if item.kind is Kind.MATCHING:
        pairs = [{"subquestion": _text(pair.left), "subanswer": pair.right} for pair in answers.pairs]
        return {"matchPairs": pairs}
    if item.kind is Kind.NUMERICAL and answers.is_bare:
        return {"choices": _words(answers.choices[0].text)}
    if item.kind is Kind.ESSAY:
        return {}
    return {"choices": [_choice(choice) for choice in answers.choices]}


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "isCorrect": choice.is_right,
        "weight": _number(choice.weight),
        "text": _words(choice.text),
        "feedback": _text(choice.feedback),
    }


def _words(text: Text | Number) -> dict[str, Any] | None:
    if isinstance(text, Text):
        return _text(text)
    if text.low is not None:
        return {"type": "high-low", "numberHigh": _number(text.high), "numberLow": _number(text.low)}
    if text.tolerance is not None:
        return {"type": "range", "number": _number(text.number), "range": _number(text.tolerance)}
    return {"type": "simple", "number": _number(text.number)}


def _number(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _text(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"format": text.format.value, "text": text.text}
