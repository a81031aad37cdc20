"""Whoever was reported cannot tell it: two worlds alike, a rest in one and a report of harm in the other, word for word.

In each world the same people act at the same moments. Where in one the other side pauses, goes on and ends, in the other
she reports and the safeguarding role decides. Everything that the reported person can reach is compared: by every link
from page to page, by address, and by trying every move.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import unified_diff
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.core.people import Role
from lms.db import db
from lms.mentoring.models import HarmReport
from tests.factories import NOW, Person, Site, post
from tests.pairing.makers import ask

MOST_PAGES = 400
NOISE = (
    (r'name="csrf_token" value="[^"]+"', 'name="csrf_token"'),
    (r'nonce="[^"]+"', "nonce"),
    (r"09\d\d ?\d{3} ?\d{3}", "PHONE"),
    (r"(?<=[/:=#\-])\d+", "N"),
    (r'(id|for|value|aria-\w+|name)="\d+"', r'\1="N"'),
)


@dataclass(frozen=True)
class World:
    """A pair in a school with officers of its own, and the eyes of the one who is reported."""

    pair_id: int
    other: Person
    reported: Person
    guardian: Person
    eyes: FlaskClient

    @property
    def path(self) -> str:
        return f"/cap/{self.pair_id}"


def make_world(site: Site, who: str) -> World:
    """Make a pair; ``who`` is reported: the mentor, the mentee, or a mentor who is an officer or an admin as well."""
    union = site.unit("Công đoàn xã", "union")
    school = site.unit("THCS Sông Cầu", "school", union)
    role = {"officer": Role.COORDINATOR, "admin": Role.ADMIN}.get(who)
    mentor = site.person(
        "Trần Quang Minh", school, honorific="thầy", role=role, role_unit_id=union if who == "admin" else None
    )
    mentee, second = site.person("Nguyễn Thị Hòa", school), site.person("Vũ Thị Lý", school)
    site.person("Phạm Văn Sơn", school, honorific="thầy", role=Role.COORDINATOR)
    guardian = site.person("Lê Thị Lan", union, role=Role.SAFEGUARDING)
    pair_id, _second = site.pair(mentor, mentee), site.pair(mentor, second)
    reported, other = (mentee, mentor) if who == "mentee" else (mentor, mentee)
    ask(site.client(mentee), "Vẫn cần giúp")
    return World(pair_id, other, reported, guardian, site.client(reported))


def plain(text: str) -> str:
    for found, instead in NOISE:
        text = re.sub(found, instead, text)
    return text


def seen(world: World) -> dict[str, tuple[int, str]]:
    """Return every page that links lead to, and every address of the pair, as the reported person gets them."""
    by_address = (
        "tam-nghi",
        "ket-thuc",
        "chia-tay",
        "xin-doi",
        "gap",
        "ghi-chep",
        "muc-tieu",
        "loi-moi",
        "khong-on",
    )
    waiting = ["/", *(f"{world.path}/{each}" for each in by_address), f"/nguoi-toi-giup/{world.pair_id}"]
    waiting += [
        "/thong-bao",
        "/quan-tri/nhat-ky",
        "/ghep-cap",
        "/an-toan",
        "/nguoi-huong-dan",
        "/nguoi-toi-giup",
    ]
    found: dict[str, tuple[int, str]] = {}
    visited: set[str] = set()
    while waiting and len(visited) < MOST_PAGES:
        path = waiting.pop(0)
        if path in visited or path.startswith(("/static", "/dang-xuat")):
            continue
        visited.add(path)
        answer = world.eyes.get(path)
        is_text = answer.mimetype.startswith(("text/", "application/json"))
        text = answer.text if is_text else answer.mimetype
        found[f"{plain(path)} #{sum(1 for each in found if each.startswith(plain(path) + ' #'))}"] = (
            answer.status_code,
            plain(answer.headers.get("Location", "") + text),
        )
        links = re.findall(r'href="([^"#]+)', text.replace("&amp;", "&")) if is_text else []
        for link in [*links, *filter(None, [answer.headers.get("Location")])]:
            parts = urlsplit(urljoin(f"http://localhost{path}", link))
            if parts.scheme == "http" and parts.netloc == "localhost":
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    assert len(found) > 15
    return found


def tried(world: World, *moves: str) -> list[tuple[str, int, str]]:
    """Return what comes of moves that the reported person tries."""
    answers = []
    for move in moves:
        answer = post(
            world.eyes, f"{world.path}/{move}", reason="thôi", thanks="Cảm ơn nhé", words="x", why=""
        )
        answers.append((move, answer.status_code, plain(answer.headers.get("Location", "") + answer.text)))
    return answers


def last_report(site: Site, world: World) -> int:
    with site.app.app_context():
        found = (
            select(HarmReport.id).where(HarmReport.pair_id == world.pair_id).order_by(HarmReport.id.desc())
        )
        return db.session.scalars(found).first() or 0


def rest(site: Site, plain_one: World, harmed: World) -> None:
    assert post(site.client(plain_one.other), f"{plain_one.path}/tam-nghi", reason="bận").status_code == 303
    assert post(site.client(harmed.other), f"{harmed.path}/khong-on", words="chuyện buồn").status_code == 303
    post(site.client(harmed.guardian), f"/an-toan/{last_report(site, harmed)}/nhan")


def go_on(site: Site, plain_one: World, harmed: World) -> None:
    assert post(site.client(plain_one.other), f"{plain_one.path}/di-tiep").status_code == 303
    guardian, report = site.client(harmed.guardian), f"/an-toan/{last_report(site, harmed)}"
    assert post(guardian, f"{report}/di-tiep").status_code == 303
    assert post(guardian, f"{report}/khep-lai", outcome="đã xem").status_code == 303


def part(site: Site, plain_one: World, harmed: World) -> None:
    assert post(site.client(plain_one.other), f"{plain_one.path}/ket-thuc", reason="thôi").status_code == 303
    assert (
        post(site.client(harmed.guardian), f"/an-toan/{last_report(site, harmed)}/ket-thuc").status_code
        == 303
    )


def same(site: Site, plain_one: World, harmed: World, *moves: str) -> None:
    one, other = seen(plain_one), seen(harmed)
    assert one.keys() == other.keys()
    for path, answer in one.items():
        assert answer[0] == other[path][0], path
        difference = "\n".join(unified_diff(answer[1].split("\n"), other[path][1].split("\n"), n=0))
        assert not difference, path
    assert tried(plain_one, *moves) == tried(harmed, *moves)


@pytest.mark.parametrize("who", ["mentor", "mentee", "officer", "admin"])
def test_the_reported_person_finds_the_same_words_everywhere(
    site: Site, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = NOW
    monkeypatch.setattr(clock, "now", lambda: moment)
    worlds = make_world(site, who), make_world(site, who)
    same(site, *worlds)
    steps: tuple[Callable[[Site, World, World], None], ...] = (rest, go_on, rest, part)
    for step in steps:
        moment += timedelta(hours=2)
        step(site, *worlds)
        same(site, *worlds, *(("cam-on", "di-tiep", "tam-nghi") if step is part else ("di-tiep",)))
        same(site, *worlds)


@pytest.mark.parametrize("who", ["mentor", "mentee", "officer"])
def test_also_where_the_reported_person_rested_first_and_ends_it_in_the_end(
    site: Site, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    worlds = make_world(site, who), make_world(site, who)
    for world in worlds:
        assert tried(world, "tam-nghi")[0][1] == 303
    moment += timedelta(hours=2)
    rest(site, *worlds)
    same(site, *worlds, "di-tiep", "tam-nghi")
    same(site, *worlds)
    go_on(site, *worlds)
    same(site, *worlds, "di-tiep")
    rest(site, *worlds)
    same(site, *worlds, "ket-thuc")
    same(site, *worlds, "cam-on")
    same(site, *worlds)
