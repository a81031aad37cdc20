"""A learner's answer: read from form fields, made safe to store, and asked whether it is complete.

A response is a JSON-able dict, ``{}`` when blank. Answers are stored by id, never by position:

====================  ==========================  =============================
type                  form fields                 response
====================  ==========================  =============================
single, truefalse     ``a``                       ``{"a": option id}``
multiple              ``a``, repeated             ``{"a": [option ids]}``
cluster               ``o-<option id>`` = d | s   ``{"o": {option id: "d" | "s"}}``
short, number         ``t``                       ``{"t": text}``
matching              ``m-<left id>`` = right id  ``{"m": {left id: right id}}``
ordering              ``p-<item id>`` = 1 … n     ``{"p": {item id: 1 … n}}``
cloze                 ``g-1``, ``g-2`` …          ``{"g": {"1": text or option id}}``
essay, evidence       ``t``                       ``{"t": text}``
====================  ==========================  =============================

Evidence files are not form text: the feature that stores an upload adds ``"files": [its own keys]`` by ``with_files``.
A photo alone is an answer, and so are words alone: whoever could not take the photo may say why, and a person marks it.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lms.core.questions.model import Gap, GapKind, Question, QuestionType, RawForm, Response
from lms.core.vietnamese import nfc, squeeze
from lms.core.whole_numbers import whole_number

LONGEST_ANSWER = 500
LONGEST_ESSAY = 20_000
MOST_PLACES = 999
MOST_FILES = 10
_KEPT_CONTROLS = frozenset("\n\t")
_UNSTORABLE = frozenset({"Cc", "Cs"})  # control characters and lone surrogates: databases refuse them


def clean_response(question: Question, raw: RawForm) -> Response:
    """Return what the form says for this question; unknown ids and fields are dropped, nothing is raised."""
    kind = question.type
    if kind in (QuestionType.SINGLE, QuestionType.TRUE_FALSE):
        said: Response = {"a": _first(raw, "a")}
    elif kind is QuestionType.MULTIPLE:
        said = {"a": _all(raw, "a")}
    elif kind is QuestionType.CLUSTER:
        said = {"o": _by_id(raw, "o-", (option.id for option in question.options))}
    elif kind is QuestionType.MATCHING:
        said = {"m": _by_id(raw, "m-", (pair.id for pair in question.pairs))}
    elif kind is QuestionType.ORDERING:
        places = _by_id(raw, "p-", (option.id for option in question.options))
        said = {"p": {item: whole_number(place, MOST_PLACES) or 0 for item, place in places.items()}}
    elif kind is QuestionType.CLOZE:
        said = {"g": _by_id(raw, "g-", (gap.name for gap in question.gaps))}
    else:
        said = {"t": _first(raw, "t")}
    return known_part(question, said)


def known_part(question: Question, response: Mapping[str, Any]) -> Response:
    """Return the part of a stored response that this revision of the question understands."""
    kind = question.type
    if kind in (QuestionType.SINGLE, QuestionType.TRUE_FALSE):
        chosen = response.get("a")
        return {"a": chosen} if chosen in [option.id for option in question.options] else {}
    if kind is QuestionType.MULTIPLE:
        ticked = response.get("a")
        ids = [option.id for option in question.options if isinstance(ticked, list) and option.id in ticked]
        return {"a": ids} if ids else {}
    if kind is QuestionType.CLUSTER:
        return _kept("o", response, {option.id: ("d", "s") for option in question.options})
    if kind is QuestionType.MATCHING:
        rights = tuple(choice.id for choice in question.choices)
        return _kept("m", response, {pair.id: rights for pair in question.pairs})
    if kind is QuestionType.ORDERING:
        places = tuple(range(1, len(question.options) + 1))
        return _kept("p", response, {option.id: places for option in question.options})
    if kind is QuestionType.CLOZE:
        return _known_gaps(question.gaps, response)
    return _known_text(question, response)


def with_files(response: Mapping[str, Any], keys: Sequence[str]) -> Response:
    """Return an answer with these files, and with none but these."""
    said = {name: value for name, value in response.items() if name != "files"}
    return {**said, "files": list(keys)} if keys else said


def is_answered(question: Question, response: Mapping[str, Any]) -> bool:
    """Return whether every part of the question has an answer; a cluster with one statement left open has not."""
    known = known_part(question, response)
    if question.type is QuestionType.CLUSTER or question.type is QuestionType.ORDERING:
        return bool(known) and len(next(iter(known.values()))) == len(question.options)
    if question.type is QuestionType.MATCHING:
        return bool(known) and len(known["m"]) == len(question.pairs)
    if question.type is QuestionType.CLOZE:
        return bool(known) and len(known["g"]) == len(question.gaps)
    return bool(known)


def _known_gaps(gaps: Iterable[Gap], response: Mapping[str, Any]) -> Response:
    said = response.get("g")
    if not isinstance(said, Mapping):
        return {}
    kept: dict[str, str] = {}
    for gap in gaps:
        value = said.get(gap.name)
        if gap.kind is GapKind.CHOICE:
            if value in [option.id for option in gap.options]:
                kept[gap.name] = value
        elif isinstance(value, str) and (text := squeeze(storable(value, LONGEST_ANSWER))):
            kept[gap.name] = text
    return {"g": kept} if kept else {}


def _known_text(question: Question, response: Mapping[str, Any]) -> Response:
    known: Response = {}
    said, files = response.get("t"), response.get("files")
    if isinstance(said, str):
        long = question.needs_person
        text = storable(said, LONGEST_ESSAY if long else LONGEST_ANSWER).strip()
        if text:
            known["t"] = text if long else squeeze(text)
    if question.type is QuestionType.EVIDENCE and isinstance(files, list):
        keys = [key for key in files[:MOST_FILES] if isinstance(key, str) and 0 < len(key) <= LONGEST_ANSWER]
        if keys:
            known["files"] = keys
    return known


def _kept(name: str, response: Mapping[str, Any], allowed: Mapping[str, tuple[Any, ...]]) -> Response:
    """Return ``{name: {id: value}}`` with known ids and allowed values only."""
    said = response.get(name)
    if not isinstance(said, Mapping):
        return {}
    # True equals 1 in Python, so the type is compared as well.
    kept = {
        each: said[each]
        for each, values in allowed.items()
        if any(type(said.get(each)) is type(value) and said[each] == value for value in values)
    }
    return {name: kept} if kept else {}


def storable(text: str, longest: int) -> str:
    """Return text that any database takes: NFC, ``\\n`` line ends, no control characters, at most ``longest`` letters."""
    short = text[: 2 * longest].replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in short if c in _KEPT_CONTROLS or unicodedata.category(c) not in _UNSTORABLE)
    return nfc("".join(kept))[:longest]


def _all(raw: RawForm, name: str) -> list[str]:
    values = raw.get(name)
    if isinstance(values, str):
        return [values]
    return [value for value in values if isinstance(value, str)] if isinstance(values, list | tuple) else []


def _first(raw: RawForm, name: str) -> str:
    return next(iter(_all(raw, name)), "")


def _by_id(raw: RawForm, prefix: str, ids: Iterable[str]) -> dict[str, str]:
    return {each: _first(raw, prefix + each) for each in ids}
