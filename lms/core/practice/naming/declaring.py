"""The lines of a naming task: the pattern, the folders, and made-up files with their right names and folders."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from lms.core.practice.contract import Block, Finding
from lms.core.practice.declaration import Entry, Reader, as_sentence, item_id, plain
from lms.core.practice.naming.dates import agree, dates_in
from lms.core.practice.naming.pattern import Filled, Pattern, PatternError, read_pattern
from lms.core.practice.slips import split_arrow
from lms.core.vietnamese import fold, nfc, squeeze

FEWEST_FILES, MOST_FILES = 3, 10
FEWEST_FOLDERS, MOST_FOLDERS = 2, 10
MOST_NAMES = 8

_KEYS = {"khuon": "khuôn", "thu muc": "thư mục", "cho phep": "cho phép", "dat": "đạt", "diem": "điểm"}
_PATTERN_LINE = re.compile(r"\s*khuôn\s*:(.*)", re.IGNORECASE)
_BRACES = re.compile(r"\{([^{}]{1,20})\}")
_NAME = re.compile(r"(?:tên|name)\s*:\s*(.*)", re.IGNORECASE)
_WHY = re.compile(r"(?:vì sao|why)\s*:\s*(.*)", re.IGNORECASE)
_EXAMPLE = "- Kế hoạch tổ Toán, ký ngày 5/9/2026 -> Kế hoạch"
_EXAMPLE_NAME = "> Tên: 2026-09-05_ke-hoach_to-toan.pdf"


@dataclass(frozen=True)
class Folder:
    """A folder that files go into."""

    id: str
    title: str


@dataclass(frozen=True)
class NamedFile:
    """A made-up file: what it is, its folder, the names that are right, and why."""

    id: str
    text: str
    folder_id: str
    names: tuple[str, ...]
    why: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class NamingSpec:
    """What an author declared; ``needed`` files with the right name in the right folder pass."""

    points: Decimal
    pattern: Pattern
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    """The words that a part may say, by the part's name; other parts are free."""
    folders: tuple[Folder, ...]
    files: tuple[NamedFile, ...]
    needed: int
    kind: str = "naming"
    hint: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": str(self.points),
            "hint": self.hint,
            "pattern": self.pattern.text,
            "allows_marks": self.pattern.allows_marks,
            "allows_spaces": self.pattern.allows_spaces,
            "choices": [[name, list(said)] for name, said in self.choices],
            "folders": [{"id": each.id, "title": each.title} for each in self.folders],
            "files": [
                {
                    "id": each.id,
                    "text": each.text,
                    "folder_id": each.folder_id,
                    "names": list(each.names),
                    "why": each.why,
                }
                for each in self.files
            ],
            "needed": self.needed,
        }

    def file(self, wanted: str) -> NamedFile:
        """Return the file with the id ``wanted``."""
        return next(each for each in self.files if each.id == wanted)

    def folder(self, wanted: str) -> Folder:
        """Return the folder with the id ``wanted``."""
        return next(each for each in self.folders if each.id == wanted)

    @cached_property
    def accepted(self) -> Mapping[str, tuple[Filled, ...]]:
        """The right names of each file, part by part, by the file's id."""
        return {
            each.id: tuple(filled for name in each.names if (filled := self.pattern.fill(name)))
            for each in self.files
        }


def spec_from(stored: Mapping[str, Any]) -> NamingSpec:
    """Return the task that ``NamingSpec.to_json`` wrote."""
    return NamingSpec(
        Decimal(stored["points"]),
        Pattern(stored["pattern"], stored["allows_marks"], stored["allows_spaces"]),
        tuple((name, tuple(said)) for name, said in stored["choices"]),
        tuple(Folder(each["id"], each["title"]) for each in stored["folders"]),
        tuple(
            NamedFile(each["id"], each["text"], each["folder_id"], tuple(each["names"]), each["why"])
            for each in stored["files"]
        ),
        stored["needed"],
        hint=stored["hint"],
    )


