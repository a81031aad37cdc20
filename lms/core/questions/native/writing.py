"""Writes a manuscript in the bank format. Whether it is a valid bank is for ``parse_bank`` to say."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from lms.core.markup.blocks import is_bullet, starts_block
from lms.core.questions.answers import are_true_and_false
from lms.core.questions.bodies import FAMILIES, family_of
from lms.core.questions.manuscript import Manuscript, WrittenOption, WrittenPool, WrittenQuestion
from lms.core.questions.marks import Family, without_code
from lms.core.questions.model import ONE, PEOPLE_GRADE, ZERO, QuestionType
from lms.core.questions.native.escaping import plain_of
from lms.core.questions.native.naming import distinct_ids
from lms.core.questions.native.protecting import (
    hard_break,
    lines_of,
    opens_fence,
    remark_line,
    stem_lines,
    without_arrows,
    without_attributes,
)
from lms.core.questions.numbers import number_key
from lms.core.questions.outlines import HIDDEN, Line
from lms.core.questions.settings import READERS, setting_line
from lms.core.vietnamese import nfc, squeeze

_NO_TITLE = "Ngân hàng câu hỏi"
_NO_WORDS = "Câu hỏi"
_HUNDRED = Decimal(100)
_POINT_PLACES = 2
_WEIGHT_PLACES = 7
_PENALTY_PLACES = 20
_MARKS_OF_HEADING = re.compile(r"#{1,6}(?: .*)?")
_NO_VALUE = str.maketrans(dict.fromkeys('{}"\n', " "))


def write_native(manuscript: Manuscript) -> bytes:
    """Return the bank as a file. Ids are given where they are missing; two that are alike become different."""
    pools = _named(pool for pool in manuscript.pools if pool.questions)
    pieces = [_front(manuscript.front)]
    for number, pool in enumerate(pools, 1):
        pieces += _pool_heading(pool, number)
        pieces += [write_question(question) for question in pool.questions]
    return nfc("\n".join(pieces)).encode()


def write_question(question: WrittenQuestion) -> str:
    """Return one question from its ``##`` to the end of its last line."""
    heading, body = _stem(question.stem)
    family = FAMILIES.get(question.type)
    stem = stem_lines(body, family)
    answers = _answers(question, family)
    attributes = {
        "type": _type(question, heading, stem, answers),
        "score": question.score,
        "match": question.match,
        "points": "" if question.points is None else _number(question.points, _POINT_PLACES),
        "lesson": question.lesson,
    }
    given_id = question.id or distinct_ids([""], [plain_of(heading)], "cau")[0]
    lines = [" ".join(part for part in ("##", heading, _braces(given_id, attributes)) if part)]
    if stem:
        lines += ["", *(line.text for line in stem), *([""] if answers else [])]
    lines += answers
    for remark in _remarks(question):
        lines += ["", *remark]
    return "\n".join(HIDDEN.sub(" ", line) for line in [*lines, ""])


def _front(front: dict[str, str]) -> str:
    title = squeeze(front.get("title", "")) or _NO_TITLE
    said = {**front, "title": title, "id": distinct_ids([front.get("id", "")], [title], "ngan-hang")[0]}
    lines = [setting_line(key, said[key]) for key in READERS if said.get(key)]
    return "\n".join(["---", *(HIDDEN.sub(" ", line) for line in lines), "---"])


def _named(pools: Iterable[WrittenPool]) -> list[WrittenPool]:
    """Return the pools with ids for themselves and for all their questions."""
    pools = list(pools)
    questions = [question for pool in pools for question in pool.questions]
    ids = iter(
        distinct_ids(
            [question.id for question in questions],
            ["" if question.id else plain_of(_stem(question.stem)[0]) for question in questions],
            "cau",
        )
    )
    pool_ids = distinct_ids([pool.id for pool in pools], [plain_of(pool.title) for pool in pools], "nhom")
    return [
        replace(
            pool,
            id=pool_id,
            questions=tuple(replace(question, id=next(ids)) for question in pool.questions),
        )
        for pool, pool_id in zip(pools, pool_ids, strict=True)
    ]


def _pool_heading(pool: WrittenPool, number: int) -> list[str]:
    """Return the heading of a pool; the first one needs none where nothing is said about it."""
    if number == 1 and not pool.title and pool.draw is None and pool.points is None:
        return []
    attributes = {
        "draw": "" if pool.draw is None else str(pool.draw),
        "points": "" if pool.points is None else _number(pool.points, _POINT_PLACES),
    }
    title = HIDDEN.sub(" ", squeeze(pool.title)) or f"Nhóm {number}"
    return [f"# {title} {_braces(pool.id, attributes)}\n"]


def _braces(given_id: str, attributes: dict[str, str]) -> str:
    said = [f"{key}={_value(text)}" for key, text in attributes.items() if text]
    return "{" + " ".join([f"#{given_id}", *said]) + "}"


def _value(text: str) -> str:
    kept = squeeze(text.translate(_NO_VALUE))
    return f'"{kept}"' if " " in kept or not kept else kept


def _stem(stem: str) -> tuple[str, list[str]]:
    """Return the heading and the lines below it; a stem that begins with code, a list or a table gets words above."""
    lines = lines_of(stem) or [""]
    first = lines[0].strip()
    if _MARKS_OF_HEADING.fullmatch(first):
        first = first.lstrip("#").lstrip()
    elif starts_block(first) or is_bullet(first) or opens_fence(first) or first.startswith("|"):
        return _NO_WORDS, lines
    return first, lines_of("\n".join(lines[1:]))


