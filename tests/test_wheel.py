"""The wheel: holds every file that is tracked, and runs the site without a checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.ops.running import Browser, demo_people, run
from tests.ops.running import serving as serving_site

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("templates", "courses", "quizzes", "migrations")
GUIDES = {
    "docs/authoring.md",
    "docs/authoring.en.md",
}  # trainers read them on the site; the rest is for others
FONTS = {
    "lms/static/fonts/be-vietnam-pro-bold.ttf",
    "lms/static/fonts/be-vietnam-pro-bold.woff2",
    "lms/static/fonts/be-vietnam-pro-regular.ttf",
    "lms/static/fonts/OFL.txt",
}


def git(*arguments: str) -> list[str]:
    """Return the lines of a git command; file names come as they are."""
    done = subprocess.run(
        ["git", "-C", str(ROOT), "-c", "core.quotePath=false", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    """The files of the project: tracked ones, and new ones that are not ignored."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a checkout, so nothing says which files belong")
    listed = git("ls-files", "--cached", "--others", "--exclude-standard")
    return [name for name in listed if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tracked: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy, so that building leaves nothing in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in tracked:
        target = folder / "source" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist")]
    done = subprocess.run([*command, str(folder / "source")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next((folder / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``lms`` command of a fresh environment that holds the wheel and borrows its dependencies from this one."""
    folder = tmp_path_factory.mktemp("fresh") / "env"
    venv.create(folder, with_pip=False, symlinks=os.name == "posix")
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
    ]
    done = subprocess.run([*command, str(wheel)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    site_packages = next(folder.rglob("site-packages"))
    (site_packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return programs / "lms"


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def place_in_wheel(name: str) -> str | None:
    """Return where a file of the project lies in the wheel, or None if it is not for the wheel."""
    top = name.split("/")[0]
    if top == "lms":
        return name
    return f"lms/_shipped/{name}" if top in SHIPPED or name in GUIDES else None


def test_the_wheel_holds_exactly_the_tracked_files_and_what_is_built_from_them(
    wheel: Path, tracked: list[str]
) -> None:
    wanted = {place for name in tracked if (place := place_in_wheel(name))}
    catalogues = {name.removesuffix(".po") + ".mo" for name in wanted if name.endswith("/messages.po")}
    assert names_in(wheel) == wanted | catalogues | FONTS
    assert any(name.startswith("lms/_shipped/courses/") for name in wanted)
    assert any(name.startswith("lms/_shipped/migrations/versions/") for name in wanted)


def test_the_wheel_ships_no_python_with_the_courses_and_nothing_of_the_tests(wheel: Path) -> None:
    names = names_in(wheel)
    content = ("lms/_shipped/courses/", "lms/_shipped/quizzes/", "lms/_shipped/templates/")
    assert not [name for name in names if name.startswith(content) and name.endswith(".py")]
    assert not [name for name in names if not name.startswith("lms/")]


def test_the_wheel_carries_the_licence_of_the_fonts_and_its_own(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert "SIL OPEN FONT LICENSE" in archive.read("lms/static/fonts/OFL.txt").decode().upper()
        licences = [name for name in archive.namelist() if name.endswith("/LICENSE")]
        assert "MIT License" in archive.read(licences[0]).decode()


def free_of_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.delenv("PYTHONHOME", raising=False)


@pytest.mark.timeout(300)
def test_an_installed_wheel_sets_a_site_up_and_serves_it_with_both_servers(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free_of_the_checkout(monkeypatch)
    instance, lms = tmp_path / "data" / "instance", (str(installed),)
    instance.parent.mkdir()
    for arguments in (("setup",), ("demo",), ("doctor",)):
        done = run(instance, *arguments, command=lms)
        assert done.returncode == 0, done.stdout + done.stderr
    for settings in ({}, {"LMS_SERVER": "waitress"}):
        with serving_site(instance, lms, **settings) as running:
            browser = Browser(running.address)
            assert browser.get("/healthz").status == 200
            assert "Cặp đôi số" in browser.get("/").text
            assert browser.sign_in(demo_people(instance)[0]).status == 303
            assert browser.get("/").status == 200
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"instance", *_logs(tmp_path / "data")}


def _logs(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("serve-*.log")}


def test_the_installed_program_is_the_wheel_and_not_the_checkout(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free_of_the_checkout(monkeypatch)
    python = installed.with_name("python")
    command = [
        str(python),
        "-c",
        "import lms, lms.paths; print(lms.__file__, lms.paths.shipped('templates'))",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    package, templates = done.stdout.split()
    assert Path(package).is_relative_to(installed.parents[1])
    assert Path(templates).is_relative_to(Path(package).parent)
