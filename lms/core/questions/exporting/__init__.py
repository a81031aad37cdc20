"""Banks as files for other programs and for printing. Each format has its own module; here they are found by name.

A writer of texts takes a manuscript and says, question by question, what its format cannot hold.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from lms.core.questions.manuscript import Manuscript, Misfit

MOST_VARIANTS = 12
MOST_PRINTED = 5000  # questions on all sheets of one printing

Write = Callable[[Manuscript], tuple[bytes, tuple[Misfit, ...]]]


@dataclass(frozen=True)
class Exported:
    """A file, what it is called on the way to a browser, and what it does not say."""

    data: bytes
    content_type: str
    file_name_suffix: str  # with its dot
    misfits: tuple[Misfit, ...] = ()


@dataclass(frozen=True)
class _Writer:
    """Where a format is written, and what such a file is."""

    module: str
    function: str
    content_type: str
    suffix: str


_HERE = "lms.core.questions.exporting"
_TEXT = "text/plain; charset=utf-8"
FORMATS: Mapping[str, _Writer] = {
    "native": _Writer(_HERE, "_write_native", "text/markdown; charset=utf-8", ".md"),
    "gift": _Writer(f"{_HERE}.gift", "write_gift", _TEXT, ".gift"),
    "aiken": _Writer(f"{_HERE}.aiken", "write_aiken", _TEXT, ".txt"),
    "moodle": _Writer(f"{_HERE}.moodle", "write_moodle", "application/xml; charset=utf-8", ".xml"),
    "kahoot": _Writer(
        f"{_HERE}.kahoot",
        "write_kahoot",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
}
"""What manuscripts are written as. Paper is printed from a compiled bank, in ``paper``."""


def write_file(manuscript: Manuscript, format_name: str) -> Exported:
    """Return a manuscript in the named format.

    Raises:
        KeyError: there is no such format.
    """
    writer = FORMATS[format_name]
    write: Write = getattr(import_module(writer.module), writer.function)
    data, misfits = write(manuscript)
    return Exported(data, writer.content_type, writer.suffix, misfits)


def _write_native(manuscript: Manuscript) -> tuple[bytes, tuple[Misfit, ...]]:
    """Return the bank format, which says everything."""
    from lms.core.questions.native import write_native  # not before it is asked for: it brings the renderer

    return write_native(manuscript), ()


__all__ = ["FORMATS", "Exported", "write_file"]
