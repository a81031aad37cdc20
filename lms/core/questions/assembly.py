"""Puts one question together from its heading, stem, answers and remarks, and checks what spans them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lms.core.questions import answers
from lms.core.questions.answers import Answers, Workshop
from lms.core.questions.bodies import FAMILIES, Body, RawRemark, body_of
from lms.core.questions.findings import Findings, instead, quoted
from lms.core.questions.gaps import GapCutter, cut_at_gaps, with_numbers
from lms.core.questions.marks import Attributes, Family, checked_id, split_attributes, without_code
from lms.core.questions.model import PEOPLE_GRADE, ZERO, Accepted, Gap, GapKind, Hint, Question, QuestionType
from lms.core.questions.outlines import RawQuestion
from lms.core.questions.texts import MATCHES, comparable
from lms.core.questions.typesetting import plain_text
from lms.core.vietnamese import slug

MOST_POINTS = 1000
SCORES: Mapping[QuestionType, tuple[str, ...]] = {
    QuestionType.MULTIPLE: ("all-right", "exact", "proportional", "moodle"),
    QuestionType.CLUSTER: ("even", "thpt2025", "exact"),
    QuestionType.MATCHING: ("even", "exact"),
    QuestionType.ORDERING: ("even", "exact"),
    QuestionType.CLOZE: ("even", "exact"),
}
"""The ways to give partial credit, the default first. Other types have one way, "exact"."""

KEYS = ("points", "type", "score", "match", "lesson")
"""What may stand in braces after a question's heading, besides its id."""

_POINTS = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")
_TYPE_ALIASES = {"true/false": "truefalse", "true-false": "truefalse"}
_THPT_STATEMENTS = 4


@dataclass(frozen=True)
class RawParts:
    """A question cut into what its heading says and what stands below it; nothing of it is rendered yet."""

    heading: str
    attributes: Attributes
    declared: QuestionType | None
    body: Body


@dataclass(frozen=True)
class _Stem:
    heading_html: str
    body_html: str
    gaps: tuple[Gap, ...] = ()
    parts: tuple[str, ...] = ()


def question_of(raw: RawQuestion, default_points: Decimal, shop: Workshop, *, shuffles: bool) -> Question:
    """Return the question as far as it can be read; what cannot has been noted, and the bank will not be used."""
    parts = parts_of(raw, shop.findings)
    heading, attributes, declared, body = parts.heading, parts.attributes, parts.declared, parts.body
    is_cloze = _is_cloze(heading, body, declared, shop)
    stem = _stem(heading, body, shop, is_cloze=is_cloze)
    found = Answers(QuestionType.CLOZE) if is_cloze else _answers(body, declared, shop)
    _check_letters(found, shop, shuffles=shuffles)
    match = _match(attributes, found, stem.gaps, shop)
    remarks = _Remarks(body.remarks, shop)
    return Question(
        id=attributes.id or "",
        type=found.type,
        heading_html=stem.heading_html,
        body_html=stem.body_html,
        stem_text=plain_text(f"{stem.heading_html} {stem.body_html}"),
        points=_points(attributes, found, default_points, shop),
        score=_score(attributes, found, shop),
        match=match,
        lesson=_lesson(attributes, shop),
        sha256=raw.sha256(),
        line=shop.line,
        hints=remarks.hints(),
        explanation_html=remarks.only("explanation"),
        right_html=remarks.only("right"),
        wrong_html=remarks.only("wrong"),
        shuffle=found.shuffle,
        weighted=found.weighted,
        options=found.options,
        accepted=found.accepted,
        pairs=found.pairs,
        choices=found.choices,
        gaps=stem.gaps,
        parts=stem.parts,
        rubric=found.rubric,
    )


def parts_of(raw: RawQuestion, findings: Findings) -> RawParts:
    """Cut one question into its parts."""
    heading, attributes = split_attributes(raw.heading, raw.line, findings, keys=KEYS)
    check_heading(heading, attributes, raw.line, findings)
    declared = _declared_type(attributes, raw.line, findings)
    return RawParts(heading, attributes, declared, body_of(heading, raw.body, declared, findings))


def check_heading(title: str, attributes: Attributes, line: int, findings: Findings) -> None:
    """Note a heading of a pool or a question without words or without an id."""
    if not title:
        findings.error(
            line,
            "empty-heading",
            "Dòng này mới có dấu #. Viết câu hỏi (hoặc tên nhóm) ngay sau dấu ấy.",
            "This line has only its #. Write the question (or the pool's name) after it.",
        )
    if attributes.id is None:
        better = slug(title[:60]) or "ma-rieng"
        findings.error(
            line,
            "missing-id",
            f"Thêm mã vào cuối dòng, ví dụ {{#{better}}}; nhờ mã, bài đã làm vẫn đi với câu khi chữ thay đổi.",
            f"Add an id at the end of the line, such as {{#{better}}}; it ties answers to this heading.",
        )


