"""``make shots``: a picture of every page for each role at both sizes, and an index page to leaf through."""

import html
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from lms.app import create_app
from lms.db import Base, db
from tests.cluster import ensure_tools
from tests.conftest import make_settings
from tests.factories import PASSWORD, Site
from tests.pages.conftest import SIZES
from tests.pages.paths import shots
from tests.pages.stage import set_the_stage


def main(folder: Path) -> None:
    """Take the pictures into ``folder``."""
    chromium, _postgresql = ensure_tools()
    with tempfile.TemporaryDirectory() as instance:
        app = create_app(make_settings(Path(instance)))
        with app.app_context():
            Base.metadata.create_all(db.engine)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stage = set_the_stage(Site(app), f"http://127.0.0.1:{server.server_port}")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            names = [name for size in SIZES for name in take(browser, stage, size, folder)]
        server.shutdown()
    pictures = "\n".join(
        f'<figure><a href="{name}"><img loading="lazy" src="{name}" alt=""></a><figcaption>{html.escape(name)}</figcaption></figure>'
        for name in names
    )
    style = "body{font:16px system-ui;display:flex;flex-wrap:wrap;gap:1rem}img{width:280px;border:1px solid #ccc}figure{margin:0}"
    page = f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>Pages</title><style>{style}</style>{pictures}</html>'
    (folder / "index.html").write_text(page, encoding="utf-8")
    print(f"{len(names)} pictures: {folder / 'index.html'}")


def take(browser, stage, size: str, folder: Path) -> list[str]:  # type: ignore[no-untyped-def]
    """Take the pictures of one size and return their names."""
    names = []
    contexts = {}
    folder.mkdir(parents=True, exist_ok=True)
    for shot in shots(stage):
        if shot.role not in contexts:
            contexts[shot.role] = browser.new_context(viewport=SIZES[size], locale="vi-VN").new_page()
            if shot.role != "stranger":
                page = contexts[shot.role]
                page.goto(stage.address + "/dang-nhap")
                page.fill("#identifier", stage.people[shot.role].phone)
                page.fill("#password", PASSWORD)
                page.click("main button.main")
        page = contexts[shot.role]
        page.goto(stage.address + shot.path)
        if shot.act:
            shot.act(page)
        names.append(f"{shot.role}-{shot.name}-{size}.png")
        page.screenshot(path=folder / names[-1], full_page=True)
    return names


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "shots"))
