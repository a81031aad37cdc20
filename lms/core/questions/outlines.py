"""A bank's source cut into front matter, pools and questions by its headings. What questions hold is not read here."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lms.core.questions.findings import Findings
from lms.core.questions.marks import without_code
from lms.core.vietnamese import nfc

MAX_BYTES = 4 * 1024 * 1024
MOST_QUESTIONS = 5000
MAX_LINE = 4000
# Control characters, and overrides of the writing direction, which make a text read otherwise than it is.
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, overrides of the writing direction, halves of characters: nothing that anybody would type."""

FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)")
HEADING = re.compile(r"(#{1,2})(?:[ \t]+(.*))?")
TIGHT_HEADING = re.compile(r"##[^#\s].*")
_NOTE, _NOTE_END = "<!--", "-->"


@dataclass(frozen=True)
class Line:
    """One line of the source; ``code`` says that it stands inside a fenced block."""

    number: int
    text: str
    code: bool = False

    @property
    def indent(self) -> int:
        """Return how far the text stands from the margin."""
        return len(self.text) - len(self.text.lstrip(" "))

    @property
    def blank(self) -> bool:
        """Return whether nothing stands here for the reader; an author's one-line comment counts as nothing."""
        text = self.text.strip()
        return not text or (not self.code and text.startswith("<!--") and text.endswith("-->"))


@dataclass
class RawQuestion:
    """A level-two heading and the lines below it."""

    line: int
    heading: str
    body: list[Line] = field(default_factory=list)

    def sha256(self) -> str:
        """Return the digest of this question's normalised source; where it stands in the file does not matter."""
        source = "\n".join([self.heading, *(line.text.rstrip() for line in self.body)])
        return digest(source.strip())


@dataclass
class RawPool:
    """A level-one heading and its questions; ``heading`` is None for questions before the first such heading."""

    line: int
    heading: str | None
    questions: list[RawQuestion] = field(default_factory=list)


@dataclass
class Outline:
    """A bank's front matter (None where there is none, which has been noted) and pools."""

    front: list[Line] | None
    pools: list[RawPool]


def normalised(text: bytes, findings: Findings) -> str:
    """Return the source in NFC with ``\\n`` line ends and no byte-order mark, noting bytes that are not text."""
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = text.count(b"\n", 0, wrong.start) + 1
        findings.error(
            line,
            "not-utf8",
            "Tệp này không phải chữ UTF-8. Thầy cô lưu lại tệp với bảng mã UTF-8.",
            "This is not UTF-8 text. Save the file as UTF-8.",
        )
        decoded = text.decode("utf-8-sig", errors="replace")
    return nfc(decoded.replace("\r\n", "\n").replace("\r", "\n"))


def digest(text: str) -> str:
    """Return the sha256 of normalised text."""
    return hashlib.sha256(text.encode()).hexdigest()


def outline_of(source: str, findings: Findings) -> Outline:
    """Cut normalised source at its headings."""
    lines = _lines_of(source, findings)
    end = _front_end(lines, findings)
    front = None if end is None else lines[1:end]
    start = _first_heading(lines) if end is None else end + 1
    marked = with_fences_marked(lines[start:], findings)
    pools = _pools_of(_without_notes(marked, findings), findings)
    return Outline(front, _within_bounds(pools, findings))


def _lines_of(source: str, findings: Findings) -> list[Line]:
    lines = []
    for number, text in enumerate(source.split("\n"), start=1):
        shown = text[: MAX_LINE + 1].expandtabs(4)
        if len(text) > MAX_LINE:
            findings.error(
                number,
                "line-too-long",
                "Dòng này quá dài; hãy xuống dòng.",
                "This line is too long; break it.",
            )
        if HIDDEN.search(shown):
            say_hidden(number, findings)
            shown = HIDDEN.sub(" ", shown)
        lines.append(Line(number, shown[:MAX_LINE]))
    return lines


def say_hidden(number: int, findings: Findings) -> None:
    """Note that a line holds, or writes by an escape, what nobody sees."""
    findings.error(
        number,
        "hidden-character",
        "Dòng này có ký tự ẩn không nhìn thấy; hãy gõ lại dòng.",
        "This line holds an invisible character; type it again.",
    )


def _front_end(lines: Sequence[Line], findings: Findings) -> int | None:
    """Return the index of the line that closes the front matter, None if there is none."""
    if lines[0].text.rstrip() != "---":
        findings.error(
            1,
            "no-front-matter",
            "Tệp phải mở đầu bằng phần khai báo giữa hai dòng ---, có id: và title:.",
            "The file must begin with settings between two lines ---, with id: and title:.",
        )
        return None
    for index, line in enumerate(lines[1:], start=1):
        if line.text.rstrip() == "---":
            return index
        if line.text.startswith("## "):  # one "#" is a comment in front matter
            break
    findings.error(
        1,
        "front-matter-open",
        "Phần khai báo chưa được đóng bằng dòng ---.",
        "The settings are not closed by a line ---.",
    )
    return None


