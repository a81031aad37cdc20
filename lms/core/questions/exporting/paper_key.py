"""The key of a printed paper, on pages of its own: letters in the table that Vietnamese papers use, the rest in words."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from lms.core.questions.exporting.paper_layout import Laid, Sheet, letter, plain_number
from lms.core.questions.model import GapKind, QuestionType
from lms.core.questions.reviewing import Say, gap_key, key_text
from lms.core.questions.showing import ShownOption

_LETTERED = (QuestionType.SINGLE, QuestionType.TRUE_FALSE, QuestionType.MULTIPLE)
_A_ROW = 10


def key_pages(sheet: Sheet, words: Mapping[str, str], *, with_explanations: bool) -> str:
    """Return the key of one variant."""
    title = words["key"] if sheet.code is None else words["key_of"].format(n=sheet.code)
    lettered = [laid for laid in sheet.questions if laid.question.type in _LETTERED]
    others = [laid for laid in sheet.questions if laid.question.type not in _LETTERED]
    pieces = [f'<section class="key">\n<h1>{escape(title)}</h1>\n', _table(lettered)]
    pieces += [_in_words(laid, words) for laid in others]
    if with_explanations:
        pieces += _explanations(sheet, words)
    return "".join([*pieces, "</section>\n"])


def _table(lettered: Sequence[Laid]) -> str:
    if not lettered:
        return ""
    rows = []
    for start in range(0, len(lettered), _A_ROW):
        cells = [f"<td>{laid.number}-{_letters(laid)}</td>" for laid in lettered[start : start + _A_ROW]]
        cells += ["<td></td>"] * (min(len(lettered), _A_ROW) - len(cells))
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table class="letters"><tbody>{"".join(rows)}</tbody></table>\n'


def _letters(laid: Laid) -> str:
    right = {option.id for option in laid.question.options if option.right}
    return ", ".join(letter(at) for at, option in enumerate(laid.shown.options) if option.id in right)


def _in_words(laid: Laid, words: Mapping[str, str]) -> str:
    number = f"<b>{words['question'].format(n=laid.number)}</b>"
    if not laid.question.needs_person:
        return f'<p class="question">{number} {escape(_words_of(laid, words))}</p>\n'
    if not laid.question.rubric:
        return f'<p class="question">{number} {words["by_person"]}</p>\n'
    lines = "".join(
        f"<li>{words['rubric'].format(n=plain_number(line.points, words))}{line.html}</li>"
        for line in laid.question.rubric
    )
    return f'<div class="question"><p>{number} {words["by_person"]}</p><ul>{lines}</ul></div>\n'


def _words_of(laid: Laid, words: Mapping[str, str]) -> str:
    """Return the right answer in the numbers and letters that stand on this paper."""
    question, shown = laid.question, laid.shown
    if question.type is QuestionType.CLUSTER:
        right = {option.id for option in question.options if option.right}
        return "; ".join(
            f"{letter(at).lower()}) {words['true_letter' if option.id in right else 'false_letter']}"
            for at, option in enumerate(shown.options)
        )
    if question.type is QuestionType.MATCHING:
        places = _places(shown.choices)
        by_left = {pair.id: places[pair.choice_id] for pair in question.pairs}
        return ", ".join(f"{at}-{by_left[left.id]}" for at, left in enumerate(shown.lefts, 1))
    if question.type is QuestionType.ORDERING:
        places = _places(shown.options)
        return " → ".join(places[option.id] for option in question.options)
    if question.type is QuestionType.CLOZE:
        return _gaps(laid, words)
    return key_text(question, _say(words))


def _places(options: Sequence[ShownOption]) -> dict[str, str]:
    return {option.id: letter(at).lower() for at, option in enumerate(options)}


def _gaps(laid: Laid, words: Mapping[str, str]) -> str:
    said = []
    for gap, shown in zip(laid.question.gaps, laid.shown.gaps, strict=True):
        right = {option.id for option in gap.options if option.right}
        letters = [letter(at) for at, option in enumerate(shown.options) if option.id in right]
        text = ", ".join(letters) if gap.kind is GapKind.CHOICE else gap_key(gap, _say(words))
        said.append(f"({gap.name}) {text}")
    return "; ".join(said)


def _say(words: Mapping[str, str]) -> Say:
    return lambda text: words.get(text, text)


def _explanations(sheet: Sheet, words: Mapping[str, str]) -> Iterator[str]:
    explained = [laid for laid in sheet.questions if laid.question.explanation_html]
    if explained:
        yield f"<h2>{words['explained']}</h2>\n"
    for laid in explained:
        number = f"<b>{words['question'].format(n=laid.number)}</b>"
        yield f'<div class="question why"><p>{number}</p>{laid.question.explanation_html}</div>\n'