def _type(question: WrittenQuestion, heading: str, stem: Sequence[Line], answers: Sequence[str]) -> str:
    """Return what ``type=`` has to say: nothing where the lines alone say it."""
    kind = question.type
    lines = [*stem, *(Line(0, answer) for line in answers for answer in line.split("\n"))]
    is_cloze = any("[[" in without_code(text) for text in (heading, *(ln.text for ln in stem if not ln.code)))
    if kind in PEOPLE_GRADE or family_of(heading, lines, None) is not FAMILIES.get(kind):
        return kind.value
    if is_cloze is not (kind is QuestionType.CLOZE):
        return kind.value
    if kind in (QuestionType.SINGLE, QuestionType.TRUE_FALSE):
        looks = QuestionType.TRUE_FALSE if _true_and_false(question.options) else QuestionType.SINGLE
        return "" if looks is kind else kind.value
    if kind in (QuestionType.SHORT, QuestionType.NUMBER):
        are_numbers = all(number_key(answer.text) for answer in question.answers)
        return "" if are_numbers is (kind is QuestionType.NUMBER) else kind.value
    return ""


def _true_and_false(options: Sequence[WrittenOption]) -> bool:
    return len(options) == 2 and are_true_and_false([plain_of(option.text) for option in options])


def _answers(question: WrittenQuestion, family: Family | None) -> list[str]:
    """Return the answer lines, each with what continues it and its feedback."""
    lines: list[str] = []
    for answer in question.answers if family is Family.EQUALS else ():
        share = "" if answer.fraction == ONE else _percent(answer.fraction)
        lines += [f"- ={share} {squeeze(answer.text)}", *_feedback(answer.feedback)]
    for pair in question.pairs if family is Family.ARROW else ():
        left, right = without_arrows(squeeze(pair.left)), without_arrows(squeeze(pair.right))
        lines += _answer("-", f"{left} -> {right}".strip(), _flags(pair.id), pair.feedback)
    for line in question.rubric if family is Family.RUBRIC else ():
        lines += _answer(f"- {_number(line.points, _POINT_PLACES)}đ:", line.text, known_flags=None)
    if family in _MARKS:
        weighted = _weighted(question)
        for place, option in enumerate(question.options, 1):
            mark = (
                f"{place}." if family is Family.ORDERED else f"- {_mark(option, family, weighted=weighted)}"
            )
            flags = _flags(option.id, is_pinned=option.is_pinned and family is not Family.ORDERED)
            known = () if family is Family.ORDERED else ("pin",)
            lines += _answer(mark, option.text, flags, option.feedback, known)
    return lines


def _first_and_more(text: str) -> tuple[str, list[str]]:
    """Return what stands beside a mark, and the lines below; a block of code begins on a line of its own."""
    first, *more = lines_of(text) or [""]
    if opens_fence(first):
        return "", [first, *more]
    return (hard_break(first) if more else first).strip(), more


_MARKS = frozenset({Family.CIRCLE, Family.BOX, Family.TRUTH, Family.ORDERED})


def _weighted(question: WrittenQuestion) -> bool:
    return question.is_weighted or any(option.fraction not in (ZERO, ONE) for option in question.options)


def _mark(option: WrittenOption, family: Family | None, *, weighted: bool) -> str:
    if family is Family.CIRCLE:
        return "(x)" if option.fraction == ONE else "( )"
    if family is Family.TRUTH:
        return "(Đ)" if option.fraction > 0 else "(S)"
    return f"[{_percent(option.fraction)}]" if weighted else "[x]" if option.fraction else "[ ]"


def _answer(
    mark: str, text: str, flags: str = "", feedback: str = "", known_flags: Sequence[str] | None = ()
) -> list[str]:
    """Return one answer; ``known_flags`` are what may stand in braces after it, None where braces are text."""
    first, more = _first_and_more(text)
    if not flags and known_flags is not None:
        first = without_attributes(first, known_flags)
    inside = [f"  {_continued(line)}" if line.strip() else "" for line in more]
    return [" ".join(part for part in (mark, first, flags) if part), *inside, *_feedback(feedback)]


def _continued(line: str) -> str:
    """Return a line below an answer's first; a quotation there would be feedback."""
    text = line.lstrip()
    return f"\\{text}" if text.startswith(">") else line


def _flags(given_id: str, *, is_pinned: bool = False) -> str:
    words = [f"#{given_id}"] if given_id else []
    words += ["pin"] if is_pinned else []
    return "{" + " ".join(words) + "}" if words else ""


def _feedback(text: str) -> list[str]:
    return [f"  > {hard_break(line)}".rstrip() for line in lines_of(text)]


def _remarks(question: WrittenQuestion) -> list[list[str]]:
    remarks = [
        _remark(f"Gợi ý (-{_percent(hint.penalty, _PENALTY_PLACES)})" if hint.penalty else "Gợi ý", hint.text)
        for hint in question.hints
    ]
    said = (("Giải thích", question.explanation), ("Đúng", question.right), ("Sai", question.wrong))
    return remarks + [_remark(label, text) for label, text in said if text.strip()]


def _remark(label: str, text: str) -> list[str]:
    first, more = _first_and_more(text)
    return [f"> {label}: {first}".rstrip(), *(f"> {remark_line(hard_break(line))}".rstrip() for line in more)]


def _percent(share: Decimal, places: int = _WEIGHT_PLACES) -> str:
    return _number(share * _HUNDRED, places) + "%"


def _number(number: Decimal, places: int) -> str:
    """Return a number in as few digits as say it, with at most so many decimals."""
    text = f"{number:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
