"""``make test``: the suite on PostgreSQL, then everything on SQLite with Chromium. Ends with pytest's summary line."""

import os
import subprocess
import sys

from tests.cluster import cluster, ensure_tools

# In the order of their names, files of a few long tests do not all come last, where one process would wait for the other.
ORDER = ["--dist", "loadfile", "--no-loadscope-reorder"]
SIDE_BY_SIDE = ["-n", "2", *ORDER, "--durations=40", "--durations-min=3"]
# What touches no database, or brings its own, need not run twice.
ONCE = (
    "tests/core",
    "tests/pages",
    "tests/test_wheel.py",
    "tests/test_house.py",
    "tests/safety",
    "tests/ops",
    "tests/test_storage.py",
    "tests/test_config.py",
    "tests/test_assistant.py",
    "tests/test_shipped_site.py",
    "tests/web",
    "tests/authoring/test_guide.py",
    "tests/authoring/test_checking.py",
    "tests/banks/test_export.py",
    "tests/quizzes/test_countdown.py",
    "tests/quizzes/test_every_type.py",
    "tests/quizzes/test_evidence_browser.py",
    "tests/quizzes/test_script.py",
    "tests/matching/test_twin_names.py",
    "tests/practice/test_bombs.py",
    "tests/practice/test_file_labs.py",
    "tests/practice/test_files_command.py",
    "tests/practice/test_hostile_words.py",
    "tests/practice/test_keys_stay_hidden.py",
    "tests/practice/test_read_signature.py",
    "tests/practice/test_verify_signature.py",
)


def main() -> int:
    chromium, programs = ensure_tools()
    arguments = sys.argv[1:]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    for kept in ("LMS_SAFETY_FULL",):
        if kept in os.environ:
            environment[kept] = os.environ[kept]
    environment["CHROMIUM"] = chromium
    with cluster(programs) as address:
        print("== PostgreSQL", flush=True)
        ignored = [f"--ignore={path}" for path in ONCE]
        on_postgresql = {**environment, "LMS_TEST_DATABASE_URL": address}
        failed = subprocess.run(
            [sys.executable, "-m", "pytest", *SIDE_BY_SIDE, *ignored, *arguments], env=on_postgresql
        ).returncode
    if failed:
        return failed
    print("== SQLite and Chromium", flush=True)
    everything = [sys.executable, "-m", "pytest", *SIDE_BY_SIDE, *arguments]
    return subprocess.run(everything, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
