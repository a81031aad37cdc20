"""Keeping the media files of compiled courses in the storage, by their content's hash."""

from lms.authoring.queries import CompiledContent
from lms.core.markup import Compilation, Media
from lms.storage import Storage

SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
}


def store_media(compiled: CompiledContent, storage: Storage) -> None:
    """Keep the media files of the compiled courses, before the transaction: a file that nobody uses does no harm."""
    for slug, compilation in compiled.courses.items():
        for path, name in media_names(compilation).items():
            content_type = next(each.content_type for each in _media(compilation) if each.path == path)
            storage.put(name, compiled.sources[slug].files[path], content_type)


def media_names(compilation: Compilation) -> dict[str, str]:
    """Return under which storage name each media file of a course is kept: its content's hash."""
    return {
        each.path: f"media/{each.sha256}.{SUFFIXES[each.content_type]}"
        for each in _media(compilation)
        if each.content_type in SUFFIXES
    }


def _media(compilation: Compilation) -> tuple[Media, ...]:
    return compilation.course.media if compilation.course else ()
