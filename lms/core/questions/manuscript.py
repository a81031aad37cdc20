"""A question as somebody wrote it, in any format, before it is compiled: Markdown texts, and what is still unsure.

Every importer ends in ``Manuscript`` and every exporter of texts begins with one; ``native`` turns it into the bank
format and back. Whether a bank is valid is decided by ``parse_bank`` alone.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from lms.core.questions.model import ONE, ZERO, QuestionType


class Status(StrEnum):
    """Whether a question may be published as it was read."""

    READY = "ready"
    DRAFT = "draft"  # something is unsure, most often the key; a person has to decide


@dataclass(frozen=True)
class WrittenOption:
    """Something to tick, a statement of a cluster (fraction 1 is "Đúng"), or an item to put in order."""

    text: str  # Markdown
    fraction: Decimal = ZERO  # a share, -1 to 1; 1 is right, 0 is wrong
    feedback: str = ""  # Markdown
    id: str = ""
    is_pinned: bool = False


@dataclass(frozen=True)
class WrittenAnswer:
    """An answer to type: words, or a number as the bank format writes it ("2803 ± 0", "± 5%", "3.1 .. 3.2")."""

    text: str
    fraction: Decimal = ONE
    feedback: str = ""


@dataclass(frozen=True)
class WrittenPair:
    """A left-hand side and what belongs to it; an empty ``left`` makes ``right`` an extra choice."""

    left: str
    right: str
    feedback: str = ""
    id: str = ""


@dataclass(frozen=True)
class WrittenRubricLine:
    """What a person looks for, and the points it is worth."""

    points: Decimal
    text: str


@dataclass(frozen=True)
class WrittenHint:
    """A hint and the share of the points that it costs."""

    text: str
    penalty: Decimal = ZERO


@dataclass(frozen=True)
class WrittenQuestion:
    """One question. Gaps of a cloze stand in ``stem`` as ``[[…]]``. Empty means: not said."""

    type: QuestionType
    stem: str  # Markdown; its first line becomes the heading
    options: tuple[WrittenOption, ...] = ()
    answers: tuple[WrittenAnswer, ...] = ()
    pairs: tuple[WrittenPair, ...] = ()
    rubric: tuple[WrittenRubricLine, ...] = ()
    id: str = ""
    title: str = ""  # a name that only other formats have, such as GIFT's ``::name::``
    tags: tuple[str, ...] = ()
    points: Decimal | None = None
    score: str = ""
    match: str = ""
    lesson: str = ""
    hints: tuple[WrittenHint, ...] = ()
    explanation: str = ""  # Markdown, as are the next two
    right: str = ""
    wrong: str = ""
    is_weighted: bool = False  # the shares of the options are weights even where all are 0 or 1
    status: Status = Status.READY
    where: str = ""  # "dòng 12", "đoạn 30", "Sheet1, dòng 5": for people
    place: int = 0  # the same as a number, for sorting: line, paragraph or row, from 1
    source: str = ""  # what stood in the file, as text, to be shown beside the reading


@dataclass(frozen=True)
class WrittenPool:
    """Questions under one heading; the pool before the first heading has no title."""

    title: str = ""
    id: str = ""
    draw: int | None = None
    points: Decimal | None = None
    questions: tuple[WrittenQuestion, ...] = ()


@dataclass(frozen=True)
class Manuscript:
    """A bank in the making. ``front`` holds the settings that were said, as the front matter writes them."""

    pools: tuple[WrittenPool, ...] = ()
    front: dict[str, str] = field(default_factory=dict)

    @property
    def questions(self) -> tuple[WrittenQuestion, ...]:
        """Return the questions of all pools in their order."""
        return tuple(question for pool in self.pools for question in pool.questions)


@dataclass(frozen=True)
class Trouble:
    """Something in a file that a person has to look at: where, what, and how to mend it, in two languages.

    ``question`` is the index of the question in ``Manuscript.questions`` that it is about, None for the whole file.
    """

    where: str
    place: int
    vi: str
    en: str
    mend_vi: str
    mend_en: str
    question: int | None = None
    code: str = ""


@dataclass(frozen=True)
class Reading:
    """What an importer made of a file. A file that cannot be read at all has no question and at least one trouble."""

    manuscript: Manuscript
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True)
class Misfit:
    """What an exporter could not say in the other format; ``question`` is the question's id."""

    question: str
    vi: str
    en: str


MOST_IMPORTED = 5000
"""Questions in one file; more are refused with this number named."""

LARGEST_FILE = 20_000_000
"""Bytes of a file of questions."""

LONGEST_SOURCE = 4_000
"""Characters of a file that are kept beside a question; what follows is in the file itself."""
