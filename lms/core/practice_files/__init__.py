"""Practice files of a school that does not exist, to use in class and to link from lessons.

Pure, and the same bytes each time, so that a file of last year and one of today can be compared; who writes them where
is the business of ``lms practice files``.
"""

from collections.abc import Callable, Mapping
from typing import Final

from lms.core.practice_files.documents import make_documents
from lms.core.practice_files.guide import GUIDE, SIGNED, read_guide, write_guide
from lms.core.practice_files.renaming import make_messy_files
from lms.core.practice_files.scans import make_scans
from lms.core.practice_files.sheets import draw_scanning_sheet
from lms.core.practice_files.signed import make_signed_files
from lms.core.practice_files.workbooks import make_workbooks

__all__ = ["GROUPS", "GUIDE", "SIGNED", "make_group", "make_signed_files", "read_guide", "write_guide"]

_MAKERS: Final[Mapping[str, Callable[[], dict[str, bytes]]]] = {
    "van-ban": make_documents,
    "dat-ten": make_messy_files,
    "bang-tinh": make_workbooks,
    "ban-quet": make_scans,
    "to-mau-quet": lambda: {"to-mau-quet.pdf": draw_scanning_sheet()},
}
GROUPS: Final = (*_MAKERS, SIGNED)


def make_group(name: str) -> dict[str, bytes]:
    """Return the files of a group by their paths; those of ``SIGNED`` need the site's signers (``make_signed_files``).

    Raises:
        FacesMissingError: the site was built without the typeface.
    """
    return _MAKERS[name]()
