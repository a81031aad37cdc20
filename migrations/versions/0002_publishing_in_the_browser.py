"""publishing in the browser

What a publication changed, which items say something new, what learners decided about it, and uploads that wait.

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("course_items") as table:
        table.add_column(
            sa.Column(
                "digest",
                sa.String(length=64),
                nullable=False,
                server_default="",
                comment="sha256 of what it says, lms.core.markup.item_digest",
            )
        )
        table.add_column(
            sa.Column(
                "changed_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="when a publication last changed what it says; none since it first appeared",
            )
        )
    with op.batch_alter_table("course_publications") as table:
        table.add_column(
            sa.Column(
                "changes",
                JSON,
                nullable=False,
                server_default="{}",
                comment="lms.core.markup.Comparison as JSON: what it changed, for the history",
            )
        )
    with op.batch_alter_table("glossary_terms") as table:
        table.add_column(
            sa.Column(
                "source",
                sa.Text(),
                nullable=False,
                server_default="",
                comment="its section of glossary.md, for exporting",
            )
        )
    with op.batch_alter_table("enrolments") as table:
        table.add_column(
            sa.Column(
                "kept",
                JSON,
                nullable=False,
                server_default="{}",
                comment="lesson id -> until when its changes were seen and the progress kept",
            )
        )
    # The defaults were for the rows that are there; new rows get theirs from the code.
    for table_name, column in (
        ("course_items", "digest"),
        ("course_publications", "changes"),
        ("glossary_terms", "source"),
        ("enrolments", "kept"),
    ):
        with op.batch_alter_table(table_name) as table:
            table.alter_column(column, server_default=None)
    op.create_table(
        "course_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False, comment="random; stands in addresses"),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "file_name", sa.String(length=200), nullable=False, comment="as the trainer's computer called it"
        ),
        sa.Column("storage_name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column(
            "base",
            JSON,
            nullable=False,
            comment="kind/slug -> revision that was current at the report; publishing over another is refused",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'published', 'dropped')", name=op.f("ck_course_uploads_state")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_course_uploads_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_uploads")),
        sa.UniqueConstraint("token", name=op.f("uq_course_uploads_token")),
    )
    with op.batch_alter_table("course_uploads") as table:
        table.create_index(op.f("ix_course_uploads_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("course_uploads")
    for table_name, column in (
        ("enrolments", "kept"),
        ("glossary_terms", "source"),
        ("course_publications", "changes"),
        ("course_items", "changed_at"),
        ("course_items", "digest"),
    ):
        with op.batch_alter_table(table_name) as table:
            table.drop_column(column)
