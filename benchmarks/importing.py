"""``python -m benchmarks.importing``: seconds from a file of 2,000 questions to a bank that trainers can open.

Each format is read as an upload is, kept as a draft, reported on and published into a fresh site on SQLite through the
services behind the pages; then the draft's and the bank's pages are opened.
"""

import io
import sys
import tempfile
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from benchmarks import machine
from benchmarks.publishing import fresh_site, timed
from lms import clock
from lms.accounts.services import add_person
from lms.banks.models import BankDraft
from lms.banks.queries.drafts import find_questions, written_of
from lms.banks.queries.publishing import report_on_draft
from lms.banks.queries.reading import previews, read_upload
from lms.banks.services.keeping import keep_draft
from lms.banks.services.publishing import publish_draft
from lms.core.questions.exporting import write_file
from lms.core.questions.manuscript import Reading, WrittenQuestion
from lms.db import db, unit_of_work
from lms.quizzes.queries import get_bank_revision, get_current_bank
from lms.web import dates

QUESTIONS = 2_000
WANTED = 15.0
"""Seconds for reading, keeping, reporting and publishing one file."""


def word_paper() -> bytes:
    """Return a Word paper whose right option is bold, four options a question."""
    paper = Document()
    for number in range(1, QUESTIONS + 1):
        paper.add_paragraph(f"Câu {number}: Việc thứ {number} khi ký số là gì?")
        for place, letter in enumerate("ABCD"):
            run = paper.add_paragraph().add_run(f"{letter}. Lựa chọn {letter} của câu {number}")
            run.bold = place == number % 4
    return _saved(paper)


def sheet() -> bytes:
    """Return an Excel table with a column for each option and one for the key's letter."""
    book = Workbook(write_only=True)
    table = book.create_sheet("Câu hỏi")
    table.append(["STT", "Câu hỏi", "A", "B", "C", "D", "Đáp án"])
    for number in range(1, QUESTIONS + 1):
        options = [f"Lựa chọn {letter} của câu {number}" for letter in "ABCD"]
        table.append([number, f"Việc thứ {number} khi ký số là gì?", *options, "ABCD"[number % 4]])
    return _saved(book)


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def put(name: str, data: bytes, user_id: int) -> float:
    """Take one file through every station and print each; return the seconds of all of them."""
    print(f"{name}, {len(data) / 1e6:.1f} MB")
    reading, read = timed("read and check", lambda: read_upload(data, name, None, {}))
    assert len(read.manuscript.questions) == QUESTIONS, read.troubles[:3]
    keeping, draft_id = timed("keep as a draft", lambda: _keep(read, name, user_id))
    draft = db.session.get_one(BankDraft, draft_id)
    timed("open the draft", lambda: previews(_first_page(draft)))
    reporting, report = timed("report", lambda: report_on_draft(draft, dates.today()))
    assert not report.errors, report.problems[:3]

    def publish() -> None:
        with unit_of_work():
            seen_at = draft.updated_at.isoformat()
            publish_draft(draft, report, report.base, seen_at, user_id, clock.now(), may_replace=True)

    publishing, _done = timed("publish what was reported", publish)
    get_bank_revision.cache_clear()
    timed("open the bank", lambda: get_current_bank(draft.slug))
    return reading + keeping + reporting + publishing


def _keep(read: Reading, name: str, user_id: int) -> int:
    with unit_of_work():
        return keep_draft(user_id, read, "", "", name, "", clock.now()).id


def _first_page(draft: BankDraft) -> list[WrittenQuestion]:
    return [written_of(row) for row in find_questions(draft.id, "all", "", 0, 20).rows]


def main() -> int:
    """Measure and print; the exit status says whether each format was fast enough."""
    print(f"{QUESTIONS} questions a file; load {machine.load():.1f}")
    slowest = 0.0
    with tempfile.TemporaryDirectory(prefix="bench-") as kept, fresh_site(Path(kept) / "instance"):
        with unit_of_work():
            user_id = add_person("Người Đo", clock.now(), phone="0900000099").id
        word, table = word_paper(), sheet()
        moodle = write_file(read_upload(table, "bang.xlsx", None, {}).manuscript, "moodle").data
        for name, data in (("de-thi.docx", word), ("bang.xlsx", table), ("moodle.xml", moodle)):
            slowest = max(slowest, put(name, data, user_id))
    print(f"slowest: {slowest:.2f} s of {WANTED:.0f}")
    return 0 if slowest < WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
