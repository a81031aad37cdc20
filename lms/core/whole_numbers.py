"""Whole numbers as forms and addresses send them: a count, a version, a place in a list, the id of a row."""

MOST = 999_999_999
"""What a column of whole numbers holds on every database, rounded down."""
_MOST_DIGITS = 18


def whole_number(text: str, most: int = MOST) -> int | None:
    """Return the number that digits alone say, None for anything else and for more than ``most``.

    The digits are counted first, because ``int`` refuses "²", which is a digit, and thousands of digits.
    """
    is_short = len(text) <= _MOST_DIGITS
    number = int(text) if is_short and text.isascii() and text.isdigit() else None
    return number if number is not None and number <= most else None
