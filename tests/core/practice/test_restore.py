"""Restoring a file: what came back is whole, or changed in a way that can be named."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter

from lms.core.practice import UPLOAD, Report, Upload, Verdict
from lms.core.practice.restore import FINGERPRINT, MOST_BYTES, Restore
from lms.core.practice.restore.comparing import Change, compare
from lms.core.practice.restore.notebook import fingerprint, marked, sealed_code, write_notebook
from lms.core.practice.restore.telling import CHANGED, WHOLE
from lms.core.signing import documents
from tests.core.practice.samples.restore import GOOD
from tests.core.practice.samples.shape import block

KIND = Restore()
SPEC = KIND.parse(block("restore", GOOD))
TASK = KIND.prepare(SPEC, 1)
GIVEN = KIND.handout(SPEC, TASK, "so-tay-cua-toi.pdf")
OTHER = KIND.handout(SPEC, KIND.prepare(SPEC, 2), "so-tay-cua-toi.pdf")
WIDE = marked(TASK.code).encode("utf-16-be")
FORMER = write_notebook(TASK.code, ("Một dòng của lần trước",))


def handed_in(data: bytes, name: str = "so-tay-cua-toi.pdf", place: object = SPEC.places[0].id) -> Report:
    return KIND.check(SPEC, TASK, {"noi": place, UPLOAD: Upload(name, data)})


def said(report: Report) -> str:
    row = report.row(FINGERPRINT)
    assert row is not None
    return f"{row.where % row.where_values} | {row.message % row.values} {row.next_step % row.values}"


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def saved_again(data: bytes) -> bytes:
    """Return a PDF as another program writes it."""
    out, writer = io.BytesIO(), PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.add_metadata({"/Producer": "Another program"})
    writer.write(out)
    return out.getvalue()


def described_anew(description: bytes) -> bytes:
    """Return a PDF that says of itself only this."""
    return blank_pdf().replace(b"%%EOF", description + b"\n%%EOF")


def blank_pdf() -> bytes:
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def test_the_notebook_is_a_small_pdf_with_the_learners_code_that_says_it_is_for_practice() -> None:
    page = PdfReader(io.BytesIO(GIVEN)).pages[0].extract_text()
    assert len(GIVEN) <= 40_000
    for words in (TASK.code, "CHỈ ĐỂ THỰC HÀNH, không có giá trị pháp lý", "Thứ tư: dự giờ lớp 6A"):
        assert words in page
    assert "BÌNH MINH" in page
    assert "không có thật" in page


def test_everybody_has_another_notebook_and_the_same_one_each_time() -> None:
    assert write_notebook.__wrapped__(TASK.code, SPEC.lines) == GIVEN
    assert fingerprint(GIVEN) != fingerprint(OTHER)
    assert sealed_code(GIVEN) == TASK.code


def test_long_lines_are_all_drawn() -> None:
    lines = tuple(f"{number} {'Đường dài ' * 7}" for number in range(1, 7))
    text = PdfReader(io.BytesIO(write_notebook(TASK.code, lines))).pages[0].extract_text()
    assert re.sub(r"\s+", " ", text).count("Đường dài") == 42


def test_the_file_as_it_was_handed_out_passes_with_both_fingerprints() -> None:
    report = handed_in(GIVEN)
    assert report.verdict is Verdict.PASSED
    row = report.row(FINGERPRINT)
    assert row is not None
    assert row.values["given"] == row.values["brought"] == fingerprint(GIVEN)
    assert re.fullmatch(r"[0-9A-F]{4} [0-9A-F]{4}", row.values["given"])
    assert "Tệp mang về từ “USB”: so-tay-cua-toi.pdf" in said(report)
    assert len(report.rows) == 1


def test_another_name_is_fine_and_the_page_says_so() -> None:
    report = handed_in(GIVEN, "so-tay-cua-toi (1).pdf")
    assert report.verdict is Verdict.PASSED
    named = report.row("ten")
    assert named is not None
    assert "không sao" in named.message


def test_of_a_long_name_the_beginning_is_told() -> None:
    told = said(handed_in(GIVEN, "a" * 81 + ".pdf"))
    assert f": {'a' * 80} |" in told


def test_a_whole_file_from_before_the_author_changed_a_line_passes_too() -> None:
    report = handed_in(FORMER)
    assert report.verdict is Verdict.PASSED
    assert "không sao" in said(report)
    row = report.row(FINGERPRINT)
    assert row is not None
    assert row.values["given"] == row.values["brought"] == fingerprint(FORMER)


CHANGES: dict[str, tuple[Callable[[], bytes], Change]] = {
    "nothing in it": (lambda: b"", Change.EMPTY),
    "room that was never filled": (lambda: bytes(len(GIVEN)), Change.EMPTY),
    "cut in the middle": (lambda: GIVEN[: len(GIVEN) // 2], Change.CUT),
    "one byte short": (lambda: GIVEN[:-1], Change.CUT),
    "a note at its end": (lambda: GIVEN + b"7 0 obj << /Subtype /Ink >> endobj", Change.ADDED),
    "a line end at its end": (lambda: GIVEN + b"\r\n", Change.ADDED),
    "one letter changed": (lambda: GIVEN[:300] + b"\x00" + GIVEN[301:], Change.DAMAGED),
    "its second half lost": (lambda: GIVEN[:5000].ljust(len(GIVEN), b"\0"), Change.DAMAGED),
    "saved by another program": (lambda: saved_again(GIVEN), Change.SAVED_AGAIN),
    "described in two bytes a letter": (lambda: described_anew(b"(\xfe\xff%s)" % WIDE), Change.SAVED_AGAIN),
    "described in hexadecimals": (
        lambda: described_anew(b"<FEFF%s>" % WIDE.hex().upper().encode()),
        Change.SAVED_AGAIN,
    ),
    "described in a packed part": (
        lambda: described_anew(b"stream\r\n" + zlib.compress(WIDE) + b"\nendstream"),
        Change.SAVED_AGAIN,
    ),
    "sent on with a line before it": (lambda: b"\r\n" + GIVEN[:-90], Change.SAVED_AGAIN),
    "a note on one from before": (lambda: FORMER + b"7 0 obj endobj", Change.SAVED_AGAIN),
    "a colleague's": (lambda: OTHER, Change.ANOTHERS),
    "a colleague's, saved again": (lambda: saved_again(OTHER), Change.ANOTHERS),
    "zipped": (lambda: zipped(so_tay__pdf=GIVEN), Change.PACKED),
    "rar": (lambda: b"Rar!\x1a\x07\x01\x00" + bytes(90), Change.PACKED),
    "a Windows internet link": (lambda: b"[InternetShortcut]\r\nURL=https://vi.du/\r\n", Change.LINK),
    "a Windows shortcut": (lambda: b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(90), Change.LINK),
    "a Google link": (
        lambda: json.dumps({"": "WARNING", "doc_id": "1x", "email": ""}).encode(),
        Change.LINK,
    ),
    "a Mac link": (
        lambda: (
            b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//A//B">\n<plist version="1.0">'
        ),
        Change.LINK,
    ),
    "an iCloud place holder": (lambda: b"bplist00\xd4" + bytes(60), Change.LINK),
    "a page of a cloud": (lambda: b"\xef\xbb\xbf<!DOCTYPE html><title>Drive</title>", Change.WEB_PAGE),
    "Word": (lambda: zipped(word_document=b"x", **{"[Content_Types]__xml": b"x"}), Change.OFFICE),
    "OpenDocument": (lambda: zipped(mimetype=b"application/vnd.oasis.opendocument.text"), Change.OFFICE),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), Change.OFFICE),
    "a screenshot": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), Change.PICTURE),
    "a picture of the web": (lambda: b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(50), Change.PICTURE),
    "a photo of a phone": (lambda: b"\x00\x00\x00\x18ftypheic" + bytes(50), Change.PICTURE),
    "another PDF": (blank_pdf, Change.OTHER_PDF),
    "another PDF, just as long": (lambda: blank_pdf().ljust(len(GIVEN), b"\n"), Change.OTHER_PDF),
    "something else": (lambda: "Kính gửi các thầy cô".encode(), Change.OTHER_FILE),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_became_of_a_file_is_named_with_what_to_do_next(name: str) -> None:
    made, change = CHANGES[name]
    data = made()
    assert compare(GIVEN, TASK.code, data) is change
    report = handed_in(data)
    assert report.verdict is Verdict.FAILED
    row = report.row(FINGERPRINT)
    assert row is not None
    assert (row.message, row.next_step) == CHANGED[change]
    assert row.next_step % row.values
    assert (row.values["given"], row.values["brought"]) == (fingerprint(GIVEN), fingerprint(data))


def test_there_are_words_for_every_change_and_each_is_met_here() -> None:
    assert set(WHOLE) | set(CHANGED) == set(Change)
    assert {change for _, change in CHANGES.values()} == set(CHANGED)


def test_somebody_elses_notebook_is_told_by_ones_own_code() -> None:
    assert TASK.code in said(handed_in(OTHER))


def test_place_and_file_are_asked_for_before_there_is_a_try() -> None:
    asked = KIND.check(SPEC, TASK, {})
    assert [row.form_field for row in asked.rows] == ["noi", UPLOAD]
    (only,) = handed_in(GIVEN, place="khong-co").rows
    assert only.form_field == "noi"
    (only,) = KIND.check(SPEC, TASK, {"noi": SPEC.places[0].id, UPLOAD: "chữ"}).rows
    assert only.form_field == UPLOAD


def test_a_site_without_typeface_does_not_blame_the_learner(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_lines: object) -> bytes:
        raise documents.FacesMissingError

    monkeypatch.setattr("lms.core.practice.restore.write_notebook", missing)
    report = handed_in(GIVEN)
    assert report.verdict is Verdict.CANNOT_CHECK
    assert report.rows[0].next_step


def test_a_file_full_of_packed_parts_is_looked_at_within_bounds() -> None:
    parts = [b"stream\n", b"<" + b"41" * 100 + b">", b"stream\n" + zlib.compress(bytes(5_000_000))]
    for part in parts:
        bomb = b"%PDF-1.7\n" + part * (MOST_BYTES // len(part))
        assert compare(GIVEN, TASK.code, bomb) is Change.OTHER_PDF


def test_every_line_of_the_block_may_be_left_out() -> None:
    spec = KIND.parse(block("restore", "điểm: 5"))
    assert spec.file_name == "so-tay-cua-toi.pdf"
    assert [place.title for place in spec.places] == [
        "USB hoặc thẻ nhớ",
        "Thư mục khác trên máy",
        "Kho đám mây của trường",
    ]
    assert len(spec.lines) == 4


def test_an_author_may_write_the_ending_and_bold_words() -> None:
    spec = KIND.parse(block("restore", "tệp: so-tay.pdf\nnơi: **USB** | Thư mục khác\nlời: *Họp* tổ"))
    assert spec.file_name == "so-tay.pdf"
    assert spec.places[0].title == "USB"
    assert spec.lines == ("Họp tổ",)
