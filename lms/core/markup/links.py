"""Where links and pictures of a course lead: files become addresses of the site, everything else is checked.

Authors write relative file links, so that a folder works on GitHub and in an editor. They are resolved here, once,
when the course is compiled; a link that leads nowhere is an error at its line.
"""

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lms.core.markup.course import Known, Media
from lms.core.markup.findings import FileFindings, nearest
from lms.core.markup.media import MEDIA, is_picture, suffix_of
from lms.core.markup.sanitising import PICTURE_SIZES, is_safe_url
from lms.core.vietnamese import nfc

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

_PARTS = {"step": "/", "task": "/nhiem-vu/", "quiz": "/kiem-tra/"}


def course_url(course_id: str) -> str:
    """Return the address of a course."""
    return f"/khoa-hoc/{course_id}"


def item_url(course_id: str, key: str, kind: str = "step") -> str:
    """Return the address of a lesson (``key`` is its id) or of an item by its key ``lesson-id/item-id``."""
    lesson, slash, item = key.partition("/")
    return f"/hoc/{course_id}/{lesson}" + (f"{_PARTS[kind]}{item}" if slash else "")


def media_url(course_id: str, media: Media) -> str:
    """Return the address of a media file; it carries the content's hash and can be cached for ever."""
    return f"{course_url(course_id)}/media/{media.sha256}.{suffix_of(media.path)}"


def picture_attributes(course_id: str, media: Media) -> dict[str, str]:
    """Return address and size of a picture's element, so that the page does not jump when the picture comes."""
    first = media.sizes[0] if media.sizes else media
    given = {"src": media_url(course_id, media), "width": str(first.width), "height": str(first.height)}
    addresses = [f"{course_url(course_id)}/media/{size.sha256}.webp" for size in media.sizes]
    if addresses:
        given["src"] = addresses[0]
    if len(addresses) > 1:
        pairs = zip(addresses, media.sizes, strict=True)
        given["srcset"] = ", ".join(f"{address} {size.width}w" for address, size in pairs)
        given["sizes"] = PICTURE_SIZES
    return given


def term_url(term_id: str) -> str:
    """Return the address of a word of the glossary."""
    return f"/tu-dien/{term_id}"


@dataclass(frozen=True)
class LessonPlace:
    """A lesson as a target of links: its id, and the kinds of its items by id."""

    id: str
    items: Mapping[str, str] = field(default_factory=dict)  # id -> kind


@dataclass(frozen=True)
class Places:
    """Everything that a link of one course may lead to."""

    course_id: str
    folder: str
    lessons: Mapping[str, LessonPlace]  # by file name
    media: Mapping[str, Media]
    known: Known
    device_names: Mapping[str, str] = field(default_factory=dict)
    """The author's own names for devices, folded; see ``pieces``."""
    refused: Collection[str] = ()
    """Files under ``media/`` that cannot be used; each has a finding of its own."""
    used: set[str] = field(default_factory=set)
    """Paths of the media that some page shows or links to; filled while links are resolved."""

    def address(self, media: Media) -> str:
        """Return the address of ``media`` and remember that it is used."""
        self.used.add(media.path)
        return media_url(self.course_id, media)

    def picture(self, media: Media) -> dict[str, str]:
        """Return the attributes of a picture's element and remember that it is used."""
        self.used.add(media.path)
        return picture_attributes(self.course_id, media)

    def file(self, target: str) -> tuple[str, str]:
        """Return the path that a relative link means, from above ``courses/``, and its fragment."""
        path, _, fragment = nfc(unquote(target)).partition("#")
        return posixpath.normpath(posixpath.join("courses", self.folder, path)), fragment

    def quiz(self, target: str) -> tuple[str, str] | None:
        """Return the file stem under ``quizzes/`` and the fragment, if the link leads to a question bank."""
        path, fragment = self.file(target)
        if _SCHEME.match(target) or not path.startswith("quizzes/") or not path.endswith(".md"):
            return None
        return path.removeprefix("quizzes/").removesuffix(".md"), fragment


@dataclass(frozen=True)
class Link:
    """A resolved link; ``term`` is one to the glossary."""

    href: str
    is_term: bool = False
    is_external: bool = False


