"""Alembic's environment: one connection handed in by ``lms db``, or opened from the settings."""

from alembic import context

from lms.db import Base


def run() -> None:
    """Run the revisions on the connection that the caller put into the configuration."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
