"""Markdown course folders: read, checked and compiled into frozen dataclasses, with every problem at its line.

The way in is ``compile_course`` (in a web request ``compile_course_limited``, which survives hostile input). Nothing
here knows a database, a request or a clock; practice tasks are read by ``lms.core.practice``, question banks elsewhere.
"""

from lms.core.budget import Budget, OverBudgetError
from lms.core.child import limited
from lms.core.markup.comparing import Comparison, compare, former_keys, item_digest
from lms.core.markup.compiling import compile_course, lesson_files
from lms.core.markup.course import (
    SIZE_TYPE,
    Compilation,
    Course,
    CourseSource,
    Item,
    Known,
    Lesson,
    LocalField,
    Media,
    Module,
    PictureSize,
    QuizRef,
    RubricLine,
    Segment,
    Skill,
    Task,
    Term,
    Variant,
    Video,
)
from lms.core.markup.glossary import compile_glossary
from lms.core.markup.likeness import Suggestion
from lms.core.markup.limits import compile_course_limited
from lms.core.markup.links import course_url, item_url, media_url, picture_attributes, term_url
from lms.core.markup.pictures import prepare
from lms.core.markup.rendering import FIELD, render_markdown
from lms.core.markup.source import digest, kept_files, normalised
from lms.core.markup.stamping import stamp
from lms.core.markup.stored import course_from_json, course_to_json
from lms.core.problems import Problem

__all__ = [
    "FIELD",
    "SIZE_TYPE",
    "Budget",
    "Comparison",
    "Compilation",
    "Course",
    "CourseSource",
    "Item",
    "Known",
    "Lesson",
    "LocalField",
    "Media",
    "Module",
    "OverBudgetError",
    "PictureSize",
    "Problem",
    "QuizRef",
    "RubricLine",
    "Segment",
    "Skill",
    "Suggestion",
    "Task",
    "Term",
    "Variant",
    "Video",
    "compare",
    "compile_course",
    "compile_course_limited",
    "compile_glossary",
    "course_from_json",
    "course_to_json",
    "course_url",
    "digest",
    "former_keys",
    "item_digest",
    "item_url",
    "kept_files",
    "lesson_files",
    "limited",
    "media_url",
    "normalised",
    "picture_attributes",
    "prepare",
    "render_markdown",
    "stamp",
    "term_url",
]
