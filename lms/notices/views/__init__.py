"""What concerns me: the page of notices, and where they are sent."""

from lms.notices import models
from lms.notices.views import addressing, listing
from lms.notices.views.blueprint import bp

__all__ = ["addressing", "bp", "listing", "models"]