def read(block: Block) -> NamingSpec:
    """Return the task that ``block`` declares, or raise AuthoringErrors with every error in it."""
    parts = _part_names(block)
    reader = Reader(block, {**parts, **_KEYS})
    pattern = _read_pattern(reader)
    folders = _read_folders(reader)
    choices = tuple(
        (name, tuple(filter(None, (squeeze(each) for each in found[1].split("|")))))
        for key, name in parts.items()
        if key not in _KEYS and (found := reader.value(key))
    )
    reader.require_items(FEWEST_FILES, _EXAMPLE)
    if len(reader.entries) > MOST_FILES:
        reader.error(
            reader.entries[MOST_FILES].line,
            f"Nhiều nhất {MOST_FILES} tệp. Chia làm hai nhiệm vụ.",
            f"At most {MOST_FILES} files. Make two tasks.",
        )
    files = _read_files(reader, pattern, folders)
    needed = reader.needed(len(reader.entries))
    points = reader.points(Decimal(len(files)))
    reader.finish()
    return NamingSpec(
        points, pattern or Pattern(""), choices, folders, files, needed, hint=reader.hint(), line=block.line
    )


def _part_names(block: Block) -> dict[str, str]:
    """Return the parts of the pattern by folded name: each may have a line with the words that it may say."""
    written = next((found[1] for _, text in block.lines if (found := _PATTERN_LINE.fullmatch(nfc(text)))), "")
    names = (squeeze(name) for name in _BRACES.findall(written)[:20])
    return {fold(name): name for name in names if ":" not in name}


def _read_pattern(reader: Reader) -> Pattern | None:
    line, text = reader.value("khuon") or (reader.line, "")
    allowed = reader.value("cho phep")
    said = [fold(each) for each in allowed[1].split(",")] if allowed else []
    if allowed and not set(said) <= {"dau", "khoang trang", "dau cach"}:
        reader.error(
            allowed[0],
            f"`cho phép:` chỉ nhận `dấu` và `khoảng trắng`; ở đây là “{allowed[1]}”.",
            f"`cho phép:` takes `dấu` (diacritics) and `khoảng trắng` (spaces) only; found “{allowed[1]}”.",
        )
    allows_spaces = bool({"khoang trang", "dau cach"} & set(said))
    try:
        return read_pattern(text, allows_marks="dau" in said, allows_spaces=allows_spaces)
    except PatternError as wrong:
        reader.error(line, wrong.vi, wrong.en)
        return None


def _read_folders(reader: Reader) -> tuple[Folder, ...]:
    line, written = reader.value("thu muc") or (reader.line, "")
    titles = [plain(title) for title in written.split("|")]
    folders = tuple(Folder(item_id(title), title) for title in titles)
    distinct = len({each.id for each in folders}) == len(folders)
    if not all(titles) or not distinct or not FEWEST_FOLDERS <= len(titles) <= MOST_FOLDERS:
        reader.error(
            line,
            f"Cần từ {FEWEST_FOLDERS} đến {MOST_FOLDERS} thư mục khác nhau. "
            "Ví dụ: `thư mục: Kế hoạch | Biên bản | Đề thi`",
            f"From {FEWEST_FOLDERS} to {MOST_FOLDERS} different folders are needed, "
            "for example `thư mục: Kế hoạch | Biên bản | Đề thi`",
        )
    return folders


def _read_files(
    reader: Reader, pattern: Pattern | None, folders: tuple[Folder, ...]
) -> tuple[NamedFile, ...]:
    known = {each.id for each in folders}
    by_line: dict[int, tuple[str, tuple[str, ...], str]] = {}
    kept = []
    for entry in reader.entries:
        written = split_arrow(entry.text)
        target = item_id(plain(written[1])) if written else ""
        if not any(each.title for each in folders):  # that there are no folders is complained of already
            continue
        if written is None or target not in known:
            titles = " | ".join(each.title for each in folders if each.title)
            reader.error(
                entry.line,
                f"Mục này cần “-> thư mục”, với thư mục là một trong: {titles}. Ví dụ: {_EXAMPLE}",
                f"This item needs “-> folder”, the folder being one of: {titles}. For example: {_EXAMPLE}",
            )
            continue
        names, why = _read_notes(reader, entry, pattern)
        by_line[entry.line] = target, names, why
        kept.append(Entry(entry.line, plain(written[0])))
    return tuple(
        NamedFile(item_id(entry.text), entry.text, *by_line[entry.line], line=entry.line)
        for entry in reader.distinct(kept)
    )


