"""The compiled course: what an author's folder becomes, and what every other part of the house reads.

Frozen dataclasses only. Who makes them lives in ``compiling``; how they are stored lives in ``stored``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lms.core.problems import Problem


@dataclass(frozen=True)
class CourseSource:
    """A course folder as bytes. Paths are posix and relative to the folder: ``course.md``, ``media/a.webp``."""

    slug: str
    files: Mapping[str, bytes]
    sizes: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    """Path of a picture to the WebPs that pages show, made by ``prepare``; none where it cannot be drawn."""


@dataclass(frozen=True)
class Known:
    """What stands outside the folder and may be linked to. None means "not known here, do not check"."""

    banks: Mapping[str, tuple[str, frozenset[str] | None]] | None = None
    """File stem under ``quizzes/`` to the bank's id and the ids of its pools, None where it cannot be read."""
    glossary: frozenset[str] | None = None
    courses: frozenset[str] | None = None


@dataclass(frozen=True)
class Module:
    """A titled group of lessons."""

    title: str
    lesson_ids: tuple[str, ...]


@dataclass(frozen=True)
class Skill:
    """A proficiency that the course evidences; ``codes`` are those of the teacher framework.

    ``lesson_ids`` are the lessons whose tasks evidence it; none: all of the course's.
    """

    id: str
    title: str
    codes: tuple[str, ...] = ()
    lesson_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class LocalField:
    """What ``{{name}}`` stands for, said to whoever fills in a unit's sheet."""

    name: str
    label: str
    hint: str = ""


SIZE_TYPE = "image/webp"


@dataclass(frozen=True)
class PictureSize:
    """A picture as a page shows it: always WebP. Its width and height are in pixels."""

    sha256: str
    width: int
    height: int
    bytes: int


@dataclass(frozen=True)
class Media:
    """A file under ``media/``. ``bytes`` is its size; width and height are in pixels, 0 for what is no picture.

    ``sizes`` are what pages show of a picture, the one for phones first; there are none for drawings and files, and
    none in revisions that were stored before sizes were made: pages show the file itself.
    """

    path: str
    sha256: str
    content_type: str
    width: int
    height: int
    bytes: int
    sizes: tuple[PictureSize, ...] = ()

    @property
    def weight(self) -> int:
        """The bytes that a phone loads to show it."""
        return self.sizes[0].bytes if self.sizes else self.bytes


@dataclass(frozen=True)
class Variant:
    """The same passage for one kind of device (``android``, ``iphone``, ``windows``); ``label`` as the author wrote it."""

    device: str
    label: str
    html: str


@dataclass(frozen=True)
class Video:
    """A film that plays after a tap. ``page_url`` is where it can be watched without JavaScript."""

    provider: str  # "youtube", "vimeo" or "file"
    title: str
    size: str  # as shown before loading: "3 phút, 12 MB"
    player_url: str
    page_url: str
    captions_url: str = ""


@dataclass(frozen=True)
class Segment:
    """A stretch of a page. ``kind`` says which field is filled: html, variants, checks or video."""

    kind: str
    html: str = ""
    variants: tuple[Variant, ...] = ()
    checks: tuple[str, ...] = ()  # inline HTML of each "- [ ]" item
    video: Video | None = None


@dataclass(frozen=True)
class RubricLine:
    """What an assessor looks for and what it is worth."""

    points: Decimal
    text: str


@dataclass(frozen=True)
class Task:
    """Something to hand in. ``spec`` is the JSON form of the practice kind's own declaration."""

    kind: str
    spec: Mapping[str, Any]
    submit: str
    assessor: str
    points: Decimal
    rubric: tuple[RubricLine, ...] = ()


@dataclass(frozen=True)
class QuizRef:
    """A question bank by its id, or one pool of it."""

    bank: str
    pool: str | None = None


@dataclass(frozen=True)
class Item:
    """A step, task or quiz. ``key`` is ``lesson-id/item-id``; titles and order may change, the key may not."""

    key: str
    kind: str  # "step", "task" or "quiz"
    id: str
    title: str
    minutes: int = 0
    body: tuple[Segment, ...] = ()
    local_fields: tuple[str, ...] = ()
    task: Task | None = None
    quiz: QuizRef | None = None


UNVERIFIED = "unverified"
"""The status of a lesson that rests on something not yet compared with its source; readers are told."""


@dataclass(frozen=True)
class Lesson:
    """One lesson; ``body`` is the text before its first item. Dates are ISO."""

    id: str
    title: str
    kind: str = "read"
    outcome: str = ""
    status: str = "published"
    on_update: str = "keep"
    minutes: int = 0
    requires: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    checked_on: str | None = None
    review_by: str | None = None
    body: tuple[Segment, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Course:
    """A whole course, ready to be shown."""

    id: str
    title: str
    summary: str = ""
    lang: str = "vi"
    version: str = ""
    status: str = "draft"
    authors: tuple[str, ...] = ()
    license: str = ""
    audience: str = ""
    level: str = ""
    minutes: int = 0
    requires: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    modules: tuple[Module, ...] = ()
    skills: tuple[Skill, ...] = ()
    complete_when: tuple[str, ...] = ("steps", "tasks", "quizzes")
    certificate: bool = False
    mentor: str = "optional"
    tags: tuple[str, ...] = ()
    intro_html: str = ""
    lessons: tuple[Lesson, ...] = ()
    media: tuple[Media, ...] = ()
    local_fields: tuple[str, ...] = ()
    local_labels: tuple[LocalField, ...] = ()
    """``local_fields`` are the names that the text uses, ``local_labels`` what the front matter says of them."""


@dataclass(frozen=True)
class Compilation:
    """The outcome of reading a folder. ``course`` is None if and only if a problem is an error."""

    course: Course | None
    problems: tuple[Problem, ...]
    sha256: str


@dataclass(frozen=True)
class Term:
    """A word of the glossary: ``text`` is its definition without markup, for searching and for a short label.

    ``source`` is its section of glossary.md as written, with its id; it compiles to the same word again.
    """

    id: str
    name: str
    english: str
    html: str
    text: str
    line: int = field(default=0, compare=False)
    source: str = ""
