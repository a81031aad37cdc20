"""A question made of the cells of its rows: its type, its key, its remarks, and whatever is unsure about it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from lms.core.questions.importing.columns import Headings
from lms.core.questions.importing.grids import CellKind, Grid
from lms.core.questions.importing.keys import (
    names_options,
    order_of,
    says_truth,
    truth_of,
    truths_of,
)
from lms.core.questions.importing.table_evidence import Evidence
from lms.core.questions.importing.table_kinds import CHOICE_TYPES, kind_named
from lms.core.questions.importing.table_options import (
    Choices,
    choices_of,
    has_short_dates,
    options_below,
    split_options,
)
from lms.core.questions.importing.table_rows import Entry, is_without_options
from lms.core.questions.importing.table_stems import stem_of
from lms.core.questions.importing.table_troubles import trouble
from lms.core.questions.manuscript import (
    LONGEST_SOURCE,
    Status,
    Trouble,
    WrittenAnswer,
    WrittenHint,
    WrittenOption,
    WrittenPair,
    WrittenQuestion,
)
from lms.core.questions.model import ONE, ZERO, QuestionType
from lms.core.questions.native import escape_text
from lms.core.questions.numbers import number_key
from lms.core.vietnamese import fold, squeeze

MOST_OPTIONS = 40
_LONGEST_TYPED = 80  # characters that somebody may be asked to type
_MOST_POINTS = 1_000
_ARROW = re.compile(r"\s*(?:->|→|=>|⇒|➔|\s=\s|\s[-–—]{1,2}>?\s)\s*")
_APART = re.compile(r"\s*[;|\n]\s*")
_TRUE_FALSE = ({"dung", "sai"}, {"true", "false"})
_BESIDE_THE_POINT = ("number", "ignored")  # a broken formula that counts the rows breaks no question


@dataclass
class Maker:
    """What is needed to make the questions of a sheet: its grid, its headings, and what its other rows show."""

    grid: Grid
    headings: Headings
    offset: int
    evidence: Evidence
    is_numbered: bool = False  # most questions begin with a bare number

    def made(self, entry: Entry) -> tuple[WrittenQuestion, list[Trouble]]:
        """Return a question and what is unsure about it; a trouble that makes it a draft comes with the status."""
        return _Making(self, entry).made()


@dataclass
class _Making:
    maker: Maker
    entry: Entry
    troubles: list[Trouble] = field(default_factory=list)
    is_draft: bool = False

    def made(self) -> tuple[WrittenQuestion, list[Trouble]]:
        choices = choices_of(self.entry, self.maker.headings)
        question = self._with_remarks(self._answered(choices))
        self._check_cells(choices)
        if self.is_draft:
            question = replace(question, status=Status.DRAFT)
        return question, self.troubles

    def _doubt(self, code: str, **places: object) -> None:
        """Note what makes a draft of the question."""
        self.is_draft = True
        self._warn(code, **places)

    def _warn(self, code: str, **places: object) -> None:
        number = self.entry.row.number
        self.troubles.append(
            trouble(code, self.maker.grid.where(number), self.maker.offset + number, **places)
        )

    def _text(self, role: str) -> str:
        return self.entry.row.text(self.maker.headings.first(role))

    @property
    def _key(self) -> str:
        """The key of the question; a cell above "options" cannot be its key too."""
        return self._text("key")

    # Which kind

    def _answered(self, choices: Choices) -> WrittenQuestion:
        label = self._text("type")
        kind = kind_named(label)
        if kind is None:
            self._doubt("unknown-type", quote=label)
            kind = ""
        if kind in {"short", "number"}:
            return self._typed(choices, kind)
        if kind == "essay":
            return WrittenQuestion(QuestionType.ESSAY, self._stem(), explanation=escape_text(self._key))
        if kind == "matching":
            return self._matching(choices)
        if kind == "ordering":
            return self._ordering(choices)
        if not choices.filled:
            return self._without_options(kind)
        truths = self._truths(choices, kind)
        return self._cluster(choices, truths) if truths else self._choice(choices, kind)

    def _without_options(self, kind: str) -> WrittenQuestion:
        if not kind and says_truth(self._key) and not self.maker.headings.numbered("option"):
            kind = "truth"
        truth = truth_of(self._key) if kind == "truth" and self._key else None
        if kind == "truth":
            if truth is None and fold(self._key) != "d":
                self._doubt("unsure-key" if self._key else "no-key", quote=self._key)
            is_true, is_false = (truth is True or fold(self._key) == "d"), truth is False
            options = (
                WrittenOption("Đúng", ONE if is_true else ZERO),
                WrittenOption("Sai", ONE if is_false else ZERO),
            )
            return WrittenQuestion(QuestionType.TRUE_FALSE, self._stem(), options)
        if kind or not self._key or self.maker.headings.numbered("option"):
            self._doubt("too-few-options", count=0)
            return WrittenQuestion(CHOICE_TYPES.get(kind, QuestionType.SINGLE), self._stem())
        if len(self._key) > _LONGEST_TYPED:
            self._doubt("long-answer")
            return WrittenQuestion(QuestionType.ESSAY, self._stem(), explanation=escape_text(self._key))
        if names_options(self._key):
            self._doubt("key-without-options", quote=self._key)
        else:
            self._warn("assumed-short")
        return self._typed(Choices(), "short")

    # Options to tick

    def _truths(self, choices: Choices, kind: str) -> tuple[bool, ...]:
        """Return the truth of each statement where the row is a cluster of Đúng / Sai, else ()."""
        texts = choices.filled
        if len(texts) != len(choices.every) or len(texts) < 2 or kind in {"single", "multiple"}:
            return ()
        marks = [choice.mark or "" for choice in texts]
        if all(map(says_truth, marks)) and (
            kind in {"truth", "cluster"} or self.maker.evidence.marks_are_truths
        ):
            return tuple(bool(truth_of(mark)) for mark in marks)
        if {fold(choice.text) for choice in texts} <= {"dung", "sai", "true", "false"}:
            return ()
        return truths_of(self._key, len(texts)) if self._key else ()

    def _cluster(self, choices: Choices, truths: Sequence[bool]) -> WrittenQuestion:
        options = tuple(
            WrittenOption(escape_text(choice.text), ONE if truth else ZERO, escape_text(choice.feedback))
            for choice, truth in zip(choices.filled, truths, strict=True)
        )
        return WrittenQuestion(QuestionType.CLUSTER, self._stem(), options)

    def _choice(self, choices: Choices, kind: str) -> WrittenQuestion:
        right = self._right(choices)
        count = sum(bool(choices.every[index].text) for index in right)
        options = tuple(
            WrittenOption(
                escape_text(choice.text), ONE if index in right else ZERO, escape_text(choice.feedback)
            )
            for index, choice in enumerate(choices.every)
            if choice.text
        )
        if len(options) < 2:
            self._doubt("too-few-options", count=len(options))
        elif count == len(options):
            self._doubt("all-marked")
        elif count > 1 and kind in {"single", "truth"}:
            self._doubt("several-right", count=count)
        chosen = CHOICE_TYPES.get(kind, QuestionType.SINGLE)
        if chosen is QuestionType.SINGLE and 1 < count < len(options) and kind != "single":
            chosen = QuestionType.MULTIPLE
        if chosen is QuestionType.SINGLE and {fold(each.text) for each in options} in _TRUE_FALSE:
            chosen = QuestionType.TRUE_FALSE
        elif chosen is QuestionType.TRUE_FALSE and {fold(each.text) for each in options} not in _TRUE_FALSE:
            chosen = QuestionType.CLUSTER if len(options) > 2 else QuestionType.SINGLE
            if chosen is QuestionType.CLUSTER and not self.is_draft:
                self._doubt("unsure-key", quote=self._key)
        return WrittenQuestion(chosen, self._stem(), options)

    def _right(self, choices: Choices) -> frozenset[int]:
        """Return the options that the row says are right; where it does not say so clearly, none, with a trouble."""
        if choices.is_with_right:
            return frozenset({0})
        marks = [choice.mark for choice in choices.every if choice.text]
        if any(mark is not None for mark in marks) and not self._key_stands_once(choices):
            return self._marked(choices)
        starred = frozenset(index for index, choice in enumerate(choices.every) if choice.is_starred)
        if starred and not self._key and self.maker.evidence.stars_count:
            return starred
        if "key" in self.maker.headings.roles:
            if not self._key:
                self._doubt("no-key")
                return frozenset()
            right = self._true_or_false(choices) or self.maker.evidence.right(self._key, choices.texts)
            if not right or not all(choices.every[index].text for index in right):
                self._doubt("unsure-key", quote=self._key)
                return frozenset()
            if self.maker.evidence.is_contradicted(choices, right):
                self._doubt("key-against-look", quote=self._key)
                return frozenset()
            return right
        return self._from_looks(choices)

    def _true_or_false(self, choices: Choices) -> frozenset[int]:
        """Return the option of a pair Đúng / Sai that a key names in another way: "TRUE", "S"."""
        folded = [fold(choice.text) for choice in choices.every]
        if set(folded) not in _TRUE_FALSE or len(folded) != 2 or not says_truth(self._key):
            return frozenset()
        is_true = truth_of(self._key)
        return frozenset(index for index, word in enumerate(folded) if (word in {"dung", "true"}) is is_true)

    def _key_stands_once(self, choices: Choices) -> bool:
        """Return whether the options have rows of their own and a letter beside the first names the right one."""
        marks = [choice.mark or "" for choice in choices.every]
        return bool(self.entry.more) and bool(marks[0]) and not any(marks[1:]) and truth_of(marks[0]) is None

    def _marked(self, choices: Choices) -> frozenset[int]:
        truths = [truth_of(choice.mark or "") for choice in choices.every]
        unclear = next(
            (choice.mark for choice, truth in zip(choices.every, truths, strict=True) if truth is None), None
        )
        right = frozenset(index for index, truth in enumerate(truths) if truth and choices.every[index].text)
        if unclear:
            self._doubt("unsure-key", quote=unclear)
            return frozenset()
        if not right:
            self._doubt("no-key")
        return right

    def _from_looks(self, choices: Choices) -> frozenset[int]:
        looks_right = self.maker.evidence.looks_right(choices)
        if looks_right is None:
            self._doubt("unsure-look" if any(choice.cell.look for choice in choices.every) else "no-key")
            return frozenset()
        return frozenset({looks_right})

    # Answers to type, pairs, orders

    def _typed(self, choices: Choices, kind: str) -> WrittenQuestion:
        cell = self.entry.row.cell(self.maker.headings.first("key"))
        texts = [choice.text for choice in choices.filled]
        if self._key and not texts:
            texts = [squeeze(piece) for piece in _APART.split(self._key) if piece.strip()]
        elif self._key and texts:
            named = self.maker.evidence.right(self._key, choices.texts)
            texts = [choices.texts[index] for index in sorted(named)] or [squeeze(self._key)]
        if not texts:
            self._doubt("no-key")
        keys = [number_key(text) for text in texts]
        if kind == "number" or (
            keys and all(key and not key.trouble for key in keys) and not _looks_coded(texts)
        ):
            return self._numeric(texts, is_exact=cell.kind is CellKind.NUMBER)
        answers = tuple(WrittenAnswer(text) for text in texts)
        return WrittenQuestion(QuestionType.SHORT, self._stem(), answers=answers)

    def _numeric(self, texts: Sequence[str], *, is_exact: bool) -> WrittenQuestion:
        answers = []
        for text in texts:
            # A cell of Excel holds a number and no way of writing it: 1.762 is never one thousand and so on.
            plain = f"{text}0" if is_exact and re.fullmatch(r"-?[0-9]{1,3}\.[0-9]{3}", text) else text
            key = number_key(plain)
            if key is None or key.trouble:
                self._doubt("unsure-number", quote=text)
            answers.append(WrittenAnswer(plain))
        return WrittenQuestion(QuestionType.NUMBER, self._stem(), answers=tuple(answers))

    def _matching(self, choices: Choices) -> WrittenQuestion:
        pieces = [choice.text for choice in choices.filled] or split_options(self._key)
        parts = [[side.strip() for side in _ARROW.split(piece, maxsplit=1)] for piece in pieces]
        if len(parts) < 2 or not all(len(sides) == 2 and sides[1] for sides in parts):
            self._doubt("unsure-pairs")
        pairs = tuple(
            WrittenPair(escape_text(sides[0]), escape_text(sides[1]))
            for sides in parts
            if len(sides) == 2 and sides[1]
        )
        return WrittenQuestion(QuestionType.MATCHING, self._stem(), pairs=pairs)

    def _ordering(self, choices: Choices) -> WrittenQuestion:
        texts = [choice.text for choice in choices.filled] or split_options(self._key)
        if self._key and choices.filled:
            order = order_of(self._key, len(texts))
            if order is None:
                self._doubt("unsure-order")
            texts = [texts[index] for index in order or range(len(texts))]
        elif choices.filled:
            self._warn("order-as-written")
        if len(texts) < 2:
            self._doubt("too-few-options", count=len(texts))
        options = tuple(WrittenOption(escape_text(text), ONE) for text in texts)
        return WrittenQuestion(QuestionType.ORDERING, self._stem(), options)

    # What stands around the answers

    def _stem(self) -> str:
        text = self._text("question")
        if is_without_options(self.maker.headings):
            text = options_below(text)[0]
        picture = " [hình]" if self._has_picture() else ""
        return escape_text(stem_of(text, is_numbered=self.maker.is_numbered) + picture)

    def _has_picture(self) -> bool:
        rows = {self.entry.row.number, *(row.number for row in self.entry.more)}
        return bool(self._text("picture")) or bool(rows & self.maker.grid.pictures)

    def _with_remarks(self, question: WrittenQuestion) -> WrittenQuestion:
        row, headings = self.entry.row, self.maker.headings
        explanations = [
            row.text(column) for column in headings.roles.get("explanation", ()) if row.text(column)
        ]
        hints = [row.text(column) for column in headings.roles.get("hint", ()) if row.text(column)]
        tags = [
            tag for column in headings.roles.get("tags", ()) for tag in re.split(r"[,;\n]", row.text(column))
        ]
        return replace(
            question,
            explanation="\n\n".join(filter(None, [question.explanation, *map(escape_text, explanations)])),
            hints=tuple(WrittenHint(escape_text(hint)) for hint in hints),
            tags=tuple(dict.fromkeys(squeeze(tag) for tag in tags if tag.strip())),
            points=self._points(),
            title=squeeze(self._text("code")),
            where=self.maker.grid.where(row.number),
            place=self.maker.offset + row.number,
            source=self._source(),
        )

    def _points(self) -> Decimal | None:
        text = (
            self._text("points").casefold().removesuffix("điểm").removesuffix("đ").strip().replace(",", ".")
        )
        if not text:
            return None
        try:
            points = Decimal(text)
        except InvalidOperation:
            points = ZERO
        if not points.is_finite() or not 0 < points <= _MOST_POINTS or points != round(points, 2):
            self._warn("bad-points", quote=self._text("points"))
            return None
        return points

    def _source(self) -> str:
        labels = self.maker.headings.row
        lines = []
        for row in (self.entry.row, *self.entry.more):
            for column in row.filled:
                label = squeeze(labels.text(column)) if labels else ""
                lines.append(f"{label}: {row.text(column)}" if label else row.text(column))
        return "\n".join(lines)[:LONGEST_SOURCE]

    def _check_cells(self, choices: Choices) -> None:
        """Note what no type of question can have: errors, dates that were none, options twice, pictures."""
        beside = {column for role in _BESIDE_THE_POINT for column in self.maker.headings.roles.get(role, ())}
        cells = [
            cell
            for row in (self.entry.row, *self.entry.more)
            for column, cell in enumerate(row.cells)
            if column not in beside
        ]
        broken = next((cell for cell in cells if cell.kind is CellKind.ERROR), None)
        if broken:
            self._doubt("error-cell", quote=broken.text or "=")
        if has_short_dates(choices):
            self._doubt("excel-date", quote=has_short_dates(choices))
        seen: set[str] = set()
        for choice in choices.filled:
            if squeeze(choice.text) in seen:
                self._doubt("duplicate-option", quote=choice.text)
                break
            seen.add(squeeze(choice.text))
        if len(choices.filled) > MOST_OPTIONS:
            self._doubt("too-many-options", count=len(choices.filled))
        if self._has_picture():
            self._doubt("picture")


def _looks_coded(texts: Sequence[str]) -> bool:
    """Return whether one of the answers is a code that only looks like a number: "0912", "007"."""
    return any(re.fullmatch(r"0[0-9]+", text) for text in texts)
