"""The bank format and ``Manuscript``: written out and read back, word by word.

``parse_bank`` alone says what a bank means; here is what somebody wrote.
"""

from lms.core.questions.native.escaping import escape_text, plain_of, visible
from lms.core.questions.native.naming import distinct_ids, short_slug
from lms.core.questions.native.reading import read_native
from lms.core.questions.native.writing import write_native, write_question

__all__ = [
    "distinct_ids",
    "escape_text",
    "plain_of",
    "read_native",
    "short_slug",
    "visible",
    "write_native",
    "write_question",
]
