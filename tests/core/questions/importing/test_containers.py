"""What people send by mistake, and what nobody sends by mistake: each has a sentence and a mend of its own."""

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from lms.core.questions.importing.containers import Kind, kind_of, refusal
from lms.core.questions.manuscript import LARGEST_FILE
from tests.core.questions.importing.sheets import CAPITAL, HEADINGS, repacked, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
BOOK = workbook([HEADINGS, [*CAPITAL, "B"]])


def paper() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("Câu 1: Một?")
    document.save(out)
    return out.getvalue()


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(300)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    at = data.index(b"PK\1\2") + 8
    return data[:at] + b"\1\0" + data[at + 2 :]


def with_entity(data: bytes, part: str) -> bytes:
    declared = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    return repacked(data, {part: lambda xml: declared + xml})


SENT: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "nothing": (lambda: b"", "de.docx", "empty"),
    "only zeros": (lambda: bytes(2_000), "de.xlsx", "empty"),
    "too large": (lambda: b"a" * (LARGEST_FILE + 1), "de.csv", "too-large"),
    "a password": (lambda: ole("EncryptedPackage"), "de.docx", "password"),
    "a password on Excel": (lambda: ole("EncryptedPackage"), "de.xlsx", "password"),
    "a zip with a password": (lambda: locked(BOOK), "de.xlsx", "password"),
    "old Word": (lambda: ole("WordDocument"), "de.doc", "old-word"),
    "old Word under a new name": (lambda: ole("WordDocument"), "de.docx", "old-word"),
    "old Excel": (lambda: ole("Workbook"), "de.xls", "old-excel"),
    "older Excel": (lambda: ole("Book"), "de.xls", "old-excel"),
    "old slides": (lambda: ole("PowerPoint Document"), "de.ppt", "slides"),
    "another old file": (lambda: ole("Something"), "de.msg", "old-office"),
    "macros in Excel": (
        lambda: repacked(BOOK, {}, **{"xl__vbaProject.bin": b"x"}),
        "de.xlsm",
        "excel-macros",
    ),
    "macros in Word": (
        lambda: repacked(paper(), {}, **{"word__vbaProject.bin": b"x"}),
        "de.docm",
        "word-macros",
    ),
    "macros under a quiet name": (
        lambda: repacked(paper(), {}, **{"word__vbaProject.bin": b"x"}),
        "de.docx",
        "word-macros",
    ),
    "macros by their type alone": (
        lambda: repacked(
            BOOK,
            {
                "[Content_Types].xml": lambda xml: xml.replace(
                    b"sheet.main+xml", b"sheet.macroEnabled.main+xml"
                )
            },
        ),
        "de.xlsx",
        "excel-macros",
    ),
    "a bomb in Word": (
        lambda: repacked(paper(), {"word/document.xml": lambda _: b"a" * 5_000_000}),
        "de.docx",
        "bomb",
    ),
    "a bomb in Excel": (
        lambda: repacked(BOOK, {"xl/worksheets/sheet1.xml": lambda _: bytes(39_000_000)}),
        "de.xlsx",
        "bomb",
    ),
    "too much inside": (
        lambda: repacked(BOOK, {}, **{"xl__media__a.png": bytes(41_000_000)}),
        "de.xlsx",
        "too-large-inside",
    ),
    "too many parts": (lambda: zipped(**{f"a{n}": b"" for n in range(2_001)}), "de.docx", "too-many-parts"),
    "cut short": (lambda: BOOK[:-40], "de.xlsx", "broken"),
    "half of it": (lambda: paper()[: len(paper()) // 2], "de.docx", "broken"),
    "entities": (lambda: with_entity(paper(), "word/document.xml"), "de.docx", "entities"),
    "entities in Excel": (lambda: with_entity(BOOK, "xl/workbook.xml"), "de.xlsx", "entities"),
    "UTF-16 parts": (
        lambda: repacked(BOOK, {"xl/workbook.xml": lambda _: "\ufeff<a/>".encode("utf-16")}),
        "de.xlsx",
        "broken",
    ),
    "binary Excel": (lambda: zipped(**{"xl__workbook.bin": b"x"}), "de.xlsb", "binary-excel"),
    "LibreOffice text": (
        lambda: zipped(mimetype=b"application/vnd.oasis.opendocument.text"),
        "de.odt",
        "opendocument-text",
    ),
    "LibreOffice sheet": (
        lambda: zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        "de.ods",
        "opendocument-sheet",
    ),
    "slides": (lambda: zipped(**{"ppt__presentation.xml": b"<a/>"}), "de.pptx", "slides"),
    "a zip of papers": (lambda: zipped(**{"de.docx": b"x"}), "de.zip", "other-archive"),
    "RAR": (lambda: b"Rar!\x1a\x07\x01\x00" + bytes(99), "de.rar", "other-archive"),
    "PDF": (lambda: b"%PDF-1.7\n1 0 obj", "de.pdf", "pdf"),
    "PDF under a Word name": (lambda: b"\n%PDF-1.7\n1 0 obj", "de.docx", "pdf"),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "de.png", "picture"),
    "JPEG": (lambda: b"\xff\xd8\xff\xe0" + bytes(99), "de.docx", "picture"),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic" + bytes(99), "de.heic", "picture"),
    "RTF": (lambda: b"{\\rtf1\\ansi C\\'e2u 1}", "de.doc", "rtf"),
    "HTML saved as .doc": (lambda: b"<html><body>C\xc3\xa2u 1</body></html>", "de.doc", "web-page"),
    "HTML saved as .xls": (lambda: b"<!-- x -->\n<TABLE><tr><td>1</td></tr></TABLE>", "de.xls", "web-page"),
    "MHTML": (lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related", "de.doc", "web-page"),
    "Excel of 2003": (
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "de.xls",
        "old-xml",
    ),
    "text as Excel": (lambda: "Câu hỏi;A;B".encode(), "de.xlsx", "text-as-office"),
    "a program": (lambda: b"MZ\x90\0\3\0\0\0" + bytes(200) + b"x", "de.exe", "unknown"),
}


@pytest.mark.parametrize("name", SENT)
def test_a_file_that_is_not_opened_has_its_own_sentence(name: str) -> None:
    make, file_name, code = SENT[name]
    refused = refusal(make(), file_name)
    assert refused is not None
    assert refused.code == code
    assert refused.question is None
    for sentence in (refused.vi, refused.en, refused.mend_vi, refused.mend_en):
        assert sentence.endswith(".")
        assert sentence.isprintable()
    assert kind_of(make(), file_name) is None


def test_the_mends_say_what_to_press() -> None:
    password = refusal(ole("EncryptedPackage"), "de.docx")
    assert password is not None
    assert "có mật khẩu" in password.vi
    assert "bỏ mật khẩu" in password.mend_vi
    old = refusal(ole("Workbook"), "de.xls")
    assert old is not None
    assert ".xlsx" in old.mend_vi
    large = refusal(b"a" * (LARGEST_FILE + 1), "de.txt")
    assert large is not None
    assert "20 MB" in large.vi
    assert "20 MB" in large.en


@pytest.mark.parametrize(
    ("make", "name", "kind"),
    [
        (paper, "de.docx", Kind.WORD),
        (paper, "de.xlsx", Kind.WORD),
        (lambda: BOOK, "de.xlsx", Kind.EXCEL),
        (lambda: "Câu hỏi,A,B".encode(), "de.csv", Kind.TEXT),
        (lambda: "Câu hỏi,A,B".encode("utf-16"), "de.csv", Kind.TEXT),
        (lambda: "Câu hỏi về mạng,A,B".encode("utf-16-le"), "de.csv", Kind.TEXT),
        (lambda: b"<?xml version='1.0'?><quiz></quiz>", "de.xml", Kind.TEXT),
        (lambda: b"::a:: <p>b</p> {=c}", "de.gift", Kind.TEXT),
    ],
)
def test_honest_files_pass_by_what_they_hold(make: Callable[[], bytes], name: str, kind: Kind) -> None:
    assert refusal(make(), name) is None
    assert kind_of(make(), name) is kind


@given(st.binary(max_size=600), st.sampled_from(["a.docx", "a.xlsx", "a.csv", "", "a.doc"]))
def test_any_bytes_are_a_kind_or_a_sentence(data: bytes, name: str) -> None:
    assert (refusal(data, name) is None) == (kind_of(data, name) is not None)


@given(st.data())
def test_a_workbook_with_any_of_its_bytes_changed_is_judged(data: st.DataObject) -> None:
    changed = bytearray(BOOK)
    for _ in range(data.draw(st.integers(1, 5))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    refusal(bytes(changed), "de.xlsx")
