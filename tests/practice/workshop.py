"""A course with a task of every kind, written from the samples of the contract suite: no kind is left out."""

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image

from lms.authoring.queries import Content
from lms.core.practice import Task, Upload
from lms.courses.queries import get_head, get_published
from lms.practice.queries import PublishedTask, get_task
from tests.content import publish_all
from tests.core.practice.samples import SAMPLES
from tests.factories import Site

SLUG, LESSON_ID = "xuong", "thu-tay"
_COURSE = """---
id: xuong
title: "Xưởng thực hành"
summary: "Mỗi loại nhiệm vụ một bài"
lang: vi
status: published
authors: ["Nhóm thử"]
license: CC BY 4.0
minutes: 90
complete_when: [tasks]
---
Khóa này để thử.
"""
_LESSON = """---
id: thu-tay
title: "Bài 1. Thử tay"
kind: practice
minutes: 90
outcome: "Thử được mọi loại nhiệm vụ"
checked_on: 2026-11-21
review_by: 2027-05-21
sources: ["Nguồn thử"]
---
Làm lần lượt từng việc.
"""
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="360" height="640" viewBox="0 0 360 640">'
    '<rect width="360" height="640" fill="#eee"/></svg>'
)


def path(key: str) -> str:
    """Return the address of the task of a kind."""
    return f"/hoc/{SLUG}/{LESSON_ID}/nhiem-vu/nv-{key}"


def workshop() -> Mapping[str, bytes]:
    """Return the files of the course."""
    tasks = [
        f"\n## Nhiệm vụ: Thử loại {key} {{#nv-{key}}}\nThời gian: 5 phút\n\n"
        f"Thầy cô làm theo lời dặn bên dưới.\n\n```{key}\n{sample.good.strip()}\n```\n"
        for key, sample in SAMPLES.items()
    ]
    files = {"course.md": _COURSE.encode(), "01-thu-tay.md": (_LESSON + "".join(tasks)).encode()}
    for sample in SAMPLES.values():
        files |= {name: _picture(name) for name in sample.assets}
    return files


def _picture(name: str) -> bytes:
    if name.endswith(".svg"):
        return _DRAWING.encode()
    out = io.BytesIO()
    Image.new("RGB", (360, 640), (230, 230, 230)).save(out, "WEBP" if name.endswith(".webp") else "PNG")
    return out.getvalue()


def open_workshop(site: Site) -> None:
    """Publish the course."""
    publish_all(site, Content({SLUG: workshop()}))


def as_form(sent: Mapping[str, object]) -> dict[str, Any]:
    """Return a submission as a browser sends it."""
    form: dict[str, Any] = {}
    for name, value in sent.items():
        form[name] = (io.BytesIO(value.data), value.name) if isinstance(value, Upload) else value
    return form


def task_for(site: Site, key: str, user_id: int) -> tuple[PublishedTask, Task]:
    """Return a task with the person's own variant."""
    with site.app.app_context():
        task = get_task(get_published(get_head(SLUG).revision_id), LESSON_ID, f"nv-{key}")
        return task, task.variant_for(user_id)
