"""The words of a question in its cell: without its own number, its lines as paragraphs, parted from options below it."""

import re

_NUMBERED = re.compile(
    r"(?:câu(?: hỏi)?|bài|question)\s*(?:số\s*)?[0-9]{1,4}\s*[.:)/-]*\s+(?=\S)", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"[0-9]{1,4}\s*[.)/:]\s*(?=\S)")


def stem_of(text: str, *, is_numbered: bool) -> str:
    """Return the words of a question; ``is_numbered`` says that the questions of its sheet begin with bare numbers."""
    numbered = _NUMBERED.match(text) or (is_numbered and _BARE_NUMBER.match(text))
    lines = (text[numbered.end() :] if numbered else text).split("\n")
    paragraphs = [lines[0]]
    for line in lines[1:]:
        if paragraphs[-1][-1:] not in ".?!:;…" and line[:1].islower():
            paragraphs[-1] += f" {line}"  # the cell was too narrow, not the thought at its end
        else:
            paragraphs.append(line)
    return "\n\n".join(paragraphs)
