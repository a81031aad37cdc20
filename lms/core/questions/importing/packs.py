"""A zip that holds one file of questions: people send what their browser or their computer packed for them."""

from lms.core.archives import MEGABYTE, ArchiveError, Limits, read_archive
from lms.core.questions.importing.recognising import BY_SUFFIX, suffix_of
from lms.core.questions.importing.sentences import WHOLE_FILE
from lms.core.questions.manuscript import LARGEST_FILE, Trouble

_LIMITS = Limits(packed=LARGEST_FILE, unpacked=80 * MEGABYTE, one_file=LARGEST_FILE, entries=2_000)
_OFFICE = ("[Content_Types].xml", "mimetype")
_ACCOMPANYING = ("readme", "license", "licence", "changelog")


def only_bank(data: bytes) -> tuple[str, bytes] | Trouble | None:
    """Return the one file in a zip that may hold questions, why there is none, or None where ``data`` is no such zip.

    Word and Excel files are zips too; they, and whatever is damaged or hostile, are judged in ``containers``.
    """
    if not data.startswith(b"PK\3\4"):
        return None
    try:
        files = read_archive(data, _LIMITS)
    except ArchiveError:
        return None
    if any(name in files for name in _OFFICE):
        return None
    found = [path for path in sorted(files) if _may_hold_questions(path)]
    if len(found) == 1:
        return found[0].rpartition("/")[2], files[found[0]]
    return _several(found) if found else None


def _may_hold_questions(path: str) -> bool:
    name = path.rpartition("/")[2].casefold()
    return suffix_of(name) in BY_SUFFIX and not name.startswith(_ACCOMPANYING)


def _several(found: list[str]) -> Trouble:
    return Trouble(
        where=WHOLE_FILE,
        place=0,
        vi=f"Tệp zip này có {len(found)} tệp có thể chứa câu hỏi.",
        en=f"This zip holds {len(found)} files that may hold questions.",
        mend_vi="Giải nén rồi gửi từng tệp câu hỏi. Nếu đây là cả một khóa học, gửi ở trang soạn khóa học.",
        mend_en="Unpack it and send each file of questions. If it is a whole course, send it where courses are written.",
        code="several-files",
    )
