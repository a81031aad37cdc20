"""The sentences in which people are told what concerns them, by kind. Pure: whoever tells gives the values.

Nothing here names what somebody could not do, and no sentence carries an answer, a mark or a note: a notice may be read
over a shoulder, and travels by mail.
"""

from dataclasses import dataclass

from lms.core.errors import N_


@dataclass(frozen=True)
class Sentence:
    """What a notice says, and what its link is called; ``%(name)s`` places are filled from the notice's values."""

    words: str
    link: str


SENTENCES: dict[str, Sentence] = {
    "help_answered": Sentence(N_("%(helper)s đã trả lời câu hỏi của thầy cô."), N_("Đọc câu trả lời")),
}
"""By kind; a test demands one for every kind that the code tells."""
