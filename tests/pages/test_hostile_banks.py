"""Files of hostile trainers and answers of hostile learners in a real browser, under the site's own policy.

Whatever is imported, mended, published, tried, printed, answered, marked and graded again: nothing of it runs, nothing
reaches out, and the policy has nothing to stop.
"""

import json
import logging
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page
from werkzeug.serving import make_server

from lms.app import create_app
from lms.core.people import Role
from lms.db import Base, db
from tests.assessment.makers import MARKING, RESULTS
from tests.banks.drafting import named, pasted, published, rows_of, send_text
from tests.banks.test_upload import send_file
from tests.conftest import forget_what_was_kept, make_settings
from tests.content import publish
from tests.factories import PASSWORD, Site, post
from tests.pages.conftest import Visitor
from tests.quizzes.makers import Learner, bank_text
from tests.safety.test_sanitiser import PAYLOADS

OWN = (
    "<img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    '" autofocus onfocus="alert(1)" x="',
    "[bấm](javascript:alert(1))",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "`</code><script>alert(1)</script>`",
    "{{ 7*7 }}{% raw %}",
    "]]><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#106;avascript:alert(1)",
)
WATCH = """window.ran = []; window.broken = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = (...said) => { window.ran.push(name + said) };
document.addEventListener("securitypolicyviolation", e => window.broken.push(e.violatedDirective + " " + e.sample));"""


