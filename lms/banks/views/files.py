"""Files that a bank is sent as: named after its title, whatever letters that has."""

import re
from urllib.parse import quote

from flask import Response

from lms.core.vietnamese import slug, squeeze

LONGEST_NAME = 80
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def send(data: bytes, content_type: str, title: str, suffix: str) -> Response:
    """Return an answer that a browser keeps as a file; old browsers get the name without diacritics (RFC 5987)."""
    name = squeeze(_UNSAFE.sub(" ", title))[:LONGEST_NAME].strip(" .") or "cau-hoi"
    plain = slug(name) or "cau-hoi"
    answer = Response(data, content_type=content_type)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}{suffix}\"; filename*=UTF-8''{quote(name + suffix, safe='')}"
    )
    return answer
