"""The driver: a process of its own that sends requests over kept-alive connections, and tells how long each took.

It reads one plan from its standard input and writes one result to its standard output, both JSON. A plan's ``journeys``
are lists of calls, sent in order; each connection takes every nth journey and begins again at the end, until ``count``
journeys are done or ``seconds`` are over. ``<<n>>`` in a call is a growing number, other ``<<names>>`` were taken from
the Location of an earlier answer of the same journey.
"""

import itertools
import json
import re
import socket
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

WAIT_SECONDS = 30


class WrongAnswerError(Exception):
    """The server answered something else than the plan expects."""


@dataclass
class Tally:
    """What one connection did."""

    journeys: int = 0
    times: list[float] = field(default_factory=list)
    body_bytes: int = 0
    failure: str = ""


class Connection:
    """One kept-alive HTTP/1.1 connection, opened again where the server closes it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.buffer = b""

    def ask(self, call: Mapping[str, Any], names: Mapping[str, str]) -> tuple[int, str, bytes]:
        """Send a call and return status, location and body."""
        request = self._written(call, names)
        for attempt in (1, 2):
            try:
                return self._sent(request)
            except (ConnectionError, TimeoutError):
                self.close()
                if attempt == 2 or call["method"] != "GET":
                    raise
        raise AssertionError

    def _written(self, call: Mapping[str, Any], names: Mapping[str, str]) -> bytes:
        path, body = _filled(call["path"], names), _filled(call.get("body", ""), names).encode()
        lines = [f"{call['method']} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept-Encoding: gzip"]
        lines += [f"{name}: {value}" for name, value in call["headers"].items()]
        if call["method"] != "GET":
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body

    def _sent(self, request: bytes) -> tuple[int, str, bytes]:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=WAIT_SECONDS)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.buffer = b""
        self.socket.sendall(request)
        head = self._until(b"\r\n\r\n").decode("latin-1")
        status = int(head[9:12])
        length = re.search(r"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
        if length is None and status != 204:
            raise WrongAnswerError(f"an answer without Content-Length: {head[:300]}")
        body = self._exactly(int(length[1]) if length else 0)
        location = re.search(r"\r\nlocation: *([^\r]*)", head, re.IGNORECASE)
        if re.search(r"\r\nconnection: *close", head, re.IGNORECASE):
            self.close()
        return status, location[1] if location else "", body

    def _until(self, mark: bytes) -> bytes:
        while mark not in self.buffer:
            self._more()
        head, _, self.buffer = self.buffer.partition(mark)
        return head

    def _exactly(self, length: int) -> bytes:
        while len(self.buffer) < length:
            self._more()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return body

    def _more(self) -> None:
        assert self.socket is not None
        got = self.socket.recv(262_144)
        if not got:
            raise ConnectionResetError
        self.buffer += got

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def _filled(text: str, names: Mapping[str, str]) -> str:
    if "<<" in text:
        for name, value in names.items():
            text = text.replace(f"<<{name}>>", value)
    return text


def travel(connection: Connection, journey: list[dict[str, Any]], numbers: Any, tally: Tally) -> None:
    """Send the calls of one journey."""
    names: dict[str, str] = {}
    for call in journey:
        names["n"] = str(next(numbers))
        begun = time.perf_counter()
        status, location, body = connection.ask(call, names)
        tally.times.append(time.perf_counter() - begun)
        tally.body_bytes += len(body)
        if status != call["expect"]:
            raise WrongAnswerError(f"{call['method']} {call['path']}: {status} {location} {body[:200]!r}")
        for name, pattern in call.get("take", {}).items():
            found = re.search(pattern, location)
            if found is None:
                raise WrongAnswerError(f"{call['path']}: no {name} in {location!r}")
            names[name] = found[1]


def run(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out a plan and return the figures."""
    connections = plan["connections"]
    turns = iter(range(plan["count"]))
    lock, numbers = threading.Lock(), itertools.count(int(time.time() * 1000) % 1_000_000_000)
    tallies = [Tally() for _ in range(connections)]
    end = time.perf_counter() + plan["seconds"]

    def work(place: int) -> None:
        connection, tally = Connection(plan["port"]), tallies[place]
        journeys = itertools.cycle(plan["journeys"][place::connections] or plan["journeys"])
        try:
            while time.perf_counter() < end:
                with lock:
                    if next(turns, None) is None:
                        break
                travel(connection, next(journeys), numbers, tally)
                tally.journeys += 1
        except (WrongAnswerError, OSError) as failure:
            tally.failure = f"{type(failure).__name__}: {failure}"
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(connections)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _summed(tallies, time.perf_counter() - begun)


def _summed(tallies: list[Tally], seconds: float) -> dict[str, Any]:
    times = sorted(time for tally in tallies for time in tally.times)
    return {
        "journeys": sum(tally.journeys for tally in tallies),
        "requests": len(times),
        "seconds": seconds,
        "bytes": sum(tally.body_bytes for tally in tallies) / max(1, len(times)),
        "p50": times[len(times) // 2] * 1000 if times else 0.0,
        "p99": times[int(len(times) * 0.99)] * 1000 if times else 0.0,
        "failures": [tally.failure for tally in tallies if tally.failure],
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
