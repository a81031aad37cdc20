"""The migrations make exactly the tables of the code, and go both ways with rows in every table."""

import os
import re
import textwrap
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    create_engine,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import make_url

from lms.app import create_app
from lms.cli.database import (
    MigrationError,
    SchemaState,
    copy,
    downgrade,
    migrating,
    schema_state,
    upgrade,
)
from lms.db import Base, Instant, Json, db
from tests.conftest import make_settings

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[str | None]:
    """The address of a database with nothing in it, of this run's kind; None is an SQLite file in tmp_path."""
    shared = os.environ.get("LMS_TEST_DATABASE_URL")
    if not shared:
        yield None
        return
    name = f"lms_migrations_{os.getpid()}"
    server = create_engine(shared, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(shared).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def app(tmp_path: Path, empty_database: str | None) -> Iterator[Flask]:
    """An app of its own over the empty database."""
    app = create_app(make_settings(tmp_path, empty_database))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def difference_to_the_code(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def permitted(table: Table, column: Column[Any]) -> str | int:
    """Return the first word or number that the table's check allows in ``column``, or any."""
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint):
            found = re.match(rf"{column.name} IN \((?:'([^']*)'|([0-9]+))", str(constraint.sqltext))
            if found:
                return int(found[2]) if found[2] else found[1]
    return 1 if isinstance(column.type, Integer) else "x"


def value_for(table: Table, column: Column[Any]) -> Any:
    kinds: list[tuple[type, Any]] = [
        (Boolean, True),
        (LargeBinary, b"x"),
        (Numeric, 1),
        (Date, date(2026, 11, 21)),
        (Instant, NOW),
        (type(Json), {}),
    ]
    for kind, value in kinds:
        if isinstance(column.type, kind):
            return value
    return permitted(table, column)


def row_for(table: Table, number: int) -> dict[str, Any]:
    """Return a lawful row; a second reference to the same table names its second row."""
    row: dict[str, Any] = {}
    seen: set[str] = set()
    for column in table.columns:
        if column.nullable:
            continue
        value = value_for(table, column)
        keys = list(column.foreign_keys)
        if keys and isinstance(value, int):
            target = keys[0].column.table.name
            value = 2 if target in seen else 1
            seen.add(target)
        elif column.unique or column.primary_key:
            value = number if isinstance(value, int) else f"{value}{number}"
        row[column.name] = value
    return row


def fill(connection: Connection) -> None:
    """Put a row into every table, and two where others need two: a pair is of two people, twins are two units."""
    for table in Base.metadata.sorted_tables:
        for number in (1, 2) if table.name in ("users", "units") else (1,):
            connection.execute(table.insert().values(row_for(table, number)))


def test_migrating_from_nothing_gives_exactly_the_tables_of_the_code(app: Flask) -> None:
    with migrating() as connection:
        assert schema_state(connection) == SchemaState.BEHIND
        upgrade(connection)
        assert difference_to_the_code(connection) == []
        assert schema_state(connection) == SchemaState.CURRENT


def test_with_a_row_in_every_table_the_way_down_and_up_again_is_open(app: Flask) -> None:
    with migrating() as connection:
        upgrade(connection)
        fill(connection)
    with db.engine.connect() as connection:
        counts = [
            connection.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        ]
        assert all(counts)
    with migrating() as connection:
        downgrade(connection, "base")
    with db.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    with migrating() as connection:
        upgrade(connection)
        assert difference_to_the_code(connection) == []
        fill(connection)


def test_upgrading_what_is_up_to_date_changes_nothing(app: Flask) -> None:
    with migrating() as connection:
        upgrade(connection)
        fill(connection)
    with migrating() as connection:
        upgrade(connection)
        assert connection.scalar(text("SELECT count(*) FROM users")) == 2


def test_a_schema_of_a_newer_version_is_left_alone_with_a_sentence(app: Flask) -> None:
    with migrating() as connection:
        upgrade(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))
    with migrating() as connection:
        assert schema_state(connection) == SchemaState.UNKNOWN
        with pytest.raises(MigrationError, match="newer version"):
            upgrade(connection)


def test_a_migration_that_breaks_off_leaves_the_schema_as_it_was(app: Flask) -> None:
    def break_off() -> None:
        with migrating() as connection:
            upgrade(connection)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with db.engine.connect() as connection:
        assert inspect(connection).get_table_names() == []


