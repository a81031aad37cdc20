"""A site of its own in tmp_path for each test, copied from one that was set up once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from lms.app import create_app
from lms.courses.queries import get_published
from lms.db import Base, db
from tests.conftest import SECRET, make_settings
from tests.ops.running import run


@pytest.fixture(autouse=True)
def forget_revisions() -> Iterator[None]:
    """Revisions are kept by number for the life of a process, which here serves many sites."""
    get_published.cache_clear()
    yield
    get_published.cache_clear()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site with the shipped courses and the demo people. Copy it; never change it."""
    folder = tmp_path_factory.mktemp("prepared") / "instance"
    folder.mkdir(mode=0o700)
    (folder / "secret_key").write_text(SECRET)  # so that what is set up here opens in the tests' own apps
    (folder / "secret_key").chmod(0o600)
    assert run(folder, "setup").returncode == 0
    assert run(folder, "demo").returncode == 0
    return folder


@pytest.fixture
def instance(prepared: Path, tmp_path: Path) -> Path:
    """A site of this test alone."""
    return Path(shutil.copytree(prepared, tmp_path / "instance"))


@pytest.fixture
def sqlite_app(tmp_path: Path) -> Iterator[Flask]:
    """An app over an SQLite file with empty tables, whatever database this run is about."""
    app = create_app(make_settings(tmp_path))
    app.config["TESTING"] = True
    with app.app_context():
        Base.metadata.create_all(db.engine)
        engine = db.engine
    yield app
    with app.app_context():
        db.session.remove()
    engine.dispose()
