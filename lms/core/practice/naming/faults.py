"""What is wrong with a name: each fault names the part, why it matters, and how to mend it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lms.core.errors import N_
from lms.core.practice.naming.dating import date_faults
from lms.core.practice.naming.fault import Fault
from lms.core.practice.naming.pattern import Filled, Pattern, Piece, marks, split_ending, words

MOST_FAULTS = 3
"""More at once discourages; the rest is said after the next try."""

_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_STRANGE = re.compile(r"[^\w\s.-]")
_VAGUE = re.compile(
    r"(?<![a-z0-9])(?:final|finals|moi nhat|moi|ban cuoi(?: cung)?|cuoi cung|chinh thuc|sua(?: lai)?(?: lan \d)?|"
    r"copy|ban sao|new|latest|v|lan \d)\d{0,2}(?![a-z0-9])"
)


@dataclass
class _Name:
    """A learner's name under examination: words are taken out as the parts they belong to are found."""

    stem: str
    ending: str
    words: list[str] = field(default_factory=list)


def faults_of(
    typed: str, accepted: Sequence[Filled], pattern: Pattern, choices: Mapping[str, tuple[str, ...]]
) -> tuple[Fault, ...]:
    """Return what keeps ``typed`` from being one of the ``accepted`` names; at least one fault."""
    stem, ending = split_ending(typed)
    best = min(accepted, key=lambda each: _distance(words(stem), each))
    name = _Name(stem, ending, words(stem))
    found = [*_outside(name, pattern), *_vague(name, best)]
    found += date_faults(name.words, best, pattern)
    found += _parts(name, best, pattern, choices)
    if not found:
        found = [
            Fault(
                N_("Tên chưa theo khuôn."),
                N_("So từng phần với khuôn %(pattern)s rồi sửa."),
                {"pattern": pattern.text},
            )
        ]
    return tuple(found[:MOST_FAULTS])


def _distance(found: list[str], accepted: Filled) -> int:
    wanted = {word for _, said in accepted.values for word in said}
    return len(wanted ^ set(found))


def _outside(name: _Name, pattern: Pattern) -> list[Fault]:
    """Return what can be seen without knowing what the file is: ending, characters, spaces, diacritics."""
    found = []
    if pattern.ending and not name.ending:
        message, next_step = (
            N_("Tên thiếu đuôi %(ending)s."),
            N_("Thêm %(ending)s vào cuối, để máy biết mở tệp bằng gì."),
        )
        found.append(Fault(message, next_step, {"ending": pattern.ending}))
    elif name.ending.casefold() != pattern.ending.casefold():
        values = {"found": name.ending, "ending": pattern.ending}
        message = N_("Đuôi “%(found)s” chưa đúng khuôn.")
        next_step = N_("Viết %(ending)s ở cuối tên.") if pattern.ending else N_("Bỏ đuôi đó đi.")
        found.append(Fault(message, next_step, values))
    strange = _FORBIDDEN.findall(name.stem) or _STRANGE.findall(name.stem)
    if strange:
        message = N_("Ký tự “%(found)s” không nên có trong tên: nhiều máy không nhận.")
        found.append(Fault(message, N_("Bỏ ký tự đó, hoặc thay bằng gạch nối (-)."), {"found": strange[0]}))
    if " " in name.stem and not pattern.allows_spaces:
        message = N_("Tên có dấu cách: khi gửi đi, có máy cắt tên ở chỗ ấy.")
        found.append(Fault(message, N_("Thay mỗi dấu cách bằng gạch nối (-).")))
    marked = marks(name.stem)
    if marked and not pattern.allows_marks:
        message = N_("Chữ “%(found)s” có dấu: có máy hiện thành ký tự lạ, tìm không ra.")
        found.append(
            Fault(
                message,
                N_("Viết không dấu: “%(mended)s”."),
                {"found": marked, "mended": " ".join(words(marked))},
            )
        )
    if "." in name.stem:
        found.append(Fault(N_("Trong tên có dấu chấm thừa."), N_("Chỉ để một dấu chấm, ngay trước đuôi.")))
    return found


def _vague(name: _Name, best: Filled) -> list[Fault]:
    """Return the fault of words such as “final_moi_nhat”, and take them out of the name."""
    wanted = {word for _, said in best.values for word in said}
    said = []
    for each in list(_VAGUE.finditer(" ".join(name.words))):
        if not wanted & set(each[0].split()):
            said.append(each[0])
            for word in each[0].split():
                name.words.remove(word)
    if not said:
        return []
    message = N_("“%(found)s” không cho biết bản nào mới: mai lại có bản mới hơn.")
    next_step = N_("Bỏ chữ đó, chỉ ghi những phần có trong khuôn.")
    return [Fault(message, next_step, {"found": " ".join(said)})]


def _parts(
    name: _Name, best: Filled, pattern: Pattern, choices: Mapping[str, tuple[str, ...]]
) -> list[Fault]:
    """Return what is missing, glued, wrong, left over or out of order among the parts that are no date."""
    found: list[Fault] = []
    places: list[int] = []
    left = list(name.words)
    for piece, wanted in best.values:
        if piece.is_date and pattern.date_is_whole:
            continue
        at = _place(name.words, wanted)
        if at is not None:
            places.append(at)
            _take(left, wanted)
        else:
            found.append(_missing(piece, wanted, left, choices.get(piece.text, ())))
    if left and not found:
        message, next_step = N_("Có chữ thừa: “%(found)s”."), N_("Bỏ chữ đó: tên ngắn dễ tìm hơn.")
        found.append(Fault(message, next_step, {"found": " ".join(left)}))
    if places != sorted(places):
        message = N_("Các phần chưa đúng thứ tự của khuôn.")
        found.append(Fault(message, N_("Xếp lại theo khuôn %(pattern)s."), {"pattern": pattern.text}))
    return found


def _missing(piece: Piece, wanted: Sequence[str], left: list[str], choices: tuple[str, ...]) -> Fault:
    glued = "".join(wanted)
    if len(wanted) > 1 and glued in left:
        left.remove(glued)
        message = N_("Các chữ ở phần “%(part)s” dính liền nhau, khó đọc.")
        return Fault(message, N_("Tách các chữ bằng gạch nối (-)."), {"part": piece.text})
    if choices:
        for other in choices:
            if _place(left, words(other)) is not None:
                _take(left, words(other))
        message = N_("Phần “%(part)s” chưa đúng. Phần này là một trong: %(choices)s.")
        return Fault(
            message,
            N_("Đọc lại mục này rồi chọn chữ hợp với tệp."),
            {"part": piece.text, "choices": ", ".join(choices)},
        )
    message = N_("Chưa thấy phần “%(part)s”, hoặc phần này chưa đúng chữ.")
    next_step = N_("Đọc lại mục này, ghi phần “%(part)s” bằng vài chữ ngắn, đúng chỗ trong khuôn.")
    return Fault(message, next_step, {"part": piece.text})


def _place(found: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Return where ``wanted`` stands in ``found``, one word after the other."""
    size = len(wanted)
    return next(
        (at for at in range(len(found) - size + 1) if list(found[at : at + size]) == list(wanted)), None
    )


def _take(found: list[str], wanted: Sequence[str]) -> None:
    at = _place(found, wanted)
    if at is not None:
        del found[at : at + len(wanted)]
