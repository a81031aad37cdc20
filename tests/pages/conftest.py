"""A real site on 127.0.0.1 and a real Chromium. In CI a missing browser fails; nothing is skipped."""

import logging
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page
from werkzeug.serving import make_server

from lms.app import create_app
from lms.db import Base, db
from tests.cluster import find_chromium
from tests.conftest import forget_what_was_kept, make_settings
from tests.factories import Person, Site
from tests.pages.stage import Stage, set_the_stage

SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 800}}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    chromium = find_chromium()
    if not chromium:
        pytest.fail("no Chromium: install it, or name it in CHROMIUM")
    return {
        "executable_path": chromium,
        "args": [
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A site with the shipped course and people in every state, served by a thread."""
    folder = tmp_path_factory.mktemp("live")
    forget_what_was_kept()
    app = create_app(make_settings(folder))
    with app.app_context():
        Base.metadata.create_all(db.engine)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield set_the_stage(Site(app), f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(autouse=True)
def _nothing_of_other_sites() -> None:
    """Other tests of this process had sites of their own, with the same ids."""
    forget_what_was_kept()


class Visitor:
    """Somebody with a browser: opens pages at a size, signed in through the real form."""

    def __init__(self, context: BrowserContext, stage: Stage) -> None:
        self.context, self.stage = context, stage
        self.page: Page = context.new_page()
        self.troubles: list[str] = []
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda request: self._outside(request.url))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.troubles.append(text)

    def _outside(self, url: str) -> None:
        if not url.startswith((self.stage.address, "blob:", "data:")):
            self.troubles.append(f"asked another host: {url}")

    def open(self, path: str) -> Page:
        self.page.goto(self.stage.address + path)
        return self.page

    def sign_in(self, person: Person, password: str) -> Page:
        self.open("/dang-nhap")
        self.page.fill("#identifier", person.phone)
        self.page.fill("#password", password)
        self.page.click("main button.main")
        self.page.wait_for_url("**/")
        return self.page


@pytest.fixture
def visit(browser, stage: Stage):  # type: ignore[no-untyped-def]
    """Makes visitors; closes their browsers and demands that none met an error."""
    visitors: list[Visitor] = []

    def come(size: str = "phone", **options: object) -> Visitor:
        context = browser.new_context(
            locale="vi-VN",
            viewport=SIZES[size],
            service_workers="block",
            has_touch=size == "phone",
            **options,
        )
        context.set_default_timeout(10_000)
        visitors.append(Visitor(context, stage))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.context.close()
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []
