"""Collects what is wrong with a bank while it is read, so that the reader never stops at the first problem."""

import difflib
from collections.abc import Iterable

from lms.core.problems import ERROR, WARNING, Problem, has_errors

MOST_PROBLEMS = 500
_LONGEST_QUOTE = 40
_MOST_NAMED = 16


class Findings:
    """The problems of one file. Past ``most`` of them no more are kept: nobody reads further."""

    def __init__(self, path: str, most: int = MOST_PROBLEMS) -> None:
        self.path = path
        self._most = most
        self._problems: list[Problem] = []
        self._first_beyond: int | None = None  # line of the first error that was not kept

    def error(self, line: int, code: str, vi: str, en: str) -> None:
        """Note something that forbids publishing."""
        self._note(Problem(self.path, line, ERROR, code, vi, en))

    def warn(self, line: int, code: str, vi: str, en: str) -> None:
        """Note something that the author should look at."""
        self._note(Problem(self.path, line, WARNING, code, vi, en))

    @property
    def has_errors(self) -> bool:
        """Return whether the bank may not be published."""
        return self._first_beyond is not None or has_errors(self._problems)

    def has(self, code: str) -> bool:
        """Return whether a problem of this kind was noted."""
        return any(problem.code == code for problem in self._problems)

    def in_order(self) -> tuple[Problem, ...]:
        """Return each problem once, by line."""
        found = sorted(dict.fromkeys(self._problems), key=lambda problem: (problem.line, problem.level))
        if self._first_beyond is not None:
            found.append(
                Problem(
                    self.path,
                    self._first_beyond,
                    ERROR,
                    "many-problems",
                    "Còn nhiều lỗi nữa; thầy cô sửa các lỗi trên rồi kiểm tra lại.",
                    "There are more problems; mend those above and check again.",
                )
            )
        return tuple(found)

    def _note(self, problem: Problem) -> None:
        if len(self._problems) < self._most:
            self._problems.append(problem)
        elif problem.level == ERROR and self._first_beyond is None:
            self._first_beyond = problem.line


def quoted(text: str) -> str:
    """Return the author's own words for a message, cut where they run long."""
    short = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    return f"“{short}”"


def likely(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word that ``word`` was probably meant to be."""
    close = difflib.get_close_matches(word[:_LONGEST_QUOTE], list(known), n=1, cutoff=cutoff)
    return close[0] if close else None


def instead(word: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the end of a message, in both languages: the likely word, or every word that may stand there."""
    words = list(known)
    meant = likely(word, words)
    if meant:
        return f"có phải ý thầy cô là “{meant}”?", f"did you mean “{meant}”?"
    named = ", ".join(words[:_MOST_NAMED]) + (" …" if len(words) > _MOST_NAMED else "")
    return f"dùng một trong: {named}.", f"use one of: {named}."
