"""What importing a file would give, as JSON values for other programs: plain words, and the native source beside them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from lms.core.questions.manuscript import Reading, Trouble, WrittenAnswer, WrittenOption, WrittenQuestion
from lms.core.questions.native import plain_of, write_question


def plan_of(reading: Reading, language: str) -> dict[str, Any]:
    """Return every question and every problem of a reading; the sentences are in ``language``."""
    questions = [
        _question(question, pool.title) for pool in reading.manuscript.pools for question in pool.questions
    ]
    return {"questions": questions, "problems": [_problem(each, language) for each in reading.troubles]}


def _question(question: WrittenQuestion, pool: str) -> dict[str, Any]:
    return {
        "type": question.type.value,
        "stem": plain_of(question.stem),
        "options": _options(question.options),
        "answers": _answers(question.answers),
        "pairs": [{"left": plain_of(each.left), "right": plain_of(each.right)} for each in question.pairs],
        "status": question.status.value,
        "id": question.id,
        "title": question.title,
        "tags": list(question.tags),
        "points": None if question.points is None else _number(question.points),
        "pool": plain_of(pool),
        "hints": [{"text": plain_of(each.text), "penalty": _number(each.penalty)} for each in question.hints],
        "rubric": [{"points": _number(each.points), "text": plain_of(each.text)} for each in question.rubric],
        "explanation": plain_of(question.explanation),
        "right": plain_of(question.right),
        "wrong": plain_of(question.wrong),
        "where": question.where,
        "source": question.source,
        "markdown": write_question(question),
    }


def _options(options: Iterable[WrittenOption]) -> list[dict[str, Any]]:
    return [
        {"text": plain_of(each.text), "fraction": _number(each.fraction), "feedback": plain_of(each.feedback)}
        for each in options
    ]


def _answers(answers: Iterable[WrittenAnswer]) -> list[dict[str, Any]]:
    """Return answers to type; their texts are words already, not Markdown."""
    return [
        {"text": each.text, "fraction": _number(each.fraction), "feedback": plain_of(each.feedback)}
        for each in answers
    ]


def _problem(trouble: Trouble, language: str) -> dict[str, Any]:
    is_english = language == "en"
    return {
        "where": trouble.where,
        "message": trouble.en if is_english else trouble.vi,
        "mend": trouble.mend_en if is_english else trouble.mend_vi,
        "question": trouble.question,
    }


def _number(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)
