"""What Moodle's elements say of one question, by its type, and what they cannot say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lms.core.questions.answers import are_true_and_false
from lms.core.questions.exporting.moodle_cloze import cloze_html
from lms.core.questions.exporting.moodle_texts import (
    fits_moodle,
    inline_html,
    percent,
    plain,
)
from lms.core.questions.exporting.moodle_xml import leaf, text
from lms.core.questions.importing.moodle_xml import Node
from lms.core.questions.manuscript import WrittenOption, WrittenQuestion
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.questions.numbers import number_key, shortest
from lms.core.questions.wordings import names_letters, speaks_for_all
from lms.core.vietnamese import fold

_TRUE, _FALSE = "Đúng", "Sai"
_HTML = "html"


@dataclass
class Sheet:
    """One question on its way out: Moodle's type, elements, stem if it is not our own, and what does not fit."""

    question: WrittenQuestion
    points: Decimal
    shuffles: bool
    kind: str = ""
    stem: str = ""
    nodes: list[Node] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)

    def add(self, *nodes: Node) -> None:
        """Add elements in their order."""
        self.nodes += nodes

    def lose(self, vi: str, en: str) -> None:
        """Note what Moodle will not know."""
        self.lost.append((vi, en))


def fill(sheet: Sheet) -> None:
    """Write what only this type of question has, Moodle's type first."""
    _WRITERS[sheet.question.type](sheet)
    if sheet.kind in _WITH_REMARKS:
        sheet.add(html("correctfeedback", sheet.question.right), html("partiallycorrectfeedback", ""))
        sheet.add(html("incorrectfeedback", sheet.question.wrong))
    elif sheet.question.right or (sheet.question.wrong and sheet.kind not in _WITH_OTHERWISE):
        sheet.lose(
            "lời Đúng, Sai của cả câu (loại câu này của Moodle không có)",
            "the remarks for right and wrong (this type of Moodle's has none)",
        )


_WITH_REMARKS = frozenset(["multichoice", "matching", "ordering"])
_WITH_OTHERWISE = frozenset(["shortanswer", "numerical"])


def html(tag: str, markdown: str, **attributes: str) -> Node:
    """Return an element with a text that Moodle shows."""
    return text(tag, inline_html(markdown), **attributes, format=_HTML)


def _answer(share: str, words: Node, feedback: str, *more: Node, kind: str = _HTML) -> Node:
    return Node("answer", {"fraction": share, "format": kind}, [words, *more, html("feedback", feedback)])


def _note_pins(sheet: Sheet) -> bool:
    """Return whether options may be shuffled: Moodle shuffles all of them or none."""
    words = [plain(option.text) for option in sheet.question.options]
    pinned = any(option.is_pinned for option in sheet.question.options) or any(map(speaks_for_all, words))
    if pinned and sheet.shuffles:
        sheet.lose(
            "phương án giữ chỗ khi xáo trộn (cả câu không xáo trộn)",
            "options that keep their place (the question is not shuffled)",
        )
    return sheet.shuffles and not pinned and not any(map(names_letters, words))


def _choice_settings(sheet: Sheet, *, single: bool) -> None:
    shuffles = _note_pins(sheet)
    sheet.add(leaf("single", str(single).lower()), leaf("shuffleanswers", str(shuffles).lower()))
    sheet.add(leaf("answernumbering", "ABCD"), leaf("showstandardinstruction", "0"))


def _options(sheet: Sheet, shares: Sequence[str]) -> None:
    for option, share in zip(sheet.question.options, shares, strict=True):
        sheet.add(_answer(share, leaf("text", inline_html(option.text)), option.feedback))


def _single(sheet: Sheet) -> None:
    options = sheet.question.options
    if are_true_and_false([plain(option.text) for option in options]):
        _truefalse(sheet)
        return
    sheet.kind = "multichoice"
    _choice_settings(sheet, single=True)
    _options(sheet, ["100" if option.fraction > 0 else "0" for option in options])


def _truefalse(sheet: Sheet) -> None:
    sheet.kind = "truefalse"
    by_truth = {fold(plain(option.text)) in ("dung", "true"): option for option in sheet.question.options}
    for truth in (True, False):
        option = by_truth.get(truth, WrittenOption(""))
        share = "100" if option.fraction > 0 else "0"
        words = leaf("text", str(truth).lower())
        sheet.add(_answer(share, words, option.feedback, kind="moodle_auto_format"))


def _multiple(sheet: Sheet) -> None:
    sheet.kind = "multichoice"
    question = sheet.question
    _choice_settings(sheet, single=False)
    weighted = question.is_weighted or any(option.fraction not in (ZERO, ONE) for option in question.options)
    fractions = [option.fraction for option in question.options] if weighted else _weights(question)
    if not all(map(fits_moodle, fractions)):
        sheet.lose(
            "trọng số không có trong bảng của Moodle (lấy số gần nhất)",
            "weights that Moodle's list does not have (the nearest was taken)",
        )
    if question.score in ("exact", "proportional"):
        sheet.lose(
            f"cách chấm score={question.score} (Moodle cộng trọng số)",
            f"score={question.score} (Moodle adds weights)",
        )
    _options(sheet, [percent(fraction) for fraction in fractions])


def _weights(question: WrittenQuestion) -> list[Decimal]:
    """Return weights that come nearest to how the question is marked without weights."""
    right = sum(option.fraction > 0 for option in question.options) or 1
    wrong = len(question.options) - right
    cost = Decimal(-1) / wrong if question.score in ("moodle", "proportional") and wrong > 0 else -ONE
    return [ONE / right if option.fraction > 0 else cost for option in question.options]


