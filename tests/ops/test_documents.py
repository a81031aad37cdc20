"""What the documents say is there: settings, commands, targets, files, and the tests that prove a promise."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from lms.cli import lms
from lms.config import KNOWN

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    ROOT / name
    for name in (
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "docs/decisions.md",
        "docs/operating.md",
        "tests/safety/README.md",
    )
]
NOT_OF_A_SITE = {"LMS_TEST_DATABASE_URL", "LMS_SAFETY_FULL"}
each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def test_the_operating_guide_explains_every_setting_with_its_default() -> None:
    rows = re.findall(
        r"^\| (`LMS_.*?) \|", (ROOT / "docs/operating.md").read_text(encoding="utf-8"), flags=re.M
    )
    assert {name for row in rows for name in re.findall(r"`(LMS_[A-Z0-9_]+)`", row)} == KNOWN


@each_document
def test_no_setting_is_named_that_does_not_exist(document: Path) -> None:
    named = set(re.findall(r"\bLMS_[A-Z0-9_]*[A-Z0-9]\b", document.read_text(encoding="utf-8")))
    assert named <= KNOWN | NOT_OF_A_SITE


@each_document
def test_every_link_leads_to_a_file_that_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?://|#)([^)#\s]+)[^)]*\)", re.sub(r"`[^`\n]*`", "", text))
    missing = [link for link in links if not (document.parent / link).exists()]
    assert missing == []


def command_at(words: list[str]) -> click.Command | None:
    """Return the command that the words name, as far as they name one."""
    found: click.Command = lms
    for word in words:
        if not isinstance(found, click.Group):
            break
        if word not in found.commands:
            return None
        found = found.commands[word]
    return found


@each_document
def test_every_command_that_is_written_down_exists_with_its_options(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    lines = [
        line for block in re.findall(r"```\w*\n(.*?)```", text, flags=re.S) for line in block.splitlines()
    ]
    lines += re.findall(r"`([^`\n]+)`", text)
    unknown = []
    for line in lines:
        for call in re.findall(r"(?:^|[\s/|])(?:lms|hoc) (?!hoc)([a-z][a-z-]*\b[^|#]*)", line):
            words = call.split()
            command = command_at([word for word in words if re.fullmatch("[a-z-]+", word)])
            options = {option for each in (command.params if command else []) for option in each.opts}
            options |= {
                option for each in (command.params if command else []) for option in each.secondary_opts
            }
            if command is None or not {word for word in words if word.startswith("--")} <= options:
                unknown.append(line)
    assert unknown == []


@each_document
def test_every_make_target_that_is_written_down_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    named = re.findall(r"(?:`|^|\d )make ([a-z]+)(?:`|$)", document.read_text(encoding="utf-8"), flags=re.M)
    assert set(named) <= targets


def test_the_make_targets_that_people_need_are_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"make {target}" in text for target in ("run", "test", "check", "bench", "shots"))


def known_tests() -> set[str]:
    return {
        f"{path.relative_to(ROOT / 'tests').as_posix()}::{name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^ *def (test_\w+)\(", path.read_text(encoding="utf-8"), flags=re.M)
    }


def test_every_test_that_is_named_as_a_proof_exists() -> None:
    text = (ROOT / "tests/safety/README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_/]+\.py::test_\w+)`", text))
    assert len(named) > 60
    assert named - known_tests() == set()


def test_the_extras_that_are_written_down_can_be_installed() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    for document in DOCUMENTS:
        named = re.findall(r"extra `(\w+)`", document.read_text(encoding="utf-8"))
        assert set(named) <= set(extras)
