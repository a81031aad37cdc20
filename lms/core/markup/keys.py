"""The keys that the front matter of a course and of a lesson may have, and what each of them wants."""

import re
from collections.abc import Mapping

import yaml

from lms.core.markup.course import UNVERIFIED, LocalField, Module, Skill
from lms.core.markup.frontmatter import (
    ID,
    Shape,
    WrongTypeError,
    list_of,
    read_date,
    read_flag,
    read_id,
    read_ids,
    read_number,
    read_parts,
    read_text,
    read_texts,
)
from lms.core.markup.rendering import FIELD
from lms.core.vietnamese import fold

_ALIAS = re.compile(rf"{ID.pattern}|(?:{ID.pattern}/)?{ID.pattern} ?-> ?{ID.pattern}")

DEVICES = ("android", "iphone", "windows")

TEXT = Shape(read_text, 'một dòng chữ, ví dụ "Bài 2. Ký số"', 'one line of text, such as "Lesson 2"')
TEXTS = Shape(read_texts, 'danh sách chữ, ví dụ ["Lan", "Minh"]', 'a list of texts, such as ["Lan", "Minh"]')
IDENTIFIER = Shape(
    read_id, "chữ thường không dấu, số và gạch nối, ví dụ ky-so", "lower-case letters, digits and hyphens"
)
IDENTIFIERS = Shape(
    read_ids, "danh sách id, ví dụ [cai-vneid, ky-so]", "a list of ids, such as [cai-vneid, ky-so]"
)
NUMBER = Shape(read_number, "một số phút, ví dụ 15", "a number of minutes, such as 15")
FLAG = Shape(read_flag, "true hoặc false", "true or false")
DATE = Shape(read_date, "ngày dạng 2026-11-21", "a date such as 2026-11-21")


def one_of(*choices: str) -> Shape:
    """Return the shape of a key with a fixed set of words."""
    return Shape(read_text, "một từ", "one word", choices)


def some_of(*choices: str) -> Shape:
    """Return the shape of a key that lists some of a fixed set of words."""
    return Shape(read_texts, "danh sách từ", "a list of words", choices)


def _read_alias(node: yaml.Node) -> str:
    text = read_text(node)
    if not _ALIAS.fullmatch(text):
        raise WrongTypeError(node)
    return text.replace(" ", "")


def _read_module(node: yaml.Node) -> Module:
    parts = read_parts(node, {"title": read_text, "lessons": read_ids}, {})
    return Module(parts["title"], parts["lessons"])


def _read_skill(node: yaml.Node) -> Skill:
    parts = read_parts(node, {"id": read_id, "title": read_text}, {"codes": read_texts, "lessons": read_ids})
    return Skill(parts["id"], parts["title"], parts.get("codes", ()), parts.get("lessons", ()))


def _read_device_names(node: yaml.Node) -> dict[str, str]:
    """Return the author's names for devices, folded, with the device that each means."""
    parts = read_parts(node, {}, dict.fromkeys(DEVICES, read_texts))
    return {fold(name): device for device, names in parts.items() for name in names}


def _read_field_name(node: yaml.Node) -> str:
    name = read_text(node)
    if not FIELD.fullmatch(f"{{{{{name}}}}}"):
        raise WrongTypeError(node)
    return name


def _read_local_field(node: yaml.Node) -> LocalField:
    parts = read_parts(node, {"name": _read_field_name, "label": read_text}, {"hint": read_text})
    return LocalField(parts["name"], parts["label"], parts.get("hint", ""))


MODULES = Shape(
    list_of(_read_module),
    'danh sách nhóm, mỗi nhóm có `title: "…"` và `lessons: [id, id]`',
    'a list of groups, each with `title: "…"` and `lessons: [id, id]`',
)
SKILLS = Shape(
    list_of(_read_skill),
    'danh sách kỹ năng, mỗi kỹ năng có `id`, `title: "…"`, và có thể có `codes: ["4.1"]`, `lessons: [id, id]`',
    'a list of skills, each with `id`, `title: "…"` and possibly `codes: ["4.1"]`, `lessons: [id, id]`',
)

DEVICE_NAMES = Shape(
    _read_device_names,
    "tên máy thầy cô hay dùng, theo loại, ví dụ `android: [Vsmart, Máy của trường]`",
    "your own names for devices, by kind, such as `android: [Vsmart, School phone]`",
)

LOCAL_FIELDS = Shape(
    list_of(_read_local_field),
    'danh sách ô địa phương, mỗi ô có `name: ten_app`, `label: "…"`, và có thể có `hint: "…"`',
    'a list of local fields, each with `name: ten_app`, `label: "…"` and possibly `hint: "…"`',
)

ALIASES = Shape(
    list_of(_read_alias),
    "danh sách id cũ của bài, hoặc của một bước theo dạng `id-cu -> id-moi` (từ bài khác sang: `bai-cu/id-cu -> id-moi`)",
    "a list of former ids of the lesson, or of an item as `old-id -> new-id` (from another lesson: `lesson/old-id -> new-id`)",
)

COURSE_KEYS: Mapping[str, Shape] = {
    "id": IDENTIFIER,
    "title": TEXT,
    "summary": TEXT,
    "lang": one_of("vi", "en"),
    "version": TEXT,
    "status": one_of("draft", "published", "retired"),
    "authors": TEXTS,
    "license": TEXT,
    "audience": TEXT,
    "level": TEXT,
    "minutes": NUMBER,
    "requires": IDENTIFIERS,
    "devices": some_of(*DEVICES),
    "device_names": DEVICE_NAMES,
    "modules": MODULES,
    "skills": SKILLS,
    "local_fields": LOCAL_FIELDS,
    "complete_when": some_of("steps", "tasks", "quizzes"),
    "certificate": FLAG,
    "mentor": one_of("none", "optional", "required"),
    "tags": TEXTS,
}

LESSON_KEYS: Mapping[str, Shape] = {
    "id": IDENTIFIER,
    "title": TEXT,
    "kind": one_of("read", "practice", "video", "task"),
    "minutes": NUMBER,
    "outcome": TEXT,
    "requires": IDENTIFIERS,
    "devices": some_of(*DEVICES),
    "aliases": ALIASES,
    "status": one_of("published", UNVERIFIED),
    "on_update": one_of("keep", "ask", "reset"),
    "checked_on": DATE,
    "review_by": DATE,
    "sources": TEXTS,
}
