"""The titles within a paper ("PHẦN II. …", "B. TỰ LUẬN"): what they are called, and which part they open."""

import re

from lms.core.questions.importing.papers.labels import CHOICES
from lms.core.questions.importing.papers.options import count_choices
from lms.core.vietnamese import fold, squeeze

LONGEST_TITLE = 150
_ORDINAL = re.compile(r"(?:phan|part|section)?\s*(?:thu\s+)?([ivx]+|\d{1,2}|[a-d])(?!\w)")
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_LETTERED = re.compile(rf"\s*(?:[-–•+▪◦➢○●]\s*)?[(\[]?{CHOICES}\s*[.)/:\]\-–]")


def title_of(text: str) -> str:
    """Return a heading without the instructions that run on behind it."""
    title = squeeze(text).strip("*#-–— ")
    return re.split(r"(?<=[.:)])\s+(?:Thí sinh|Học sinh|Hãy|Mỗi câu|Em hãy)\b", title)[0].rstrip(":.")[
        :LONGEST_TITLE
    ]


def ordinal_of(text: str) -> int:
    """Return which part "PHẦN II", "B. TỰ LUẬN" or "Part 3" names, 0 for chapters, levels and the like."""
    words = fold(text).strip("*#-–— ")
    found = _ORDINAL.match(words)
    if not found or re.match(r"(?:chuong|chu de|muc|cap|dang|bai)", words):
        return 0
    name = found[1]
    if name in _ROMANS and name not in "d":
        return _ROMANS[name]
    return int(name) if name.isdigit() else "abcd".find(name) + 1


def is_next_option(text: str, before: str, after: str) -> bool:
    """Return whether a line is an option and no title, however it shouts: "C. HTTPS" behind A and B.

    ``before`` is the question so far, ``after`` the line below, without which "A. TRẮC NGHIỆM" may be either.
    """
    if not _LETTERED.match(text):
        return False
    together = count_choices("\n".join((before, text, after)))
    return together > max(1, count_choices(before))
