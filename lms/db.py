"""The database: declarative base, engine set-up for SQLite and PostgreSQL, and the unit of work.

Every write happens inside ``unit_of_work()``, which alone commits. On SQLite it begins IMMEDIATE, so that a rule which
reads before it writes (an attempt limit, a single-use code) cannot be overtaken; reads elsewhere stay deferred.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, ExceptionContext, MetaData, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_MS = 15_000
# WAL of older libraries can lose an acknowledged commit when several connections reset it (fixed in these releases).
WAL_FIXED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))

_is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps it without an offset, PostgreSQL as timestamptz."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def where(condition: str) -> dict[str, Any]:
    """Return the keywords that make an index partial on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


# expire_on_commit is off because views answer from what they just wrote.
db = SQLAlchemy(
    model_class=Base,
    session_options={"expire_on_commit": False, "join_transaction_mode": "create_savepoint"},
)

if TYPE_CHECKING:

    class Model(Base):
        """What every table class derives from; Flask-SQLAlchemy makes it at run time without a type."""

        __abstract__ = True
else:
    Model = db.Model


def is_wal_safe(version: tuple[int, int, int]) -> bool:
    """Tell whether this SQLite release keeps every acknowledged commit in WAL mode with several connections."""
    if version >= WAL_FIXED[0]:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in WAL_FIXED[1:])


def durable_pragmas(version: tuple[int, int, int] | None = None) -> tuple[str, str]:
    """Return (journal_mode, synchronous) that lose no acknowledged write on this library."""
    linked = version or sqlite3.sqlite_version_info
    return ("WAL", "FULL") if is_wal_safe((linked[0], linked[1], linked[2])) else ("DELETE", "EXTRA")


def prepare_engine(engine: Engine) -> None:
    """Attach the connection set-up to ``engine``, which PostgreSQL has no need of, and let its errors carry no values."""
    event.listen(engine, "handle_error", _forget_values)
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)


def _set_up_connection(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin by itself: _begin says which kind
    journal, synchronous = durable_pragmas()
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        f"journal_mode = {journal}",
        f"synchronous = {synchronous}",
        "foreign_keys = ON",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _forget_values(context: ExceptionContext) -> None:
    """Cut from an error what the server adds to its first line: PostgreSQL's detail is the whole failing row."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args and "\n" in str(error.args[0]):
            error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])


def _begin(connection: Connection) -> None:
    if _is_writing.get():
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE"
        )  # may find the database busy, which pages have to be told
    else:
        connection.connection.cursor().execute("BEGIN")  # takes no lock, so it cannot fail


def engine_options(url: str) -> dict[str, Any]:
    """Return the engine's options for ``url``: PostgreSQL checks a connection before it lends it.

    Errors never carry the values of a statement: what somebody wrote must not reach the log by a failed write.
    """
    if url.startswith("sqlite"):
        return {"hide_parameters": True}
    return {"hide_parameters": True, "pool_pre_ping": True, "pool_size": 8, "max_overflow": 8}


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Run the block as one transaction and commit it; roll everything back if it raises.

    What was read before belongs to an older snapshot, so it is let go first: load inside the block what you change.
    """
    db.session.rollback()
    writing = _is_writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _is_writing.reset(writing)


def stop_reading() -> None:
    """End what was read so far: a request that waits or computes for long must not keep others from writing meanwhile."""
    db.session.rollback()
