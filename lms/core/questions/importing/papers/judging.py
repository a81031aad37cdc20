"""Which options are right, from everything that a paper says: marks, answer lines, key tables. Nothing is guessed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lms.core.questions.importing.papers.exam_codes import ExamCodes
from lms.core.questions.importing.papers.keys import Entry, KeyBook
from lms.core.questions.importing.papers.labels import LETTERS, said_letters, truths_in
from lms.core.questions.importing.papers.marks import NAMES, Marked, is_rest
from lms.core.questions.importing.papers.shaping import Shaped
from lms.core.questions.importing.papers.sorting import RawQuestion
from lms.core.vietnamese import fold

Doubt = tuple[str, dict[str, str]]
Right = frozenset[int]


@dataclass
class Verdict:
    """The right options by their place, or the answers to type, and what is doubtful about them."""

    right: Right = frozenset()
    answers: tuple[str, ...] = ()
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, code: str, **names: str) -> None:
        """Note a reason to leave the decision to a person; the key is then not stated."""
        self.doubts.append((code, names))
        self.right = frozenset()


class KeyShelf:
    """Finds what the key tables give for a question, where it is clear which question is meant."""

    def __init__(self, book: KeyBook, questions: Sequence[RawQuestion], exam_codes: ExamCodes) -> None:
        self.book = book
        self.exam_codes = exam_codes
        self.entries = book.index()
        self.numbered = Counter(question.number for question in questions)
        self.in_part = Counter((question.part, question.number) for question in questions)
        self.in_section = Counter((question.section, question.number) for question in questions)
        self.used: set[str] = set()

    def given(self, question: RawQuestion) -> list[str]:
        """Return what is given for a question, once each; several are a contradiction."""
        entries = self._entries(question)
        if entries:
            self.used.add(question.number)
        return list(dict.fromkeys(_normal(entry.given) for entry in entries))

    def has_only_anothers(self, question: RawQuestion) -> bool:
        """Tell whether every key for the question's number belongs to another exam code."""
        entries = self.entries.get(question.number, [])
        return bool(entries) and all(self._is_anothers(entry, question) for entry in entries)

    def _is_anothers(self, entry: Entry, question: RawQuestion) -> bool:
        return self.exam_codes.differ(entry.place, question.place)

    def explanation(self, question: RawQuestion) -> list[str]:
        """Return the lines of the solution below the key, if it is clear that they are this question's."""
        for part in (question.part, 0):
            found = self.book.explanations.get((part, question.number))
            if found and (self.numbered[question.number] == 1 or (part and self._is_alone_in_part(question))):
                return found
        return []

    def unused(self) -> list[Entry]:
        """Return the entries for numbers that no question has."""
        return [entry for number, (entry, *_) in self.entries.items() if number not in self.numbered]

    def _entries(self, question: RawQuestion) -> list[Entry]:
        every = self.entries.get(question.number, []) if question.number else []
        entries = [entry for entry in every if not self._is_anothers(entry, question)]
        in_part = [entry for entry in entries if entry.part and entry.part == question.part]
        in_section = [entry for entry in entries if entry.section == question.section]
        if self.numbered[question.number] == 1:
            return in_part or entries
        if in_part and self._is_alone_in_part(question):
            return in_part
        if in_section and self.in_section[question.section, question.number] == 1:
            others = {entry.section for entry in entries} - {question.section}
            return in_section if others or not self._shares(question) else []
        return []

    def _is_alone_in_part(self, question: RawQuestion) -> bool:
        return self.in_part[question.part, question.number] == 1

    def _shares(self, question: RawQuestion) -> bool:
        """Return whether one key stands for questions of the same number in several places."""
        return self.numbered[question.number] > 1 and len({e.section for e in self.book.entries}) == 1


def _normal(given: str) -> str:
    said = said_letters(given)
    return "".join(sorted(said[0])) if said and not said[1] else given.strip()


def judge(shaped: Shaped, marked: Marked, table: Sequence[str], *, first_is_right: bool) -> Verdict:
    """Return which options of a choice are right."""
    verdict = Verdict()
    marks = _by_marks(shaped, marked, verdict)
    keys = _by_keys(shaped, table, verdict)
    if verdict.doubts:
        return verdict
    if len(keys) > 1:
        verdict.doubt("keys-differ", one=" / ".join(_letters(shaped, key) for key in keys))
    elif keys and marks and keys[0] != marks:
        verdict.doubt("key-disagrees", one=_letters(shaped, keys[0]), two=_letters(shaped, marks))
    elif first_is_right and (keys or marks) and (keys[0] if keys else marks) != {0}:
        verdict.doubt("first-disagrees", one=_letters(shaped, keys[0] if keys else marks))
    elif any(len(key) == len(shaped.options) for key in keys):
        verdict.doubt("all-marked")
    elif keys or marks:
        verdict.right = keys[0] if keys else marks
    elif first_is_right:
        verdict.right = frozenset({0})
    else:
        verdict.doubt("all-marked" if marked.fault == "all-marked" or _all_ticked(shaped) else "no-key")
    return verdict


