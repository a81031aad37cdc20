"""A canary in private notes: no page, file, log, notice, audit line or table but their own ever sings it."""

import io
import logging
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from lms.db import Base, db
from lms.mentoring.models import PairNote
from tests.factories import Site, post
from tests.safety.test_walk import World, fill, routes
from tests.safety.test_walk import world as world

SONG, TUNE = "chim-hoàng-yến-hát-riêng", "hoàng-yến-của-cô"
ASKED = ("", "?q=chim&tim=chim&loc=chim")


def sings(body: bytes) -> bool:
    """Tell whether a body, or any file packed in it, holds a canary."""
    if body[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return any(sings(packed.read(name)) for name in packed.namelist())
    return any(song.encode() in body for song in (SONG, TUNE))


def keep_notes(world: World) -> None:
    path = f"/cap/{world.values['pair_id']}/ghi-chep"
    for name, words in (("mentor", SONG), ("learner", TUNE)):
        client = world.clients[name]
        assert post(client, path, words=words, kind="private", newest="0").status_code == 303
        assert words in client.get(path).text


def opened(app: Flask, world: World, name: str) -> Iterator[tuple[str, bytes]]:
    for method, rule, _gate in routes(app):
        if method == "GET" and not rule.startswith(("/static", "/dang-xuat")):
            for asked in ASKED if "<" not in rule else ASKED[:1]:
                path = fill(rule, world.values) + asked
                yield path, world.clients[name].get(path).get_data()


def test_no_page_and_no_file_of_anybody_else_holds_a_private_note(app: Flask, world: World) -> None:
    keep_notes(world)
    own = {"mentor": SONG, "learner": TUNE}
    opened_pages = 0
    for name in world.clients:
        for path, body in opened(app, world, name):
            opened_pages += 1
            mine = own.get(name)
            assert not sings(body.replace(mine.encode(), b"") if mine else body), (name, path)
    assert opened_pages > 500


def test_the_words_stand_in_one_column_of_one_table(site: Site, world: World) -> None:
    keep_notes(world)
    found = set()
    with site.app.app_context():
        for table in Base.metadata.sorted_tables:
            for row in db.session.execute(select(table)).mappings():
                found |= {
                    (table.name, str(name)) for name, value in row.items() if sings(repr(value).encode())
                }
    assert found == {("pair_notes", "words")}


def test_no_log_holds_them_not_even_of_a_failed_write(
    site: Site, world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    keep_notes(world)
    client: FlaskClient = world.clients["mentor"]
    path = f"/cap/{world.values['pair_id']}/ghi-chep"

    def lose_the_pair(_mapper: object, _connection: object, note: PairNote) -> None:
        note.pair_id = None  # type: ignore[assignment]

    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    event.listen(PairNote, "before_insert", lose_the_pair)
    try:
        answer = post(client, path, words=f"{SONG} lần nữa", kind="private", newest="0")
    finally:
        event.remove(PairNote, "before_insert", lose_the_pair)
        site.app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert "IntegrityError" in caplog.text
    assert not sings(caplog.text.encode())
    assert not sings("".join(capfd.readouterr()).encode())


def test_what_a_database_server_tells_of_the_failing_row_goes_no_further(
    site: Site, world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """PostgreSQL adds the whole row to its errors; here the driver's own error is made to say so on any database."""
    caplog.set_level(logging.DEBUG)
    client, path = world.clients["mentor"], f"/cap/{world.values['pair_id']}/ghi-chep"
    engine = site.app.extensions["test_engine"]

    def refuse(_cursor: object, statement: str, _parameters: object, _context: object) -> None:
        if statement.startswith("INSERT INTO pair_notes"):
            row = (
                f"null value in column “pair_id”\nDETAIL:  Failing row contains (1, {SONG}).\nCONTEXT: {TUNE}"
            )
            raise engine.dialect.loaded_dbapi.IntegrityError(row)

    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    event.listen(engine, "do_execute", refuse)
    try:
        answer = post(client, path, words="gì cũng được", kind="private", newest="0")
    finally:
        event.remove(engine, "do_execute", refuse)
        site.app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert "null value in column" in caplog.text
    assert not sings(caplog.text.encode())
    assert not sings("".join(capfd.readouterr()).encode())
