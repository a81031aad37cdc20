"""Texts with gaps: Moodle's ``{1:SHORTANSWER:=…~…}`` and its lists of words to drag or to select, as ``[[…]]``."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lms.core.questions.importing.moodle_notes import Notes
from lms.core.questions.importing.moodle_texts import Texts, number_in, plain_html
from lms.core.questions.importing.moodle_xml import Node
from lms.core.questions.native import escape_text
from lms.core.questions.numbers import written
from lms.core.vietnamese import squeeze

MOST_GAPS = 200
LONGEST_GAP = 8000
_OPENING = re.compile(r"\{\s*([0-9]{0,4})\s*:\s*([A-Za-z_]{2,20})\s*:")
_PLACE = re.compile(r"\[\[([0-9]{1,3})\]\]")
_SHARE = re.compile(r"\s*(?:(=)|%(-?[0-9]{1,3}(?:[.,][0-9]{0,10})?)%)?(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\([}#~/\"\\=:{])")
_LIKE_MARK = re.compile(r"=|\([xX ]?\)")
_WORDS = frozenset(["SHORTANSWER", "SA", "MW"])
_WORDS_BY_CASE = frozenset(["SHORTANSWER_C", "SAC", "MWC"])
_NUMBERS = frozenset(["NUMERICAL", "NM"])
_CHOICES = re.compile(r"(?:MULTICHOICE|MC)(?:_?(?:V|H|S|VS|HS))?")
_FULL = Decimal(100)


@dataclass(frozen=True)
class _Alternative:
    percent: Decimal
    words: str
    has_feedback: bool = False


@dataclass
class Cloze:
    """A text with gaps being read: what it weighs and how its words are compared."""

    notes: Notes
    weights: list[int]
    by_case: list[bool]

    @property
    def match(self) -> str:
        """Return how words are compared: Moodle minds accents, and letters' case only where it was asked to."""
        if not self.by_case:
            return ""
        return "case" if all(self.by_case) else "accent"


def cloze_stem(texts: Texts, notes: Notes) -> tuple[str, Cloze]:
    """Return the stem of an embedded-answers question with its gaps as ``[[…]]``."""
    cloze = Cloze(notes, [], [])
    html, kind = _stem(texts.node)
    gaps: list[str] = []

    def gap(found: re.Match[str]) -> str | None:
        content = _content(html, found.end())
        if content is None:
            return None
        gaps.append(_gap(found, content, cloze, len(gaps) + 1))
        return html[found.start() : found.end() + len(content) + 1]

    stem = _replaced(html, _OPENING, gap, lambda cut: texts.markdown(cut, kind), gaps)
    if not gaps:
        notes.say("unsure-no-gap")
    if len(set(cloze.weights)) > 1:
        notes.say("gap-weights")
    return stem, cloze


def places_stem(texts: Texts, notes: Notes, boxes: Sequence[Node]) -> str:
    """Return the stem of a text to drag words into or to select words in; each gap offers its group."""
    html, kind = _stem(texts.node)
    choices = [(texts.words(box), box.value("group") or box.value("draggroup")) for box in boxes]
    gaps: list[str] = []

    def gap(found: re.Match[str]) -> str:
        index = int(found[1]) - 1
        if not 0 <= index < len(choices):
            notes.say("unsure-gap", len(gaps) + 1, found[0])
            gaps.append(escape_text(found[0]))
            return found[0]
        right, group = choices[index]
        others = [words for words, other in choices if other == group and words != right]
        gaps.append(_choice([right], others, len(gaps) + 1, notes))
        return found[0]

    stem = _replaced(html, _PLACE, gap, lambda cut: texts.markdown(cut, kind), gaps)
    if not gaps:
        notes.say("unsure-no-gap")
    return stem


def _stem(node: Node) -> tuple[str, str | None]:
    stem = node.find("questiontext")
    return node.value("questiontext"), stem.attributes.get("format") if stem else None


def _replaced(
    text: str,
    opening: re.Pattern[str],
    take: Callable[[re.Match[str]], str | None],
    markdown: Callable[[str], str],
    gaps: Sequence[str],
) -> str:
    """Return ``text`` as Markdown with what ``take`` takes replaced by the gaps: words stand for them meanwhile."""
    word = "khoangtrong"
    while word in text:
        word += "x"
    pieces, done = [], 0
    for found in opening.finditer(text):
        taken = take(found) if found.start() >= done and len(gaps) < MOST_GAPS else None
        if taken is not None:
            pieces += [text[done : found.start()], f"{word}{len(gaps)}q"]
            done = found.start() + len(taken)
    marked = markdown("".join([*pieces, text[done:]]))
    return re.sub(f"{word}([0-9]+)q", lambda found: gaps[int(found[1]) - 1], marked)


