"""``lms quizzes export``: a bank of the site, or of a file, in the format of another program or on paper."""

from pathlib import Path

import click

from lms.authoring.cli.content import Refused, refusing
from lms.authoring.cli.writing import replace_file
from lms.banks.queries.shelf import get_source
from lms.core.errors import NotFoundError
from lms.core.markup import render_markdown
from lms.core.problems import ERROR
from lms.core.questions import Bank, parse_bank
from lms.core.questions.exporting import FORMATS, Exported, write_file
from lms.core.questions.native import read_native
from lms.core.questions.outlines import MAX_BYTES
from lms.quizzes.cli import group
from lms.quizzes.queries import get_current_bank
from lms.web.speaking import speaking
from lms.web.translations import gettext, in_language, language

_PAPER = "paper"
_BINARY = frozenset({"kahoot"})


@group.command("export")
@click.argument("bank", metavar="BANK")
@click.option(
    "--format", "format_name", required=True, type=click.Choice([*FORMATS, _PAPER]), help="What to write."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@speaking
@refusing()
def export_bank(bank: str, format_name: str, output: Path | None) -> None:
    """Write BANK, the id of a bank of this site or the path of a .md file, in another format.

    What the format cannot say goes to the standard error, a line each. Exit status: 0 if it was written; 1 if the
    bank has errors; 2 if there is no such bank.
    """
    if output is None and format_name in _BINARY:
        raise Refused(gettext("Bảng tính không in ra màn hình được. Thêm --output TỆP.xlsx."))
    name, source = _source(bank)
    compiled = _compiled(source, name)
    exported = (
        _paper(compiled)
        if format_name == _PAPER
        else write_file(read_native(source, name).manuscript, format_name)
    )
    for misfit in exported.misfits:
        said = in_language(misfit.vi, misfit.en)
        click.echo(f"{misfit.question}: {said}" if misfit.question else said, err=True)
    if output is None:
        click.echo(exported.data, nl=False)
    else:
        replace_file(output, exported.data)
        click.echo(gettext("Đã ghi %(path)s.", path=output), err=True)


def _source(bank: str) -> tuple[str, bytes]:
    """Return the name and the text of a bank: a file where there is one, else what the site publishes."""
    if bank.endswith(".md"):
        try:
            with Path(bank).open("rb") as file:
                return bank, file.read(MAX_BYTES + 1)
        except OSError as error:
            raise Refused(gettext("Không đọc hoặc không ghi được “%(name)s”.", name=bank)) from error
    try:
        published = get_current_bank(bank)
    except NotFoundError as missing:
        told = gettext("Trang này chưa đăng ngân hàng nào tên “%(name)s”.", name=bank)
        raise Refused(told) from missing
    return f"{bank}.md", get_source(published.id).encode()


def _compiled(source: bytes, name: str) -> Bank:
    """Return the bank; one with errors is not written anywhere, each of them is said with its line."""
    bank, problems = parse_bank(source, name, lambda text, inline: render_markdown(text, inline=inline))
    if bank is not None:
        return bank
    for problem in problems:
        if problem.level == ERROR:
            click.echo(problem.text(language()), err=True)
    raise click.ClickException(gettext("Sửa các lỗi trên rồi xuất lại."))


def _paper(bank: Bank) -> Exported:
    """Return the whole bank as a printable page, its key on pages of its own."""
    from lms.core.questions.exporting.paper import write_paper

    page = write_paper(bank, language=language())
    return Exported(page.encode(), "text/html; charset=utf-8", ".html")
