"""The words of a plain-text file, or the sentence that says why they cannot be read."""

from lms.core.questions.importing.containers import Kind, kind_of, refusal
from lms.core.questions.importing.sentences import Sentence
from lms.core.questions.importing.separated import decoded
from lms.core.questions.manuscript import Trouble

MOST_CHARACTERS = 8_000_000
"""Longer texts are refused before anything in them is looked at; five thousand long questions are shorter."""


def text_of(data: bytes, name: str) -> str | Trouble:
    """Return what a text file says, or why it is not read."""
    refused = refusal(data, name)
    if refused is not None:
        return refused
    if kind_of(data, name) is not Kind.TEXT:
        return _refused("not-text")
    if len(data) > 4 * MOST_CHARACTERS:
        return _refused("too-long")
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        return _refused("not-utf8")
    return _refused("too-long") if len(text) > MOST_CHARACTERS else text


_SENTENCES = {
    "not-text": Sentence(
        "Đây là tệp Word hoặc Excel, không phải tệp chữ thuần.",
        "This is a Word or Excel file, not plain text.",
        "Chọn định dạng Word hoặc Excel khi tải lên, hoặc lưu tệp thành Plain Text (.txt), mã UTF-8.",
        "Choose the format Word or Excel when sending it, or save it as Plain Text (.txt), encoded as UTF-8.",
    ),
    "not-utf8": Sentence(
        "Không đọc được chữ trong tệp: tệp chưa lưu theo mã UTF-8.",
        "The letters of this file cannot be read: it is not saved as UTF-8.",
        "Mở tệp bằng Notepad, chọn File > Save As, ở ô Encoding chọn UTF-8, lưu rồi tải lên lại.",
        "Open it in Notepad, choose File > Save As, pick UTF-8 at Encoding, save it and send it again.",
    ),
    "too-long": Sentence(
        f"Tệp này dài quá {MOST_CHARACTERS // 1_000_000} triệu chữ cái.",
        f"This file is longer than {MOST_CHARACTERS // 1_000_000} million characters.",
        "Chia câu hỏi thành nhiều tệp rồi tải từng tệp lên.",
        "Split the questions into several files and send each.",
    ),
}


def _refused(code: str) -> Trouble:
    return _SENTENCES[code].trouble(code)
