"""Reads a bank back as it was written, half written or not: every question, with what the checker says of it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from lms.core.markup.canonical import as_text
from lms.core.markup.rendering import render_markdown
from lms.core.problems import ERROR, Problem
from lms.core.questions.assembly import parts_of, points_in
from lms.core.questions.bodies import Body, RawAnswer, RawRemark
from lms.core.questions.findings import Findings
from lms.core.questions.manuscript import (
    LONGEST_SOURCE,
    Manuscript,
    Reading,
    Status,
    Trouble,
    WrittenAnswer,
    WrittenHint,
    WrittenOption,
    WrittenPair,
    WrittenPool,
    WrittenQuestion,
    WrittenRubricLine,
)
from lms.core.questions.marks import Family, arrow_parts, split_attributes
from lms.core.questions.model import ZERO, Pool, Question
from lms.core.questions.native.protecting import lines_of
from lms.core.questions.outlines import RawPool, RawQuestion
from lms.core.questions.parsing import Examined, examine_bank
from lms.core.questions.settings import said_words
from lms.core.questions.typesetting import dedented
from lms.core.vietnamese import squeeze

_MOST_PROBLEMS = 20_000  # every question must learn of its own errors, or it would pass for ready
_GIVEN_WHEN_WRITTEN = frozenset({"missing-id", "setting-missing"})
"""Errors that importing mends by itself: ids are given, and the settings are asked for."""


def read_native(data: bytes, name: str) -> Reading:
    """Read a bank in the native format. Questions with an error are drafts; the others are ready."""
    findings = Findings(name, _MOST_PROBLEMS)
    read = examine_bank(data, _render, findings)
    places = _Places(read.outline.pools)
    problems = findings.in_order()
    unready = {
        places.question_at(problem.line)
        for problem in problems
        if problem.level == ERROR and problem.code not in _GIVEN_WHEN_WRITTEN
    }
    troubles = tuple(_trouble(problem, places.question_at(problem.line)) for problem in problems)
    return Reading(_manuscript(read, unready), troubles)


def _render(text: str, inline: bool) -> str:
    return render_markdown(text, inline=inline)


class _Places:
    """Which question a line belongs to."""

    def __init__(self, pools: Sequence[RawPool]) -> None:
        self._starts: list[int] = []
        self._questions: list[int | None] = []
        count = 0
        for pool in pools:
            if pool.heading is not None:
                self._begin(pool.line, None)
            for question in pool.questions:
                self._begin(question.line, count)
                count += 1

    def _begin(self, line: int, question: int | None) -> None:
        self._starts.append(line)
        self._questions.append(question)

    def question_at(self, line: int) -> int | None:
        """Return the index of the question in which a line stands."""
        place = bisect_right(self._starts, line) - 1
        return self._questions[place] if place >= 0 else None


def _trouble(problem: Problem, question: int | None) -> Trouble:
    """Return the checker's sentence, which already says what to write instead."""
    line = problem.line
    return Trouble(
        where=f"dòng {line}",
        place=line,
        vi=problem.vi,
        en=problem.en,
        mend_vi=f"Sửa ở dòng {line} của tệp rồi đọc lại." if question is None else "Sửa câu này rồi lưu lại.",
        mend_en=f"Mend line {line} and read the file again." if question is None else "Mend this question.",
        question=question,
        code=problem.code,
    )


def _manuscript(read: Examined, unready: set[int | None]) -> Manuscript:
    pools: list[WrittenPool] = []
    count = 0
    for raw, pool in zip(read.outline.pools, read.pools, strict=True):
        questions = []
        for source, question in zip(raw.questions, pool.questions, strict=True):
            written = _question(source, question)
            questions.append(replace(written, status=Status.DRAFT) if count in unready else written)
            count += 1
        pools.append(_pool(pool, questions))
    return Manuscript(tuple(pools), said_words(read.outline.front or []))


