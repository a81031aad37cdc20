"""Runs of words with their styles as one line of Markdown. Blocks, lists and tables live in ``html_text``."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby

from lms.core.questions.native import escape_text
from lms.core.vietnamese import nfc, squeeze

_LINK = re.compile(r"(?:https?|mailto):[^\s<>()\"\\]{1,2000}", re.IGNORECASE)
_SPACES = re.compile(r"(\s+)")
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SCRIPTS = {"^": _RAISED, "_": _LOWERED}
# Marks are set as private characters until the words between them have been escaped.
_FIRST_MARK = 0xF0000


@dataclass(frozen=True)
class Run:
    """Words in one style; a style is its mark in Markdown, ``^`` and ``_`` for raised and lowered."""

    text: str
    styles: frozenset[str] = frozenset()
    link: str = ""


def line_of(runs: list[Run]) -> str:
    """Return the runs as one line of Markdown with single spaces, words escaped."""
    if not any(run.styles or run.link for run in runs):
        return escape_text(squeeze("".join(run.text for run in runs)))
    marks: list[str] = []

    def mark(text: str) -> str:
        marks.append(text)
        return chr(_FIRST_MARK + len(marks) - 1)

    pieces = []
    for link, group in groupby(_tidy(runs), key=lambda run: run.link):
        words = "".join(_styled(run, mark) for run in group)
        pieces.append(f"{mark('[')}{words}{mark(f']({link})')}" if link else words)
    line = escape_text(nfc("".join(pieces)).strip())
    return re.sub(f"[{chr(_FIRST_MARK)}-\U000fffff]", lambda found: marks[ord(found[0]) - _FIRST_MARK], line)


def _styled(run: Run, mark: Callable[[str], str]) -> str:
    if run.text == " " or not run.styles:
        return run.text
    if "`" in run.styles:
        return mark(_code(run.text))
    begin = "".join(each for each in ("**", "*", "~~") if each in run.styles)
    return f"{mark(begin)}{run.text}{mark(begin[::-1])}" if begin else run.text


def _code(text: str) -> str:
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    edge = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{edge}{text}{edge}{fence}"


def _tidy(runs: list[Run]) -> list[Run]:
    """Return the runs with scripts written out, each space by itself, like runs joined, touching styles kept apart."""
    pieces = _joined([_plainer(run) for run in runs])
    parted: list[Run] = []
    for run in pieces:
        for text in _SPACES.split(run.text):
            if text and not text.isspace():
                parted.append(replace(run, text=text))
            elif text and (not parted or parted[-1].text != " "):
                parted.append(replace(run, text=" "))
    while parted and parted[-1].text == " ":
        parted.pop()
    return _joined(_apart(_rejoined(parted)))


def _plainer(run: Run) -> Run:
    """Return a run without raised or lowered style: digits and signs have their own characters."""
    text, styles = run.text, run.styles
    for style, table in _SCRIPTS.items():
        bare = text.strip()
        if style in styles and bare:
            moved = bare.translate(table)
            fits = not any(old == new for old, new in zip(bare, moved, strict=True))
            text = moved if fits else f"{style}{bare}" if len(bare) == 1 else f"{style}({bare})"
    link = run.link if _LINK.fullmatch(run.link) else ""
    return Run(text, styles - set(_SCRIPTS), link)


def _joined(runs: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for (styles, link), group in groupby(runs, key=lambda run: (run.styles, run.link)):
        joined.append(Run("".join(run.text for run in group), styles, link))
    return joined


def _rejoined(parted: list[Run]) -> list[Run]:
    """Return words with each space given the style that both its neighbours share, if they share it."""
    whole = []
    for index, run in enumerate(parted):
        if run.text == " " and 0 < index < len(parted) - 1:
            before, after = parted[index - 1], parted[index + 1]
            same = before.styles == after.styles
            link = before.link if before.link == after.link else ""
            whole.append(Run(" ", before.styles if same else frozenset(), link))
        elif run.text != " ":
            whole.append(run)
    return _joined(whole)


def _apart(runs: list[Run]) -> list[Run]:
    """Return the runs with a style taken off where its marks would touch another style's: ``**a***b*`` says nothing."""
    kept: list[Run] = []
    for run in runs:
        touches = kept and kept[-1].styles and kept[-1].text != " " and kept[-1].styles != run.styles
        kept.append(replace(run, styles=frozenset()) if touches and run.styles else run)
    return kept
