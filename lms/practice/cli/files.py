"""``lms practice files``: practice files of a made-up school, for trainers to use in class."""

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from lms.core.errors import N_
from lms.core.practice_files import (
    GROUPS,
    GUIDE,
    SIGNED,
    make_group,
    make_signed_files,
    read_guide,
    write_guide,
)
from lms.core.practice_files.guide import digest_of
from lms.practice.queries.certificates import find_authority
from lms.practice.services.authority import AuthorityClosedError, NoAuthorityError, open_signers
from lms.web.speaking import speaking
from lms.web.translations import gettext

_MOST_BYTES = 20_000_000  # none of ours is nearly as large
_UNSIGNED: Mapping[type[Exception], str] = {
    NoAuthorityError: N_(
        "Chưa tạo thư mục da-ky: trang chưa có bộ chứng thư thực hành. Chạy: lms practice-ca init, rồi chạy lại lệnh này."
    ),
    AuthorityClosedError: N_(
        "Chưa tạo thư mục da-ky: bộ chứng thư thực hành không mở được bằng LMS_SECRET_KEY này. Xem: lms practice-ca show"
    ),
}
_NO_DATABASE = N_("Chưa tạo thư mục da-ky: không đọc được cơ sở dữ liệu của trang. Chạy: lms doctor")


class _Refused(click.ClickException):
    """The command cannot do it; nothing was written over. Plain words, no traceback."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


@click.command("files")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--only", "groups", multiple=True, type=click.Choice(GROUPS), help="Only this group (again for more)."
)
@click.option(
    "--force", "is_forced", is_flag=True, help="Also write over files that this command did not make."
)
@speaking
def write_files(folder: Path, groups: tuple[str, ...], is_forced: bool) -> None:
    """Write practice files of a made-up school into FOLDER: documents, workbooks, scans, signed PDFs.

    Each says that it is for practice only. Made again they are the same, byte for byte, but for the signed ones, which
    are the site's own. Exit status: 0 if all are written; 1 if the signed ones had to be left out; 2 if it was refused or a
    file could not be written.
    """
    wanted = [group for group in GROUPS if not groups or group in groups]
    made: dict[str, bytes] = {}
    for group in wanted:
        if group != SIGNED:
            made |= make_group(group)
    unsigned = ""
    if SIGNED in wanted:
        signed, unsigned = _signed()
        made |= signed
    if made:
        _write_all(folder, made, is_forced)
    if unsigned:
        click.echo(unsigned, err=True)
        sys.exit(1 if made else 2)


def _signed() -> tuple[dict[str, bytes], str]:
    """Return the signed files, or none and the sentence that says why."""
    try:
        signers = open_signers(current_app.extensions["settings"].secret_key)
        authority = find_authority()
    except (NoAuthorityError, AuthorityClosedError) as trouble:
        return {}, gettext(_UNSIGNED[type(trouble)])
    except SQLAlchemyError:
        return {}, gettext(_NO_DATABASE)
    return make_signed_files(signers, authority.certificate if authority else b""), ""


def _write_all(folder: Path, made: Mapping[str, bytes], is_forced: bool) -> None:
    try:
        made = _with_guide(folder, made, is_forced)
    except OSError as error:
        raise _cannot_write(Path(error.filename or folder)) from error
    for path, content in made.items():
        _write(folder / path, content)
        click.echo(f"{path}  {len(content) / 1000:.0f} KB")
    click.echo(
        gettext(
            "Đã ghi %(count)s tệp vào “%(folder)s”. Mở DOC-TRUOC.txt đọc trước khi phát cho lớp.",
            count=len(made),
            folder=_printable(folder),
        )
    )


def _with_guide(folder: Path, made: Mapping[str, bytes], is_forced: bool) -> dict[str, bytes]:
    """Return all that is to be written; refuse if something of somebody else would be lost by it."""
    known = _known(folder)
    told = {path: digest for path, digest in (known or {}).items() if (folder / path).is_file()}
    told |= {path: digest_of(content) for path, content in made.items()}
    wanted = {**made, GUIDE: write_guide(told)}
    _refuse_what_is_in_the_way(folder, wanted)
    if not is_forced:
        _refuse_strangers([path for path in wanted if not _is_ours(folder, path, wanted[path], known)])
    return wanted


def _known(folder: Path) -> dict[str, str] | None:
    """Return what the sheet in the folder tells, None where there is none or somebody wrote in it."""
    guide = _content(folder / GUIDE)
    return None if guide is None else read_guide(guide)


def _is_ours(folder: Path, path: str, content: bytes, known: Mapping[str, str] | None) -> bool:
    """Tell whether nothing is lost if ``path`` is written: it is not there, the same, or as this command left it."""
    if not os.path.lexists(folder / path):
        return True
    there = None if (folder / path).is_symlink() else _content(folder / path)
    if there is None:
        return False
    if path == GUIDE:
        return known is not None
    return there == content or (known or {}).get(path) == digest_of(there)


def _content(path: Path) -> bytes | None:
    """Return what a file holds, None where it is none, cannot be read, or is larger than any of ours."""
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size <= _MOST_BYTES else None
    except OSError:
        return None


def _refuse_what_is_in_the_way(folder: Path, made: Iterable[str]) -> None:
    """Refuse where a file stands in a folder's place, or a folder in a file's; not even --force removes those."""
    files = {folder / path for path in made}
    folders = {parent for path in files for parent in (path.parent, folder)}
    for path in sorted(folders):
        if os.path.lexists(path) and not path.is_dir():
            raise _Refused(gettext("“%(name)s” không phải thư mục. Chọn tên khác.", name=_printable(path)))
    for path in sorted(files):
        if path.is_dir():
            raise _Refused(
                gettext("“%(name)s” là thư mục, nên không ghi tệp vào đó được.", name=_printable(path))
            )


def _refuse_strangers(strangers: list[str]) -> None:
    if strangers:
        said = gettext(
            "Chưa ghi gì: %(count)s tệp đã có không do lệnh này tạo, hoặc đã được sửa. Chọn thư mục trống, hoặc thêm "
            "--force để ghi đè.",
            count=len(strangers),
        )
        raise _Refused("\n".join((said, *(f"  {path}" for path in strangers))))


def _write(path: Path, content: bytes) -> None:
    """Put a file in its place whole or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)  # left by a run that was killed, or a link that somebody put there
        with beside.open("xb") as opened:
            opened.write(content)
        beside.replace(path)
    except OSError as error:
        raise _cannot_write(path) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _cannot_write(path: Path) -> _Refused:
    return _Refused(gettext("Không đọc hoặc không ghi được “%(name)s”.", name=_printable(path)))


def _printable(path: Path) -> str:
    """Return a path as it may be printed: it can hold line ends, and bytes that are no text."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(path))
