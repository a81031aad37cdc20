"""What the commands share: the group, how they refuse, and reading what they are given.

Exit status: 1 where the content has errors or differs, 2 where the command could not do what it was asked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import current_app

from lms.authoring.queries import CompiledContent, Content, compile_content, read_content
from lms.authoring.queries.revisions import Revision, get_course, get_revision
from lms.core.errors import DomainError, NotFoundError
from lms.courses.models import Course
from lms.paths import shipped
from lms.storage import Storage
from lms.web import dates
from lms.web.translations import gettext, language, sentence


class Refused(click.ClickException):
    """The command cannot do it; one sentence, no traceback."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


class _Group(click.Group):
    """Turns rules and files that say no into one sentence in the language asked for."""

    def invoke(self, ctx: click.Context) -> Any:
        with refusing():
            return super().invoke(ctx)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn rules and files that say no into one sentence."""
    try:
        yield
    except DomainError as error:
        raise Refused(sentence(error)) from error
    except OSError as error:
        told = gettext("Không đọc hoặc không ghi được “%(name)s”.", name=error.filename or error.strerror)
        raise Refused(told) from error


@click.group("content", cls=_Group)
def group() -> None:
    """Check, publish and export courses and question banks."""


def read(paths: tuple[Path, ...]) -> tuple[Content, CompiledContent]:
    """Read and compile what the paths name, or the shipped content where there are none."""
    content = read_content(paths or (shipped("courses"), shipped("quizzes")))
    return content, compile_content(content, dates.today())


def tell_problems(compiled: CompiledContent) -> None:
    """Print every problem as path:line: level: message."""
    for problem in sorted(compiled.problems, key=lambda each: (each.path, each.line)):
        click.echo(problem.text(language()))


def find_published(slug: str) -> Course:
    """Return a course that was published, whatever its status."""
    try:
        return get_course(slug)
    except NotFoundError as missing:
        raise Refused(gettext("Chưa có khóa học “%(slug)s” nào được đăng.", slug=slug)) from missing


def find_named(course: Course, name: str) -> Revision:
    """Return a revision by the first digits of its fingerprint."""
    try:
        return get_revision(course.id, name)
    except NotFoundError as missing:
        told = gettext(
            "Khóa học “%(slug)s” không có bản “%(name)s”. Xem tên các bản bằng: lms content revisions %(slug)s",
            slug=course.slug,
            name=name,
        )
        raise Refused(told) from missing


def storage() -> Storage:
    """Return the site's storage."""
    kept: Storage = current_app.extensions["storage"]
    return kept
