"""``python -m benchmarks.publishing``: seconds to check and publish a course of 40 lessons with 60 pictures.

The course is made here and published from a folder into a fresh site on SQLite, through the same services as
``lms content publish``. Checking again in the same process finds its pictures finished already.
"""

import io
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from flask import Flask
from PIL import Image, ImageDraw

from benchmarks import machine
from benchmarks.content import bank, prose
from lms import clock
from lms.app import create_app
from lms.authoring.queries import CompiledContent, Content, compile_content, read_content, report_on
from lms.authoring.services import publish, store_media
from lms.cli.database import migrating, upgrade
from lms.config import Settings
from lms.db import unit_of_work
from lms.web import dates

SLUG = "khoa-lon"
LESSONS, STEPS, PICTURES = 40, 5, 60
SCREEN = (1080, 2340)  # as a phone of today takes it
WANTED = 10.0
"""Seconds for checking and publishing together."""

_COURSE = f"""---
id: {SLUG}
title: "Khóa lớn"
summary: "Một khóa để đo"
status: published
authors: ["Nhóm đo"]
---
Khóa này chỉ để đo.
"""
_LESSON = """---
id: bai-{n}
title: "Bài {n}. Đo lần {n}"
kind: practice
outcome: "Đo được lần {n}"
checked_on: 2026-11-21
review_by: 2099-05-21
sources: ["Nguồn đo"]
---
Bài này để đo.
"""
_STEP = """
## Bước {n}. Mở máy lần {n} {{#buoc-{n}}}
Thời gian: 2 phút

1. Bấm nút nguồn.
{picture}
2. Đợi màn hình sáng.

> [!TIP]
> Giữ máy thẳng.

{body}
"""
_TASK = """
## Nhiệm vụ: Tự kiểm máy {#nv-tu-kiem}
Nộp: tự kiểm | Chấm: tự kiểm | Điểm: 10

- [ ] Máy đã bật
- [ ] Máy có sóng
"""

Done = TypeVar("Done")


def make_course(folder: Path) -> None:
    """Write the course: each step has prose and a list, and the first 60 a picture of a screen."""
    (folder / "media").mkdir(parents=True)
    (folder / "course.md").write_text(_COURSE, encoding="utf-8")
    for number in range(PICTURES):
        suffix = "jpg" if number % 3 else "png"
        (folder / "media" / f"man-hinh-{number}.{suffix}").write_bytes(_screen(number, suffix))
    pictures = iter(sorted((folder / "media").iterdir()))
    for lesson in range(1, LESSONS + 1):
        steps = [_step(lesson, number, next(pictures, None)) for number in range(1, STEPS + 1)]
        text = _LESSON.format(n=lesson) + "".join(steps) + _TASK
        (folder / f"{lesson:02}-bai-{lesson}.md").write_text(text, encoding="utf-8")


def _step(lesson: int, number: int, picture: Path | None) -> str:
    shown = f"\n    ![Màn hình sau khi bấm](media/{picture.name})\n" if picture else ""
    body = prose(900, random.Random(lesson * 100 + number))
    return _STEP.format(n=number, picture=shown, body=body)


def _screen(number: int, suffix: str) -> bytes:
    """Return a picture that compresses as screens do: flat areas, lines of small marks, a small photograph."""
    chance = random.Random(number)
    picture = Image.new("RGB", SCREEN, (250, 248, 244))
    pen = ImageDraw.Draw(picture)
    for row in range(60, SCREEN[1] - 480, 44):
        pen.text((60, row), "".join(chance.choices("abcdeghiklmnopqrstuvxy ", k=60)), fill=(20, 30, 40))
    photograph = Image.effect_noise((60, 45), 60).resize((480, 360), Image.Resampling.BICUBIC)
    picture.paste(photograph.convert("RGB"), (60, SCREEN[1] - 420))
    out = io.BytesIO()
    picture.save(out, "JPEG" if suffix == "jpg" else "PNG")
    return out.getvalue()


@contextmanager
def fresh_site(instance: Path) -> Iterator[Flask]:
    """An empty site with its tables."""
    instance.mkdir()
    settings = Settings(
        instance=instance,
        database_url=f"sqlite:///{instance / 'site.sqlite3'}",
        secret_key="only-for-measuring-" + "0123456789abcdefghij",
    )
    app = create_app(settings)
    with app.app_context():
        with migrating() as connection:
            upgrade(connection)
        yield app


def timed(name: str, work: Callable[[], Done]) -> tuple[float, Done]:
    """Do the work and print how long it took, and how much processor time of ours and of our children."""
    begun, used = time.perf_counter(), _processor_time()
    done = work()
    seconds = time.perf_counter() - begun
    print(f"  {name}: {seconds:.2f} s, {_processor_time() - used:.2f} s of processor time", flush=True)
    return seconds, done


def _processor_time() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def check(folders: list[Path]) -> tuple[Content, CompiledContent]:
    """Read and compile the folders, as ``lms content check`` does."""
    content = read_content(folders)
    compiled = compile_content(content, dates.today())
    assert not compiled.errors, [problem.text("en") for problem in compiled.errors]
    return content, compiled


def put(app: Flask, content: Content, compiled: CompiledContent) -> int:
    """Report, keep the media and publish, as ``lms content publish`` does after checking."""
    report_on(compiled)
    store_media(compiled, app.extensions["storage"])
    with unit_of_work():
        return publish(content, compiled, None, clock.now())


def main() -> int:
    """Measure and print; the exit status says whether it was fast enough."""
    with tempfile.TemporaryDirectory(prefix="bench-") as kept:
        folder = Path(kept)
        make_course(folder / "courses" / SLUG)
        (folder / "quizzes").mkdir()
        (folder / "quizzes" / "do-toc-do.md").write_bytes(bank())
        folders = [folder / "courses", folder / "quizzes"]
        weight = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        print(f"{LESSONS} lessons, {PICTURES} pictures, {weight / 1e6:.1f} MB; load {machine.load():.1f}")
        with fresh_site(folder / "instance") as app:
            checking, (content, compiled) = timed("check", lambda: check(folders))
            publishing, changed = timed("publish what was checked", lambda: put(app, content, compiled))
            assert changed, "nothing was published"
            again, (content, compiled) = timed("check again", lambda: check(folders))
            twice, changed = timed("publish again", lambda: put(app, content, compiled))
            assert not changed, "the second run changed something"
    print(f"check and publish: {checking + publishing:.2f} s of {WANTED:.0f}; again: {again + twice:.2f} s")
    return 0 if checking + publishing < WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
