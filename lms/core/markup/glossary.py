"""The glossary: ``## term {#id}``, a line ``English: …``, then one or two short sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lms.core.markup import advice
from lms.core.markup.blocks import Lines, is_blank, joined, outside_fences
from lms.core.markup.course import Term
from lms.core.markup.findings import FileFindings, Findings, nearest
from lms.core.markup.frontmatter import ID
from lms.core.markup.lessons import read_body
from lms.core.markup.links import Link, term_url
from lms.core.markup.outline import free_id, headings, note_open_fence, split_id
from lms.core.markup.prose import plain
from lms.core.markup.rendering import FIELD, Locator, PlainMeaning, Renderer, UnrenderableError
from lms.core.problems import Problem
from lms.core.vietnamese import slug

MOST_SENTENCES = 3
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_CLOSING_MARKS = re.compile(r"[ \t]+#+$")
_ENGLISH = re.compile(r"english\s{0,5}:\s*(.*)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")


def compile_glossary(text: bytes, path: str = "glossary.md") -> tuple[tuple[Term, ...], tuple[Problem, ...]]:
    """Return the words of a glossary, in its order, and what is wrong with it. Words with errors are left out."""
    folder = Findings()
    findings = folder.file(path)
    read = read_body(text, findings)
    terms = _read_terms(read[0].split("\n"), read[1], findings) if read else ()
    if read and not terms:
        findings.add(1, "glossary-empty")
    return terms, folder.sorted()


def stamp_glossary(content: bytes) -> bytes:
    """Return the glossary with an id at each word that has none; every other byte stays as it was."""
    terms, _problems = compile_glossary(content)
    if not terms:
        return content
    lines = _LINES.findall(content.decode())
    for term in terms:
        line = lines[term.line - 1]
        heading = line.rstrip(" \t\r\n")
        if split_id(heading)[1] is None:
            end = line[len(heading) :].lstrip(" \t")
            lines[term.line - 1] = f"{_CLOSING_MARKS.sub('', heading)} {{#{term.id}}}{end}"
    return "".join(lines).encode()


@dataclass(frozen=True)
class _Entry:
    """A section: what it is called, its lines, and how the author wrote them."""

    id: str
    name: str
    lines: Lines
    source: str


def _read_terms(written_lines: Sequence[str], lines: Lines, findings: FileFindings) -> tuple[Term, ...]:
    advice.note_wording(lines, findings)
    for number, text in outside_fences(lines):
        local = FIELD.search(text)
        if local:
            findings.add(number, "field-in-glossary", name=local[1])
    note_open_fence(lines, findings)
    found = headings(lines)
    ends = [position for position, _ in found[1:]] + [len(lines)]
    ids: dict[str, int] = {}
    entries: list[_Entry] = []
    for (position, heading), end in zip(found, ends, strict=False):
        title, written = split_id(heading)
        name, line = plain(title), lines[position][0]
        term_id = _term_id(name, written, line, set(ids), findings)
        if not name:
            findings.add(line, "title-missing")
        elif term_id in ids:
            findings.add(line, "repeated-id", id=term_id, first=ids[term_id])
        else:
            below = "\n".join(written_lines[line : line + end - position - 1])
            source = f"## {title} {{#{term_id}}}\n{below}".rstrip(" \t\n")
            entries.append(_Entry(term_id, name, lines[position:end], source))
        ids.setdefault(term_id, line)
    renderer = Renderer(footnotes=False)
    terms = (_read_term(entry, frozenset(ids), renderer, findings) for entry in entries)
    return tuple(term for term in terms if term)


def _term_id(name: str, written: str | None, line: int, taken: set[str], findings: FileFindings) -> str:
    if written is None:
        suggestion = free_id(name, taken)
        findings.add(line, "term-id-missing", name=name[:60], suggestion=suggestion)
        return suggestion
    if not ID.fullmatch(written):
        findings.add(line, "bad-id", id=written[:60], suggestion=slug(written) or "tu-moi")
        return free_id(name, taken)
    return written


def _read_term(entry: _Entry, ids: frozenset[str], renderer: Renderer, findings: FileFindings) -> Term | None:
    line, body = entry.lines[0][0], entry.lines[1:]
    while body and is_blank(body[0][1]):
        body = body[1:]
    english = _ENGLISH.fullmatch(body[0][1].strip()) if body else None
    if english:
        body = body[1:]
    else:
        findings.add(line, "term-english", name=entry.name[:60])
    words = plain(" ".join(text for _, text in body))
    if not words:
        findings.add(line, "term-empty", name=entry.name[:60])
        return None
    sentences = len(_SENTENCE_END.findall(words))
    if sentences > MOST_SENTENCES:
        findings.add(line, "term-long", name=entry.name[:60], found=sentences, allowed=MOST_SENTENCES)
    try:
        markup = renderer.html(joined(body), _GlossaryMeaning(ids, Locator(body), findings))
    except UnrenderableError as error:
        findings.add(line, "unrenderable", reason=str(error))
        return None
    meant = plain(english[1]) if english else ""
    return Term(entry.id, entry.name, meant, markup, words, line, entry.source)


class _GlossaryMeaning(PlainMeaning):
    """Links between words: ``[mã OTP](#otp)``."""

    def __init__(self, ids: frozenset[str], locator: Locator, findings: FileFindings) -> None:
        self._ids = ids
        self._locator = locator
        self._findings = findings

    def link(self, target: str) -> Link | None:
        line = self._locator.line(target)
        if target.startswith("#"):
            if target[1:] in self._ids:
                return Link(term_url(target[1:]), is_term=True)
            self._findings.add(
                line,
                "unknown-anchor",
                target=target[:80],
                nearest=nearest(target[1:], self._ids).between("#"),
            )
            return None
        link = super().link(target)
        if link is None:
            self._findings.add(line, "unsafe-link", target=target[:80])
        return link
