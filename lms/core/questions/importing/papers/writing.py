"""Shaped and judged questions written down as a manuscript, with every doubt beside the question it is about."""

from collections.abc import Sequence
from decimal import Decimal

from lms.core.questions.importing.papers.judging import (
    KeyShelf,
    Verdict,
    judge,
    judge_statements,
    without_repeats,
)
from lms.core.questions.importing.papers.labels import Part, said_letters
from lms.core.questions.importing.papers.lines import PICTURE, Passage
from lms.core.questions.importing.papers.marks import Marked, read_marks
from lms.core.questions.importing.papers.options import Choice
from lms.core.questions.importing.papers.sentences import DOUBTS, trouble
from lms.core.questions.importing.papers.shaping import Shaped, merged, shape
from lms.core.questions.importing.papers.sorting import RawQuestion, Sorted
from lms.core.questions.manuscript import (
    LONGEST_SOURCE,
    Manuscript,
    Reading,
    Status,
    Trouble,
    WrittenAnswer,
    WrittenOption,
    WrittenPool,
    WrittenQuestion,
)
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.questions.native import escape_text
from lms.core.questions.numbers import number_key
from lms.core.vietnamese import fold, squeeze

_STATEMENTS = 4  # that the national examination of 2025 gives to a question, with marks of its own
_FLAWS = ("picture", "equation", "footnote", "struck", "column")
_TRUE_FALSE = ({"dung", "sai"}, {"true", "false"})
_LARGEST_POINTS = 1_000
_SENTENCE_ENDS = tuple('.?!:;…”")')


def written(found: Sorted, *, first_is_right: bool, where: str) -> Reading:
    """Return the manuscript of a sorted paper; ``where`` names a place, with ``{place}`` for its number."""
    questions = merged([shape(raw) for raw in found.questions])
    raws = [each.raw for each in questions]
    marks = read_marks([each.options for each in questions], [each.stem for each in questions])
    shelf = KeyShelf(found.book, raws, found.exam_codes)
    scribe = _Scribe(shelf, first_is_right=first_is_right, where=where)
    for shaped, marked in zip(questions, marks, strict=True):
        scribe.write(shaped, marked)
    scribe.check_numbers(raws)
    for entry in shelf.unused():
        scribe.note("key-unused", entry.place, one=entry.number)
    pools = [
        WrittenPool(
            title=title,
            questions=tuple(
                question for question, raw in zip(scribe.questions, raws, strict=True) if raw.pool == number
            ),
        )
        for number, title in _titles(found.pools, raws)
    ]
    return Reading(Manuscript(tuple(pools)), tuple(sorted(scribe.troubles, key=lambda each: each.place)))


def _titles(pools: Sequence[str], questions: Sequence[RawQuestion]) -> list[tuple[int, str]]:
    """Return the pools that hold a question."""
    used = {question.pool for question in questions}
    return [(number, escape_text(title)) for number, title in enumerate(pools) if number in used]


class _Scribe:
    """Writes questions in their order and notes what is doubtful."""

    def __init__(self, shelf: KeyShelf, *, first_is_right: bool, where: str) -> None:
        self.shelf = shelf
        self.first_is_right = first_is_right
        self.where = where
        self.questions: list[WrittenQuestion] = []
        self.troubles: list[Trouble] = []

    def note(self, code: str, place: int, question: int | None = None, **names: str) -> None:
        """Note one trouble."""
        self.troubles.append(trouble(code, self.where.format(place=place), place, question, **names))

    def write(self, shaped: Shaped, marked: Marked) -> None:
        """Write one question."""
        raw = shaped.raw
        table = self.shelf.given(raw)
        if shaped.options and not shaped.is_cluster and any("Đ" in each.upper() for each in table):
            shaped.is_cluster = True
        kind, verdict = self._judged(shaped, marked, table)
        reasons = without_repeats(shaped, verdict, [*shaped.explanation, *self.shelf.explanation(raw)])
        faults = self._faults(shaped, kind, verdict)
        if not verdict.right and self.shelf.has_only_anothers(raw):
            faults.append(("key-of-other-paper", {}))
        stem = _paragraphs([*raw.shared, *shaped.stem.text.split("\n")])
        if not stem:
            faults.append(("empty-stem", {}))
        index = len(self.questions)
        for code, names in faults:
            self.note(code, raw.place, index, **names)
        is_draft = any(code in DOUBTS for code, _ in faults)
        is_essay = kind is QuestionType.ESSAY
        explanation = [*(shaped.given if is_essay else ()), *reasons]
        self.questions.append(
            WrittenQuestion(
                type=kind,
                stem=escape_text(stem),
                options=_options(shaped, kind, verdict),
                answers=tuple(_answer(text, kind) for text in verdict.answers),
                points=_points(raw),
                tags=raw.head.tags,
                score="thpt2025"
                if kind is QuestionType.CLUSTER and len(shaped.options) == _STATEMENTS
                else "",
                explanation=escape_text(_paragraphs(explanation)),
                status=Status.DRAFT if is_draft else Status.READY,
                where=self.where.format(place=raw.place),
                place=raw.place,
                source="\n".join(raw.source)[:LONGEST_SOURCE],
            )
        )

    def _judged(self, shaped: Shaped, marked: Marked, table: Sequence[str]) -> tuple[QuestionType, Verdict]:
        if shaped.is_cluster:
            return QuestionType.CLUSTER, judge_statements(shaped, marked, table)
        if shaped.options:
            verdict = judge(shaped, marked, table, first_is_right=self.first_is_right)
            return _kind_of_choice(shaped.options, verdict), verdict
        if shaped.raw.manner is Part.ESSAY:
            return QuestionType.ESSAY, Verdict()
        return _typed(shaped, table)

    def _faults(
        self, shaped: Shaped, kind: QuestionType, verdict: Verdict
    ) -> list[tuple[str, dict[str, str]]]:
        """Return every fault of a question: of its key, its letters, its options, its pictures."""
        faults = list(verdict.doubts)
        letters = ", ".join(option.letter for option in shaped.options)
        faults += [(code, {"one": letters}) for code in shaped.faults]
        flaws = shaped.flaws
        seen: dict[str, str] = {}
        for option in shaped.options:
            text = squeeze(option.text.text)
            if not text:
                faults.append(("empty-option", {"one": option.letter}))
            elif text in seen and PICTURE not in text:
                faults.append(("duplicate-option", {"one": seen[text], "two": option.letter}))
            seen.setdefault(text, option.letter)
        faults += [(flaw, {}) for flaw in _FLAWS if flaw in flaws]
        if _loses_underlining(shaped):
            faults.append(("underlined-part", {}))
        return faults

    def check_numbers(self, questions: Sequence[RawQuestion]) -> None:
        """Note numbers that come twice in a section, and those that are left out."""
        section, before, seen = 0, 0, set[str]()
        for index, question in enumerate(questions):
            if question.section != section:
                section, seen = question.section, set()
                before = before if question.order == before + 1 else 0
            if not question.number:
                continue
            if question.number in seen:
                self.note("number-twice", question.place, index, one=question.number)
            elif question.order > before + 1:
                first, last = before + 1, question.order - 1
                self.note(
                    "number-missing",
                    question.place,
                    index,
                    one=str(first) if first == last else f"{first}–{last}",
                )
            seen.add(question.number)
            before = max(before, question.order)