def _first_heading(lines: Sequence[Line]) -> int:
    return next((index for index, line in enumerate(lines) if HEADING.fullmatch(line.text)), len(lines))


def with_fences_marked(lines: Sequence[Line], findings: Findings) -> list[Line]:
    """Return the lines with those inside code blocks marked; a block that never ends is noted and is no block."""
    marked = list(lines)
    hopeless: dict[str, int] = {}  # shortest fence of each kind that is known to have no end further down
    index = 0
    while index < len(lines):
        fence = FENCE.fullmatch(lines[index].text)
        if not fence or (fence[1][0] == "`" and "`" in fence[2]):
            index += 1
            continue
        kind, length = fence[1][0], len(fence[1])
        end = None if length >= hopeless.get(kind, MAX_LINE) else _closing(lines, index, fence[1])
        if end is None:
            hopeless[kind] = min(length, hopeless.get(kind, MAX_LINE))
            findings.error(
                lines[index].number,
                "fence-open",
                f"Khối mã mở ở đây chưa được đóng; thêm một dòng {fence[1][:3]} ở cuối khối.",
                f"The code block opened here is never closed; end it with a line {fence[1][:3]}.",
            )
            index += 1
            continue
        for inside in range(index, end + 1):
            marked[inside] = Line(lines[inside].number, lines[inside].text, code=True)
        index = end + 1
    return marked


def _closing(lines: Sequence[Line], opener: int, fence: str) -> int | None:
    for index in range(opener + 1, len(lines)):
        text = lines[index].text.strip()
        if text.startswith(fence) and not text.strip(fence[0]):
            return index
    return None


def _without_notes(lines: Sequence[Line], findings: Findings) -> list[Line]:
    """Return the lines without authors' notes, ``<!-- … -->``, which are for trainers; in code they are text, and one that never ends is noted and stays.

    A line that is nothing but a note counts as blank already, and stays as it is.
    """
    kept: list[Line] = []
    opened: int | None = None
    for index, line in enumerate(lines):
        if opened is None and (line.code or line.blank or _NOTE not in line.text):
            kept.append(line)
            continue
        text, is_open = _cut(line.text, is_open=opened is not None)
        kept.append(replace(line, text=text.rstrip(), code=False))
        opened = (index if opened is None else opened) if is_open else None
    if opened is None:
        return kept
    findings.error(
        lines[opened].number,
        "note-open",
        "Ghi chú mở bằng <!-- ở đây chưa được đóng; thêm --> ở cuối ghi chú.",
        "The note opened here by <!-- is never closed; end it with -->.",
    )
    return [*kept[:opened], *lines[opened:]]


def _cut(text: str, *, is_open: bool) -> tuple[str, bool]:
    """Return a line without its notes, and whether one goes on below it."""
    pieces: list[str] = []
    at = 0
    while True:
        if is_open:
            end = text.find(_NOTE_END, at)
            if end < 0:
                return "".join(pieces), True
            at = end + len(_NOTE_END)
        start = without_code(text[at:]).find(_NOTE)
        if start < 0:
            return "".join(pieces) + text[at:], False
        pieces.append(text[at : at + start])
        at, is_open = at + start + len(_NOTE), True


def _pools_of(lines: Sequence[Line], findings: Findings) -> list[RawPool]:
    pools: list[RawPool] = []
    question: RawQuestion | None = None
    stray = False
    for line in lines:
        heading = None if line.code else HEADING.fullmatch(line.text)
        if heading and heading[1] == "#":
            pools.append(RawPool(line.number, (heading[2] or "").strip()))
            question, stray = None, False
        elif heading:
            if not pools:
                pools.append(RawPool(line.number, None))
            question, stray = RawQuestion(line.number, (heading[2] or "").strip()), False
            pools[-1].questions.append(question)
        elif question:
            question.body.append(line)
            _note_tight_heading(line, findings)
        elif not line.blank and not stray:
            stray = True
            _note_tight_heading(line, findings)
            findings.warn(
                line.number,
                "text-outside-questions",
                "Chữ ở đây không thuộc câu hỏi nào nên sẽ không hiện. Câu hỏi mở đầu bằng ##.",
                "This text belongs to no question and will not be shown. A question begins with ##.",
            )
    return pools


def _within_bounds(pools: list[RawPool], findings: Findings) -> list[RawPool]:
    """Return the pools, or none where pools and questions together are too many: then nobody waits for the rest."""
    count = 0
    for pool in pools:
        count += 1 + len(pool.questions)
        if count > MOST_QUESTIONS:
            findings.error(
                pool.line,
                "too-many-questions",
                f"Ngân hàng có quá {MOST_QUESTIONS} câu; hãy chia thành nhiều tệp.",
                f"The bank has more than {MOST_QUESTIONS} questions; split it into several files.",
            )
            return []
    return pools


def _note_tight_heading(line: Line, findings: Findings) -> None:
    if not line.code and TIGHT_HEADING.fullmatch(line.text):
        findings.error(
            line.number,
            "heading-space",
            "Thêm một dấu cách sau ##.",
            "Put a space after ##, or this is no heading.",
        )
