"""What answer lines mean: options, statements, foreseen answers, pairs, items, rubric lines. Gaps live in ``gaps``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lms.core.questions.bodies import RawAnswer
from lms.core.questions.findings import Findings, quoted
from lms.core.questions.marks import arrow_parts, split_attributes
from lms.core.questions.model import ONE, ZERO, Accepted, Option, Pair, QuestionType, RubricLine
from lms.core.questions.numbers import NumberKey, number_key
from lms.core.questions.outlines import digest
from lms.core.questions.typesetting import Typesetter, dedented, plain_text
from lms.core.questions.wordings import names_letters, speaks_for_all
from lms.core.vietnamese import fold, squeeze

MOST_ANSWERS = 40
_ID_LENGTH = 12
_HUNDRED = Decimal(100)
_TRUE_FALSE = ({"dung", "sai"}, {"true", "false"})


@dataclass(frozen=True)
class Answers:
    """The fields of a question that its answer lines decide."""

    type: QuestionType
    options: tuple[Option, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    pairs: tuple[Pair, ...] = ()
    choices: tuple[Option, ...] = ()
    rubric: tuple[RubricLine, ...] = ()
    weighted: bool = False
    shuffle: bool = True


@dataclass(frozen=True)
class Workshop:
    """What every reader of answers needs: the renderer, the findings, and the line of the question's heading."""

    typesetter: Typesetter
    findings: Findings
    line: int

    def option(self, raw: RawAnswer, fraction: Decimal = ZERO, flags: Sequence[str] = ()) -> Option:
        """Return one answer line as an option."""
        text, attributes = split_attributes(raw.text, raw.line, self.findings, flags=flags)
        lines = [text, *dedented(raw.more)]
        html = self.typesetter.piece(lines, raw.line)
        if not "".join(lines).strip():
            self.findings.error(
                raw.line,
                "empty-answer",
                "Đáp án này chưa có chữ. Viết thêm, hoặc bỏ dòng.",
                "This answer has no text. Write some, or remove the line.",
            )
        pinned = "pin" in attributes.flags
        return Option(
            id=attributes.id or hash_id("\n".join(lines)),
            html=html,
            text=plain_text(html),
            fraction=fraction,
            feedback_html=self.feedback(raw),
            pinned=pinned,
            last=bool(flags) and not pinned and speaks_for_all(text),
        )

    def feedback(self, raw: RawAnswer) -> str:
        """Return the feedback below one answer line."""
        return self.typesetter.piece(raw.feedback, raw.line)

    def counted(self, count: int, least: int, what_vi: str, what_en: str) -> None:
        """Note a question with too few of something, or with more than a page can hold."""
        if count < least:
            self.findings.error(
                self.line,
                "too-few",
                f"Cần ít nhất {least} {what_vi}.",
                f"At least {least} {what_en} are needed.",
            )
        if count > MOST_ANSWERS:
            self.findings.error(
                self.line,
                "too-many",
                f"Không quá {MOST_ANSWERS} {what_vi}.",
                f"At most {MOST_ANSWERS} {what_en}.",
            )

    def distinct(self, options: Sequence[Option | Pair], raws: Sequence[RawAnswer]) -> None:
        """Note ids and texts that stand twice."""
        seen: dict[str, int] = {}
        for option, raw in zip(options, raws, strict=True):
            if option.id in seen:
                self.findings.error(
                    raw.line,
                    "duplicate-answer",
                    f"Đáp án này trùng với dòng {seen[option.id]}; sửa một dòng, hoặc bỏ đi.",
                    f"This answer repeats the one at line {seen[option.id]}; change one, or remove it.",
                )
            seen.setdefault(option.id, raw.line)


def hash_id(text: str) -> str:
    """Return the id of an answer whose author gave none: from its normalised text, never from its place."""
    return digest(squeeze(text))[:_ID_LENGTH]


def are_true_and_false(texts: Sequence[str]) -> bool:
    """Return whether two options say Đúng and Sai, or True and False, and nothing else."""
    return len(texts) == 2 and {fold(text) for text in texts} in _TRUE_FALSE


def circles(raws: Sequence[RawAnswer], shop: Workshop, declared: QuestionType | None) -> Answers:
    """Read ``- (x)`` and ``- ( )``: exactly one is right."""
    options = tuple(shop.option(raw, ONE if raw.mark else ZERO, flags=("pin",)) for raw in raws)
    shop.counted(len(options), 2, "phương án", "options")
    shop.distinct(options, raws)
    right = [raw for raw in raws if raw.mark]
    if len(right) != 1:
        shop.findings.error(
            right[1].line if right else shop.line,
            "single-key",
            f"Câu một lựa chọn có đúng một dòng “- (x)”, ở đây có {len(right)}. Nhiều ý đúng thì viết “- [x]”."
            if right
            else "Chưa có ý nào được đánh dấu đúng. Đổi “- ( )” thành “- (x)” ở ý đúng.",
            f"A single choice has exactly one “- (x)”, here are {len(right)}. Several right ones are “- [x]”."
            if right
            else "No option is marked right. Change “- ( )” to “- (x)” where it is.",
        )
    is_true_false = are_true_and_false([option.text for option in options])
    if declared is QuestionType.TRUE_FALSE and not is_true_false:
        shop.findings.error(
            shop.line,
            "true-false-options",
            "type=truefalse cần đúng hai phương án: Đúng và Sai.",
            "type=truefalse needs exactly two options: Đúng and Sai (or True and False).",
        )
    found = QuestionType.TRUE_FALSE if is_true_false else QuestionType.SINGLE
    return Answers(declared or found, options, shuffle=not is_true_false and not _lettered(options))


