"""Where each word of a certificate stands, in millimetres. Long names shrink, then wrap, and never leave the page.

The width of text is asked of whoever draws, so that nothing here needs a font.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from lms.core.completion import Trust
from lms.core.vietnamese import squeeze

DISCLAIMER: Final = (
    "Giấy này ghi nhận việc học trong Cặp đôi số, không thay văn bằng, chứng chỉ do Nhà nước cấp."
)
CONFIRMED: Final = {
    Trust.MACHINE: "máy chấm",
    Trust.PERSON: "người hướng dẫn xác nhận",
    Trust.SELF: "tự khai",
}

PAGE_WIDTH, PAGE_HEIGHT = 297.0, 210.0
BAND = 76.0  # the coloured band at the left, with the mark
LEFT, RIGHT = 96.0, 277.0  # the reading area
TOP, BODY_END = 24.0, 148.0
FOOT_RULE, FOOT, ADDRESS_LINE, SMALL_PRINT = 152.0, 157.0, 193.0, 198.0
QR_SIDE = 29.0

PAPER, CARD, INK, QUIET, HAIRLINE = "#fbf9f4", "#ffffff", "#1b2430", "#4a5565", "#dcd8cc"
TEAL, TEAL_WASH, AMBER, AMBER_LIGHT, AMBER_WASH = "#0e5a57", "#d7eae8", "#b35c00", "#d97a12", "#fbe3c2"
TRUST_COLOUR: Final = {Trust.MACHINE: TEAL, Trust.PERSON: AMBER, Trust.SELF: QUIET}

WidthOf = Callable[[str, float, bool], float]  # text, size in points, bold -> millimetres

_LINE_HEIGHT = 1.42 * 0.3528  # of a point, in millimetres: room for stacked diacritics
_SMALLEST_SCALE = 0.2


@dataclass(frozen=True)
class SkillLine:
    """Something the person can do, and who vouches for it."""

    text: str
    trust: Trust


@dataclass(frozen=True)
class CertificateFace:
    """Everything that stands on a certificate. ``mentor`` and ``unit`` may be empty."""

    learner_name: str
    course_title: str
    skills: tuple[SkillLine, ...]
    issued_on: date
    code: str
    verify_url: str
    mentor: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Style:
    """How a piece of text looks; ``smallest`` is how far it may shrink before it takes a second line."""

    size: float
    bold: bool = False
    colour: str = QUIET
    smallest: float = 0.0
    tracking: float = 0.0


@dataclass(frozen=True)
class Line:
    """One line of text on the page; ``y`` is its baseline."""

    text: str
    x: float
    y: float
    style: Style


@dataclass(frozen=True)
class Layout:
    """The text of a page, the middle of each skill's sign, and the hairlines."""

    lines: tuple[Line, ...]
    signs: tuple[tuple[Trust, float], ...] = ()
    rules: tuple[float, ...] = ()


_EYEBROW = Style(12, bold=True, colour=AMBER, tracking=0.7)
_LEAD = Style(12.5)
_NAME = Style(42, bold=True, colour=INK, smallest=27)
_TITLE = Style(23, bold=True, colour=TEAL, smallest=17)
_LABEL = Style(10.5, bold=True)
_SKILL = Style(13, colour=INK, smallest=11.5)
_HOW = Style(10.5)
_FOOT_MAIN = Style(13, bold=True, colour=INK)
_FOOT_TEXT = Style(11, smallest=9.5)
_ADDRESS = Style(10, colour=TEAL, smallest=5)
_BRAND = Style(24, bold=True, colour=CARD)
_MOTTO = Style(12.5, colour=TEAL_WASH)


