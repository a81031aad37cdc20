"""Which exam code ("Mã đề 101") is in force where in a paper, so that no question takes the key of another one."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from lms.core.questions.importing.papers.lines import Line
from lms.core.vietnamese import fold

LONGEST_HEAD = 120
_CODE = re.compile(r"\bma de(?: thi| so| goc)*\s*[:.\-–]?\s*(?:so\s*)?(\d{1,4})\b")


class ExamCodes:
    """The lines that name one exam code; what follows, up to the next such line, is of that code."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._places: list[int] = []
        self._codes: list[str] = []
        for line in lines:
            found = set(_CODE.findall(fold(line.text))) if len(line.text) <= LONGEST_HEAD else set()
            if found:
                self._places.append(line.place)
                self._codes.append(found.pop() if len(found) == 1 else "")

    def at(self, place: int) -> str:
        """Return the code in force at a line, empty where none is or several are."""
        index = bisect_right(self._places, place)
        return self._codes[index - 1] if index else ""

    def differ(self, one: int, other: int) -> bool:
        """Tell whether two lines surely belong to different codes."""
        first, second = self.at(one), self.at(other)
        return bool(first and second) and first.lstrip("0") != second.lstrip("0")
