"""Writing the ids that an author left out, so that titles and order may change without losing anybody's progress.

Only what is missing is added; every other byte of a file stays as it was.
"""

import re
from collections.abc import Mapping

from lms.core.markup.compiling import COURSE_FILE, lesson_files
from lms.core.markup.course import CourseSource
from lms.core.markup.findings import Findings
from lms.core.markup.frontmatter import read_front_matter, split_front_matter
from lms.core.markup.keys import COURSE_KEYS
from lms.core.markup.lessons import Draft, draft_lesson, read_body
from lms.core.markup.outline import free_id
from lms.core.problems import ERROR, Problem
from lms.core.vietnamese import slug

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_CLOSING_MARKS = re.compile(r" +#+ *$")
_EMPTY_ID = re.compile(r"id\s{0,5}:\s*")


def stamp(source: CourseSource) -> Mapping[str, bytes]:
    """Return the files of ``source`` that lacked ids, with the ids written in; a second run returns nothing.

    A file that cannot be read as text, or whose front matter is missing or broken, is left alone; the checker says why.
    """
    written = {}
    drafts = {}
    for name in lesson_files(source.files):
        draft = draft_lesson(name, source.files[name], Findings().file(name))
        if draft is not None and draft.front.is_readable:
            drafts[name] = draft
    taken = {draft.id for draft in drafts.values() if "id" in draft.front.lines}
    for name, draft in drafts.items():
        new_id = None
        if "id" not in draft.front.lines:
            new_id = free_id(draft.id, taken)
            taken.add(new_id)
        written[name] = _stamped_lesson(source.files[name], draft, new_id)
    if COURSE_FILE in source.files:
        written[COURSE_FILE] = _stamped_course(source.files[COURSE_FILE], slug(source.slug))
    return {name: content for name, content in written.items() if content != source.files[name]}


def unstampable(source: CourseSource) -> tuple[Problem, ...]:
    """Return why files of ``source`` are left alone by ``stamp``; files that it can read have no problem here."""
    left: list[Problem] = []
    for name in lesson_files(source.files):
        folder = Findings()
        draft = draft_lesson(name, source.files[name], folder.file(f"{source.slug}/{name}"))
        if draft is None or not draft.front.is_readable:
            left += folder.sorted()
    if COURSE_FILE in source.files:
        folder = Findings()
        findings = folder.file(f"{source.slug}/{COURSE_FILE}")
        read = read_body(source.files[COURSE_FILE], findings)
        if read is None or not read_front_matter(read[0], COURSE_KEYS, findings).is_readable:
            left += folder.sorted()
    return tuple(problem for problem in left if problem.level == ERROR)


def _stamped_lesson(content: bytes, draft: Draft, new_id: str | None) -> bytes:
    lines = _LINES.findall(content.decode())
    for section in draft.outline.sections:
        if section.written_id is None:
            heading, end = _without_end(lines[section.line - 1])
            heading = _CLOSING_MARKS.sub("", heading).rstrip(" ")
            lines[section.line - 1] = f"{heading} {{#{section.id}}}{end}"
    return "".join(_with_id(lines, new_id)).encode()


def _stamped_course(content: bytes, new_id: str) -> bytes:
    findings = Findings().file(COURSE_FILE)
    read = read_body(content, findings)
    if read is None:
        return content
    front = read_front_matter(read[0], COURSE_KEYS, findings)
    if "id" in front.lines or not front.is_readable:
        return content
    return "".join(_with_id(_LINES.findall(content.decode()), new_id)).encode()


def _with_id(lines: list[str], new_id: str | None) -> list[str]:
    """Return ``lines`` with the id at the top of their front matter, or in place of an ``id:`` without a value."""
    bare = [_without_end(line)[0] for line in lines]
    front, body_line = split_front_matter("\n".join(bare).removeprefix("\ufeff"))
    if not new_id or front is None:
        return lines
    end = _without_end(lines[0])[1]
    for at in range(1, body_line - 2):
        if _EMPTY_ID.fullmatch(bare[at]):
            return [*lines[:at], f"id: {new_id}{end}", *lines[at + 1 :]]
    return [lines[0], f"id: {new_id}{end}", *lines[1:]]


def _without_end(line: str) -> tuple[str, str]:
    """Return a line and its own line end."""
    text = line.rstrip("\r\n")
    return text, line[len(text) :]
