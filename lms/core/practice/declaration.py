"""Reading a task block: `key: value` lines, then a list, each item with its indented notes.

What a key or an item means belongs to the kind; every complaint here carries its line. Items are shown as plain text,
so the few inline marks that authors use by habit (bold, code, links) are taken off.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lms.core.practice.contract import AuthoringError, AuthoringErrors, Block
from lms.core.practice.slips import ENGLISH, lacks_quote_mark, misspelt_item, near_key
from lms.core.vietnamese import fold, nfc, squeeze
from lms.core.whole_numbers import whole_number

LONGEST_ITEM = 500
HINT_KEY = "goi y"

_ITEM = re.compile(r"\s*[-*+]\s+(.*)")
_NOTE = re.compile(r"\s*>\s?(.*)")
_VALUE = re.compile(r"\s*([^:]{1,20}):\s*(.*)")
_POINTS = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")
_BOX = re.compile(r"\[[ xX]\]\s+(.*)")
_WHY = re.compile(r"(?:vì sao|why)\s*:\s*(.*)", re.IGNORECASE)
_INLINE = (
    (re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)"), r"\1"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"\1"),
    (re.compile(r"\*([^*\s][^*]*)\*"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
)


@dataclass(frozen=True)
class Entry:
    """One list item: its text as written, and the quoted lines under it."""

    line: int
    text: str
    notes: tuple[tuple[int, str], ...] = ()


def plain(text: str) -> str:
    """Return ``text`` in NFC with single spaces and without inline Markdown marks."""
    for marks, bare in _INLINE:
        text = marks.sub(bare, text)
    return squeeze(text)


def as_sentence(text: str) -> str:
    """Return ``text`` as plain text with a capital, because it follows another sentence."""
    said = plain(text)
    return said[:1].upper() + said[1:]


def item_id(text: str) -> str:
    """Return the short, stable id of an item: a hash of its text, whatever its case and spacing."""
    return hashlib.sha256(squeeze(text).casefold().encode()).hexdigest()[:8]


def read_points(text: str) -> Decimal | None:
    """Return the number of points in ``text`` ("10", "0,5"), or None."""
    number = squeeze(text)
    return Decimal(number.replace(",", ".")) if _POINTS.fullmatch(number) else None


class Reader:
    """Walks one block once; kinds ask it for values and items, add their own errors, and call ``finish``."""

    def __init__(self, block: Block, keys: Mapping[str, str]) -> None:
        """Read ``block``; ``keys`` maps a folded key ("diem") to the way authors write it ("điểm")."""
        self.line = block.line
        self.entries: list[Entry] = []
        self._keys = {**keys, HINT_KEY: "gợi ý"}
        self._values: dict[str, tuple[int, str]] = {}
        self._errors: list[AuthoringError] = []
        for number, text in block.lines:
            if text.strip():
                self._take(number, nfc(text))

    def error(self, line: int, vi: str, en: str) -> None:
        """Note an error; reading goes on, so that the author sees all of them."""
        self._errors.append(AuthoringError(line, vi, en))

    def finish(self) -> None:
        """Raise AuthoringErrors if anything was wrong."""
        if self._errors:
            raise AuthoringErrors(self._errors)

    def value(self, key: str) -> tuple[int, str] | None:
        """Return line and text of the folded ``key``, or None where the author left it out."""
        return self._values.get(key)

    def points(self, default: Decimal) -> Decimal:
        """Return the value of ``điểm``, or ``default``."""
        found = self.value("diem")
        if found is None:
            return default
        line, text = found
        points = read_points(text)
        if points is None:
            self.error(
                line,
                f"Điểm phải là một số, ví dụ `điểm: 10`; ở đây là “{text}”.",
                f"Points must be a number, for example `điểm: 10`; found “{text}”.",
            )
            return default
        return points

    def hint(self) -> str:
        """Return the author's hint for the second failure; every kind takes one."""
        found = self.value(HINT_KEY)
        return plain(found[1]) if found else ""

    def expect(self, key: str, wanted: str) -> None:
        """Complain unless ``key`` is absent or says ``wanted``."""
        found = self.value(key)
        if found is not None and not fold(found[1]).startswith(fold(wanted)):
            line, text = found
            self.error(
                line,
                f"Loại nhiệm vụ này cần `{self._keys[key]}: {wanted}`; ở đây là “{text}”.",
                f"This kind of task needs `{self._keys[key]}: {wanted}`; found “{text}”.",
            )

    def needed(self, total: int, vi: str = "mục", en: str = "items") -> int:
        """Return the value of ``đạt``, how many of ``total`` pass; all of them where it is left out.

        ``vi`` and ``en`` are what is counted, for the author's message.
        """
        found = self.value("dat")
        if found is None or not total:  # that there are no items is complained of already
            return total
        line, text = found
        needed = whole_number(text, total) or 0
        if not needed:
            self.error(
                line,
                f"`đạt:` là số {vi} đúng để đạt, từ 1 đến {total}; ở đây là “{text}”.",
                f"`đạt:` is the number of right {en} that passes, from 1 to {total}; found “{text}”.",
            )
        return needed

    def why(self, entry: Entry) -> str:
        """Return the explanation under an item, `> Vì sao: …`, as a sentence; its notes may say nothing else."""
        if not entry.notes:
            return ""
        first = _WHY.fullmatch(entry.notes[0][1])
        if first is None:
            self.error(
                entry.notes[0][0],
                "Lời giải thích dưới một mục viết là: > Vì sao: một câu ngắn",
                "The explanation under an item is written: > Vì sao: one short sentence",
            )
            return ""
        return as_sentence(" ".join([first[1], *(text for _, text in entry.notes[1:])]))

    def tick_boxes(self, entries: list[Entry] | None = None) -> list[Entry]:
        """Return the items, each of which must be `- [ ] …`, with the box and inline marks taken off.

        ``entries`` are the ones to read, where a kind has groups in which the same text may stand again.
        """
        boxes = []
        for entry in self.entries if entries is None else entries:
            box = _BOX.fullmatch(entry.text)
            if box is None:
                self.error(
                    entry.line,
                    "Mục này thiếu ô đánh dấu. Viết: - [ ] việc cần làm",
                    "This item has no tick box. Write: - [ ] what to do",
                )
                continue
            boxes.append(Entry(entry.line, plain(box[1]), entry.notes))
        return self.distinct(boxes)

    def distinct(self, entries: list[Entry]) -> list[Entry]:
        """Return ``entries`` without the empty, overlong and repeated ones, each of which is an error."""
        seen: dict[str, int] = {}
        kept = []
        for entry in entries:
            first = seen.setdefault(item_id(entry.text), entry.line)
            if not entry.text:
                self.error(entry.line, "Mục này chưa có chữ nào.", "This item has no text.")
            elif len(entry.text) > LONGEST_ITEM:
                self.error(
                    entry.line,
                    f"Mục này dài quá {LONGEST_ITEM} chữ cái. Tách thành nhiều mục ngắn.",
                    f"This item is longer than {LONGEST_ITEM} characters. Split it into short ones.",
                )
            elif first != entry.line:
                self.error(
                    entry.line,
                    f"Mục này trùng với dòng {first}. Bỏ bớt một mục, hoặc viết khác đi.",
                    f"This item repeats line {first}. Remove one of them, or word it differently.",
                )
            else:
                kept.append(entry)
        return kept

    def require_items(self, least: int, example: str) -> None:
        """Complain when fewer than ``least`` items were written."""
        if len(self.entries) < least:
            self.error(
                self.line,
                f"Nhiệm vụ này cần ít nhất {least} mục. Ví dụ: {example}",
                f"This task needs at least {least} item(s). For example: {example}",
            )

    def _take(self, number: int, text: str) -> None:
        item, note, value = _ITEM.fullmatch(text), _NOTE.fullmatch(text), _VALUE.fullmatch(text)
        key = fold(value[1]) if value else ""
        key = ENGLISH.get(key, key) if key not in self._keys else key
        meant = misspelt_item(text)
        if item:
            self.entries.append(Entry(number, item[1].strip()))
        elif note and self.entries:
            self._extend(notes=(number, note[1].strip()))
        elif value and key in self._keys:
            self._keep(number, key, value[2].strip())
        elif meant is not None:
            self.refuse_mark(number, meant)
            self.entries.append(Entry(number, meant))
        elif self.entries and text[0].isspace():
            self.refuse_bare_note(number, text)
            self._extend(text=text.strip())
        else:
            self._refuse(number, key)

    def refuse_mark(self, line: int, text: str) -> None:
        """Complain about an item that does not begin with a hyphen and a space."""
        self.error(
            line,
            f"Mục phải bắt đầu bằng gạch nối và một dấu cách. Viết: - {text[:60]}",
            f"An item begins with a hyphen and a space. Write: - {text[:60]}",
        )

    def refuse_bare_note(self, line: int, text: str) -> None:
        """Complain about a note whose `>` is missing: it would become a part of the item."""
        if lacks_quote_mark(text):
            self.error(
                line,
                f"Dòng này thiếu dấu > ở đầu. Viết thụt vào: > {text.strip()[:60]}",
                f"This line lacks the > before it. Write, indented: > {text.strip()[:60]}",
            )

    def _refuse(self, number: int, key: str) -> None:
        near = near_key(key, self._keys) if key else None
        if near is not None:
            self.error(
                number,
                f"Không có mục này ở đây. Ý thầy cô là `{self._keys[near]}:`?",
                f"There is no such key here. Do you mean `{self._keys[near]}:`?",
            )
            return
        known = ", ".join(f"`{name}:`" for name in self._keys.values())
        self.error(
            number,
            f"Không hiểu dòng này. Ở đây chỉ viết {known} và các mục bắt đầu bằng “- ”.",
            f"This line is not understood. Only {known} and items beginning with “- ” belong here.",
        )

    def _keep(self, number: int, key: str, text: str) -> None:
        if key in self._values:
            first = self._values[key][0]
            self.error(
                number,
                f"`{self._keys[key]}:` đã viết ở dòng {first}. Chỉ giữ một dòng.",
                f"`{self._keys[key]}:` is already on line {first}. Keep one of them.",
            )
            return
        self._values[key] = (number, text)

    def _extend(self, *, text: str = "", notes: tuple[int, str] | None = None) -> None:
        last = self.entries[-1]
        if notes is not None:
            self.entries[-1] = Entry(last.line, last.text, (*last.notes, notes))
        elif last.notes:
            line, said = last.notes[-1]
            self.entries[-1] = Entry(last.line, last.text, (*last.notes[:-1], (line, f"{said} {text}")))
        else:
            self.entries[-1] = Entry(last.line, f"{last.text} {text}", ())
