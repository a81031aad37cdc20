"""What all the rows of a sheet show together about how its keys are written, so that no single row has to be guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.core.questions.importing.columns import Headings
from lms.core.questions.importing.keys import readings_of, says_truth, truth_of
from lms.core.questions.importing.table_options import Choices, choices_of, singled_out
from lms.core.questions.importing.table_rows import Entry

_LEAST, _TIMES = (
    3,
    3,
)  # rows whose looks agree with their keys, and how many times more than those that do not
_ENOUGH = 4  # questions after which one column alone looks like a habit of the column, not like keys


@dataclass(frozen=True)
class Evidence:
    """How keys are written: the readings that some row proves, and whether looks and marks can be trusted."""

    proven: frozenset[str] = frozenset()
    looks_count: bool = True
    stars_count: bool = True
    marks_are_truths: bool = False
    looks_agree: bool = False  # the options that keys name are also the ones that stand out

    def right(self, key: str, options: Sequence[str]) -> frozenset[int]:
        """Return the options that a key names; none where it may mean different ones."""
        possible = readings_of(key, options).possible
        if len(set(possible.values())) == 1:
            return next(iter(possible.values()))
        proven = [found for name, found in possible.items() if name in self.proven]
        return proven[0] if len(proven) == 1 and len(self.proven) == 1 else frozenset()

    def is_contradicted(self, choices: Choices, right: frozenset[int]) -> bool:
        """Return whether a row marks another option than its key names, where the other rows mark the same one."""
        out = singled_out(choices) if self.looks_agree else None
        starred = {index for index, choice in enumerate(choices.every) if choice.is_starred}
        return (out is not None and {out} != right) or (bool(starred) and not starred & right)

    def looks_right(self, choices: Choices) -> int | None:
        """Return the option that its look singles out, None where looks prove nothing."""
        return singled_out(choices) if self.looks_count else None


def evidence_of(entries: Iterable[Entry], headings: Headings) -> Evidence:
    """Return what the rows prove."""
    proven: set[str] = set()
    looks: list[int] = []
    truths: set[int] = set()
    starred = unsaid = agreeing = differing = 0
    for entry in entries:
        choices = choices_of(entry, headings)
        key = entry.row.text(headings.first("key"))
        possible = readings_of(key, choices.texts).possible if key and choices.every else {}
        if len(possible) == 1:
            proven |= possible.keys()
        marks = [choice.mark or "" for choice in choices.filled]
        if marks and all(map(says_truth, marks)):
            truths.add(sum(bool(truth_of(mark)) for mark in marks))
        unsaid += bool(choices.filled) and not key
        starred += not key and any(choice.is_starred for choice in choices.every)
        out = singled_out(choices)
        if "key" not in headings.roles:
            looks += [out] if out is not None else []
        elif out is not None and possible:
            agrees = frozenset({out}) in possible.values()
            agreeing, differing = agreeing + agrees, differing + (not agrees)
    is_habit = len(looks) >= _ENOUGH and len(set(looks)) == 1
    # A star in one row among many without is part of its words, such as a password.
    looks_agree = agreeing >= _LEAST and agreeing >= _TIMES * differing
    return Evidence(frozenset(proven), not is_habit, starred * 2 >= unsaid, bool(truths - {1}), looks_agree)
