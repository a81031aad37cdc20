"""The bank format and ``Manuscript``: written out, read back, and kept as JSON.

``parse_bank`` alone says what a bank means; here is what somebody wrote, word by word.
"""

from lms.core.questions.native.escaping import escape_text, plain_of, visible

__all__ = ["escape_text", "plain_of", "visible"]
