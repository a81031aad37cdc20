"""Collecting problems while a folder is read: one list for the folder, one notebook for each file."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.core.markup.wording_files import FILE_WORDING
from lms.core.markup.wording_pages import PAGE_WORDING
from lms.core.problems import ERROR, Problem

WORDING = {**FILE_WORDING, **PAGE_WORDING}

_EITHER = re.compile(r"<<([^<>|]*)\|([^<>|]*)>>")
_MOST_NAMED = 8


@dataclass(frozen=True)
class Near:
    """What an author probably meant: one word, the first few of those that would do, or nothing at all."""

    words: tuple[str, ...]
    has_more: bool = False

    def between(self, before: str, after: str = "") -> "Near":
        """Return the same words as an author writes them in a link."""
        return Near(tuple(f"{before}{word}{after}" for word in self.words), self.has_more)

    def said(self, one_of: str) -> str:
        """Return the words for a sentence; ``one_of`` stands before several."""
        named = ", ".join(f"`{word}`" for word in self.words) + (" …" if self.has_more else "")
        return f"{one_of} {named}" if len(self.words) > 1 else named


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
        said = _filled(vi, values, "một trong"), _filled(en, values, "one of")
        self._folder.add(Problem(self.path, line, level, code, *said))

    def add_said(self, line: int, level: str, code: str, vi: str, en: str) -> None:
        """Note a problem whose sentences somebody else has worded."""
        self._folder.add(Problem(self.path, line, level, code, vi, en))


def _filled(sentence: str, values: Mapping[str, object], one_of: str) -> str:
    """Return ``sentence`` with its places filled; of ``<<a|b>>``, b where nothing is ``nearest``."""
    near = values.get("nearest")
    sentence = _EITHER.sub(r"\2" if near == Near(()) else r"\1", sentence)
    return sentence.format(
        **{name: value.said(one_of) if isinstance(value, Near) else value for name, value in values.items()}
    )


def nearest(word: str, choices: Iterable[str]) -> Near:
    """Return the choice that ``word`` was probably meant to be; where none is near, the first few."""
    ordered = sorted(choices)
    close = difflib.get_close_matches(word, ordered, n=1, cutoff=0.6)
    return Near(tuple(close)) if close else Near(tuple(ordered[:_MOST_NAMED]), len(ordered) > _MOST_NAMED)
