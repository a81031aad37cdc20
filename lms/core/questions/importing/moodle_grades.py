"""The percentages that Moodle knows as marks of an answer, and what a rounded one was meant to be."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)
GRADES = tuple(
    Decimal(grade)
    for grade in [
        "100",
        "90",
        "83.33333",
        "80",
        "75",
        "70",
        "66.66667",
        "60",
        "50",
        "40",
        "33.33333",
        "30",
        "25",
        "20",
        "16.66667",
        "14.28571",
        "12.5",
        "11.11111",
        "10",
        "5",
        "0",
    ]
)
_BROKEN = tuple(grade for grade in GRADES if grade != grade.to_integral_value())
_FINEST = -5


def snapped(percent: Decimal) -> Decimal:
    """Return the grade that ``percent`` rounds or cuts short: 33, 33.3 and 33.33 are 33.33333. Others stay."""
    exponent = percent.as_tuple().exponent
    if not isinstance(exponent, int) or not _FINEST <= exponent <= 0:
        return percent
    step = Decimal(1).scaleb(exponent)
    for grade in _BROKEN:
        if abs(percent) in (grade.quantize(step, ROUND_HALF_UP), grade.quantize(step, ROUND_DOWN)):
            return grade.copy_sign(percent)
    return percent


def is_grade(percent: Decimal) -> bool:
    """Return whether Moodle takes ``percent`` without complaint."""
    return abs(percent) in GRADES
