"""A bank as an exam paper on A4, in one HTML file: several variants by seed, each with its own key.

The sheets are made from ``QuestionView``, which holds no key; the key's own pages are made by ``paper_key``.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from lms.core.questions.drawing import draw
from lms.core.questions.exporting import MOST_PRINTED, MOST_VARIANTS
from lms.core.questions.exporting.paper_key import key_pages
from lms.core.questions.exporting.paper_layout import Laid, Sheet, letter, plain_number
from lms.core.questions.exporting.paper_words import NUMBERED, STYLE, WORDS
from lms.core.questions.model import Bank, GapKind, QuestionType
from lms.core.questions.showing import QuestionView, ShownOption, view
from lms.core.vietnamese import fold

_WRITING_LINES = 8
_SHORT, _MIDDLE = 16, 36  # letters that fit a fourth, a half of a line
_SAYS_SEVERAL = re.compile(r"\bchon (?:moi|nhieu|cac|tat ca|nhung|hai|ba|[2-9])\b|\bchoose all\b")
_IS_PART = re.compile(r"(?:phan|part|chuong|muc)\s+(?:[ivx]+|[0-9]+|[a-h])\b")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def write_paper(
    bank: Bank,
    *,
    seed: int | None = None,
    variants: int = 1,
    pool: str | None = None,
    with_key: bool = True,
    with_explanations: bool = False,
    language: str = "vi",
    nonce: str = "",
) -> str:
    """Return the paper as one self-contained HTML page.

    Without ``seed`` there is one paper with all questions as the author wrote them. With one, variants ``seed``,
    ``seed + 1`` … are drawn and shuffled; the number is what stands on the paper, and draws the same one again.
    ``nonce`` is for a page with a content policy.

    Raises:
        KeyError: the bank has no such pool.
        ValueError: that would be more than ``MOST_PRINTED`` questions or ``MOST_VARIANTS`` variants.
    """
    words = WORDS.get(language, WORDS["vi"])
    if not 1 <= variants <= MOST_VARIANTS or variants * len(bank.questions) > MOST_PRINTED:
        raise ValueError("more questions or variants than one file may hold")
    codes = [None] if seed is None else list(range(seed, seed + variants))
    sheets = [lay_out(bank, code, pool) for code in codes]
    pieces = ["".join(_sheet(bank, sheet, words)) for sheet in sheets]
    if with_key:
        pieces += [key_pages(sheet, words, with_explanations=with_explanations) for sheet in sheets]
    allowed = f' nonce="{escape(nonce)}"' if nonce else ""
    style = STYLE + NUMBERED if len(sheets) == 1 else STYLE
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{escape(bank.title)}</title>\n<style{allowed}>{style}</style>\n</head>\n<body>\n"
        f'<main>\n<p class="tip">{escape(words["tip"])}</p>\n{"".join(pieces)}</main>\n</body>\n</html>\n'
    )


def lay_out(bank: Bank, code: int | None, pool: str | None = None) -> Sheet:
    """Return which questions stand on a paper in which order. Without a code: all of them as written."""
    is_drawn = code is not None
    pools = tuple(each if is_drawn else replace(each, draw=None) for each in bank.pools)
    ruled = replace(bank, pools=pools, shuffle_questions=is_drawn, shuffle_options=is_drawn)
    drawn = draw(ruled, code or 0, pool)
    questions = {question.id: question for question in bank.questions}
    homes = {question.id: each for each in bank.pools for question in each.questions}
    laid = tuple(
        Laid(number, questions[each.id], view(questions[each.id], each.order))
        for number, each in enumerate(drawn.questions, 1)
    )
    return Sheet(code, laid, {each.question.id: homes[each.question.id].title for each in laid})


def _part(at: int, title: str, words: dict[str, str]) -> str:
    """Return the heading of a part; a title that names itself a part, as papers from Word do, stands alone."""
    if _IS_PART.match(fold(title)):
        return title
    roman = _ROMAN[at] if at < len(_ROMAN) else str(at + 1)
    return words["part"].format(n=roman, title=title)


def _sheet(bank: Bank, sheet: Sheet, words: dict[str, str]) -> Iterator[str]:
    yield '<section class="sheet">\n'
    yield from _heading(bank, sheet, words)
    titles = list(dict.fromkeys(sheet.parts.values()))
    has_parts = len([title for title in titles if title]) > 1
    part = None
    for laid in sheet.questions:
        title = sheet.parts[laid.question.id]
        if has_parts and title and title != part:
            yield f"<h2>{escape(_part(titles.index(title), title, words))}</h2>\n"
        part = title
        yield "".join(_question(laid, words, says_points=sheet.same_points is None))
    yield f'<p class="end">--- {words["end"]} ---</p>\n</section>\n'


def _heading(bank: Bank, sheet: Sheet, words: dict[str, str]) -> Iterator[str]:
    yield f'<div class="top"><p class="blank">{words["unit"]}:</p>'
    yield f'<p class="code">{words["code"].format(n=sheet.code)}</p>' if sheet.code is not None else "<p></p>"
    yield f'</div>\n<div class="head"><h1>{escape(bank.title)}</h1>'
    if bank.time_minutes:
        yield f"<p>{words['minutes'].format(n=bank.time_minutes)}</p>"
    total, same = plain_number(sheet.points, words), sheet.same_points
    if same is None:
        yield f"<p>{words['count'].format(n=len(sheet.questions), points=total)}</p>"
    else:
        each = plain_number(same, words)
        yield f"<p>{words['each'].format(n=len(sheet.questions), each=each, points=total)}</p>"
    yield '</div>\n<div class="who">'
    for blank in ("name", "class", "date", "mark"):
        yield f'<p class="blank">{words[blank]}:</p>'
    yield "</div>\n"


def _question(laid: Laid, words: dict[str, str], *, says_points: bool) -> Iterator[str]:
    shown = laid.shown
    number = f"<b>{words['question'].format(n=laid.number)}</b>"
    points = f" <i>{words['points'].format(n=plain_number(shown.points, words))}</i>" if says_points else ""
    yield '<div class="question">\n'
    if shown.type is QuestionType.CLOZE:
        yield f'<div class="body"><p>{number}{points}</p>{_cloze(shown)}</div>\n'
    else:
        asks = shown.type is QuestionType.MULTIPLE and not _SAYS_SEVERAL.search(fold(shown.stem_text))
        several = f" <i>{words['several']}</i>" if asks else ""
        yield f"<p>{number} {shown.heading_html}{several}{points}</p>\n"
        if shown.body_html:
            yield f'<div class="body">{shown.body_html}</div>\n'
    yield from _answers(shown, words)
    yield "</div>\n"


def _answers(shown: QuestionView, words: dict[str, str]) -> Iterator[str]:
    kind = shown.type
    if kind is QuestionType.CLUSTER:
        yield _statements(shown.options, words)
    elif kind is QuestionType.MATCHING:
        yield _matching(shown, words)
    elif kind is QuestionType.ORDERING:
        yield _ordering(shown, words)
    elif kind is QuestionType.CLOZE:
        yield _gap_choices(shown)
    elif kind in (QuestionType.SHORT, QuestionType.NUMBER):
        yield f'<p class="blank">{words["answer"]}:</p>\n'
    elif shown.needs_person:
        yield '<p class="lines"></p>\n' * _WRITING_LINES
    else:
        yield _options(shown.options)


def _options(options: tuple[ShownOption, ...]) -> str:
    longest = max((len(option.text) for option in options), default=0)
    columns = " four" if longest <= _SHORT else " two" if longest <= _MIDDLE else ""
    rows = "".join(
        f"<li><b>{letter(at)}.</b> <span>{option.html}</span></li>" for at, option in enumerate(options)
    )
    return f'<ul class="options{columns}">{rows}</ul>\n'


def _statements(options: tuple[ShownOption, ...], words: dict[str, str]) -> str:
    tick = '<td class="tick"><span class="box"></span></td>'
    rows = "".join(
        f"<tr><td>{letter(at).lower()}) {option.html}</td>{tick}{tick}</tr>"
        for at, option in enumerate(options)
    )
    head = f'<th>{words["statement"]}</th><th class="tick">{words["true"]}</th><th class="tick">{words["false"]}</th>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>\n"


def _matching(shown: QuestionView, words: dict[str, str]) -> str:
    rows = []
    for at in range(max(len(shown.lefts), len(shown.choices))):
        left = f"{at + 1}. {shown.lefts[at].html}" if at < len(shown.lefts) else ""
        right = f"{letter(at).lower()}. {shown.choices[at].html}" if at < len(shown.choices) else ""
        rows.append(f"<tr><td>{left}</td><td>{right}</td></tr>")
    head = f"<tr><th>{words['left']}</th><th>{words['right']}</th></tr>"
    blanks = "; ".join(f"{at} – ......" for at in range(1, len(shown.lefts) + 1))
    return (
        f'<table class="sides"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>\n'
        f"<p>{words['match']}: {blanks}</p>\n"
    )


def _ordering(shown: QuestionView, words: dict[str, str]) -> str:
    rows = "".join(
        f"<li><b>{letter(at).lower()}.</b> <span>{option.html}</span></li>"
        for at, option in enumerate(shown.options)
    )
    blanks = " → ".join("......" for _ in shown.options)
    return f'<ul class="options">{rows}</ul>\n<p>{words["order"]}: {blanks}</p>\n'


def _cloze(shown: QuestionView) -> str:
    pieces = [shown.parts[0] if shown.parts else ""]
    for gap, after in zip(shown.gaps, shown.parts[1:], strict=True):
        pieces += [f'({gap.name}) <span class="gap"></span>', after]
    return "".join(pieces)


def _gap_choices(shown: QuestionView) -> str:
    rows = "".join(
        f"<li>({gap.name}) "
        + " ".join(f"<b>{letter(at)}.</b> {option.html}" for at, option in enumerate(gap.options))
        + "</li>"
        for gap in shown.gaps
        if gap.kind is GapKind.CHOICE
    )
    return f'<ul class="gaps">{rows}</ul>\n' if rows else ""
