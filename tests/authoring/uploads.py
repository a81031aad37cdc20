"""Archives as trainers send them in, and the ways through the pages that every test of uploading takes."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient

from lms.core.people import Role
from tests.content import BANK, GLOSSARY, small_course
from tests.factories import Person, Site, csrf_token

UPLOAD = "/soan-bai/tai-len"


def tree(files: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """The small course with its bank and glossary, as a whole tree."""
    course = {f"courses/thu-nghiem/{path}": text for path, text in (files or small_course()).items()}
    return course | {"quizzes/thu-nghiem.md": BANK.encode(), "courses/glossary.md": GLOSSARY.encode()}


def packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


def trainer(site: Site, name: str = "Lê Thị Lan") -> Person:
    return site.person(name, role=Role.TRAINER)


def send(client: FlaskClient, data: bytes, name: str = "khoa.zip", **more: Any) -> Any:
    """Send an archive in through the form."""
    fields = {"csrf_token": csrf_token(client, UPLOAD), "tep": (io.BytesIO(data), name)}
    return client.post(UPLOAD, data=fields, content_type="multipart/form-data", **more)


def sent(client: FlaskClient, data: bytes, name: str = "khoa.zip") -> str:
    """Send an archive in and return its report's path."""
    answer = send(client, data, name)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def press_publish(client: FlaskClient, report: str) -> Any:
    """Press "Đăng" on a report as it stands now."""
    return client.post(f"{report}/dang", data=hidden(client.get(report).text))
