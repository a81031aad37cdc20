"""Files that a bank is sent as: named after its title, whatever letters that has."""

import re

from flask import Response

from lms.core.vietnamese import squeeze

LONGEST_NAME = 80
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def send(data: bytes, content_type: str, title: str, suffix: str) -> Response:
    """Return an answer that a browser keeps as a file."""
    name = squeeze(_UNSAFE.sub(" ", title))[:LONGEST_NAME].strip(" .") or "cau-hoi"
    answer = Response(data, content_type=content_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}{suffix}")
    return answer
