"""A GIFT file as a manuscript: categories become pools, questions become questions, and nothing is lost unsaid.

The grammar is in ``gift_grammar``; what one question means to a bank in ``gift_questions``.
"""

import re
from collections.abc import Iterable

from lms.core.questions.importing.gift_chunks import lines_of
from lms.core.questions.importing.gift_grammar import items_of
from lms.core.questions.importing.gift_questions import question_of
from lms.core.questions.importing.gift_sentences import trouble
from lms.core.questions.importing.gift_terms import Fault, Item, Kind
from lms.core.questions.importing.gift_texts import Typist
from lms.core.questions.importing.sentences import about_whole_file
from lms.core.questions.importing.text_files import text_of
from lms.core.questions.manuscript import (
    MOST_IMPORTED,
    Manuscript,
    Reading,
    Status,
    Trouble,
    WrittenPool,
    WrittenQuestion,
)
from lms.core.questions.model import QuestionType
from lms.core.questions.native import visible
from lms.core.vietnamese import fold, squeeze

_SEPARATOR = re.compile(r"(?<!/)/(?!/)")
_CONTEXT = re.compile(r"\$[A-Za-z0-9]*\$")
_TOP = "top"
_ESCAPED = re.compile(r"\\([\\:#={}~])")
_PASSAGE = re.compile(
    r"\b(?:doc (?:ky )?(?:doan|bai|van ban|thong tin|tinh huong)|read the (?:following )?(?:passage|text|paragraph)"
    r"|cau hoi (?:sau|duoi day|tiep theo)|the (?:next|following) question)\b"
)
_BEGINNING = 400
_MOST_ITEMS = 4 * MOST_IMPORTED


def read_gift(data: bytes, name: str) -> Reading:
    """Read a GIFT file; a file that cannot be read gives no question and says why."""
    text = text_of(data, name)
    if isinstance(text, Trouble):
        return Reading(Manuscript(), (text,))
    items: list[Item] = []
    count = 0
    for item in items_of(lines_of(text)):
        items.append(item)
        count += item.kind not in (Kind.CATEGORY, Kind.DESCRIPTION)
        if count > MOST_IMPORTED or len(items) > _MOST_ITEMS:
            return Reading(Manuscript(), (about_whole_file("too-many-questions"),))
    return _Desk().read(items)


def pool_title(path: str) -> str:
    """Return the name of a pool from a category's path: Moodle's own places at its beginning are left out."""
    parts = [
        squeeze(visible(part.replace("//", "/"))) for part in _SEPARATOR.split(_ESCAPED.sub(r"\1", path))
    ]
    if parts and _CONTEXT.fullmatch(parts[0]):
        parts = parts[1:]
    if parts and parts[0] == _TOP:
        parts = parts[1:]
    return " / ".join(part for part in parts if part)


class _Desk:
    """Puts the items of a file into pools, one by one."""

    def __init__(self) -> None:
        self._pools: list[WrittenPool] = []
        self._title = ""
        self._questions: list[WrittenQuestion] = []
        self._done = 0
        self._troubles: list[Trouble] = []
        self._passage: Item | None = None

    def read(self, items: Iterable[Item]) -> Reading:
        """Read all items."""
        for item in items:
            if item.kind is Kind.CATEGORY:
                self._leave_passage()
                self._turn_to(pool_title(item.title or ""))
            elif item.kind is Kind.DESCRIPTION:
                self._leave_passage()
                self._take_description(item)
            else:
                self._take(item)
        self._leave_passage()
        self._close_pool()
        if not self._done:
            self._troubles.append(about_whole_file("no-questions"))
        return Reading(Manuscript(tuple(self._pools)), tuple(self._troubles))

    def _turn_to(self, title: str) -> None:
        if title != self._title:
            self._close_pool()
            self._title = title

    def _close_pool(self) -> None:
        if self._questions:
            self._pools.append(WrittenPool(title=self._title, questions=tuple(self._questions)))
            self._questions = []

    def _take(self, item: Item) -> None:
        words = Typist().markdown(self._passage.stem) if self._passage else ""
        faults: list[Fault] = []
        if self._passage is not None and _PASSAGE.search(fold(words[:_BEGINNING])):
            faults.append(Fault("joined-description", self._passage.line))
            self._passage = None
        self._leave_passage()
        question, found = question_of(item, words if faults else "")
        self._keep(question, [*faults, *found])

    def _take_description(self, item: Item) -> None:
        """Hold a text back until it is known what follows it; with a stray brace it is a question that broke."""
        if not any(fault.code == "stray-brace" for fault in item.faults):
            self._troubles += [trouble(fault.code, fault.line) for fault in item.faults]
            self._passage = item
            return
        words = Typist().markdown(item.stem)
        question = WrittenQuestion(
            QuestionType.SHORT,
            words,
            title=squeeze(visible(item.title or "")),
            status=Status.DRAFT,
            where=f"dòng {item.line}",
            place=item.line,
            source=item.source,
        )
        self._keep(question, (*item.faults, Fault("unsure-no-key", item.line)))

    def _keep(self, question: WrittenQuestion, faults: Iterable[Fault]) -> None:
        self._questions.append(question)
        self._troubles += [trouble(fault.code, fault.line, self._done) for fault in faults]
        self._done += 1

    def _leave_passage(self) -> None:
        if self._passage is not None:
            self._troubles.append(trouble("description", self._passage.line))
            self._passage = None