FIRST = """
    import sqlalchemy as sa
    from alembic import op
    revision, down_revision = "a", None

    def upgrade():
        op.create_table("schools", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
        op.create_table("rooms", sa.Column("id", sa.Integer, primary_key=True),
                        sa.Column("school_id", sa.Integer, sa.ForeignKey("schools.id"), nullable=False))

    def downgrade():
        op.drop_table("rooms")
        op.drop_table("schools")
"""
SECOND = """
    import sqlalchemy as sa
    from alembic import op
    revision, down_revision = "b", "a"

    def upgrade():
        with op.batch_alter_table("schools", recreate="auto") as table:
            table.alter_column("name", type_=sa.String(80), nullable=False)

    def downgrade():
        with op.batch_alter_table("schools", recreate="auto") as table:
            table.alter_column("name", type_=sa.Text(), nullable=True)
"""
ORPHANING = """
    import sqlalchemy as sa
    from alembic import op
    revision, down_revision = "b", "a"

    def upgrade():
        op.execute("DELETE FROM schools")

    def downgrade():
        pass
"""


def migrations(folder: Path, second: str) -> Path:
    """Write a history of two migrations and return its folder."""
    shipped = Path(__file__).parents[1] / "migrations"
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (folder / name).write_bytes((shipped / name).read_bytes())
    for name, source in (("a.py", FIRST), ("b.py", second)):
        (folder / "versions" / name).write_text(textwrap.dedent(source))
    return folder


def test_a_table_that_others_point_at_can_be_rebuilt_in_both_directions(app: Flask, tmp_path: Path) -> None:
    folder = migrations(tmp_path / "trial", SECOND)
    with migrating() as connection:
        upgrade(connection, "a", folder)
        connection.execute(text("INSERT INTO schools VALUES (1, 'THCS Sông Cầu')"))
        connection.execute(text("INSERT INTO rooms VALUES (1, 1)"))
    for go, revision in ((upgrade, "head"), (downgrade, "a"), (upgrade, "head")):
        with migrating() as connection:
            go(connection, revision, folder)
    with db.engine.connect() as connection:
        found = connection.execute(
            text("SELECT name FROM schools JOIN rooms ON school_id = schools.id")
        ).all()
        assert [tuple(row) for row in found] == [("THCS Sông Cầu",)]


def test_a_migration_that_would_leave_a_row_pointing_nowhere_changes_nothing(
    app: Flask, tmp_path: Path
) -> None:
    folder = migrations(tmp_path / "trial", ORPHANING)
    with migrating() as connection:
        upgrade(connection, "a", folder)
        connection.execute(text("INSERT INTO schools VALUES (1, 'THCS Sông Cầu')"))
        connection.execute(text("INSERT INTO rooms VALUES (1, 1)"))
    with pytest.raises(Exception, match=r"point|foreign key"), migrating() as connection:
        upgrade(connection, "head", folder)
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM schools")) == 1


def test_after_migrating_foreign_keys_are_enforced_again(app: Flask) -> None:
    with migrating() as connection:
        upgrade(connection)
    with pytest.raises(Exception, match=r"(?i)foreign key"), db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO memberships (user_id, unit_id, position, from_on) VALUES (7, 7, '', '2026-11-21')"
            )
        )


def run_copy(target: str) -> Result:
    return CliRunner().invoke(copy, [target])


def rows_by_table(connection: Connection) -> dict[str, list[Any]]:
    return {
        table.name: [
            tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))
        ]
        for table in Base.metadata.sorted_tables
    }


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Flask]:
    """A site on SQLite with a row in every table, and a unit that is older than the one above it."""
    (tmp_path / "school").mkdir()
    app = create_app(make_settings(tmp_path / "school"))
    with app.app_context():
        with migrating() as connection:
            upgrade(connection)
            fill(connection)
            units = Base.metadata.tables["units"]
            above = row_for(units, 9) | {"id": 9}
            connection.execute(units.insert().values(above))
            connection.execute(units.update().where(units.c.id == 1).values(parent_id=9))
        yield app
        db.session.remove()
        db.engine.dispose()


def test_a_site_moves_to_another_database_with_every_row(
    school: Flask, empty_database: str | None, tmp_path: Path
) -> None:
    address = empty_database or f"sqlite:///{tmp_path / 'other.sqlite3'}"
    result = run_copy(address)
    assert result.exit_code == 0, result.output
    with db.engine.connect() as connection:
        before = rows_by_table(connection)
    target = create_engine(address)
    with target.begin() as connection:
        assert rows_by_table(connection) == before
        assert difference_to_the_code(connection) == []
        users = Base.metadata.tables["users"]
        fresh = {name: value for name, value in row_for(users, 5).items() if name != "id"}
        assert connection.execute(users.insert().values(fresh)).inserted_primary_key == (3,)
    target.dispose()


def test_a_site_is_not_copied_over_another(school: Flask, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    assert run_copy(address).exit_code == 0
    again = run_copy(address)
    assert again.exit_code == 1
    assert "nothing was changed" in again.output
