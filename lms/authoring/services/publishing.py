"""Publishing: what the report said, in one transaction."""

from collections.abc import Mapping
from datetime import datetime

from lms.authoring.queries import CompiledContent, Content
from lms.authoring.services.media import media_names
from lms.core.errors import N_, DomainError
from lms.core.markup import Compilation, kept_files
from lms.courses.services import store_glossary, store_revision
from lms.progress.services import refold_course
from lms.quizzes.services import store_bank


class ContentRefusedError(DomainError):
    message = N_("Nội dung còn %(count)s lỗi nên chưa đăng. Bản đang dùng vẫn giữ nguyên.")


def publish(content: Content, compiled: CompiledContent, published_by_id: int | None, now: datetime) -> int:
    """Make the compiled content current and return how many courses, banks and words changed.

    Raises:
        ContentRefusedError: it has errors; then nothing changes at all.
    """
    if compiled.errors:
        raise ContentRefusedError(count=len(compiled.errors))
    changed = store_glossary(compiled.terms) if compiled.terms is not None else 0
    for bank in compiled.banks.values():
        if bank.bank is not None and store_bank(bank.bank, bank.text, now, published_by_id) is not None:
            changed += 1
    for slug, compilation in compiled.courses.items():
        changed += _publish_course(compilation, compiled.sources[slug].files, published_by_id, now)
    return changed


def _publish_course(
    compilation: Compilation, files: Mapping[str, bytes], published_by_id: int | None, now: datetime
) -> int:
    if compilation.course is None:
        return 0
    sources = {
        path: text.decode() for path, text in kept_files(files).items() if not path.startswith("media/")
    }
    revision = store_revision(
        compilation.course, compilation.sha256, sources, media_names(compilation), published_by_id, now
    )
    if revision is None:
        return 0
    refold_course(revision.course_id, revision.id)
    return 1
