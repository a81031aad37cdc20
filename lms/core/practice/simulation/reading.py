"""Reading a simulated app as an author writes it: settings first, then one screen after the other.

A button names the screen it leads to by its title or its short name, whatever the case and diacritics. Whether the
screens hold together is proved in ``proving``, once each of them can be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from lms.core.practice.contract import AuthoringErrors, Block
from lms.core.practice.declaration import LONGEST_ITEM, Entry, Reader, plain
from lms.core.practice.simulation.buttons import DECOY, EXAMPLE, Button, key_of
from lms.core.practice.simulation.proving import prove
from lms.core.practice.simulation.screens import Action, Picture, Screen, SimulationSpec
from lms.core.practice.slips import misspelt_item, split_arrow
from lms.core.vietnamese import fold, nfc, slug
from lms.core.whole_numbers import whole_number

MOST_SCREENS, MOST_ACTIONS, MOST_TEXTS, MOST_GOALS = 30, 12, 12, 5
MOST_SLIPS = 50

_SCREEN = ("man hinh", "screen")
_PICTURE = ("anh", "picture")
_ENGLISH = {
    "start": "bắt đầu",
    "goal": "đích",
    "most wrong": "sai tối đa",
    "points": "điểm",
    "hint": "gợi ý",
}
_KEYS: Final = {"bat dau": "bắt đầu", "dich": "đích", "sai toi da": "sai tối đa", "diem": "điểm"}
_ABOVE = {*_KEYS, "goi y", *_ENGLISH}
_MARKS = ("- ", "* ", "+ ")


@dataclass(frozen=True)
class _Passage:
    """The lines of one screen, as cut out of the block."""

    line: int
    title: str
    lines: tuple[tuple[int, str], ...]


def read_simulation(block: Block) -> SimulationSpec:
    """Return the simulation that ``block`` declares.

    Raises:
        AuthoringErrors: what cannot be read; or, where all can be read, what does not hold together.
    """
    head, passages = _cut(block)
    reader = Reader(replace(block, lines=head), {**_KEYS, "man hinh": "màn hình"})
    for entry in reader.entries:
        reader.error(
            entry.line,
            "Nút này chưa nằm trong màn hình nào. Mở màn hình trước: `màn hình: Màn hình chính`",
            "This button is on no screen yet. Open a screen first: `màn hình: Màn hình chính`",
        )
    screens = _Screens(reader, block.line).read(passages)
    spec = SimulationSpec(
        reader.points(Decimal(5)),
        screens,
        _read_start(reader, screens),
        _read_goals(reader, screens),
        _read_most_slips(reader),
        hint=reader.hint(),
        line=block.line,
    )
    reader.finish()
    faults = prove(spec)
    if faults:
        raise AuthoringErrors(faults)
    return spec


def _cut(block: Block) -> tuple[tuple[tuple[int, str], ...], list[_Passage]]:
    """Return the lines above the first screen, their keys in Vietnamese, and the screens."""
    head: list[tuple[int, str]] = []
    passages: list[tuple[int, str, list[tuple[int, str]]]] = []
    for number, written in block.lines:
        text = nfc(written)
        key, value = key_of(text)
        if key in _SCREEN:
            passages.append((number, value, []))
        elif passages:
            passages[-1][2].append((number, text))
        else:
            head.append((number, f"{_ENGLISH[key]}: {value}" if key in _ENGLISH else text))
    return tuple(head), [_Passage(number, title, tuple(lines)) for number, title, lines in passages]


class _Screens:
    """Reads the screens of one block; what is wrong goes to the block's reader."""

    def __init__(self, reader: Reader, line: int) -> None:
        self.reader = reader
        self.line = line

    def read(self, passages: Sequence[_Passage]) -> tuple[Screen, ...]:
        if not 2 <= len(passages) <= MOST_SCREENS:
            self.reader.error(
                self.line,
                f"Cần từ 2 đến {MOST_SCREENS} màn hình, mỗi màn hình mở bằng dòng `màn hình: tên`; "
                f"ở đây có {len(passages)}.",
                f"From 2 to {MOST_SCREENS} screens are needed, each opened by a line `màn hình: name`; "
                f"found {len(passages)}.",
            )
            return ()
        first: dict[str, int] = {}
        screens = [self._screen(passage) for passage in passages]
        for screen in screens:
            before = first.setdefault(screen.id, screen.line)
            if before != screen.line:
                self.reader.error(
                    screen.line,
                    f"Tên màn hình này trùng với dòng {before}. Đặt tên khác.",
                    f"This screen has the same name as the one on line {before}. Choose another name.",
                )
        return tuple(self._aimed(screen, screens) for screen in screens)

    def _screen(self, passage: _Passage) -> Screen:
        name, _, title = passage.title.partition("|")
        title = plain(title) or plain(name)
        screen_id = slug(name)[:60]
        if not screen_id or screen_id in DECOY or len(title) > LONGEST_ITEM:
            self.reader.error(
                passage.line,
                f"Màn hình cần một tên ngắn, khác “sai”. Ví dụ: `màn hình: Kho ứng dụng`; ở đây là “{title[:60]}”.",
                "A screen needs a short name other than “sai”, "
                f"for example `màn hình: Kho ứng dụng`; found “{title[:60]}”.",
            )
        screen = Screen(screen_id, title[:LONGEST_ITEM], line=passage.line)
        return _Lines(self.reader, screen).read(passage.lines)

    def _aimed(self, screen: Screen, screens: Sequence[Screen]) -> Screen:
        """Return ``screen`` with the names that its buttons lead to as ids."""
        ids = _names(screens)
        actions = []
        for action in screen.actions:
            found = ids.get(slug(action.target), "")
            if action.target and not found:
                known = ", ".join(f"“{each.title}”" for each in screens[:8])
                self.reader.error(
                    action.line,
                    f"Không có màn hình “{action.target}”. Các màn hình đang có: {known}; nút sai thì viết `-> sai`.",
                    f"There is no screen “{action.target}”. There are: {known}; a wrong button is written `-> sai`.",
                )
            actions.append(replace(action, target=found))
        return replace(screen, actions=tuple(actions))


