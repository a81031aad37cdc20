"""Each kind that the code tells has a sentence, and each place of a sentence is filled by who tells it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lms.core.notices import GENERAL, SENTENCES, say_notice
from lms.notices.queries.mail import CONFIRM, RETURNED

SOURCES = sorted((Path(__file__).parents[2] / "lms").rglob("*.py"))
_PLACE = re.compile(r"%\((\w+)\)s")


@cache
def nodes_of(source: Path) -> list[ast.Call | ast.Constant]:
    """Return what is called and what is said in a file."""
    return [
        each for each in ast.walk(ast.parse(source.read_text())) if isinstance(each, ast.Call | ast.Constant)
    ]


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of ``notify``, with where it stands."""
    for source in SOURCES:
        for node in nodes_of(source):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "notify":
                yield f"{source.name}:{node.lineno}", node


def kinds_written() -> Iterator[tuple[str, str]]:
    """Yield every string that looks like a kind where notices are told: of the same families as the sentences."""
    families = {kind.partition("_")[0] for kind in SENTENCES}
    for source in SOURCES:
        for node in nodes_of(source):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in ("notify", "tell", "tell_two", "tell_coordinator"):
                continue
            for argument in node.args:
                for each in ast.walk(argument):
                    word = str(each.value) if isinstance(each, ast.Constant) else ""
                    is_kind = word.partition("_")[0] in families or argument in node.args[1:2]
                    if is_kind and re.fullmatch(r"[a-z]+(_[a-z]+)+", word):
                        yield f"{source.name}:{node.lineno}", word


def test_every_kind_that_is_told_has_a_sentence() -> None:
    written = list(kinds_written())
    assert len(written) > 5
    for place, kind in written:
        assert kind in SENTENCES, f"{place}: {kind}"


def test_every_sentence_is_of_a_kind_that_is_told() -> None:
    strings = {
        str(node.value)
        for source in SOURCES
        if source.name != "notices.py"
        for node in nodes_of(source)
        if isinstance(node, ast.Constant)
    }
    assert {CONFIRM, RETURNED} <= strings
    families = tuple(each for each in strings if re.fullmatch("[a-z]+_", each))  # such as f"signal_{name}"
    for kind in SENTENCES:
        assert kind in strings or kind.startswith(families), kind


def test_what_is_told_on_the_spot_fills_its_sentence() -> None:
    seen = 0
    for place, call in calls():
        kind = call.args[1]
        values = next((each.value for each in call.keywords if each.arg == "values"), None)
        if not isinstance(kind, ast.Constant) or not (values is None or isinstance(values, ast.Dict)):
            continue
        given = {str(key.value) for key in values.keys if isinstance(key, ast.Constant)} if values else set()
        wanted = set(_PLACE.findall(SENTENCES[str(kind.value)].words))
        assert wanted <= given, f"{place}: {kind.value} needs {wanted - given}"
        seen += 1
    assert seen > 0


@pytest.mark.parametrize("kind", [*SENTENCES, ""])
def test_a_sentence_is_whole_and_its_link_needs_no_values(kind: str) -> None:
    sentence = SENTENCES.get(kind, GENERAL)
    filled = say_notice(kind, dict.fromkeys(_PLACE.findall(sentence.words), "cô Lan"), str)
    assert filled.words[0].isupper()
    assert filled.words.endswith((".", "!", "?"))
    assert "%" not in filled.words + filled.link
    assert len(kind) <= 32
