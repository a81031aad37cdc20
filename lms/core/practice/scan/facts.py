"""What can be measured of a scanned file without decoding a single picture."""

from dataclasses import dataclass

MOST_LOOKED_AT = 20
"""Pages that are measured; of a longer file only the number is known."""

MOST_DPI = 2_400
"""No scanner that schools have goes further; a file that says more is not believed."""


class UnreadableError(Exception):
    """A file is not measured: the sentence that says why, and what to do."""

    def __init__(self, message: str, next_step: str) -> None:
        self.message, self.next_step = message, next_step
        super().__init__(message)


@dataclass(frozen=True)
class Page:
    """A page as a reader shows it: turned as the file says, sizes in millimetres.

    ``dpi`` is None where there is no picture of the page, or where what the file says cannot be (``is_doubtful``).
    """

    number: int
    width: float
    height: float
    dpi: int | None = None
    is_doubtful: bool = False
    is_picture: bool = False
    is_blank: bool = False
    is_nearly_blank: bool = False
    is_unread: bool = False
    words: int = 0
    accented_words: int = 0
    is_turned: bool = False
    is_coloured: bool | None = None

    @property
    def is_lying(self) -> bool:
        """Whether the page is clearly wider than high."""
        return self.width > self.height * 1.02


@dataclass(frozen=True)
class Facts:
    """A file: its pages (those that were looked at), and what it says of itself. ``is_photo``: a picture, no PDF."""

    size: int
    count: int
    pages: tuple[Page, ...]
    is_photo: bool = False
    claims_pdf_a: str = ""
