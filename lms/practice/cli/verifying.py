"""``lms practice verify-signature``: the lab's report on any signed file, for whoever looks after the site."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy.exc import SQLAlchemyError

from lms import clock
from lms.core.child import limited
from lms.core.errors import N_
from lms.practice.queries.certificates import list_authorities
from lms.practice.queries.checking import CPU_SECONDS, MEMORY, PATIENCE_SECONDS
from lms.web.speaking import speaking
from lms.web.translations import gettext

if TYPE_CHECKING:  # it comes with a large library
    from lms.core.signing.inspecting import Inspection

_VERDICTS = {
    "pass": N_("Chữ ký hợp lệ."),
    "fail": N_("Chữ ký không được nhận."),
    "needs_person": N_("Cần một người xem."),
    "cannot_check": N_("Không kiểm tra được."),
}
_MARKS = {"pass": "+", "fail": "-", "needs_person": "?", "cannot_check": "?"}
_NOTHING_KEPT = N_(
    "Tệp này không ký bằng chứng thư thực hành. Có thể là chứng thư thật; lệnh này không giữ lại gì của tệp."
)


class _Refused(click.ClickException):
    """The command cannot do it; one sentence, no traceback."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


@click.command("verify-signature")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, and nothing else.")
@click.option(
    "--root",
    "roots",
    multiple=True,
    metavar="PEM",
    type=click.Path(path_type=Path),
    help="Also believe this root.",
)
@speaking
def verify_signature(file: Path, as_json: bool, roots: tuple[Path, ...]) -> None:
    """Tell whether FILE carries a practice signature of this site that covers all of it, row by row.

    Exit status: 0 if it does; 1 if it is refused or could not be checked; 2 if there is no such file or root.
    """
    from lms.core.signing.inspecting import Expectation, inspect, stopped
    from lms.core.signing.inspecting_bytes import MOST_BYTES

    expected = Expectation((*_site_roots(), *map(_root, roots)), clock.now())
    data = _read(file, MOST_BYTES + 1)
    try:
        found = limited(inspect, data, expected, cpu=CPU_SECONDS, patience=PATIENCE_SECONDS, memory=MEMORY)
    except TimeoutError:
        found = stopped("too-heavy")
    found = replace(found, rows=tuple(_said_here(row) for row in found.rows))
    if as_json:
        click.echo(json.dumps(_as_json(file, found), ensure_ascii=False, indent=2))
    else:
        _tell(file, found)
    sys.exit(0 if found.verdict == "pass" else 1)


def _site_roots() -> tuple[bytes, ...]:
    """Return the roots of the site's authorities, those in use and the retired ones."""
    try:
        return tuple(authority.certificate for authority in list_authorities())
    except SQLAlchemyError as error:
        told = gettext("Không đọc được cơ sở dữ liệu của trang. Chạy: lms doctor")
        raise _Refused(told) from error


def _root(path: Path) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        return x509.load_pem_x509_certificate(_read(path, 100_000)).public_bytes(Encoding.DER)
    except ValueError as error:
        raise _Refused(
            gettext("“%(name)s” không phải chứng thư dạng PEM.", name=_printable(path.name))
        ) from error


def _read(path: Path, most: int) -> bytes:
    """Return the file's bytes, not more than ``most``; one that is larger is known by having so many."""
    try:
        # A pipe or a device might never end.
        if not path.is_file():
            raise _Refused(
                gettext("Không có tệp “%(name)s”, hoặc đó là thư mục.", name=_printable(path.name))
            )
        with path.open("rb") as opened:
            return opened.read(most)
    except (OSError, ValueError) as error:
        raise _Refused(
            gettext("Không đọc hoặc không ghi được “%(name)s”.", name=_printable(path.name))
        ) from error


def _said_here(row: Any) -> Any:
    """Return the row as it is said here, where no file was handed in that could be deleted."""
    from lms.core.signing.inspecting_reasons import REAL, REASONS

    return replace(row, message=_NOTHING_KEPT) if row.message == REASONS[REAL].message else row


def _as_json(file: Path, found: "Inspection") -> dict[str, Any]:
    return {
        "file": _printable(file.name),
        "verdict": str(found.verdict),
        "reason": found.reason,
        "rows": [
            {
                "id": row.id,
                "verdict": str(row.outcome),
                "title": gettext(row.title),
                "message": gettext(row.message, **row.values),
                "next_step": gettext(row.next_step),
            }
            for row in found.rows
        ],
        "signatures": [
            {
                "name": facts.name,
                "serial": facts.serial,
                "signed_at": facts.signed_at.isoformat() if facts.signed_at else None,
                "digest": facts.digest,
                "mechanism": facts.mechanism,
            }
            for facts in found.signatures
        ],
    }


def _tell(file: Path, found: "Inspection") -> None:
    told = gettext(_VERDICTS[found.verdict])
    click.echo(f"{_printable(file.name)}: {told}" + (f" ({found.reason})" if found.reason else ""))
    for row in found.rows:
        click.echo(f"{_MARKS[row.outcome]} {gettext(row.title)}: {gettext(row.message, **row.values)}")
        if row.next_step:
            click.echo(f"    {gettext(row.next_step)}")


def _printable(name: str) -> str:
    """Return a file's name as it may be printed: it can hold line ends, and bytes that are no text."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)
