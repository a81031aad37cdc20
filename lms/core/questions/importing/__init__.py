"""Files of other programs as manuscripts. Each format has its own module; here a file finds the one that reads it.

No reader raises on bad input: a file that cannot be read gives no question, and a trouble that says what to do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from lms.core.questions.manuscript import Manuscript, Reading, Trouble

Read = Callable[..., Reading]


@dataclass(frozen=True)
class _Reader:
    """Where a format is read, and which of the switches its reader knows."""

    module: str
    function: str
    switches: frozenset[str] = frozenset()


_HERE = "lms.core.questions.importing"
_FIRST_IS_RIGHT = frozenset({"first_is_right"})
_COLUMNS = frozenset({"columns"})
FORMATS: Mapping[str, _Reader] = {
    "word": _Reader(f"{_HERE}.word", "read_word", _FIRST_IS_RIGHT),
    "excel": _Reader(f"{_HERE}.tables", "read_workbook", _COLUMNS),
    "csv": _Reader(f"{_HERE}.tables", "read_csv", _COLUMNS),
    "gift": _Reader(f"{_HERE}.gift", "read_gift"),
    "aiken": _Reader(f"{_HERE}.aiken", "read_aiken"),
    "moodle": _Reader(f"{_HERE}.moodle", "read_moodle"),
    "text": _Reader(f"{_HERE}.papers", "read_text", _FIRST_IS_RIGHT),
    "native": _Reader("lms.core.questions.native", "read_native"),
}
"""What can be read. Nothing of it is loaded before the first file comes, and a reader not before its format is met."""


def read_file(
    data: bytes, name: str, format_name: str | None = None, switches: Mapping[str, object] | None = None
) -> Reading:
    """Read a file in the named format, or in the one that it shows.

    ``switches``: ``first_is_right`` (bool) for papers, ``columns`` (role to column from 0) for tables.
    """
    from lms.core.questions.importing.containers import refusal
    from lms.core.questions.importing.packs import only_bank
    from lms.core.questions.importing.recognising import format_of

    if format_name is None:
        packed = only_bank(data)
        if isinstance(packed, Trouble):
            return Reading(Manuscript(), (packed,))
        if packed is not None:
            name, data = packed
        format_name = format_of(data, name)
    reader = FORMATS.get(format_name or "")
    if reader is None:
        return Reading(Manuscript(), (refusal(data, name) or _unknown(name),))
    read: Read = getattr(import_module(reader.module), reader.function)
    known: dict[str, Any] = {key: value for key, value in (switches or {}).items() if key in reader.switches}
    reading = read(data, name, **known)
    is_silent = not reading.manuscript.questions and not reading.troubles
    return Reading(reading.manuscript, (_unknown(name),)) if is_silent else reading


def _unknown(name: str) -> Trouble:
    from lms.core.questions.importing.recognising import BY_SUFFIX, suffix_of

    ends = ", ".join(BY_SUFFIX)
    shown = suffix_of(name) or name[:40]
    return Trouble(
        where="cả tệp",
        place=0,
        vi=f"Chưa nhận ra câu hỏi nào trong tệp này ({shown}).",
        en=f"No questions are recognised in this file ({shown}).",
        mend_vi=f"Các loại tệp đọc được: {ends}, hoặc .zip chứa một tệp như thế. Nếu đúng là một trong các loại ấy, chọn định dạng rồi đọc lại.",
        mend_en=f"These can be read: {ends}, or a .zip with one of them. If it is one of these, name its format and read it again.",
        code="unknown-format",
    )
