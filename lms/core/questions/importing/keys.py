"""What the cell of a key says: which of the options are right, or which statements are true. Never more than it says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lms.core.vietnamese import fold, squeeze

TRUE_WORDS = frozenset(
    {
        "x",
        "v",
        "1",
        "true",
        "t",
        "yes",
        "y",
        "đúng",
        "đ",
        "dung",
        "có",
        "co",
        "✓",
        "✔",
        "☑",
        "√",
        "right",
        "correct",
        "100%",
        "*",
        "●",
        "x.",
    }
)
FALSE_WORDS = frozenset(
    {
        "",
        "0",
        "false",
        "f",
        "no",
        "n",
        "sai",
        "s",
        "không",
        "khong",
        "-",
        "✗",
        "✘",
        "☐",
        "wrong",
        "incorrect",
        "0%",
        "○",
    }
)
_TRUTH = {
    "đ": True,
    "đúng": True,
    "dung": True,
    "true": True,
    "t": True,
    "s": False,
    "sai": False,
    "false": False,
    "f": False,
}
_LEAD = re.compile(
    r"(?:(?:đáp án|phương án|lựa chọn|câu trả lời|câu|ý|option|answer|choice|key|đ/a|đa)(?: đúng)?(?: là)?)\s*[:\-]?\s*(?=\S)",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*(?:[,;/&|+\n]|\s(?:và|va|and|hoặc|-)\s)\s*", re.IGNORECASE)
_LETTER = re.compile(r"[(\[]?([A-Za-z])[)\].]?")
_RUN = re.compile(r"[A-J]{2,10}|[A-Ja-j](?: [A-Ja-j]){1,9}")  # "ACD", "a c d"
_NUMBER = re.compile(r"[(\[]?([0-9]{1,2})(?:[.,]0)?[)\].]?")
_LETTER_AND_WORDS = re.compile(r"([A-Za-z])\s*[.):/-]\s*(\S.*)", re.DOTALL)
_TRUTH_RUN = re.compile(r"[ĐđSs]{2,10}|[TtFf]{2,10}")
_NUMBERED_TRUTH = re.compile(
    r"[(]?(?:[a-h]|[1-9])?[).:\s-]*(đúng|đ|sai|s|true|false|t|f|dung)\.?", re.IGNORECASE
)
_TRUTH_APART = re.compile(r"\s*[,;/|\n]\s*|\s+(?=[a-h1-9(])|\s+-\s+|(?<=[ĐđSsTtFf])\s+(?=[ĐđSsTtFf])")


@dataclass(frozen=True)
class Readings:
    """The options (from 0) that a key may name, read as letters, as numbers and as the options' own words."""

    letters: frozenset[int] = frozenset()
    numbers: frozenset[int] = frozenset()
    words: frozenset[int] = frozenset()

    @property
    def possible(self) -> dict[str, frozenset[int]]:
        """Return the readings that make sense."""
        every = {"letters": self.letters, "numbers": self.numbers, "words": self.words}
        return {name: found for name, found in every.items() if found}


def readings_of(key: str, options: Sequence[str]) -> Readings:
    """Return what a key may mean among ``options``."""
    bare = _LEAD.sub("", squeeze(key), count=1) if _LEAD.match(key) else squeeze(key)
    tokens = [token for token in _APART.split(bare.strip(" .;,")) if token]
    return Readings(_as_letters(bare, tokens, options), _as_numbers(tokens, options), _as_words(key, options))


def _as_letters(bare: str, tokens: Sequence[str], options: Sequence[str]) -> frozenset[int]:
    with_words = _LETTER_AND_WORDS.fullmatch(bare)
    if with_words and _same(with_words[2]) in map(_same, options):
        index = ord(with_words[1].upper()) - 65
        agrees = index < len(options) and _same(options[index]) == _same(with_words[2])
        return frozenset({index}) if agrees else frozenset()
    letters = [_letter(token) for token in tokens]
    run = _RUN.fullmatch(bare)
    if None in letters and run and list(bare.upper().replace(" ", "")) == sorted(set(bare.upper()) - {" "}):
        letters = list(bare.upper().replace(" ", ""))
    return _indices([ord(letter) - 65 for letter in letters if letter], len(letters), len(options))


