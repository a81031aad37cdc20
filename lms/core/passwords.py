"""Which passwords are refused, and how sign-in names are read. Hashing is not here: it needs randomness."""

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from lms.core.errors import N_, DomainError
from lms.core.vietnamese import fold

SHORTEST = 8
LONGEST = 128
_CODE = re.compile(r"[0-9A-Z][0-9A-Z._/-]{1,38}[0-9A-Z]")
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХУІЅЈ", "ABEKMHOPCTXYISJ")


class WeakPasswordError(DomainError):
    message = N_("Mật khẩu này dễ đoán quá. Thầy cô chọn câu khác, ví dụ ba từ không liên quan nhau.")


class ShortPasswordError(DomainError):
    message = N_("Mật khẩu cần ít nhất 8 ký tự.")


@cache
def _common() -> frozenset[str]:
    text = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def check_password(password: str, *personal: str) -> None:
    """Accept a password for use.

    ``personal`` are texts that others know of the person: name, phone number, code.

    Raises:
        ShortPasswordError: fewer than 8 or more than 128 characters.
        WeakPasswordError: among the common ones, one repeated or counted-up character, or built on personal texts.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise ShortPasswordError
    plain = fold(password).replace(" ", "")
    if (
        plain in _common()
        or plain.rstrip("0123456789!@#.") in _common()
        or len(set(plain)) <= 3
        or _is_run(plain)
    ):
        raise WeakPasswordError
    for text in personal:
        known = fold(text).replace(" ", "")
        if known and (plain == known or (len(known) >= 5 and known in plain and len(plain) - len(known) < 4)):
            raise WeakPasswordError


def _is_run(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps) == 1


def read_phone(text: str) -> str | None:
    """Return a Vietnamese number as ten or eleven digits from 0, or None if ``text`` is not one."""
    digits = re.sub(r"[\s.()-]", "", unicodedata.normalize("NFKC", text))
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    elif digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    return digits if re.fullmatch(r"0[0-9]{9,10}", digits) else None


def read_teacher_code(text: str) -> str | None:
    """Return a teacher code in its one spelling, or None. Look-alike letters become the Latin ones they imitate."""
    code = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper().translate(_LOOK_ALIKE)
    return code if _CODE.fullmatch(code) else None


def show_phone(phone: str) -> str:
    """Return ``0912 345 678``."""
    return f"{phone[:4]} {phone[4:7]} {phone[7:]}".strip()
