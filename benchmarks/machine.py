"""What stands beside every figure: the machine, its load, and the versions of what runs."""

import os
import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("flask", "werkzeug", "jinja2", "sqlalchemy", "gunicorn", "granian", "waitress")


def cpu_model() -> str:
    """Return the processor's name as the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def load() -> float:
    """Return the load average of the last minute: above the cores in use, neighbours are at work."""
    return os.getloadavg()[0]


def versions() -> str:
    """Return the versions of what the figures depend on."""
    found = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} –")
    return ", ".join(found)


def description() -> str:
    """Return the machine in one line."""
    return f"{os.cpu_count()} cores, {cpu_model()}, {platform.system()} {platform.release()}"
