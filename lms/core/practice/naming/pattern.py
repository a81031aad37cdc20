"""The pattern of a file name, such as ``{năm}-{tháng}-{ngày}_{loại}_{nội dung}.pdf``, and the names that fill it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from lms.core.vietnamese import fold, nfc, squeeze

LONGEST_PATTERN = 120
LONGEST_NAME = 150
MOST_PARTS = 8

_DATE_WORDS = {"nam": "year", "year": "year", "thang": "month", "month": "month", "ngay": "day", "day": "day"}
_DIGITS = {"year": r"\d{4}", "month": r"0[1-9]|1[0-2]", "day": r"0[1-9]|[12]\d|3[01]"}
_PIECE = re.compile(r"\{([^{}]{1,30})\}|([^{}]+)")
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,5})")
_SEPARATORS = "-_ "


class PatternError(Exception):
    """What an author must mend in a pattern, in two languages."""

    def __init__(self, vi: str, en: str) -> None:
        self.vi, self.en = vi, en
        super().__init__(en)


@dataclass(frozen=True)
class Piece:
    """A part of a name: ``kind`` is year, month, day, words (free), or fixed, and then ``text`` is what stands there."""

    kind: str
    text: str

    @property
    def is_date(self) -> bool:
        return self.kind in _DIGITS


@dataclass(frozen=True)
class Filled:
    """A name that fills the pattern: each piece that is no separator, with its words in lower case without diacritics."""

    name: str
    values: tuple[tuple[Piece, tuple[str, ...]], ...]

    @property
    def date_words(self) -> tuple[str, ...]:
        """Year, month and day in the order of the pattern, as far as it has them."""
        return tuple(words[0] for piece, words in self.values if piece.is_date)

    def dated(self) -> dict[str, int]:
        """Return what the name says of the date, by year, month and day."""
        return {piece.kind: int(words[0]) for piece, words in self.values if piece.is_date}


@dataclass(frozen=True)
class Pattern:
    """How names are to be written. ``allows_marks``: Vietnamese letters; ``allows_spaces``: spaces between words."""

    text: str
    allows_marks: bool = False
    allows_spaces: bool = False

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Parts and what stands between them, the ending left out."""
        return tuple(_pieces(self.text.removesuffix(self.ending)))

    @cached_property
    def ending(self) -> str:
        """The ending with its dot, or nothing where the pattern has none."""
        found = _ENDING.search(self.text, self.text.rfind("."))
        return found[0] if found and found.end() == len(self.text) else ""

    @cached_property
    def parts(self) -> tuple[Piece, ...]:
        """The pieces that stand in braces."""
        return tuple(piece for piece in self.pieces if piece.kind != "fixed")

    @property
    def begins_with_date(self) -> bool:
        return self.pieces[0].is_date

    @property
    def date_is_whole(self) -> bool:
        """Whether the parts of the date stand side by side, so that a name can be searched for all of it."""
        at = [place for place, part in enumerate(self.parts) if part.is_date]
        return bool(at) and at[-1] - at[0] == len(at) - 1

    @property
    def date_shape(self) -> str:
        """Return the part of the pattern that is the date, as authors wrote it, without braces."""
        at = [place for place, piece in enumerate(self.pieces) if piece.is_date]
        return "".join(piece.text for piece in self.pieces[at[0] : at[-1] + 1]) if at else ""

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        written = []
        for at, piece in enumerate(self.pieces):
            if piece.kind == "fixed":
                written.append(re.escape(piece.text))
            elif piece.is_date:
                written.append(f"({_DIGITS[piece.kind]})")
            else:
                # A word may hold the separators that do not end it.
                around = {
                    char
                    for each in self.pieces[max(0, at - 1) : at + 2]
                    if each.kind == "fixed"
                    for char in each.text
                }
                inner = "".join(re.escape(char) for char in _SEPARATORS if char not in around)
                written.append(rf"((?:[^\W_]|[{inner}])+)" if inner else r"([^\W_]+)")
        return re.compile("".join(written) + re.escape(self.ending), re.IGNORECASE)

    def fill(self, name: str) -> Filled | None:
        """Return ``name`` part by part; None where it does not fill the pattern exactly."""
        found = self._regex.fullmatch(name) if len(name) <= LONGEST_NAME else None
        if (
            found is None
            or not (self.allows_spaces or " " not in name)
            or (marks(name) and not self.allows_marks)
        ):
            return None
        values = iter(found.groups())
        filled = tuple(
            (piece, tuple(words(piece.text if piece.kind == "fixed" else next(values))))
            for piece in self.pieces
        )
        whole = Filled(name, tuple((piece, said) for piece, said in filled if said))
        return whole if _is_possible(whole.dated()) else None

    def same(self, name: str) -> str:
        """Return ``name`` without what makes no difference: case, and which of the separators stands there."""
        stem, ending = split_ending(name)
        kept = fold(stem) if self.allows_marks else nfc(stem).casefold()
        kept = re.sub(r"[-_ ]+" if self.allows_spaces else r"[-_]+", "-", kept).strip("-")
        return f"{kept}{ending.casefold()}"