def boxes(raws: Sequence[RawAnswer], shop: Workshop) -> Answers:
    """Read ``- [x]``, ``- [ ]`` and weights: at least one is right, and positive weights make 100%."""
    weighted = any(raw.mark.endswith("%") for raw in raws)
    options = tuple(
        shop.option(raw, _box_fraction(raw, shop, weighted=weighted), flags=("pin",)) for raw in raws
    )
    shop.counted(len(options), 2, "phương án", "options")
    shop.distinct(options, raws)
    right = [option for option in options if option.right]
    if not right:
        shop.findings.error(
            shop.line,
            "no-key",
            "Chưa có ý nào được đánh dấu đúng. Đổi “- [ ]” thành “- [x]” ở mỗi ý đúng.",
            "No option is marked right. Change “- [ ]” to “- [x]” where it is.",
        )
    elif len(right) == len(options):
        shop.findings.warn(
            shop.line,
            "all-right",
            "Mọi ý đều được đánh dấu đúng. Thêm một ý sai.",
            "Every option is marked right. Add a wrong one.",
        )
    if weighted and right:
        _check_weights(options, shop)
    return Answers(QuestionType.MULTIPLE, options, weighted=weighted, shuffle=not _lettered(options))


def _box_fraction(raw: RawAnswer, shop: Workshop, *, weighted: bool) -> Decimal:
    if not raw.mark.endswith("%"):
        if raw.mark and weighted:
            shop.findings.error(
                raw.line,
                "mixed-weights",
                "Câu này đã dùng trọng số %; viết trọng số thay cho [x].",
                "This question has weights; write a weight instead of [x].",
            )
        return ONE if raw.mark else ZERO
    fraction = _percent(raw.mark)
    if abs(fraction) > ONE:
        shop.findings.error(
            raw.line, "bad-weight", "Trọng số từ -100% đến 100%.", "A weight is between -100% and 100%."
        )
    return fraction


def _percent(mark: str) -> Decimal:
    return Decimal(mark.rstrip("%").replace(",", ".")) / _HUNDRED


def _check_weights(options: Sequence[Option], shop: Workshop) -> None:
    total = sum((option.fraction for option in options if option.right), ZERO)
    if abs(total - ONE) > Decimal("0.01"):
        shop.findings.error(
            shop.line,
            "weights-sum",
            f"Các trọng số dương phải cộng thành 100%, ở đây là {total * 100:f}%.",
            f"Positive weights must make 100%, here they make {total * 100:f}%.",
        )
    wrong = [option for option in options if not option.right]
    if wrong and not any(option.fraction < 0 for option in wrong):
        shop.findings.warn(
            shop.line,
            "weights-free",
            "Chọn thêm ý sai không mất điểm; hãy cho ý sai trọng số âm, ví dụ [-50%].",
            "Ticking wrong options costs nothing; give them negative weights such as [-50%].",
        )


def _lettered(options: Sequence[Option]) -> bool:
    return any(names_letters(option.text) for option in options)


def statements(raws: Sequence[RawAnswer], shop: Workshop) -> Answers:
    """Read ``- (Đ)`` and ``- (S)``: each statement is true or false by itself."""
    options = tuple(shop.option(raw, ZERO if raw.mark in "Ss" else ONE, flags=("pin",)) for raw in raws)
    shop.counted(len(options), 2, "ý Đúng/Sai", "statements")
    shop.distinct(options, raws)
    return Answers(QuestionType.CLUSTER, options, shuffle=not _lettered(options))


def foreseen(raws: Sequence[RawAnswer], shop: Workshop, declared: QuestionType | None) -> Answers:
    """Read ``- = …``: numbers where each of them is one (unless ``type=short`` says otherwise), words else."""
    keys = [None if declared is QuestionType.SHORT else number_key(raw.text) for raw in raws]
    is_number = declared is QuestionType.NUMBER or all(keys)
    accepted = []
    for raw, key in zip(raws, keys, strict=True):
        answer = _typed_answer(raw, shop)
        if key and key.spread and not is_number:
            shop.findings.error(
                raw.line,
                "mixed-answers",
                "Câu này vừa có số vừa có chữ; tách thành hai câu, hoặc bỏ phần ±.",
                "This question mixes numbers and words; make two questions of it, or drop the ±.",
            )
        accepted.append(numeric(answer, key, raw.line, shop.findings) if is_number else answer)
    if all(answer.fraction < ONE for answer in accepted):
        shop.findings.error(
            shop.line,
            "no-key",
            "Cần ít nhất một đáp án được trọn điểm.",
            "At least one answer must earn full points.",
        )
    shop.counted(len(raws), 1, "đáp án", "answers")
    return Answers(QuestionType.NUMBER if is_number else QuestionType.SHORT, accepted=tuple(accepted))


