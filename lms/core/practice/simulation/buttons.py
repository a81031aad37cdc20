"""Reading one list item of a screen: a button, a decoy, or a field to type in, perhaps with its place on the picture."""

import re
from collections.abc import Sequence
from typing import Final

from lms.core.practice.declaration import LONGEST_ITEM, Entry, Reader, plain
from lms.core.practice.simulation.screens import Action, Zone
from lms.core.practice.slips import split_arrow
from lms.core.vietnamese import fold
from lms.core.whole_numbers import whole_number

MOST_ANSWERS, LONGEST_ANSWER = 8, 40
DECOY: Final = ("sai", "wrong")
EXAMPLE = "- Cài đặt -> Trang ứng dụng"

_WHY, _HELP = ("vi sao", "why"), ("goi y", "hint")
_LONGEST_KEY = 20
_PLACE = re.compile(r"(.*?) ?\(([0-9 ,.;-]+)\)")


def key_of(text: str) -> tuple[str, str]:
    """Return the folded key of a ``key: value`` line and its value; no key where the line is none."""
    key, colon, value = text.partition(":")
    return (fold(key), value.strip()) if colon and len(key) <= _LONGEST_KEY else ("", "")


class Button:
    """Reads one list item: a button, a decoy, or a field to type in."""

    def __init__(self, reader: Reader, entry: Entry) -> None:
        self.reader = reader
        self.entry = entry

    def read(self) -> Action | None:
        """Return the action, or None after noting what is wrong with it."""
        entry = self.entry
        if len(entry.text) > LONGEST_ITEM:
            return self._refuse(
                f"Nút này dài quá {LONGEST_ITEM} chữ cái. Viết ngắn lại.",
                f"This button is longer than {LONGEST_ITEM} characters. Shorten it.",
            )
        arrow = split_arrow(plain(entry.text))
        written, target = arrow or (plain(entry.text), "")
        key, rest = key_of(written)
        is_typed = key in ("go", "type")
        label, equals, answers = rest.partition("=") if is_typed else (written, "", "")
        zone, (target, label) = self._zone(target.strip(), label.strip())
        if not target or not label or bool(equals) != is_typed:
            return self._refuse(
                f"Nút cần chữ trên nút và nơi nó dẫn tới. Ví dụ: {EXAMPLE}; "
                "ô gõ: - gõ: Tên ứng dụng = Zalo | Za lo -> Kết quả",
                f"A button needs its words and where it leads, for example: {EXAMPLE}; "
                "a field: - gõ: Tên ứng dụng = Zalo | Za lo -> Kết quả",
            )
        if is_typed:
            return self._field(label, answers, target, zone)
        is_decoy = fold(target) in DECOY
        why = self._note(_WHY if is_decoy else ())
        if is_decoy and not why:
            return self._refuse(
                "Nút sai cần lời giải thích. Thêm dòng thụt vào: > Vì sao: một câu ngắn",
                "A wrong button needs an explanation. Add an indented line: > Vì sao: one short sentence",
            )
        return Action(label, "" if is_decoy else target, why=why, zone=zone, line=entry.line)

    def _field(self, label: str, written: str, target: str, zone: Zone | None) -> Action | None:
        answers = tuple(answer for each in written.split("|") if (answer := each.strip()))
        is_fit = 1 <= len(answers) <= MOST_ANSWERS and all(_is_typable(each) for each in answers)
        if not is_fit:
            return self._refuse(
                f"Ô gõ cần từ 1 đến {MOST_ANSWERS} đáp án sau dấu `=`, mỗi đáp án tối đa {LONGEST_ANSWER} chữ cái, "
                "không dùng ô địa phương. Ví dụ: - gõ: Tên ứng dụng = Zalo | Za lo -> Kết quả",
                f"A field needs from 1 to {MOST_ANSWERS} answers after `=`, each of at most {LONGEST_ANSWER} characters, "
                "without local fields. For example: - gõ: Tên ứng dụng = Zalo | Za lo -> Kết quả",
            )
        if zone is not None or fold(target) in DECOY:
            return self._refuse(
                "Ô gõ phải dẫn tới một màn hình và không có vùng trên ảnh.",
                "A field leads to a screen and has no place on a picture.",
            )
        return Action(label, target, answers, self._note(_HELP), line=self.entry.line)

    def _zone(self, *texts: str) -> tuple[Zone | None, list[str]]:
        """Return the place written after any of ``texts``, and the texts without it."""
        zone, bare = None, []
        for text in texts:
            found = _PLACE.fullmatch(text)
            numbers = [whole_number(each.strip(), 100) for each in found[2].split(",")] if found else []
            if found and len(numbers) >= 3:
                zone, text = self._place(numbers), found[1].strip()
            bare.append(text)
        return zone, bare

    def _place(self, numbers: Sequence[int | None]) -> Zone | None:
        known = [each for each in numbers if each is not None]
        if len(known) == len(numbers) == 4:
            zone = Zone(*known)
            if zone.width and zone.height and max(zone.left + zone.width, zone.top + zone.height) <= 100:
                return zone
        self._refuse(
            "Vùng trên ảnh là bốn số nguyên phần trăm: (cách trái, cách trên, rộng, cao), nằm gọn trong 0 đến 100. "
            "Ví dụ: (10, 20, 40, 15)",
            "A place on the picture is four whole percentages: (from the left, from the top, width, height), "
            "all within 0 to 100. For example: (10, 20, 40, 15)",
        )
        return None

    def _note(self, keys: tuple[str, ...]) -> str:
        """Return the note under the item, which begins with one of ``keys``; another, or one too many, is an error."""
        notes = self.entry.notes
        if not notes:
            return ""
        key, first = key_of(notes[0][1])
        said = plain(" ".join([first, *(text for _, text in notes[1:])])[: LONGEST_ITEM + 1])
        if key not in keys or len(said) > LONGEST_ITEM:
            self.reader.error(
                notes[0][0],
                "Dưới nút sai viết `> Vì sao: …`, dưới ô gõ viết `> Gợi ý: …`, dưới nút đúng không viết gì; "
                f"tối đa {LONGEST_ITEM} chữ cái.",
                "Under a wrong button write `> Vì sao: …`, under a field `> Gợi ý: …`, under a right button nothing; "
                f"at most {LONGEST_ITEM} characters.",
            )
            return "…"
        return said[:1].upper() + said[1:]

    def _refuse(self, vi: str, en: str) -> Action | None:
        """Note what is wrong with the item; there is no action then."""
        self.reader.error(self.entry.line, vi, en)
        return None


def _is_typable(answer: str) -> bool:
    """Return whether ``answer`` can be compared with what is typed, before and after it went through a trail."""
    folded = fold(answer)
    return 1 <= len(folded) <= LONGEST_ANSWER and fold(folded) == folded and "{{" not in answer