def read_pattern(text: str, *, allows_marks: bool, allows_spaces: bool) -> Pattern:
    """Return the pattern ``text``, or raise PatternError where no name could fill it or names could fill it in two ways."""
    pattern = Pattern(text, allows_marks, allows_spaces)
    example = "`khuôn: {năm}-{tháng}-{ngày}_{loại}_{nội dung}.pdf`"
    if len(text) > LONGEST_PATTERN or "".join(each[0] for each in _PIECE.finditer(text)) != text:
        raise PatternError(
            f"Khuôn chưa đọc được: mỗi phần nằm trong một cặp ngoặc nhọn. Ví dụ: {example}",
            f"The pattern cannot be read: each part stands in braces. For example: {example}",
        )
    names = [fold(part.text) for part in pattern.parts]
    kinds = [part.kind for part in pattern.parts if part.is_date]
    if not names or len(names) > MOST_PARTS or len(set(names)) < len(names) or len(set(kinds)) < len(kinds):
        raise PatternError(
            f"Khuôn cần từ 1 đến {MOST_PARTS} phần khác nhau trong ngoặc nhọn. Ví dụ: {example}",
            f"The pattern needs 1 to {MOST_PARTS} different parts in braces. For example: {example}",
        )
    _refuse_unclear(pattern)
    return pattern


def _refuse_unclear(pattern: Pattern) -> None:
    pieces = pattern.pieces
    for one, other in pairwise(pieces):
        if one.kind != "fixed" and other.kind != "fixed":
            raise PatternError(*_between(one, other))
    for one, between, other in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if (
            between.kind == "fixed"
            and "words" in (one.kind, other.kind)
            and not set(between.text) & set(_SEPARATORS)
        ):
            # Letters alone may stand in the words, too: such a name could be read in very many ways.
            raise PatternError(*_between(one, other))
    fixed = "".join(piece.text for piece in pieces if piece.kind == "fixed")
    if re.search(r"[^\w -]", fixed):
        raise PatternError(
            "Ngoài các phần trong ngoặc nhọn, khuôn chỉ có chữ, số, gạch nối, gạch dưới, và đuôi tệp ở cuối.",
            "Besides the parts in braces, a pattern has letters, digits, - and _ only, and the ending.",
        )
    if (" " in fixed and not pattern.allows_spaces) or (marks(fixed) and not pattern.allows_marks):
        raise PatternError(
            "Không ai điền được khuôn này: nó có dấu cách hoặc chữ có dấu mà tên không được có. "
            "Bỏ đi, hoặc thêm dòng `cho phép: dấu, khoảng trắng`.",
            "Nobody can fill this pattern: it has spaces or diacritics that names may not have. "
            "Remove them, or add a line `cho phép: dấu, khoảng trắng`.",
        )


def _between(one: Piece, other: Piece) -> tuple[str, str]:
    return (
        f"Giữa {{{one.text}}} và {{{other.text}}} cần một dấu gạch, nếu không thì không biết hết phần nào.",
        f"Between {{{one.text}}} and {{{other.text}}} a - or _ is needed to tell where one ends.",
    )


def _pieces(text: str) -> Iterator[Piece]:
    for found in _PIECE.finditer(text):
        if found[1] is None:
            yield Piece("fixed", found[2])
        else:
            name = squeeze(found[1])
            yield Piece(_DATE_WORDS.get(fold(name), "words"), name)


def _is_possible(dated: dict[str, int]) -> bool:
    try:
        date(dated.get("year", 2000), dated.get("month", 1), dated.get("day", 1))
    except ValueError:
        return False
    return True


def split_ending(name: str) -> tuple[str, str]:
    """Return ``name`` before its ending, and the ending with its dot; what is no ending stays with the name."""
    found = _ENDING.search(name, max(0, name.rfind(".")))
    return (name[: found.start()], found[0]) if found and found.end() == len(name) else (name, "")


def words(text: str) -> list[str]:
    """Return the words of a name: letters and digits in lower case without diacritics."""
    return re.findall(r"[a-z0-9]+", fold(text))


def marks(text: str) -> str:
    """Return the words of ``text`` that carry Vietnamese diacritics or đ."""
    found = [word for word in re.findall(r"[^\W\d_]+", nfc(text)) if _has_mark(word)]
    return " ".join(found)


def _has_mark(word: str) -> bool:
    bare = unicodedata.normalize("NFD", word)
    return "đ" in word.casefold() or any(unicodedata.combining(char) for char in bare)