def payloads() -> list[str]:
    """Return our own vectors, and some of the corpus where it lies beside the repository, each on one line."""
    found = [text for _, text in json.loads(PAYLOADS.read_text("utf-8"))] if PAYLOADS.exists() else []
    some = [text for text in found[:: max(1, len(found) // 40)] if "\n" not in text and len(text) < 300]
    return [*OWN, *(" ".join(text.split()) for text in some)]


@pytest.fixture
def live(tmp_path: Any) -> Iterator[SimpleNamespace]:
    """A site of its own, served by a thread."""
    app = create_app(make_settings(tmp_path))
    with app.app_context():
        Base.metadata.create_all(db.engine)
    forget_what_was_kept()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield SimpleNamespace(site=Site(app), address=f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    with app.app_context():
        db.engine.dispose()


class Walker:
    """Somebody who opens pages and demands of each that nothing ran and nothing had to be stopped."""

    def __init__(self, browser: Any, live: SimpleNamespace, person: Any) -> None:
        context = browser.new_context(service_workers="block")
        context.add_init_script(WATCH)
        context.set_default_timeout(20_000)
        self.visitor = Visitor(context, live)
        self.visitor.sign_in(person, PASSWORD)

    def open(self, path: str) -> Page:
        page = self.visitor.open(path)
        self.check(path)
        return page

    def send(self, field: str) -> None:
        """Send the form in which a field stands, whatever the browser thinks of what it holds."""
        with self.visitor.page.expect_navigation():
            self.visitor.page.evaluate(f"document.querySelector('{field}').form.submit()")

    def check(self, path: str) -> None:
        page = self.visitor.page
        for field in page.query_selector_all("main input:visible, main textarea:visible, main a:visible")[:6]:
            field.focus()
        assert page.evaluate("window.ran") == [], path
        assert page.evaluate("window.broken") == [], path
        scripts = page.evaluate(
            "[...document.querySelectorAll('main script, main iframe, main object')].length"
        )
        links = page.evaluate("[...document.querySelectorAll('main a[href]')].map(a => a.protocol)")
        assert scripts == 0, path
        assert set(links) <= {"http:", "https:", "mailto:", "tel:"}, path
        assert self.visitor.troubles == [], path


def paper_of(texts: list[str]) -> str:
    return "".join(
        f"Phần {number}. {text}\nCâu {number}: Hỏi {text} gì?\nA. Ý một {text}\nB. Ý hai của {number}\n"
        f"Đáp án: A\nLời giải: vì {text}\n"
        for number, text in enumerate(texts, 1)
    )


def moodle_of(texts: list[str]) -> bytes:
    def data(text: str) -> str:
        return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"

    questions = "".join(
        f'<question type="multichoice"><name><text>{data(text)}</text></name><questiontext format="html"><text>'
        f'{data(f"<p>Câu {number} {text}</p>")}</text></questiontext><generalfeedback format="html"><text>{data(text)}'
        f'</text></generalfeedback><single>true</single><answer fraction="100" format="html"><text>{data("Có " + text)}'
        f'</text><feedback format="html"><text>{data(text)}</text></feedback></answer><answer fraction="0"><text>Không'
        f"</text></answer><tags><tag><text>{data(text)}</text></tag></tags></question>"
        for number, text in enumerate(texts, 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><quiz>{questions}</quiz>'.encode()


def test_nothing_of_a_hostile_file_runs_from_the_upload_to_the_printed_paper(browser, live) -> None:  # type: ignore[no-untyped-def]
    site, texts = live.site, payloads()
    trainer = site.person("Lê Thị <img src=x onerror=alert(1)> Lan", role=Role.TRAINER)
    client = site.client(trainer)
    drafts = [pasted(client, paper_of(texts[:20])), pasted(client, paper_of(texts[20:]))]
    moodle = send_file(client, moodle_of(texts), "<img src=x onerror=alert(1)>.xml")
    assert moodle.status_code == 303, moodle.text
    drafts.append(moodle.location)
    walker = Walker(browser, live, trainer)
    for address in drafts:
        for query in ("?xem=tat-ca", "?xem=tat-ca&trang=2", "?xem=can-xem", "?tim=<script>alert(1)</script>"):
            walker.open(address + query)
        for row in rows_of(site, address)[:6]:
            walker.open(f"{address}/cau/{row.id}")
            page = walker.open(f"{address}/cau/{row.id}?cach=markdown")
            page.evaluate("document.querySelector('main input[name=version]').value = '999'")
            walker.send("main input[name=version]")
            walker.check(f"{address} 409")
        walker.open(f"{address}/thiet-lap")
        walker.open(f"{address}/dang")
    looked_at = 0
    for number, address in enumerate(drafts, 1):
        published(client, named(client, address, f"bo-{number}"))
        bank = f"/soan-bai/cau-hoi/bo-{number}"
        if client.get(bank).status_code == 404:
            continue  # a file that the checker refuses has no bank to look at
        looked_at += 1
        for tail in ("", "?trang=2", "/tai-ve", "/tai-ve/aiken", "/in", "/in/de?khoa=giai"):
            walker.open(bank + tail)
        walker.open(f"{bank}/thu")
        walker.send("main form[method=post] input[name=csrf_token]")
        walker.check(f"{bank} tried")
    assert looked_at
    walker.open("/soan-bai/cau-hoi")
    walker.visitor.context.close()


def test_nothing_that_learners_write_runs_where_trainers_read_it(browser, live) -> None:  # type: ignore[no-untyped-def]
    site, texts = live.site, payloads()
    escaped = "## Kể {#ke type=essay}\n- 3đ: Có chuyện <b onclick=alert(1)>thật</b>\n## Gõ <script>alert(1)</script> {#go}\n- = a\n"
    publish(site, bank=bank_text(escaped))
    root = site.unit("Công đoàn <script>alert(1)</script>", "union")
    admin = site.person("Hoàng Anh Tú", root, role=Role.ADMIN, role_unit_id=root)
    people = []
    for text in texts[:8]:
        person = site.person(f"Nguyễn {text}"[:100], root)
        who = Learner(site, site.client(person), person)
        who.begin()
        ids = who.sitting().drawn.question_ids
        who.send(ids.index("ke") + 1, t=text)
        who.send(ids.index("go") + 1, t=text)
        people.append(who)
    client = site.client(admin)
    for who in people[:4]:
        who.hand_in()
        post(client, MARKING, bai=who.token, cau="ke", seen="0", remark=texts[1], **{"diem-0": "2"})
    post(client, f"/soan-bai/ket-qua/bai-lam/{people[3].token}/huy", reason=texts[0])
    post(client, f"{RESULTS}/gia-han/{people[4].person.id}", extra_attempts="1", reason=texts[1])
    publish(site, bank=bank_text(escaped.replace("- = a", "- = b")))
    walker = Walker(browser, live, admin)
    for path in (
        "/soan-bai/ket-qua",
        RESULTS,
        f"{RESULTS}?tim=%3Cscript%3Ealert(1)%3C/script%3E",
        f"{RESULTS}/gia-han?tim=nguyen",
        f"{RESULTS}/gia-han/{people[4].person.id}",
        f"{RESULTS}/phan-tich",
        f"{RESULTS}/cham-lai",
        f"{RESULTS}/cham?bai={people[0].token}&cau=ke&ten=1",
        *(f"/soan-bai/ket-qua/bai-lam/{who.token}" for who in people),
        f"/soan-bai/ket-qua/bai-lam/{people[0].token}/huy",
        "/quan-tri/nhat-ky",
    ):
        walker.open(path)
    walker.visitor.context.close()
    learner = Walker(browser, live, people[0].person)
    learner.open(f"{people[0].path}/ket-qua")
    learner.visitor.context.close()
    assert send_text(client, texts[0]).status_code == 422
