"""What a database cannot hold, in any address, search or form of the site: refused with a sentence, never a broken page."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.factories import Site, csrf_token
from tests.safety.test_walk import World, fill, routes
from tests.safety.test_walk import world as world

SEARCHES = [
    "tim",
    "loc",
    "xep",
    "nhom",
    "loai",
    "bai",
    "cau",
    "lan",
    "q",
    "trang",
    "ten",
    "don-vi",
    "theo",
    "khoa",
    "ma",
    "so",
    "kieu",
    "xem",
    "cach",
    "next",
    "don_vi",
    "tu",
    "den",
]
FIELDS = [
    "chu",
    "dang",
    "ten",
    "title",
    "slug",
    "reason",
    "text",
    "stem",
    "lines",
    "remark",
    "pool",
    "xem",
    "tim",
    "trang",
    "bai",
    "cau",
    "ban",
    "toi",
    "nhom",
    "version",
    "full_name",
    "name",
    "identifier",
    "password",
    "note",
    "comment",
    "answer",
    "t",
    "a",
    "phone",
    "ve",
    "closes_at",
    "extra_minutes",
    "option-0",
    "points",
    "explanation",
    "hints",
    "type",
]


def hostile_paths(rule: str, values: dict[str, str]) -> Iterator[str]:
    """Yield the rule's address with each of its places, one after the other, filled with what can name nothing."""
    for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", rule):
        yield fill(rule, {**values, name: "9" * 30 if kind == "int" else "a%00b"})


def test_an_address_that_can_name_nothing_is_not_found(app: Flask, world: World) -> None:
    walked = 0
    for method, rule, _gate in routes(app):
        for path in hostile_paths(rule, world.values):
            client = world.clients["admin"]
            data = None if method == "GET" else {"csrf_token": csrf_token(client, "/hien-thi")}
            answer = client.open(path, method=method, data=data)
            assert answer.status_code == 404, (method, path)
            walked += 1
    assert walked > 100


@pytest.mark.parametrize("value", ["a%00b", "%C2%B2", "9" * 5_000, "-1"])
def test_a_search_that_asks_for_nonsense_breaks_no_page(app: Flask, world: World, value: str) -> None:
    asked = "&".join(f"{name}={value}" for name in SEARCHES)
    for method, rule, _gate in routes(app):
        if method == "GET" and not rule.startswith("/static"):
            for name in ("admin", "learner", "stranger"):
                answer = world.clients[name].get(f"{fill(rule, world.values)}?{asked}")
                assert answer.status_code < 500, (rule, name)


def test_a_form_with_a_zero_character_is_refused_and_nothing_is_written(app: Flask, world: World) -> None:
    client = world.clients["admin"]
    for method, rule, _gate in routes(app):
        if method == "GET" or rule.startswith("/dang-xuat"):
            continue
        sent = {"csrf_token": csrf_token(client, "/hien-thi"), **dict.fromkeys(FIELDS, "a\0b")}
        answer = client.open(fill(rule, world.values), method=method, data=sent)
        assert answer.status_code in (400, 404, 405, 413), (method, rule, answer.status_code)


def test_a_page_number_is_a_number(site: Site) -> None:
    client = site.client(site.person())
    for text in ("²", "٣", "9" * 5_000, "1e3", ""):
        assert client.get("/khoa-hoc", query_string={"trang": text}).status_code == 200
