"""What a file really is, judged by its bytes and never by its name alone, and why some files are not opened.

Here stand the sentences for what people send by mistake (a password, an old Word file, a PDF) and for what nobody
sends by mistake (a bomb, entities). What Word and Excel files mean is read in ``word`` and ``workbooks``.
"""

import re
from enum import StrEnum

from lms.core.archives import (
    MEGABYTE,
    ArchiveError,
    Limits,
    LockedArchiveError,
    TooDenseArchiveError,
    TooLargeArchiveError,
    TooManyFilesError,
    read_archive,
)
from lms.core.questions.importing.sentences import Sentence
from lms.core.questions.manuscript import LARGEST_FILE, Trouble

LIMITS = Limits(packed=LARGEST_FILE, unpacked=80 * MEGABYTE, one_file=40 * MEGABYTE, entries=2_000, ratio=100)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"\0\0\1\0")
_HEIC = re.compile(rb"....ftyp(?:heic|heix|mif1|avif|hevc)", re.DOTALL)
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_MARKUP = re.compile(
    rb"(?:<!--.{0,400}?-->|\s)*<(?:!doctype\s+html|html|head|body|table|meta|style)\b", re.DOTALL
)
_OFFICE_NAMES = (".doc", ".docx", ".docm", ".xls", ".xlsx", ".xlsm", ".xlsb", ".odt", ".ods")
_OLD_XML = re.compile(rb'progid="(Word\.Document|Excel\.Sheet)"')
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_START = 4_096  # bytes of a text in which its kind shows


class Kind(StrEnum):
    """What a file that is not refused holds."""

    WORD = "word"
    EXCEL = "excel"
    TEXT = "text"


