"""The pages of banks; importing this package declares them."""

from lms.banks import models  # the tables are known wherever the pages are
from lms.banks.views.blueprint import bp

__all__ = ["bp", "models"]
