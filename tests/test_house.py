"""The house holds: layers, rooms, who commits, what templates may do."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lms.app import FEATURES

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "lms").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_the_six_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "6 kept, 0 broken" in done.stdout


def test_every_feature_has_its_rooms_checked() -> None:
    rooms = next(contract for contract in CONTRACTS if contract["id"] == "rooms")
    assert set(rooms["containers"]) == {f"lms.{feature}" for feature in FEATURES}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_unit_of_work_commits(source: Path) -> None:
    allowed = {"db.py"}
    calls = [
        node.lineno
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert not calls or source.name in allowed


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_holds(source: Path) -> None:
    assert ast.get_docstring(ast.parse(source.read_text()))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_services_and_core_do_not_read_the_clock(source: Path) -> None:
    part = source.relative_to(ROOT / "lms").as_posix()
    if part.startswith("core/") or "/services" in part or "/queries" in part or "/policy" in part:
        assert not re.search(r"clock\.now\(|datetime\.now\(|date\.today\(|\btime\.time\(", source.read_text())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_compiles_and_keeps_to_the_content_policy(template: Path, app) -> None:  # type: ignore[no-untyped-def]
    text = template.read_text()
    app.jinja_env.get_template(template.relative_to(ROOT / "templates").as_posix())
    assert "|safe" not in text.replace(" ", "")
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", text)
    for script in re.findall(r"<(?:script|style)\b[^>]*>", text):
        assert "nonce=" in script
    for address in re.findall(r'(?:src|href|action)="(https?:[^"]*)"', text):
        assert address.startswith("https://zalo.me/"), address


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_form_that_writes_carries_a_token(template: Path) -> None:
    text = template.read_text()
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, flags=re.S):
        assert "csrf_token" in form or "token()" in form


def test_what_few_requests_need_is_not_loaded_with_every_worker(tmp_path: Path) -> None:
    started = "import sys, lms.cli; lms.cli.create_app(); print(*sorted(sys.modules), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", started],
        cwd=ROOT,
        env={**os.environ, "LMS_INSTANCE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = done.stdout.split()
    assert "lms.banks.cli.importing" in loaded
    assert "lms.practice.cli.verifying" in loaded
    assert not {"openpyxl", "fpdf", "docx", "lxml", "pyhanko", "asn1crypto", "cryptography", "pypdf"} & set(
        loaded
    )
    assert not [name for name in loaded if re.match(r"lms\.core\.questions\.(?:im|ex)porting\.", name)]


def test_the_repository_names_no_path_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    # Wherever the suite runs, the home folder and the checkout's own place are what slips into a file.
    places = [f"{place}/".encode() for place in (Path.home(), ROOT) if len(place.parts) > 1]
    assert places
    for name in listed.split():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".html", ".toml", ".css", ".js"} and path.exists():
            written = path.read_bytes()  # some test files are no text on purpose
            for place in places:
                assert place not in written, name
