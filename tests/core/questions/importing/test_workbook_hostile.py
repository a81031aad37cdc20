"""Excel files that are too large, broken or meant to harm: a sentence, and never an error."""

from collections.abc import Callable

import pytest

from lms.core.questions.importing.tables import headers_of, read_workbook
from lms.core.questions.manuscript import MOST_IMPORTED
from tests.core.questions.importing.sheets import (
    CAPITAL,
    HEADINGS,
    only,
    read,
    repacked,
    right,
    workbook,
)


def test_more_questions_than_a_file_may_have_are_refused_with_the_number() -> None:
    rows = [HEADINGS, *([f"Câu số {n}?", "a", "b", "c", "d", "A"] for n in range(10_000))]
    reading = read(rows)
    assert not reading.manuscript.questions
    assert [trouble.code for trouble in reading.troubles] == ["too-many-questions"]
    assert str(MOST_IMPORTED) in reading.troubles[0].vi
    assert str(MOST_IMPORTED) in reading.troubles[0].en


def test_a_size_that_lies_and_a_cell_far_away_cost_nothing() -> None:
    data = workbook([HEADINGS, [*CAPITAL, "B"]], dress=lambda sheet: setattr(sheet["XFD1"], "value", "x"))
    lying = repacked(
        data, {"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b'ref="A1:XFD2"', b'ref="A1:XFD1048576"')}
    )
    assert right(only(read_workbook(lying, "de.xlsx"))) == ["Hà Nội"]


def sheet_of(xml: bytes, **more: Callable[[bytes], bytes]) -> bytes:
    data = workbook([HEADINGS, [*CAPITAL, "B"]])
    return repacked(data, {"xl/worksheets/sheet1.xml": lambda _: xml})


NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "no rows": lambda: sheet_of(b"<worksheet " + NAMESPACE + b"><sheetData/></worksheet>"),
    "no sheet": lambda: sheet_of(b""),
    "cut short": lambda: sheet_of(b"<worksheet " + NAMESPACE + b'><sheetData><row r="1"><c'),
    "a string that is not there": lambda: sheet_of(
        b"<worksheet "
        + NAMESPACE
        + b'><sheetData><row r="1"><c r="A1" t="s"><v>999</v></c></row></sheetData></worksheet>'
    ),
    "a style that is not there": lambda: sheet_of(
        b"<worksheet "
        + NAMESPACE
        + b'><sheetData><row r="1"><c r="A1" s="99"><v>1</v></c></row></sheetData></worksheet>'
    ),
    "an odd place": lambda: sheet_of(
        b"<worksheet "
        + NAMESPACE
        + b'><sheetData><row r="x"><c r="??"><v>1</v></c></row></sheetData></worksheet>'
    ),
    "a number beyond numbers": lambda: sheet_of(
        b"<worksheet "
        + NAMESPACE
        + b'><sheetData><row r="1"><c r="A1"><v>1e999</v></c></row></sheetData></worksheet>'
    ),
    "a million cells": lambda: sheet_of(
        b"<worksheet "
        + NAMESPACE
        + b'><sheetData><row r="1">'
        + b"".join(b'<c r="A1"><v>%d</v></c>' % n for n in range(700_000))
        + b"</row></sheetData></worksheet>"
    ),
    "a million strings": lambda: repacked(
        workbook([HEADINGS, [*CAPITAL, "B"]]),
        **{
            "xl__sharedStrings.xml": b"<sst "
            + NAMESPACE
            + b">"
            + b"".join(b"<si><t>%d</t></si>" % n for n in range(300_000))
            + b"</sst>"
        },
    ),
    "no workbook": lambda: repacked(workbook([HEADINGS]), {"xl/workbook.xml": lambda _: b"<workbook/>"}),
    "no content types": lambda: repacked(
        workbook([HEADINGS]), {"[Content_Types].xml": lambda _: b"<Types/>"}
    ),
    "deep nesting": lambda: sheet_of(
        b"<worksheet " + NAMESPACE + b"><sheetData>" + b"<row>" * 50_000 + b"</sheetData></worksheet>"
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_a_sentence_and_never_an_error(name: str) -> None:
    reading = read_workbook(HOSTILE[name](), "de.xlsx")
    assert not reading.manuscript.questions
    assert reading.troubles
    assert all(
        trouble.vi and trouble.en and trouble.mend_vi and trouble.mend_en for trouble in reading.troubles
    )
    headers_of(HOSTILE[name](), "de.xlsx")