def points_in(attributes: Attributes, line: int, findings: Findings) -> Decimal | None:
    """Return what ``points=`` says, None where it says nothing or nothing usable."""
    text = attributes.values.get("points")
    if text is None:
        return None
    points = Decimal(text.replace(",", ".")) if _POINTS.fullmatch(text) else ZERO
    if not 0 < points <= MOST_POINTS:
        findings.error(
            line,
            "bad-points",
            f"Điểm {quoted(text)} phải là số dương, không quá {MOST_POINTS}, nhiều nhất hai chữ số lẻ.",
            f"Points must be a positive number up to {MOST_POINTS} with at most two decimals, not {quoted(text)}.",
        )
        return None
    return points


def _declared_type(attributes: Attributes, line: int, findings: Findings) -> QuestionType | None:
    text = attributes.values.get("type")
    if text is None:
        return None
    name = _TYPE_ALIASES.get(text, text)
    if name in list(QuestionType):
        return QuestionType(name)
    vi, en = instead(text, list(QuestionType))
    findings.error(
        line, "bad-type", f"Không có loại câu {quoted(text)}; {vi}", f"No type {quoted(text)}; {en}"
    )
    return None


def _has_gap(heading: str, body: Body) -> bool:
    texts = [heading, *(line.text for line in body.stem if not line.code)]
    return any("[[" in without_code(text) for text in texts)


def _is_cloze(heading: str, body: Body, declared: QuestionType | None, shop: Workshop) -> bool:
    if declared is not None:
        return declared is QuestionType.CLOZE
    has_gap = _has_gap(heading, body)
    if has_gap and body.family is not None:
        shop.findings.error(
            shop.line,
            "mixed-answers",
            f"Câu này vừa có chỗ trống [[…]] vừa có dòng “{body.family.value}”; tách thành hai câu.",
            f"This question has both gaps [[…]] and lines “{body.family.value}”; make two questions of it.",
        )
    return has_gap and body.family is None


def _stem(heading: str, body: Body, shop: Workshop, *, is_cloze: bool) -> _Stem:
    first = body.stem[0].number if body.stem else shop.line
    lines = [line.text for line in body.stem]
    if not is_cloze:
        return _Stem(shop.typesetter.phrase(heading, shop.line), shop.typesetter.blocks(lines, first))
    cutter = GapCutter(shop)
    heading_html = shop.typesetter.phrase(cutter.heading(heading), shop.line)
    body_html = shop.typesetter.blocks(cutter.lines(body.stem), first)
    cutter.check_count()
    parts = cut_at_gaps(heading_html, body_html, len(cutter.gaps), shop)
    return _Stem(with_numbers(heading_html), with_numbers(body_html), tuple(cutter.gaps), parts)


def _answers(body: Body, declared: QuestionType | None, shop: Workshop) -> Answers:
    """Read the answer lines by their family, noting a question that has none."""
    raws = body.answers[: answers.MOST_ANSWERS + 1]  # one too many is enough to be told so
    if declared in PEOPLE_GRADE:
        return answers.rubric(raws, shop, declared)
    if body.family is Family.RUBRIC:
        shop.findings.error(
            shop.line,
            "needs-type",
            "Câu có thang điểm cần thêm type=essay (bài viết) hoặc type=evidence (minh chứng) vào cuối dòng ##.",
            "A question with a rubric needs type=essay or type=evidence at the end of its heading.",
        )
    elif not raws:
        _say_no_answers(declared, shop)
    elif body.family is Family.CIRCLE:
        return answers.circles(raws, shop, declared)
    elif body.family is Family.BOX:
        return answers.boxes(raws, shop)
    elif body.family is Family.TRUTH:
        return answers.statements(raws, shop)
    elif body.family is Family.EQUALS:
        return answers.foreseen(raws, shop, declared)
    elif body.family is Family.ARROW:
        return answers.matches(raws, shop)
    elif body.family is Family.ORDERED:
        return answers.sequence(raws, shop)
    return Answers(declared or QuestionType.ESSAY)


def _say_no_answers(declared: QuestionType | None, shop: Workshop) -> None:
    expected = FAMILIES.get(declared) if declared else None
    forms = f"“{expected.value}”" if expected else ", ".join(f"“{family.value}”" for family in Family)
    shop.findings.error(
        shop.line,
        "no-answers",
        f"Câu này chưa có đáp án. Viết các dòng {forms}{'' if expected else ', hoặc thêm type=essay nếu có người chấm'}.",
        f"This question has no answers. Write lines {forms}{'' if expected else ', or add type=essay if a person grades'}.",
    )


def _check_letters(found: Answers, shop: Workshop, *, shuffles: bool) -> None:
    if not shuffles or found.shuffle or found.type is QuestionType.TRUE_FALSE:
        return
    shop.findings.warn(
        shop.line,
        "letters-named",
        "Có phương án gọi tên chữ cái (như “A và B”), nên các phương án của câu này sẽ không xáo trộn.",
        "An option names letters (such as “A và B”), so the options of this question will not be shuffled.",
    )