def _cluster(sheet: Sheet) -> None:
    """Write statements to be matched with Đúng or Sai, the nearest that Moodle itself has."""
    options = sheet.question.options
    _matching_head(sheet)
    for option in options:
        _subquestion(sheet, inline_html(option.text), _TRUE if option.fraction > 0 else _FALSE)
    used = {option.fraction > 0 for option in options}
    for truth in {True, False} - used:
        _subquestion(sheet, "", _TRUE if truth else _FALSE)
    if sheet.question.score:
        _lose_score(sheet)
    if any(option.feedback for option in options):
        _lose_feedback(sheet)


def _matching(sheet: Sheet) -> None:
    _matching_head(sheet)
    for pair in sheet.question.pairs:
        _subquestion(sheet, inline_html(pair.left) if pair.left else "", plain(pair.right))
    if sheet.question.score == "exact":
        _lose_score(sheet)
    if any(pair.feedback for pair in sheet.question.pairs):
        _lose_feedback(sheet)


def _matching_head(sheet: Sheet) -> None:
    sheet.kind = "matching"
    sheet.add(leaf("shuffleanswers", str(sheet.shuffles).lower()))


def _subquestion(sheet: Sheet, left: str, right: str) -> None:
    sheet.add(Node("subquestion", {"format": _HTML}, [leaf("text", left), text("answer", right)]))


def _lose_score(sheet: Sheet) -> None:
    score = sheet.question.score
    sheet.lose(
        f"cách chấm score={score} (Moodle cho điểm từng phần)", f"score={score} (Moodle marks each part)"
    )


def _lose_feedback(sheet: Sheet) -> None:
    sheet.lose(
        "lời nhận xét từng dòng (câu ghép của Moodle không có)",
        "feedback on each line (Moodle's matching has none)",
    )


def _short(sheet: Sheet) -> None:
    sheet.kind = "shortanswer"
    match = sheet.question.match or "fold"
    sheet.add(leaf("usecase", "1" if match in ("case", "exact") else "0"))
    if match == "fold":
        sheet.lose(
            "bỏ qua dấu khi so chữ (Moodle phân biệt dấu)", "words without accents (Moodle minds them)"
        )
    for answer in sheet.question.answers:
        words = leaf("text", answer.text.replace("*", "\\*"))
        sheet.add(_answer(percent(answer.fraction), words, answer.feedback, kind="plain_text"))
    _otherwise(sheet)


def _number(sheet: Sheet) -> None:
    sheet.kind = "numerical"
    for answer in sheet.question.answers:
        key = number_key(answer.text)
        low, high = (key.low, key.high) if key and not key.trouble else (ZERO, ZERO)
        centre = shortest((low + high) / 2) if key and not key.trouble else answer.text
        spread = leaf("tolerance", shortest((high - low) / 2))
        words = leaf("text", centre)
        sheet.add(_answer(percent(answer.fraction), words, answer.feedback, spread, kind="plain_text"))
    _otherwise(sheet)
    sheet.add(leaf("unitgradingtype", "0"), leaf("unitpenalty", "0.1000000"), leaf("showunits", "3"))
    sheet.add(leaf("unitsleft", "0"))


def _otherwise(sheet: Sheet) -> None:
    """Write the remark for wrong answers as Moodle's answer for everything else."""
    if sheet.question.wrong:
        sheet.add(_answer("0", leaf("text", "*"), sheet.question.wrong, kind="plain_text"))


def _ordering(sheet: Sheet) -> None:
    sheet.kind = "ordering"
    grading = "ALL_OR_NOTHING" if sheet.question.score == "exact" else "ABSOLUTE_POSITION"
    for tag, words in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", "0"),
        ("gradingtype", grading),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    ):
        sheet.add(leaf(tag, words))
    for place, option in enumerate(sheet.question.options, 1):
        sheet.add(_answer(f"{place}.0000000", leaf("text", inline_html(option.text)), option.feedback))


def _cloze(sheet: Sheet) -> None:
    stem = cloze_html(sheet.question, sheet.points)
    if stem is None:
        sheet.lose(
            "chỗ trống chưa viết đúng (thành bài viết)", "gaps that do not hold yet (an essay instead)"
        )
        _essay(sheet)
        return
    sheet.kind, sheet.stem = "cloze", stem
    if sheet.question.score == "exact":
        _lose_score(sheet)


def _essay(sheet: Sheet) -> None:
    sheet.kind = "essay"
    files = "1" if sheet.question.type is QuestionType.EVIDENCE else "0"
    lines = [f"- {shortest(line.points)}đ: {line.text}" for line in sheet.question.rubric]
    for tag, words in (
        ("responseformat", "editor"),
        ("responserequired", "0" if files == "1" else "1"),
        ("responsefieldlines", "10"),
        ("attachments", files),
        ("attachmentsrequired", files),
    ):
        sheet.add(leaf(tag, words))
    sheet.add(html("graderinfo", "\n".join(lines)), html("responsetemplate", ""))


_WRITERS: dict[QuestionType, Callable[[Sheet], None]] = {
    QuestionType.SINGLE: _single,
    QuestionType.TRUE_FALSE: _single,
    QuestionType.MULTIPLE: _multiple,
    QuestionType.CLUSTER: _cluster,
    QuestionType.SHORT: _short,
    QuestionType.NUMBER: _number,
    QuestionType.MATCHING: _matching,
    QuestionType.ORDERING: _ordering,
    QuestionType.CLOZE: _cloze,
    QuestionType.ESSAY: _essay,
    QuestionType.EVIDENCE: _essay,
}
