"""The examples of the CommonMark specification: none crashes, none escapes, and those that agree go on agreeing.

Python-Markdown is no CommonMark and raw HTML is off here, so not all can agree. ``commonmark_agreed.txt`` holds the
numbers of those that do; ``python -m tests.core.markup.test_commonmark`` writes it anew when there are more.
"""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lms.core.markup import render_markdown
from lms.core.markup.dialect import build_markdown
from lms.core.markup.sanitising import sanitise
from lms.core.markup.source import refusal
from tests.core.markup.folders import CORPORA
from tests.safety.inspection import faults_in

SPECIFICATION = CORPORA / "commonmark" / "spec.txt"
AGREED = Path(__file__).with_name("commonmark_agreed.txt")
NUMBER_OF_EXAMPLES = 655

pytestmark = pytest.mark.skipif(
    not SPECIFICATION.exists(), reason="the CommonMark corpus lies beside the repository"
)


class Events(HTMLParser):
    """The meaning of HTML, whatever its white space and its way of writing characters."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[str] = []
        self.preformatted = 0
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.preformatted += tag == "pre"
        self.events.append(f"<{tag}{sorted(attrs)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.preformatted -= tag == "pre"
        self.events.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        text = data.rstrip("\n") if self.preformatted else re.sub(r"\s+", " ", data)
        if text.strip():
            self.events.append(text if self.preformatted else text.strip())


@cache
def examples() -> list[tuple[str, str]]:
    text = SPECIFICATION.read_text(encoding="utf-8")
    found = re.findall(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", text, re.MULTILINE | re.DOTALL)
    return [(source.replace("→", "\t"), markup.replace("→", "\t")) for source, markup in found]


def rendered(source: str) -> str:
    return build_markdown().convert(source.strip("\n"))


@cache
def agreeing() -> frozenset[int]:
    """Return the numbers of the examples that are rendered as specified; the first is 1."""
    return frozenset(
        number
        for number, (source, wanted) in enumerate(examples(), 1)
        if Events(rendered(source)).events == Events(wanted).events
    )


def recorded() -> frozenset[int]:
    return frozenset(int(number) for number in AGREED.read_text(encoding="ascii").split())


def test_every_example_of_the_specification_is_there() -> None:
    assert len(examples()) == NUMBER_OF_EXAMPLES


def test_every_example_is_within_bounds_and_becomes_safe_html() -> None:
    for source, _ in examples():
        assert refusal(source) is None, source
        assert faults_in(sanitise(rendered(source))) == [], source
        assert faults_in(render_markdown(source)) == [], source


def test_no_example_that_agreed_with_the_specification_has_ceased_to() -> None:
    lost = sorted(recorded() - agreeing())
    gained = sorted(agreeing() - recorded())
    assert lost == [], (
        f"examples {lost} agreed before; {gained or 'none'} agree now that did not. "
        "If that is meant, run: python -m tests.core.markup.test_commonmark"
    )


def test_the_record_is_not_behind() -> None:
    gained = sorted(agreeing() - recorded())
    assert gained == [], f"examples {gained} agree now; run: python -m tests.core.markup.test_commonmark"


def record() -> None:
    """Write down which examples agree."""
    numbers = [str(number) for number in sorted(agreeing())]
    lines = [" ".join(numbers[start : start + 20]) for start in range(0, len(numbers), 20)]
    AGREED.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    record()
