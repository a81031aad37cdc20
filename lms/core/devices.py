"""The devices that texts tell apart, and how authors name them in headings."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from lms.core.vietnamese import fold

DEVICE_NAMES = {
    "android": "android",
    "samsung": "android",
    "oppo": "android",
    "vivo": "android",
    "xiaomi": "android",
    "iphone": "iphone",
    "ios": "iphone",
    "ipad": "iphone",
    "windows": "windows",
    "may tinh": "windows",
    "may tinh windows": "windows",
    "laptop": "windows",
}
"""Folded heading to device. Words before it and a remark in brackets are free: ``Trên máy Android (Samsung)``.

A course may add names of its own (``device_names`` in course.md).
"""

_PREPOSITION = re.compile(r"^(?:tren|cho|voi) ")
_BEFORE_DEVICE = re.compile(r"^(?:(?:tren|cho|voi) )?(?:(?:dien thoai|may) (?!tinh))?")


def device_of(heading: str, own_names: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """Return the device that a heading names, or None."""
    named = fold(heading.partition("(")[0])
    for words in (named, _PREPOSITION.sub("", named), _BEFORE_DEVICE.sub("", named)):
        device = own_names.get(words) or DEVICE_NAMES.get(words)
        if device:
            return device
    return None
