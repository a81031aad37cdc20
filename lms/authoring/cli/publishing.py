"""``lms content check``, ``publish`` and ``republish``, with the report of what would change."""

import sys
from pathlib import Path

import click

from lms import clock
from lms.authoring.cli.content import find_named, find_published, group, read, storage, tell_problems
from lms.authoring.cli.telling import tell_report
from lms.authoring.queries import current_base, report_on
from lms.authoring.queries.revisions import report_on_revision
from lms.authoring.services import publish as publish_content
from lms.authoring.services import republish as republish_revision
from lms.authoring.services import store_media
from lms.db import unit_of_work
from lms.web.speaking import speaking
from lms.web.translations import gettext

PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))


@group.command()
@PATHS
@speaking
def check(paths: tuple[Path, ...]) -> None:
    """Print every problem as path:line: level: message; exit 1 if one is an error."""
    _content, compiled = read(paths)
    tell_problems(compiled)
    told = gettext(
        "%(courses)s khóa học, %(banks)s ngân hàng câu hỏi: %(errors)s lỗi, %(warnings)s lời nhắc",
        courses=len(compiled.courses),
        banks=len(compiled.banks),
        errors=len(compiled.errors),
        warnings=len(compiled.problems) - len(compiled.errors),
    )
    click.echo(told)
    sys.exit(1 if compiled.errors else 0)


@group.command()
@PATHS
@click.option("--dry-run", is_flag=True, help="Print the report and change nothing.")
@speaking
def publish(paths: tuple[Path, ...], dry_run: bool) -> None:
    """Report what would change, then change it in one transaction. A second run changes nothing."""
    content, compiled = read(paths)
    tell_problems(compiled)
    base = current_base(compiled)
    tell_report(report_on(compiled))
    if compiled.errors:
        told = gettext("%(n)s lỗi: chưa đăng gì, bản đang dùng giữ nguyên.", n=len(compiled.errors))
        raise click.ClickException(told)
    if dry_run:
        return
    store_media(compiled, storage())
    with unit_of_work():
        changed = publish_content(content, compiled, None, clock.now(), base)
    _tell_count(changed)


@group.command()
@click.argument("slug")
@click.argument("revision")
@click.option("--dry-run", is_flag=True, help="Print the report and change nothing.")
@speaking
def republish(slug: str, revision: str, dry_run: bool) -> None:
    """Make an older REVISION of the course SLUG current again."""
    course = find_published(slug)
    found = find_named(course, revision)
    expected = course.current_revision_id
    report = report_on_revision(found)
    tell_report(report)
    if dry_run or expected is None:
        return
    if found.id == expected:
        _tell_count(0)
        return
    with unit_of_work():
        republish_revision(course.id, found.id, None, clock.now(), expected)
    _tell_count(1)


def _tell_count(changed: int) -> None:
    click.echo(
        gettext("Không có gì thay đổi.") if changed == 0 else gettext("Đã đăng %(n)s thay đổi.", n=changed)
    )