def _content(text: str, start: int) -> str | None:
    """Return what stands from ``start`` to the brace that closes the gap, None where none does."""
    place = start
    while place < min(len(text), start + LONGEST_GAP):
        if text[place] == "\\":
            place += 1
        elif text[place] == "}":
            return text[start:place]
        place += 1
    return None


def _gap(found: re.Match[str], content: str, cloze: Cloze, number: int) -> str:
    cloze.weights.append(int(found[1] or 1))
    kind = found[2].upper()
    alternatives = _alternatives(content)
    full = [each.words for each in alternatives if each.percent >= _FULL]
    partial = any(0 < each.percent < _FULL or each.has_feedback for each in alternatives)
    if partial:
        cloze.notes.say("gap-partial")
    if kind in _NUMBERS:
        return _number([each for each in alternatives if each.percent >= _FULL], number, cloze.notes)
    if kind in _WORDS or kind in _WORDS_BY_CASE:
        cloze.by_case.append(kind in _WORDS_BY_CASE)
        return _words(full, number, cloze.notes)
    if _CHOICES.fullmatch(kind) and len(full) == 1:
        return _choice(
            full, [each.words for each in alternatives if each.percent < _FULL], number, cloze.notes
        )
    return _unread(found[0] + content + "}", number, cloze.notes)


def _alternatives(content: str) -> list[_Alternative]:
    alternatives = []
    for part in _parted(content, "~"):
        answer, *feedback = _parted(part, "#")
        found = _SHARE.match(answer)
        equals, percent, words = found.groups() if found else (None, None, answer)
        share = _FULL if equals else Decimal((percent or "0").replace(",", ".").rstrip("."))
        plain = plain_html(_ESCAPED.sub(r"\1", words))
        if plain:
            alternatives.append(_Alternative(share, plain, bool("".join(feedback).strip())))
    return alternatives


def _parted(text: str, mark: str) -> list[str]:
    """Return ``text`` cut at a mark that is neither escaped nor part of an entity such as ``&#39;``."""
    return re.split(rf"(?<![\\&]){mark}", text)


def _words(full: Sequence[str], number: int, notes: Notes) -> str:
    words = [each for each in full if each != "*"]
    if not words or any("*" in each.replace("\\*", "") or _LIKE_MARK.match(each) for each in words):
        return _unread(" | ".join(full), number, notes)
    return _closed([each.replace("\\*", "*").replace("|", "\\|") for each in words], number, notes)


def _number(full: Sequence[_Alternative], number: int, notes: Notes) -> str:
    keys = []
    for each in full:
        centre, _, spread = each.words.partition(":")
        key = number_key_of(number_in(centre), number_in(spread or "0"))
        if key is None:
            return _unread(each.words, number, notes)
        keys.append(key)
    return _closed([f"= {keys[0]}", *keys[1:]], number, notes) if keys else _unread("", number, notes)


def _choice(right: Sequence[str], others: Sequence[str], number: int, notes: Notes) -> str:
    words = [each for each in dict.fromkeys(others) if each not in right]
    if not words:
        return _unread(" | ".join(right), number, notes)
    shown = [escape_text(each).replace("|", "\\|").replace("\\\\|", "\\|") for each in [*right, *words]]
    return _closed([f"(x) {shown[0]}", *(f"( ) {each}" for each in shown[1:])], number, notes)


def _closed(parts: Sequence[str], number: int, notes: Notes) -> str:
    joined = " | ".join(parts)
    if "]]" in joined or "[[" in joined:
        return _unread(joined, number, notes)
    return f"[[{joined}]]"


def _unread(words: str, number: int, notes: Notes) -> str:
    """Note a gap that has no reading; its words stay where they stood."""
    notes.say("unsure-gap", number, squeeze(words)[:200])
    return escape_text(f"[{squeeze(words)[:500]}]")


def number_key_of(centre: Decimal | None, spread: Decimal | None) -> str | None:
    """Return a number and its tolerance as the bank format writes them, None where one of them is unreadable."""
    if centre is None or spread is None or spread < 0:
        return None
    texts = [_unambiguous(written(each)) for each in (centre, spread)]
    return None if any(len(text) > 20 for text in texts) else " ± ".join(texts)


def _unambiguous(text: str) -> str:
    """Return a decimal so that it cannot be read as thousands: 1,762 is written 1,7620."""
    return f"{text}0" if re.fullmatch(r"-?[1-9][0-9]{0,2},[0-9]{3}", text) else text
