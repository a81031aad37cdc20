"""The words of a plain-text file, or the sentence that says why they cannot be read."""

from lms.core.questions.importing.containers import Kind, kind_of, refusal
from lms.core.questions.importing.separated import decoded
from lms.core.questions.manuscript import Trouble

MOST_CHARACTERS = 8_000_000
"""Longer texts are refused before anything in them is looked at; five thousand long questions are shorter."""

WHOLE_FILE = "cả tệp"


def text_of(data: bytes, name: str) -> str | Trouble:
    """Return what a text file says, or why it is not read."""
    refused = refusal(data, name)
    if refused is not None:
        return refused
    if kind_of(data, name) is not Kind.TEXT:
        return _not_text()
    if len(data) > 4 * MOST_CHARACTERS:
        return _too_long()
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        return _unknown_letters()
    return _too_long() if len(text) > MOST_CHARACTERS else text


def _not_text() -> Trouble:
    return Trouble(
        where=WHOLE_FILE,
        place=0,
        vi="Đây là tệp Word hoặc Excel, không phải tệp chữ thuần.",
        en="This is a Word or Excel file, not plain text.",
        mend_vi="Chọn định dạng Word hoặc Excel khi tải lên, hoặc lưu tệp thành Plain Text (.txt), mã UTF-8.",
        mend_en="Choose the format Word or Excel when sending it, or save it as Plain Text (.txt), encoded as UTF-8.",
        code="not-text",
    )


def _unknown_letters() -> Trouble:
    return Trouble(
        where=WHOLE_FILE,
        place=0,
        vi="Không đọc được chữ trong tệp: tệp chưa lưu theo mã UTF-8.",
        en="The letters of this file cannot be read: it is not saved as UTF-8.",
        mend_vi="Mở tệp bằng Notepad, chọn File > Save As, ở ô Encoding chọn UTF-8, lưu rồi tải lên lại.",
        mend_en="Open it in Notepad, choose File > Save As, pick UTF-8 at Encoding, save it and send it again.",
        code="not-utf8",
    )


def _too_long() -> Trouble:
    return Trouble(
        where=WHOLE_FILE,
        place=0,
        vi=f"Tệp này dài quá {MOST_CHARACTERS // 1_000_000} triệu chữ cái.",
        en=f"This file is longer than {MOST_CHARACTERS // 1_000_000} million characters.",
        mend_vi="Chia câu hỏi thành nhiều tệp rồi tải từng tệp lên.",
        mend_en="Split the questions into several files and send each.",
        code="too-long",
    )
