"""``lms quizzes import``: a file of questions read, shown, and kept as a file, as a draft, or as a published bank."""

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import click

from lms import clock
from lms.accounts.models import User
from lms.accounts.services import find_by_sign_in_name
from lms.authoring.cli.content import Refused, refusing
from lms.authoring.cli.writing import replace_file
from lms.authoring.queries import CompiledContent, Content, compile_content, current_base
from lms.authoring.services import publish as publish_content
from lms.banks.cli.telling import Progress, count_ready, tally, tell_reading, tell_stage
from lms.banks.services.keeping import keep_draft
from lms.core.errors import DomainError
from lms.core.people import Role
from lms.core.questions.drafting import checked
from lms.core.questions.importing import FORMATS, read_file
from lms.core.questions.manuscript import LARGEST_FILE, Manuscript, Reading, Status, Trouble
from lms.core.questions.native import short_slug, visible, write_native
from lms.db import unit_of_work
from lms.quizzes.cli import group
from lms.units.queries import list_grants
from lms.web import dates
from lms.web.speaking import speaking
from lms.web.translations import gettext, language, sentence

_LONGEST_FORMAT = 12


@dataclass(frozen=True)
class _Destination:
    """Where the questions go; at most one of these is said."""

    output: Path | None
    publishes: bool
    owner: str | None
    only_ready: bool


