"""Keeping needs and offers, making suggestions, and what the coordinator does with them."""

from lms.matching.services.next_ones import tick

__all__ = ["tick"]
