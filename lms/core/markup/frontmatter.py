"""Front matter: the YAML lines between two ``---`` at the top of a file, read with types, bounds and line numbers.

Values are taken from YAML's nodes rather than from its guesses, so ``version: 1.10`` stays "1.10" and ``lang: no`` is
not false. Which keys a file may
have stands in ``keys``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from lms.core.markup.findings import FileFindings, nearest
from lms.core.markup.source import first_hidden, without_hidden
from lms.core.markup.wording_files import FAULTS
from lms.core.vietnamese import squeeze

LONGEST_FRONT_MATTER = 8_000
DEEPEST_VALUE = 6

ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9]{1,4}")
_UNENDED = ("expected ':'", "unexpected end of stream")


@dataclass(frozen=True)
class Front:
    """The values that were written, by key, and the line of each."""

    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    is_readable: bool = True
    """False where nothing could be read; to complain of what is missing in it would be noise."""

    def line(self, key: str) -> int:
        """Return the line of ``key``, or 1 where it was not written."""
        return self.lines.get(key, 1)


class WrongTypeError(Exception):
    """A value is not what its key wants; carries the line of the offending part."""

    def __init__(self, node: yaml.Node) -> None:
        super().__init__()
        self.node = node


Reader = Callable[[yaml.Node], Any]


@dataclass(frozen=True)
class Shape:
    """What a key wants: how to read it, and how to tell the author."""

    read: Reader
    vi: str
    en: str
    choices: tuple[str, ...] = ()


def split_front_matter(text: str) -> tuple[str | None, int]:
    """Return the YAML of ``text`` (None if there is none) and the number of the first line of the body."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, 1
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() in {"---", "..."}:
            return "\n".join(lines[1 : number - 1]), number + 1
    return None, 1


def read_front_matter(text: str, shapes: Mapping[str, Shape], findings: FileFindings) -> Front:
    """Return the known and well-typed values of a file's front matter; everything else is noted."""
    written, _ = split_front_matter(text)
    if written is None:
        findings.add(1, "front-matter-missing")
        return Front(is_readable=False)
    root = _compose(written, findings)
    if root is None:
        return Front(is_readable=False)
    if not isinstance(root, yaml.MappingNode):
        _note_broken(2, "expected ':'" if isinstance(root, yaml.ScalarNode) else "", findings)
        return Front(is_readable=False)
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key_node, node in root.value:
        key, line = str(key_node.value), _line(key_node)
        shape = shapes.get(key)
        if shape is None:
            _note_unknown(line, key, shapes, findings)
        elif key in lines:
            findings.add(line, "repeated-key", key=key, first=lines[key])
        elif not _is_null(node):
            lines[key] = line
            if _is_curly(node):
                findings.add(line, "curly-quotes", key=key)
            value = _read_value(key, node, shape, findings)
            if value is not None:
                values[key] = value
    return Front(values, lines)


def _note_broken(line: int, problem: str, findings: FileFindings) -> None:
    vi, en = next(said for complaint, said in FAULTS.items() if complaint in problem)
    findings.add(line, "front-matter-broken", vi=vi, en=en)


def _note_unknown(line: int, key: str, shapes: Mapping[str, Shape], findings: FileFindings) -> None:
    near = nearest(key, shapes)
    if len(near.words) == 1:
        findings.add(line, "unknown-key", key=_short(key), nearest=near)
    else:
        usual = ", ".join(f"`{each}`" for each in list(shapes)[:5])
        findings.add(line, "foreign-key", key=_short(key), usual=usual)


def _is_curly(node: yaml.Node) -> bool:
    """Return whether a value stands in the quotes of word processors, which are letters to YAML."""
    written = str(node.value) if isinstance(node, yaml.ScalarNode) and node.style is None else ""
    return written.startswith("“") and written.endswith("”")


def _read_value(key: str, node: yaml.Node, shape: Shape, findings: FileFindings) -> Any:
    try:
        value = shape.read(node)
    except WrongTypeError as wrong:
        findings.add(_line(wrong.node), "wrong-type", key=key, vi=shape.vi, en=shape.en)
        return None
    if shape.choices:
        for one in value if isinstance(value, tuple) else (value,):
            if one not in shape.choices:
                findings.add(
                    _line(node),
                    "unknown-choice",
                    key=key,
                    value=_short(one),
                    nearest=nearest(one, shape.choices),
                )
                return None
    return value


