"""``lms content stamp``: ids written into an author's own files."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from lms.authoring.cli.content import Refused, group, speaking
from lms.authoring.cli.writing import replace_file
from lms.authoring.queries import read_content
from lms.core.markup import CourseSource
from lms.core.markup import stamp as stamped
from lms.core.markup.stamping import unstampable
from lms.web.translations import gettext, language


@group.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be written and write nothing.")
@speaking
def stamp(paths: tuple[Path, ...], dry_run: bool) -> None:
    """Write the ids that courses lack into their files; exit 1 if a file had to be left alone."""
    content = read_content(paths)
    if content.courses.keys() - content.places.keys():
        raise Refused(gettext("Không ghi id vào tệp .zip được. Giải nén ra rồi làm với thư mục."))
    written, left = 0, 0
    for slug, files in content.courses.items():
        source = CourseSource(slug, files)
        for problem in unstampable(source):
            click.echo(replace(problem, path=content.place(problem.path)).text(language()))
            left += 1
        for name, text in stamped(source).items():
            place = content.place(f"{slug}/{name}")
            if not dry_run:
                replace_file(Path(place), text)
            click.echo(gettext("%(path)s: thêm %(n)s id", path=place, n=_count_lines(files[name], text)))
            written += 1
    told = (
        gettext("Sẽ ghi id vào %(n)s tệp.", n=written)
        if dry_run
        else gettext("Đã ghi id vào %(n)s tệp.", n=written)
    )
    click.echo(told)
    sys.exit(1 if left else 0)


def _count_lines(before: bytes, after: bytes) -> int:
    """Return how many lines of ``after`` are new; an id changes its line or adds one."""
    return len(set(after.splitlines()) - set(before.splitlines()))
