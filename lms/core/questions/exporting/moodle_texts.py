"""Markdown as the HTML that Moodle shows, and numbers and shares as Moodle writes them.

HTML and not Markdown: Moodle's Markdown knows neither our escapes nor our strikes, and its editor shows raw source.
"""

import re
from decimal import Decimal
from html import escape

from lms.core.markup.rendering import render_markdown
from lms.core.questions.importing.moodle_grades import GRADES
from lms.core.questions.native import plain_of
from lms.core.questions.numbers import shortest
from lms.core.vietnamese import squeeze

# Nothing in it is a mark, so the renderer would only wrap it; most texts are such.
_PLAIN = re.compile(r"(?![-+=:>]|[0-9]{1,9}[.)])[^\\`*_{}\[\]<>#|~&\n]*")
_HUNDRED = Decimal(100)
_SHARE_STEP = Decimal("0.00001")


def inline_html(markdown: str) -> str:
    """Return a text of one line without a paragraph around it, a longer one as blocks."""
    return block_html(markdown) if "\n" in markdown else _rendered(markdown, inline=True)


def block_html(markdown: str) -> str:
    """Return a text as paragraphs; nothing for nothing."""
    if not markdown.strip():
        return ""
    if _PLAIN.fullmatch(markdown.strip()):
        return f"<p>{escape(markdown.strip(), quote=False)}</p>"
    return render_markdown(markdown)


def stem_html(stem: str) -> str:
    """Return a stem: its first line is a paragraph of its own, as it is with us."""
    first, _, rest = stem.strip("\n").partition("\n")
    below = block_html(rest)
    heading = f"<p>{_rendered(first.strip(), inline=True)}</p>"
    return f"{heading}\n{below}" if below else heading


def _rendered(markdown: str, *, inline: bool) -> str:
    if _PLAIN.fullmatch(markdown.strip()):
        return escape(squeeze(markdown), quote=False)
    return render_markdown(markdown, inline=inline)


def plain(markdown: str) -> str:
    """Return the words of a text on one line."""
    return plain_of(markdown)


def percent(share: Decimal) -> str:
    """Return a share as Moodle's percentage: the nearest of its list, which is all that it imports."""
    wanted = (share * _HUNDRED).quantize(_SHARE_STEP)
    nearest = min(GRADES, key=lambda grade: abs(grade - abs(wanted)))
    return shortest(nearest.copy_sign(wanted) if nearest else nearest)


def fits_moodle(share: Decimal) -> bool:
    """Return whether Moodle has this share in its list, rounding apart."""
    wanted = abs(share * _HUNDRED)
    return min(abs(grade - wanted) for grade in GRADES) < Decimal("0.01")
