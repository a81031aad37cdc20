"""``lms content diff`` and ``revisions``: what differs from what is published, and what was published when."""

import hashlib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from lms.authoring.cli.content import find_named, find_published, group, read, tell_problems
from lms.authoring.cli.telling import in_brief, tell_report
from lms.authoring.queries import (
    CompiledContent,
    Content,
    export_banks,
    export_glossary,
    glossary_text,
    report_on,
    source_texts,
)
from lms.authoring.queries.revisions import list_publication_rows
from lms.core.markup import kept_files
from lms.core.markup.comparing import compare
from lms.core.markup.differences import ADDED, REMOVED, FileDifference, source_differences
from lms.core.vietnamese import sort_key
from lms.courses.models import CourseRevision
from lms.courses.queries import find_course, get_published
from lms.db import db
from lms.web import dates
from lms.web.speaking import speaking
from lms.web.translations import gettext

MOST_LINES = 20_000
MOST_ROWS = 200
_SIGNS = {ADDED: "+", REMOVED: "-"}


@group.command()
@click.argument("what", nargs=-1, required=True)
@speaking
def diff(what: tuple[str, ...]) -> None:
    """Compare folders with what is published, or two revisions of a course; exit 1 if they differ.

    WHAT is one or more paths, or a course's id and the names of two of its revisions.
    """
    if len(what) == 3 and not any(Path(each).exists() for each in what):
        differences = _between_revisions(*what)
    else:
        content, compiled = read(tuple(Path(each) for each in what))
        if compiled.errors:
            tell_problems(compiled)
        tell_report(report_on(compiled))
        differences = _against_published(content, compiled)
    for line in (line for each in differences for line in _unified(each)):
        click.echo(line)
    if not differences:
        click.echo(gettext("Không có gì khác."))
    sys.exit(1 if differences else 0)


@group.command()
@click.argument("slug")
@speaking
def revisions(slug: str) -> None:
    """List when which revision of the course SLUG became current, by whom, and what it changed."""
    course = find_published(slug)
    for row in list_publication_rows(course, MOST_ROWS, 0):
        at = f"{dates.day(row.published_at)} {dates.clock_time(row.published_at)}"
        by = row.by or gettext("dòng lệnh")
        mark = "*" if row.is_current else " "
        changes = in_brief(row.changes) or gettext("không đổi mục nào")
        click.echo(f"{mark} {row.name}  {at}  {by}  {changes}")
    click.echo(gettext("* là bản đang dùng"))


def _between_revisions(slug: str, before: str, after: str) -> tuple[FileDifference, ...]:
    course = find_published(slug)
    old, new = find_named(course, before), find_named(course, after)
    changes = compare(get_published(old.id).course, get_published(new.id).course)
    click.echo(in_brief(changes) or gettext("không đổi mục nào"))
    return source_differences(_texts(old.id), _texts(new.id), MOST_LINES)


def _texts(revision_id: int) -> dict[str, str]:
    """Return a revision as text by path; a picture or film stands for itself by its fingerprint."""
    revision = db.session.get_one(CourseRevision, revision_id)
    media = {path: name.rpartition("/")[2].partition(".")[0] for path, name in revision.media.items()}
    return source_texts(revision) | media


def _against_published(content: Content, compiled: CompiledContent) -> tuple[FileDifference, ...]:
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for slug, source in compiled.sources.items():
        after |= _placed(content, slug, _folder_texts(source.files))
        course = find_course(slug)
        if course is not None and course.current_revision_id is not None:
            before |= _placed(content, slug, _texts(course.current_revision_id))
    banks = export_banks(compiled.banks)
    before |= {content.place(path): text.decode() for path, text in banks.items()}
    after |= {content.place(f"quizzes/{stem}.md"): bank.text for stem, bank in compiled.banks.items()}
    if compiled.terms is not None:
        terms = sorted(compiled.terms, key=lambda term: (sort_key(term.name), term.id))
        after[content.place("glossary.md")] = glossary_text(term.source for term in terms)
        before |= {content.place("glossary.md"): text.decode() for text in export_glossary().values()}
    return source_differences(before, after, MOST_LINES)


def _placed(content: Content, slug: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {content.place(f"{slug}/{path}"): text for path, text in texts.items()}


def _folder_texts(files: Mapping[str, bytes]) -> dict[str, str]:
    return {
        path: hashlib.sha256(content).hexdigest() if path.startswith("media/") else content.decode()
        for path, content in kept_files(files).items()
    }


def _unified(difference: FileDifference) -> Iterable[str]:
    """Yield a file's difference in the form that editors and patch programs know."""
    yield f"--- {'/dev/null' if difference.sign == ADDED else difference.path}"
    yield f"+++ {'/dev/null' if difference.sign == REMOVED else difference.path}"
    for hunk in difference.hunks:
        old = [line.old for line in hunk if line.old]
        new = [line.new for line in hunk if line.new]
        yield f"@@ -{old[0] if old else 0},{len(old)} +{new[0] if new else 0},{len(new)} @@"
        for line in hunk:
            yield _SIGNS.get(line.sign, " ") + line.text
    if difference.more:
        yield gettext("… và %(n)s dòng nữa", n=difference.more)