def _pool(pool: Pool, questions: Sequence[WrittenQuestion]) -> WrittenPool:
    return WrittenPool(
        title=pool.title,
        id=pool.id,
        draw=pool.draw,
        points=pool.points,
        questions=tuple(questions),
    )


def _question(raw: RawQuestion, question: Question) -> WrittenQuestion:
    """Return the author's words; what the lines mean together was decided in ``question``."""
    scrap = Findings("")
    parts = parts_of(raw, scrap)
    said, body = parts.attributes.values, parts.body
    stem = [as_text(parts.heading), *([""] if body.stem else []), *dedented([ln.text for ln in body.stem])]
    written = WrittenQuestion(
        type=question.type,
        stem=_text(stem),
        id=parts.attributes.id or "",
        points=points_in(parts.attributes, raw.line, scrap),
        score=said.get("score", ""),
        match=said.get("match", ""),
        lesson=said.get("lesson", ""),
        hints=tuple(
            WrittenHint(_text(each.lines), each.penalty) for each in body.remarks if each.kind == "hint"
        ),
        explanation=_remark(body.remarks, "explanation"),
        right=_remark(body.remarks, "right"),
        wrong=_remark(body.remarks, "wrong"),
        is_weighted=question.weighted,
        where=f"dòng {raw.line}",
        place=raw.line,
        source=_source(raw),
    )
    return _with_answers(written, body, question)


def _with_answers(written: WrittenQuestion, body: Body, question: Question) -> WrittenQuestion:
    raws = body.answers
    match body.family:
        case Family.CIRCLE | Family.BOX | Family.TRUTH | Family.ORDERED:
            options = _options(body, question)
            return replace(written, options=options)
        case Family.EQUALS:
            shares = {raw.line: each.fraction for raw, each in zip(raws, question.accepted, strict=False)}
            answers = (
                WrittenAnswer(squeeze(raw.text), shares.get(raw.line, ZERO), _text(raw.feedback))
                for raw in raws
            )
            return replace(written, answers=tuple(answers))
        case Family.ARROW:
            return replace(written, pairs=tuple(_pair(raw) for raw in raws))
        case Family.RUBRIC:
            rubric = (
                WrittenRubricLine(Decimal(raw.mark.replace(",", ".")), _text([raw.text, *dedented(raw.more)]))
                for raw in raws
            )
            return replace(written, rubric=tuple(rubric))
    return written


def _options(body: Body, question: Question) -> tuple[WrittenOption, ...]:
    """Return the options; a bullet that lacks its mark is one too, which nobody has called right."""
    fractions = {raw.line: each.fraction for raw, each in zip(body.answers, question.options, strict=False)}
    options = []
    for raw in sorted([*body.answers, *body.unfit], key=lambda each: each.line):
        flags = () if body.family is Family.ORDERED else ("pin",)
        text, attributes = split_attributes(raw.text, raw.line, Findings(""), flags=flags)
        options.append(
            WrittenOption(
                _text([text, *dedented(raw.more)]),
                fractions.get(raw.line, ZERO),
                _text(raw.feedback),
                attributes.id or "",
                "pin" in attributes.flags,
            )
        )
    return tuple(options)


def _pair(raw: RawAnswer) -> WrittenPair:
    text, attributes = split_attributes(raw.text, raw.line, Findings(""))
    left, *right = arrow_parts(text)
    return WrittenPair(left, " → ".join(right), _text(raw.feedback), attributes.id or "")


def _remark(remarks: Sequence[RawRemark], kind: str) -> str:
    """Return what stands under one label; where it stands twice, both."""
    return "\n\n".join(_text(each.lines) for each in remarks if each.kind == kind)


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines_of("\n".join(lines)))


def _source(raw: RawQuestion) -> str:
    lines = [f"## {raw.heading}", *(line.text for line in raw.body)]
    return "\n".join(lines).strip()[:LONGEST_SOURCE]
