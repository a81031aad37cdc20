"""Keeping the media files of compiled courses, and the sizes of their pictures, by their content's hash."""

from lms.authoring.queries import CompiledContent
from lms.core.markup import SIZE_TYPE, Compilation, Media
from lms.storage import Storage, media_name


def store_media(compiled: CompiledContent, storage: Storage) -> None:
    """Keep the media files of the compiled courses, before the transaction: a file that nobody uses does no harm."""
    for slug, compilation in compiled.courses.items():
        source = compiled.sources[slug]
        for each in _media(compilation):
            name = media_name(each.sha256, each.content_type)
            storage.put(name, source.files[each.path], each.content_type)
            for size, webp in zip(each.sizes, source.sizes.get(each.path, ()), strict=True):
                storage.put(media_name(size.sha256, SIZE_TYPE), webp, SIZE_TYPE)


def media_names(compilation: Compilation) -> dict[str, str]:
    """Return under which storage name each media file of a course is kept: its content's hash."""
    return {each.path: media_name(each.sha256, each.content_type) for each in _media(compilation)}


def _media(compilation: Compilation) -> tuple[Media, ...]:
    return compilation.course.media if compilation.course else ()
