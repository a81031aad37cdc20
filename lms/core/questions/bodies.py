"""The lines below a question's heading sorted into stem, answer lines and remarks. What the answers mean: ``answers``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lms.core.questions.findings import Findings, likely, quoted
from lms.core.questions.marks import (
    PLAIN_MARKS,
    Family,
    bullet_content,
    mark_in,
    ordered_content,
    without_code,
)
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.questions.outlines import Line
from lms.core.vietnamese import fold

REMARK = re.compile(
    r"[*_]{0,3}([^:(*_]{1,20}?)\s*(?:\(\s*[-−–]?\s*([0-9]{1,3}(?:[.,][0-9]+)?)\s*%\s*\))?[*_]{0,3}\s*:[*_]{0,3}\s*(.*)"
)
LABELS = {
    "goi y": "hint",
    "hint": "hint",
    "giai thich": "explanation",
    "explanation": "explanation",
    "dung": "right",
    "right": "right",
    "correct": "right",
    "sai": "wrong",
    "wrong": "wrong",
    "incorrect": "wrong",
}
_SHOWN_LABELS = ("Gợi ý", "Giải thích", "Đúng", "Sai")
_GAP_OPEN = "[["
FAMILIES = {
    QuestionType.SINGLE: Family.CIRCLE,
    QuestionType.TRUE_FALSE: Family.CIRCLE,
    QuestionType.MULTIPLE: Family.BOX,
    QuestionType.CLUSTER: Family.TRUTH,
    QuestionType.SHORT: Family.EQUALS,
    QuestionType.NUMBER: Family.EQUALS,
    QuestionType.MATCHING: Family.ARROW,
    QuestionType.ORDERING: Family.ORDERED,
    QuestionType.ESSAY: Family.RUBRIC,
    QuestionType.EVIDENCE: Family.RUBRIC,
}


@dataclass
class RawAnswer:
    """One answer line, what continues it, and its feedback."""

    line: int
    mark: str
    text: str
    more: list[str] = field(default_factory=list)
    feedback: list[str] = field(default_factory=list)


@dataclass
class RawRemark:
    """A quotation that begins with a known label."""

    line: int
    kind: str  # hint, explanation, right or wrong
    penalty: Decimal
    lines: list[str]


@dataclass
class Body:
    """What stands below a heading. ``family`` is None where there are no answer lines."""

    stem: list[Line] = field(default_factory=list)
    family: Family | None = None
    answers: list[RawAnswer] = field(default_factory=list)
    unfit: list[RawAnswer] = field(default_factory=list)  # bullets among the answers that lack their mark
    remarks: list[RawRemark] = field(default_factory=list)


def body_of(heading: str, lines: Sequence[Line], declared: QuestionType | None, findings: Findings) -> Body:
    """Sort the lines below ``heading``; ``declared`` is the type that the author stated."""
    body = Body(family=family_of(heading, lines, declared))
    start = _answers_begin(lines, body.family)
    sorter = _Sorter(body, findings)
    for line in lines[:start]:
        sorter.take_stem_line(line)
    sorter.remark = None
    for line in lines[start:]:
        sorter.take_answer_line(line)
    return body


def family_of(heading: str, lines: Sequence[Line], declared: QuestionType | None) -> Family | None:
    """Return the family of answers: the declared type's, else the first plain mark's, else what the lines look like."""
    bullets = [content for line in lines if (content := _bullet(line)) is not None]
    if declared is not None:
        family = FAMILIES.get(declared)
        return None if family is Family.RUBRIC and not _any_of(family, bullets) else family
    for content in bullets:
        for family in PLAIN_MARKS:
            if mark_in(content, family):
                return family
    if _GAP_OPEN in without_code(heading) or any(
        _GAP_OPEN in without_code(line.text) for line in lines if not line.code
    ):
        return None
    for family in (Family.RUBRIC, Family.ARROW):
        if _any_of(family, bullets):
            return family
    return Family.ORDERED if any(not line.code and ordered_content(line.text) for line in lines) else None


def _any_of(family: Family, bullets: Sequence[str]) -> bool:
    return any(mark_in(content, family) for content in bullets)


def _bullet(line: Line) -> str | None:
    return None if line.code else bullet_content(line.text)


def is_answer(line: Line, family: Family) -> bool:
    """Return whether a line begins an answer of this family."""
    if family is Family.ORDERED:
        return not line.code and ordered_content(line.text) is not None
    content = _bullet(line)
    return content is not None and mark_in(content, family) is not None


def _answers_begin(lines: Sequence[Line], family: Family | None) -> int:
    """Return where the answers begin: at the first answer, or at the bullets that touch it from above."""
    if family is None:
        return len(lines)
    for index, line in enumerate(lines):
        if is_answer(line, family):
            while index and _bullet(lines[index - 1]) is not None:
                index -= 1
            return index
    return len(lines)


class _Sorter:
    """Puts lines where they belong, remembering the answer and the remark that the next line may continue."""

    def __init__(self, body: Body, findings: Findings) -> None:
        self.body = body
        self.findings = findings
        self.answer: RawAnswer | None = None
        self.remark: RawRemark | None = None
        self.strayed = False

    def take_stem_line(self, line: Line) -> None:
        """Sort a line above the answers: stem, unless it is a labelled remark."""
        if not line.code and line.indent < 2 and line.text.lstrip().startswith(">"):
            if self._take_quotation(line):
                return
        elif not line.code and line.text.lstrip().startswith(">") and not self._stem_has_list():
            self._orphan(line)
            return
        self.remark = None
        if not line.blank or not line.text.strip():
            self.body.stem.append(line)

    def take_answer_line(self, line: Line) -> None:
        """Sort a line from the first answer on: an answer, its feedback, its continuation, or a remark."""
        text = line.text.strip()
        if line.blank:
            self.remark = None
            self._continue_answer("")
        elif line.indent >= 2:
            self._take_indented(line)
        elif not line.code and text.startswith(">"):
            self.answer, self.strayed = None, False
            if not self._take_quotation(line):
                self._orphan(line)
        elif not line.code and self._take_answer(line):
            self.remark, self.strayed = None, False
        else:
            self._stray(line)

    def _take_indented(self, line: Line) -> None:
        text = line.text.strip()
        if not line.code and text.startswith(">"):
            if self.answer is None:
                self._orphan(line)
            else:
                self.answer.feedback.append(text[1:].removeprefix(" "))
        elif self.answer is None:
            self._stray(line)
        else:
            self._continue_answer(line.text)

    def _continue_answer(self, text: str) -> None:
        if self.answer is not None:
            self.answer.more.append(text)

    def _take_answer(self, line: Line) -> bool:
        """Begin a new answer if the line is one, or looks like one; a mark that does not fit is noted."""
        family = self.body.family
        content = bullet_content(line.text)
        ordered = ordered_content(line.text)
        if family is Family.ORDERED and ordered:
            self._begin(line, str(ordered[0]), ordered[1])
        elif family is not None and content is not None:
            found = mark_in(content, family)
            if found:
                self._begin(line, *found)
            else:
                self._unfit(line, content, family)
        else:
            return False
        return True

    def _begin(self, line: Line, mark: str, text: str) -> None:
        self.answer = RawAnswer(line.number, mark, text)
        self.body.answers.append(self.answer)

    def _unfit(self, line: Line, content: str, family: Family) -> None:
        """Note a bullet among the answers that is none; it is kept out, but its feedback has somewhere to go."""
        self.answer = RawAnswer(line.number, "", content)
        self.body.unfit.append(self.answer)
        if any(mark_in(content, other) for other in PLAIN_MARKS):
            self.findings.error(
                line.number,
                "mixed-answers",
                f"Một câu chỉ dùng một kiểu đáp án; các dòng khác ở đây viết “{family.value}”.",
                f"One question has one kind of answer; the other lines here are “{family.value}”.",
            )
            return
        self.findings.error(
            line.number,
            "unknown-mark",
            f"Dòng {quoted(content)} thiếu dấu đáp án; viết “{family.value}” ở đầu dòng"
            f"{' (ý sai: “- ( )”)' if family is Family.CIRCLE else ' (ý sai: “- [ ]”)' if family is Family.BOX else ''}.",
            f"The line {quoted(content)} lacks its mark; begin it like “{family.value}”.",
        )

    def _take_quotation(self, line: Line) -> bool:
        """Take a remark's first or next line; return False where the quotation has no label."""
        text = line.text.strip()[1:].strip()
        found = REMARK.fullmatch(text)
        kind = LABELS.get(fold(found[1])) if found else None
        if found and kind:
            self._begin_remark(line, kind, found[2], found[3])
            return True
        if self.remark is not None:
            self.remark.lines.append(line.text.strip()[1:].removeprefix(" "))
            return True
        meant = self._meant_label(text, found)
        if meant:
            self.findings.error(
                line.number,
                "remark-label",
                f"Có phải ý thầy cô là “> {meant}: …”? Cần đúng chữ và dấu hai chấm.",
                f"Did you mean “> {meant}: …”? The label and its colon must be exact.",
            )
        return meant is not None

    def _begin_remark(self, line: Line, kind: str, penalty: str | None, text: str) -> None:
        share = Decimal((penalty or "0").replace(",", ".")) / 100
        if share > ONE or (share and kind != "hint"):
            self.findings.error(
                line.number,
                "bad-penalty",
                "Điểm trừ chỉ viết sau Gợi ý, từ 0% đến 100%, ví dụ “> Gợi ý (-10%): …”.",
                "A penalty stands after a hint only, from 0% to 100%, as in “> Gợi ý (-10%): …”.",
            )
            share = ZERO
        self.remark = RawRemark(line.number, kind, share, [text])
        self.body.remarks.append(self.remark)

    def _meant_label(self, text: str, found: re.Match[str] | None) -> str | None:
        """Return the label that was probably meant: one without its colon, or one misspelt.

        Only labels that would give the answer away if they were shown as part of the stem; "> Mai: …" is a dialogue.
        """
        folded = fold(text[:40])
        for label in _SHOWN_LABELS[:2]:
            if folded.startswith(fold(label)):
                return label
        hidden = {fold(label): label for label in _SHOWN_LABELS[:2]}
        meant = likely(fold(found[1]), hidden, cutoff=0.8) if found else None
        return hidden[meant] if meant else None

    def _stem_has_list(self) -> bool:
        return any(
            bullet_content(line.text) is not None or ordered_content(line.text) for line in self.body.stem
        )

    def _orphan(self, line: Line) -> None:
        self.findings.error(
            line.number,
            "feedback-orphan",
            "Lời nhận xét này không thuộc phương án nào. Đặt nó ngay dưới một phương án, lùi vào hai dấu cách, "
            "hoặc mở đầu bằng Gợi ý:, Giải thích:, Đúng:, Sai:.",
            "This feedback belongs to nothing. Put it below an option, indented by two spaces, "
            "or begin it with Gợi ý:, Giải thích:, Đúng: or Sai:.",
        )

    def _stray(self, line: Line) -> None:
        self.answer = None
        if self.strayed:
            return
        self.strayed = True
        self.findings.error(
            line.number,
            "stray-text",
            "Dòng này đứng sau các đáp án mà không thuộc đáp án nào. Chuyển lên trên các đáp án, "
            "hoặc lùi vào hai dấu cách nếu nó nối tiếp một đáp án.",
            "This line stands after the answers and belongs to none. Move it above them, "
            "or indent it by two spaces if it continues one.",
        )
