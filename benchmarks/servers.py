"""Starting servers on free ports, counting the processor time and memory of all their processes, stopping them."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS, CONNECTIONS = 2, 4, 16
START_SECONDS = 60
_TICKS = os.sysconf("SC_CLK_TCK")


class BenchmarkError(Exception):
    """A server did not start, or an answer was wrong: there is no figure to tell."""


@dataclass(frozen=True)
class Server:
    """A server that answers: its name, its port, its first process, and how long the first answer took to come."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    started_in: float

    def processes(self) -> list[int]:
        """Return the ids of the first process and all below it."""
        parents: dict[int, list[int]] = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                fields = _stat(int(folder.name))
                if fields:
                    parents.setdefault(int(fields[1]), []).append(int(folder.name))
        found, waiting = [], [self.process.pid]
        while waiting:
            each = waiting.pop()
            found.append(each)
            waiting += parents.get(each, [])
        return found

    def cpu_ms(self) -> float:
        """Return the processor time so far of all processes, those that ended included."""
        ticks = 0
        for pid in self.processes():
            fields = _stat(pid)
            if fields:
                ticks += sum(int(value) for value in fields[11:15])  # utime, stime, cutime, cstime
        return ticks * 1000 / _TICKS

    def pss_mb(self) -> float:
        """Return the memory of all processes, shared pages counted once."""
        total = 0
        for pid in self.processes():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total / 1024


def _stat(pid: int) -> list[str]:
    """Return /proc/<pid>/stat from the state on; empty where the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def floor_command(kind: str, module: str, port: int) -> list[str]:
    """Return how to serve a floor with the same server and the same workers as ours."""
    bind = f"127.0.0.1:{port}"
    if kind == "gunicorn":
        sizes = ["--workers", str(WORKERS), "--worker-class", "gthread", "--threads", str(THREADS)]
        return [
            sys.executable,
            "-m",
            "gunicorn",
            *sizes,
            "--keep-alive",
            "15",
            "-b",
            bind,
            f"{module}:create_app()",
        ]
    if kind == "granian":
        sizes = ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
        place = ["--host", "127.0.0.1", "--port", str(port), "--interface", "wsgi", "--factory", "--no-ws"]
        return [sys.executable, "-m", "granian", *sizes, *place, f"{module}:create_app"]
    return [
        sys.executable,
        "-m",
        "waitress",
        f"--listen={bind}",
        f"--threads={THREADS}",
        "--call",
        f"{module}:create_app",
    ]


def our_command(port: int) -> list[str]:
    """Return how an operator serves our site."""
    return [
        sys.executable,
        "-c",
        "from lms.cli import main; main()",
        "serve",
        "--no-prepare",
        "--port",
        str(port),
    ]


def our_environment(instance: Path, kind: str = "gunicorn") -> dict[str, str]:
    """Return the settings of a site of its own in ``instance``."""
    return {
        "LMS_INSTANCE": str(instance),
        "LMS_SERVER": kind,
        "LMS_WORKERS": str(WORKERS),
        "LMS_THREADS": str(THREADS),
    }


@contextmanager
def serving(
    name: str, command_for: Any, environment: Mapping[str, str], path: str, log: Path
) -> Iterator[Server]:
    """Start a server and stop it at the end; ``command_for`` gets the port, ``path`` is asked until it answers."""
    port = _free_port()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LMS_")}
    with log.open("ab") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command_for(port),
            cwd=ROOT,
            env={**kept, **environment},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            _await(process, port, path, log)
            yield Server(name, port, process, time.perf_counter() - begun)
        finally:
            _stop(process)


def _await(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    end = time.perf_counter() + START_SECONDS
    while time.perf_counter() < end and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
        try:
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return
            break
        except OSError:
            time.sleep(0.01)
        finally:
            connection.close()
    raise BenchmarkError(f"the server did not answer; its log ends:\n{log.read_text()[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # the group is ours: the server was started as its leader
        process.wait()


@dataclass(frozen=True)
class Figure:
    """One run: processor time of the server for each journey, and what else was seen."""

    cpu_ms: float
    per_second: float
    p50: float
    p99: float
    kilobytes: float
    journeys: int


def drive(
    server: Server, journeys: Sequence[Sequence[Mapping[str, Any]]], count: int, seconds: float
) -> Figure:
    """Send ``count`` journeys in at most ``seconds`` and return the figure.

    Raises:
        BenchmarkError: an answer was not as the plan expects.
    """
    plan = {
        "port": server.port,
        "connections": CONNECTIONS,
        "count": count,
        "seconds": seconds,
        "journeys": journeys,
    }
    before = server.cpu_ms()
    driver = subprocess.run(
        [sys.executable, "-m", "benchmarks.client"],
        input=json.dumps(plan).encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=seconds + 60,
    )
    spent = server.cpu_ms() - before
    if driver.returncode:
        raise BenchmarkError(driver.stderr.decode()[-2000:])
    seen = json.loads(driver.stdout)
    if seen["failures"]:
        raise BenchmarkError(f"{server.name}: {seen['failures'][0]}")
    done = max(1, seen["journeys"])
    return Figure(
        cpu_ms=spent / done,
        per_second=done / seen["seconds"],
        p50=seen["p50"],
        p99=seen["p99"],
        kilobytes=seen["bytes"] / 1024,
        journeys=done,
    )
