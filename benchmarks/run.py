"""``make bench``: floors and our operations in one run, written to benchmarks/results/<date>.md. Under six minutes."""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from benchmarks import budgets, journeys, machine, report
from benchmarks.budgets import Budget
from benchmarks.floor.app import make_floor
from benchmarks.journeys import Journey
from benchmarks.report import Alone, Row
from benchmarks.servers import Figure, Server, drive, floor_command, our_command, our_environment, serving
from benchmarks.site import MENTEES, Site, make_site

RESULTS = Path(__file__).with_name("results")
SERVERS = ("gunicorn", "granian", "waitress")
WARM_UP = 64
STARTS = 5


class Bench:
    """One run: the site, the floors' database, and how much is asked for."""

    def __init__(self, folder: Path, requests: int, seconds: float) -> None:
        self.folder, self.requests, self.seconds = folder, requests, seconds
        self.site: Site = make_site(folder / "instance")
        self.cookies = make_floor(str(folder / "floor.sqlite3"))

    @contextmanager
    def ours(self, kind: str) -> Iterator[Server]:
        environment = our_environment(self.site.instance, kind)
        with serving("ours", our_command, environment, "/", self.folder / "ours.log") as server:
            yield server

    @contextmanager
    def floor(self, kind: str, module: str) -> Iterator[Server]:
        environment = {"FLOOR_DATABASE": str(self.folder / "floor.sqlite3")}
        command = partial(floor_command, kind, f"benchmarks.floor.{module}")
        path = "/" if module == "bare" else "/enter/1"
        with serving(module, command, environment, path, self.folder / "floor.log") as server:
            yield server

    def measure(self, server: Server, asked: list[Journey], share: float = 1.0) -> Figure:
        """Warm up, then send as many journeys as make ``share`` of the requests wanted."""
        drive(server, asked[:WARM_UP], WARM_UP, self.seconds)
        return drive(server, asked[WARM_UP:] or asked, int(self.requests * share), self.seconds)


class Side:
    """Servers of one kind side by side, so that ours stands between two runs of a floor."""

    def __init__(self, bench: Bench, kind: str, stack: ExitStack) -> None:
        self.bench = bench
        self.bare = stack.enter_context(bench.floor(kind, "bare"))
        self.floors = stack.enter_context(bench.floor(kind, "app"))
        self.ours = stack.enter_context(bench.ours(kind))

    def floor_run(self, grade: str) -> Callable[[], Figure]:
        """Return what runs a floor: f0, f1, f2, f3 or post."""
        bench = self.bench
        if grade == "f0":
            return lambda: bench.measure(self.bare, [[journeys.get("/")]] * (WARM_UP + 16))
        asked = (
            journeys.floor_notes(bench.cookies)
            if grade == "post"
            else journeys.floor_pages(grade, bench.cookies)
        )
        return lambda: bench.measure(self.floors, asked)

    def between(
        self, name: str, grade: str, asked: list[Journey], budget: Budget | None = None, share: float = 1.0
    ) -> Row:
        """Run the floor, ours, and the floor again."""
        run_floor = self.floor_run(grade)
        before = run_floor()
        ours = self.bench.measure(self.ours, asked, share)
        return _told(Row(name, grade.upper(), before, ours, run_floor(), machine.load(), budget))

    def floor_between(self, grade: str, other: str) -> Row:
        """Compare one floor with another."""
        before = self.floor_run(other)()
        middle = self.floor_run(grade)()
        return _told(
            Row(grade.upper(), other.upper(), before, middle, self.floor_run(other)(), machine.load())
        )


def _told(row: Row) -> Row:
    print(f"  {row.name}: {row.ours.cpu_ms:.2f} ms; {row.floor} {row.floor_ms:.2f} ms", flush=True)
    return row


