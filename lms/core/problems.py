"""A problem in an author's text: where it is, how bad it is, and what to write instead, in two languages.

Courses, glossaries and question banks all report with this one class. Who finds problems lives with the readers of
those formats; who prints them lives in the command line and the editor.
"""

from collections.abc import Iterable
from dataclasses import dataclass

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One finding of a checker. ``line`` counts from 1; ``level`` is ``"error"`` or ``"warning"``."""

    path: str
    line: int
    level: str
    code: str  # short, stable, for tests and for searching the documentation: "single-key"
    vi: str
    en: str

    def text(self, lang: str) -> str:
        """Return ``path:line: level: message`` in English for ``"en"``, in Vietnamese otherwise."""
        message = self.en if lang == "en" else self.vi
        return f"{self.path}:{self.line}: {self.level}: {message}"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any of ``problems`` is an error, which forbids publishing."""
    return any(problem.level == ERROR for problem in problems)