class _Lines:
    """Reads the lines of one screen."""

    def __init__(self, reader: Reader, screen: Screen) -> None:
        self.reader = reader
        self.screen = screen
        self.texts: list[str] = []
        self.entries: list[Entry] = []
        self.picture: Picture | None = None

    def read(self, lines: Sequence[tuple[int, str]]) -> Screen:
        for number, text in lines:
            if text.strip():
                self._take(number, text)
        if len(self.texts) > MOST_TEXTS or len(self.entries) > MOST_ACTIONS:
            self.reader.error(
                self.screen.line,
                f"Màn hình này dài quá: nhiều nhất {MOST_TEXTS} dòng chữ và {MOST_ACTIONS} nút. Chia làm hai.",
                f"This screen is too long: at most {MOST_TEXTS} lines of text and {MOST_ACTIONS} buttons. Split it.",
            )
            return self.screen
        actions = tuple(action for entry in self.entries if (action := Button(self.reader, entry).read()))
        self._refuse_repeated(actions)
        return replace(self.screen, texts=tuple(self.texts), picture=self.picture, actions=actions)

    def _take(self, number: int, text: str) -> None:
        bare = text.strip()
        key, value = key_of(bare)
        if bare.startswith(_MARKS):
            self.entries.append(Entry(number, bare[2:].strip()))
        elif bare.startswith(">") and self.entries:
            last = self.entries[-1]
            self.entries[-1] = replace(last, notes=(*last.notes, (number, bare[1:].strip())))
        elif key in _PICTURE:
            self._take_picture(number, value)
        elif key in _ABOVE:
            self.reader.error(
                number,
                f"Dòng `{bare[:40]}` viết ở trên màn hình đầu tiên. Nếu đó là chữ của màn hình, viết khác đi.",
                f"The line `{bare[:40]}` belongs above the first screen. If it is text of the screen, word it differently.",
            )
        elif (meant := _misspelt_button(bare)) is not None:
            self.reader.refuse_mark(number, meant)
            self.entries.append(Entry(number, meant))
        elif self.entries and text[0].isspace():
            self.reader.refuse_bare_note(number, text)
            self._continue(bare)
        elif self.entries or bare.startswith(">"):
            self.reader.error(
                number,
                f"Không hiểu dòng này. Chữ của màn hình viết trước các nút; nút viết là: {EXAMPLE}",
                f"This line is not understood. A screen's text comes before its buttons; a button is written: {EXAMPLE}",
            )
        else:
            self._take_text(number, bare)

    def _take_text(self, number: int, text: str) -> None:
        said = plain(text[: LONGEST_ITEM + 1])
        if len(text) > LONGEST_ITEM:
            self.reader.error(
                number,
                f"Dòng này dài quá {LONGEST_ITEM} chữ cái. Màn hình điện thoại chỉ nên có vài câu ngắn.",
                f"This line is longer than {LONGEST_ITEM} characters. A phone's screen holds a few short sentences.",
            )
        self.texts.append(said)

    def _take_picture(self, number: int, value: str) -> None:
        path, _, alt = value.partition("|")
        picture = Picture(path.strip(), plain(alt[:LONGEST_ITEM]), number)
        if self.picture is not None:
            self.reader.error(
                number,
                f"Màn hình này đã có ảnh ở dòng {self.picture.line}. Chỉ giữ một ảnh.",
                f"This screen already has a picture on line {self.picture.line}. Keep one of them.",
            )
        elif not picture.path or not picture.alt or len(picture.path) > LONGEST_ITEM:
            self.reader.error(
                number,
                "Ảnh cần tên tệp và lời tả cho người không thấy ảnh. "
                "Ví dụ: `ảnh: media/kho.webp | Kho ứng dụng, ô tìm kiếm ở trên cùng`",
                "A picture needs its file and words for those who cannot see it, "
                "for example `ảnh: media/kho.webp | Kho ứng dụng, ô tìm kiếm ở trên cùng`",
            )
        else:
            self.picture = picture

    def _continue(self, text: str) -> None:
        last = self.entries[-1]
        if last.notes:
            line, said = last.notes[-1]
            self.entries[-1] = replace(last, notes=(*last.notes[:-1], (line, f"{said} {text}")))
        else:
            self.entries[-1] = replace(last, text=f"{last.text} {text}")

    def _refuse_repeated(self, actions: Sequence[Action]) -> None:
        first: dict[str, int] = {}
        for action in actions:
            before = first.setdefault(fold(action.label), action.line)
            if before != action.line:
                self.reader.error(
                    action.line,
                    f"Nút này trùng chữ với dòng {before}. Viết khác đi để phân biệt.",
                    f"This button says the same as line {before}. Word it differently.",
                )
            if action.zone and self.picture is None:
                self.reader.error(
                    action.line,
                    "Nút này có vùng trên ảnh mà màn hình chưa có ảnh. Thêm dòng `ảnh: …`, hoặc bỏ vùng.",
                    "This button has a place on a picture, but its screen has none. Add `ảnh: …`, or drop the place.",
                )


