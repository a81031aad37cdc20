"""Collecting problems while a folder is read: one list for the folder, one notebook for each file."""

import difflib
from collections.abc import Iterable

from lms.core.markup.wording_files import FILE_WORDING
from lms.core.markup.wording_pages import PAGE_WORDING
from lms.core.problems import ERROR, Problem

WORDING = {**FILE_WORDING, **PAGE_WORDING}


class Findings:
    """Every problem of one folder."""

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}

    def add(self, problem: Problem) -> None:
        """Note ``problem`` once."""
        self._problems[problem] = None

    def file(self, path: str) -> "FileFindings":
        """Return the notebook for the file that is reported as ``path``."""
        return FileFindings(path, self)

    def sorted(self) -> tuple[Problem, ...]:
        """Return all problems by file, line and severity."""
        return tuple(
            sorted(self._problems, key=lambda one: (one.path, one.line, one.level != ERROR, one.code, one.vi))
        )


class FileFindings:
    """The problems of one file; ``path`` is as the author knows it: ``c-thai-nguyen/02-x.md``."""

    def __init__(self, path: str, folder: Findings) -> None:
        self.path = path
        self._folder = folder

    def add(self, line: int, code: str, **values: object) -> None:
        """Note the problem ``code`` at ``line``; ``values`` fill its sentences."""
        level, vi, en = WORDING[code]
        self._folder.add(Problem(self.path, line, level, code, vi.format(**values), en.format(**values)))

    def add_said(self, line: int, level: str, code: str, vi: str, en: str) -> None:
        """Note a problem whose sentences somebody else has worded."""
        self._folder.add(Problem(self.path, line, level, code, vi, en))


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice that ``word`` was probably meant to be; where none is near, the first few as a list."""
    ordered = sorted(choices)
    close = difflib.get_close_matches(word, ordered, n=1, cutoff=0.6)
    if close:
        return f"`{close[0]}`"
    shown = ", ".join(f"`{one}`" for one in ordered[:8])
    return shown + (" …" if len(ordered) > 8 else "")
