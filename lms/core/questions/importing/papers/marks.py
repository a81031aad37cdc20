"""Which formatting marks the right answers of a paper: the one that singles out one option in most questions.

A formatting that all or none of a question's options carry marks nothing. Nothing here knows Word; a look is enough.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.core.questions.importing.papers.lines import Look, Passage
from lms.core.questions.importing.papers.options import Choice

_MOST = 0.6  # of an option's characters have to carry a formatting
_FEW = 5
_SHARE = (
    10  # another formatting than the paper's is believed where it marks at least a tenth as many questions
)
_LEAST = 3


class Aspect(StrEnum):
    """A formatting that people mark right answers with."""

    UNDERLINED = "underlined"
    HIGHLIGHTED = "highlighted"
    COLOURED = "coloured"
    BOLD = "bold"


NAMES = {
    Aspect.UNDERLINED: ("gạch chân", "underlined"),
    Aspect.HIGHLIGHTED: ("tô nền", "highlighted"),
    Aspect.COLOURED: ("đổi màu chữ", "coloured"),
    Aspect.BOLD: ("in đậm", "bold"),
}
_TESTS: dict[Aspect, Callable[[Look], bool]] = {
    Aspect.UNDERLINED: lambda look: look.underlined,
    Aspect.HIGHLIGHTED: lambda look: look.highlighted,
    Aspect.BOLD: lambda look: look.bold,
}


@dataclass(frozen=True)
class Marked:
    """The options that formatting marks as right (by their place), and by what; ``fault`` says why it is unsure."""

    right: frozenset[int] = frozenset()
    aspect: Aspect | None = None
    fault: str = ""  # "", "all-marked", "marks-disagree", "mark-unlike-the-rest"
    other: Aspect | None = None
    other_right: frozenset[int] = frozenset()


Zones = dict[Aspect, tuple[frozenset[int], frozenset[int]]]
"""Who carries a formatting by the letter, and who by the words."""
Carriers = dict[Aspect, tuple[frozenset[int], ...]]
"""Who carries a formatting: by the letter, by the words, or by both where these differ or agree."""


def read_marks(questions: Sequence[Sequence[Choice]], stems: Iterable[Passage]) -> list[Marked]:
    """Return what the formatting of each question's options marks, judged over the whole paper."""
    base = _base_colour(stems)
    carried = _without_habits([_zones(options, base) for options in questions])
    alone = Counter(aspect for found in carried for aspect, who in found.items() if len(who[0]) == 1)
    some = Counter(aspect for found in carried for aspect in found)
    ranked = sorted(Aspect, key=lambda aspect: (-alone[aspect], -some[aspect], list(Aspect).index(aspect)))
    most = alone[ranked[0]]
    trusted = {aspect for aspect in Aspect if most < _FEW or alone[aspect] >= max(_LEAST, most / _SHARE)}
    paper = _Paper(ranked[0], frozenset(trusted), frozenset(alone))
    return [
        _judged(found, paper, len(options), everything=_all_carry(options, base))
        for found, options in zip(carried, questions, strict=True)
    ]


@dataclass(frozen=True)
class _Paper:
    """The paper's own mark, those that are believed too, and those that single out one option anywhere."""

    main: Aspect
    trusted: frozenset[Aspect]
    singling: frozenset[Aspect]


def _judged(found: Carriers, paper: _Paper, count: int, *, everything: bool) -> Marked:
    order = [paper.main, *(each for each in Aspect if each is not paper.main)]
    present = [
        aspect
        for aspect in order
        if aspect in found and not _is_habit(found[aspect][0], aspect, paper, count)
    ]
    if not present:
        return Marked(fault="all-marked" if everything or found else "")
    first = present[0]
    right = found[first][0]
    for aspect in present:
        for who in found[aspect]:
            if who != right and not is_rest(who, right, count):
                return Marked(right, first, "marks-disagree", aspect, who)
    if not paper.trusted.intersection(present):
        return Marked(right, first, "mark-unlike-the-rest", paper.main)
    return Marked(right, first)


def _is_habit(who: frozenset[int], aspect: Aspect, paper: _Paper, count: int) -> bool:
    """Return whether most options carry what singles out none anywhere: letters are bold, and one was forgotten."""
    return len(who) * 2 > count and aspect not in paper.singling


