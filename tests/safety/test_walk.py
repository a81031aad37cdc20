"""A walk over every route with every kind of person: closed by default, no GET writes, no page breaks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from lms import clock
from lms.authoring.queries import get_course, list_revisions
from lms.core.people import Role
from lms.mentoring.services.harm import report_harm
from lms.notices.services.addresses import sign_address
from lms.pairing.queries.pairs import get_pair
from lms.web.access import PUBLIC, gate_of
from tests.authoring.uploads import packed, sent, tree
from tests.banks.drafting import pasted, row_of, token_of
from tests.conftest import SECRET
from tests.content import publish, small_course
from tests.factories import NOW, Person, Site, csrf_token
from tests.notices.makers import tell
from tests.pages.together import put_together

ROLES = ("stranger", "learner", "mentor", "trainer", "coordinator", "admin", "guardian", "other unit")


@dataclass(frozen=True)
class World:
    """Everybody, each signed in, and the values that fill the places in routes."""

    clients: dict[str, FlaskClient]
    people: dict[str, Person]
    values: dict[str, str]


@pytest.fixture
def world(site: Site) -> World:
    publish(site)
    root = site.unit("Công đoàn", "union")
    school = site.unit("THCS Sông Cầu", "school", root)
    elsewhere = site.unit("Trường khác", "school")
    people = {
        "learner": site.person("Nguyễn Thị Hòa", school),
        "mentor": site.person("Trần Quang Minh", school),
        "trainer": site.person("Lê Thị Lan", school, role=Role.TRAINER, role_unit_id=root),
        "coordinator": site.person("Phạm Văn Sơn", school, role=Role.COORDINATOR, role_unit_id=root),
        "admin": site.person("Hoàng Anh Tú", school, role=Role.ADMIN, role_unit_id=root),
        "guardian": site.person("Ngô Thị Bảy", school, role=Role.SAFEGUARDING, role_unit_id=root),
        "other unit": site.person("Đỗ Văn Hùng", elsewhere, role=Role.COORDINATOR),
    }
    pair_id = site.pair(people["mentor"], people["learner"])
    clients = {name: site.client(person) for name, person in people.items()}
    clients["stranger"] = site.client()
    values = {
        "slug": "thu-nghiem",
        "lesson": "bai-mot",
        "item": "bam-nut",
        "unit_id": str(school),
        "user_id": str(people["learner"].id),
        "pair_id": str(pair_id),
        **put_together(site, pair_id, people["mentor"], people["learner"]),
        "term_id": "otp",
        "name": published(site),
        "before": published(site),
        "after": published(site),
        "path": "media/a.png",
        "bank": "thu-nghiem",
        "notice_id": str(tell(site, people["learner"])),
        "proof": sign_address(people["learner"].id, "hoa@example.vn", SECRET, clock.now()),
        "report_id": reported(site, school),
        "token": uploaded(clients["trainer"]),
        **drafted(site, clients["trainer"]),
    }
    return World(clients, people, values)


def published(site: Site) -> str:
    """Return the present revision of the course as addresses name it."""
    with site.app.app_context():
        return list_revisions(get_course("thu-nghiem").id, 1)[0].name


def reported(site: Site, school: int) -> str:
    """Let somebody report harm in a pair of its own, and return the report's id."""
    mentor, learner = site.person("Tạ Văn Đông", school), site.person("Mai Thị Cúc", school)
    pair_id = site.pair(mentor, learner)
    with site.working():
        return str(report_harm(get_pair(pair_id), learner.id, "other", "", NOW).id)


def uploaded(client: FlaskClient) -> str:
    """Send in an archive as the trainer, and return what its addresses hold."""
    return sent(client, packed(tree(small_course(README__md="Một tệp thừa")))).rpartition("/")[2]


def drafted(site: Site, client: FlaskClient) -> dict[str, str]:
    """Paste a bank as the trainer, and return what the addresses of its draft hold."""
    address = pasted(client)
    return {"draft": token_of(address), "question_id": str(row_of(site, address).id)}