@group.command("import")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    help="Read it as this, whatever it looks like.",
)
@click.option("--first-is-right", is_flag=True, help="In papers, the first option of each question is right.")
@click.option("--dry-run", is_flag=True, help="Say what would be read; needs no database and writes nothing.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print questions and problems as JSON, and nothing else."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write a bank file (.md).")
@click.option(
    "--publish", "publishes", is_flag=True, help="Publish as a bank with the id of the file's name."
)
@click.option("--only-ready", is_flag=True, help="Leave out what is unsure instead of refusing the rest.")
@click.option("--as", "owner", metavar="PHONE_OR_CODE", help="Keep a draft for this trainer.")
@speaking
@refusing()
def import_file(
    path: Path,
    format_name: str | None,
    first_is_right: bool,
    dry_run: bool,
    as_json: bool,
    output: Path | None,
    publishes: bool,
    only_ready: bool,
    owner: str | None,
) -> None:
    """Read questions from Word, Excel, CSV, GIFT, Aiken, Moodle XML, a written paper or a bank.

    Exit status: 0 if every question is ready; 1 if one is unsure or has a problem that keeps it a draft, or if
    nothing could be read; 2 if the command could not do what it was asked.
    """
    destination = _Destination(output, publishes, owner, only_ready)
    if not dry_run:
        _check(destination)
    data, reading = _read(path, format_name, first_is_right=first_is_right)
    if as_json:
        from lms.core.questions.importing.plans import plan_of

        click.echo(json.dumps(plan_of(reading, language()), ensure_ascii=False, indent=2))
    else:
        tell_reading(reading)
    if not dry_run and reading.manuscript.questions:
        from lms.core.questions.importing.recognising import format_of

        shown = format_name or format_of(data, path.name) or ""
        told = _keep(reading, path, shown, destination)
        click.echo(told, err=as_json)
    questions = reading.manuscript.questions
    sys.exit(0 if questions and count_ready(reading) == len(questions) else 1)


def _check(destination: _Destination) -> None:
    """Refuse to begin where it is not said where the questions go, or more than one place is."""
    said = [destination.output is not None, destination.publishes, destination.owner is not None]
    if sum(said) != 1:
        raise Refused(
            gettext(
                "Chọn một nơi đến: --output TỆP.md, --publish, hoặc --as SỐ_ĐIỆN_THOẠI để giữ bản nháp. "
                "Chỉ muốn xem trước thì thêm --dry-run."
            )
        )


def _read(path: Path, format_name: str | None, *, first_is_right: bool) -> tuple[bytes, Reading]:
    """Return what a file holds, each question checked; a file that cannot be opened is one that cannot be read."""
    tell_stage(gettext("Đang đọc “%(name)s”…", name=path.name))
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        return b"", Reading(Manuscript(), (_unopened(path, error),))
    reading = read_file(data, path.name, format_name, {"first_is_right": first_is_right})
    total = len(reading.manuscript.questions)
    tell_stage(gettext("Đã đọc %(n)s câu.", n=total))
    return data, checked(reading, Progress(total))


def _unopened(path: Path, error: OSError) -> Trouble:
    return Trouble(
        where=str(path),
        place=0,
        vi=f"Không mở được tệp này ({error.strerror}).",
        en=f"This file cannot be opened ({error.strerror}).",
        mend_vi="Kiểm tra lại tên tệp, thư mục và quyền đọc.",
        mend_en="Check the name of the file, its folder and the right to read it.",
        code="no-file",
    )


def _keep(reading: Reading, path: Path, format_name: str, destination: _Destination) -> str:
    """Put the questions where they were asked for, and return the sentence that says so."""
    slug = short_slug(path.stem) or "ngan-hang"
    if destination.output is not None:
        manuscript = _named(_wanted(reading, destination), path, slug)
        replace_file(destination.output, write_native(manuscript))
        return gettext("Đã ghi %(n)s câu vào %(path)s.", n=len(manuscript.questions), path=destination.output)
    if destination.publishes:
        return _publish(reading, path, slug, destination)
    owner = _trainer(destination.owner or "")
    with unit_of_work():
        draft = keep_draft(owner.id, reading, "", "", path.name, format_name[:_LONGEST_FORMAT], clock.now())
        title = draft.title
    return gettext("Đã giữ bản nháp “%(title)s” cho %(name)s.", title=title, name=owner.full_name)


def _wanted(reading: Reading, destination: _Destination) -> Manuscript:
    if not destination.only_ready:
        return reading.manuscript
    pools = tuple(
        replace(pool, questions=tuple(each for each in pool.questions if each.status is Status.READY))
        for pool in reading.manuscript.pools
    )
    return replace(reading.manuscript, pools=pools)


def _named(manuscript: Manuscript, path: Path, slug: str) -> Manuscript:
    """Return the manuscript with the id of the file's name; a title that it brings stays."""
    front = {"title": visible(path.stem), **manuscript.front, "id": slug}
    return replace(manuscript, front=front)


def _publish(reading: Reading, path: Path, slug: str, destination: _Destination) -> str:
    ready, total = count_ready(reading), len(reading.manuscript.questions)
    if ready == 0 or (ready < total and not destination.only_ready):
        raise _unpublished(reading)
    bank = write_native(_named(_wanted(reading, destination), path, slug))
    compiled = compile_content(Content(banks={slug: bank}), dates.today())
    base = current_base(compiled)
    if compiled.errors:
        _tell_errors(compiled)
    try:
        with unit_of_work():
            changed = publish_content(Content(banks={slug: bank}), compiled, None, clock.now(), base)
    except DomainError as error:
        raise Refused(sentence(error)) from error
    if not changed:
        return gettext("Không có gì thay đổi.")
    return gettext("Đã đăng ngân hàng “%(slug)s” với %(n)s câu.", slug=slug, n=ready)


def _unpublished(reading: Reading) -> click.ClickException:
    """Return the refusal to publish what is unsure; its exit status is that of a file with problems."""
    told = gettext("Chưa đăng gì: %(tally)s. Sửa tệp, hoặc thêm --only-ready.", tally=tally(reading))
    return click.ClickException(told)


def _tell_errors(compiled: CompiledContent) -> None:
    for problem in compiled.errors:
        click.echo(problem.text(language()), err=True)


def _trainer(name: str) -> User:
    """Return the trainer who signs in with this phone number or code."""
    user = find_by_sign_in_name(name)
    if user is None or not any(grant.role in (Role.TRAINER, Role.ADMIN) for grant, _ in list_grants(user.id)):
        raise Refused(gettext("Không có người soạn bài nào đăng nhập bằng “%(name)s”.", name=name))
    return user
