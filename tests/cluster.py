"""A throw-away PostgreSQL cluster on 127.0.0.1, and Chromium: found, or installed where that is permitted."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class MissingError(SystemExit):
    """Something that the tests need is not on this machine; the message says how to get it."""


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return (
        named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )


def find_postgresql() -> Path | None:
    """Return the folder of PostgreSQL's programs."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return folders[0] if folders else None


def install(package: str) -> None:
    """Install a package of the system where we may; otherwise say what to do."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise MissingError(
            f"The tests need {package}. Install it, for example: sudo apt-get install {package}"
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], check=True, stdout=subprocess.DEVNULL, env=environment)
    subprocess.run(
        ["apt-get", "install", "-q", "-y", package], check=True, stdout=subprocess.DEVNULL, env=environment
    )


def ensure_tools() -> tuple[str, Path]:
    """Return Chromium's path and PostgreSQL's folder, after installing what is absent."""
    if not find_chromium():
        install("chromium")
    if not find_postgresql():
        install("postgresql")
    chromium, postgresql = find_chromium(), find_postgresql()
    if not chromium or not postgresql:
        raise MissingError("Chromium or PostgreSQL could not be had; the tests need both.")
    return chromium, postgresql


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _as_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; then it runs as an unprivileged user of this system."""
    if os.geteuid() != 0:
        return command
    return [
        "setpriv",
        f"--reuid={_owner()}",
        f"--regid={pwd.getpwnam(_owner()).pw_gid}",
        "--clear-groups",
        *command,
    ]


def _owner() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Start a cluster and yield the address of an empty database; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lms-pg-") as folder:
        data, port = Path(folder) / "data", free_port()
        os.chmod(folder, 0o711)  # noqa: S103 - the server's user must be able to walk through
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(data, _owner())
        _run([programs / "initdb", "-D", data, "-U", "lms", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off "
            "-c synchronous_commit=off -c full_page_writes=off -c max_connections=100"
        )
        _run([programs / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", data / "log", "-o", options, "start"])
        try:
            yield f"postgresql+psycopg://lms@127.0.0.1:{port}/postgres"
        finally:
            _run([programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(
        _as_user([str(part) for part in command]),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
    )
    if done.returncode:
        raise RuntimeError(done.stdout)
