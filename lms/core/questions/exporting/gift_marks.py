"""The signs of GIFT as they are written: escapes, formats, weights, feedback; and what is said of what they lose."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from lms.core.questions.importing.gift_terms import Format, Text
from lms.core.questions.importing.gift_texts import as_gift, typed
from lms.core.questions.importing.moodle_grades import HUNDRED, is_grade, snapped
from lms.core.questions.manuscript import Misfit, WrittenQuestion
from lms.core.questions.model import ONE, QuestionType
from lms.core.questions.numbers import shortest

_CONTROL = re.compile(r"[\\#=~{}:]")
_LOOKS_LIKE_MARK = ("[", "%", "//", "$")
_FINEST = Decimal("0.00001")


@dataclass
class Marker:
    """Writes the texts of one question, each in the plainest format, and collects what GIFT cannot say."""

    question: WrittenQuestion
    misfits: list[Misfit] = field(default_factory=list)
    format: Format = Format.MOODLE
    stem: str = ""

    def __post_init__(self) -> None:
        self.use_stem(self.question.stem)
        self._say_what_never_fits()

    def use_stem(self, markdown: str) -> None:
        """Take another stem than the question's own; its format is the default of every other text."""
        text = as_gift(markdown)
        self.stem, self.format = marked(text, Format.MOODLE), text.format

    def lose(self, vi: str, en: str) -> None:
        """Say what does not fit."""
        self.misfits.append(said(self.question, vi, en))

    def text(self, markdown: str, *, in_matching: bool = False) -> str:
        """Return a text as it stands in the file; an arrow that would make a matching cannot be escaped."""
        return marked(as_gift(self._arrows(markdown) if in_matching else markdown), self.format)

    def words(self, words: str) -> str:
        """Return an answer to type: plain words, in which ``*`` is only an asterisk."""
        return marked(Text(self.format, typed(self._arrows(words)).replace("*", "\\*")), self.format)

    def feedback(self, markdown: str, *, in_matching: bool = False) -> str:
        """Return a feedback with its mark, or nothing."""
        words = self.text(markdown, in_matching=in_matching)
        return f"#{words}" if words else ""

    def general(self) -> str:
        """Return the explanation as general feedback, at the end of the answers."""
        words = self.text(self.question.explanation)
        return f"\t####{words}\n" if words else ""

    def weight(self, fraction: Decimal) -> str:
        """Return a share as a percentage, saying where Moodle does not know such a share."""
        percent = snapped(Decimal(shortest((fraction * HUNDRED).quantize(_FINEST))))
        if not is_grade(percent):
            self.lose(
                f"Moodle không có mức {shortest(percent)}%; khi nhập, chọn “mức gần nhất”.",
                f"Moodle has no grade of {shortest(percent)}%; choose “nearest grade” when importing.",
            )
        return shortest(percent)

    def _arrows(self, text: str) -> str:
        drawn = text.replace("-\\>", "→").replace("->", "→")
        if drawn != text:
            self.lose(
                "Mũi tên -> thành →, vì GIFT dùng -> để ghép.", "An arrow -> became →: GIFT matches by ->."
            )
        return drawn

    def _say_what_never_fits(self) -> None:
        question = self.question
        if question.hints:
            self.lose("GIFT không có gợi ý; các gợi ý bị bỏ.", "GIFT has no hints; they are left out.")
        if question.points not in (None, ONE):
            self.lose("GIFT không ghi điểm của câu.", "GIFT does not hold the points of a question.")
        if any(option.is_pinned for option in question.options):
            self.lose("GIFT không giữ cố định vị trí phương án.", "GIFT cannot pin an option to its place.")
        if question.match:
            self.lose(
                f"GIFT không ghi cách so chữ (match={question.match}).",
                f"GIFT does not hold how words are compared (match={question.match}).",
            )
        if question.lesson:
            self.lose("GIFT không ghi bài cần đọc lại.", "GIFT does not hold the lesson to reread.")
        if question.right:
            self.lose("GIFT không có lời nhận xét chung khi đúng.", "GIFT has no remark for right answers.")
        if question.wrong and question.type not in (QuestionType.SHORT, QuestionType.NUMBER):
            self.lose("GIFT không có lời nhận xét chung khi sai.", "GIFT has no remark for wrong answers.")


def said(question: WrittenQuestion, vi: str, en: str) -> Misfit:
    """Return what does not fit, under the name by which a person finds the question."""
    return Misfit(question.id or question.title or question.where, vi, en)


def escape(words: str) -> str:
    """Return words in which nothing is a sign of GIFT."""
    return _CONTROL.sub(r"\\\g<0>", words).replace("\n", "\\n")


def marked(text: Text, default: Format) -> str:
    """Return a text, with its format before it where that is not the default or its first sign looks like a mark."""
    is_other = bool(text.text) and text.format is not default
    if is_other or text.text.startswith(_LOOKS_LIKE_MARK):
        return f"[{text.format}]{escape(text.text)}"
    return escape(text.text)
