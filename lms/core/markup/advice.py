"""What makes a lesson hard to follow, out of date or heavy: mostly warnings, found in the lines as written."""

import re
from datetime import date

from lms.core.markup.blocks import Lines, indent_of, is_blank, outside_fences
from lms.core.markup.dialect import ALERTS
from lms.core.markup.findings import FileFindings, nearest
from lms.core.markup.frontmatter import Front
from lms.core.markup.outline import STEP, Outline
from lms.core.markup.pieces import Custom
from lms.core.markup.prose import LONGEST_SENTENCE, long_sentences
from lms.core.markup.reading import READING_PACE, words_to_read
from lms.core.markup.rendering import FIELD
from lms.core.vietnamese import slug

MOST_ACTIONS = 6
HEAVIEST_STEP = 60_000
"""Bytes of pictures on one step: half a minute on a bad connection is too long to wait."""

SPARE_MINUTES = 3
"""What a lesson may promise beyond its parts and whole minutes of reading: a quick check, and finding one's place."""

_ACTION = re.compile(r"\d{1,9}[.)] ")
_ANY_FIELD = re.compile(r"\{\{([^{}\n]{0,60})\}\}")
_ALERT = re.compile(r" {0,3}(?:> ?){1,5}\[!([^\[\]]{1,40})\](.*)")
_CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_HTML = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?|!--[^<>]*)>|<!--")


def note_wording(lines: Lines, findings: FileFindings) -> None:
    """Note long sentences, raw HTML, malformed local fields and boxes of no known kind."""
    for number, words in long_sentences(lines):
        findings.add(number, "long-sentence", words=words, allowed=LONGEST_SENTENCE)
    for number, text in outside_fences(lines):
        _note_box(number, text, findings)
        for written in _ANY_FIELD.finditer(text):
            if not FIELD.fullmatch(written[0]):
                suggestion = slug(written[1]).replace("-", "_").lstrip("_0123456789") or "ten_app"
                findings.add(number, "bad-field", written=written[0], suggestion="{{" + suggestion + "}}")
        tag = _HTML.search(_CODE_SPAN.sub("", text)) if "<" in text else None
        if tag:
            findings.add(number, "raw-html", tag=tag[0][:40])


def _note_box(number: int, text: str, findings: FileFindings) -> None:
    box = _ALERT.fullmatch(text)
    if box and box[1].upper() not in ALERTS:
        findings.add(number, "unknown-box", kind=box[1], nearest=nearest(box[1].upper(), ALERTS))
    elif box and box[2].strip():
        findings.add(number, "box-text", kind=box[1].upper())


def note_actions(lines: Lines, findings: FileFindings) -> None:
    """Note a numbered list with more actions than one screen of a phone should ask for."""
    count = 0
    for number, text in outside_fences(lines):
        if _ACTION.match(text):
            count += 1
            if count == MOST_ACTIONS + 1:
                findings.add(number, "many-actions", allowed=MOST_ACTIONS)
        elif not is_blank(text) and indent_of(text) < 2:
            count = 0


def note_dates(front: Front, today: date, findings: FileFindings) -> None:
    """Note facts past their date, and dates that cannot be."""
    checked, review = front.values.get("checked_on"), front.values.get("review_by")
    if checked and checked > today.isoformat():
        findings.add(front.line("checked_on"), "checked-in-future", date=checked)
    if checked and review and review <= checked:
        findings.add(front.line("review_by"), "review-before-check", date=review, checked=checked)
    elif review and review < today.isoformat():
        findings.add(front.line("review_by"), "review-past", date=review)
    if front.values.get("sources") and not review:
        findings.add(front.line("sources"), "review-missing")


def note_minutes(front: Front, outline: Outline, custom: Custom, findings: FileFindings) -> None:
    """Note durations that, with the reading, do not add up to what the lesson promises."""
    sections = outline.sections
    steps = [section for section in sections if section.kind == STEP]
    if any(step.minutes for step in steps):
        for step in steps:
            if not step.minutes:
                findings.add(step.line, "duration-missing", title=step.title[:60])
    promised = front.values.get("minutes")
    total = sum(section.minutes for section in sections)
    if promised is None:
        if front.is_readable and "minutes" not in front.lines:
            findings.add(1, "minutes-missing", total=total or 15)
        return
    words = words_to_read(outline, custom)
    reading = words // READING_PACE
    is_whole = bool(sections) and all(section.minutes for section in sections)
    if total > promised or (is_whole and promised > total + reading + SPARE_MINUTES):
        findings.add(front.line("minutes"), "minutes-differ", promised=promised, total=total)
    elif total + reading > promised:
        needed = {"reading": reading, "needed": total + reading}
        findings.add(
            front.line("minutes"), "minutes-short", promised=promised, total=total, words=words, **needed
        )


def note_weight(line: int, picture_bytes: int, findings: FileFindings) -> None:
    """Note a page whose pictures are too much for a slow phone."""
    if picture_bytes > HEAVIEST_STEP:
        findings.add(line, "heavy-step", size=picture_bytes // 1000, allowed=HEAVIEST_STEP // 1000)