def _lesson(attributes: Attributes, shop: Workshop) -> str | None:
    lesson = attributes.values.get("lesson")
    return None if lesson is None else checked_id(lesson, shop.line, shop.findings)


def _points(attributes: Attributes, found: Answers, default: Decimal, shop: Workshop) -> Decimal:
    points = points_in(attributes, shop.line, shop.findings)
    total = sum((line.points for line in found.rubric), ZERO)
    if not found.rubric:
        return points or default
    if not 0 < total <= MOST_POINTS or (points is not None and points != total):
        shop.findings.error(
            shop.line,
            "rubric-sum",
            f"Thang điểm cộng thành {total:f}; sửa các dòng điểm hoặc viết points={total:f}.",
            f"The rubric adds up to {total:f}; mend its lines or write points={total:f}.",
        )
    return total


def _score(attributes: Attributes, found: Answers, shop: Workshop) -> str:
    ways = SCORES.get(found.type, ("exact",))
    said = attributes.values.get("score")
    score = said or ("moodle" if found.weighted else ways[0])
    if score not in ways:
        vi, en = instead(score, ways)
        name = quoted(score)
        shop.findings.error(
            shop.line,
            "bad-score",
            f"score={name} không dùng cho loại câu này; {vi}",
            f"score={name} does not fit this type; {en}",
        )
        return ways[0]
    if found.weighted and score != "moodle":
        shop.findings.error(
            shop.line,
            "weights-score",
            "Trọng số % chỉ dùng với score=moodle; bỏ score hoặc bỏ trọng số.",
            "Weights count only with score=moodle; drop the score or the weights.",
        )
    if score == "thpt2025" and len(found.options) != _THPT_STATEMENTS:
        shop.findings.error(
            shop.line,
            "thpt-four",
            f"score=thpt2025 dành cho câu có đúng 4 ý, ở đây có {len(found.options)}.",
            f"score=thpt2025 is for exactly 4 statements, here are {len(found.options)}.",
        )
    return score


def _match(attributes: Attributes, found: Answers, gaps: Sequence[Gap], shop: Workshop) -> str:
    match = attributes.values.get("match", MATCHES[0])
    if match not in MATCHES:
        vi, en = instead(match, MATCHES)
        name = quoted(match)
        shop.findings.error(
            shop.line, "bad-match", f"Không có match={name}; {vi}", f"There is no match={name}; {en}"
        )
        return MATCHES[0]
    has_words = found.type is QuestionType.SHORT or any(gap.kind is GapKind.TEXT for gap in gaps)
    if "match" in attributes.values and not has_words:
        shop.findings.warn(
            shop.line,
            "match-unused",
            "match= chỉ có tác dụng với câu gõ chữ; có thể bỏ.",
            "match= matters only where words are typed; you may drop it.",
        )
    for accepted in (found.accepted, *(gap.accepted for gap in gaps)):
        _check_collisions(accepted, match, shop)
    return match


def _check_collisions(accepted: Sequence[Accepted], match: str, shop: Workshop) -> None:
    """Warn of two foreseen answers that the chosen comparison cannot tell apart."""
    seen: dict[str, Accepted] = {}
    for answer in accepted:
        if answer.low is not None:
            continue
        form = comparable(answer.text, match)
        other = seen.setdefault(form, answer)
        if other is not answer:
            first, second = quoted(other.text), quoted(answer.text)
            shop.findings.warn(
                shop.line,
                "answers-collide",
                f"{first} và {second} được coi là một khi match={match}; bỏ bớt một, hoặc đổi match.",
                f"{first} and {second} count as one with match={match}; drop one, or change match.",
            )


class _Remarks:
    """The labelled quotations of one question, as HTML."""

    def __init__(self, remarks: Sequence[RawRemark], shop: Workshop) -> None:
        self._remarks = remarks
        self._shop = shop

    def hints(self) -> tuple[Hint, ...]:
        """Return every hint in the order in which they are offered."""
        return tuple(Hint(self._html(each), each.penalty) for each in self._remarks if each.kind == "hint")

    def only(self, kind: str) -> str:
        """Return the remark of a kind that stands once at most."""
        same = [remark for remark in self._remarks if remark.kind == kind]
        for extra in same[1:]:
            self._shop.findings.error(
                extra.line,
                "remark-twice",
                f"Mỗi câu chỉ có một lời này; dòng {same[0].line} đã có. Gộp lại làm một.",
                f"A question has this remark once; it already stands at line {same[0].line}. Join them.",
            )
        return self._html(same[0]) if same else ""

    def _html(self, remark: RawRemark) -> str:
        if not "".join(remark.lines).strip():
            self._shop.findings.warn(
                remark.line,
                "empty-remark",
                "Lời này chưa có chữ. Viết thêm, hoặc bỏ dòng.",
                "This remark has no words yet. Write some, or remove the line.",
            )
        return self._shop.typesetter.piece(remark.lines, remark.line)