def _kind_of_choice(options: Sequence[Choice], verdict: Verdict) -> QuestionType:
    if len(verdict.right) > 1:
        return QuestionType.MULTIPLE
    is_true_false = (
        len(options) == 2 and {fold(option.text.text).rstrip(".") for option in options} in _TRUE_FALSE
    )
    return QuestionType.TRUE_FALSE if is_true_false else QuestionType.SINGLE


def _typed(shaped: Shaped, table: Sequence[str]) -> tuple[QuestionType, Verdict]:
    """Return a question without options: a number or words to type, or one that a person has to look at."""
    answers = tuple(dict.fromkeys(squeeze(each).rstrip(".") for each in (*shaped.given, *table)))
    verdict = Verdict(answers=answers)
    if not answers:
        if shaped.raw.manner is Part.SHORT:
            verdict.doubt("no-key")
            return QuestionType.SHORT, verdict
        verdict.doubt("no-options")
        return QuestionType.ESSAY, verdict
    keys = [number_key(answer) for answer in answers]
    said = said_letters(answers[0])
    if said and not said[1] and shaped.raw.manner is not Part.SHORT:
        verdict.doubt("key-without-options", one=answers[0][:60])
    elif len(answers) > 1:
        verdict.doubt("keys-differ", one=" / ".join(answers)[:200])
    elif keys[0] and keys[0].trouble:
        verdict.doubt("ambiguous-number", one=answers[0])
    return (QuestionType.NUMBER if all(keys) else QuestionType.SHORT), verdict


def _answer(text: str, kind: QuestionType) -> WrittenAnswer:
    key = number_key(text) if kind is QuestionType.NUMBER else None
    return WrittenAnswer(f"{text} ± 0" if key and not key.spread else text)


def _options(shaped: Shaped, kind: QuestionType, verdict: Verdict) -> tuple[WrittenOption, ...]:
    return tuple(
        WrittenOption(
            escape_text(_paragraphs(option.text.text.rstrip("; ").split("\n"))),
            ONE if i in verdict.right else ZERO,
        )
        for i, option in enumerate(shaped.options)
    )


def _points(raw: RawQuestion) -> Decimal | None:
    points = raw.head.points
    return points if points and ZERO < points <= _LARGEST_POINTS else None


def _paragraphs(lines: Sequence[str]) -> str:
    """Return lines as paragraphs; a line that goes on in the middle of a sentence is joined to the one before."""
    kept: list[str] = []
    for line in filter(None, map(squeeze, lines)):
        if (
            kept
            and line[0].islower()
            and not kept[-1].endswith(_SENTENCE_ENDS)
            and line[1:2] not in (".", ")")
        ):
            kept[-1] += " " + line
        else:
            kept.append(line)
    return "\n\n".join(kept)


def _loses_underlining(shaped: Shaped) -> bool:
    """Return whether a question asks about underlined parts, which a bank cannot show."""
    words = fold(shaped.stem.text)
    asks = "gach chan" in words or "gach duoi" in words or "underlined" in words
    return asks and any(
        _is_partly_underlined(each) for each in (shaped.stem, *(o.text for o in shaped.options))
    )


def _is_partly_underlined(passage: Passage) -> bool:
    return len({look.underlined for look in passage.looks}) > 1
