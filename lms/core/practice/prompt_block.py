"""Reading a block of the kind ``prompt``: its parts with good and poor ways, criteria, a recorded answer."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lms.core.practice.contract import Block
from lms.core.practice.declaration import LONGEST_ITEM, Entry, Reader, item_id, plain
from lms.core.practice.prompt_parts import PARTS, part_called
from lms.core.vietnamese import fold

FEWEST_PARTS, FEWEST_WAYS, MOST_WAYS = 2, 2, 5
MOST_CRITERIA, LONGEST_ANSWER = 8, 3_000

_KEYS = {"tu viet": "tự viết", "diem": "điểm"}
_WAY = re.compile(r"([^:]{1,10}):\s*(.*)")
_GOOD = {"tot": True, "good": True, "kem": False, "poor": False}
_YES_NO = {"co": True, "yes": True, "khong": False, "no": False}
_CRITERIA = {"tieu chi", "criteria"}
_ANSWER = {"tra loi mau", "cau tra loi mau", "recorded answer"}
_EXAMPLE = "- Vai, kèm các dòng thụt vào: > tốt: cách viết | vì sao, và > kém: cách viết | vì sao"


@dataclass(frozen=True)
class PromptWay:
    """A ready-made way to write a part, whether it is a good one, and why."""

    id: str
    text: str
    is_good: bool
    why: str

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"id": self.id, "text": self.text, "is_good": self.is_good, "why": self.why}


@dataclass(frozen=True)
class PromptPart:
    """One of the six parts, as the author calls it, with the ways to choose from."""

    key: str
    title: str
    ways: tuple[PromptWay, ...]
    line: int = field(default=0, compare=False)

    @property
    def question(self) -> str:
        """What this part answers, to be translated."""
        return next(part.question for part in PARTS if part.key == self.key)


@dataclass(frozen=True)
class PromptSpec:
    """What an author declared. ``criteria`` are what a person judges a free text by, ``answer`` a recorded one."""

    points: Decimal
    parts: tuple[PromptPart, ...]
    is_free: bool
    criteria: tuple[str, ...]
    answer: str
    kind: str = "prompt"
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "parts": [
                {"key": part.key, "title": part.title, "ways": [way.to_json() for way in part.ways]}
                for part in self.parts
            ],
            "is_free": self.is_free,
            "criteria": list(self.criteria),
            "answer": self.answer,
        }


def read_prompt(block: Block) -> PromptSpec:
    """Return the task that ``block`` declares, or raise AuthoringErrors with every error in it."""
    reader = Reader(block, _KEYS)
    parts: list[PromptPart] = []
    criteria: list[str] = []
    answer = ""
    for entry in reader.distinct([Entry(each.line, plain(each.text), each.notes) for each in reader.entries]):
        title = fold(entry.text)
        if title in _CRITERIA:
            criteria = _read_criteria(reader, entry)
        elif title in _ANSWER:
            answer = _read_answer(reader, entry)
        else:
            _add_part(reader, entry, parts)
    if len(parts) < FEWEST_PARTS:
        reader.error(
            reader.line,
            f"Cần ít nhất {FEWEST_PARTS} phần của câu lệnh. Ví dụ: {_EXAMPLE}",
            f"At least {FEWEST_PARTS} parts of a prompt are needed. For example: {_EXAMPLE}",
        )
    is_free = _read_free(reader, criteria)
    points = reader.points(Decimal(len(parts)))
    reader.finish()
    return PromptSpec(
        points, tuple(parts), is_free, tuple(criteria), answer, hint=reader.hint(), line=block.line
    )


def _add_part(reader: Reader, entry: Entry, parts: list[PromptPart]) -> None:
    part = part_called(entry.text)
    names = ", ".join(each.title for each in PARTS)
    if part is None:
        reader.error(
            entry.line,
            f"Mục phải là một trong: {names}, Tiêu chí, Trả lời mẫu; ở đây là “{entry.text[:40]}”.",
            f"An item must be one of: {names}, Tiêu chí, Trả lời mẫu; found “{entry.text[:40]}”.",
        )
        return
    if part.key in {each.key for each in parts}:
        reader.error(
            entry.line,
            f"Phần “{part.title}” đã có ở trên. Gộp các cách viết vào một chỗ.",
            f"The part “{part.title}” is above already. Put its ways into one place.",
        )
        return
    ways = _read_ways(reader, entry)
    good = sum(way.is_good for way in ways)
    if not FEWEST_WAYS <= len(ways) <= MOST_WAYS or good in (0, len(ways)):
        reader.error(
            entry.line,
            f"Phần này cần từ {FEWEST_WAYS} đến {MOST_WAYS} cách viết, có cả cách tốt và cách kém. Ví dụ: {_EXAMPLE}",
            f"This part needs {FEWEST_WAYS} to {MOST_WAYS} ways, good and poor ones. For example: {_EXAMPLE}",
        )
    parts.append(PromptPart(part.key, entry.text, ways, entry.line))


def _read_ways(reader: Reader, entry: Entry) -> tuple[PromptWay, ...]:
    ways: dict[str, PromptWay] = {}
    for line, text in entry.notes:
        written = _WAY.fullmatch(text)
        is_good = _GOOD.get(fold(written[1])) if written else None
        said, _, why = written[2].rpartition("|") if written else ("", "", "")
        said, why = plain(said), plain(why)
        way_id = item_id(said)
        is_short = len(said) <= LONGEST_ITEM and len(why) <= LONGEST_ITEM
        if is_good is None or not said or not why or not is_short or way_id in ways:
            reader.error(
                line,
                f"Dòng này viết là: > tốt: cách viết | vì sao, hoặc > kém: cách viết | vì sao; "
                f"mỗi cách một dòng, không trùng, không quá {LONGEST_ITEM} chữ cái.",
                f"This line is written: > tốt: the good way | why, or > kém: the poor way | why; "
                f"one line a way, none twice, at most {LONGEST_ITEM} characters.",
            )
            continue
        ways[way_id] = PromptWay(way_id, said, is_good, why[:1].upper() + why[1:])
    return tuple(ways.values())


def _read_criteria(reader: Reader, entry: Entry) -> list[str]:
    criteria = [plain(text) for _, text in entry.notes if plain(text)]
    if not 1 <= len(criteria) <= MOST_CRITERIA or any(len(each) > LONGEST_ITEM for each in criteria):
        reader.error(
            entry.line,
            f"Dưới “Tiêu chí” cần từ 1 đến {MOST_CRITERIA} dòng thụt vào, mỗi dòng một điều: > Nói rõ việc cần làm",
            f"Under “Tiêu chí” 1 to {MOST_CRITERIA} indented lines are needed, one thing each: > Says what to do",
        )
    return criteria


def _read_answer(reader: Reader, entry: Entry) -> str:
    answer = "\n".join(plain(text) for _, text in entry.notes).strip()
    if not answer or len(answer) > LONGEST_ANSWER:
        reader.error(
            entry.line,
            f"Dưới “Trả lời mẫu” cần các dòng thụt vào bắt đầu bằng “> ”, cả thảy không quá {LONGEST_ANSWER} chữ cái.",
            f"Under “Trả lời mẫu” lines beginning with “> ” are needed, {LONGEST_ANSWER} characters at most in all.",
        )
    return answer


def _read_free(reader: Reader, criteria: list[str]) -> bool:
    found = reader.value("tu viet")
    line, text = found or (reader.line, "không")
    is_free = _YES_NO.get(fold(text))
    if is_free is None:
        reader.error(
            line,
            f"`tự viết:` là `có` hoặc `không`; ở đây là “{text[:40]}”.",
            f"`tự viết:` (free text) is `có` (yes) or `không` (no); found “{text[:40]}”.",
        )
    elif is_free != bool(criteria):
        reader.error(
            line,
            "Người hướng dẫn xem bài tự viết theo tiêu chí: viết `tự viết: có` cùng mục “- Tiêu chí”, hoặc bỏ cả hai.",
            "A mentor judges a free text by criteria: write `tự viết: có` together with “- Tiêu chí”, or neither.",
        )
    return bool(is_free)
