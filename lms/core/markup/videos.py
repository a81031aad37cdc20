"""Films: a link that is a paragraph of its own becomes a player that loads after a tap.

Only two hosts and the course's own files are allowed. The size is shown before anything is loaded, because many
learners pay for each megabyte.
"""

import re

from lms.core.markup.course import Media, Video
from lms.core.markup.findings import FileFindings
from lms.core.markup.links import Places
from lms.core.markup.pieces import LoneLink

_YOUTUBE = re.compile(
    r"https://(?:(?:www\.|m\.)?youtube\.com/watch\?v=|youtu\.be/|www\.youtube-nocookie\.com/embed/)"
    r"([A-Za-z0-9_-]{11})(?:[?&][A-Za-z0-9_=&.-]*)?"
)
_VIMEO = re.compile(r"https://(?:www\.|player\.)?vimeo\.com/(?:video/)?([0-9]{4,12})")
_SIZE = re.compile(r"(.*?) *\(([^()]*[0-9] ?(?:MB|KB|GB)[^()]*)\) *", re.IGNORECASE)


def is_video(target: str, places: Places) -> bool:
    """Return whether ``target`` is a film of an allowed host or of the course."""
    return bool(_YOUTUBE.fullmatch(target) or _VIMEO.fullmatch(target) or _own_film(target, places))


def read_video(link: LoneLink, places: Places, findings: FileFindings) -> Video | None:
    """Return the film behind a lone link; a missing size is noted."""
    sized = _SIZE.fullmatch(link.text)
    title, size = (sized[1], sized[2]) if sized else (link.text, "")
    youtube, vimeo = _YOUTUBE.fullmatch(link.target), _VIMEO.fullmatch(link.target)
    if (youtube or vimeo) and not size:
        findings.add(link.line, "video-size")
    if youtube:
        player = f"https://www.youtube-nocookie.com/embed/{youtube[1]}"
        return Video("youtube", title, size, player, f"https://www.youtube.com/watch?v={youtube[1]}")
    if vimeo:
        player = f"https://player.vimeo.com/video/{vimeo[1]}"
        return Video("vimeo", title, size, player, f"https://vimeo.com/{vimeo[1]}")
    film = _own_film(link.target, places)
    if film is None:
        return None
    captions = places.media.get(film.path.rpartition(".")[0] + ".vtt")
    if captions is None:
        findings.add(link.line, "video-captions", path=film.path.rpartition(".")[0] + ".vtt")
    url = places.address(film)
    captions_url = places.address(captions) if captions else ""
    return Video("file", title, size or megabytes(film.bytes), url, url, captions_url)


def megabytes(size: int) -> str:
    """Return a size as Vietnamese readers write it: ``1,5 MB``."""
    return f"{max(size / 1_000_000, 0.1):.1f} MB".replace(".", ",")


def _own_film(target: str, places: Places) -> Media | None:
    path, _ = places.file(target)
    media = places.media.get(path.removeprefix(f"courses/{places.folder}/"))
    return media if media and media.content_type.startswith("video/") else None
