"""A CSV file as a grid: its code page, its separator, its quotes. What the columns mean is read in ``tables``."""

import csv
import io
import re
import statistics
from collections.abc import Iterator

from lms.core.questions.importing.columns import recognised_in
from lms.core.questions.importing.grids import MOST_COLUMNS, MOST_ROWS, Cell, Grid, Row, clean, row_of
from lms.core.vietnamese import nfc

LARGEST = 10_000_000
_SEPARATORS = (",", ";", "\t", "|")
_SAID = re.compile(r'"?sep=([,;\t|:^~])"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)
_LOOKED_AT = 40  # records that decide on the separator
_LONGEST_RECORD = 100  # lines; a longer one is a quotation mark that never closes
_LONGEST_CELL = 100_000
_UNCOMBINED = re.compile("(?<![A-Za-zĂăÂâÊêÔôƠơƯư])[\u0300\u0301\u0303\u0309\u0323]")


class OpenQuoteError(Exception):
    """A quotation mark opens at a line and never closes."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class TooManyRecordsError(Exception):
    """A file has more rows than any question bank."""


def grid_of(data: bytes) -> Grid:
    """Return a CSV file's rows.

    Raises:
        OpenQuoteError: a quotation mark never closes.
        TooManyRecordsError: it has more rows than any question bank.
        UnicodeDecodeError: it is no text in any code page of Vietnamese.
    """
    text = decoded(data)
    said = _SAID.match(text)
    first = 1
    if said:
        text, first = text[said.end() :], 2
    separator = said[1] if said else _separator(text)
    return Grid("", tuple(_rows(text, separator, first)))


def decoded(data: bytes) -> str:
    """Return the text of a file in NFC: UTF-8, UTF-16, or Windows-1258, whose tones stand apart from their letters.

    Raises:
        UnicodeDecodeError: it is none of these.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return nfc(data.decode("utf-16"))
    if b"\0" in data[:1_000]:
        starts_low = data[1:200:2].count(0) >= data[0:200:2].count(0)
        return nfc(data.decode("utf-16-le" if starts_low else "utf-16-be"))
    try:
        return nfc(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _from_old_pages(data)


def _from_old_pages(data: bytes) -> str:
    """Return text of Windows-1258, or of its Western neighbour, in which letters of old fonts can be recognised."""
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError:
        return data.decode("latin-1")
    return data.decode("latin-1") if _UNCOMBINED.search(text) else nfc(text)


def _separator(text: str) -> str:
    """Return the separator that gives a row of known headings, or else the most even columns."""
    start = text[:200_000]

    def score(separator: str) -> tuple[int, float]:
        try:
            records = [fields for _, fields in _records(start, separator, 1, _LOOKED_AT)]
        except OpenQuoteError:
            return 0, 0.0
        known = max((len(set(recognised_in(fields))) for fields in records), default=0)
        return known, statistics.median(map(len, records)) if records else 0.0

    return max(_SEPARATORS, key=score)


def _rows(text: str, separator: str, first: int) -> Iterator[Row]:
    for count, (line, fields) in enumerate(_records(text, separator, first, MOST_ROWS + 1)):
        if count >= MOST_ROWS:
            raise TooManyRecordsError
        row = row_of(line, [Cell(clean(field[:_LONGEST_CELL])) for field in fields[:MOST_COLUMNS]])
        if row:
            yield row


def _records(text: str, separator: str, first: int, most: int) -> Iterator[tuple[int, list[str]]]:
    """Return up to ``most`` records that hold something, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begins = 0
    found = 0
    try:
        for fields in reader:
            if reader.line_num - begins > _LONGEST_RECORD:
                raise OpenQuoteError(begins + first)
            if any(map(str.strip, fields)):
                yield begins + first, fields
                found += 1
            begins = reader.line_num
            if found >= most:
                return
    except csv.Error:
        raise OpenQuoteError(begins + first) from None
