"""What must hold between the parts of a course: ids that differ, prerequisites that exist, minutes that add up."""

from collections.abc import Mapping, Sequence

from lms.core.markup.course import Course, Known
from lms.core.markup.findings import FileFindings, nearest
from lms.core.markup.frontmatter import Front
from lms.core.markup.lessons import Draft


def note_relations(
    course: Course, front: Front, drafts: Sequence[Draft], known: Known, findings: FileFindings
) -> None:
    """Note everything that does not fit together in ``course``; ``findings`` is the notebook of course.md."""
    note_clashes(course, front, drafts, findings)
    _note_requirements(course, drafts, known)
    _note_course_requirements(course, front, known, findings)
    _note_modules(course, front, findings)
    _note_local_fields(course, front, findings)
    total = sum(lesson.minutes for lesson in course.lessons)
    if "minutes" in front.values and total != course.minutes:
        findings.add(front.line("minutes"), "course-minutes", promised=course.minutes, total=total)


def note_clashes(course: Course, front: Front, drafts: Sequence[Draft], findings: FileFindings) -> None:
    """Note what is wrong even where other files of the course cannot be read."""
    _note_lesson_ids(drafts)
    _note_aliases(course, drafts)
    _note_circles(drafts)
    _note_skills(course, front, findings)


def _note_lesson_ids(drafts: Sequence[Draft]) -> None:
    first: dict[str, str] = {}
    for draft in drafts:
        if draft.id in first:
            draft.findings.add(
                draft.front.line("id"), "repeated-lesson-id", id=draft.id, file=first[draft.id]
            )
        first.setdefault(draft.id, draft.file_name)


def _note_aliases(course: Course, drafts: Sequence[Draft]) -> None:
    """Note former ids that lead nowhere, that are in use, or that two claim."""
    keys = {
        item.key for lesson in course.lessons for item in lesson.items
    }  # a quiz's id stands in no heading
    taken = keys | {draft.id for draft in drafts}
    taken |= {f"{draft.id}/{each}" for draft in drafts for each in draft.ids}
    for draft in drafts:
        for alias in draft.front.values.get("aliases", ()):
            old, arrow, new = alias.partition("->")
            line = draft.front.line("aliases")
            former = f"{draft.id}/{old}" if arrow and "/" not in old else old
            if arrow and new not in draft.ids and f"{draft.id}/{new}" not in keys:
                draft.findings.add(line, "alias-target", new=new, nearest=nearest(new, draft.ids))
            elif former in taken:
                draft.findings.add(line, "alias-taken", old=old)
            taken.add(former)


def _note_requirements(course: Course, drafts: Sequence[Draft], known: Known) -> None:
    ids = {draft.id for draft in drafts}
    for draft in drafts:
        for wanted in draft.front.values.get("requires", ()):
            is_known = wanted in ids or known.courses is None or wanted in known.courses
            if wanted == draft.id or not is_known:
                near = nearest(wanted, ids - {draft.id})
                draft.findings.add(
                    draft.front.line("requires"), "unknown-prerequisite", id=wanted, nearest=near
                )


def _note_circles(drafts: Sequence[Draft]) -> None:
    """Note each lesson that, followed through its prerequisites, requires itself."""
    wants: Mapping[str, tuple[str, ...]] = {
        draft.id: draft.front.values.get("requires", ()) for draft in drafts
    }
    for draft in drafts:
        seen: set[str] = set()
        waiting = [one for one in wants[draft.id] if one != draft.id]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += wants.get(one, ())
        if draft.id in seen:
            draft.findings.add(draft.front.line("requires"), "circle", id=draft.id)


def _note_course_requirements(course: Course, front: Front, known: Known, findings: FileFindings) -> None:
    for wanted in course.requires:
        if wanted == course.id or (known.courses is not None and wanted not in known.courses):
            near = nearest(wanted, (known.courses or frozenset()) - {course.id})
            findings.add(front.line("requires"), "unknown-prerequisite", id=wanted, nearest=near)


def _note_modules(course: Course, front: Front, findings: FileFindings) -> None:
    ids = {lesson.id for lesson in course.lessons}
    seen: set[str] = set()
    line = front.line("modules")
    for module in course.modules:
        for lesson_id in module.lesson_ids:
            if lesson_id not in ids:
                findings.add(
                    line, "module-lesson", id=lesson_id, module=module.title, nearest=nearest(lesson_id, ids)
                )
            elif lesson_id in seen:
                findings.add(line, "module-twice", id=lesson_id)
            seen.add(lesson_id)
    if course.modules:
        for lesson_id in sorted(ids - seen):
            findings.add(line, "module-left-out", id=lesson_id)


def _note_skills(course: Course, front: Front, findings: FileFindings) -> None:
    ids = {lesson.id for lesson in course.lessons}
    seen: set[str] = set()
    line = front.line("skills")
    for skill in course.skills:
        if skill.id in seen:
            findings.add(line, "repeated-id", id=skill.id, first=line)
        seen.add(skill.id)
        for lesson_id in skill.lesson_ids:
            if lesson_id not in ids:
                findings.add(
                    line, "skill-lesson", id=lesson_id, skill=skill.id, nearest=nearest(lesson_id, ids)
                )


def _note_local_fields(course: Course, front: Front, findings: FileFindings) -> None:
    """Note what the sheet would show as a bare name, and labels that no text needs."""
    line = front.line("local_fields")
    seen: set[str] = set()
    for field in course.local_labels:
        if field.name in seen:
            findings.add(line, "repeated-id", id=field.name, first=line)
        elif field.name not in course.local_fields:
            findings.add(line, "local-unused", name=field.name)
        seen.add(field.name)
    for name in course.local_fields:
        if name not in seen:
            findings.add(line, "local-unlabelled", name=name)