def date_in_words(day: date) -> str:
    """Return the date as official papers write it, small figures with a nought before them."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"Ngày {day.day:02d} tháng {month} năm {day.year}"


def lay_out(face: CertificateFace, width_of: WidthOf) -> Layout:
    """Return where everything stands; the whole body shrinks together until it ends above the foot."""
    scale = 1.0
    body, end = _body(face, width_of, scale)
    while end > BODY_END and scale > _SMALLEST_SCALE:
        scale *= 0.95
        body, end = _body(face, width_of, scale)
    lines = (*body.lines, *_foot(face, width_of), *_band_words())
    return replace(body, lines=lines, rules=(*body.rules, FOOT_RULE))


def _body(face: CertificateFace, width_of: WidthOf, scale: float) -> tuple[Layout, float]:
    """Return the body at ``scale``, and where it ends."""
    lines: list[Line] = []
    y = TOP
    for text, style, gap in (
        ("GIẤY CHỨNG NHẬN", _EYEBROW, 0),
        ("Trao cho", _LEAD, 6),
        (squeeze(face.learner_name), _NAME, -0.5),
        ("đã hoàn thành khóa học", _LEAD, 6),
        (squeeze(face.course_title), _TITLE, 0.5),
    ):
        fitted, parts = _fit(text, RIGHT - LEFT, _scaled(style, scale), width_of)
        y += gap * scale
        for part in parts:
            y += fitted.size * _LINE_HEIGHT
            lines.append(Line(part, LEFT, y, fitted))
    if not face.skills:
        return Layout(tuple(lines)), y
    label = _scaled(_LABEL, scale)
    y += 9 * scale + label.size * _LINE_HEIGHT
    lines.append(Line("Việc đã làm được, và ai xác nhận", LEFT, y, label))
    skills, end = _skill_rows(face.skills, width_of, scale, y + 2.5 * scale)
    return replace(skills, lines=(*lines, *skills.lines)), end


def _skill_rows(
    skills: Sequence[SkillLine], width_of: WidthOf, scale: float, y: float
) -> tuple[Layout, float]:
    """Return one row a skill: its sign, its words, and at the right how it was confirmed."""
    lines: list[Line] = []
    signs, rules = [], []
    how, gap = _scaled(_HOW, scale), 2.2 * scale
    beside = max(width_of(label, how.size, how.bold) for label in CONFIRMED.values()) + 6
    words, texts = _alike([skill.text for skill in skills], RIGHT - LEFT - 9 - beside, scale, width_of)
    step = words.size * _LINE_HEIGHT
    for skill, parts in zip(skills, texts, strict=True):
        rules.append(y)
        y += gap
        signs.append((skill.trust, y + step / 2))
        label = CONFIRMED[skill.trust]
        label_x = RIGHT - width_of(label, how.size, how.bold)
        lines.append(Line(label, label_x, y + step * 0.75, replace(how, colour=TRUST_COLOUR[skill.trust])))
        for part in parts:
            lines.append(Line(part, LEFT + 9, y + step * 0.75, words))
            y += step
        y += gap
    return Layout(tuple(lines), tuple(signs), tuple(rules)), y


def _alike(
    texts: Sequence[str], width: float, scale: float, width_of: WidthOf
) -> tuple[Style, list[list[str]]]:
    """Return one style for all skills: a little smaller if that gives each a single line, else in full size."""
    style = _scaled(_SKILL, scale)
    fitted = [_fit(squeeze(text), width, style, width_of) for text in texts]
    if all(len(parts) == 1 for _, parts in fitted):
        style = min((one for one, _ in fitted), key=lambda one: one.size)
    return style, [_balanced(squeeze(text).split(), width, style, width_of) for text in texts]


def _foot(face: CertificateFace, width_of: WidthOf) -> Iterator[Line]:
    """Yield the code beside the QR code, then date, unit and mentor, then the address and the small print."""
    area = RIGHT - LEFT - QR_SIDE - 6
    rows = [(f"Mã: {squeeze(face.code)}", _FOOT_MAIN), ("Quét mã để kiểm tra", _FOOT_TEXT)]
    right = list(_column(rows, area * 0.55, width_of))
    widths = [width_of(line.text, line.style.size, line.style.bold) for line in right]
    for line, width in zip(right, widths, strict=True):
        yield replace(line, x=LEFT + area - width)
    left = area - max(widths) - 6
    mentor = f"Người hướng dẫn: {squeeze(face.mentor)}" if face.mentor.strip() else ""
    texts = [text for text in (squeeze(face.unit), mentor) if text]
    size = min((_fit(text, left, _FOOT_TEXT, width_of)[0].size for text in texts), default=0)
    rows = [(text, replace(_FOOT_TEXT, size=size, smallest=0)) for text in texts]
    yield from _column([(date_in_words(face.issued_on), _FOOT_MAIN), *rows], left, width_of)
    address = squeeze(face.verify_url).removeprefix("https://").removeprefix("http://")
    style, parts = _fit(f"Kiểm tra tại {address}", RIGHT - LEFT, _ADDRESS, width_of)
    for place, part in enumerate(parts):
        yield Line(part, LEFT, ADDRESS_LINE + place * style.size * _LINE_HEIGHT, style)
    yield Line(DISCLAIMER, LEFT, SMALL_PRINT, Style(8.5))


def _column(rows: Sequence[tuple[str, Style]], width: float, width_of: WidthOf) -> Iterator[Line]:
    """Yield ``rows`` below each other, as large as the height of the QR code permits."""
    scale, height = 1.0, QR_SIDE + 1
    fitted: list[tuple[Style, list[str]]] = []
    while height > QR_SIDE and scale > _SMALLEST_SCALE:
        fitted = [_fit(text, width, _scaled(style, scale), width_of) for text, style in rows]
        height = sum(style.size * _LINE_HEIGHT * len(parts) for style, parts in fitted)
        scale *= 0.95
    y = FOOT + 5 - fitted[0][0].size * _LINE_HEIGHT  # the first baselines of both columns agree
    for style, parts in fitted:
        for part in parts:
            y += style.size * _LINE_HEIGHT
            yield Line(part, LEFT, y, style)


def _band_words() -> Iterator[Line]:
    yield Line("Cặp đôi số", 16, 34, _BRAND)
    for place, words in enumerate(("Người học và", "người hướng dẫn,", "cùng làm được", "việc thật.")):
        yield Line(words, 16, 46 + 6.8 * place, _MOTTO)


def _scaled(style: Style, scale: float) -> Style:
    return replace(style, size=style.size * scale, smallest=style.smallest * scale)


def _fit(text: str, width: float, style: Style, width_of: WidthOf) -> tuple[Style, list[str]]:
    """Return ``style`` at the largest size at which ``text`` is one line; at the smallest it may take several."""
    size = style.size
    while style.smallest and size > style.smallest and width_of(text, size, style.bold) > width:
        size = max(style.smallest, size * 0.97)
    fitted = replace(style, size=size)
    return fitted, _balanced(text.split(), width, fitted, width_of)


def _balanced(words: Sequence[str], width: float, style: Style, width_of: WidthOf) -> list[str]:
    """Return ``words`` in as few lines as ``width`` permits, and these as even as can be."""
    best = _wrap(words, width, style, width_of)
    for share in range(95, 50, -5):
        narrower = _wrap(words, width * share / 100, style, width_of)
        if len(narrower) > len(best):
            break
        best = narrower
    return best


def _wrap(words: Sequence[str], width: float, style: Style, width_of: WidthOf) -> list[str]:
    """Return ``words`` in lines no wider than ``width``; a word wider than that is broken."""
    lines: list[str] = []
    current = ""
    for word in words:
        longer = f"{current} {word}" if current else word
        if width_of(longer, style.size, style.bold) <= width:
            current = longer
            continue
        if current:
            lines.append(current)
        *broken, current = _broken(word, width, style, width_of)
        lines += broken
    return [*lines, current] if current else lines


def _broken(word: str, width: float, style: Style, width_of: WidthOf) -> list[str]:
    """Return ``word`` in pieces no wider than ``width``."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, style.size, style.bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
