"""The answers of one question between GIFT's braces, type by type. ``None`` means: GIFT has no likeness for it."""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from lms.core.questions.exporting.gift_marks import Marker, escape
from lms.core.questions.importing.gift_questions import shown_number
from lms.core.questions.importing.gift_texts import BLANK, as_gift, typed
from lms.core.questions.manuscript import WrittenAnswer, WrittenOption
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.questions.native import escape_text, plain_of, visible
from lms.core.questions.numbers import number_key, shortest
from lms.core.vietnamese import fold, squeeze

_TRUE_WORDS = frozenset({"dung", "true"})
_FALSE_WORDS = frozenset({"sai", "false"})
_GAP = re.compile(r"\[\[((?:[^\[\]\n]|\][^\]])*)\]\]")
_BAR = re.compile(r"(?<!\\)\|")
_MARKED = re.compile(r"\(([xX ]?)\)\s*(.*)")
_NOTHING = ("0", "-0")


def block_of(marker: Marker) -> str | None:
    """Return what stands between the braces, before the general feedback."""
    return _BY_TYPE[marker.question.type](marker)


def _choice(marker: Marker) -> str | None:
    """Write a single choice: ``=`` before the right option, weights before those that earn a part."""
    question = marker.question
    options = _filled(question.options)
    if len(options) < 2:
        return _left_out(marker, "chưa đủ hai phương án", "it has fewer than two options")
    right = [option for option in options if option.fraction == ONE]
    if len(right) != 1:
        if right:
            marker.lose(
                "Câu chọn một có nhiều ý đúng, nên thành câu chọn nhiều.",
                "A single choice with several right options became a multiple one.",
            )
        return _boxes(marker, options)
    return _lines(
        f"{'=' if option is right[0] else _wrong(marker, option.fraction)}"
        f"{marker.text(option.text)}{marker.feedback(option.feedback)}"
        for option in options
    )


def _multiple(marker: Marker) -> str | None:
    options = _filled(marker.question.options)
    if len(options) < 2:
        return _left_out(marker, "chưa đủ hai phương án", "it has fewer than two options")
    return _boxes(marker, options)


def _boxes(marker: Marker, options: Sequence[WrittenOption]) -> str:
    """Write several right options: weights as they are, or the weights that come nearest to how the bank marks."""
    question = marker.question
    fractions = [option.fraction for option in options]
    if all(fraction in (ZERO, ONE) for fraction in fractions) and any(fractions):
        fractions = _shares(fractions, question.score)
        if question.score in ("exact", "proportional"):
            marker.lose(
                f"Cách chấm score={question.score} thành trọng số của Moodle, điểm từng phần có thể khác.",
                f"score={question.score} became Moodle's weights; partial marks may differ.",
            )
    return _lines(
        f"{_wrong(marker, fraction)}{marker.text(option.text)}{marker.feedback(option.feedback)}"
        for option, fraction in zip(options, fractions, strict=True)
    )


def _shares(fractions: Sequence[Decimal], score: str) -> list[Decimal]:
    right = sum(fraction == ONE for fraction in fractions)
    wrong = len(fractions) - right
    cost = ONE / max(wrong, 1) if score in ("moodle", "proportional") else ONE
    return [ONE / right if fraction == ONE else -cost for fraction in fractions]


def _wrong(marker: Marker, fraction: Decimal) -> str:
    weight = marker.weight(fraction)
    return "~" if weight in _NOTHING else f"~%{weight}%"


def _truth(marker: Marker) -> str | None:
    """Write TRUE or FALSE; the first feedback is for the wrong answer."""
    options = marker.question.options
    names = {fold(plain_of(option.text)): option for option in options}
    right = next((option for name, option in names.items() if name in _TRUE_WORDS), None)
    wrong = next((option for name, option in names.items() if name in _FALSE_WORDS), None)
    if right is None or wrong is None or len(options) != 2 or (right.fraction > 0) == (wrong.fraction > 0):
        return _choice(marker)
    is_true = right.fraction > 0
    key, other = (right, wrong) if is_true else (wrong, right)
    for_wrong, for_right = marker.feedback(other.feedback), marker.feedback(key.feedback)
    # "# #" and not "##": four of them would begin the general feedback.
    first = for_wrong or ("# " if for_right else "")
    return f"{'TRUE' if is_true else 'FALSE'}{first}{for_right}"


def _short(marker: Marker) -> str | None:
    answers = [answer for answer in marker.question.answers if typed(answer.text)]
    if not answers:
        return _left_out(marker, "chưa có đáp án", "it has no answer")
    lines = [
        f"={_part(marker, answer)}{marker.words(answer.text)}{marker.feedback(answer.feedback, in_matching=True)}"
        for answer in answers
    ]
    for_others = marker.feedback(marker.question.wrong, in_matching=True)
    if for_others:
        lines.append(f"=%0%*{for_others}")
    return _lines(lines)


def _number(marker: Marker) -> str | None:
    lines = []
    for answer in marker.question.answers:
        interval = _interval(answer.text)
        if interval is None:
            marker.lose(
                f"Bỏ đáp án “{squeeze(answer.text)[:60]}”: không phải số đọc được.",
                f"The answer “{squeeze(answer.text)[:60]}” is left out: it is no number that can be read.",
            )
        else:
            lines.append(f"={_part(marker, answer)}{interval}{marker.feedback(answer.feedback)}")
    if not lines:
        return _left_out(marker, "chưa có đáp án bằng số", "it has no number for an answer")
    for_others = marker.feedback(marker.question.wrong)
    if for_others:
        lines.append(f"~{for_others}")
    return f"#{_lines(lines)}"


