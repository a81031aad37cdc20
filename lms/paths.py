"""Where the shipped folders are: beside the package in a checkout, inside it in an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SHIPPED = ("templates", "courses", "quizzes", "migrations", "docs")


def shipped(name: str) -> Path:
    """Return the shipped folder ``name`` (one of SHIPPED).

    Raises:
        FileNotFoundError: the folder is in neither place, so the installation is broken.
    """
    for candidate in (PACKAGE / "_shipped" / name, PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"The shipped folder {name!r} is missing; install the package again.")


def static() -> Path:
    """Return the folder of our own style sheet, scripts and fonts."""
    return PACKAGE / "static"