def _misspelt_button(text: str) -> str | None:
    """Return the words of a line that leads to a screen as a button does, but is not marked as one."""
    meant = misspelt_item(text) or text
    return meant if split_arrow(text) and (meant != text or "->" in text) else None


def _read_start(reader: Reader, screens: Sequence[Screen]) -> str:
    line, name = reader.value("bat dau") or (reader.line, screens[0].title if screens else "")
    return _find_screen(reader, line, name, screens) if screens else ""


def _read_goals(reader: Reader, screens: Sequence[Screen]) -> tuple[str, ...]:
    line, written = reader.value("dich") or (reader.line, "")
    names = [name.strip() for name in written.split("|") if name.strip()]
    if not 1 <= len(names) <= MOST_GOALS:
        reader.error(
            line,
            f"Cần `đích:` là màn hình phải tới được (nhiều nhất {MOST_GOALS}, cách nhau bằng `|`). "
            "Ví dụ: `đích: Đã cài xong`",
            f"`đích:` is needed: the screen to be reached (at most {MOST_GOALS}, parted by `|`), "
            "for example `đích: Đã cài xong`",
        )
        return ()
    found = (_find_screen(reader, line, name, screens) for name in names if screens)
    return tuple(dict.fromkeys(found))


def _names(screens: Sequence[Screen]) -> dict[str, str]:
    """Return the ids by what a screen may be called; where a title and an id are the same, the id has it."""
    return {**{slug(each.title): each.id for each in screens}, **{each.id: each.id for each in screens}}


def _find_screen(reader: Reader, line: int, name: str, screens: Sequence[Screen]) -> str:
    found = _names(screens).get(slug(name))
    if found:
        return found
    reader.error(
        line,
        f"Không có màn hình “{name[:60]}”. Viết đúng tên sau một dòng `màn hình:`.",
        f"There is no screen “{name[:60]}”. Write the name that stands after a `màn hình:`.",
    )
    return ""


def _read_most_slips(reader: Reader) -> int | None:
    found = reader.value("sai toi da")
    if found is None:
        return None
    line, text = found
    most = whole_number(text, MOST_SLIPS)
    if most is None:
        reader.error(
            line,
            f"`sai tối đa:` là số lần bấm sai còn được đạt, từ 0 đến {MOST_SLIPS}; ở đây là “{text[:60]}”.",
            f"`sai tối đa:` is how many wrong taps still pass, from 0 to {MOST_SLIPS}; found “{text[:60]}”.",
        )
    return most
