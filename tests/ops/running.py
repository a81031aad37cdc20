"""Runs the ``lms`` command and its servers in processes of their own, and visits them as a browser would."""

import contextlib
import http.client
import http.cookiejar
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cluster import free_port

CLOCKWORK = b"lms.clockwork"
LMS = (sys.executable, "-c", "from lms.cli import main; main()")


def environment(instance: Path, **settings: str) -> dict[str, str]:
    """Return this process's environment without any setting of a site, but for the given ones."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("LMS_") and name != "PORT"
    }
    return {**kept, "LMS_INSTANCE": str(instance), **settings}


def run(
    instance: Path, *arguments: str, command: tuple[str, ...] = LMS, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, outside the checkout."""
    return subprocess.run(
        [*command, *arguments],
        env=environment(instance, **settings),
        cwd=instance.parent,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers and text."""

    status: int
    headers: Any
    text: str


class Browser:
    """Keeps cookies, follows nothing by itself, and fills the token into forms."""

    def __init__(self, address: str, **headers: str) -> None:
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies), _NoRedirects
        )
        self.opener.addheaders = list(headers.items())

    def get(self, path: str) -> Answer:
        return self._open(urllib.request.Request(self.address + path))  # noqa: S310 - our own server

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form with the token of a page that has one.

        Raises:
            OSError: the server is not there, or went away before it answered.
        """
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/hien-thi").text)
        body = urllib.parse.urlencode({"csrf_token": token[1] if token else "", **fields}).encode()
        return self._open(urllib.request.Request(self.address + path, body))  # noqa: S310 - our own server

    def sign_in(self, person: dict[str, str]) -> Answer:
        return self.post("/dang-nhap", identifier=person["sign_in"], password=person["password"])

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            return self._read(request)
        except http.client.HTTPException as cut_off:
            raise ConnectionError(str(cut_off)) from cut_off

    def _read(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.headers, refused.read().decode())


def demo_people(instance: Path) -> list[dict[str, str]]:
    kept: list[dict[str, str]] = json.loads((instance / "demo.json").read_text(encoding="utf-8"))["people"]
    return kept


class Server:
    """``lms serve`` on a free port, in a process group of its own."""

    def __init__(self, instance: Path, command: tuple[str, ...] = LMS, **settings: str) -> None:
        self.instance, self.command, self.settings = instance, command, settings
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.log = instance.parent / f"serve-{self.port}.log"

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, "serve", "--no-prepare", "--port", str(self.port)],
                env=environment(self.instance, **self.settings),
                cwd=self.instance.parent,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError):
                if Browser(self.address).get("/healthz").status == 200:
                    return
            time.sleep(0.1)
        self.kill()
        raise AssertionError(f"the server did not start: {self.log.read_text(encoding='utf-8')[-2000:]}")

    def workers(self) -> list[int]:
        """Return the ids of the processes that serve; the one beside them that ticks is none."""
        if self.process is None:
            return []
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found = [int(each) for each in children.read_text().split()]
        return [each for each in found if CLOCKWORK not in Path(f"/proc/{each}/cmdline").read_bytes()]

    def kill(self) -> None:
        """End the server and its workers at once, as a power cut of the machine would end them."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)

    def stop(self) -> None:
        """End the server as an operator would, and what is left of it after a while."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
        self.kill()


@contextlib.contextmanager
def serving(instance: Path, command: tuple[str, ...] = LMS, **settings: str) -> Iterator[Server]:
    """Serve the site for the length of the block."""
    server = Server(instance, command, **settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()
