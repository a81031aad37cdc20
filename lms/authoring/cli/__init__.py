"""``lms content``: check, stamp, publish, export, compare and republish folders of courses and question banks.

Each module below brings some of the commands; ``group`` is what they hang on.
"""

from lms.authoring.cli import changing, comparing, exporting, publishing, sweeping
from lms.authoring.cli.content import group

__all__ = ["changing", "comparing", "exporting", "group", "publishing", "sweeping"]
