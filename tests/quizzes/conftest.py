"""A clock that tests move, fresh caches of revisions, and a learner in a real browser."""

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from werkzeug.serving import make_server

from lms import clock
from lms.app import create_app
from lms.courses.queries import get_published
from lms.db import Base, db
from lms.quizzes.queries import get_bank_revision
from tests.cluster import find_chromium
from tests.conftest import make_settings
from tests.factories import NOW, PASSWORD, Site
from tests.quizzes.makers import QUIZ, Learner, learner


class Clock:
    """The site's clock, at ``at`` until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock stands at 09:00 in Thái Nguyên on 21/11/2026."""
    fake = Clock(NOW)
    monkeypatch.setattr(clock, "now", fake.now)
    return fake


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    for cached in (get_published, get_bank_revision):
        cached.cache_clear()
    yield
    for cached in (get_published, get_bank_revision):
        cached.cache_clear()


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """A site of its own on 127.0.0.1, and its address."""
    app = create_app(make_settings(tmp_path_factory.mktemp("live")))
    with app.app_context():
        Base.metadata.create_all(db.engine)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(app), f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    found = find_chromium()
    if not found:
        pytest.fail("no Chromium: install it, or name it in CHROMIUM")
    browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()


@pytest.fixture
def sit_down(live: tuple[Site, str], chromium: Browser) -> Iterator[Callable[..., tuple[Page, Learner]]]:
    """Puts a new learner before the first question of a bank, on a phone; with ``has_clock`` the page's clock can be moved."""
    contexts: list[BrowserContext] = []

    def sit(bank: str, *, has_clock: bool = False, java_script_enabled: bool = True) -> tuple[Page, Learner]:
        who = learner(live[0], bank)
        contexts.append(
            chromium.new_context(
                viewport={"width": 360, "height": 740},
                base_url=live[1],
                java_script_enabled=java_script_enabled,
            )
        )
        page = contexts[-1].new_page()
        page.goto("/dang-nhap")
        page.fill("[name=identifier]", who.person.phone)
        page.fill("[name=password]", PASSWORD)
        page.click("main button.main")
        page.wait_for_url("**/")
        if has_clock:
            page.clock.install()
        page.goto(QUIZ)
        page.click("main button.main")
        page.wait_for_url("**/cau/1")
        who.token = page.url.split("/")[4]
        return page, who

    yield sit
    for context in contexts:
        context.close()