def _letter(token: str) -> str | None:
    found = _LETTER.fullmatch(_LEAD.sub("", token, count=1))
    return found[1].upper() if found else None


def _as_numbers(tokens: Sequence[str], options: Sequence[str]) -> frozenset[int]:
    found = [_NUMBER.fullmatch(_LEAD.sub("", token, count=1)) for token in tokens]
    return _indices([int(number[1]) - 1 for number in found if number], len(found), len(options))


def _indices(found: Sequence[int], wanted: int, count: int) -> frozenset[int]:
    """Return the indices if each of the key's parts gave one that exists."""
    is_whole = len(found) == wanted and all(0 <= index < count for index in found)
    return frozenset(found) if is_whole else frozenset()


def _as_words(key: str, options: Sequence[str]) -> frozenset[int]:
    by_words = {_same(option): index for index, option in enumerate(options)}
    if len(by_words) < len(options):
        return frozenset()  # two options alike: words do not tell them apart
    if _same(key) in by_words:
        return frozenset({by_words[_same(key)]})
    for apart in (r"\n", r"[;|\n]", r"[,;|\n]"):
        pieces = [piece for piece in re.split(apart, key) if piece.strip()]
        if len(pieces) > 1 and all(_same(piece) in by_words for piece in pieces):
            return frozenset(by_words[_same(piece)] for piece in pieces)
    return frozenset()


def _same(text: str) -> str:
    return squeeze(text).casefold().rstrip(".;, ")


def truths_of(key: str, count: int) -> tuple[bool, ...]:
    """Return the truth of each of ``count`` statements ("Đ, S, Đ, S", "ĐSĐS", "a-Đ b-S"), or () if it says no such."""
    plain = squeeze(key.replace("\n", ";"))
    if _TRUTH_RUN.fullmatch(plain.replace(" ", "")):
        tokens = list(plain.replace(" ", ""))
    else:
        found = [_NUMBERED_TRUTH.fullmatch(token) for token in _TRUTH_APART.split(plain) if token]
        if not all(found) or not _in_order(plain, len(found)):
            return ()
        tokens = [token[1] for token in found if token]
    return tuple(_TRUTH[token.casefold()] for token in tokens) if len(tokens) == count else ()


def _in_order(plain: str, count: int) -> bool:
    """Return whether the statements are named in their order, or not named at all."""
    named = re.findall(r"(?<![^\W_])([a-h1-9])(?=[).:\s-]+(?:đ|s|t|f))", plain.casefold())
    expected = [chr(97 + index) for index in range(count)], [str(index + 1) for index in range(count)]
    return not named or named in expected


def names_options(key: str) -> bool:
    """Return whether a key is the letters of options and cannot be words to type: "B", "A, C", "Đáp án D"."""
    bare = _LEAD.sub("", squeeze(key), count=1)
    tokens = [token for token in _APART.split(bare.strip(" .;,")) if token]
    letters = [_letter(token) for token in tokens]
    return bool(letters) and all(letter is not None and letter in "ABCDEFGH" for letter in letters)


def truth_of(mark: str) -> bool | None:
    """Return whether a mark beside an option says right or wrong, None where it says neither."""
    word = squeeze(mark).casefold()
    if word in TRUE_WORDS:
        return True
    return False if word in FALSE_WORDS or fold(word) in FALSE_WORDS else None


def says_truth(mark: str) -> bool:
    """Return whether a mark is spelled as the truth of a statement: "Đ", "Sai"."""
    return squeeze(mark).casefold() in _TRUTH


def order_of(key: str, count: int) -> list[int] | None:
    """Return the order that a key says, such as "B, A, C" or "2-1-3" or "BAC"; None unless it names each once."""
    tokens = [token for token in re.split(r"[\s,;>→|/–-]+", squeeze(key).upper()) if token]
    if len(tokens) == 1 and len(tokens[0]) == count:
        tokens = list(tokens[0])
    order = [
        int(token) - 1 if token.isdecimal() else ord(token) - 65
        for token in tokens
        if len(token) == 1 or token.isdecimal()
    ]
    return order if sorted(order) == list(range(count)) and len(order) == len(tokens) else None
