"""The report of a publication as lines of text: what is new, changed, moved, renamed, retired, and whom it touches."""

from collections.abc import Iterable, Mapping

import click

from lms.authoring.queries import BankChange, CourseChange, Report, TermChange
from lms.core.errors import N_
from lms.core.markup import Comparison
from lms.web.translations import gettext

MOST_NAMED = 12

CHANGED = N_("thay đổi")
STATES = {"new": N_("mới"), "changed": CHANGED, "same": N_("không đổi")}
ON_UPDATE = {
    "keep": N_("giữ nguyên phần đã làm"),
    "ask": N_("hỏi người học có muốn làm lại không"),
    "reset": N_("phải làm lại phần đã sửa"),
}


def tell_report(report: Report) -> None:
    """Print what publishing would change, course by course."""
    for course in report.courses:
        click.echo(
            gettext("khóa học %(slug)s: %(state)s", slug=course.slug, state=gettext(STATES[course.state]))
        )
        for line in _course_lines(course):
            click.echo(f"  {line}")
    for bank in report.banks:
        _tell_bank(bank)
    if report.terms != TermChange():
        click.echo(gettext("từ điển: %(state)s", state=gettext(CHANGED)))
        for line in _listed(_term_parts(report.terms)):
            click.echo(f"  {line}")


def in_brief(changes: Comparison) -> str:
    """Return how many items a revision changed, in one line; empty where it changed none."""
    parts = _item_parts(changes)
    return ", ".join(f"{gettext(label)} {len(keys)}" for label, keys in parts.items() if keys)


def _course_lines(course: CourseChange) -> Iterable[str]:
    changes = course.comparison
    yield from _listed(_item_parts(changes) if course.state != "new" else {N_("mới"): changes.added})
    for each in changes.suggestions:
        yield gettext(
            "“%(old)s” có phải nay là “%(new)s”? Nếu phải, ghi vào đầu bài: %(line)s",
            old=each.old,
            new=each.new,
            line=each.line,
        )
    for key in changes.type_changes:
        yield gettext("“%(key)s” đổi loại dưới cùng một id: đặt id mới cho mục này", key=key)
    if course.learners:
        yield gettext(
            "%(n)s người đang học, %(affected)s người đã làm phần có thay đổi",
            n=course.learners,
            affected=course.affected,
        )
        for _lesson, title, rule in course.on_update:
            yield f"{title}: {gettext(ON_UPDATE[rule])}"
    if course.resets:
        yield gettext("%(n)s người phải làm lại", n=course.resets)


def _item_parts(changes: Comparison) -> Mapping[str, tuple[str, ...]]:
    return {
        N_("mới"): changes.added,
        N_("sửa"): changes.changed,
        N_("chuyển chỗ"): changes.moved,
        N_("đổi id"): tuple(f"{old} -> {new}" for old, new in changes.renamed.items()),
        N_("nghỉ"): changes.retired,
    }


def _term_parts(terms: TermChange) -> Mapping[str, tuple[str, ...]]:
    return {N_("mới"): terms.added, N_("sửa"): terms.changed, N_("bỏ"): terms.removed}


def _tell_bank(bank: BankChange) -> None:
    told = gettext(
        "ngân hàng %(slug)s: %(state)s, %(n)s câu",
        slug=bank.slug,
        state=gettext(STATES[bank.state]),
        n=bank.questions,
    )
    click.echo(told)
    if bank.state == "changed":
        for line in _listed({N_("mới"): bank.added, N_("sửa"): bank.changed, N_("nghỉ"): bank.retired}):
            click.echo(f"  {line}")


def _listed(parts: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    for label, names in parts.items():
        if names:
            named = ", ".join(names[:MOST_NAMED])
            more = len(names) - MOST_NAMED
            rest = gettext(" và %(n)s mục nữa", n=more) if more > 0 else ""
            yield f"{gettext(label)} {len(names)}: {named}{rest}"