class Linker:
    """Resolves the links of one file and notes those that lead nowhere."""

    def __init__(self, places: Places, file_name: str, findings: FileFindings) -> None:
        self.places = places
        self.file_name = file_name
        self.findings = findings

    def link(self, target: str, line: int) -> Link | None:
        """Return where ``target`` leads, or None after noting why it leads nowhere."""
        if target.lower().partition("#")[0].partition("?")[0].endswith(".apk"):
            self.findings.add(line, "apk-link")
        if _SCHEME.match(target):
            if not is_safe_url(target):
                self.findings.add(line, "unsafe-link", target=_short(target))
                return None
            return Link(target, is_external=True)
        if target.startswith("#"):
            return self._in_lesson(self.file_name, target[1:], target, line)
        if target.startswith(("/", "\\")):
            if not is_safe_url(target):
                self.findings.add(line, "unsafe-link", target=_short(target))
                return None
            return Link(target)
        return self._relative(target, line)

    def picture(self, target: str, line: int) -> Media | None:
        """Return the picture that ``target`` means, or None after noting why it cannot be shown."""
        if _SCHEME.match(target) or target.startswith(("/", "\\")):
            self.findings.add(line, "outside-picture", target=_short(target))
            return None
        path, _ = self.places.file(target)
        name = path.removeprefix(f"courses/{self.places.folder}/")
        media = self.places.media.get(name)
        if media is None and name in self.places.refused:
            return None
        if media is None:
            choices = [one for one in self.places.media if one.startswith(MEDIA)]
            self.findings.add(line, "missing-media", target=_short(target), nearest=nearest(name, choices))
        elif not is_picture(media):
            self.findings.add(line, "not-a-picture", target=_short(target))
            return None
        return media

    def _relative(self, target: str, line: int) -> Link | None:
        path, fragment = self.places.file(target)
        inside = f"courses/{self.places.folder}/"
        if posixpath.basename(path) == "glossary.md":
            return self._term(fragment, line)
        if path.startswith("quizzes/"):
            self.findings.add(line, "quiz-inline")
            return None
        if path.startswith(inside):
            return self._in_course(path.removeprefix(inside), fragment, target, line)
        if path.startswith("courses/"):
            return self._other_course(path.split("/")[1], target, line)
        self._broken(target, path, line)
        return None

    def _term(self, fragment: str, line: int) -> Link | None:
        glossary = self.places.known.glossary
        if not fragment:
            return Link("/tu-dien", is_term=True)
        if glossary is not None and fragment not in glossary:
            self.findings.add(
                line, "unknown-term", term=_short(fragment), nearest=nearest(fragment, glossary).between("#")
            )
            return None
        if not is_safe_url(term_url(fragment)) or "/" in fragment:
            self.findings.add(line, "unsafe-link", target=_short(fragment))
            return None
        return Link(term_url(fragment), is_term=True)

    def _in_course(self, name: str, fragment: str, target: str, line: int) -> Link | None:
        if name == "course.md":
            return Link(course_url(self.places.course_id))
        if name in self.places.lessons:
            return self._in_lesson(name, fragment, target, line)
        media = self.places.media.get(name)
        if media is not None:
            return Link(self.places.address(media))
        self._broken(target, name, line)
        return None

    def _in_lesson(self, name: str, fragment: str, target: str, line: int) -> Link | None:
        course_id = self.places.course_id
        if name == "course.md":
            self.findings.add(line, "unknown-anchor", target=_short(target), nearest=nearest(fragment, ()))
            return None
        lesson = self.places.lessons[name]
        if not fragment:
            return Link(item_url(course_id, lesson.id))
        if fragment not in lesson.items:
            near = nearest(fragment, lesson.items).between("#")
            self.findings.add(line, "unknown-anchor", target=_short(target), nearest=near)
            return None
        return Link(item_url(course_id, f"{lesson.id}/{fragment}", lesson.items[fragment]))

    def _other_course(self, name: str, target: str, line: int) -> Link | None:
        courses = self.places.known.courses
        if courses is not None and name not in courses:
            self.findings.add(line, "broken-link", target=_short(target), nearest=nearest(name, courses))
            return None
        url = course_url(name)
        return Link(url) if is_safe_url(url) else None

    def _broken(self, target: str, path: str, line: int) -> None:
        choices = ["course.md", "../glossary.md", *self.places.lessons, *self.places.media]
        self.findings.add(line, "broken-link", target=_short(target), nearest=nearest(path, choices))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:80] + "…"
