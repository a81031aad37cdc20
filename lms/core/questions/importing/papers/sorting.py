"""The lines of a paper sorted: which question, part, passage, key table or page furniture each of them belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from lms.core.questions.importing.papers import labels
from lms.core.questions.importing.papers.exam_codes import ExamCodes
from lms.core.questions.importing.papers.keys import KeyBook, pairs_in, pairs_in_table, rows_of, zipped
from lms.core.questions.importing.papers.labels import Head, Part
from lms.core.questions.importing.papers.lines import Line
from lms.core.questions.importing.papers.options import count_choices
from lms.core.questions.importing.papers.question_tables import questions_of
from lms.core.questions.importing.papers.titles import LONGEST_TITLE, is_next_option, ordinal_of, title_of
from lms.core.questions.importing.papers.truth_tables import statements_of
from lms.core.questions.manuscript import MOST_IMPORTED
from lms.core.vietnamese import fold, squeeze

_NEAR = 8  # lines after a heading in which a question shows that the key is over
_SPAN = 60  # lines after a head in which its options are looked for
_MOST_SHARED = 30
_LINES_OF_OPTIONS = 16
_SISTERS = {"câu", "question"}


@dataclass
class RawQuestion:
    """The lines of one question, its label cut off."""

    head: Head
    place: int
    section: int  # numbering starts again in each
    part: int  # "PHẦN II" is 2
    manner: Part
    pool: int
    lines: list[Line] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    shared: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        return self.head.number.lstrip("0") or "0" if self.head.number else ""

    @property
    def order(self) -> int:
        """The number for counting; of "2.15" only what stands behind the point."""
        return int(self.head.number.rpartition(".")[2]) if self.head.number else 0


@dataclass
class Sorted:
    """Everything that a paper holds; ``pools`` are titles, the first of them empty."""

    questions: list[RawQuestion] = field(default_factory=list)
    pools: list[str] = field(default_factory=lambda: [""])
    book: KeyBook = field(default_factory=KeyBook)
    exam_codes: ExamCodes = field(default_factory=lambda: ExamCodes(()))
    is_overfull: bool = False


def sort_lines(lines: Sequence[Line]) -> Sorted:
    """Sort the lines of a paper; what belongs to no question and no key is left out."""
    return replace(_Sorter(_laid_flat(lines)).sorted(), exam_codes=ExamCodes(lines))


@dataclass(frozen=True)
class _Table:
    """A table that is a key and nothing else, or may be one below a key's title."""

    sure: list[tuple[str, str]]
    likely: list[tuple[str, str]]
    lines: list[Line]


def _laid_flat(lines: Sequence[Line]) -> list[Line | _Table]:
    """Return the lines with key tables as one thing and tables of true and false as statements."""
    flat: list[Line | _Table] = []
    for table, group in groupby(lines, key=lambda line: line.cell.table if line.cell else None):
        kept = list(group)
        if table is None:
            flat += kept
            continue
        rows = rows_of(kept)
        likely = pairs_in_table(rows, under_title=True)
        if likely:
            flat.append(_Table(pairs_in_table(rows, under_title=False), likely, kept))
        else:
            flat += statements_of(kept) or questions_of(kept) or kept
    return [line for line in flat if isinstance(line, _Table) or line.text.strip()]


