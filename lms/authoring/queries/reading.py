"""Folders of courses and banks as they lie on disk, read within bounds. Nothing is judged here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

LARGEST_FILE = 5 * 1024 * 1024


@dataclass(frozen=True)
class Content:
    """Folders as read from disk: courses by folder name, banks by file stem, and the glossary."""

    courses: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    banks: Mapping[str, bytes] = field(default_factory=dict)
    glossary: bytes | None = None


def read_content(paths: Iterable[Path]) -> Content:
    """Read course folders, folders of them, banks and folders of banks.

    A folder with ``course.md`` is a course; one whose children are courses is a shelf, with its glossary; a Markdown
    file elsewhere is a bank.

    Raises:
        FileNotFoundError: a path does not exist.
    """
    courses: dict[str, dict[str, bytes]] = {}
    banks: dict[str, bytes] = {}
    glossary: bytes | None = None
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(path)
        if (path / "course.md").is_file():
            courses[path.resolve().name] = _course_files(path)
        elif path.is_file():
            glossary, banks = (
                (path.read_bytes(), banks) if path.name == "glossary.md" else (glossary, banks | _bank(path))
            )
        else:
            shelf = [child for child in sorted(path.iterdir()) if (child / "course.md").is_file()]
            courses |= {child.name: _course_files(child) for child in shelf}
            if (path / "glossary.md").is_file():
                glossary = (path / "glossary.md").read_bytes()
            elif not shelf:
                for file in sorted(path.glob("*.md")):
                    banks |= _bank(file)
    return Content(courses, banks, glossary)


def _course_files(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): _bounded(path) for path in found}


def _bank(path: Path) -> dict[str, bytes]:
    return {path.stem: _bounded(path)}


def _bounded(path: Path) -> bytes:
    """Read a file up to just over the limit, so that the checker sees that it is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)
