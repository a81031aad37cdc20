"""A learner's workbook as other programs write it again: openpyxl, Google Sheets, Excel with shared strings and formulas."""

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook, load_workbook

from lms.core.archives import read_archive, write_archive

Change = Callable[[Any], None]


def edited(data: bytes, change: Change) -> bytes:
    """Return the workbook after openpyxl opened it, ``change`` worked on the table, and it was saved."""
    book = load_workbook(io.BytesIO(data))
    change(book["Bảng"])
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the workbook with one of its parts changed."""
    parts = read_archive(data)
    return write_archive({**parts, name: change(parts[name])})