def operations(side: Side) -> list[Row]:
    """Measure our operations. Whole quizzes come last: they hand in the attempts that answers are saved to."""
    site = side.bench.site
    step = journeys.pages(site, site.long_step)
    small = 0.12  # a whole quiz is many requests, a mentor's screen a dear one
    return [
        side.between("lesson step, 20 KB as the floors", "f0", step, budgets.LESSON),
        side.between("lesson step, 20 KB as the floors", "f1", step, budgets.LESSON),
        side.between(
            "lesson step, as shipped", "f1", journeys.pages(site, site.shipped_step), budgets.LESSON
        ),
        side.between("learner's home", "f1", journeys.pages(site, "/"), budgets.HOME),
        side.between(
            f"mentor's screen, {MENTEES} mentees", "f1", journeys.mentor_screens(site), budgets.MENTOR, small
        ),
        side.between("quiz question", "f1", journeys.question_pages(site)),
        side.between("save an answer, by form", "post", journeys.answers_by_form(site), budgets.SAVE),
        side.between("save an answer, by script", "post", journeys.answers_by_script(site), budgets.SAVE),
        side.between("finish a step", "post", journeys.finished_steps(site)),
        side.between(
            "whole quiz, 4 requests", "post", journeys.whole_quizzes_batched(site), budgets.QUIZ, small
        ),
        side.between(
            "whole quiz, 12 requests", "post", journeys.whole_quizzes_by_form(site), budgets.QUIZ, small
        ),
    ]


def shares(rows: list[Row]) -> list[Alone]:
    """Return what share of the floors' throughput the lesson page reaches."""
    found = []
    for row, budget in zip(rows[:2], (budgets.AGAINST_F0, budgets.AGAINST_F1), strict=True):
        name = f"lesson step against {row.floor}"
        found.append(Alone(name, row.throughput, "throughput on the same processor time", row.load, budget))
    return found


def memory(side: Side) -> Alone:
    """Return the memory of our server after the run."""
    detail = f"PSS of all processes; F0 {side.bare.pss_mb():.0f} MB, F1 {side.floors.pss_mb():.0f} MB"
    return Alone("memory, 2 workers", side.ours.pss_mb(), detail, machine.load(), budgets.MEMORY)


def starting(bench: Bench, kind: str) -> Alone:
    """Return how much longer than F0 ours takes from the start to the first answer, in turns."""
    floors, ours = [], []
    for _ in range(STARTS):
        with bench.floor(kind, "bare") as server:
            floors.append(server.started_in)
        with bench.ours(kind) as server:
            ours.append(server.started_in)
    floor, our = statistics.median(floors), statistics.median(ours)
    detail = f"medians of {STARTS}: F0 {floor:.2f} s, ours {our:.2f} s"
    return Alone("start to first answer, against F0", our / floor, detail, machine.load(), budgets.START)


def other_servers(bench: Bench, main: str) -> list[Row]:
    """Measure the lesson page on the servers that the rest of the run does not use."""
    rows = []
    for kind in SERVERS:
        if kind != main:
            with ExitStack() as stack:
                side = Side(bench, kind, stack)
                asked = journeys.pages(bench.site, bench.site.long_step)
                rows.append(side.between(f"lesson step on {kind}", "f1", asked, budgets.LESSON))
    return rows


def main() -> int:
    """Measure, write the page, and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", choices=SERVERS[:2], default=SERVERS[0])
    parser.add_argument("--requests", type=int, default=1500, help="of each run (1500)")
    parser.add_argument("--seconds", type=float, default=8, help="at most, of each run (8)")
    chosen = parser.parse_args()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        print("setting up", flush=True)
        bench = Bench(Path(folder), chosen.requests, chosen.seconds)
        with ExitStack() as stack:
            side = Side(bench, chosen.server, stack)
            floors = [
                side.floor_between("f0", "f1"),
                side.floor_between("f2", "f1"),
                side.floor_between("f3", "f1"),
            ]
            rows = operations(side)
            alone = [*shares(rows), memory(side)]
        alone.append(starting(bench, chosen.server))
        others = other_servers(bench, chosen.server)
    now = datetime.now().astimezone()
    name = f"{now:%Y-%m-%d}{'' if chosen.server == SERVERS[0] else '-' + chosen.server}.md"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / name).write_text(
        report.page(chosen.server, now, rows, floors, others, alone), encoding="utf-8"
    )
    print(f"benchmarks/results/{name} after {time.perf_counter() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
