"""What is wrong with the date in a name: missing, not in front, backwards, too short, glued, or another date."""

from collections.abc import Sequence

from lms.core.errors import N_
from lms.core.practice.naming.fault import Fault
from lms.core.practice.naming.pattern import Filled, Pattern

_WRONG = {
    "year": (N_("Năm “%(found)s” chưa khớp với tệp này."), N_("Đọc lại ngày ghi trong mục này rồi sửa năm.")),
    "month": (
        N_("Tháng “%(found)s” chưa khớp với tệp này."),
        N_("Đọc lại ngày ghi trong mục này rồi sửa tháng."),
    ),
    "day": (
        N_("Ngày “%(found)s” chưa khớp với tệp này."),
        N_("Đọc lại ngày ghi trong mục này rồi sửa ngày."),
    ),
}


def date_faults(found: list[str], accepted: Filled, pattern: Pattern) -> list[Fault]:
    """Return what is wrong with the date among the words ``found``, and take the words of the date out of them."""
    wanted = accepted.date_words
    if not wanted or not pattern.date_is_whole:
        return []
    kinds = [piece.kind for piece, _ in accepted.values if piece.is_date]
    shape = {"shape": pattern.date_shape}
    glued = "".join(wanted)
    if len(wanted) > 1 and glued in found:
        found.remove(glued)
        message, next_step = (
            N_("Năm, tháng, ngày viết dính liền nhau, khó đọc."),
            N_("Tách ra theo khuôn: %(shape)s."),
        )
        return [Fault(message, next_step, shape)]
    at = _numbers(found, wanted)
    if at is None:
        return [
            Fault(
                N_("Tên chưa có đủ ngày tháng theo khuôn."),
                N_("Viết ngày tháng theo khuôn: %(shape)s."),
                shape,
            )
        ]
    said = found[at : at + len(wanted)]
    del found[at : at + len(wanted)]
    faults = _order_faults(said, wanted, kinds, shape)
    if pattern.begins_with_date and at:
        message = N_("Ngày tháng chưa đứng đầu tên, nên các tệp không tự xếp theo thời gian.")
        faults.append(Fault(message, N_("Đưa ngày tháng lên đầu: %(shape)s."), shape))
    return faults


def _numbers(found: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Return where as many numbers stand side by side as the date has; the ones most like it."""
    size = len(wanted)
    runs = [
        at
        for at in range(len(found) - size + 1)
        if all(word.isdigit() and len(word) <= 4 for word in found[at : at + size])
    ]
    likeness = {
        at: len({int(word) % 100 for word in found[at : at + size]} & {int(word) % 100 for word in wanted})
        for at in runs
    }
    return max(runs, key=lambda at: likeness[at]) if runs else None


def _order_faults(
    said: list[str], wanted: Sequence[str], kinds: list[str], shape: dict[str, str]
) -> list[Fault]:
    faults: list[Fault] = []
    numbers = [int(word) for word in said]
    right = [int(word) for word in wanted]
    if _is_backwards(said, kinds):
        message = N_("Ngày tháng viết ngược: viết năm trước thì các tệp tự xếp theo thời gian.")
        faults.append(Fault(message, N_("Viết lại theo thứ tự %(shape)s."), shape))
        said, numbers = said[::-1], numbers[::-1]
    swapped = _swapped(numbers, right, kinds)
    if swapped:
        message = N_("Tháng và ngày đổi chỗ cho nhau.")
        faults.append(Fault(message, N_("Viết lại theo thứ tự %(shape)s."), shape))
    for kind, word, number, right_number in zip(kinds, said, numbers, right, strict=True):
        if kind == "year" and len(word) <= 2 and number == right_number % 100:
            faults.append(Fault(N_("Năm mới có hai chữ số."), N_("Viết đủ bốn chữ số của năm.")))
        elif number != right_number and not (swapped and kind != "year"):
            message, next_step = _WRONG[kind]
            faults.append(Fault(message, next_step, {"found": word}))
        elif kind != "year" and len(word) != 2:
            message = N_("Tháng hoặc ngày mới có một chữ số: tháng 10 sẽ đứng trước tháng 9.")
            faults.append(Fault(message, N_("Viết đủ hai chữ số, ví dụ 09.")))
    return [fault for at, fault in enumerate(faults) if fault not in faults[:at]]


def _is_backwards(said: list[str], kinds: list[str]) -> bool:
    """Return whether the year stands at the other end of what was written."""
    if len(said) < 2 or kinds[0] == kinds[-1]:
        return False
    first, last = len(said[0]) == 4, len(said[-1]) == 4
    return (kinds[0] == "year" and last and not first) or (kinds[-1] == "year" and first and not last)


def _swapped(numbers: list[int], right: list[int], kinds: list[str]) -> bool:
    if "month" not in kinds or "day" not in kinds:
        return False
    month, day = kinds.index("month"), kinds.index("day")
    return right[month] != right[day] and numbers[month] == right[day] and numbers[day] == right[month]
