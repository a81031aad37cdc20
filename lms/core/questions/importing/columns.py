"""What the headings of a table's columns mean, in Vietnamese and English, with or without diacritics.

A role is a word such as "question", "key", "option-2". Which row holds the headings is found here too; what the cells
below them say is read in ``table_rows``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lms.core.questions.importing.grids import CellKind, Grid, Row
from lms.core.vietnamese import fold

MOST_OPTIONS = 10
HEADING_ROW = "heading-row"
"""In a mapping by hand: the number of the row that holds the headings, 0 where none does."""

ROLES: Mapping[str, tuple[str, str]] = {
    "question": ("Câu hỏi", "Question"),
    **{
        f"option-{n}": (f"Phương án {'ABCDEFGHIJ'[n - 1]}", f"Option {n}") for n in range(1, MOST_OPTIONS + 1)
    },
    "options": ("Các phương án trong một ô", "All options in one cell"),
    "key": ("Đáp án đúng", "Right answer"),
    **{
        f"mark-{n}": (f"Phương án {'ABCDEFGHIJ'[n - 1]} đúng hay sai", f"Option {n} right or wrong")
        for n in range(1, MOST_OPTIONS + 1)
    },
    **{f"wrong-{n}": (f"Phương án sai thứ {n}", f"Wrong option {n}") for n in range(1, MOST_OPTIONS + 1)},
    "type": ("Loại câu", "Type"),
    "points": ("Điểm", "Points"),
    "explanation": ("Giải thích", "Explanation"),
    "hint": ("Gợi ý", "Hint"),
    **{
        f"feedback-{n}": (f"Phản hồi cho {'ABCDEFGHIJ'[n - 1]}", f"Feedback on option {n}")
        for n in range(1, MOST_OPTIONS + 1)
    },
    "pool": ("Chương, chủ đề", "Chapter, topic"),
    "level": ("Mức độ", "Level"),
    "tags": ("Nhãn", "Tags"),
    "code": ("Mã câu", "Code"),
    "number": ("Số thứ tự", "Number"),
    "picture": ("Hình", "Picture"),
    "ignored": ("Bỏ qua", "Leave out"),
}
"""Every role, with the words to offer where columns are mapped by hand; the keys of ``columns`` in ``tables``."""

_WORDS: Mapping[str, str] = {
    "question": "cau hoi|noi dung cau hoi|noi dung|question|question text|questions|de bai|stem|cau dan|text|"
    "cau hoi trac nghiem|noi dung cau hoi trac nghiem|question title|cau hoi kiem tra|noi dung cau|cau hoi thi|"
    "noi dung cau hoi thi|cau hoi va noi dung|question stem|prompt|cau hoi tinh huong|ten cau hoi",
    "options": "phuong an|cac phuong an|lua chon|cac lua chon|phuong an tra loi|cac phuong an tra loi|cac dap an|options|"
    "choices|answer options|answers|dap an lua chon|cac phuong an lua chon|noi dung phuong an|noi dung dap an|"
    "cau tra loi|cac cau tra loi|tra loi|menh de|phat bieu|cac y|y|cac menh de|cac phat bieu|statement|statements|"
    "nhan dinh|y kien|option|choice|dap an tra loi|phuong an lua chon|danh sach dap an",
    "key": "dap an dung|dap an|da|key|da dung|phuong an dung|tra loi dung|cau tra loi dung|ket qua|correct|answer|"
    "correct answer|correct answers|right answer|right answers|correct option|correct options|answer key|"
    "correct choice|dap an chinh xac|lua chon dung|y dung|dap an chuan|dung|phuong an chinh xac|dap so|"
    "cac dap an dung|dap an cau hoi|solution|dung sai|d s|ds|is correct|true false|chon|dap an dung nhat|"
    "phuong an tra loi dung|dap an dung la|x|pa dung|pa chinh xac|lua chon chinh xac|cau dung",
    "type": "loai|loai cau hoi|loai cau|kieu|kieu cau hoi|kieu cau|dang|dang cau|dang cau hoi|type|question type|"
    "hinh thuc|hinh thuc cau hoi|the loai",
    "points": "diem|so diem|points|point|score|marks|mark|thang diem|diem so|diem cau hoi|diem toi da",
    "explanation": "giai thich|loi giai|huong dan|huong dan giai|giai thich dap an|giai thich chi tiet|loi giai chi tiet|"
    "explanation|answer explanation|feedback|phan hoi|nhan xet|general feedback|rationale|can cu|can cu phap ly|"
    "trich dan|dan chung|giai thich chung|phan hoi chung|huong dan tra loi|co so phap ly|nguon|tai lieu|reference",
    "hint": "goi y|hint|hints|goi y tra loi|goi y lam bai",
    "pool": "chuong|chu de|phan|nhom|bai|bai hoc|module|mo dun|modun|topic|category|pool|section|linh vuc|chuyen de|"
    "hoc phan|mach kien thuc|chapter|unit|nhom cau hoi|phan thi|mang|mang kien thuc|nhom chu de|noi dung kien thuc|"
    "chu diem|lesson|nhom kien thuc",
    "level": "muc do|do kho|level|difficulty|cap do|muc do nhan thuc|muc|bloom|muc do kho",
    "tags": "nhan|the|tag|tags|tu khoa|keyword|keywords",
    "code": "ma|ma cau|ma cau hoi|id|code|question id|ma so",
    "number": "stt|tt|so tt|so thu tu|no|cau so|so cau|question no|question number|thu tu|num|so|number|cau|#|question #|n",
    "picture": "hinh|hinh anh|anh|image|image link|image url|picture|link anh|media|link hinh anh|url hinh anh",
    "ignored": "time|time limit|time in seconds|thoi gian|thoi gian lam bai|thoi gian tra loi|ghi chu|note|notes|"
    "nguoi ra de|nguoi soan|thoi gian giay|giay|time limit sec",
}
_ROLE_OF = {word: role for role, words in _WORDS.items() for word in words.split("|")}
_NTH = r"(?P<nth>[a-j]|[1-9]|10)"
_OPTION_WORDS = (
    r"(?:phuong an tra loi|phuong an|lua chon|cau tra loi|dap an tra loi|dap an|tra loi|tuy chon|menh de|phat bieu|"
    r"noi dung dap an|noi dung phuong an|answer option|option|answer|choice|opt|ans|statement|pa|da|y|muc|item|buoc)"
)
_NUMBERED = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (
            "mark",
            rf"(?:dung sai|dung|d s|ds|is correct|correct|right|key)(?: cho)?(?: {_OPTION_WORDS})? ?{_NTH}",
        ),
        (
            "mark",
            rf"(?:{_OPTION_WORDS} ?)?{_NTH} (?:dung|dung sai|d s|ds|is correct|correct|right|dung khong)",
        ),
        (
            "feedback",
            rf"(?:phan hoi|nhan xet|feedback|giai thich|comment)(?: cho| for| on)?(?: {_OPTION_WORDS})? ?{_NTH}",
        ),
        ("feedback", rf"(?:{_OPTION_WORDS} ?)?{_NTH} (?:phan hoi|nhan xet|feedback|giai thich|comment)"),
        (
            "wrong",
            rf"(?:{_OPTION_WORDS} )?(?:sai|nhieu|gay nhieu|wrong|incorrect|distractor)(?: (?:answer|option|so))? ?{_NTH}?",
        ),
        ("option", rf"(?:{_OPTION_WORDS})? ?(?:thu |so )?{_NTH}"),
    )
)
_BESIDE = frozenset(
    {
        "dung",
        "dung sai",
        "d s",
        "ds",
        "correct",
        "is correct",
        "true false",
        "key",
        "x",
        "dap an dung",
        "dap an",
        "chon",
    }
)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}")
_TAIL = re.compile(r"\s+[-–—:]\s.*|:.*", re.DOTALL)
_NOT_WORDS = re.compile(r"[^a-z0-9#]+")
_LONGEST_LABEL = 140
_LOOKED_AT = 60  # rows that may stand above the headings


@dataclass(frozen=True)
class Headings:
    """Which row holds the headings, and the columns of each role in their order."""

    row: Row | None
    roles: Mapping[str, tuple[int, ...]]
    data_from: int  # index into the grid's rows

    def first(self, role: str) -> int:
        """Return the column of a role, -1 if there is none."""
        return self.roles.get(role, (-1,))[0]

    def numbered(self, role: str) -> list[tuple[int, int]]:
        """Return the columns of "option-1", "option-2" … as (n, column), in the order of n."""
        found = ((n, self.first(f"{role}-{n}")) for n in range(1, MOST_OPTIONS + 1))
        return [(n, column) for n, column in found if column >= 0]


def recognised_in(labels: Iterable[str]) -> list[str]:
    """Return the role that each of the recognised labels names."""
    return [role for role in map(recognised, labels) if role]


def recognised(label: str) -> str:
    """Return the role that a heading names, or ""."""
    if not label or len(label) > _LONGEST_LABEL:
        return ""
    words = _plain(_TAIL.sub("", _ASIDE.sub(" ", label)))
    for each in (words, _plain(label)):
        role = _ROLE_OF.get(each) or _numbered(each)
        if role and not ("?" in label and role in {"question", "number"}):
            return role
    is_long_name = words.startswith(("noi dung cau hoi", "cau hoi ")) and len(words) < 40
    return "question" if is_long_name and not any(map(str.isdigit, words)) else ""


def _plain(label: str) -> str:
    # "#" is a heading of its own; "option_a" and "optionA" are "option a".
    spaced = re.sub(r"(?<=[a-z])(?=[A-J](?:$|[^a-zA-Z]))", " ", label.replace("_", " "))
    return _NOT_WORDS.sub(" ", fold(spaced)).strip()


def _numbered(words: str) -> str:
    for role, pattern in _NUMBERED:
        found = pattern.fullmatch(words)
        if found:
            nth = found["nth"] or "1"
            return f"{role}-{int(nth) if nth.isdecimal() else ord(nth) - 96}"
    return ""


def headings_of(grid: Grid) -> Headings | None:
    """Return the first row whose cells name a question and its answers, None where there is none."""
    best: Headings | None = None
    for index, row in enumerate(grid.rows[:_LOOKED_AT]):
        found = _as_headings(grid, index, row)
        if found and (best is None or len(found.roles) > len(best.roles)):
            best = found
    return best


def by_hand(grid: Grid, columns: Mapping[str, int]) -> Headings:
    """Return the headings that a person chose; without a row said, the recognised one counts, or else none."""
    roles = {role: (column,) for role, column in columns.items() if role in ROLES and column >= 0}
    number = columns.get(HEADING_ROW)
    if number is None:
        found = headings_of(grid)
        return Headings(found.row, roles, found.data_from) if found else Headings(None, roles, 0)
    data_from = next((i for i, row in enumerate(grid.rows) if row.number > number), len(grid.rows))
    row = grid.rows[data_from - 1] if data_from and grid.rows[data_from - 1].number == number else None
    return Headings(row, roles, data_from)


def _as_headings(grid: Grid, index: int, row: Row) -> Headings | None:
    if any(cell.kind in {CellKind.DATE, CellKind.SHORT_DATE} for cell in row.cells):
        return None
    named = [recognised(cell.text) for cell in row.cells]
    data_from = index + 1
    below = grid.rows[index + 1] if index + 1 < len(grid.rows) else None
    if below and _is_second_line(named, below):
        width = max(len(named), len(below.cells))
        named += [""] * (width - len(named))
        named = [recognised(below.text(column)) or named[column] for column in range(width)]
        data_from = index + 2
    roles = _settled(_beside_options(row, named))
    twice = any(role.startswith("option-") and len(columns) > 1 for role, columns in roles.items())
    if "question" not in roles or twice or not _has_answers(roles):
        return None  # a row of data whose options are letters is no heading either
    return Headings(row, roles, data_from)


def _is_second_line(named: Sequence[str], below: Row) -> bool:
    """Return whether the row below a heading over several columns names them: "A", "B", "C", "D"."""
    roles = [recognised(cell.text) for cell in below.cells]
    question = named.index("question") if "question" in named else -1
    options = sum(role.startswith("option-") for role in roles)
    others = [cell.text for cell, role in zip(below.cells, roles, strict=True) if cell.text and not role]
    return question >= 0 and options >= 2 and not others and not below.text(question)


def _beside_options(row: Row, named: list[str]) -> list[str]:
    """Return the roles with "Đúng" after each option as that option's mark."""
    beside = [
        index
        for index in range(1, len(named))
        if named[index - 1].startswith("option-")
        and index < len(row.cells)
        and _plain(row.text(index)) in _BESIDE
    ]
    if len(beside) < 2:
        return named
    return [
        f"mark-{named[index - 1].partition('-')[2]}" if index in beside else role
        for index, role in enumerate(named)
    ]


