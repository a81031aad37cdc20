"""``lms content export``: what is published, written as folders or as a zip."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from lms.authoring.cli.content import Refused, find_named, find_published, group, storage
from lms.authoring.cli.writing import replace_file
from lms.authoring.queries import export_all, export_course
from lms.core.archives import is_litter, write_archive
from lms.web.speaking import speaking
from lms.web.translations import gettext


@group.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]... TARGET")
@click.option("--revision", help="An older revision, by the first digits of its name; of one course.")
@click.option(
    "--force",
    is_flag=True,
    help="Replace what is at TARGET; in the folders of these courses nothing else remains.",
)
@speaking
def export(slugs: tuple[str, ...], revision: str | None, force: bool) -> None:
    """Write courses, the banks that they link and the glossary to a folder or a .zip file; all, if none is named."""
    *named, destination = slugs or ("",)
    if not destination:
        raise click.UsageError(gettext("Cho biết ghi vào đâu: một thư mục, hoặc một tệp .zip."))
    if revision and len(named) != 1:
        raise click.UsageError(gettext("--revision chỉ dùng với đúng một khóa học."))
    files = _files(named, revision)
    target = Path(destination)
    if target.suffix.lower() == ".zip":
        _write_archive(target, files, is_forced=force)
    else:
        _write_folder(target, files, is_forced=force)
    click.echo(gettext("Đã ghi %(n)s tệp vào %(target)s.", n=len(files), target=destination))


def _files(slugs: list[str], revision: str | None) -> dict[str, bytes]:
    if not slugs:
        return export_all(storage())
    files: dict[str, bytes] = {}
    for slug in slugs:
        course = find_published(slug)
        chosen = find_named(course, revision).id if revision else course.current_revision_id
        if chosen is not None:
            files |= export_course(course.id, chosen, storage())
    return files


def _write_archive(target: Path, files: Mapping[str, bytes], *, is_forced: bool) -> None:
    data = write_archive(files)
    if target.is_dir() or (target.exists() and not is_forced and target.read_bytes() != data):
        raise _in_the_way(target)
    replace_file(target, data)


def _write_folder(target: Path, files: Mapping[str, bytes], *, is_forced: bool) -> None:
    if target.exists() and not target.is_dir():
        raise _in_the_way(target)
    for other in _others(target, files):
        if not is_forced:
            raise _in_the_way(other)
        if _is_ours(other.relative_to(target).as_posix(), files):
            other.unlink()
    for path, content in files.items():
        replace_file(target / path, content)


def _others(target: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Yield the files at ``target`` that an export would change or leave beside its own."""
    for folder, folders, names in os.walk(target):
        folders[:] = [name for name in folders if not is_litter(name)]
        for name in names:
            file = Path(folder, name)
            content = files.get(file.relative_to(target).as_posix())
            is_same = content is not None and file.is_file() and file.read_bytes() == content
            if not is_same and not is_litter(name):
                yield file


def _is_ours(path: str, files: Mapping[str, bytes]) -> bool:
    """Return whether a file lies in the folder of an exported course, which then is exactly what is exported."""
    courses = {"/".join(each.split("/")[:2]) for each in files if each.count("/") >= 2}
    return path not in files and "/".join(path.split("/")[:2]) in courses


def _in_the_way(path: Path) -> Refused:
    return Refused(
        gettext(
            "“%(path)s” đã có, với nội dung khác. Chọn nơi khác, hoặc thêm --force để ghi đè.", path=str(path)
        )
    )
