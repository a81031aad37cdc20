"""What a report says, as sentences and rows for a page: in words, with titles instead of keys."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for

from lms.authoring.queries import BankChange, CourseChange, Report, list_publication_rows
from lms.core.errors import N_
from lms.core.markup import Comparison, Course, Suggestion
from lms.courses.queries import find_course, get_published
from lms.web import dates
from lms.web.pages import item_path
from lms.web.translations import gettext

COUNTED = {
    "added": (N_("%(n)s bước mới"), N_("%(n)s mục mới")),
    "changed": (N_("%(n)s bước sửa"), N_("%(n)s mục sửa")),
    "moved": (N_("%(n)s bước đổi chỗ"), N_("%(n)s mục đổi chỗ")),
    "renamed": (N_("%(n)s bước đổi id"), N_("%(n)s mục đổi id")),
    "retired": (N_("%(n)s bước nghỉ"), N_("%(n)s mục nghỉ")),
}
GROUPS = {
    "added": (N_("Mới"), ""),
    "changed": (N_("Có sửa"), ""),
    "moved": (N_("Đổi chỗ"), N_("Chỉ đổi thứ tự hoặc sang bài khác.")),
    "renamed": (N_("Đổi id"), N_("Kết quả đã có đi theo id mới, không ai mất gì.")),
    "retired": (N_("Nghỉ"), N_("Không còn trong khóa học. Kết quả của người đã làm vẫn được giữ.")),
}
UPDATES = {
    "keep": N_("%(lesson)s: ai đã làm xong vẫn tính là xong."),
    "ask": N_("%(lesson)s: người học được báo có chỗ sửa và tự chọn giữ kết quả hay làm lại."),
    "reset": N_("%(lesson)s: ai đã làm thì làm lại phần sửa."),
}
KINDS = {
    "intro": N_("Giới thiệu"),
    "lesson": N_("Bài"),
    "step": N_("Bước"),
    "task": N_("Nhiệm vụ"),
    "quiz": N_("Kiểm tra"),
}
STATUSES = {
    "published": N_("Sau khi đăng, người học bắt đầu thấy khóa này."),
    "draft": N_("Sau khi đăng, khóa này thành bản nháp: người học không còn thấy, kể cả người đang học."),
    "retired": N_("Sau khi đăng, khóa này nghỉ: không ai học tiếp được; kết quả đã có vẫn được giữ."),
}
MOST_SHOWN = 200


@dataclass(frozen=True)
class Row:
    """An item: its kind and title, the lesson it stands in, and its page where learners can open it already."""

    kind: str
    title: str
    lesson: str
    path: str = ""


@dataclass(frozen=True)
class Group:
    """Items that met the same change; ``more`` counts those that a very long list leaves out."""

    name: str
    label: str
    note: str
    rows: tuple[Row, ...]
    more: int = 0


@dataclass(frozen=True)
class Section:
    """What happens to one course: which it replaces, and whether learners will still see it."""

    change: CourseChange
    replaced: str
    visibility: str
    groups: tuple[Group, ...]
    suggestions: tuple[tuple[Suggestion, str, str], ...]
    learners: str
    updates: tuple[str, ...]


def counted(comparison: Comparison, kinds: Mapping[str, str]) -> list[str]:
    """Return ``3 bước mới`` and the like; what is not only steps is counted as ``mục``."""
    said = []
    for name, (steps, items) in COUNTED.items():
        keys = _keys(comparison, name)
        if keys:
            only_steps = all(kinds.get(key) == "step" for key in keys)
            said.append(gettext(steps if only_steps else items, n=len(keys)))
    return said


def _keys(comparison: Comparison, name: str) -> tuple[str, ...]:
    if name == "renamed":
        return tuple(comparison.renamed.values())
    keys: tuple[str, ...] = getattr(comparison, name)
    return keys


def summed_up(report: Report, courses: Mapping[str, Course]) -> str:
    """Return a report as one line: what is new and changed, and how many people are in the middle of it."""
    said = []
    new = sum(change.state == "new" for change in report.courses)
    if new:
        said.append(gettext("%(n)s khóa học mới", n=new))
    sums: Counter[str] = Counter()
    kinds: dict[str, set[str]] = {}
    for change in report.courses:
        if change.state == "changed":
            known = _kinds(change, courses[change.slug])
            for name in COUNTED:
                keys = _keys(change.comparison, name)
                sums[name] += len(keys)
                kinds.setdefault(name, set()).update(known.get(key, "") for key in keys)
    for name, (steps, items) in COUNTED.items():
        if sums[name]:
            words = steps if kinds[name] == {"step"} else items
            said.append(gettext(words, n=sums[name]))
    said += _other_parts(report, is_only_text=not said)
    learners = sum(change.learners for change in report.courses if change.state == "changed")
    if said and learners:
        said.append(gettext("%(n)s người đang học", n=learners))
    text = ", ".join(said)
    return text[:1].upper() + text[1:]


def _other_parts(report: Report, *, is_only_text: bool) -> list[str]:
    said = []
    if is_only_text and any(change.state == "changed" for change in report.courses):
        said.append(gettext("sửa tiêu đề, lời giới thiệu hoặc thông tin chung"))
    banks = sum(bank.state != "same" for bank in report.banks)
    if banks:
        said.append(gettext("%(n)s bộ câu hỏi", n=banks))
    words = len(report.terms.added) + len(report.terms.changed) + len(report.terms.removed)
    if words:
        said.append(gettext("%(n)s từ trong từ điển", n=words))
    return said


def sections(report: Report, courses: Mapping[str, Course]) -> list[Section]:
    """Return what happens to each course that changes; ``courses`` are the compiled ones by id."""
    return [_section(change, courses[change.slug]) for change in report.courses if change.state != "same"]


def _former(slug: str) -> tuple[Course | None, bool]:
    """Return the course as it stands, and whether learners can open it."""
    known = find_course(slug)
    if known is None or known.current_revision_id is None:
        return None, False
    return get_published(known.current_revision_id).course, known.status == "published"


def _rows(course: Course | None, *, is_open: bool) -> dict[str, Row]:
    if course is None:
        return {}
    slug = course.id
    return {
        item.key: Row(
            gettext(KINDS[item.kind]),
            item.title,
            lesson.title,
            item_path(slug, item.key, item.kind) if is_open else "",
        )
        for lesson in course.lessons
        for item in lesson.items
    }


def _kinds(change: CourseChange, after: Course) -> dict[str, str]:
    before, _is_open = _former(change.slug)
    return {
        item.key: item.kind
        for course in (before, after)
        for lesson in (course.lessons if course else ())
        for item in lesson.items
    }


def _section(change: CourseChange, after: Course) -> Section:
    former, is_open = _former(change.slug)
    present, past = _rows(after, is_open=False), _rows(former, is_open=is_open)
    # Titles are the new ones; a page can be opened only where it is there already.
    rows = {
        key: Row(row.kind, row.title, row.lesson, past[key].path if key in past else "")
        for key, row in present.items()
    }
    groups = []
    for name, (label, note) in GROUPS.items():
        keys = _keys(change.comparison, name)
        found = [(past if name == "retired" else rows)[key] for key in keys]
        if found:
            more = max(0, len(found) - MOST_SHOWN)
            groups.append(
                Group(name, gettext(label), gettext(note) if note else "", tuple(found[:MOST_SHOWN]), more)
            )
    return Section(
        change,
        _replaced(change),
        _visibility(change, after),
        tuple(groups),
        tuple(_suggested(change.comparison.suggestions, former, after)),
        _learners(change),
        tuple(gettext(UPDATES[rule], lesson=title) for _id, title, rule in change.on_update)
        if change.learners
        else (),
    )


def _replaced(change: CourseChange) -> str:
    """Return whose course it is that goes: an id may have been taken by chance."""
    known = find_course(change.slug)
    if change.state == "new" or known is None:
        return ""
    (last,) = list_publication_rows(known, 1, 0)
    return gettext(
        "Thay bản đang dùng của khóa “%(title)s” (id %(slug)s, %(who)s đăng ngày %(day)s). Nếu thầy cô định đăng một khóa khác, đặt id khác trong course.md.",
        title=known.title,
        slug=known.slug,
        who=last.by or gettext("Người cài đặt trang"),
        day=dates.day(last.published_at),
    )


def _visibility(change: CourseChange, after: Course) -> str:
    known = find_course(change.slug)
    before = known.status if known and known.current_revision_id else "draft"
    if before == after.status:
        return ""
    return gettext(STATUSES[after.status])


def _suggested(
    suggestions: Iterable[Suggestion], former: Course | None, after: Course
) -> Iterable[tuple[Suggestion, str, str]]:
    """Yield suggestions with the titles of what vanished and of what looks like it."""
    for suggestion in suggestions:
        yield suggestion, _title(former, suggestion.old), _title(after, suggestion.new)


def _title(course: Course | None, key: str) -> str:
    for lesson in course.lessons if course else ():
        if lesson.id == key:
            return lesson.title
        for item in lesson.items:
            if item.key == key:
                return item.title
    return key


def _learners(change: CourseChange) -> str:
    if change.state == "new":
        return gettext("Khóa học mới nên chưa ai bị ảnh hưởng.")
    if not change.learners:
        return gettext("Không ai đang học dở khóa này.")
    if not change.affected:
        return gettext("%(n)s người đang học dở; chưa ai trong đó làm tới chỗ thay đổi.", n=change.learners)
    said = gettext(
        "%(n)s người đang học dở, %(m)s người trong đó đã làm phần có thay đổi.",
        n=change.learners,
        m=change.affected,
    )
    if change.resets:
        said += " " + gettext("%(n)s người phải làm lại phần sửa.", n=change.resets)
    return said


def bank_sentence(bank: BankChange) -> str:
    """Return what happens to a bank of questions."""
    if bank.state == "new":
        return gettext("%(title)s: bộ câu hỏi mới, %(n)s câu.", title=bank.title, n=bank.questions)
    parts = [
        gettext(said, n=len(keys))
        for said, keys in (
            (N_("%(n)s câu mới"), bank.added),
            (N_("%(n)s câu sửa"), bank.changed),
            (N_("%(n)s câu nghỉ"), bank.retired),
        )
        if keys
    ]
    if bank.former_title != bank.title:
        parts.append(gettext("trước đây tên là “%(title)s”", title=bank.former_title))
    said = gettext(
        "%(title)s: %(changes)s.", title=bank.title, changes=", ".join(parts) or gettext("đổi cách làm bài")
    )
    if not bank.used_in:
        return said
    return f"{said} " + gettext("Khóa đang dùng bộ này: %(titles)s.", titles=", ".join(bank.used_in))


def after_publishing(slugs: Iterable[str]) -> str:
    """Return where to go once something was published: to the course, or to the shelf."""
    known = list(slugs)
    if len(known) != 1 or find_course(known[0]) is None:
        return url_for("authoring.courses")
    return url_for("authoring.course", slug=known[0])