def _settled(named: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the columns by role; words that may mean two things are settled by the other headings."""
    roles: dict[str, tuple[int, ...]] = {}
    for column, role in enumerate(named):
        while role.startswith("wrong-") and role in roles and int(role[6:]) < MOST_OPTIONS:
            role = f"wrong-{int(role[6:]) + 1}"  # "Đáp án sai" three times over
        if role:
            roles[role] = (*roles.get(role, ()), column)
    _settle_keys(roles)
    if "question" not in roles and "number" in roles and len(roles["number"]) > 1:
        *numbers, last = roles["number"]  # "STT", "Câu"
        roles["number"], roles["question"] = tuple(numbers), (last,)
    elif "question" not in roles and "number" in roles and _has_answers(roles):
        roles["question"] = roles.pop("number")
    if "options" in roles and any(role.startswith("option-") for role in roles):
        if "key" not in roles and len(roles["options"]) == 1:
            roles["key"] = roles["options"]  # "Trả lời" beside "A", "B", "C", "D"
        del roles["options"]
    if len(roles.get("options", ())) > 1:
        for number, column in enumerate(roles.pop("options")[:MOST_OPTIONS], start=1):
            roles[f"option-{number}"] = (column,)  # "Phương án" four times over
    return roles


def _settle_keys(roles: dict[str, tuple[int, ...]]) -> None:
    """Settle what a column for keys leaves over for the others, where nothing else is named so."""
    keys = roles.get("key", ())
    if len(keys) > 1 and not any(role.startswith(("option", "wrong-")) for role in roles):
        roles["options"], roles["key"] = keys[:1], keys[1:]  # "Đáp án", "Đúng"
    if "question" not in roles and keys and len(roles.get("options", ())) == 1:
        roles["question"] = roles.pop("options")  # "Nhận định", "Đúng/Sai"


def _has_answers(roles: Mapping[str, object]) -> bool:
    return any(role.startswith(("option", "wrong-")) or role in {"key", "type"} for role in roles)