def _read_notes(reader: Reader, entry: Entry, pattern: Pattern | None) -> tuple[tuple[str, ...], str]:
    """Return the right names of a file and why: `> Tên: a | b` and `> Vì sao: …`."""
    names: list[str] = []
    why = ""
    for line, text in entry.notes:
        named, explained = _NAME.fullmatch(text), _WHY.fullmatch(text)
        if named:
            said = [squeeze(name.strip("` ")) for name in named[1].split("|")]
            _check_names(reader, line, said, pattern)
            names += said
        elif explained:
            why = explained[1]
        elif why:
            why += f" {text}"
        else:
            reader.error(
                line,
                f"Dưới một mục chỉ viết `{_EXAMPLE_NAME}` và `> Vì sao: một câu ngắn`.",
                f"Below an item only `{_EXAMPLE_NAME}` and `> Vì sao: one short sentence` may stand.",
            )
    if not names or len(names) > MOST_NAMES:
        reader.error(
            entry.line,
            f"Mục này cần từ 1 đến {MOST_NAMES} tên đúng ở dòng dưới. Ví dụ: {_EXAMPLE_NAME}",
            f"This item needs 1 to {MOST_NAMES} right names on the lines below. For example: {_EXAMPLE_NAME}",
        )
    return tuple(names), as_sentence(why)


def _check_names(reader: Reader, line: int, names: list[str], pattern: Pattern | None) -> None:
    for name in names:
        if pattern is not None and pattern.fill(name) is None:
            reader.error(
                line,
                f"Tên “{name[:80]}” không theo khuôn {pattern.text}. Sửa tên này, hoặc sửa khuôn.",
                f"The name “{name[:80]}” does not follow the pattern {pattern.text}. Mend the name or the pattern.",
            )


def lint(spec: NamingSpec) -> list[Finding]:
    """Return advice: names that nobody can guess, folders that stand empty, words that a part may not say."""
    findings: list[Finding] = []
    for file in spec.files:
        findings += _lint_file(spec, file)
    used = {file.folder_id for file in spec.files}
    findings += [
        Finding(
            spec.line,
            "warning",
            f"Không tệp nào thuộc thư mục “{each.title}”. Có thể giữ làm mồi, hoặc thêm một tệp.",
            f"No file belongs to the folder “{each.title}”. Keep it as a decoy, or add a file.",
        )
        for each in spec.folders
        if each.id not in used
    ]
    return findings


def _lint_file(spec: NamingSpec, file: NamedFile) -> list[Finding]:
    findings = []
    told = dates_in(file.text)
    dated = [filled.dated() for filled in spec.accepted[file.id] if filled.date_words]
    if dated and not told:
        findings.append(
            Finding(
                file.line,
                "warning",
                "Tên cần ngày tháng mà mục này không nói ngày nào. Thêm ngày, ví dụ: ký ngày 5/9/2026.",
                "The name needs a date that this item does not tell. Add it, for example: ký ngày 5/9/2026.",
            )
        )
    elif any(not any(agree(each, date) for date in told) for each in dated):
        findings.append(
            Finding(
                file.line,
                "warning",
                "Ngày trong tên khác ngày ghi ở mục này. Xem lại cả hai.",
                "The date in a name is not the one that this item tells. Look at both again.",
            )
        )
    for name, allowed in spec.choices:
        said = {
            " ".join(words)
            for filled in spec.accepted[file.id]
            for piece, words in filled.values
            if piece.text == name
        }
        if not said <= {" ".join(fold(each).replace("-", " ").replace("_", " ").split()) for each in allowed}:
            findings.append(
                Finding(
                    file.line,
                    "error",
                    f"Phần “{name}” của một tên đúng không nằm trong `{name}: {' | '.join(allowed)}`.",
                    f"The part “{name}” of a right name is not among `{name}: {' | '.join(allowed)}`.",
                )
            )
    if not file.why:
        findings.append(
            Finding(
                file.line,
                "warning",
                "Mục này chưa có lời giải thích. Thêm dòng thụt vào: > Vì sao: …",
                "This item has no explanation. Add an indented line: > Vì sao: …",
            )
        )
    return findings
