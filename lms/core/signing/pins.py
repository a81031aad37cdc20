"""Which PINs may lock a practice key. What is refused are the first that anybody would try."""

import re
from itertools import pairwise

from lms.core.errors import N_, DomainError

MOST_WRONG = 5
"""So many wrong PINs in a row lock a key, until a person unlocks it."""

SHORTEST_PASSWORD = 6
LONGEST_PASSWORD = 64

_PIN = re.compile(r"[0-9]{6}")
_DAY, _MONTH, _YEAR = r"(?:0[1-9]|[12][0-9]|3[01])", r"(?:0[1-9]|1[0-2])", r"(?:19[3-9][0-9]|20[0-4][0-9])"
_BIRTHDAY = re.compile(rf"{_DAY}{_MONTH}[0-9]{{2}}|[0-9]{{2}}{_MONTH}{_DAY}|{_MONTH}{_YEAR}|{_YEAR}{_MONTH}")
_YEAR_IN_IT = re.compile(rf"{_YEAR}[0-9]{{2}}|[0-9]{{2}}{_YEAR}")


class NoPinError(DomainError):
    message = N_("Mã PIN gồm đúng 6 chữ số, ví dụ 6 số thầy cô tự nghĩ ra.")


class EasyPinError(DomainError):
    message = N_("Mã PIN này dễ đoán quá: số lặp lại hoặc số liền nhau. Thầy cô chọn 6 số khác.")


class BirthdayPinError(DomainError):
    message = N_("Mã PIN này giống ngày sinh hay năm sinh, người quen dễ đoán ra. Thầy cô chọn 6 số khác.")


def is_pin(text: str) -> bool:
    """Tell whether ``text`` has the form of a PIN; what has not is no try at one."""
    return _PIN.fullmatch(text) is not None


def check_pin(pin: str) -> None:
    """Accept a PIN for use.

    Raises:
        NoPinError: it is not six digits.
        EasyPinError: few digits over and over, or counted up or down.
        BirthdayPinError: a day, or a year in which people are born.
    """
    if not is_pin(pin):
        raise NoPinError
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(set(pin)) <= 2 or len(steps) == 1 or pin[:3] == pin[3:]:
        raise EasyPinError
    if _BIRTHDAY.fullmatch(pin) or _YEAR_IN_IT.fullmatch(pin):
        raise BirthdayPinError
