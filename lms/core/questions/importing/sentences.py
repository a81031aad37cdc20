"""The form of what readers say about files, in two languages and each with its mend; and what readers of any format say."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.core.questions.manuscript import MOST_IMPORTED, Trouble

WHOLE_FILE = "cả tệp"


@dataclass(frozen=True)
class Sentence:
    """What is wrong and how to mend it; a fault that leaves the key or the words unsure makes its question a draft."""

    vi: str
    en: str
    mend_vi: str
    mend_en: str
    is_unsure: bool = False

    def trouble(
        self,
        code: str,
        where: str = WHOLE_FILE,
        place: int = 0,
        question: int | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Trouble:
        """Return it as the trouble ``code`` at a place, with its words filled in."""
        # Without words nothing is to be filled in: braces are then those of the format that it speaks of.
        vi, en = (self.vi.format(**words), self.en.format(**words)) if words else (self.vi, self.en)
        return Trouble(where, place, vi, en, self.mend_vi, self.mend_en, question, code)


_OF_ANY_FORMAT = {
    "too-many-questions": Sentence(
        f"Tệp này có hơn {MOST_IMPORTED} câu hỏi; mỗi lần nhận nhiều nhất {MOST_IMPORTED} câu, nên chưa nhập câu nào.",
        f"This file has more than {MOST_IMPORTED} questions; at most {MOST_IMPORTED} are taken at a time, so none was.",
        "Chia câu hỏi thành nhiều tệp rồi tải từng tệp lên.",
        "Split the questions into several files and send each.",
    ),
    "no-questions": Sentence(
        "Không thấy câu hỏi nào trong tệp.",
        "There is no question in this file.",
        "Kiểm tra lại tệp, hoặc chọn đúng định dạng của tệp rồi đọc lại.",
        "Look at the file, or choose the format that it is in and read it again.",
    ),
}


def about_whole_file(code: str) -> Trouble:
    """Return one of the sentences that any reader may have to say of a file as a whole."""
    return _OF_ANY_FORMAT[code].trouble(code)
