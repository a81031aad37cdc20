"""What changes content: media kept, revisions published. Nothing here commits."""

from lms.authoring.services.media import media_names, store_media
from lms.authoring.services.publishing import ContentRefusedError, publish

__all__ = ["ContentRefusedError", "media_names", "publish", "store_media"]
