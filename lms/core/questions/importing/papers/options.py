"""Finding "A. … B. … C. …" in the text of a question, on lines of their own or several on one line.

A letter alone proves nothing ("A. Einstein", "vitamin C. Vì"): what counts is the sequence A, B, C, …
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lms.core.questions.importing.papers.labels import CHOICES, LETTERS, TICKS, latin
from lms.core.questions.importing.papers.lines import Passage

_LABEL = re.compile(
    rf"(?P<gap>^|\s+)(?:(?P<tick>[{TICKS}☒]|\[[xX]\]|\([xX]\))|[☐□○◯]|\[ ?\]|\( ?\))?[ ]?(?P<open>[(\[])?(?P<letter>{CHOICES})(?P<star>[{TICKS}])?"
    rf"[ ]?(?:(?P<sep>[.)/:\]])|(?P<dash>[-–—])(?=\s|[^\W\d_]{{2}}))(?P<late>[{TICKS}](?!\*|\.\w)(?<!√(?=\S)))?"
)
_ALONE = re.compile(rf"(?P<gap>^|\n)(?P<letter>{CHOICES})(?=\n)")
_ONLY_BULLET = re.compile(r"[ \t]*[-–•+▪◦➢○●][ \t]*")
_ENDS_STEM = frozenset('?:.!…)_”"')
_AFTER = re.compile(  # "f(x)", "COUNT(*)" and "2**" are words
    rf"(?:\s*(?<!\*)[{TICKS}]|\s+[{TICKS}]+|\s+(?:\(\*\)|\([xX]\)|\[[xX]\])|\s*[(\[](?i:đáp án(?: đúng)?|correct)[)\]])\s*\.?\s*$"
)
_BEFORE = re.compile(rf"^(?:[{TICKS}](?!\.\w)(?<!√(?=\S))|\(\*\)|\[[xX]\])\s*(?=\S)")  # "*.docx" is a name
_TRIED = 12  # places where the options may begin, from the front and from the back
_ENOUGH = 4  # options of nearly every paper


@dataclass(frozen=True)
class Choice:
    """An option as it stands: its letter, the look of its label, its text, and whether a star or tick marks it."""

    letter: str
    label: Passage
    text: Passage
    is_ticked: bool = False
    truth: bool | None = None


@dataclass(frozen=True)
class Choices:
    """The options of a question and the stem before them; ``faults`` names what is odd about their letters."""

    stem: Passage
    options: tuple[Choice, ...] = ()
    is_small: bool = False  # a) b) c) rather than A) B) C)
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Label:
    start: int
    end: int
    letter: str
    sep: str
    is_strong: bool  # at the start of a line, or after a tab or several spaces
    is_line: bool
    is_ticked: bool
    before: str  # the character before it
    gap: int  # where the white space before it begins

    @property
    def rank(self) -> int:
        return LETTERS.index(self.letter.upper())


@dataclass
class _Chain:
    labels: list[_Label] = field(default_factory=list)

    @property
    def worth(self) -> tuple[int, bool, bool, int]:
        """Longest first, then with one kind of separator, then from a plain place, then the latest.

        The latest, because a stem may begin with "A. Einstein" too.
        """
        first = self.labels[0] if self.labels else None
        is_even = len({label.sep for label in self.labels}) == 1
        return len(self.labels), is_even, bool(first and first.is_strong), first.start if first else -1


def find_choices(body: Passage, *, prefer_small: bool = False) -> Choices:
    """Return the options in the text of a question, none if there is no sequence of at least two letters."""
    labels = _labels(body.text)
    families = [
        [each for each in labels if each.letter.isupper()],
        [each for each in labels if each.letter.islower()],
    ]
    if prefer_small:
        families.reverse()
    for family in families:
        chain = _best(family)
        if len(chain.labels) >= 2:
            return _cut(body, chain.labels, family)
    return Choices(body.cut(0))


def count_choices(text: str) -> int:
    """Return how many options begin plainly in ``text``: enough to tell a question from a heading."""
    strong = [label for label in _labels(text) if label.is_strong]
    return max(len(_chain(strong, upper).labels) for upper in (True, False))


def _chain(labels: Sequence[_Label], upper: bool) -> _Chain:
    return _longest([label for label in labels if label.letter.isupper() == upper])


def _labels(text: str) -> list[_Label]:
    """Return everything that may be the label of an option, in order."""
    found: list[_Label] = []
    matches = [*_LABEL.finditer(text), *_ALONE.finditer(text)]
    for match in sorted(matches, key=lambda each: (each.start(), -each.end())):
        parts = match.groupdict()
        gap = match["gap"]
        begun = text.rfind("\n", 0, match.start()) + 1  # of the line on which the gap begins
        is_bulleted = "\n" not in gap and bool(_ONLY_BULLET.fullmatch(text, begun, match.start()))
        is_line = not match.start() or "\n" in gap or is_bulleted
        is_strong = is_line or "\t" in gap or len(gap) > 1
        start = begun if is_bulleted else match.start() + len(gap)
        if not is_strong and parts.get("dash"):
            continue
        ticked = bool(parts.get("tick") or parts.get("star") or parts.get("late"))
        sep = parts.get("sep") or parts.get("dash") or ""
        found.append(
            _Label(
                start,
                match.end(),
                latin(match["letter"]),
                sep,
                is_strong,
                is_line,
                ticked,
                text[match.start() - 1 : match.start()],
                match.start(),
            )
        )
    return found


def _best(labels: Sequence[_Label]) -> _Chain:
    """Return the sequence of options: by plain places where that is enough, else also after single spaces."""
    plain = _longest([label for label in labels if label.is_strong])
    if len(plain.labels) >= _ENOUGH:
        return plain
    every = _longest(labels)
    return every if len(every.labels) > len(plain.labels) else plain


def _longest(labels: Sequence[_Label]) -> _Chain:
    by_letter: dict[int, list[_Label]] = {}
    for label in labels:
        by_letter.setdefault(label.rank, []).append(label)
    firsts = [label for label in by_letter.get(0, []) if label.is_strong or label.before in _ENDS_STEM]
    chains = [_followed(first, by_letter) for first in firsts[:_TRIED] + firsts[_TRIED:][-_TRIED:]]
    return max(chains, key=lambda chain: chain.worth, default=_Chain())


def _followed(first: _Label, by_letter: dict[int, list[_Label]]) -> _Chain:
    chain = [first]
    for rank in range(1, len(LETTERS)):
        end = chain[-1].end  # right behind a label stands a name: "A. B. Nguyễn"
        later = [
            each for each in by_letter.get(rank, []) if each.gap > end or (each.gap == end and each.is_strong)
        ]
        if not later:
            break
        same = [label for label in later if label.sep == first.sep]
        chain.append((same or later)[0])
    return _Chain(chain)


def _cut(body: Passage, chain: list[_Label], family: Sequence[_Label]) -> Choices:
    """Cut the text at its labels; a letter that comes twice or is left out becomes an option and a fault."""
    start = chain[0].start
    odd = [
        label
        for label in family
        if label.is_line and label.start > start and label not in chain and label.sep == chain[0].sep
    ]
    faults = []
    before = [label for label in family if label.is_line and 0 < label.start < start and label.rank == 0]
    if (
        before
        and before[-1].sep == chain[0].sep
        and body.text[before[-1].end : start].rstrip()[-1:] not in _ENDS_STEM
    ):
        odd.insert(0, before[-1])
    if odd:
        chain = sorted([*chain, *odd], key=lambda label: label.start)
        letters = [label.letter.upper() for label in chain]
        faults.append("letter-twice" if len(set(letters)) < len(letters) else "letter-missing")
    ends = [label.start for label in chain[1:]] + [len(body.text)]
    options = tuple(_choice(body, label, end) for label, end in zip(chain, ends, strict=True))
    return Choices(body.cut(0, chain[0].start), options, chain[0].letter.islower(), tuple(faults))


def _choice(body: Passage, label: _Label, end: int) -> Choice:
    text = body.cut(label.end, end)
    return unticked(Choice(label.letter.upper(), body.cut(label.start, label.end), text, label.is_ticked))


def unticked(option: Choice) -> Choice:
    """Return an option without the star or tick before or after its words; these mark it."""
    after = _AFTER.search(option.text.text)
    if after and after.start():  # an option that is but a sign keeps it
        option = replace(option, text=option.text.cut(0, after.start()), is_ticked=True)
    before = _BEFORE.match(option.text.text)
    if before:
        option = replace(option, text=option.text.cut(before.end()), is_ticked=True)
    return option
