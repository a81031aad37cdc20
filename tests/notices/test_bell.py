"""The header says in words how much is new, to its reader alone, within the actor's own statement."""

from sqlalchemy import event, text

from lms.core.people import Role
from lms.db import db
from tests.factories import NOW, Site, post
from tests.notices.makers import tell


def header(page: str) -> str:
    return page.partition("<header")[2].partition("</header>")[0]


def test_the_header_counts_what_is_new_and_is_quiet_when_nothing_is(site: Site) -> None:
    person = site.person(role=Role.COORDINATOR)
    client = site.client(person)
    assert "Thông báo" not in header(client.get("/tai-khoan").text)
    first = tell(site, person, "a")
    tell(site, person, "b")
    assert "Thông báo (2)" in header(client.get("/tai-khoan").text)
    post(client, f"/thong-bao/{first}")
    assert "Thông báo (1)" in header(client.get("/tai-khoan").text)


def test_the_list_is_always_one_link_away(site: Site) -> None:
    footer = site.client(site.person()).get("/tai-khoan").text.partition("<footer")[2]
    assert 'href="/thong-bao"' in footer
    assert 'href="/thong-bao"' not in site.client().get("/dang-nhap").text


def test_nobody_sees_anothers_count(site: Site) -> None:
    person, other = site.person(), site.person("Lê Văn Tư")
    tell(site, person)
    first, second = site.client(person), site.client(other)
    assert "Thông báo (1)" in first.get("/tai-khoan").text
    assert "Thông báo (" not in second.get("/tai-khoan").text
    assert "Thông báo (" not in site.client().get("/dang-nhap").text


def test_a_very_long_count_is_cut_short(site: Site) -> None:
    person = site.person()
    with site.working():
        for number in range(130):
            db.session.execute(
                text(
                    'INSERT INTO notices (user_id, kind, "values", path, key, at, tries) '
                    "VALUES (:user, 'help_answered', '{}', '', :key, :at, 0)"
                ),
                {"user": person.id, "key": f"n{number}", "at": NOW.isoformat()},
            )
    assert "Thông báo (99+)" in header(site.client(person).get("/tai-khoan").text)


def test_counting_takes_no_statement_of_its_own_and_uses_its_index(site: Site, statements: list[str]) -> None:
    person = site.person()
    tell(site, person)
    client = site.client(person)
    client.get("/hien-thi")
    statements.clear()
    client.get("/hien-thi")
    assert len(statements) == 1
    plans: list[str] = []
    engine = site.app.extensions["test_engine"]
    if engine.dialect.name != "sqlite":
        return  # PostgreSQL rightly reads a table of one row from end to end

    def explain(conn, _cursor, statement, parameters, *_rest):  # type: ignore[no-untyped-def]
        if "login_sessions" in statement and statement.startswith("SELECT"):
            event.remove(engine, "before_cursor_execute", explain)
            rows = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[-1] for row in rows)

    event.listen(engine, "before_cursor_execute", explain)
    client.get("/hien-thi")
    assert any("ix_notices_unread" in plan for plan in plans), plans
