"""A manuscript as a GIFT file, and in words what GIFT cannot say.

Each type has its nearest likeness: statements to judge and steps to order become matchings, a text with one gap
becomes a question with a blank. What has none is left out, and said so. How one question's answers look:
``gift_blocks``.
"""

from collections.abc import Iterator

from lms.core.questions.exporting.gift_blocks import block_of
from lms.core.questions.exporting.gift_marks import Marker, escape, said
from lms.core.questions.manuscript import Manuscript, Misfit, WrittenPool, WrittenQuestion
from lms.core.questions.marks import ID
from lms.core.questions.model import ONE
from lms.core.questions.native import visible
from lms.core.vietnamese import squeeze

_TOP = "$course$/top"
_NO_TAG_SIGNS = str.maketrans("[]\\", "()/")


def write_gift(manuscript: Manuscript) -> tuple[bytes, tuple[Misfit, ...]]:
    """Return the file, and everything that it does not say."""
    misfits: list[Misfit] = []
    pieces: list[str] = []
    last = ""
    for pool in manuscript.pools:
        written = list(_questions(pool, misfits))
        title = squeeze(visible(pool.title))
        if written and title != last:
            pieces.append(f"$CATEGORY: {category_path(title)}")
            last = title
        pieces += written
    return ("\n\n".join(pieces) + "\n").encode(), tuple(misfits)


def category_path(title: str) -> str:
    """Return the category of a pool: "A / B" is B inside A, any other slash is doubled, as Moodle wants it."""
    parts = [part.strip().replace("\\", "\\\\").replace("/", "//") for part in title.split(" / ")]
    return " / ".join([_TOP, *(part for part in parts if part)])


def _questions(pool: WrittenPool, misfits: list[Misfit]) -> Iterator[str]:
    if pool.questions and pool.draw is not None:
        misfits.append(
            said(
                pool.questions[0],
                f"GIFT không nói được “lấy ngẫu nhiên {pool.draw} câu” của nhóm “{pool.title}”.",
                f"GIFT cannot say “draw {pool.draw}” of the pool “{pool.title}”.",
            )
        )
    if pool.questions and pool.points not in (None, ONE):
        misfits.append(
            said(
                pool.questions[0],
                f"GIFT không ghi điểm mỗi câu của nhóm “{pool.title}”.",
                f"GIFT does not hold the points of the pool “{pool.title}”.",
            )
        )
    for question in pool.questions:
        text = _question(question, misfits)
        if text is not None:
            yield text


def _question(question: WrittenQuestion, misfits: list[Misfit]) -> str | None:
    marker = Marker(question)
    block = block_of(marker)
    misfits += marker.misfits
    if block is None:
        return None
    lines = [*_comments(question), f"{_title(question)}{marker.stem}{{{block}{marker.general()}}}"]
    return "\n".join(lines)


def _comments(question: WrittenQuestion) -> Iterator[str]:
    """Return the comment lines that Moodle reads as id and tags."""
    if ID.fullmatch(question.id):
        yield f"// [id:{question.id}]"
    tags = [squeeze(visible(tag)).translate(_NO_TAG_SIGNS) for tag in question.tags]
    if any(tags):
        yield "// " + " ".join(f"[tag:{tag}]" for tag in tags if tag)


def _title(question: WrittenQuestion) -> str:
    title = squeeze(visible(question.title))
    return f"::{escape(title)}::" if title else ""