def is_rest(who: frozenset[int], right: frozenset[int], count: int) -> bool:
    """Return whether all options but the right ones carry a formatting: the mark has taken its place there."""
    return not who & right and len(who) + len(right) == count and len(who) > len(right)


def _zones(options: Sequence[Choice], base: str) -> Zones:
    """Return for each formatting the options that carry it, where that tells some of them from the others."""
    letters, words = [option.label for option in options], [option.text for option in options]
    found: Zones = {}
    for aspect, test in _TESTS.items():
        found[aspect] = (_who(letters, test), _who(words, test))
    found[Aspect.COLOURED] = (
        _odd_colours([_colour(each) for each in letters], base),
        _odd_colours([_colour(each) for each in words], base),
    )
    return {aspect: who for aspect, who in found.items() if any(who)}


def _who(zone: Sequence[Passage], test: Callable[[Look], bool]) -> frozenset[int]:
    return _some({i for i, each in enumerate(zone) if _carries(each, test)}, len(zone))


def _without_habits(zones: Sequence[Zones]) -> list[Carriers]:
    """Return who carries what, but for what only repeats itself: every other row shaded, the same letter always bold.

    Words that are marked at the same place everywhere stay: many banks have the right answer first.
    """
    everyone = {aspect: [found[aspect] for found in zones if aspect in found] for aspect in Aspect}
    habits = {aspect: _pattern(who) for aspect, who in everyone.items()}
    if len(everyone[Aspect.BOLD]) >= _FEW and len(set(everyone[Aspect.BOLD])) == 1:
        letters, words = everyone[Aspect.BOLD][0]
        if not words:
            habits[Aspect.BOLD] = letters
    return [
        {
            aspect: tuple(sorted(filter(None, who), key=len))
            for aspect, who in found.items()
            if frozenset().union(*who) != habits[aspect]
        }
        for found in zones
    ]


def _pattern(everyone: Sequence[tuple[frozenset[int], frozenset[int]]]) -> frozenset[int]:
    """Return the several options that carry a formatting in most questions that have it, none if there is no such."""
    if len(everyone) < _LEAST:
        return frozenset()
    same, count = Counter(letters | words for letters, words in everyone).most_common(1)[0]
    return same if len(same) > 1 and count >= _LEAST and count * 2 > len(everyone) else frozenset()


def _some(who: set[int], count: int) -> frozenset[int]:
    return frozenset(who) if 0 < len(who) < count else frozenset()


def _carries(passage: Passage, test: Callable[[Look], bool]) -> bool:
    met = {test(look) for look in set(passage.looks)}
    if len(met) < 2:  # everything looks alike, which nearly every option does
        return True in met
    shown = [
        (char, test(look))
        for char, look in zip(passage.text, passage.looks, strict=True)
        if not char.isspace()
    ]
    letters = [is_met for char, is_met in shown if char.isalnum()] or [is_met for _, is_met in shown]
    return sum(letters) >= _MOST * len(letters)


def _colour(passage: Passage) -> str | None:
    """Return the colour of most of a passage, None where there is nothing to see."""
    colours = {look.colour for look in set(passage.looks)}
    if len(colours) < 2:
        return next(iter(colours), None)
    looks = [look for char, look in zip(passage.text, passage.looks, strict=True) if not char.isspace()]
    colour, count = Counter(look.colour for look in looks).most_common(1)[0]
    return colour if count >= _MOST * len(looks) else ""


def _odd_colours(colours: Sequence[str | None], base: str) -> frozenset[int]:
    """Return the options that are not in the colour of the others: the paper's own, or else the question's."""
    seen = [colour for colour in colours if colour is not None]
    if len(seen) < 2:
        return frozenset()
    own = base if base in seen else Counter(seen).most_common(1)[0][0]
    if base not in seen and Counter(seen).most_common(1)[0][1] * 2 <= len(seen):
        return frozenset()  # every option in a colour of its own: decoration
    return _some({i for i, colour in enumerate(colours) if colour not in (None, own)}, len(colours))


def _base_colour(texts: Iterable[Passage]) -> str:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(look.colour for look in text.looks)
    return counts.most_common(1)[0][0] if counts else ""


def _all_carry(options: Sequence[Choice], base: str) -> bool:
    """Return whether every option's words are marked alike, as if all of them were right."""
    return len(options) > 0 and (
        any(all(_carries(option.text, test) for option in options) for test in _TESTS.values())
        or (all((_colour(option.text) or base) not in (base, "") for option in options))
    )
