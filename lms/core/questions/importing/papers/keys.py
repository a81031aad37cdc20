"""Key tables of a paper, before or after the questions: "1-A 2.B", rows of numbers over letters, two columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lms.core.questions.importing.papers.labels import CHOICES, LETTERS, latin, said_letters, truths_in
from lms.core.questions.importing.papers.lines import Line
from lms.core.vietnamese import fold, squeeze

_GIVEN = rf"{CHOICES}(?:\s?[,;&+]?\s?{CHOICES})*(?![\w])"
_PAIR = re.compile(
    rf"(?:câu\s*)?(?P<number>\d{{1,5}})\s*[.\-–—:)=/|→]*>?\s*(?P<given>{_GIVEN})\s*[.,;|/\-–—]*\s*",
    re.IGNORECASE,
)
_TRUTHS = re.compile(r"(?:câu\s*)?(?P<number>\d{1,5})\s*[.\-–—:)=]+\s*(?P<given>.+)", re.IGNORECASE)
_LEAD = re.compile(
    r"[\s*\-–—]*(?:bảng\s+)?(?:đáp\s*án|key|answers?|answer\s*key)[^:\d]{0,40}[:.\-–]?\s*(?=(?:câu\s*)?\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:câu\s*)?(\d{1,5})\s*[.):]?", re.IGNORECASE)
_GIVEN_ALONE = re.compile(rf"{_GIVEN}\s*\.?")
_HEADS = frozenset(
    {
        "cau",
        "cau hoi",
        "cau so",
        "stt",
        "so",
        "so cau",
        "dap an",
        "da",
        "d/an",
        "key",
        "lua chon",
        "tra loi",
        "ket qua",
        "answer",
        "question",
        "chon",
        "y",
        "lenh hoi",
        "dap an dung",
        "phuong an dung",
        "phuong an",
    }
)
_REMARKS = frozenset({"ghi chu", "diem", "thang diem", "so diem", "muc do", "note"})
_CROSS = re.compile(r"[xX×✓✔√☑☒●•*]")
_LONGEST_CELL = 60
_LEAST_BARE = 2
_LARGEST_TABLE = 20_000  # cells


@dataclass(frozen=True)
class Entry:
    """What a key table gives for one number; ``part`` is the part of the paper that it stands under, 0 for none."""

    number: str
    given: str
    part: int
    place: int
    section: int


@dataclass
class KeyBook:
    """Every entry of every key table in the paper."""

    entries: list[Entry] = field(default_factory=list)
    explanations: dict[tuple[int, str], list[str]] = field(default_factory=dict)

    def add(self, pairs: Sequence[tuple[str, str]], part: int, place: int, section: int) -> None:
        """Note what one line or table gives."""
        self.entries += [
            Entry(number.lstrip("0") or "0", given, part, place, section) for number, given in pairs
        ]

    def index(self) -> dict[str, list[Entry]]:
        """Return the entries by number."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.number, []).append(entry)
        return found


def pairs_in(text: str, *, under_title: bool) -> list[tuple[str, str]]:
    """Return the pairs of a line that consists of them: "1-A, 2.B 3c", "1: ĐSĐS", under a title also "5: 12,5"."""
    line = squeeze(text)
    lead = _LEAD.match(line)
    line = line[lead.end() :] if lead else line
    pairs = _letter_pairs(line)
    if pairs and (under_title or lead or len(pairs) >= _LEAST_BARE):
        return pairs
    if not (under_title or lead):
        return []
    found = _TRUTHS.fullmatch(line)
    if not found:
        return []
    several = _typed_pairs(line)
    if several:
        return several
    return [(found["number"], found["given"])] if _is_given(found["given"]) else []


def _letter_pairs(line: str) -> list[tuple[str, str]]:
    pairs, at = [], 0
    while at < len(line):
        found = _PAIR.match(line, at)
        if not found:
            return []
        pairs.append((found["number"], latin(found["given"])))
        at = found.end()
    return pairs


_TYPED = re.compile(r"(?:câu\s*)?(\d{1,3})\s*[:=]\s*([^\s:;|=]+)\s*[;|]?\s*", re.IGNORECASE)


def _typed_pairs(line: str) -> list[tuple[str, str]]:
    """Return "1: 12,5  2: 40" where the whole line is so."""
    pairs, at = [], 0
    while at < len(line):
        found = _TYPED.match(line, at)
        if not found or not _is_given(found[2]):
            return []
        pairs.append((found[1], found[2].rstrip(",.")))
        at = found.end()
    return pairs if len(pairs) >= _LEAST_BARE else []


def _is_given(text: str) -> bool:
    """Return whether ``text`` is short and plain enough to be an entry of a key: letters, truths, a number."""
    return bool(
        _GIVEN_ALONE.fullmatch(text)
        or truths_in(text)
        or re.fullmatch(r"[-−]?\d[\d.,/ ]*\S{0,8}", text.strip())
    )


def zipped(numbers: str, letters: str) -> list[tuple[str, str]]:
    """Return the pairs of a line of numbers above a line of letters."""
    above = [word for word in squeeze(numbers).split(" ") if fold(word) not in _HEADS]
    below = [
        word for word in re.sub(r"(?i)đáp án|\bđa\b", " ", squeeze(letters)).split() if word not in ":.|"
    ]
    above = [word.strip(".:)|") for word in above]
    is_key = len(above) == len(below) and len(above) >= _LEAST_BARE and all(word.isdigit() for word in above)
    if not is_key or not all(re.fullmatch(CHOICES, latin(word)) for word in below):
        return []
    return [(number, latin(letter)) for number, letter in zip(above, below, strict=True)]


