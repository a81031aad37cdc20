"""Authors' text in a real browser: no payload runs, none reaches out, and the unsanitised control shows it could.

Payloads come from ../shared/corpora/xss, put into each place where a person may type, rendered by the compiler and
loaded under the site's own content policy. CI takes a fixed sample; LMS_SAFETY_FULL=1 takes them all.
"""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Error

from lms.core.markup import render_markdown
from tests.safety.test_sanitiser import CORPORA, PAYLOADS, renderings

A_PAGE = 100
POLICY = "default-src 'none'; script-src 'nonce-watch'; style-src 'nonce-watch'; img-src 'self' blob:; form-action 'self'"
WATCH = """<!doctype html><meta charset="utf-8"><script nonce="watch">
window.ran = []; window.broken = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = (...said) => { window.ran.push(name + said) };
document.addEventListener("securitypolicyviolation", e => window.broken.push(e.violatedDirective + " " + e.sample));
</script><body>"""


class Pages(ThreadingHTTPServer):
    """Serves numbered pages, with the site's policy or, as a control, without one."""

    bodies: dict[str, tuple[str, bool]]


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body, is_guarded = self.server.bodies.get(self.path, ("", True))  # type: ignore[attr-defined]
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if is_guarded:
            self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body.encode("utf-8", "surrogatepass"))

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def pages() -> Iterator[Pages]:
    server = Pages(("127.0.0.1", 0), Answer)
    server.bodies = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def load(browser, pages: Pages, bodies: list[str], is_guarded: bool) -> tuple[list[str], list[str]]:  # type: ignore[no-untyped-def]
    """Open each body in the browser; return what ran and what the policy had to stop."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    ran: list[str] = []
    broken: list[str] = []
    for number, body in enumerate(bodies):
        pages.bodies[f"/{number}"] = (WATCH + body, is_guarded)
        try:
            page.goto(f"http://127.0.0.1:{pages.server_port}/{number}", wait_until="load")
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            ran += page.evaluate("window.ran || []")
            broken += page.evaluate("window.broken || []")
        except Error:  # a payload took the page elsewhere, which only the control may do
            assert not is_guarded
            ran.append("went elsewhere")
    context.close()
    return ran, broken


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora folder is not beside this checkout")
def test_no_authors_text_runs_in_the_browser(browser, pages: Pages) -> None:  # type: ignore[no-untyped-def]
    cleaned = [render_markdown(text) for _raw, text in renderings()]
    assert len(cleaned) > 1_000
    bodies = ["<hr>".join(cleaned[at : at + A_PAGE]) for at in range(0, len(cleaned), A_PAGE)]
    ran, broken = load(browser, pages, bodies, is_guarded=True)
    assert ran == []
    assert broken == []


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora folder is not beside this checkout")
def test_the_control_without_sanitiser_and_policy_runs_many(browser, pages: Pages) -> None:  # type: ignore[no-untyped-def]
    payloads = [payload for _source, payload in json.loads(PAYLOADS.read_text(encoding="utf-8"))]
    ran, _broken = load(browser, pages, payloads[:: len(payloads) // 120], is_guarded=False)
    assert len(ran) > 10
