"""A text with gaps as Moodle's embedded answers: ``{1:SHORTANSWER:=…}``, ``{1:MULTICHOICE:…}``, ``{1:NUMERICAL:…}``."""

import re
from decimal import Decimal
from html import escape

from lms.core.markup.rendering import render_markdown
from lms.core.questions.manuscript import WrittenQuestion
from lms.core.questions.model import Accepted, Gap, GapKind
from lms.core.questions.native import write_question
from lms.core.questions.numbers import shortest
from lms.core.questions.parsing import parse_bank

_HEAD = "---\nid: x\ntitle: x\n---\n"
# Moodle takes back only some of its own escapes; entities it always takes back.
_SPECIAL = re.compile(r"[{}#~\\]|^[=%]")
_HEAVIEST = 1000
_STAR = "\\*"  # a bare one stands for any words


def cloze_html(question: WrittenQuestion, points: Decimal) -> str | None:
    """Return the stem with its gaps in Moodle's syntax, None where the question is not a cloze that holds."""
    source = f"{_HEAD}{write_question(question)}".encode()
    bank, _ = parse_bank(source, "", lambda text, inline: render_markdown(text, inline=inline))
    if bank is None or len(bank.questions) != 1 or not bank.questions[0].gaps:
        return None
    compiled = bank.questions[0]
    weight = _weight(points, len(compiled.gaps))
    pieces = [_without_braces(compiled.parts[0])]
    for gap, part in zip(compiled.gaps, compiled.parts[1:], strict=True):
        pieces += [_gap(gap, weight, by_case=compiled.match in ("case", "exact")), _without_braces(part)]
    return "".join(pieces)


def _weight(points: Decimal, count: int) -> int:
    """Return what each gap is worth, so that together they make the points if whole numbers can."""
    each = points / count
    return int(each) if each == each.to_integral_value() and 0 < each <= _HEAVIEST else 1


def _without_braces(html: str) -> str:
    """Return HTML in which no brace begins a gap of Moodle's."""
    return html.replace("{", "&#123;")


def _gap(gap: Gap, weight: int, *, by_case: bool) -> str:
    if gap.kind is GapKind.CHOICE:
        options = "~".join(f"{'=' if option.right else ''}{_words(option.text)}" for option in gap.options)
        return f"{{{weight}:MULTICHOICE:{options}}}"
    if gap.kind is GapKind.NUMBER:
        return f"{{{weight}:NUMERICAL:{'~'.join(_number(each) for each in gap.accepted)}}}"
    words = "~".join(f"={_words(each.text, star=_STAR)}" for each in gap.accepted)
    return f"{{{weight}:SHORTANSWER{'_C' if by_case else ''}:{words}}}"


def _words(text: str, star: str = "*") -> str:
    """Return words so that none of them is read as a mark; ``star`` is what a star must be written as."""
    pieces = (_SPECIAL.sub(_entity, escape(piece, quote=False)) for piece in text.split("*"))
    return star.join(pieces)


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _number(accepted: Accepted) -> str:
    low, high = accepted.low or Decimal(0), accepted.high or Decimal(0)
    return f"={shortest((low + high) / 2)}:{shortest((high - low) / 2)}"