def pairs_in_table(rows: Sequence[Sequence[str]], *, under_title: bool) -> list[tuple[str, str]]:
    """Return the pairs of a table that is a key and nothing else, in whatever direction it runs."""
    cells = [squeeze(cell) for row in rows for cell in row if squeeze(cell)]
    if not cells or any(len(cell) > _LONGEST_CELL for cell in cells):
        return []
    rows = _without_remarks(rows)
    for reading in (_by_cells, _by_rows, _by_columns, _by_letters, _by_crosses):
        pairs = list(reading(rows))
        if len(pairs) >= (1 if under_title else _LEAST_BARE):
            return pairs
    return []


def _without_remarks(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return a table without the columns whose heading says that they hold no key: points, remarks."""
    heads = [fold(cell).strip(":. ") for cell in rows[0]]
    kept = [column for column, head in enumerate(heads) if head not in _REMARKS]
    return [[row[column] for column in kept if column < len(row)] for row in rows]


def _by_crosses(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Read rows of numbers with one cross below the letter that is right; an empty answer sheet has none."""
    letters = [latin(squeeze(cell)).upper() for cell in rows[0][1:]]
    if letters != list(LETTERS[: len(letters)]) or len(letters) < _LEAST_BARE:
        return
    found = []
    for row in rows[1:]:
        crossed = [
            letter for letter, cell in zip(letters, row[1:], strict=False) if _CROSS.fullmatch(squeeze(cell))
        ]
        filled = sum(bool(squeeze(cell)) for cell in row[1:])
        if not _number(squeeze(row[0])) or filled != len(crossed):
            return
        if crossed:
            found.append((_number(squeeze(row[0])), ", ".join(crossed)))
    yield from found


def _by_cells(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Read cells such as "1.A" or "12 - C"; every filled cell has to be one."""
    found = []
    for row in rows:
        for cell in row:
            text = squeeze(cell)
            if not text or fold(text).strip(":. ") in _HEADS:
                continue
            pairs = _letter_pairs(text)
            if not pairs:
                return
            found += pairs
    yield from found


def _by_rows(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Read rows of numbers with the answers below them."""
    found: list[tuple[str, str]] = []
    waiting: list[str] = []
    for row in rows:
        cells = [squeeze(cell) for cell in row]
        numbers = [_number(cell) for cell in cells]
        is_numbers = not waiting and _counts_up(cells, numbers)
        if is_numbers:
            waiting = numbers
            continue
        if not waiting:
            if any(cell and fold(cell).strip(":. ") not in _HEADS for cell in cells):
                return
            continue
        for number, cell in zip(waiting, cells, strict=False):
            if number and cell:
                if not _is_given(cell):
                    return
                found.append((number, cell))
        waiting = []
    yield from found


def _counts_up(cells: Sequence[str], numbers: Sequence[str]) -> bool:
    """Return whether a row holds 4 5 6 … and at most the word "Câu" beside them."""
    counted = [int(number) for number in numbers if number]
    others = [cell for cell, number in zip(cells, numbers, strict=True) if cell and not number]
    return (
        bool(counted)
        and counted == list(range(counted[0], counted[0] + len(counted)))
        and all(fold(cell).strip(":. ") in _HEADS for cell in others)
    )


def _by_columns(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Read columns "Câu | Đáp án", also several of them side by side."""
    found = []
    for row in rows:
        cells = [squeeze(cell) for cell in row]
        if all(not cell or fold(cell).strip(":. ") in _HEADS for cell in cells):
            continue
        for number, given in zip(cells[::2], cells[1::2], strict=False):
            if not number and not given:
                continue
            if not _number(number) or not _is_given(given):
                return
            found.append((_number(number), given))
    yield from found


def _by_letters(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Read statements a, b, c, d (rows) against questions (columns), or the other way round, filled with Đ and S."""
    grid = [[squeeze(cell) for cell in row] for row in rows]
    for table in (grid, [list(column) for column in zip(*grid, strict=False)]):
        numbers = [_number(cell) for cell in table[0][1:]] if table else []
        lettered = [row for row in table[1:] if said_letters(row[0].rstrip(")."))]
        if len(lettered) < 2 or not any(numbers) or len(lettered) != len(table) - 1:
            continue
        for column, number in enumerate(numbers, start=1):
            given = "".join(
                f"{row[0].rstrip(').')}) {row[column]} "
                for row in lettered
                if column < len(row) and row[column]
            )
            if number and truths_in(given):
                yield number, given
        return


def _number(cell: str) -> str:
    found = _NUMBER.fullmatch(cell)
    return found[1] if found else ""


def grid_of(lines: Sequence[Line]) -> list[list[list[Line]]]:
    """Return the lines of a table's cells, each row as long as the longest; nothing for a table beyond all use."""
    cells: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        if line.cell:
            cells.setdefault((line.cell.row, line.cell.column), []).append(line)
    height = 1 + max((row for row, _ in cells), default=-1)
    width = 1 + max((column for _, column in cells), default=-1)
    if height * width > _LARGEST_TABLE:
        return []
    return [[cells.get((row, column), []) for column in range(width)] for row in range(height)]


def rows_of(lines: Sequence[Line]) -> list[list[str]]:
    """Return the cells of a table's lines as text."""
    return [[" ".join(line.text for line in cell) for cell in row] for row in grid_of(lines)]
