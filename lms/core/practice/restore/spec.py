"""What an author may write of a file to restore: `tệp: so-tay-cua-toi`, `nơi: USB | Thư mục khác`, `lời: …`; all may be left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from lms.core.practice.contract import Block, Task
from lms.core.practice.declaration import Reader, item_id, plain
from lms.core.vietnamese import slug

KEY: Final = "restore"
SUFFIX: Final = ".pdf"
FEWEST_PLACES, MOST_PLACES, LONGEST_PLACE = 2, 5, 60
MOST_LINES, LONGEST_LINE = 6, 80
LONGEST_NAME = 40

_KEYS = {"tep": "tệp", "noi": "nơi", "loi": "lời", "diem": "điểm"}
_NAME = "so-tay-cua-toi"
_PLACES = ("USB hoặc thẻ nhớ", "Thư mục khác trên máy", "Kho đám mây của trường")
_LINES = (
    "Thứ hai: kiểm 32 máy tính bảng ở phòng thiết bị.",
    "Thứ tư: họp tổ chuyên môn lúc 15 giờ, phòng 204.",
    "Thứ sáu: xếp lại kệ sách khối 6, còn thiếu ba cuốn.",
    "Việc tuần sau: cất sổ tay này ở hai nơi.",
)


@dataclass(frozen=True)
class Place:
    """A second place where the learner may keep a copy."""

    id: str
    title: str


@dataclass(frozen=True)
class RestoreSpec:
    """What an author declared; ``lines`` stand in the notebook."""

    points: Decimal
    name: str
    places: tuple[Place, ...]
    lines: tuple[str, ...]
    kind: str = KEY
    hint: str = ""
    line: int = field(default=0, compare=False)

    @property
    def file_name(self) -> str:
        return f"{self.name}{SUFFIX}"

    def place(self, chosen: object) -> Place | None:
        """Return the place that was chosen, or None for what is none of them."""
        return next((each for each in self.places if each.id == chosen), None)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "name": self.name,
            "places": [{"id": each.id, "title": each.title} for each in self.places],
            "texts": list(self.lines),
        }


@dataclass(frozen=True)
class RestoreTask(Task):
    """``code`` stands in the learner's own notebook and in no other."""

    code: str


def spec_from_json(stored: Mapping[str, Any]) -> RestoreSpec:
    """Return the spec that ``RestoreSpec.to_json`` wrote."""
    return RestoreSpec(
        Decimal(stored["points"]),
        stored["name"],
        tuple(Place(each["id"], each["title"]) for each in stored["places"]),
        tuple(stored["texts"]),
        hint=stored.get("hint", ""),
    )


def parse(block: Block) -> RestoreSpec:
    """Return the spec that ``block`` declares, or raise AuthoringErrors."""
    reader = Reader(block, _KEYS)
    for entry in reader.entries:
        reader.error(
            entry.line,
            "Nhiệm vụ khôi phục tệp không có mục “- ”. Chỉ viết các dòng như `tệp: so-tay-cua-toi`, `nơi: USB | Thư mục khác`.",
            "A restore task has no “- ” items. Write only lines such as `tệp: so-tay-cua-toi`, `nơi: USB | Thư mục khác`.",
        )
    name, places, lines = _read_name(reader), _read_places(reader), _read_lines(reader)
    points = reader.points(Decimal(10))
    reader.finish()
    return RestoreSpec(points, name, places, lines, hint=reader.hint(), line=block.line)


def _read_name(reader: Reader) -> str:
    value = reader.value("tep")
    if value is None:
        return _NAME
    line, written = value
    name = written.removesuffix(SUFFIX)
    if not name or name != slug(name)[:LONGEST_NAME]:
        meant = slug(name)[:LONGEST_NAME].strip("-") or _NAME
        reader.error(
            line,
            f"Tên tệp chỉ gồm chữ thường không dấu, số và gạch nối, nhiều nhất {LONGEST_NAME} chữ. Viết: `tệp: {meant}`",
            f"The file's name has small letters without marks, figures and hyphens only, at most {LONGEST_NAME}. "
            f"Write: `tệp: {meant}`",
        )
    return name


def _read_places(reader: Reader) -> tuple[Place, ...]:
    value = reader.value("noi")
    titles = [plain(each) for each in value[1].split("|")] if value else list(_PLACES)
    places = tuple(Place(item_id(title), title) for title in titles)
    is_distinct = len({each.id for each in places}) == len(places)
    is_short = all(0 < len(title) <= LONGEST_PLACE for title in titles)
    if not (is_distinct and is_short and FEWEST_PLACES <= len(titles) <= MOST_PLACES):
        reader.error(
            value[0] if value else reader.line,
            f"Cần từ {FEWEST_PLACES} đến {MOST_PLACES} nơi khác nhau, mỗi nơi nhiều nhất {LONGEST_PLACE} chữ cái. "
            "Ví dụ: `nơi: USB | Thư mục khác | Kho đám mây của trường`",
            f"From {FEWEST_PLACES} to {MOST_PLACES} different places are needed, each of at most {LONGEST_PLACE} "
            "characters, for example `nơi: USB | Thư mục khác | Kho đám mây của trường`",
        )
    return places


def _read_lines(reader: Reader) -> tuple[str, ...]:
    value = reader.value("loi")
    if value is None:
        return _LINES
    lines = tuple(plain(each) for each in value[1].split("|"))
    if len(lines) > MOST_LINES or not all(0 < len(each) <= LONGEST_LINE for each in lines):
        reader.error(
            value[0],
            f"`lời:` có từ 1 đến {MOST_LINES} dòng, ngăn bằng dấu |, mỗi dòng nhiều nhất {LONGEST_LINE} chữ cái. "
            "Ví dụ: `lời: Thứ hai: họp tổ | Thứ tư: dự giờ lớp 6A`",
            f"`lời:` has 1 to {MOST_LINES} lines with | between them, each of at most {LONGEST_LINE} characters, "
            "for example `lời: Thứ hai: họp tổ | Thứ tư: dự giờ lớp 6A`",
        )
    return lines
