"""``lms content``: check and publish folders of courses and question banks."""

import sys
from pathlib import Path

import click
from flask import current_app

from lms import clock
from lms.authoring.queries import CompiledContent, Content, Report, compile_content, read_content, report_on
from lms.authoring.services import publish, store_media, sweep_uploads
from lms.db import unit_of_work
from lms.paths import shipped

STATES = {"new": "mới", "changed": "thay đổi", "same": "không đổi"}


@click.group("content")
def group() -> None:
    """Check and publish courses and question banks."""


def _read(paths: tuple[Path, ...]) -> tuple[Content, CompiledContent]:
    try:
        content = read_content(paths or (shipped("courses"), shipped("quizzes")))
    except FileNotFoundError as missing:
        raise click.ClickException(
            f"{missing}: không có thư mục hay tệp này (no such file or folder)"
        ) from missing
    today = clock.now().astimezone(current_app.extensions["settings"].timezone).date()
    return content, compile_content(content, today)


def _tell(compiled: CompiledContent, language: str) -> None:
    for problem in sorted(compiled.problems, key=lambda each: (each.path, each.line)):
        click.echo(problem.text(language))


@group.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Language of the findings.")
def check(paths: tuple[Path, ...], lang: str) -> None:
    """Print every problem as path:line: level: message; exit 1 if one is an error."""
    _content, compiled = _read(paths)
    _tell(compiled, lang)
    warnings = len(compiled.problems) - len(compiled.errors)
    click.echo(
        f"{len(compiled.courses)} khóa học, {len(compiled.banks)} ngân hàng câu hỏi: "
        f"{len(compiled.errors)} lỗi, {warnings} lời nhắc"
    )
    sys.exit(1 if compiled.errors else 0)


@group.command("publish")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Print the report and change nothing.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Language of the findings.")
def publish_(paths: tuple[Path, ...], dry_run: bool, lang: str) -> None:
    """Report what would change, then change it in one transaction. A second run changes nothing."""
    content, compiled = _read(paths)
    _tell(compiled, lang)
    _show(report_on(compiled))
    if compiled.errors:
        raise click.ClickException(f"{len(compiled.errors)} lỗi: chưa đăng gì, bản đang dùng giữ nguyên.")
    if dry_run:
        return
    store_media(compiled, current_app.extensions["storage"])
    with unit_of_work():
        changed = publish(content, compiled, None, clock.now())
    click.echo("Không có gì thay đổi." if changed == 0 else f"Đã đăng {changed} thay đổi.")


def _show(report: Report) -> None:
    for course in report.courses:
        counts = f"thêm {len(course.added)}, nghỉ {len(course.retired)} mục" if course.state != "same" else ""
        learners = f", {course.learners} người đang học" if course.learners else ""
        click.echo(f"  khóa học {course.slug}: {STATES[course.state]} {counts}{learners}".rstrip())
    for bank in report.banks:
        click.echo(f"  ngân hàng {bank.slug}: {STATES[bank.state]}, {bank.questions} câu")


@group.command("sweep")
def sweep() -> None:
    """Remove uploads a week after they came in, published, dropped or forgotten. Run it daily."""
    total, storage = 0, current_app.extensions["storage"]
    while True:
        with unit_of_work():
            swept = sweep_uploads(storage, clock.now())
        total += swept
        if not swept:
            break
    click.echo(f"{total} uploads removed")
