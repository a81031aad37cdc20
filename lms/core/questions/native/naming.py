"""Ids of questions and pools: kept where they were given, made of the first words where not, each one only once."""

from collections import Counter
from collections.abc import Collection, Sequence

from lms.core.questions.marks import ID
from lms.core.vietnamese import slug

_LONGEST = 48


def distinct_ids(
    given: Sequence[str], words: Sequence[str], stem: str, taken: Collection[str] = ()
) -> list[str]:
    """Return an id for each thing. What was given comes first, so that no made id takes its place.

    ``words`` are what a made id says; ``stem`` is said where they hold no letter.
    """
    used, ids = set(taken), [""] * len(given)
    for index, each in enumerate(given):
        wanted = each if ID.fullmatch(each) else slug(each)[:_LONGEST].strip("-")
        if wanted and wanted not in used:
            ids[index] = wanted
            used.add(wanted)
    last = Counter[str]()
    for index, each in enumerate(ids):
        if not each:
            ids[index] = _free(short_slug(given[index] or words[index]) or stem, used, last)
            used.add(ids[index])
    return ids


def short_slug(words: str) -> str:
    """Return the first whole words as an id, empty where they hold no letter or digit."""
    whole = slug(words[:200])
    if len(whole) <= _LONGEST:
        return whole
    return whole[: _LONGEST + 1].rpartition("-")[0] or whole[:_LONGEST]


def _free(stem: str, used: Collection[str], last: Counter[str]) -> str:
    """Return the stem with the first free number; ``last`` remembers how far each stem has come."""
    if stem not in used:
        return stem
    number = max(last[stem], 1) + 1
    while f"{stem}-{number}" in used:
        number += 1
    last[stem] = number
    return f"{stem}-{number}"
