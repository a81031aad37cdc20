"""The authors' guide as a page: cut at its chapters, each rendered like any other text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lms.core.markup.blocks import FENCE, FenceWatch
from lms.core.markup.links import Link
from lms.core.markup.rendering import PlainMeaning, Renderer

# "[English](authoring.en.md)" leads from one file to the other; on the site the reader's language has chosen already.
_OTHER_LANGUAGE = re.compile(r"\*\[[^\]]+\]\([a-z.]+\.md\)\*")


@dataclass(frozen=True)
class Chapter:
    """What stands below a ``##``; ``anchor`` names its place on the page."""

    anchor: str
    title: str
    html: str


@dataclass(frozen=True)
class Guide:
    """A whole guide, ready to be shown."""

    title: str
    intro_html: str
    chapters: tuple[Chapter, ...]


class _Meaning(PlainMeaning):
    """Addresses of the web stay; other files of the repository are not on the site."""

    def link(self, target: str) -> Link | None:
        return super().link(target) if target.startswith("https://") else None


def read_guide(text: str, lang: str) -> Guide:
    """Return the guide that ``text`` holds: ``#`` its title, ``##`` its chapters, ``~~~~`` its examples."""
    renderer = Renderer(lang=lang, footnotes=False)
    above, *chapters = _cut(text.split("\n"))
    title, *intro = above
    return Guide(
        title.removeprefix("# "),
        renderer.html(_prose(intro), _Meaning()),
        tuple(
            Chapter(f"muc-{number}", heading.removeprefix("## "), renderer.html(_prose(lines), _Meaning()))
            for number, (heading, *lines) in enumerate(chapters, 1)
        ),
    )


def _cut(lines: Sequence[str]) -> list[list[str]]:
    watch = FenceWatch()
    found: list[list[str]] = [[]]
    for line in lines:
        if not watch.takes(line) and line.startswith("## "):
            found.append([])
        found[-1].append(line)
    return found


def _prose(lines: Sequence[str]) -> str:
    """Return lines without what only the tests of the guide and its readers on other sites need."""
    watch = FenceWatch()
    kept = []
    for line in lines:
        opening = None if watch.mark else FENCE.match(line)
        watch.takes(line)
        if opening:
            kept.append(opening[2])  # not its words: they say to the tests what the example is
        elif not _OTHER_LANGUAGE.fullmatch(line):
            kept.append(line)
    return "\n".join(kept)
