"""Cloze: gaps ``[[…]]`` in running text, what each accepts, and the stem's HTML cut at them."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from lms.core.questions.answers import MOST_ANSWERS, Workshop, hash_id, numeric
from lms.core.questions.marks import without_code
from lms.core.questions.model import ONE, ZERO, Accepted, Gap, GapKind, Option, stem_of
from lms.core.questions.numbers import number_key
from lms.core.questions.outlines import Line
from lms.core.questions.typesetting import plain_text
from lms.core.vietnamese import squeeze

_OPEN, _CLOSE = "[[", "]]"
_BAR = re.compile(r"(?<!\\)\|")
_MARKED = re.compile(r"\(([xX ]?)\)\s*(.*)")
# Private-use letters stand for a gap while Markdown is rendered; they are taken out of authors' text first.
_START, _END = "\uf8f0", "\uf8f1"
_TOKEN = re.compile(f"{_START}([0-9]+){_END}")
_PRIVATE = str.maketrans({_START: " ", _END: " "})


class GapCutter:
    """Replaces gaps by tokens line by line and remembers what stood in them."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self.gaps: list[Gap] = []

    def heading(self, text: str) -> str:
        """Return the heading with a token for each gap."""
        return self._cut(text, self._shop.line)

    def lines(self, lines: Sequence[Line]) -> list[str]:
        """Return the lines of a stem with a token for each gap; code blocks have none."""
        return [line.text if line.code else self._cut(line.text, line.number) for line in lines]

    def check_count(self) -> None:
        """Note a cloze without a gap, or with more gaps than a page can hold."""
        self._shop.counted(len(self.gaps), 1, "chỗ trống [[…]]", "gaps [[…]]")

    def _cut(self, text: str, line: int) -> str:
        text = text.translate(_PRIVATE)
        seen = without_code(text)
        pieces, done = [], 0
        while (start := seen.find(_OPEN, done)) >= 0:
            end = seen.find(_CLOSE, start)
            nested = seen.find(_OPEN, start + len(_OPEN), end) if end > 0 else 0
            if end < 0 or nested >= 0:
                self._shop.findings.error(
                    line,
                    "gap-open",
                    "Chỗ trống mở bằng [[ phải đóng bằng ]] trên cùng dòng.",
                    "A gap opened by [[ must be closed by ]] on the same line.",
                )
                break
            pieces.append(text[done:start])
            pieces.append(self._token(text[start + len(_OPEN) : end], line))
            done = end + len(_CLOSE)
        return "".join(pieces) + text[done:]

    def _token(self, content: str, line: int) -> str:
        name = str(len(self.gaps) + 1)
        self.gaps.append(_gap(name, content, line, self._shop))
        return f"{_START}{name}{_END}"


def _gap(name: str, content: str, line: int, shop: Workshop) -> Gap:
    parts = [squeeze(part.replace("\\|", "|")) for part in _BAR.split(content, maxsplit=MOST_ANSWERS)]
    if len(parts) > MOST_ANSWERS:
        shop.findings.error(
            line,
            "too-many",
            f"Một chỗ trống có không quá {MOST_ANSWERS} ý.",
            f"A gap has at most {MOST_ANSWERS} answers.",
        )
    marks = [_MARKED.fullmatch(part) for part in parts]
    if any(marks):
        named = [
            (mark[1].strip(), mark[2]) if mark else ("", part)
            for part, mark in zip(parts, marks, strict=True)
        ]
        return Gap(name, GapKind.CHOICE, options=_gap_options(named, line, shop))
    is_number = parts[0].startswith("=")
    texts = [part.removeprefix("=").strip() for part in parts] if is_number else parts
    if not all(texts):
        shop.findings.error(line, "gap-empty", "Chỗ trống này thiếu đáp án.", "This gap lacks an answer.")
    accepted = [Accepted(text) for text in texts]
    if is_number:
        accepted = [numeric(answer, number_key(answer.text), line, shop.findings) for answer in accepted]
    return Gap(name, GapKind.NUMBER if is_number else GapKind.TEXT, accepted=tuple(accepted))


def _gap_options(named: Sequence[tuple[str, str]], line: int, shop: Workshop) -> tuple[Option, ...]:
    right = sum(1 for mark, _ in named if mark)
    if right != 1 or len(named) < 2 or not all(text for _, text in named):
        shop.findings.error(
            line,
            "gap-key",
            "Chỗ trống để chọn cần ít nhất hai ý, đúng một ý có (x), như [[(x) Đăng nhập | Thoát]].",
            "A gap to choose in needs two or more options and exactly one (x), as in [[(x) Sign in | Leave]].",
        )
    options = []
    for mark, text in named:
        html = shop.typesetter.phrase(text, line)
        options.append(Option(hash_id(text), html, plain_text(html), ONE if mark else ZERO))
    if len({option.id for option in options}) < len(options):
        shop.findings.error(
            line, "duplicate-answer", "Chỗ trống có hai ý giống nhau.", "A gap has the same option twice."
        )
    return tuple(options)


def cut_at_gaps(heading_html: str, body_html: str, count: int, shop: Workshop) -> tuple[str, ...]:
    """Return the stem's HTML cut at its gaps, noting gaps that the page could not show as running text."""
    stem = stem_of(heading_html, body_html)
    text = _Text()
    text.feed(stem)
    text.close()
    expected = [str(number) for number in range(1, count + 1)]
    if _TOKEN.findall("".join(text.pieces)) != expected or _TOKEN.findall(stem) != expected:
        shop.findings.error(
            shop.line,
            "gap-place",
            "Chỗ trống phải nằm trong câu chữ thường, không nằm trong đường dẫn, hình hay chú thích.",
            "A gap must stand in running text, not in a link's address, a picture or a footnote.",
        )
    return tuple(_TOKEN.split(stem)[::2])


def with_numbers(html: str) -> str:
    """Return HTML with "(1)" where gap 1 stands."""
    return _TOKEN.sub(r"(\1)", html)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
