"""Folders of courses and banks, from disk or from an archive, read within bounds. Nothing is judged here."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lms.core.archives import MEGABYTE, Limits, is_litter, read_archive
from lms.core.errors import N_, DomainError
from lms.core.vietnamese import nfc

COURSE_FILE, GLOSSARY_FILE = "course.md", "glossary.md"
COURSES, BANKS, MEDIA = "courses", "quizzes", "media"
LIMITS = Limits()
"""Of a folder as of an archive."""

_WRITTEN_ID = re.compile(r"^id:[ ]*[\"']?([a-z0-9-]{1,64})[\"']?[ ]*\r?$", re.MULTILINE)


class NoContentError(DomainError):
    message = N_(
        "Không thấy khóa học nào ở đây. Thư mục khóa học cần có tệp course.md; thầy cô chọn đúng thư mục đó rồi làm lại."
    )


class HiddenEndingError(DomainError):
    message = N_(
        "Tệp đang tên là course.md.txt; máy giấu mất đuôi .txt. Thầy cô mở tệp bằng Notepad, bấm Lưu thành (Save as), chọn loại tệp “Tất cả” (All files), đặt tên course.md, rồi nén lại."
    )


class SameNameError(DomainError):
    message = N_("Có hai nơi cùng tên “%(name)s”. Thầy cô đổi tên một nơi rồi làm lại.")


class TooMuchContentError(DomainError):
    message = N_(
        "Thư mục “%(name)s” có quá %(count)s tệp hoặc nặng quá %(megabytes)s MB. Thầy cô chỉ để lại tệp của khóa học."
    )


class UnreadableError(DomainError):
    message = N_("Không đọc được “%(name)s”. Kiểm tra xem tệp còn đó không, và máy có cho phép đọc không.")


class NotMarkdownError(DomainError):
    message = N_("“%(name)s” không phải tệp .md hay .zip. Chọn thư mục khóa học, hoặc tệp câu hỏi .md.")


@dataclass(frozen=True)
class Content:
    """What was read: courses by folder name, banks by file stem, and the glossary.

    ``places`` says where a part was found, by the name that the compilers report it under.
    """

    courses: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    banks: Mapping[str, bytes] = field(default_factory=dict)
    glossary: bytes | None = None
    places: Mapping[str, str] = field(default_factory=dict)

    def place(self, path: str) -> str:
        """Return a reported path as the author gave it, so that an editor can go there."""
        if path in self.places:
            return self.places[path]
        folder, slash, rest = path.partition("/")
        return f"{self.places[folder]}/{rest}" if slash and folder in self.places else path


def content_of(files: Mapping[str, bytes]) -> Content:
    """Return the courses, banks and glossary among the files of an archive; other files are left alone.

    Understood are one course (``course.md`` on top or in the one folder), a shelf of courses, and a tree with
    ``courses/``, ``quizzes/`` and a glossary. A course that stands alone goes by the id written in it: the folder is
    then called after a download, not after the course.

    Raises:
        HiddenEndingError: Windows has hidden from the author what a file is called.
        NoContentError: nothing among them looks like a course or a bank.
    """
    folder, files = _without_wrapping(files)
    if COURSE_FILE in files:
        return Content({_written_id(files[COURSE_FILE]) or folder or "khoa-hoc": files})
    courses = dict(_shelf(_below(files, COURSES))) or dict(_shelf(files))
    banks = {
        path.removesuffix(".md"): content
        for path, content in _below(files, BANKS).items()
        if path.endswith(".md") and "/" not in path
    }
    if not courses and not banks:
        if any(path.rpartition("/")[2] == f"{COURSE_FILE}.txt" for path in files):
            raise HiddenEndingError
        raise NoContentError
    glossary = files.get(f"{COURSES}/{GLOSSARY_FILE}", files.get(GLOSSARY_FILE))
    return Content(courses, banks, glossary)


def _without_wrapping(files: Mapping[str, bytes]) -> tuple[str, Mapping[str, bytes]]:
    """Return the files without the folders that hold everything, and the name of the innermost of these."""
    name = ""
    while True:
        tops = {path.partition("/")[0] if "/" in path else "" for path in files}
        if len(tops) != 1 or tops <= {"", COURSES, BANKS}:
            return name, files
        name = tops.pop()
        files = _below(files, name)


def _below(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {
        path.removeprefix(folder + "/"): content
        for path, content in files.items()
        if path.startswith(folder + "/")
    }


def _shelf(files: Mapping[str, bytes]) -> Iterator[tuple[str, Mapping[str, bytes]]]:
    """Yield the course folders that lie directly in ``files``."""
    for path in sorted(files):
        folder, _, rest = path.partition("/")
        if rest == COURSE_FILE:
            yield folder, _below(files, folder)


def _written_id(content: bytes) -> str | None:
    found = _WRITTEN_ID.search(content[:8_000].decode("utf-8", "replace"))
    return found[1] if found else None


def read_content(paths: Iterable[Path]) -> Content:
    """Read courses, shelves of them, banks, folders of banks, whole trees, and archives of any of these.

    A folder with ``course.md`` is a course; one whose children are courses is a shelf, with its glossary; one with
    ``courses/`` or ``quizzes/`` is a tree; a Markdown file elsewhere is a bank. A file inside a course stands for it.

    Raises:
        UnreadableError: a path does not exist or may not be read.
        NoContentError, NotMarkdownError, SameNameError, TooMuchContentError: it holds something else.
        ArchiveError: an archive is not opened.
    """
    reading = _Reading()
    for path in paths:
        try:
            reading.add(path)
        except OSError as error:
            raise UnreadableError(name=str(error.filename or path)) from error
    if not reading.courses and not reading.banks and reading.glossary is None:
        raise NoContentError
    return Content(reading.courses, reading.banks, reading.glossary, reading.places)


class _Reading:
    """What has been found so far, with where it was."""

    def __init__(self) -> None:
        self.courses: dict[str, Mapping[str, bytes]] = {}
        self.banks: dict[str, bytes] = {}
        self.glossary: bytes | None = None
        self.places: dict[str, str] = {}

    def add(self, path: Path) -> None:
        if not path.exists():
            raise FileNotFoundError(2, "no such file or folder", str(path))
        if path.is_dir():
            self.add_folder(path)
        elif path.suffix.lower() == ".zip":
            self.add_archive(path)
        elif path.name == GLOSSARY_FILE:
            self.add_glossary(path)
        elif (path.parent / COURSE_FILE).is_file():
            self.add_course(path.parent)
        elif path.suffix.lower() == ".md":
            self.add_bank(path)
        else:
            raise NotMarkdownError(name=str(path))

    def add_folder(self, path: Path) -> None:
        if (path / COURSE_FILE).is_file() or (path / MEDIA).is_dir():
            self.add_course(path)
            return
        branches = [path / name for name in (COURSES, BANKS) if (path / name).is_dir()]
        for branch in branches:
            self.add_folder(branch)
        shelf = [child for child in sorted(path.iterdir()) if (child / COURSE_FILE).is_file()]
        for child in shelf:
            self.add_course(child)
        if (path / GLOSSARY_FILE).is_file():
            self.add_glossary(path / GLOSSARY_FILE)
        elif not shelf and not branches:
            banks = sorted(file for file in path.glob("*.md") if file.is_file() and not is_litter(file.name))
            if len(banks) > LIMITS.entries:
                raise _too_much(path)
            for file in banks:
                self.add_bank(file)

    def add_course(self, folder: Path) -> None:
        slug = nfc(folder.resolve().name)
        if slug in self.courses:
            if self.places[slug] == str(folder):
                return  # two files of one course were named
            raise SameNameError(name=slug)
        self.places[slug] = str(folder)
        self.courses[slug] = files = {}
        size = 0
        for file in _files_below(folder):
            given = file.relative_to(folder).as_posix()
            name = nfc(given)
            if name in files:
                raise SameNameError(name=f"{slug}/{name}")
            if name != given:
                self.places[f"{slug}/{name}"] = str(file)
            files[name] = _bounded(file)
            size += len(files[name])
            if len(files) > LIMITS.entries or size > LIMITS.unpacked:
                raise _too_much(folder)

    def add_bank(self, file: Path) -> None:
        stem = nfc(file.stem)
        if stem in self.banks:
            raise SameNameError(name=file.name)
        self.banks[stem] = _bounded(file)
        self.places[f"{BANKS}/{stem}.md"] = str(file)

    def add_glossary(self, file: Path) -> None:
        if self.glossary is not None:
            raise SameNameError(name=file.name)
        self.glossary = _bounded(file)
        self.places[GLOSSARY_FILE] = str(file)

    def add_archive(self, file: Path) -> None:
        with file.open("rb") as opened:
            content = content_of(read_archive(opened.read(LIMITS.packed + 1)))
        for name in [
            *(content.courses.keys() & self.courses.keys()),
            *(content.banks.keys() & self.banks.keys()),
        ]:
            raise SameNameError(name=name)
        if content.glossary is not None and self.glossary is not None:
            raise SameNameError(name=GLOSSARY_FILE)
        self.courses |= content.courses
        self.banks |= content.banks
        self.glossary = content.glossary if content.glossary is not None else self.glossary


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the author's regular files in a settled order; links are not followed, nor are hidden folders entered."""
    for root, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not is_litter(name))
        for name in sorted(names):
            file = Path(root, name)
            if not is_litter(name) and file.is_file() and not file.is_symlink():
                yield file


def _refuse(error: OSError) -> None:
    raise error


def _too_much(folder: Path) -> TooMuchContentError:
    return TooMuchContentError(name=str(folder), count=LIMITS.entries, megabytes=LIMITS.unpacked // MEGABYTE)


def _bounded(path: Path) -> bytes:
    """Read a file up to just over the limit, so that the checker sees that it is too large."""
    with path.open("rb") as file:
        return file.read(LIMITS.one_file + 1)
