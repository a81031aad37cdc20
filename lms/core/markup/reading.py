"""How long a lesson takes to read: its words as one learner meets them, without code, pictures and practice blocks."""

from lms.core.markup.blocks import Lines
from lms.core.markup.outline import Outline
from lms.core.markup.pieces import CHECK, Custom, ListItems, LoneLink, Text, Variants, cut
from lms.core.markup.prose import count_words

READING_PACE = 180
"""Words a minute of somebody who reads with care on a phone; Vietnamese words are counted by syllable."""


def words_to_read(outline: Outline, custom: Custom) -> int:
    """Return the words of the lesson. Of passages for different devices the longest counts: nobody reads two.

    The items of a practice block are not among them: they are read in the task's own time.
    """
    return sum(_words(lines, custom) for lines in (outline.intro, *(each.lines for each in outline.sections)))


def _words(lines: Lines, custom: Custom) -> int:
    total = 0
    for piece in cut(lines, CHECK, custom):
        match piece:
            case Text(lines=text):
                total += count_words(text)
            case ListItems(items=items):
                total += sum(map(count_words, items))
            case Variants(passages=passages):
                total += max(count_words(text) for _, _, _, text in passages)
            case LoneLink(text=label):
                total += len(label.split())
    return total