class _Sorter:
    """Walks once through the paper."""

    def __init__(self, flat: list[Line | _Table]) -> None:
        self.flat = flat
        self.result = Sorted()
        self.heads = [self._head(item) for item in flat]
        self.counted: dict[int, int] = {}
        self.family = self._main_family()
        self.current: RawQuestion | None = None
        self.has_options = False  # the current question's options are complete enough for another to begin
        self.in_key = False
        self.key_part = 0
        self.explained: tuple[int, str] | None = None
        self.section, self.part, self.manner = 1, 0, Part.UNSAID
        self.last = 0  # the number of the question before
        self.read: set[tuple[int, str]] = set()
        self.shared: tuple[int, int, list[str]] | None = None
        self.in_shared = False

    def sorted(self) -> Sorted:
        """Return the whole paper, or what was found up to one question more than are taken."""
        at = 0
        while at < len(self.flat):
            item = self.flat[at]
            at += self._take_table(item) if isinstance(item, _Table) else self._take(item, at)
            if len(self.result.questions) > MOST_IMPORTED:
                self.result.is_overfull = True
                break
        return self.result

    # What begins a question

    @staticmethod
    def _head(item: Line | _Table) -> Head | None:
        if isinstance(item, _Table) or labels.is_heading(item.text):
            return None
        return labels.head_of(item.text)

    def _choices_after(self, at: int) -> int:
        """Return how many options follow the head at ``at`` before another of its kind."""
        if at not in self.counted:
            self.counted[at] = self._count_choices(at)
        return self.counted[at]

    def _count_choices(self, at: int) -> int:
        head = self.heads[at]
        texts = [self._text(at)[head.end :] if head else ""]
        for index in range(at + 1, min(at + _SPAN, len(self.flat))):
            other = self.heads[index]
            if isinstance(self.flat[index], _Table) or (
                other and head and other.family in (head.family, "câu")
            ):
                break
            texts.append(self._text(index))
        return count_choices("\n".join(texts))

    def _text(self, at: int) -> str:
        item = self.flat[at] if 0 <= at < len(self.flat) else None
        return item.text if isinstance(item, Line) else ""

    def _main_family(self) -> str:
        """Return the word that most questions with options begin with; "" is a number alone."""
        with_options: dict[str, int] = {}
        every: dict[str, int] = {}
        for at, head in enumerate(self.heads):
            if head:
                every[head.family] = every.get(head.family, 0) + 1
                if self._choices_after(at) >= 2:
                    with_options[head.family] = with_options.get(head.family, 0) + 1
        if with_options:
            return max(with_options, key=lambda family: with_options[family])
        named = {family: count for family, count in every.items() if family.isalpha()}
        return max(named or every, key=lambda family: every[family], default="câu")

    def _begins(self, head: Head, at: int) -> bool:
        """Return whether the head at ``at`` begins a question here."""
        if not head.number:
            return True
        follows = int(head.number.rpartition(".")[2]) == self.last + 1
        choices = self._choices_after(at)
        may_follow = self.current is None or self.has_options
        is_main = head.family == self.family or {head.family, self.family} <= _SISTERS
        if is_main and head.is_named:
            rest = self._text(at)[head.end :]
            is_told = (follows or choices >= 2) and not rest[:1].islower()
            return head.is_firm or is_told or (follows and choices >= 2)
        if is_main:
            return follows or (may_follow and (choices >= 2 or self._asks_freely()))
        if choices >= 2:
            return may_follow
        return head.is_named and head.is_firm and self._asks_freely()

    def _asks_freely(self) -> bool:
        return self.manner in (Part.ESSAY, Part.SHORT, Part.CLUSTER)

    # One line

    def _take(self, line: Line, at: int) -> int:
        """Put one line where it belongs; return how many lines that used up."""
        text = line.text
        head = self.heads[at]
        if self.in_key:
            used = self._take_key(line, head, at)
            if used:
                return used
        elif self._opens_key(text, at):
            self._open_key()
            return 1
        elif pairs := self._bare_pairs(text):
            self.result.book.add(pairs, self.part, line.place, self.section)
            return 1
        if head and self._begins(head, at):
            self._begin(head, line)
        elif self._is_furniture(line, head, at):
            pass
        elif self.in_shared and self.shared:
            self.shared[2].append(squeeze(text))
        elif self.current:
            self._continue(line)
        else:
            self.manner = labels.manner_of(text) or self.manner
        return 1

    def _is_option(self, text: str, at: int) -> bool:
        """Return whether a line goes on with the options of the question, whatever else it looks like."""
        if self.current is None:
            return False
        before = "\n".join(line.text for line in self.current.lines[-_LINES_OF_OPTIONS:])
        return is_next_option(text, before, self._text(at + 1))

    def _bare_pairs(self, text: str) -> list[tuple[str, str]]:
        """Return the pairs of a line that is a key without any title; options in numbers ("A. 1 B. 2") are none."""
        return [] if self.current and not self.has_options else pairs_in(text, under_title=False)

    def _is_furniture(self, line: Line, head: Head | None, at: int) -> bool:
        """Take headings, ends, shared passages and the words of the sheet; return whether it was any of these."""
        text = line.text
        is_free = self.current is None or self.has_options
        span = labels.shared_by(text)
        if span and is_free:
            self.shared = (*span, [squeeze(text)])
            self.in_shared, self.current = True, None
        elif labels.is_heading(text) or (is_free and self._looks_like_title(line, head)):
            if self._is_option(text, at):
                return False
            self._open_part(text)
        elif labels.ends_paper(text) or (is_free and labels.takes_leave(text)):
            self.current, self.in_shared = None, False
        elif not (is_free and labels.is_administration(text)):
            return False
        return True

    @staticmethod
    def _looks_like_title(line: Line, head: Head | None) -> bool:
        text = line.text
        if (
            line.cell
            or len(text) > LONGEST_TITLE
            or labels.is_administration(text)
            or labels.ends_paper(text)
            or labels.answer_in(text) is not None
        ):
            return False
        return (
            bool(head and head.family == "bài") or labels.is_roman_heading(text) or labels.is_capitals(text)
        )

    def _open_part(self, text: str) -> None:
        """Begin a pool; "PHẦN II" also tells which part the numbers of a key belong to, and what is asked."""
        self.part = ordinal_of(text) or self.part
        self.manner = labels.manner_of(text) or (Part.UNSAID if ordinal_of(text) else self.manner)
        self.result.pools.append(title_of(text))
        self._restart()

    def _restart(self) -> None:
        self.current, self.last, self.in_shared = None, 0, False
        if self.result.questions and self.result.questions[-1].section == self.section:
            self.section += 1

    def _begin(self, head: Head, line: Line) -> None:
        self.in_key = self.in_shared = False
        order = int(head.number.rpartition(".")[2]) if head.number else self.last + 1
        if order == 1 and self.last > 1:
            self.section += 1
        self.current = RawQuestion(
            head, line.place, self.section, self.part, self.manner, len(self.result.pools) - 1
        )
        if self.shared and self.shared[0] <= order <= min(self.shared[1], self.shared[0] + _MOST_SHARED):
            self.current.shared = tuple(self.shared[2])
        self.result.questions.append(self.current)
        self.read.add((self.part, self.current.number))
        self.last = order
        self.has_options = False
        rest = Line(line.passage.cut(head.end), line.place, line.cell, line.flaws)
        self._continue(rest, source=line.text)

    def _continue(self, line: Line, source: str | None = None) -> None:
        if self.current is None:
            return
        self.current.lines.append(line)
        self.current.source.append(squeeze(line.text if source is None else source))
        if not self.has_options and len(self.current.lines) < _SPAN:
            self.has_options = count_choices("\n".join(each.text for each in self.current.lines)) >= 2
        elif labels.answer_in(line.text):
            self.has_options = True

    # Keys

    def _take_table(self, table: _Table) -> int:
        if table.sure or self.in_key or (table.likely and self.has_options):
            part = self.key_part if self.in_key else self.part
            self.result.book.add(table.likely, part, table.lines[0].place, self.section)
        else:
            for line in table.lines:
                self._continue(line)
        return 1

    def _open_key(self) -> None:
        self.in_key, self.current, self.explained, self.in_shared = True, None, None, False
        self.key_part = 0

    def _opens_key(self, text: str, at: int) -> bool:
        """Return whether a line is the title of the paper's key rather than of one question's answer."""
        if labels.opens_solutions(text):
            return True
        if not labels.opens_key(text) or (self.has_options and _is_letters(self._text(at + 1))):
            return False
        if fold(text).strip("*-# ").startswith("bang") or text == text.upper():
            return True
        if at + 1 >= len(self.flat):
            return False
        after = self._text(at + 1)
        return bool(
            isinstance(self.flat[at + 1], _Table)
            or pairs_in(after, under_title=True)
            or zipped(after, self._text(at + 2))
            or self._answers_again(at + 1)
            or (labels.is_heading(after) and self.current and self.has_options)
        )

    def _answers_again(self, at: int) -> bool:
        """Return whether a line is "Câu 1: A. …" for a question that has been read already."""
        head = self.heads[at]
        known = {number for _, number in self.read}
        if head is None or not self.has_options or head.number.lstrip("0") not in known:
            return False
        rest = self._text(at)[head.end :]
        return bool(labels.said_letters(rest) or labels.answer_in(rest))

    def _take_key(self, line: Line, head: Head | None, at: int) -> int:
        """Take a line below the title of a key; 0 where it is no part of the key and the questions go on."""
        text = line.text
        book, here = self.result.book, (line.place, self.section)
        if head and head.number and self._choices_after(at) >= 2 and not pairs_in(text, under_title=True):
            self.in_key = False
            return 0
        if pairs := pairs_in(text, under_title=True):
            book.add(pairs, self.key_part, *here)
            return 1
        if pairs := zipped(text, self._text(at + 1)):
            book.add(pairs, self.key_part, *here)
            return 2
        if head and head.number:
            return self._take_solution(line, head)
        if labels.is_heading(text) and self._goes_on(at):
            self.in_key = False
            return 0
        if labels.is_heading(text) or labels.opens_key(text):
            self.key_part, self.explained = ordinal_of(text) or self.key_part, None
        elif self.explained and _is_letters(text):
            book.add([(self.explained[1], text.strip())], self.key_part, *here)
        elif self.explained:
            book.explanations[self.explained].append(text)
        return 1

    def _goes_on(self, at: int) -> bool:
        """Return whether questions follow the heading at ``at``, and not more of the key."""
        for index in range(at + 1, min(at + _NEAR, len(self.flat))):
            if self.heads[index]:
                return self._choices_after(index) >= 2
        return False

    def _take_solution(self, line: Line, head: Head) -> int:
        """Take "Câu 3: Chọn B. Vì …" below a key's title."""
        rest = line.text[head.end :].strip()
        number = head.number.lstrip("0") or "0"
        answer = labels.answer_in(rest)
        said = labels.said_letters(answer if answer is not None else rest) if rest or answer else None
        truths = labels.truths_in(rest if answer is None else answer)
        is_known = any(key[1] == number for key in self.read)
        given = head.letter or (said[0] if said else "") or (rest if truths else answer or "")
        if not given and not is_known:
            self.in_key = False
            return 0
        if given:
            self.result.book.add([(number, given)], self.key_part, line.place, self.section)
        self.explained = (self.key_part, number)
        kept = said[1] if said else ("" if given else rest)
        self.result.book.explanations.setdefault(self.explained, []).extend([kept] if kept else [])
        return 1


def _is_letters(text: str) -> bool:
    """Return whether a line holds the letters of an answer and nothing else."""
    said = labels.said_letters(text)
    return bool(said and not said[1])
