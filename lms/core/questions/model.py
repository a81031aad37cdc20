"""What a question bank is once it has been read: frozen values, nothing that reads, draws, grades or shows.

Every ``*_html`` is final, sanitised HTML. Feedback, hints and explanations of one line are inline HTML, longer ones are
blocks, so a page puts them in a ``div``. Shares (``fraction``, ``penalty``, ``pass_share``) are between 0 and 1, except
the weights of wrong options, which may be negative down to -1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

ZERO = Decimal(0)
ONE = Decimal(1)

Response = dict[str, Any]
"""A cleaned answer, JSON-able; ``{}`` is blank. Its shape by type stands in ``responses``."""

RawForm = Mapping[str, Any]
"""Form fields by name; each value is a sequence of strings, as browsers send them."""


class QuestionType(StrEnum):
    """Every type of question; the value is what ``type=…`` says in the source."""

    SINGLE = "single"
    TRUE_FALSE = "truefalse"
    MULTIPLE = "multiple"
    CLUSTER = "cluster"
    SHORT = "short"
    NUMBER = "number"
    MATCHING = "matching"
    ORDERING = "ordering"
    CLOZE = "cloze"
    ESSAY = "essay"
    EVIDENCE = "evidence"


class GapKind(StrEnum):
    """What a gap of a cloze text asks for."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"


PEOPLE_GRADE = frozenset({QuestionType.ESSAY, QuestionType.EVIDENCE})


@dataclass(frozen=True)
class Option:
    """Something to tick, a statement of a cluster, the right-hand side of a match, or an item to put in order."""

    id: str  # a hash of the normalised text unless the author gave one
    html: str
    text: str
    fraction: Decimal = (
        ZERO  # 1 is right (a true statement of a cluster), 0 is wrong; weights with score=moodle
    )
    feedback_html: str = ""
    pinned: bool = False  # keeps its place when the others are shuffled
    last: bool = False  # "Tất cả đáp án trên": always comes last when the others are shuffled

    @property
    def right(self) -> bool:
        """Return whether this belongs to the key."""
        return self.fraction > 0


@dataclass(frozen=True)
class Accepted:
    """An answer that the author foresaw: words, or a closed interval of numbers; fraction 0 foresees a mistake."""

    text: str
    fraction: Decimal = ONE
    feedback_html: str = ""
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Pair:
    """The left-hand side of a match, and the id of the choice that belongs to it."""

    id: str
    html: str
    text: str
    choice_id: str
    feedback_html: str = ""


@dataclass(frozen=True)
class Gap:
    """One gap of a cloze text; ``name`` is "1", "2" … in reading order."""

    name: str
    kind: GapKind
    accepted: tuple[Accepted, ...] = ()
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Hint:
    """A hint that the learner may ask for, and the share of the points that asking costs."""

    html: str
    penalty: Decimal = ZERO


@dataclass(frozen=True)
class RubricLine:
    """What a person looks for, and the points it is worth."""

    points: Decimal
    html: str
    text: str


@dataclass(frozen=True)
class Question:
    """One question with its key."""

    id: str
    type: QuestionType
    heading_html: str  # the line after "##", inline; gaps are shown as "(1)"
    body_html: str  # what stands between that line and the answers, blocks; often empty
    stem_text: str  # both of them without markup, for lists and screen-reader titles
    points: Decimal
    score: str  # how partial credit is given: see ``grading``
    match: str  # how words are compared: fold, accent, case or exact
    lesson: str | None  # the lesson to reread
    sha256: str  # of this question's normalised source
    line: int
    hints: tuple[Hint, ...] = ()
    explanation_html: str = ""
    right_html: str = ""
    wrong_html: str = ""
    shuffle: bool = True  # False where an option names letters ("A và B") and for Đúng / Sai
    weighted: bool = False  # the author wrote weights such as [50%]
    options: tuple[Option, ...] = ()  # choices, statements, or the items of an ordering in their right order
    accepted: tuple[Accepted, ...] = ()
    pairs: tuple[Pair, ...] = ()
    choices: tuple[Option, ...] = ()  # right-hand sides of a matching, extras included
    gaps: tuple[Gap, ...] = ()
    parts: tuple[str, ...] = ()  # a cloze stem's HTML cut at its gaps: one piece more than there are gaps
    rubric: tuple[RubricLine, ...] = ()

    @property
    def stem_html(self) -> str:
        """Return the whole stem as blocks."""
        return stem_of(self.heading_html, self.body_html)

    @property
    def needs_person(self) -> bool:
        """Return whether only a person can grade this."""
        return self.type in PEOPLE_GRADE


@dataclass(frozen=True)
class Pool:
    """A group of questions; ``draw`` of them are taken, or all. The pool before the first heading has the id ""."""

    id: str
    title: str
    draw: int | None
    points: Decimal | None  # for each question that states none; already counted into ``Question.points``
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Bank:
    """A question bank with its rules. Times are local to the site, ISO 8601, with an offset only if one was written."""

    id: str
    title: str
    pass_share: Decimal
    attempts: int  # 0: no limit
    grade: str  # best, last, first or average
    time_minutes: int | None
    open: str | None
    close: str | None
    overdue: str  # submit, grace or abandon
    grace_minutes: int
    shuffle_questions: bool
    shuffle_options: bool
    review: str  # each, end, after-close or never
    show_key: bool
    pools: tuple[Pool, ...]
    sha256: str  # of the NFC-normalised source

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions of all pools in the order of the source."""
        return tuple(question for pool in self.pools for question in pool.questions)

    def question(self, question_id: str) -> Question:
        """Return the question with this id; raise KeyError if there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


def stem_of(heading_html: str, body_html: str) -> str:
    """Return a heading line and what follows it as one run of blocks."""
    return f"<p>{heading_html}</p>\n{body_html}" if body_html else f"<p>{heading_html}</p>"
