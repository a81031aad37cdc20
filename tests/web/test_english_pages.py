"""Whoever chose English meets English on every page: a site whose people and course have plain ASCII names shows it."""

import gettext
import io
import re
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from babel.messages.mofile import write_mo
from flask.testing import FlaskClient

from lms.core.people import Role
from lms.units.forms import HONORIFICS
from lms.web import translations
from tests import content
from tests.factories import PASSWORD, Person, Site, csrf_token, post
from tests.safety.test_walk import fill, routes
from tests.web.test_catalogue import EXAMPLES, OWN_NAME, VIETNAMESE, english

BRAND = "Cặp đôi số"
KNOWN_NAMES = (BRAND, OWN_NAME, *EXAMPLES)
SPOKEN_ATTRIBUTES = {
    "alt",
    "aria-label",
    "content",
    "placeholder",
    "title",
    "data-done",
    "data-up",
    "data-down",
}

COURSE = """---
id: thu-nghiem
title: "Trial course"
summary: "A small course"
lang: en
status: published
authors: ["Trial group"]
license: CC BY 4.0
minutes: 12
certificate: true
complete_when: [steps, tasks, quizzes]
skills:
  - {id: cai-ung-dung, title: "Install apps safely", codes: ["4.3"]}
---
This course is short.
"""
LESSON = """---
id: bai-mot
title: "Switch on"
kind: practice
minutes: 6
outcome: "switch the phone on"
checked_on: 2026-11-21
review_by: 2027-05-21
sources: ["Trial source"]
---
This lesson is easy.

## Bước 1. Press the button {#bam-nut}
Thời gian: 2 phút

Press it, then open {{app_name}}.

## Nhiệm vụ: Check yourself {#nv-tu-kiem}
Nộp: tự kiểm | Chấm: tự kiểm | Điểm: 10

- [ ] It is on
- [ ] It has a signal

[Quick check](../../quizzes/thu-nghiem.md)
"""
TASKS = """---
id: bai-hai
title: "Show it"
kind: task
minutes: 6
outcome: "show it to somebody"
checked_on: 2026-11-21
review_by: 2027-05-21
sources: ["Trial source"]
---
Do it once more.

## Nhiệm vụ: Do it while watched {#nv-xem}
Nộp: trực tiếp | Chấm: người hướng dẫn | Điểm: 10

- [ ] Press the button (bắt buộc)
- [ ] Say why

## Nhiệm vụ: Send a photo {#nv-anh}
Nộp: ảnh, tối đa 2 | Chấm: người hướng dẫn | Điểm: 10

- 10đ: The version is easy to read
"""
BANK = """---
id: thu-nghiem
title: "Quick check: trial"
pass: 50%
attempts: 0
review: each
show_key: true
---
# General {#chung}
## Who may know the OTP code? {#otp lesson=bai-mot}
- (x) Only me
- ( ) The mentor
  > The mentor only shows how.

> Giải thích: Nobody may ask for it.
"""
GLOSSARY = """# Glossary

## OTP {#otp}
English: one-time code
A code that works once.
"""


class Spoken(HTMLParser):
    """Collects what a page says: its text and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        self.said += [value or "" for name, value in attrs if name in SPOKEN_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data.strip())


def vietnamese_on(page: str) -> list[str]:
    spoken = Spoken()
    spoken.feed(page)
    known = re.compile("|".join(map(re.escape, KNOWN_NAMES)))
    return [each for each in spoken.said if each not in HONORIFICS and VIETNAMESE.search(known.sub("", each))]


@dataclass(frozen=True)
class World:
    """Everybody who may come, each having chosen English, and the values that fill the places in routes."""

    clients: dict[str, FlaskClient]
    places: dict[str, str]


@pytest.fixture
def world(site: Site, monkeypatch: pytest.MonkeyPatch) -> World:
    """A site without a Vietnamese name, in the catalogue's English as it is now."""
    compiled = io.BytesIO()
    write_mo(compiled, english())
    compiled.seek(0)
    spoken = gettext.GNUTranslations(compiled)
    monkeypatch.setattr(translations, "_catalogue", lambda language: spoken)
    monkeypatch.setattr(content, "GLOSSARY", GLOSSARY)
    content.publish(
        site,
        {"course.md": COURSE.encode(), "01-bai-mot.md": LESSON.encode(), "02-bai-hai.md": TASKS.encode()},
        BANK,
    )
    root = site.unit("Union", "union")
    school = site.unit("School", "school", root)
    people = {
        "learner": site.person("Hoa Nguyen", school, honorific=""),
        "mentor": site.person("Minh Tran", school, honorific=""),
        "trainer": site.person("Lan Le", school, honorific="", role=Role.TRAINER, role_unit_id=root),
        "officer": site.person("Son Pham", school, honorific="", role=Role.COORDINATOR, role_unit_id=root),
        "admin": site.person("Tu Hoang", school, honorific="", role=Role.ADMIN, role_unit_id=root),
    }
    places = {
        "slug": "thu-nghiem",
        "lesson": "bai-mot",
        "item": "bam-nut",
        "term_id": "otp",
        "pair_id": str(site.pair(people["mentor"], people["learner"])),
        "user_id": str(people["learner"].id),
        "unit_id": str(school),
    }
    clients = {name: english_client(site, person) for name, person in people.items()}
    return World(clients | {"stranger": english_client(site)}, places)


def english_client(site: Site, person: Person | None = None) -> FlaskClient:
    client = site.client()
    client.set_cookie("lang", "en")
    if person:
        post(client, "/dang-nhap", identifier=person.phone, password=PASSWORD)
    return client


def without_examples(page: str) -> str:
    """Leave out what authors are told to type: courses are in Vietnamese, whoever reads how to write them."""
    return re.sub(r"<(pre|code)>.*?</\1>", "", page, flags=re.DOTALL)


def test_every_page_that_can_be_opened_is_english(site: Site, world: World) -> None:
    left = {}
    for method, rule, _gate in routes(site.app):
        if method == "GET":
            for name, client in world.clients.items():
                answer = client.get(fill(rule, world.places), follow_redirects=True)
                assert answer.status_code < 500, (name, rule)
                if answer.mimetype == "text/html" and (found := vietnamese_on(without_examples(answer.text))):
                    left[name, rule] = found
    assert left == {}


def test_every_form_sent_empty_is_answered_in_english(site: Site, world: World) -> None:
    left = {}
    tokens = {name: csrf_token(client, "/hien-thi") for name, client in world.clients.items()}
    for method, rule, _gate in routes(site.app):
        if method == "POST" and not rule.startswith(("/dang-xuat", "/ngon-ngu")):
            for name, client in world.clients.items():
                answer = client.post(
                    fill(rule, world.places), data={"csrf_token": tokens[name]}, follow_redirects=True
                )
                assert answer.status_code < 500, (name, rule)
                if answer.mimetype == "text/html" and (found := vietnamese_on(without_examples(answer.text))):
                    left[name, rule] = found
    assert left == {}