def _compose(written: str, findings: FileFindings) -> yaml.Node | None:
    if len(written) > LONGEST_FRONT_MATTER:
        findings.add(1, "front-matter-long", allowed=LONGEST_FRONT_MATTER)
        return None
    loader = None
    try:
        loader = _BoundedLoader(written)
        node: yaml.Node = loader.get_single_node() or yaml.MappingNode("tag:yaml.org,2002:map", [])
    except yaml.YAMLError as error:
        problem = str(getattr(error, "problem", ""))
        # Where something was not ended, authors look for its beginning.
        began = getattr(error, "context_mark", None) if problem.endswith(_UNENDED) else None
        mark = began or getattr(error, "problem_mark", None)
        _note_broken(mark.line + 2 if mark else 2, problem, findings)
        return None
    finally:
        if loader is not None:
            loader.dispose()
    for line, char in loader.hidden:
        findings.add(line, "hidden-character", char=f"U+{ord(char):04X}")
    return node


class _BoundedLoader(yaml.SafeLoader):
    """A safe loader without anchors and aliases (the billion laughs) and of bounded depth.

    An escape such as "\\0" writes what the text itself may not hold: it is left out, and kept with its line.
    """

    depth = 0

    def __init__(self, written: str) -> None:
        super().__init__(written)
        self.hidden: list[tuple[int, str]] = []

    def compose_scalar_node(self, anchor: Any) -> Any:
        node = super().compose_scalar_node(anchor)
        char = first_hidden(node.value)
        if char:
            self.hidden.append((_line(node), char))
            node.value = without_hidden(node.value)
        return node

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(problem="& *", problem_mark=event.start_mark)
        self.depth += 1
        if self.depth > DEEPEST_VALUE:
            raise yaml.MarkedYAMLError(problem="[[[", problem_mark=event.start_mark)
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 2  # the first line of a file is the ---


def _is_null(node: yaml.Node) -> bool:
    return node.tag == "tag:yaml.org,2002:null"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


def read_text(node: yaml.Node) -> str:
    """Return one line of text; raise WrongTypeError on anything else."""
    if not isinstance(node, yaml.ScalarNode) or _is_null(node):
        raise WrongTypeError(node)
    text = squeeze(str(node.value))
    if not text or len(text) > 500:
        raise WrongTypeError(node)
    return text


def read_texts(node: yaml.Node) -> tuple[str, ...]:
    """Return a list of texts; a single text is a list of one; raise WrongTypeError on anything else."""
    if isinstance(node, yaml.SequenceNode):
        return tuple(read_text(one) for one in node.value)
    return (read_text(node),)


def read_id(node: yaml.Node) -> str:
    """Return an identifier; raise WrongTypeError on anything else."""
    text = read_text(node)
    if not ID.fullmatch(text):
        raise WrongTypeError(node)
    return text


def read_ids(node: yaml.Node) -> tuple[str, ...]:
    """Return a list of identifiers; a single one is a list of one; raise WrongTypeError on anything else."""
    if isinstance(node, yaml.SequenceNode):
        return tuple(read_id(one) for one in node.value)
    return (read_id(node),)


def read_number(node: yaml.Node) -> int:
    """Return a number of up to four digits; raise WrongTypeError on anything else."""
    text = read_text(node)
    if not _NUMBER.fullmatch(text):
        raise WrongTypeError(node)
    return int(text)


def read_flag(node: yaml.Node) -> bool:
    """Return true or false; raise WrongTypeError on anything else."""
    if node.tag != "tag:yaml.org,2002:bool":
        raise WrongTypeError(node)
    return str(node.value).lower() in {"true", "yes", "on"}


def read_date(node: yaml.Node) -> str:
    """Return a date, in ISO form; raise WrongTypeError on anything else."""
    text = read_text(node)
    try:
        written = date.fromisoformat(text)
    except ValueError:
        raise WrongTypeError(node) from None
    if written.isoformat() != text:  # Python also takes 20261121 and week dates, which readers do not
        raise WrongTypeError(node)
    return text


def read_parts(
    node: yaml.Node, required: Mapping[str, Reader], optional: Mapping[str, Reader]
) -> dict[str, Any]:
    """Return the parts of one entry of a list such as ``modules``; raises where a part is missing or unknown."""
    if not isinstance(node, yaml.MappingNode):
        raise WrongTypeError(node)
    readers = {**required, **optional}
    found: dict[str, Any] = {}
    for key_node, value in node.value:
        reader = readers.get(str(key_node.value))
        if reader is None or str(key_node.value) in found:
            raise WrongTypeError(key_node)
        found[str(key_node.value)] = reader(value)
    if required.keys() - found.keys():
        raise WrongTypeError(node)
    return found


def list_of(read: Reader) -> Reader:
    """Return a reader of a YAML list whose entries ``read`` takes."""

    def read_list(node: yaml.Node) -> tuple[Any, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise WrongTypeError(node)
        return tuple(read(one) for one in node.value)

    return read_list
