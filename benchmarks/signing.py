"""``python -m benchmarks.signing``: a class of 45 signs at one moment, on two workers of the real server, on SQLite.

Each learner has a key under a PIN already, and all send the PIN together; meanwhile somebody else keeps reading a lesson.
"""

import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.client import Connection
from benchmarks.servers import Server, our_command, our_environment, serving
from benchmarks.site import Learner, Site, _app, make_site
from lms import clock
from lms.authoring.queries import Content, compile_content
from lms.authoring.services import publish
from lms.db import unit_of_work

CLASS = 45
WANTED = 15.0
"""Seconds until the last of the class has signed."""

PIN = "739146"
TASK = "/hoc/do-ky/bai-1/nhiem-vu/nv-ky"
_COURSE = """---
id: do-ky
title: "Khóa đo chữ ký"
summary: "Một khóa để đo"
lang: vi
status: published
authors: ["Nhóm đo"]
license: CC BY 4.0
minutes: 10
certificate: false
complete_when: [tasks]
---
Khóa này chỉ để đo.
"""
_LESSON = """---
id: bai-1
title: "Bài 1. Ký"
kind: practice
minutes: 10
outcome: "Ký được"
checked_on: 2026-11-21
review_by: 2099-05-21
sources: ["Nguồn đo"]
---
Bài này để đo.

## Nhiệm vụ: Ký ngay ở đây {#nv-ky}
Ký tờ giấy của mình.

```sign-here
tờ: Giấy xác nhận tham gia tập huấn
```
"""


def publish_task(instance: Path) -> None:
    """Publish a course whose only task is signing."""
    files = {"course.md": _COURSE.encode(), "01-bai-1.md": _LESSON.encode()}
    made = Content({"do-ky": files}, {}, None)
    with _app(instance):
        compiled = compile_content(made, date(2026, 11, 21))
        assert not compiled.errors, [problem.text("vi") for problem in compiled.errors]
        with unit_of_work():
            publish(made, compiled, None, clock.now())


def send(server: Server, who: Learner, path: str, fields: str = "") -> tuple[int, str, float]:
    """Send a form, or ask for a page where there are no fields; return status, location and seconds."""
    headers = {"Cookie": who.cookies}
    call: dict[str, Any] = {"method": "GET", "path": path, "headers": headers}
    if fields:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        call |= {"method": "POST", "body": f"csrf_token={who.csrf}&{fields}"}
    connection, begun = Connection(server.port), time.perf_counter()
    try:
        status, location, _body = connection.ask(call, {})
    finally:
        connection.close()
    return status, location, time.perf_counter() - begun


def sign_together(server: Server, site: Site) -> tuple[list[tuple[int, str, float]], list[float], float]:
    """Let the class sign at one moment; return the answers, a reader's seconds meanwhile, and the whole time."""
    signers, reader = site.learners[:CLASS], site.learners[CLASS]
    gate, done = threading.Barrier(CLASS + 1), threading.Event()
    answers: list[tuple[int, str, float]] = []
    waits: list[float] = []

    def sign(who: Learner) -> None:
        gate.wait()
        try:
            answers.append(send(server, who, f"{TASK}/ky", f"lan=0&pin={PIN}"))
        except (
            OSError
        ) as failure:  # half a minute without an answer, on a machine that is busy with other things
            answers.append((0, str(failure), 0.0))

    def read() -> None:
        while not done.is_set():
            waits.append(send(server, reader, site.long_step)[2])
            time.sleep(0.1)

    threads = [threading.Thread(target=sign, args=(who,)) for who in signers]
    reading = threading.Thread(target=read)
    for thread in threads:
        thread.start()
    gate.wait()
    begun = time.perf_counter()
    reading.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - begun
    done.set()
    reading.join()
    return answers, waits, whole


def measure(instance: Path, site: Site, threads: int) -> float:
    """Serve, sign and print; return the seconds of the whole class."""
    environment = {**our_environment(instance), "LMS_THREADS": str(threads)}
    with serving("ours", our_command, environment, "/healthz", instance / f"server-{threads}.log") as server:
        before = server.cpu_ms()
        for who in site.learners[:CLASS]:
            status, _, _ = send(server, who, f"{TASK}/chung-thu", f"lan=0&new_pin={PIN}&pin_again={PIN}")
            assert status == 303, status
        made = server.cpu_ms()
        answers, waits, whole = sign_together(server, site)
        spent = server.cpu_ms() - made
        wrong = [each[:2] for each in answers if each[0] != 303 or not each[1].endswith("#ket-qua")]
        assert not wrong, wrong
    times, waits = sorted(each[2] for each in answers), sorted(waits)
    print(
        f"{threads} threads a worker; load {machine.load():.1f}\n"
        f"  a certificate      {(made - before) / CLASS:7.0f} CPU-ms\n"
        f"  a signature        {spent / CLASS:7.0f} CPU-ms (the reader's pages included)\n"
        f"  the class          {whole:7.2f} s, half of it by {times[CLASS // 2]:.2f} s\n"
        f"  a lesson meanwhile {waits[len(waits) // 2]:7.2f} s, slowest {waits[-1]:.2f} s of {len(waits)}"
    )
    return whole


USUAL, MANY = 12, 24
"""Threads a worker: what a site has unless it is told otherwise, and what a large class may be given."""


def main() -> int:
    """Measure with the threads that are usual and with more; the exit status says whether the usual are fast enough."""
    print(machine.description())
    slowest = 0.0
    for threads in (USUAL, MANY):
        with tempfile.TemporaryDirectory(prefix="bench-") as kept:
            instance = Path(kept) / "instance"
            site = make_site(instance)
            publish_task(instance)
            whole = measure(instance, site, threads)
            slowest = max(slowest, whole if threads == USUAL else 0.0)
    print(f"{CLASS} signed in {slowest:.2f} s of {WANTED:.0f}")
    return 0 if slowest < WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
