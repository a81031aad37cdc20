"""Run pip-audit where its data can be reached; say so where it cannot, without failing for the network's sake."""

import subprocess
import sys


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--skip-editable"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)  # noqa: S603 - our own words
    print(done.stdout[-4000:])
    if done.returncode == 0:
        return 0
    if "Found " in done.stderr and "vulnerabilit" in done.stderr:
        print(done.stderr[-2000:])
        return 1
    print("pip-audit could not reach its data; not checked")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.TimeoutExpired:
        print("pip-audit could not reach its data in time; not checked")
