"""Tables of questions, from Excel or as CSV, read into a manuscript: a row a question, whatever its columns are called.

``workbooks`` and ``separated`` open the files, ``columns`` recognises the headings, ``table_rows`` and
``table_questions`` read what stands below them. A key is never guessed: where a row does not say, it becomes a draft.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lms.core.questions.importing import separated, workbooks
from lms.core.questions.importing.column_contents import seen_through, shown_by
from lms.core.questions.importing.columns import (
    Headings,
    by_hand,
    headings_of,
    recognised,
)
from lms.core.questions.importing.containers import Kind, kind_of, refusal
from lms.core.questions.importing.containers import trouble as container_trouble
from lms.core.questions.importing.grids import Grid
from lms.core.questions.importing.old_letters import damage_in
from lms.core.questions.importing.sentences import about_whole_file
from lms.core.questions.importing.table_evidence import evidence_of
from lms.core.questions.importing.table_questions import Maker
from lms.core.questions.importing.table_rows import Entry, entries_of, spread
from lms.core.questions.importing.table_troubles import trouble
from lms.core.questions.manuscript import (
    MOST_IMPORTED,
    Manuscript,
    Reading,
    Trouble,
    WrittenPool,
    WrittenQuestion,
)
from lms.core.vietnamese import slug, squeeze

_SHOWN_ROWS = 5
_SHOWN_CHARACTERS = 200
_SHEET_PLACES = 1_000_000  # more than the rows of a sheet
_BARE_NUMBER = re.compile(r"[0-9]{1,4}\s*[.)/:]\s*\S")


@dataclass(frozen=True)
class SheetHeadings:
    """What a page shows on which columns are mapped by hand."""

    name: str
    row: int  # number of the row that holds the headings, 0 where none was recognised
    labels: tuple[str, ...]  # as many as there are columns
    roles: tuple[str, ...]  # a key of ``columns.ROLES`` for each column, "" where it was not recognised
    rows: tuple[tuple[str, ...], ...]  # the first rows below, as many cells in each as there are columns


@dataclass(frozen=True)
class _Found:
    """A question on its way into a pool."""

    pool: str
    question: WrittenQuestion
    troubles: Sequence[Trouble]


def read_workbook(data: bytes, name: str, columns: Mapping[str, int] | None = None) -> Reading:
    """Return the questions of an .xlsx file; ``columns`` gives the column (from 0) of each of ``columns.ROLES`` by hand."""
    return _read(data, name, columns)


def read_csv(data: bytes, name: str, columns: Mapping[str, int] | None = None) -> Reading:
    """Return the questions of a CSV file; ``columns`` as for a workbook."""
    return _read(data, name, columns)


def headers_of(data: bytes, name: str) -> tuple[SheetHeadings, ...]:
    """Return the headings of each sheet that is shown, none where the file cannot be read at all."""
    opened = _opened(data, name)
    if isinstance(opened, Trouble):
        return ()
    return tuple(_sheet_headings(grid) for grid in opened if grid.rows and not grid.is_hidden)


def _sheet_headings(grid: Grid) -> SheetHeadings:
    found = headings_of(grid)
    data_from = found.data_from if found else 0
    rows = grid.rows[data_from : data_from + _SHOWN_ROWS]
    titles = [found.row] if found and found.row else []
    width = max(len(row.cells) for row in (*rows, *titles))
    role_of = {column: role for role, places in found.roles.items() for column in places} if found else {}
    labels = tuple(titles[0].text(column) for column in range(width)) if titles else ("",) * width
    return SheetHeadings(
        grid.name,
        titles[0].number if titles else 0,
        labels,
        tuple(role_of.get(column) or recognised(labels[column]) for column in range(width)),
        tuple(tuple(row.text(column)[:_SHOWN_CHARACTERS] for column in range(width)) for row in rows),
    )


def _read(data: bytes, name: str, columns: Mapping[str, int] | None) -> Reading:
    opened = _opened(data, name)
    if isinstance(opened, Trouble):
        return Reading(Manuscript(), (opened,))
    reading = _reading(opened, columns)
    if (
        reading.manuscript.questions
        or columns
        or not any(found.code == "no-headings" for found in reading.troubles)
    ):
        return reading
    from lms.core.questions.importing.sheet_papers import (
        read_papers,
    )  # the reader of papers, for few tables only

    return read_papers(opened) or reading


def _opened(data: bytes, name: str) -> tuple[Grid, ...] | Trouble:
    """Return the sheets of a file, or why it is not read."""
    refused = refusal(data, name)
    if refused:
        return refused
    kind = kind_of(data, name)
    if kind is Kind.WORD:
        return trouble("not-a-table")
    grids = _sheets(data) if kind is Kind.EXCEL else _records(data)
    if isinstance(grids, Trouble):
        return grids
    damage = damage_in(cell.text for grid in grids for row in grid.rows for cell in row.cells)
    return trouble(damage[0], quote=damage[1]) if damage else grids


def _sheets(data: bytes) -> tuple[Grid, ...] | Trouble:
    try:
        return workbooks.grids_of(data)
    except workbooks.TooManyCellsError:
        return trouble("too-many-cells")
    except Exception:  # openpyxl says "damaged" with a dozen kinds of errors, and none is a fault of ours
        return container_trouble("broken")


def _records(data: bytes) -> tuple[Grid, ...] | Trouble:
    if len(data) > separated.LARGEST:
        return trouble("csv-too-large")
    try:
        return (separated.grid_of(data),)
    except separated.OpenQuoteError as wrong:
        return trouble("open-quote", f"dòng {wrong.line}", wrong.line)
    except separated.TooManyRecordsError:
        return about_whole_file("too-many-questions")
    except UnicodeDecodeError:
        return trouble("not-text")


def _reading(grids: Sequence[Grid], columns: Mapping[str, int] | None) -> Reading:
    found: list[tuple[Grid, list[_Found]]] = []
    notes: list[Trouble] = []
    for index, grid in enumerate(grids):
        if not grid.rows:
            continue
        if grid.is_hidden:
            notes.append(trouble("hidden-sheet", f"trang tính “{grid.name}”", quote=grid.name))
            continue
        headings = by_hand(grid, columns) if columns else _headings_of(grid)
        if headings is None or "question" not in headings.roles:
            notes.append(trouble("sheet-skipped", f"trang tính “{grid.name}”", quote=grid.name))
            continue
        grid, headings = spread(grid, headings), _without_empty_key(grid, headings)
        entries = entries_of(grid, headings, index * _SHEET_PLACES)
        if len(entries.entries) + sum(len(each) for _, each in found) > MOST_IMPORTED:
            return Reading(Manuscript(), (about_whole_file("too-many-questions"),))
        notes += entries.troubles
        found.append((grid, _questions(grid, headings, entries.entries, index * _SHEET_PLACES)))
    return _assembled(found, notes)


def _headings_of(grid: Grid) -> Headings | None:
    found = headings_of(grid)
    return seen_through(grid, found) if found else shown_by(grid)


def _without_empty_key(grid: Grid, headings: Headings) -> Headings:
    """Return the headings without a column for keys in which nobody wrote anything."""
    column = headings.first("key")
    if column < 0 or any(row.text(column) for row in grid.rows[headings.data_from :]):
        return headings
    return replace(headings, roles={role: at for role, at in headings.roles.items() if role != "key"})


def _questions(grid: Grid, headings: Headings, entries: Sequence[Entry], offset: int) -> list[_Found]:
    question = headings.first("question")
    numbered = sum(bool(_BARE_NUMBER.match(entry.row.text(question))) for entry in entries)
    maker = Maker(grid, headings, offset, evidence_of(entries, headings), numbered * 2 > len(entries))
    has_chapters = "pool" in headings.roles or any(entry.section for entry in entries)
    chapter = ""
    found = []
    for entry in entries:
        made, troubles = maker.made(entry)
        # A chapter once named holds until the next: its cells are merged, or it is written only once.
        chapter = squeeze(entry.row.text(headings.first("pool"))) or chapter
        level = squeeze(entry.row.text(headings.first("level")))
        if level and has_chapters:
            made = replace(made, tags=tuple(dict.fromkeys((*made.tags, level))))
            level = ""
        found.append(_Found(chapter or entry.section or level, made, troubles))
    return found


def _assembled(found: Sequence[tuple[Grid, list[_Found]]], notes: list[Trouble]) -> Reading:
    """Return the questions in their pools, and every trouble with the place of its question among all of them."""
    sheets = [grid for grid, questions in found if questions]
    if not sheets:
        has_headings = bool(found)
        return Reading(Manuscript(), (trouble("no-rows" if has_headings else "no-headings"), *_kept(notes)))
    pools: dict[str, list[_Found]] = {}
    for grid, questions in found:
        for each in questions:
            title = _pool_title(grid.name if len(sheets) > 1 else "", each.pool)
            pools.setdefault(title, []).append(each)
    # The questions without a heading come first: a bank has no way of writing them behind one.
    pools = dict(sorted(pools.items(), key=lambda pool: pool[0] != ""))
    in_order = [each for questions in pools.values() for each in questions]
    troubles = [
        replace(noted, question=index) for index, each in enumerate(in_order) for noted in each.troubles
    ]
    written = tuple(
        WrittenPool(title, slug(title)[:60].strip("-"), questions=tuple(each.question for each in questions))
        for title, questions in pools.items()
    )
    return Reading(Manuscript(written), tuple(sorted([*notes, *troubles], key=lambda noted: noted.place)))


def _pool_title(sheet: str, pool: str) -> str:
    return " – ".join(part for part in (sheet, pool) if part)


def _kept(notes: Sequence[Trouble]) -> list[Trouble]:
    """Return the notes that still tell something where nothing at all was found."""
    return [note for note in notes if note.code != "sheet-skipped"]
