"""One lesson file, in two passes: first its skeleton (ids that others link to), then its pages.

The course around it is put together in ``compiling``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lms.core.markup import advice
from lms.core.markup.blocks import Line, Lines, joined, numbered
from lms.core.markup.course import Item, Lesson, Media, QuizRef, Segment, Variant, Video
from lms.core.markup.findings import FileFindings, nearest
from lms.core.markup.frontmatter import Front, read_front_matter, split_front_matter
from lms.core.markup.keys import LESSON_KEYS
from lms.core.markup.links import Link, Linker, Places
from lms.core.markup.outline import TASK, Outline, Section, free_id, read_outline
from lms.core.markup.pieces import (
    CHECK,
    Custom,
    Definitions,
    ListItems,
    LoneLink,
    Piece,
    Text,
    Variants,
    cut,
    take_definitions,
)
from lms.core.markup.rendering import Locator, Renderer, UnrenderableError, fields_in
from lms.core.markup.source import read_text, refusal
from lms.core.markup.tasks import fences, read_task, shown_by
from lms.core.markup.videos import is_video, read_video
from lms.core.practice import KINDS


@dataclass(frozen=True)
class Draft:
    """A lesson after the first pass."""

    file_name: str
    id: str
    front: Front
    outline: Outline
    definitions: Definitions
    findings: FileFindings

    @property
    def ids(self) -> dict[str, str]:
        """The items that can be linked to, with their kinds."""
        return {section.id: section.kind for section in self.outline.sections}


def read_body(content: bytes, findings: FileFindings) -> tuple[str, Lines] | None:
    """Return the text of a file and the lines below its front matter, or None where it must not be rendered."""
    text = read_text(content, findings)
    if text is None:
        return None
    refused = refusal(text)
    if refused:
        findings.add(
            refused.line, refused.code, found=refused.found, allowed=refused.allowed, size=refused.found
        )
        return None
    _, first = split_front_matter(text)
    lines = numbered(text)[first - 1 :]
    return text, tuple((number, line.expandtabs(4)) for number, line in lines)


def draft_lesson(file_name: str, content: bytes, findings: FileFindings) -> Draft | None:
    """Return the skeleton of a lesson, or None after noting why the file cannot be read."""
    read = read_body(content, findings)
    if read is None:
        return None
    text, lines = read
    front = read_front_matter(text, LESSON_KEYS, findings)
    body, definitions = take_definitions(lines)
    outline = read_outline(body, findings)
    lesson_id = front.values.get("id")
    if lesson_id is None:
        stem = file_name.removesuffix(".md").lstrip("0123456789-_. ")
        lesson_id = free_id(stem, set())
        if front.is_readable and "id" not in front.lines:
            findings.add(1, "missing-lesson-id", suggestion=lesson_id)
    if front.is_readable and "title" not in front.lines:
        findings.add(1, "title-key-missing")
    advice.note_wording(body, findings)
    return Draft(file_name, lesson_id, front, outline, definitions, findings)


@dataclass
class PageMeaning:
    """What links and pictures of one passage mean; remembers the pictures for the weight of the page."""

    linker: Linker
    locator: Locator
    findings: FileFindings
    pictures: dict[str, Media] = field(default_factory=dict)

    def link(self, target: str) -> Link | None:
        return self.linker.link(target, self.locator.line(target))

    def picture(self, target: str, alt: str) -> dict[str, str] | None:
        line = self.locator.line(target)
        if not alt:
            self.findings.add(line, "missing-alt", target=target[:80])
        media = self.linker.picture(target, line)
        if media is None:
            return None
        self.pictures[media.path] = media
        return self.linker.places.picture(media)

    def field_in_attribute(self, name: str) -> None:
        self.findings.add(self.locator.line("{{" + name + "}}"), "field-in-attribute", name=name)


class PageMaker:
    """Renders the passages of one file and gathers what they use."""

    def __init__(self, places: Places, file_name: str, renderer: Renderer, findings: FileFindings) -> None:
        self.places = places
        self.renderer = renderer
        self.findings = findings
        self.linker = Linker(places, file_name, findings)
        self.definitions = Definitions()
        self.pictures: dict[str, Media] = {}
        self.parts = 0
        self.custom = Custom(self.is_card, places.device_names)

    def html(self, lines: Lines, scope: str) -> str:
        """Return the sanitised HTML of ``lines``; ids in it are unlike those of any other passage."""
        self.parts += 1
        text = joined(lines)
        added = self.definitions.needed_by(text)
        meaning = self.meaning((*lines, *added))
        try:
            markup = self.renderer.html(joined((*lines, *added)), meaning, f"{scope}-{self.parts}")
        except UnrenderableError as error:
            self.findings.add(lines[0][0], "unrenderable", reason=str(error))
            return ""
        self.pictures |= meaning.pictures
        return markup

    def inline(self, lines: Lines) -> str:
        """Return the sanitised HTML of one list item without its ``- [ ]``."""
        box = CHECK.fullmatch(lines[0][1])
        first = (box[1] or "") if box else lines[0][1]
        text = " ".join([first, *(text.strip() for _, text in lines[1:])])
        added: Lines = self.definitions.shared if "[" in text else ()
        meaning = self.meaning((*lines, *added))
        try:
            return self.renderer.inline(text, meaning, joined(added))
        except UnrenderableError as error:
            self.findings.add(lines[0][0], "unrenderable", reason=str(error))
            return ""

    def meaning(self, lines: Sequence[Line]) -> PageMeaning:
        return PageMeaning(self.linker, Locator(line for line in lines if line[0]), self.findings)

    def note_weight(self, line: int) -> None:
        """Note a page that begins at ``line`` and whose pictures are too heavy together."""
        advice.note_weight(line, sum(one.weight for one in self.pictures.values()), self.findings)

    def is_card(self, target: str) -> bool:
        """Return whether a link that stands alone becomes a card: a quiz or a film."""
        return self.places.quiz(target) is not None or is_video(target, self.places)

    def segments(self, pieces: Sequence[Piece], scope: str) -> tuple[tuple[Segment, ...], list[LoneLink]]:
        """Return the segments of a page, and the quiz links among its pieces."""
        segments: list[Segment] = []
        quizzes: list[LoneLink] = []
        for piece in pieces:
            if isinstance(piece, LoneLink) and self.places.quiz(piece.target):
                quizzes.append(piece)
            else:
                segments += self.segment(piece, scope)
        return tuple(segments), quizzes

    def segment(self, piece: Piece, scope: str) -> list[Segment]:
        if isinstance(piece, Text):
            markup = self.html(piece.lines, scope)
            return [Segment("html", html=markup)] if markup else []
        if isinstance(piece, ListItems):
            return [Segment("checks", checks=tuple(self.inline(item) for item in piece.items))]
        if isinstance(piece, Variants):
            return [Segment("variants", variants=tuple(self.variant(*one, scope) for one in piece.passages))]
        video: Video | None = read_video(piece, self.places, self.findings)
        return [Segment("video", video=video)] if video else []

    def variant(self, device: str, label: str, line: int, lines: Lines, scope: str) -> Variant:
        if not any(text.strip() for _, text in lines):
            self.findings.add(line, "empty-variant", label=label[:60])
        for number, text in lines:
            if CHECK.fullmatch(text):
                self.findings.add(number, "check-in-variant")
                break
        return Variant(device, label, self.html(lines, scope) if lines else "")


class LessonMaker:
    """The second pass over one lesson."""

    def __init__(self, draft: Draft, places: Places, renderer: Renderer) -> None:
        self.draft = draft
        self.findings = draft.findings
        self.places = places
        self.pages = PageMaker(places, draft.file_name, renderer, draft.findings)
        self.pages.definitions = draft.definitions
        self.lines_of = {section.id: section.line for section in draft.outline.sections}

    def make(self) -> Lesson:
        """Return the compiled lesson; what is wrong with it has been noted."""
        front, outline = self.draft.front, self.draft.outline
        advice.note_minutes(front, outline, self.pages.custom, self.findings)
        intro = cut(self.step_lines(outline.intro), CHECK, self.pages.custom)
        body, quizzes = self.pages.segments(intro, "bai")
        self.pages.note_weight(outline.intro[0][0] if outline.intro else 1)
        items = [item for link in quizzes for item in self.quiz(link)]
        for section in outline.sections:
            items += self.section(section)
        values = {key: value for key, value in front.values.items() if key != "id"}
        values.setdefault("minutes", sum(section.minutes for section in outline.sections))
        values.setdefault("title", self.draft.id)
        return Lesson(id=self.draft.id, **values, body=body, items=tuple(items))

    def section(self, section: Section) -> list[Item]:
        """Return the item of a step or a task, and the quizzes that stand in it."""
        self.pages.pictures = {}
        if section.kind == TASK:
            assets = {path: (one.width, one.height) for path, one in self.places.media.items()}
            task, pieces = read_task(section, assets, self.pages.custom, self.findings)
            self.places.used.update(shown_by(task))
        else:
            task, pieces = None, cut(self.step_lines(section.lines), CHECK, self.pages.custom)
            advice.note_actions(section.lines, self.findings)
        body, quizzes = self.pages.segments(pieces, section.id)
        self.pages.note_weight(section.line)
        if not body and not quizzes and section.kind != TASK:  # a task without one has its own error
            self.findings.add(section.line, "empty-section", title=section.title[:60])
        item = Item(
            key=f"{self.draft.id}/{section.id}",
            kind=section.kind,
            id=section.id,
            title=section.title,
            minutes=section.minutes,
            body=body,
            local_fields=fields_in(_texts(body, task.spec if task else None)),
            task=task,
        )
        return [item, *(quiz for link in quizzes for quiz in self.quiz(link))]

    def step_lines(self, lines: Lines) -> Lines:
        """Return the lines of a step or an introduction; a practice block does not belong there."""
        blocks, _ = fences(lines)
        for block in blocks:
            if block.word in KINDS:
                self.findings.add(block.line, "block-in-step", kind=block.word)
        return lines

    def quiz(self, link: LoneLink) -> list[Item]:
        """Return the card of a quiz, or nothing after noting why the link leads to none."""
        found = self.places.quiz(link.target)
        stem, pool = found if found else ("", "")
        banks = self.places.known.banks
        bank, pools = stem.replace("/", "-"), None
        if banks is not None:
            if stem not in banks:
                self.findings.add(
                    link.line,
                    "unknown-quiz",
                    stem=stem[:60],
                    nearest=nearest(stem, banks).between("../../quizzes/", ".md"),
                )
                return []
            bank, pools = banks[stem]
        if pool and pools is not None and pool not in pools:
            self.findings.add(
                link.line, "unknown-pool", pool=pool[:60], nearest=nearest(pool, pools).between("#")
            )
            return []
        item_id = f"{bank}.{pool}" if pool else bank
        if item_id in self.lines_of:
            self.findings.add(link.line, "repeated-quiz", id=item_id, first=self.lines_of[item_id])
            return []
        self.lines_of[item_id] = link.line
        quiz = QuizRef(bank, pool or None)
        return [Item(f"{self.draft.id}/{item_id}", "quiz", item_id, link.text or bank, quiz=quiz)]


def _texts(body: Sequence[Segment], spec: object) -> list[str]:
    """Return every text of a page in which a local field may stand."""
    texts: list[str] = []
    for segment in body:
        texts += [segment.html, *segment.checks, *(variant.html for variant in segment.variants)]
    waiting = [spec]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return texts


def body_fields(lesson: Lesson) -> tuple[str, ...]:
    """Return the local fields of a lesson: of its introduction and of all its items."""
    own = fields_in(_texts(lesson.body, None))
    return tuple(dict.fromkeys([*own, *(name for item in lesson.items for name in item.local_fields)]))
