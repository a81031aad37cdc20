"""A course folder becomes a course, or a list of everything that is wrong with it. Never an exception."""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import partial
from typing import TypeVar

from lms.core.child import TooSlowError
from lms.core.markup import advice
from lms.core.markup.blocks import Lines
from lms.core.markup.course import Compilation, Course, CourseSource, Known, Lesson, Media
from lms.core.markup.findings import FileFindings, Findings
from lms.core.markup.frontmatter import ID, Front, read_front_matter
from lms.core.markup.keys import COURSE_KEYS
from lms.core.markup.lessons import Draft, LessonMaker, PageMaker, body_fields, draft_lesson, read_body
from lms.core.markup.links import LessonPlace, Places
from lms.core.markup.media import MEDIA, read_media
from lms.core.markup.pieces import take_definitions
from lms.core.markup.relations import note_clashes, note_relations
from lms.core.markup.rendering import Renderer, fields_in
from lms.core.markup.source import digest, is_unread
from lms.core.problems import has_errors
from lms.core.vietnamese import nfc

COURSE_FILE = "course.md"
_NUMBER = re.compile(r"\d{1,9}")
_USED_HERE = ("id", "local_fields", "device_names")
"""Keys of course.md that are no field of the compiled course by the same name."""

Made = TypeVar("Made")
Watch = Callable[[str], AbstractContextManager[None]]
"""Called with a file's reported path around the work on it; ``limits`` uses it to stop what takes too long."""


def compile_course(
    source: CourseSource, known: Known, today: date, watch: Watch | None = None
) -> Compilation:
    """Return the compiled course and its problems; the course is None if and only if one of them is an error."""
    work = _Compiling(source, known, today, watch or (lambda path: nullcontext()))
    course = work.run()
    problems = work.findings.sorted()
    return Compilation(None if has_errors(problems) else course, problems, digest(source.files))


def lesson_files(files: Mapping[str, bytes]) -> list[str]:
    """Return the names of the lesson files in their order: by number, then by name."""
    names = [name for name in files if "/" not in name and name.endswith(".md") and not is_unread(name)]
    return sorted((name for name in names if name != COURSE_FILE), key=_order)


def _order(name: str) -> tuple[int, str]:
    number = _NUMBER.match(name)
    return (int(number[0]) if number else 10**9, name)


class _Compiling:
    """The work on one folder."""

    def __init__(self, source: CourseSource, known: Known, today: date, watch: Watch) -> None:
        self.source = source
        self.known = known
        self.today = today
        self.watch = watch
        self.files = {nfc(path): content for path, content in source.files.items()}
        self.findings = Findings()
        self.lang = "vi"
        self.renderer = Renderer()

    def file(self, name: str) -> FileFindings:
        return self.findings.file(f"{self.source.slug}/{name}")

    def run(self) -> Course | None:
        front, intro_lines = self.read_course_file()
        self.lang = front.values.get("lang", self.lang)
        self.renderer = Renderer(lang=self.lang)
        media = self.read_all_media()
        drafts = self.read_drafts()
        course_id = front.values.get("id", self.source.slug)
        places = Places(
            course_id if ID.fullmatch(course_id) else "khoa-hoc",
            self.source.slug,
            {draft.file_name: LessonPlace(draft.id, draft.ids) for draft in drafts},
            media,
            self.known,
            front.values.get("device_names", {}),
            {path for path in self.files if path.startswith(MEDIA)} - media.keys(),
        )
        intro = self.watched(COURSE_FILE, lambda: self.make_intro(intro_lines, places)) or ""
        lessons = tuple(lesson for draft in drafts if (lesson := self.make_lesson(draft, places)))
        values = {key: value for key, value in front.values.items() if key not in _USED_HERE}
        values.setdefault("title", course_id)
        values.setdefault("minutes", sum(lesson.minutes for lesson in lessons))
        course = Course(
            id=course_id,
            **values,
            intro_html=intro,
            lessons=lessons,
            media=tuple(media[path] for path in sorted(media)),
            local_fields=_local_fields(intro, lessons),
            local_labels=front.values.get("local_fields", ()),
        )
        # Where a file could not be read, what it should have had is missing for that reason alone.
        if len(lessons) == len(lesson_files(self.files)):
            note_relations(course, front, drafts, self.known, self.file(COURSE_FILE))
        else:
            note_clashes(course, front, drafts, self.file(COURSE_FILE))
        for path in sorted(media.keys() - places.used):
            self.file(path).add(1, "unused-media")
        return course

    def read_course_file(self) -> tuple[Front, Lines]:
        """Return the front matter of course.md and the lines below it."""
        findings = self.file(COURSE_FILE)
        if COURSE_FILE not in self.files:
            findings.add(1, "course-file-missing")
            return Front(), ()
        read = read_body(self.files[COURSE_FILE], findings)
        if read is None:
            return Front(), ()
        text, lines = read
        front = read_front_matter(text, COURSE_KEYS, findings)
        if front.is_readable and "id" not in front.lines:
            findings.add(1, "missing-course-id", suggestion=self.source.slug)
        if front.is_readable and "title" not in front.lines:
            findings.add(1, "title-key-missing")
        if front.values.get("id", self.source.slug) != self.source.slug:
            findings.add(front.line("id"), "folder-name", id=front.values["id"], folder=self.source.slug)
        return front, lines

    def make_intro(self, lines: Lines, places: Places) -> str:
        """Return the HTML of the course's introduction."""
        findings = self.file(COURSE_FILE)
        advice.note_wording(lines, findings)
        pages = PageMaker(places, COURSE_FILE, self.renderer, findings)
        text, pages.definitions = take_definitions(lines)
        markup = pages.html(text, "khoa") if text else ""
        pages.note_weight(lines[0][0] if lines else 1)
        return markup

    def read_all_media(self) -> dict[str, Media]:
        found = {}
        sizes = {nfc(path): made for path, made in self.source.sizes.items()}
        for path in sorted(self.files):
            if path.startswith(MEDIA):
                read = partial(read_media, path, self.files[path], self.file(path), sizes.get(path))
                media = self.watched(path, read)
                if media:
                    found[path] = media
            elif "/" in path or not (path.endswith(".md") or is_unread(path)):
                self.file(path).add(1, "unused-file")
        return found

    def read_drafts(self) -> list[Draft]:
        drafts = []
        for name in lesson_files(self.files):
            draft = self.watched(name, partial(draft_lesson, name, self.files[name], self.file(name)))
            if draft:
                drafts.append(draft)
        if not lesson_files(self.files):
            self.file(COURSE_FILE).add(1, "no-lessons")
        return drafts

    def make_lesson(self, draft: Draft, places: Places) -> Lesson | None:
        advice.note_dates(draft.front, self.today, draft.findings)
        return self.watched(draft.file_name, lambda: LessonMaker(draft, places, self.renderer).make())

    def watched(self, name: str, work: Callable[[], Made]) -> Made | None:
        findings = self.file(name)
        try:
            with self.watch(findings.path):
                return work()
        except TooSlowError:
            # The converter was stopped in the middle of its work and is not used again.
            self.renderer = Renderer(lang=self.lang)
            findings.add(1, "too-slow")
            return None


def _local_fields(intro: str, lessons: tuple[Lesson, ...]) -> tuple[str, ...]:
    names = [*fields_in([intro]), *(name for lesson in lessons for name in body_fields(lesson))]
    return tuple(dict.fromkeys(names))