_SAVE_AS_WORD = (
    "Mở bằng Word, chọn Tệp > Lưu thành > Word Document (*.docx), rồi tải tệp mới lên.",
    "Open it in Word, choose File > Save As > Word Document (*.docx), and send the new file.",
)
_SAVE_AS_EXCEL = (
    "Mở bằng Excel, chọn Tệp > Lưu thành > Excel Workbook (*.xlsx), rồi tải tệp mới lên.",
    "Open it in Excel, choose File > Save As > Excel Workbook (*.xlsx), and send the new file.",
)
_SAVE_AS_EITHER = (
    "Mở tệp, chọn Tệp > Lưu thành > .docx (Word) hoặc .xlsx (Excel), rồi tải tệp mới lên.",
    "Open it, choose File > Save As > .docx (Word) or .xlsx (Excel), and send the new file.",
)
_SAVE_AGAIN = (
    "Mở lại tệp gốc bằng Word/Excel, lưu lại một bản mới rồi tải bản đó lên.",
    "Open the original in Word/Excel, save a fresh copy and send that.",
)
_SAY_WHY: dict[str, Sentence] = {
    "empty": Sentence(
        "Tệp này trống, không có gì bên trong.",
        "This file is empty.",
        "Kiểm tra lại tệp trên máy, lưu lại rồi tải lên lần nữa.",
        "Look at the file on your computer, save it again and send it once more.",
    ),
    "too-large": Sentence(
        f"Tệp này lớn quá {LARGEST_FILE // MEGABYTE} MB.",
        f"This file is larger than {LARGEST_FILE // MEGABYTE} MB.",
        "Bỏ bớt hình trong tệp, hoặc chia câu hỏi thành nhiều tệp, rồi tải từng tệp lên.",
        "Take pictures out of it, or split the questions into several files, and send each.",
    ),
    "password": Sentence(
        "Tệp này có mật khẩu.",
        "This file has a password.",
        "Mở bằng Word/Excel, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ > Mã hóa bằng mật khẩu, xóa trắng ô mật khẩu) rồi lưu lại.",
        "Open it in Word/Excel, remove the password (File > Info > Protect > Encrypt with Password, empty the box) and save it again.",
    ),
    "old-word": Sentence(
        "Đây là tệp Word kiểu cũ (.doc).", "This is an old Word file (.doc).", *_SAVE_AS_WORD
    ),
    "old-excel": Sentence(
        "Đây là tệp Excel kiểu cũ (.xls).", "This is an old Excel file (.xls).", *_SAVE_AS_EXCEL
    ),
    "binary-excel": Sentence(
        "Đây là tệp Excel dạng nhị phân (.xlsb).", "This is a binary Excel file (.xlsb).", *_SAVE_AS_EXCEL
    ),
    "old-office": Sentence(
        "Đây là tệp Office kiểu cũ, không phải Word hay Excel.",
        "This is an old Office file, neither Word nor Excel.",
        *_SAVE_AS_EITHER,
    ),
    "word-macros": Sentence(
        "Tệp Word này có macro (chương trình đi kèm) nên không được mở.",
        "This Word file carries macros (a program), so it is not opened.",
        "Mở bằng Word, chọn Tệp > Lưu thành > Word Document (*.docx) để bỏ macro, rồi tải tệp mới lên.",
        "Open it in Word, choose File > Save As > Word Document (*.docx), which drops the macros, and send the new file.",
    ),
    "excel-macros": Sentence(
        "Tệp Excel này có macro (chương trình đi kèm) nên không được mở.",
        "This Excel file carries macros (a program), so it is not opened.",
        "Mở bằng Excel, chọn Tệp > Lưu thành > Excel Workbook (*.xlsx) để bỏ macro, rồi tải tệp mới lên.",
        "Open it in Excel, choose File > Save As > Excel Workbook (*.xlsx), which drops the macros, and send the new file.",
    ),
    "opendocument-text": Sentence(
        "Đây là tệp LibreOffice (.odt).",
        "This is a LibreOffice file (.odt).",
        "Mở bằng LibreOffice, chọn Tệp > Lưu thành > Word (.docx), rồi tải tệp mới lên.",
        "Open it in LibreOffice, choose File > Save As > Word (.docx), and send the new file.",
    ),
    "opendocument-sheet": Sentence(
        "Đây là tệp LibreOffice (.ods).",
        "This is a LibreOffice file (.ods).",
        "Mở bằng LibreOffice, chọn Tệp > Lưu thành > Excel (.xlsx), rồi tải tệp mới lên.",
        "Open it in LibreOffice, choose File > Save As > Excel (.xlsx), and send the new file.",
    ),
    "slides": Sentence(
        "Đây là tệp trình chiếu (PowerPoint).",
        "This is a file of slides (PowerPoint).",
        "Chép câu hỏi sang Word hoặc Excel, lưu thành .docx hoặc .xlsx, rồi tải lên.",
        "Copy the questions into Word or Excel, save as .docx or .xlsx, and send that.",
    ),
    "other-archive": Sentence(
        "Đây là tệp nén, không phải tệp Word hay Excel.",
        "This is an archive, neither a Word nor an Excel file.",
        "Giải nén rồi tải từng tệp .docx, .xlsx bên trong lên.",
        "Unpack it and send each .docx or .xlsx inside.",
    ),
    "pdf": Sentence(
        "Đây là tệp PDF; máy không đọc câu hỏi từ PDF được.",
        "This is a PDF; questions cannot be read from it.",
        "Tải lên tệp Word gốc. Nếu chỉ còn PDF: mở bằng Word, xem lại rồi lưu thành .docx.",
        "Send the Word file it was made from. If only the PDF is left: open it in Word, check it and save as .docx.",
    ),
    "picture": Sentence(
        "Đây là tệp hình; máy không đọc chữ trong hình được.",
        "This is a picture; words in pictures cannot be read.",
        "Gõ câu hỏi vào Word hoặc Excel rồi tải tệp .docx hoặc .xlsx lên.",
        "Type the questions into Word or Excel and send the .docx or .xlsx.",
    ),
    "rtf": Sentence("Đây là tệp RTF.", "This is an RTF file.", *_SAVE_AS_WORD),
    "web-page": Sentence(
        "Tệp này thật ra là một trang web (HTML) mang đuôi Word/Excel.",
        "This file is really a web page (HTML) under a Word/Excel name.",
        *_SAVE_AS_EITHER,
    ),
    "old-xml": Sentence(
        "Tệp này lưu theo kiểu XML 2003, không phải .docx hay .xlsx.",
        "This file is Office XML of 2003, neither .docx nor .xlsx.",
        *_SAVE_AS_EITHER,
    ),
    "text-as-office": Sentence(
        "Tệp này mang đuôi Word/Excel nhưng bên trong chỉ là chữ thường.",
        "This file has a Word/Excel name but holds plain text.",
        "Đổi đuôi tệp thành .csv (bảng) hoặc .txt (đề viết liền), rồi tải lên.",
        "Rename it to .csv (a table) or .txt (a written paper) and send it.",
    ),
    "unknown": Sentence(
        "Máy không nhận ra đây là loại tệp gì.",
        "It is not clear what kind of file this is.",
        *_SAVE_AS_EITHER,
    ),
    "broken": Sentence(
        "Tệp này bị hỏng hoặc chưa tải hết.", "This file is damaged or was cut short.", *_SAVE_AGAIN
    ),
    "bomb": Sentence(
        "Một phần của tệp giãn ra lớn bất thường nên máy không mở.",
        "A part of this file unpacks to far more than it should, so it is not opened.",
        *_SAVE_AGAIN,
    ),
    "too-many-parts": Sentence(
        f"Tệp này có quá {LIMITS.entries} phần bên trong nên máy không mở.",
        f"This file has more than {LIMITS.entries} parts inside, so it is not opened.",
        *_SAVE_AGAIN,
    ),
    "too-large-inside": Sentence(
        f"Nội dung trong tệp lớn quá {LIMITS.unpacked // MEGABYTE} MB.",
        f"What is inside this file is larger than {LIMITS.unpacked // MEGABYTE} MB.",
        "Bỏ bớt hình, bỏ các dòng và trang tính thừa, hoặc chia thành nhiều tệp.",
        "Take out pictures, spare rows and sheets, or split it into several files.",
    ),
    "entities": Sentence(
        "Bên trong tệp có phần khai báo lạ mà Word/Excel không bao giờ ghi, nên máy không mở.",
        "This file holds declarations that Word/Excel never write, so it is not opened.",
        *_SAVE_AGAIN,
    ),
}


