"""``lms content stamp``: ids written into an author's own files."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from lms.authoring.cli.content import Refused, group
from lms.authoring.cli.writing import replace_file
from lms.authoring.queries import Content, read_content
from lms.core.markup import CourseSource, Problem
from lms.core.markup import stamp as stamp_course
from lms.core.markup.glossary import stamp_glossary
from lms.core.markup.stamping import unstampable
from lms.core.questions import stamp_bank
from lms.web.speaking import speaking
from lms.web.translations import gettext, language


@group.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be written and write nothing.")
@speaking
def stamp(paths: tuple[Path, ...], dry_run: bool) -> None:
    """Write the ids that are missing into the files; exit 1 if one had to be left alone."""
    content = read_content(paths)
    if (content.courses.keys() - content.places.keys()) or any(
        f"quizzes/{stem}.md" not in content.places for stem in content.banks
    ):
        raise Refused(gettext("Không ghi id vào tệp .zip được. Giải nén ra rồi làm với thư mục."))
    left = list(_left_alone(content))
    for problem in left:
        click.echo(replace(problem, path=content.place(problem.path)).text(language()))
    written = 0
    for path, before, after in _stamped(content):
        place = content.place(path)
        if not dry_run:
            replace_file(Path(place), after)
        count = _count_lines(before, after)
        click.echo(gettext("%(path)s: thiếu %(n)s id", path=place, n=count))
        written += 1
    click.echo(
        gettext("Sẽ ghi id vào %(n)s tệp.", n=written)
        if dry_run
        else gettext("Đã ghi id vào %(n)s tệp.", n=written)
    )
    sys.exit(1 if left else 0)


def _left_alone(content: Content) -> Iterator[Problem]:
    for slug, files in content.courses.items():
        yield from unstampable(CourseSource(slug, files))


def _stamped(content: Content) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield the files that lack ids: their reported path, their bytes, and those with the ids."""
    for slug, files in content.courses.items():
        for name, after in stamp_course(CourseSource(slug, files)).items():
            yield f"{slug}/{name}", files[name], after
    for stem, before in content.banks.items():
        after = stamp_bank(before, stem)
        if after != before:
            yield f"quizzes/{stem}.md", before, after
    if content.glossary is not None:
        after = stamp_glossary(content.glossary)
        if after != content.glossary:
            yield "glossary.md", content.glossary, after


def _count_lines(before: bytes, after: bytes) -> int:
    """Return how many lines of ``after`` are new; an id changes its line or adds one."""
    return len(set(after.splitlines()) - set(before.splitlines()))
