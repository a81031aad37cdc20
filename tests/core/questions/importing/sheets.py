"""Workbooks and CSV files as trainers have them, for the tests of their reader."""

import io
import random
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lms.core.questions.importing.tables import read_csv, read_workbook
from lms.core.questions.manuscript import Reading, WrittenQuestion

Rows = Sequence[Sequence[Any]]
HEADINGS = ("Câu hỏi", "A", "B", "C", "D", "Đáp án")
CAPITAL = ("Thủ đô của Việt Nam?", "Huế", "Hà Nội", "Vinh", "Đà Nẵng")


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(
    *sheets: Rows, names: Sequence[str] = (), dress: Callable[[Worksheet], None] | None = None
) -> bytes:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for index, rows in enumerate(sheets):
        sheet = book.create_sheet(names[index] if names else f"Sheet{index + 1}")
        for row in rows:
            sheet.append(row)
        if dress:
            dress(sheet)
    return saved(book)


def read(*sheets: Rows, **how: Any) -> Reading:
    return read_workbook(workbook(*sheets, **how), "de.xlsx")


def read_text(text: str, encoding: str = "utf-8") -> Reading:
    return read_csv(text.encode(encoding), "de.csv")


def only(reading: Reading) -> WrittenQuestion:
    (question,) = reading.manuscript.questions
    return question


def right(question: WrittenQuestion) -> list[str]:
    return [option.text for option in question.options if option.fraction == 1]


def codes(reading: Reading) -> list[str]:
    return [trouble.code for trouble in reading.troubles]


def repacked(
    data: bytes, change: Mapping[str, Callable[[bytes], bytes]] | None = None, **more: bytes
) -> bytes:
    """Return a zip with some parts changed and others added ("xl__vbaProject.bin" for "xl/vbaProject.bin")."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, (change or {}).get(name, lambda each: each)(content))
        for name, content in more.items():
            new.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def untidy_bank(count: int, seed: int) -> tuple[list[list[Any]], list[set[int]]]:
    """Return rows as a trainer leaves them (titles, chapters, blank rows, gaps, spaces, keys in many spellings)."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    rows: list[list[Any]] = [
        ["CÔNG ĐOÀN QUẬN"],
        [],
        [None, "NGÂN HÀNG CÂU HỎI KỸ NĂNG SỐ"],
        [
            "STT",
            "Nội dung  câu hỏi",
            "Phương án A",
            "Phương án B",
            "Phương án C",
            "Phương án D",
            "Đáp án\nđúng",
            "Ghi chú",
        ],
    ]
    keys: list[set[int]] = []
    for number in range(1, count + 1):
        if number % 40 == 1:
            rows.append([f"Chương {number // 40 + 1}: Phần {chance.choice(['cơ bản', 'nâng cao'])}"])
        if number % 17 == 0:
            rows.append([None] * 8)
        several = number % 11 == 0
        key = set(chance.sample(range(4), 2)) if several else {chance.randrange(4)}
        rows.append(
            [
                number,
                *_untidy_question(number, chance),
                _spelled(key, chance),
                chance.choice([None, "", "ôn kỹ"]),
            ]
        )
        keys.append(key)
    return rows, keys


def _untidy_question(number: int, chance: random.Random) -> Iterable[Any]:
    lead = chance.choice(["", f"Câu {number}: ", f"Câu {number:02}. ", f"  câu {number} : "])
    yield f"{lead}Khi làm việc số {number},  thầy cô nên\u00a0làm gì trước?{chance.choice(['', ' ', chr(10)])}"
    lettered = chance.random() < 0.3
    for letter in "ABCD":
        words = f"việc {letter.lower()}{number} thật\u200b cẩn thận"
        yield f"{letter}. {words} " if lettered else words
    # What the reader must make of these: "việc a1 thật cẩn thận".


def _spelled(key: set[int], chance: random.Random) -> str:
    letters = ["ABCD"[index] for index in sorted(key)]
    if len(letters) > 1:
        return chance.choice([", ", ",", ";", " và ", "", " "]).join(letters)
    return chance.choice(
        [letters[0], letters[0].lower(), f" {letters[0]} ", f"{letters[0]}.", f"Đáp án {letters[0]}"]
    )