def _all_ticked(shaped: Shaped) -> bool:
    return all(option.is_ticked for option in shaped.options)


def _by_marks(shaped: Shaped, marked: Marked, verdict: Verdict) -> Right:
    """Return what stars, ticks and formatting mark together; where they differ, a person decides."""
    ticked = frozenset(i for i, option in enumerate(shaped.options) if option.is_ticked)
    if len(ticked) == len(shaped.options):
        ticked = frozenset()
    if marked.fault == "marks-disagree" and marked.aspect and marked.other:
        verdict.doubt(
            marked.fault,
            **_aspects(marked),
            one=_letters(shaped, marked.right),
            two=_letters(shaped, marked.other_right),
        )
        return frozenset()
    if marked.fault == "mark-unlike-the-rest" and not ticked:
        verdict.doubt(marked.fault, **_aspects(marked), one=_letters(shaped, marked.right))
        return frozenset()
    trusted = frozenset() if marked.fault else marked.right
    if ticked and is_rest(trusted, ticked, len(shaped.options)):
        trusted = frozenset()
    if ticked and trusted and ticked != trusted and marked.aspect:
        verdict.doubt(
            "marks-disagree",
            first="có dấu sao",
            first_en="starred",
            second=NAMES[marked.aspect][0],
            second_en=NAMES[marked.aspect][1],
            one=_letters(shaped, ticked),
            two=_letters(shaped, trusted),
        )
        return frozenset()
    return ticked or trusted


def _aspects(marked: Marked) -> dict[str, str]:
    first, second = marked.aspect, marked.other
    vi, en = NAMES[first] if first else ("", "")
    other_vi, other_en = NAMES[second] if second else ("", "")
    return {"first": vi, "first_en": en, "second": other_vi, "second_en": other_en}


def _by_keys(shaped: Shaped, table: Sequence[str], verdict: Verdict) -> list[Right]:
    """Return every different key that answer lines and tables give."""
    found: list[Right] = []
    for given in (*shaped.given, *table):
        key = _key_of(shaped, given)
        if not key:
            verdict.doubt("key-letter", one=given[:60])
        elif key not in found:
            found.append(key)
    return found


def _key_of(shaped: Shaped, given: str) -> Right:
    said = said_letters(given)
    letters = [option.letter for option in shaped.options]
    if said and not said[1]:
        return frozenset(map(letters.index, said[0])) if set(said[0]) <= set(letters) else frozenset()
    words = fold(given).rstrip(".")
    return frozenset(
        i for i, option in enumerate(shaped.options) if fold(option.text.text).rstrip(".") == words
    )


def without_repeats(shaped: Shaped, verdict: Verdict, lines: Iterable[str]) -> list[str]:
    """Return what stands behind a key without the right option's own words; those of another one are a doubt."""
    places = {_bare(option.text.text): i for i, option in enumerate(shaped.options)}
    kept = []
    for line in lines:
        place = places.get(_bare(line))
        if place is None:
            kept.append(line)
        elif verdict.right and place not in verdict.right:
            verdict.doubt("key-words", one=_letters(shaped, verdict.right), two=_letters(shaped, [place]))
    return kept


def _bare(text: str) -> str:
    return fold(text).strip(" .-–—:")


def _letters(shaped: Shaped, right: Iterable[int]) -> str:
    return ", ".join(shaped.options[i].letter for i in sorted(right))


def judge_statements(shaped: Shaped, marked: Marked, table: Sequence[str]) -> Verdict:
    """Return which statements of a cluster are true; each has to be said."""
    verdict = Verdict()
    letters = [option.letter for option in shaped.options]
    sources: list[dict[str, bool]] = [
        {option.letter: option.truth for option in shaped.options if option.truth is not None},
        shaped.truths,
        *(truths_in(given) for given in (*shaped.given, *table)),
    ]
    if marked.right and not marked.fault:
        sources.append({letter: i in marked.right for i, letter in enumerate(letters)})
    truths: dict[str, bool] = {}
    for source in filter(None, sources):
        if any(truths.get(letter, truth) != truth for letter, truth in source.items()):
            verdict.doubt("keys-differ", one=" / ".join(map(_told, filter(None, sources))))
            return verdict
        truths |= source
    unsaid = [letter for letter in letters if letter not in truths]
    if unsaid:
        verdict.doubt("statements-unsure", one=", ".join(letter.lower() + ")" for letter in unsaid))
        return verdict
    verdict.right = frozenset(i for i, letter in enumerate(letters) if truths[letter])
    return verdict


def _told(truths: dict[str, bool]) -> str:
    return " ".join(
        f"{letter.lower()}) {'Đ' if truths[letter] else 'S'}" for letter in LETTERS if letter in truths
    )
