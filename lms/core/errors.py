"""Named domain errors, each with the sentence that the person will read.

Sentences are Vietnamese source strings for the catalogue; the web layer translates them. What lives here are the
roots only; a feature's own errors stand in its services.
"""

from typing import Any


def N_(text: str) -> str:  # noqa: N802 - gettext's customary name for "mark for translation, translate later"
    """Mark ``text`` for the message catalogue and return it unchanged."""
    return text


class DomainError(Exception):
    """A rule said no. ``message`` is a translatable sentence with ``%(name)s`` places filled from ``params``."""

    status = 422
    message = N_("Chưa làm được việc này. Thầy cô thử lại, hoặc nhờ người hướng dẫn.")

    def __init__(self, message: str | None = None, **params: Any) -> None:
        self.message = message or type(self).message
        self.params = params
        super().__init__(self.message % params if params else self.message)


class NotFoundError(DomainError):
    """The thing does not exist, or the person may not know that it does."""

    status = 404
    message = N_("Không tìm thấy trang này. Có thể đường dẫn đã đổi.")


class ConflictError(DomainError):
    """Somebody else was first; nothing was overwritten."""

    status = 409
    message = N_("Việc này vừa được làm ở nơi khác. Tải lại trang để xem kết quả mới nhất.")
