"""Exam papers from Word. A .docx becomes lines with looks here; what the lines mean is read by ``papers``.

``package`` opens the file within bounds, ``looks`` resolves styles, ``numbering`` counts Word's own lists, ``symbols``
and ``equations`` write what is drawn with special fonts or as formulas, ``body`` walks through it all.
"""

from lms.core.archives import ArchiveError
from lms.core.questions.importing.containers import Kind, kind_of, refusal
from lms.core.questions.importing.containers import trouble as refused
from lms.core.questions.importing.papers import nothing, read_lines
from lms.core.questions.importing.papers.sentences import trouble
from lms.core.questions.importing.word.body import read_body
from lms.core.questions.importing.word.package import WordError, open_package
from lms.core.questions.manuscript import Manuscript, Reading

_WHERE = "đoạn {place}"
_MOST_TOLD = 20


def read_word(data: bytes, name: str, *, first_is_right: bool = False) -> Reading:
    """Read a paper from a Word document; ``first_is_right`` says that the first option of every question is right."""
    wrong = refusal(data, name)
    if wrong:
        return Reading(Manuscript(), (wrong,))
    kind = kind_of(data, name)
    if kind is not Kind.WORD:
        return nothing("not-word") if kind is Kind.EXCEL else Reading(Manuscript(), (refused("unknown"),))
    try:
        text = read_body(open_package(data))
    except ArchiveError:
        return Reading(Manuscript(), (refused("broken"),))
    except WordError as wrong_inside:
        return nothing(wrong_inside.code)
    hidden = [trouble("hidden", _WHERE.format(place=place), place) for place in text.hidden[:_MOST_TOLD]]
    return read_lines(text.lines, where=_WHERE, first_is_right=first_is_right, troubles=hidden)