def _typed_answer(raw: RawAnswer, shop: Workshop) -> Accepted:
    fraction = _percent(raw.mark) if raw.mark else ONE
    if "".join(raw.more).strip():
        shop.findings.error(
            raw.line, "answer-lines", "Đáp án để gõ chỉ gồm một dòng.", "An answer to type is one line."
        )
    if not raw.text or fraction > ONE:
        shop.findings.error(
            raw.line,
            "empty-answer",
            "Viết đáp án sau dấu =, tỉ lệ không quá 100%.",
            "Write the answer after =, at most 100%.",
        )
    return Accepted(squeeze(raw.text), fraction, shop.feedback(raw))


def numeric(answer: Accepted, key: NumberKey | None, line: int, findings: Findings) -> Accepted:
    """Return ``answer`` with its interval, noting a number that cannot be read in one way only."""
    trouble = key.trouble if key else "unreadable"
    text = quoted(answer.text)
    if trouble == "ambiguous":
        findings.error(
            line,
            "ambiguous-number",
            f"{text} có thể là phần nghìn hay phần lẻ. Viết 1762 nếu là một nghìn bảy trăm…, 1,7620 nếu là một phẩy bảy….",
            f"{text} may be thousands or decimals. Write 1762 for thousands, 1.7620 for decimals.",
        )
    elif trouble == "backwards":
        findings.error(
            line, "backwards-range", f"Khoảng {text} viết ngược.", f"The range {text} runs backwards."
        )
    elif trouble:
        findings.error(
            line,
            "bad-number",
            f"Không đọc được số trong {text}; viết như 2803, 2803 ± 5, 2803 ± 5% hoặc 3,1 .. 3,2.",
            f"There is no number in {text}; write 2803, 2803 ± 5, 2803 ± 5% or 3.1 .. 3.2.",
        )
    return answer if trouble or key is None else replace(answer, low=key.low, high=key.high)


def matches(raws: Sequence[RawAnswer], shop: Workshop) -> Answers:
    """Read ``- a -> b`` and ``- -> extra``."""
    pairs: list[Pair] = []
    lefts: list[RawAnswer] = []
    choices: dict[str, Option] = {}
    for raw in raws:
        text, attributes = split_attributes(raw.text, raw.line, shop.findings)
        parts = arrow_parts(text)
        if len(parts) != 2 or not parts[1]:
            shop.findings.error(
                raw.line,
                "one-arrow",
                "Mỗi dòng ghép viết đúng một mũi tên và có vế phải: “- vế trái -> vế phải”.",
                "A line to match has exactly one arrow and a right-hand side: “- left -> right”.",
            )
            continue
        right_id = hash_id(parts[1])
        right_html = shop.typesetter.phrase(parts[1], raw.line)
        choices.setdefault(right_id, Option(right_id, right_html, plain_text(right_html)))
        if parts[0]:
            html = shop.typesetter.phrase(parts[0], raw.line)
            left_id = attributes.id or hash_id(parts[0])
            pairs.append(Pair(left_id, html, plain_text(html), right_id, shop.feedback(raw)))
            lefts.append(raw)
    shop.counted(len(pairs), 2, "cặp để ghép", "pairs")
    shop.distinct(pairs, lefts)
    return Answers(QuestionType.MATCHING, pairs=tuple(pairs), choices=tuple(choices.values()))


def sequence(raws: Sequence[RawAnswer], shop: Workshop) -> Answers:
    """Read ``1. 2. 3.``: items in their right order. Numbers out of order are no key, so they are refused."""
    numbers = [int(raw.mark or 0) for raw in raws]
    if numbers != list(range(1, len(raws) + 1)) and set(numbers) != {1}:
        shop.findings.error(
            raws[0].line,
            "ordering-numbers",
            "Đánh số các dòng 1., 2., 3. theo đúng thứ tự.",
            "Number the lines 1., 2., 3. in their right order.",
        )
    options = tuple(shop.option(raw) for raw in raws)
    shop.counted(len(options), 2, "bước để xếp", "items")
    shop.distinct(options, raws)
    return Answers(QuestionType.ORDERING, options)


def rubric(raws: Sequence[RawAnswer], shop: Workshop, declared: QuestionType) -> Answers:
    """Read ``- 3đ: …``: what a person looks for."""
    lines = []
    for raw in raws:
        if raw.feedback:
            shop.findings.error(
                raw.line + 1,
                "feedback-orphan",
                "Dòng thang điểm không mang lời nhận xét; hãy viết vào Giải thích:.",
                "A rubric line carries no feedback; write it into Giải thích:.",
            )
        html = shop.typesetter.piece([raw.text, *dedented(raw.more)], raw.line)
        lines.append(RubricLine(Decimal(raw.mark.replace(",", ".")), html, plain_text(html)))
    return Answers(declared, rubric=tuple(lines))
