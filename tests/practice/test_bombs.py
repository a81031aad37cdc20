"""Hostile files end with a sentence: the child that opened them is gone, wrote nothing, spoke to nobody; the site lives."""

import io
import mmap
import multiprocessing
import os
import re
import resource
import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from lms.core.child import limited
from lms.core.practice import KINDS, UPLOAD, ActivityKind, Report, Spec, Submission, Task, Upload, Verdict
from lms.practice.queries import PublishedTask, checking
from lms.practice.queries.checking import CPU_SECONDS, MEMORY, check
from lms.practice.views import handing_in
from tests.content import SECOND, publish, small_course
from tests.core.practice.samples import scan as scan_sample
from tests.core.practice.samples import spreadsheet as spreadsheet_sample
from tests.core.practice.samples.shape import block
from tests.factories import Site, post
from tests.practice.bombs import scans, workbooks

SEED = 2026
BLOCKS = {"spreadsheet": spreadsheet_sample.GOOD, "scan": scan_sample.GOOD}
FILES = {"spreadsheet": "bang.xlsx", "scan": "quet.pdf"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
FORBIDDEN = re.compile(
    r"socket\.(?!gethostname)|subprocess\.|os\.(?:remove|rename|mkdir|rmdir|link|symlink|truncate|chmod|chown|system|"
    r"exec|fork|forkpty|posix_spawn|spawn|kill|putenv)|shutil\.|tempfile\.|ftplib\.|http\.|urllib\.|smtplib\.|sqlite3\."
)
broken = mmap.mmap(-1, 200)
"""Memory that a child shares with its parent: what it did that it must not."""


def made(kind: str) -> tuple[Spec, Task]:
    spec = KINDS[kind].parse(block(kind, BLOCKS[kind]))
    return spec, KINDS[kind].prepare(spec, SEED)


def honest(kind: str) -> bytes:
    spec, task = made(kind)
    if kind == "scan":
        return cast(Upload, scan_sample.SAMPLE.complete(spec, task)[UPLOAD]).data
    return KINDS[kind].handout(spec, task, "bang-can-sua.xlsx")


ZOO = {
    **{("spreadsheet", name): bomb for name, bomb in workbooks(honest("spreadsheet")).items()},
    **{("scan", name): bomb for name, bomb in scans().items()},
}
every_bomb = pytest.mark.parametrize(("kind", "name"), list(ZOO))


class Watched:
    """A kind whose check leaves a word in the shared memory about whatever reaches out of the child."""

    heavy = True

    def __init__(self, kind: ActivityKind) -> None:
        self._kind, self.get_ready = kind, kind.get_ready

    def check(self, spec: Spec, task: Task, submission: Submission) -> Report:
        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            is_written = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
            if is_written or FORBIDDEN.match(event):
                broken.seek(0)
                broken.write(f"{event} {arguments!r}".encode()[:200].ljust(200, b"\0"))

        sys.addaudithook(hook)
        return self._kind.check(spec, task, submission)


def checked(kind: str, data: bytes) -> Report:
    """Check a file as the site does; the child that did it is gone, wrote no file, started nothing, spoke to nobody."""
    spec, task = made(kind)
    published = cast(PublishedTask, SimpleNamespace(kind=Watched(KINDS[kind]), spec=spec))
    broken[:] = bytes(200)
    report = check(published, task, {UPLOAD: Upload(FILES[kind], data)})
    assert multiprocessing.active_children() == []
    assert broken[:].rstrip(b"\0") == b""
    return report


@cache
def report_on(kind: str, name: str) -> Report:
    return checked(kind, ZOO[kind, name]())


@every_bomb
def test_a_hostile_file_ends_with_a_sentence_and_reaches_nothing_outside(kind: str, name: str) -> None:
    report = report_on(kind, name)
    assert report.verdict in {Verdict.CANNOT_CHECK, Verdict.FAILED}
    said = [row for row in report.rows if row.state != "met"]
    assert said
    assert all(row.message % row.values and row.next_step % row.values for row in said)


@pytest.mark.parametrize("kind", BLOCKS)
def test_an_honest_file_is_checked_within_the_same_limits(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Other work on the machine is not the file's fault.
    monkeypatch.setattr(checking, "PATIENCE_SECONDS", 60.0)
    spec, task = made(kind)
    data = honest(kind) if kind == "scan" else spreadsheet_sample.mended(cast(Any, spec), cast(Any, task))
    assert checked(kind, data).verdict is Verdict.PASSED


def reach_out(path: Path) -> None:
    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            broken.seek(0)
            broken.write(event.encode())

    sys.addaudithook(hook)
    path.write_text("a", encoding="utf-8")


def test_a_child_that_tries_to_write_is_noticed_and_gets_no_byte_out(tmp_path: Path) -> None:
    broken[:] = bytes(200)
    with pytest.raises(TimeoutError):
        limited(reach_out, tmp_path / "a", memory=MEMORY)
    assert broken[:].startswith(b"open")
    assert not (tmp_path / "a").exists() or (tmp_path / "a").read_bytes() == b""


def limits() -> tuple[int, int, int]:
    return (
        resource.getrlimit(resource.RLIMIT_AS)[0],
        resource.getrlimit(resource.RLIMIT_FSIZE)[1],
        resource.getrlimit(resource.RLIMIT_CPU)[0],
    )


def test_the_child_is_held_to_memory_processor_time_and_no_writing() -> None:
    memory, file_size, seconds = limited(limits, cpu=CPU_SECONDS, memory=MEMORY)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    assert 0 < memory <= pages * resource.getpagesize() + MEMORY + 64 * 1024**2
    assert file_size == 0
    assert 0 < seconds < 60


def course_with(kind: str) -> dict[str, bytes]:
    task = f"\n## Nhiệm vụ: Nộp tệp {{#nv-tep}}\nNộp một tệp.\n\n```{kind}\n{BLOCKS[kind].strip()}\n```\n"
    return small_course(**{"02_bai_hai__md": SECOND.replace("requires: [bai-mot]\n", "") + task})


@pytest.mark.parametrize("kind", BLOCKS)
def test_the_site_answers_each_hostile_file_with_a_page_and_lives_on(
    site: Site, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(site, course_with(kind))
    path, unit = "/hoc/thu-nghiem/bai-hai/nhiem-vu/nv-tep", site.unit("THCS Sông Cầu")
    for number, ((owner, name), bomb) in enumerate(ZOO.items()):
        data = bomb() if owner == kind else b""
        if not 0 < len(data) < 5 * 1024**2:
            continue  # what is larger than the task takes is refused unopened
        # What the child said of it above is what the site has to keep and to show here.
        monkeypatch.setattr(handing_in, "check", lambda *_hand_in, name=name: report_on(kind, name))
        client = site.client(site.person(f"Nguyễn Thị Hoa {number}", unit))
        answer = post(client, path, file=(io.BytesIO(data), FILES[kind]))
        assert answer.status_code in {303, 422}, name
        page = client.get(path)
        assert page.status_code == 200, name
        if answer.status_code == 303:
            assert 'id="ket-qua"' in page.text, name
        assert "Traceback" not in page.text
