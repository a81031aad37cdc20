"""Small banks for tests: a renderer, one question in a bank, and the response that says the whole key."""

from html import escape
from pathlib import Path

from lms.core.problems import Problem
from lms.core.questions import Bank, GapKind, Question, QuestionType, Response, parse_bank

EXAMPLE = (Path(__file__).parent / "ky-so-co-ban.md").read_bytes()
FRONT = "---\nid: thu\ntitle: Bài thử\n---\n"
FIRST_QUESTION_LINE = 5


def render(markdown: str, inline: bool) -> str:
    """Stand in for the real renderer: everything is text, blank lines part paragraphs."""
    if inline:
        return escape(markdown)
    return "".join(f"<p>{escape(piece)}</p>" for piece in markdown.split("\n\n"))


def problems_of(source: str | bytes) -> tuple[Problem, ...]:
    raw = source.encode() if isinstance(source, str) else source
    return parse_bank(raw, "quizzes/thu.md", render)[1]


def bank_of(source: str | bytes) -> Bank:
    """Return the bank in ``source``, which must have no error."""
    raw = source.encode() if isinstance(source, str) else source
    bank, problems = parse_bank(raw, "quizzes/thu.md", render)
    assert bank is not None, [problem.text("en") for problem in problems]
    return bank


def question_of(source: str, front: str = FRONT) -> Question:
    """Return the only question of a bank; ``source`` begins with its heading."""
    return bank_of(front + source).questions[0]


def codes_of(source: str, front: str = FRONT) -> list[tuple[str, int]]:
    """Return the code of each problem and its line within ``source``, whose first line is 1."""
    above = front.count("\n")
    return [(problem.code, problem.line - above) for problem in problems_of(front + source)]


def option_id(question: Question, text: str) -> str:
    """Return the id of an option, statement, item or right-hand side by its words."""
    return next(option.id for option in (*question.options, *question.choices) if option.text == text)


def full_key(question: Question) -> Response:
    """Return the response that is right in every part."""
    kind = question.type
    if kind in (QuestionType.SINGLE, QuestionType.TRUE_FALSE):
        return {"a": next(option.id for option in question.options if option.right)}
    if kind is QuestionType.MULTIPLE:
        return {"a": [option.id for option in question.options if option.right]}
    if kind is QuestionType.CLUSTER:
        return {"o": {option.id: "d" if option.right else "s" for option in question.options}}
    if kind in (QuestionType.SHORT, QuestionType.NUMBER):
        best = next(answer for answer in question.accepted if answer.fraction == 1)
        return {"t": best.text if best.low is None else f"{best.low:f}"}
    if kind is QuestionType.MATCHING:
        return {"m": {pair.id: pair.choice_id for pair in question.pairs}}
    if kind is QuestionType.ORDERING:
        return {"p": {option.id: place for place, option in enumerate(question.options, start=1)}}
    if kind is QuestionType.CLOZE:
        return {"g": {gap.name: _gap_key(gap) for gap in question.gaps}}
    return {"t": "Bài viết của tôi"}


def _gap_key(gap) -> str:
    if gap.kind is GapKind.CHOICE:
        return next(option.id for option in gap.options if option.right)
    accepted = gap.accepted[0]
    return accepted.text if accepted.low is None else f"{accepted.low:f}"
