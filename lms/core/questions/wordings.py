"""Options whose words depend on the other options: they must come last, or forbid shuffling altogether."""

import re

from lms.core.vietnamese import fold, squeeze

_COUNT = r"(?:[2-9]|hai|ba|bon|nam|sau)"
_THINGS = r"(?:dap an|phuong an|lua chon|cau tra loi|cau|y|dieu|noi dung|truong hop|cach|viec)"
_FOR_ALL = re.compile(
    rf"(?:(?:tat ca|ca {_COUNT}|toan bo)(?: (?:cac|nhung))?(?: {_THINGS})?"
    rf"|(?:cac|khong(?: co)?|chang co)(?: {_THINGS}))"
    r"(?: nao)?(?: (?:deu|ke|o|ben|neu))*(?: tren)?(?: day)?(?: (?:deu|la|cung))*(?: (?:dung|sai))?"
)
_FOR_ALL_ENDS = ("tren", "tren day", "dung", "sai")
_ENGLISH = frozenset({"all of the above", "none of the above", "both of the above"})
_LETTERS = r"[A-H](?:\s*(?:,|&|và|hoặc|hay|lẫn|and|or)\s*[A-H])+"
_NAMES_LETTERS = re.compile(rf"(?<!\w){_LETTERS}(?!\w)")
_NAMES_A_LETTER = re.compile(
    r"(?:[Cc]âu|[Ýý]|[Đđ]áp án|[Pp]hương án|[Ll]ựa chọn|[Oo]ption)\s+\(?[A-H]\)?(?!\w)"
)
_LETTER_HOLDS = re.compile(r"(?:[Cc]hỉ\s+)?[A-H]\s+(?:đều\s+)?(?:đúng|sai)(?:\s*,.*)?|[Cc]hỉ\s+[A-H]")
_SMALL_LETTERS = re.compile(
    r"(?:(?:cả|chỉ|gồm|có|đáp án|phương án|câu|ý)\s+)*[a-h](?:\s*(?:,|&|và|hoặc|hay|lẫn)\s*[a-h])+(?:\s+(?:đều|là))*(?:\s+(?:đúng|sai))?",
    re.IGNORECASE,
)
_LONGEST = 120  # such options are short; longer ones are ordinary sentences


def speaks_for_all(text: str) -> bool:
    """Return whether an option speaks of all the options above it: "Tất cả đáp án trên", "Cả 3 ý trên đều sai"."""
    words = fold(text[:_LONGEST]).rstrip(".! ")
    if len(text) > _LONGEST:
        return False
    return words in _ENGLISH or (words.endswith(_FOR_ALL_ENDS) and bool(_FOR_ALL.fullmatch(words)))


def names_letters(text: str) -> bool:
    """Return whether an option names others by their letters: "A và B đều đúng", "Câu C sai"."""
    words = squeeze(text).rstrip(".! ").replace("(", "").replace(")", "")
    if len(text) > _LONGEST:
        return False
    return bool(
        _NAMES_LETTERS.search(words)
        or _NAMES_A_LETTER.search(words)
        or _LETTER_HOLDS.fullmatch(words)
        or _SMALL_LETTERS.fullmatch(words)
    )