def fill(rule: str, values: dict[str, str]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values.get(match[1], "1"), rule)


def routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield method, rule and gate of every route."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule.rule, str(gate_of(app.view_functions[rule.endpoint]))


def test_every_view_declares_its_gate(app: Flask) -> None:
    assert all(gate_of(view) for view in app.view_functions.values())


def test_no_role_opens_what_its_gate_closes_and_nothing_breaks(app: Flask, world: World) -> None:
    roles = {
        "trainer": Role.TRAINER,
        "coordinator": Role.COORDINATOR,
        "admin": Role.ADMIN,
        "guardian": Role.SAFEGUARDING,
        "other unit": Role.COORDINATOR,
    }
    walked = 0
    for method, rule, gate in routes(app):
        if rule in ("/dang-xuat", "/dang-xuat-moi-noi"):
            continue
        path = fill(rule, world.values)
        for name, client in world.clients.items():
            token = csrf_token(client, "/hien-thi") if method != "GET" else ""
            answer = client.open(path, method=method, data={"csrf_token": token} if token else None)
            assert answer.status_code < 500, (method, path, name)
            walked += 1
            if gate == PUBLIC:
                continue
            if name == "stranger":
                assert answer.status_code in (303, 401), (method, path, name)
                assert answer.status_code == 401 or "/dang-nhap" in answer.location
            elif gate in {role.value for role in Role} and name != "admin" and roles.get(name) != gate:
                assert answer.status_code in (403, 404), (method, path, name)
    assert walked > 200


def test_another_units_officer_sees_nothing_of_this_unit(app: Flask, world: World) -> None:
    client = world.clients["other unit"]
    for method, rule, gate in routes(app):
        if (
            method == "GET"
            and gate != PUBLIC
            and ("unit_id" in rule or "user_id" in rule or "pair_id" in rule)
        ):
            answer = client.get(fill(rule, world.values))
            assert answer.status_code in (403, 404), rule
            assert "Nguyễn Thị Hòa" not in answer.text


def test_every_unsafe_method_without_a_token_is_refused(app: Flask, world: World) -> None:
    for method, rule, gate in routes(app):
        if method == "GET":
            continue
        for name in ("learner", "admin"):
            client = world.clients[name]
            answer = client.open(
                fill(rule, world.values), method=method, headers={"Accept": "application/json"}
            )
            assert answer.status_code in (400, 401, 403), (method, rule, name, gate)


def test_no_get_writes(app: Flask, world: World) -> None:
    writes: list[str] = []

    def watch(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        # That somebody looked at another's work is the one thing that looking writes.
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) and (
            not statement.startswith("INSERT INTO access_entries")
        ):
            writes.append(statement)

    engine = app.extensions["test_engine"]
    event.listen(engine, "before_cursor_execute", watch)
    try:
        for method, rule, _gate in routes(app):
            if method == "GET":
                for client in world.clients.values():
                    client.get(fill(rule, world.values))
    finally:
        event.remove(engine, "before_cursor_execute", watch)
    assert writes == []


def test_every_answer_carries_the_strict_policy_and_private_ones_are_never_kept(
    app: Flask, world: World
) -> None:
    for method, rule, gate in routes(app):
        if method != "GET":
            continue
        answer = world.clients["admin"].get(fill(rule, world.values))
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, rule
        assert "script-src 'unsafe" not in policy
        assert "'unsafe-eval'" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        if gate != PUBLIC:
            assert answer.headers["Cache-Control"] == "no-store", rule
            assert "Cookie" in answer.headers.get("Vary", ""), rule


def test_an_error_page_says_nothing_about_the_machinery(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("secret detail in /etc/lms")

    monkeypatch.setitem(app.view_functions, "courses.catalogue", _public(broken))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = world.clients["stranger"].get("/khoa-hoc")
    assert answer.status_code == 500
    assert "không phải do thầy cô" in answer.text
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text


def _public(view):  # type: ignore[no-untyped-def]
    view.gate = PUBLIC
    return view
