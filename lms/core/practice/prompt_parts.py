"""The six parts of a good prompt: what each is called, what it answers, and by which words it is likely to be there.

Words are a poor judge of a text, so what is found here is only ever a hint to its writer.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from lms.core.errors import N_
from lms.core.vietnamese import fold


@dataclass(frozen=True)
class Part:
    """A part of a prompt: its key, its Vietnamese name, what it answers, other names, and words that are signs of it."""

    key: str
    title: str
    question: str
    names: frozenset[str]
    signs: re.Pattern[str]


PARTS: tuple[Part, ...] = (
    Part(
        "role",
        "Vai",
        N_("AI đóng vai ai?"),
        frozenset({"vai", "vai tro", "role"}),
        re.compile(r"\b(?:dong vai|ban la|voi vai|vai tro|trong vai|nhu mot)\b"),
    ),
    Part(
        "context",
        "Bối cảnh",
        N_("Ở đâu, cho ai, đang có chuyện gì?"),
        frozenset({"boi canh", "context"}),
        re.compile(
            r"\b(?:boi canh|lop|khoi \d|truong|danh cho|hoc sinh|phu huynh|giao vien|cuoc hop|to chuyen mon)\b"
        ),
    ),
    Part(
        "task",
        "Việc",
        N_("Cần làm ra cái gì?"),
        frozenset({"viec", "viec can lam", "nhiem vu", "task"}),
        re.compile(
            r"\b(?:viet|soan|tao|lap|liet ke|tom tat|giai thich|goi y|dich|sua|so sanh|phan tich|ra de|thiet ke|chuan bi|neu|ke)\b"
        ),
    ),
    Part(
        "format",
        "Khuôn",
        N_("Câu trả lời trình bày thế nào?"),
        frozenset({"khuon", "khuon mau", "dinh dang", "format"}),
        re.compile(
            r"\b(?:dang bang|ke bang|bang gom|gach dau dong|danh sach|doan van|trinh bay|theo mau|khuon|"
            r"(?:\d+|mot|hai|ba|bon|nam) (?:cau|y|muc|dong|cot|buoc|doan))\b"
        ),
    ),
    Part(
        "limits",
        "Giới hạn",
        N_("Không được làm gì, dài bao nhiêu?"),
        frozenset({"gioi han", "limits"}),
        re.compile(
            r"\b(?:khong|toi da|duoi|it nhat|ngan gon|chi dung|tranh|gioi han|dung neu|\d+ (?:tu|chu|trang|phut))\b"
        ),
    ),
    Part(
        "verification",
        "Kiểm tra lại",
        N_("Làm sao biết câu trả lời đúng?"),
        frozenset({"kiem tra lai", "kiem tra", "verification"}),
        re.compile(
            r"\b(?:kiem tra|nguon|trich dan|dan chung|khong chac|chua chac|khong biet|hoi lai|ra soat|doi chieu|xem lai)\b"
        ),
    ),
)


def part_called(title: str) -> Part | None:
    """Return the part that an author calls ``title``, or None."""
    folded = fold(title)
    return next((part for part in PARTS if folded in part.names), None)


def not_seen(text: str, keys: Collection[str]) -> tuple[Part, ...]:
    """Return the parts among ``keys`` of which ``text`` shows no sign."""
    folded = fold(text)
    return tuple(part for part in PARTS if part.key in keys and not part.signs.search(folded))
