"""Exam papers as Vietnamese teachers write them ("Câu 1: … A. … B. …") read into a manuscript.

A paper is a sequence of lines with the look of each character, from Word or from plain text. ``lines`` holds these,
``labels`` the fixed words of papers, ``sorting`` finds questions, parts and keys, ``shaping`` the pieces of a question,
``marks`` which formatting is the paper's mark, ``judging`` what is right, ``writing`` the manuscript.
"""

from collections.abc import Sequence

from lms.core.questions.importing.old_letters import damage_in
from lms.core.questions.importing.papers.lines import PLAIN, Line, passage_of
from lms.core.questions.importing.papers.sentences import trouble
from lms.core.questions.importing.papers.sorting import sort_lines
from lms.core.questions.importing.papers.writing import written
from lms.core.questions.importing.sentences import WHOLE_FILE, about_whole_file
from lms.core.questions.importing.text_files import text_of
from lms.core.questions.manuscript import Manuscript, Reading, Trouble

MOST_LINES = 150_000
LONGEST_LINE = 20_000


def read_text(data: bytes, name: str, *, first_is_right: bool = False) -> Reading:
    """Read a paper of plain text; stars, ticks and key tables mark the right answers."""
    text = text_of(data, name)
    if isinstance(text, Trouble):
        return Reading(Manuscript(), (text,))
    lines = []
    for place, line in enumerate(text.splitlines(), start=1):
        if place > MOST_LINES or len(line) > LONGEST_LINE:
            return nothing("too-long")
        lines.append(Line(passage_of([(line, PLAIN)]), place))
    return read_lines(lines, where="dòng {place}", first_is_right=first_is_right)


def read_lines(
    lines: Sequence[Line], *, where: str, first_is_right: bool = False, troubles: Sequence[Trouble] = ()
) -> Reading:
    """Read a paper from its lines; ``troubles`` are those that were found on the way to them."""
    damage = damage_in(line.text for line in lines)
    if damage:
        return nothing(damage[0], one=damage[1])
    found = sort_lines(lines)
    if found.is_overfull:
        return Reading(Manuscript(), (about_whole_file("too-many-questions"),))
    if not found.questions:
        return Reading(Manuscript(), (*troubles, trouble("no-questions", WHOLE_FILE, 0)))
    reading = written(found, first_is_right=first_is_right, where=where)
    return Reading(reading.manuscript, (*troubles, *reading.troubles))


def nothing(code: str, **names: str) -> Reading:
    """Return the reading of a file that gives no question at all, and why."""
    return Reading(Manuscript(), (trouble(code, WHOLE_FILE, 0, None, **names),))