def _interval(text: str) -> str | None:
    """Return a number with its tolerance, or a range; None where it would not be read back."""
    key = number_key(text)
    if key is None or key.trouble:
        return None
    low, high = key.low + ZERO, key.high + ZERO  # adding nought turns -0 into 0
    if ".." in text:
        ends, sign, between = (low, high), "..", " .. "
    else:
        ends, sign, between = ((low + high) / 2, (high - low) / 2), ":", " ± "
    back = number_key(between.join(shown_number(end) for end in ends))
    if back is None or back.trouble:
        return None
    return sign.join(shortest(end) for end in ends)


def _part(marker: Marker, answer: WrittenAnswer) -> str:
    weight = marker.weight(max(answer.fraction, ZERO))
    return "" if weight == "100" else f"%{weight}%"


def _matching(marker: Marker) -> str | None:
    if any(pair.feedback for pair in marker.question.pairs):
        marker.lose("GIFT không có nhận xét cho từng cặp ghép.", "GIFT has no feedback for a pair.")
    return _pairs(marker, [(pair.left, pair.right) for pair in marker.question.pairs])


def _pairs(marker: Marker, pairs: Sequence[tuple[str, str]]) -> str | None:
    """Write pairs; a right-hand side has no format in GIFT."""
    lines, count = [], 0
    for left, right in pairs:
        words = typed(plain_of(right)).replace("->", "→")
        if words and escape_text(words) != squeeze(visible(right)):
            marker.lose(
                "Vế phải chỉ còn chữ, không còn định dạng.", "A right-hand side keeps its words only."
            )
        side = marker.text(left, in_matching=True)
        count += bool(side and words)
        if words:
            lines.append(f"={side} -> {escape(words)}")
    if count < 2:
        return _left_out(marker, "chưa đủ hai cặp để ghép", "it has fewer than two pairs")
    return _lines(lines)


def _cluster(marker: Marker) -> str | None:
    marker.lose(
        "Câu nhiều ý Đúng/Sai thành câu ghép với “Đúng”, “Sai”; cách chấm riêng và nhận xét từng ý không giữ được.",
        "Statements to judge became a matching with “Đúng” and “Sai”; their scoring and feedback are lost.",
    )
    return _pairs(
        marker,
        [(each.text, "Đúng" if each.fraction > 0 else "Sai") for each in _filled(marker.question.options)],
    )


def _ordering(marker: Marker) -> str | None:
    marker.lose(
        "Câu xếp thứ tự thành câu ghép mỗi bước với số thứ tự của nó.",
        "An ordering became a matching of each step with its number.",
    )
    items = _filled(marker.question.options)
    return _pairs(marker, [(each.text, str(place)) for place, each in enumerate(items, start=1)])


def _essay(marker: Marker) -> str:
    if marker.question.type is QuestionType.EVIDENCE:
        marker.lose("Câu nộp minh chứng thành câu tự luận.", "A question for evidence became an essay.")
    if marker.question.rubric:
        marker.lose("GIFT không có thang điểm chấm bài viết.", "GIFT has no rubric.")
    return ""


def _cloze(marker: Marker) -> str | None:
    """Write a text with one gap as a question with a blank; GIFT has one answer block a question."""
    gaps = list(_GAP.finditer(marker.question.stem))
    if len(gaps) != 1:
        return _left_out(marker, "câu có nhiều chỗ trống", "it has several gaps")
    marker.lose(
        "Câu điền chỗ trống thành câu hỏi có một chỗ trống, trả lời ở dưới.",
        "A text with a gap became a question with a blank, answered below it.",
    )
    stem = marker.question.stem
    marker.use_stem(f"{stem[: gaps[0].start()]}{escape_text(BLANK)}{stem[gaps[0].end() :]}")
    parts = [typed(part.replace("\\|", "|")) for part in _BAR.split(gaps[0][1])]
    return _gap(marker, [part for part in parts if part])


def _gap(marker: Marker, parts: Sequence[str]) -> str | None:
    marks = [_MARKED.fullmatch(part) for part in parts]
    if any(marks):
        options = [
            (mark[2], bool(mark[1].strip())) if mark else (part, False)
            for part, mark in zip(parts, marks, strict=True)
        ]
        if len(options) < 2 or sum(is_right for _, is_right in options) != 1:
            return _left_out(marker, "chỗ trống chưa có đúng một ý đúng", "its gap has not one right option")
        return _lines(f"{'=' if is_right else '~'}{marker.text(text)}" for text, is_right in options)
    if not parts:
        return _left_out(marker, "chỗ trống chưa có đáp án", "its gap has no answer")
    if parts[0].startswith("="):
        intervals = [_interval(part.removeprefix("=").strip()) for part in parts]
        if None in intervals:
            return _left_out(marker, "chỗ trống có số không đọc được", "a number of its gap cannot be read")
        return f"#{_lines(f'={interval}' for interval in intervals)}"
    return _lines(f"={marker.words(part)}" for part in parts)


def _filled(options: Sequence[WrittenOption]) -> list[WrittenOption]:
    return [option for option in options if as_gift(option.text).text]


def _lines(lines: Iterable[str]) -> str:
    return "\n" + "".join(f"\t{line}\n" for line in lines)


def _left_out(marker: Marker, vi: str, en: str) -> str | None:
    marker.lose(f"Câu này bị bỏ lại: {vi}.", f"This question is left out: {en}.")
    return None


_BY_TYPE: dict[QuestionType, Callable[[Marker], str | None]] = {
    QuestionType.SINGLE: _choice,
    QuestionType.TRUE_FALSE: _truth,
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