def refusal(data: bytes, name: str) -> Trouble | None:
    """Return why a file is not opened at all, or None where a reader may try it."""
    found = _judged(data, name)
    return None if isinstance(found, Kind) else trouble(found)


def kind_of(data: bytes, name: str) -> Kind | None:
    """Return what a file really holds, or None where it is refused."""
    found = _judged(data, name)
    return found if isinstance(found, Kind) else None


def trouble(code: str) -> Trouble:
    """Return the sentence for one of the reasons in this module, about the whole file."""
    return _SAY_WHY[code].trouble(code)


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a Word or Excel file within ``LIMITS``.

    Raises:
        ArchiveError: it is damaged, or more than the limits allow.
    """
    return read_archive(data, LIMITS)


def _judged(data: bytes, name: str) -> Kind | str:
    """Return what a file holds, or the code of the reason to refuse it."""
    if not data.strip(b"\0 \t\r\n"):
        return "empty"
    if len(data) > LARGEST_FILE:
        return "too-large"
    if data.startswith(_OLE):
        return _judged_ole(data)
    if data.startswith((b"PK\3\4", b"PK\5\6", b"PK\7\x08")):
        return _judged_zip(data)
    return _judged_flat(data, name.casefold())


def _judged_ole(data: bytes) -> str:
    """Return what an old Office file is, by the names in its directory of streams."""
    for stream, code in (
        ("EncryptedPackage", "password"),
        ("WordDocument", "old-word"),
        ("Workbook", "old-excel"),
        ("PowerPoint Document", "slides"),
        ("Book", "old-excel"),
    ):
        if stream.encode("utf-16-le") in data:
            return code
    return "old-office"


def _judged_zip(data: bytes) -> Kind | str:
    try:
        parts = parts_of(data)
    except LockedArchiveError:
        return "password"
    except TooDenseArchiveError:
        return "bomb"
    except TooManyFilesError:
        return "too-many-parts"
    except TooLargeArchiveError:
        return "too-large-inside"
    except ArchiveError:
        return "broken"
    return _judged_parts(parts)


def _judged_parts(parts: dict[str, bytes]) -> Kind | str:
    names = {name.casefold() for name in parts}
    types = next((parts[name] for name in parts if name.casefold() == "[content_types].xml"), b"")
    in_excel = any(name.startswith("xl/") for name in names)
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names) or b"macroEnabled" in types:
        return "excel-macros" if in_excel else "word-macros"
    if any(_ENTITIES.search(parts[name]) for name in parts if _is_markup(name)):
        return "entities"
    if any(parts[name][:2] in (b"\xff\xfe", b"\xfe\xff") for name in parts if _is_markup(name)):
        return "broken"  # Office writes UTF-8 only; in UTF-16 the declarations above could hide
    if "xl/workbook.bin" in names:
        return "binary-excel"
    if "xl/workbook.xml" in names or b"spreadsheetml.sheet.main+xml" in types:
        return Kind.EXCEL
    if "word/document.xml" in names or b"wordprocessingml.document.main+xml" in types:
        return Kind.WORD
    if "ppt/presentation.xml" in names:
        return "slides"
    return _judged_opendocument(parts)


def _judged_opendocument(parts: dict[str, bytes]) -> str:
    kind = parts.get("mimetype", b"")[:100]
    if b"opendocument.spreadsheet" in kind:
        return "opendocument-sheet"
    if b"opendocument.presentation" in kind:
        return "slides"
    return "opendocument-text" if b"opendocument" in kind else "other-archive"


def _is_markup(name: str) -> bool:
    return name.casefold().endswith((".xml", ".rels"))


def _judged_flat(data: bytes, name: str) -> Kind | str:
    """Return what a file is that is neither an old nor a new Office file."""
    start = data[:_START].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in data[:1_024]:
        return "pdf"
    if data.startswith(_PICTURES) or _HEIC.match(data) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture"
    if start.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return "picture"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_OTHER_ARCHIVES):
        return "other-archive"
    if _OLD_XML.search(start):
        return "old-xml"
    is_office_name = name.endswith(_OFFICE_NAMES)
    if is_office_name and (_MARKUP.match(start.lower()) or start.lower().startswith(b"mime-version:")):
        return "web-page"
    if b"\0" in data[:_START] and not _is_utf16(data):
        return "unknown"
    return "text-as-office" if is_office_name else Kind.TEXT


def _is_utf16(data: bytes) -> bool:
    """Return whether a text with zero bytes is UTF-16: it says so, or every other byte is mostly zero."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    start = data[: _START // 2 * 2]
    zeros = max(start[0::2].count(0), start[1::2].count(0))
    return min(start[0::2].count(0), start[1::2].count(0)) == 0 and zeros * 4 >= len(start)
