"""judging quizzes, and banks in the making

Marks that people gave, the log of changed marks, personal extensions, photos of answers, and drafts of banks question by question.

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "bank_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False, comment="random; stands in addresses"),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "slug", sa.String(length=80), nullable=False, comment="the id under which it will be published"
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("front", JSON, nullable=False, comment="front-matter settings as text, but id and title"),
        sa.Column(
            "file_name", sa.String(length=200), nullable=False, comment="as the trainer's computer called it"
        ),
        sa.Column(
            "format", sa.String(length=12), nullable=False, comment="what it was read as; empty: written here"
        ),
        sa.Column("troubles", JSON, nullable=False, comment="what concerns the file as a whole"),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column(
            "base_revision_id",
            sa.Integer(),
            nullable=True,
            comment="the bank's revision that this began from or was last published as; publishing over another is refused",
        ),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="of settings and order; a stale form is answered 409",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'dropped')", name=op.f("ck_bank_drafts_state")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_bank_drafts_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_drafts")),
        sa.UniqueConstraint("token", name=op.f("uq_bank_drafts_token")),
    )
    with op.batch_alter_table("bank_drafts") as table:
        table.create_index(table.f("ix_bank_drafts_user_id"), ["user_id"], unique=False)

    op.create_table(
        "quiz_extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=180), nullable=False),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("extra_attempts", sa.Integer(), nullable=False),
        sa.Column(
            "closes_at", sa.DateTime(timezone=True), nullable=True, comment="instead of the bank's own close"
        ),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "extra_minutes >= 0 AND extra_attempts >= 0", name=op.f("ck_quiz_extensions_extra")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_quiz_extensions_course_id_courses")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["users.id"], name=op.f("fk_quiz_extensions_granted_by_id_users")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_quiz_extensions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_extensions")),
    )
    with op.batch_alter_table("quiz_extensions") as table:
        table.create_index(
            table.f("ix_quiz_extensions_user_id_course_id_item_key"),
            ["user_id", "course_id", "item_key"],
            unique=False,
        )

    op.create_table(
        "draft_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="1, 2, 3 …; gaps are allowed"),
        sa.Column("pool", JSON, nullable=False, comment="title, id, draw and points of its pool"),
        sa.Column("written", JSON, nullable=False, comment="lms.core.questions.manuscript.WrittenQuestion"),
        sa.Column("stem_text", sa.Text(), nullable=False, comment="plain, for lists"),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("troubles", JSON, nullable=False),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="a stale form is answered 409 with both texts"
        ),
        sa.Column("is_dropped", sa.Boolean(), nullable=False, comment="taken out, and can be taken back"),
        sa.CheckConstraint("status IN ('ready', 'draft')", name=op.f("ck_draft_questions_status")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["bank_drafts.id"], name=op.f("fk_draft_questions_draft_id_bank_drafts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_questions")),
    )
    with op.batch_alter_table("draft_questions") as table:
        table.create_index(
            table.f("ix_draft_questions_draft_id_position"), ["draft_id", "position"], unique=False
        )

    op.create_table(
        "mark_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column(
            "question_id", sa.String(length=80), nullable=False, comment="empty: the attempt as a whole"
        ),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("before", sa.Numeric(precision=8, scale=4), nullable=True),
        sa.Column("after", sa.Numeric(precision=8, scale=4), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'regrade', 'void')", name=op.f("ck_mark_changes_kind")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_mark_changes_attempt_id_attempts")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_mark_changes_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_changes")),
    )
    with op.batch_alter_table("mark_changes") as table:
        table.create_index(table.f("ix_mark_changes_attempt_id"), ["attempt_id"], unique=False)

    op.create_table(
        "person_marks",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column(
            "points",
            JSON,
            nullable=False,
            comment="decimals as text, in the order of the rubric; one number where there is no rubric",
        ),
        sa.Column("remark", sa.Text(), nullable=False, comment="shown to the learner once review is allowed"),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_person_marks_attempt_id_attempts")
        ),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["users.id"], name=op.f("fk_person_marks_marked_by_id_users")
        ),
        sa.PrimaryKeyConstraint("attempt_id", "question_id", name=op.f("pk_person_marks")),
    )

    op.create_table(
        "answer_photos",
        sa.Column("id", sa.String(length=32), nullable=False, comment="random; names the file"),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("storage_name", sa.String(length=120), nullable=False),
        sa.Column("pixels_sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_answer_photos_attempt_id_attempts")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_answer_photos_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_photos")),
    )
    with op.batch_alter_table("answer_photos") as table:
        table.create_index(
            table.f("ix_answer_photos_attempt_id_question_id"), ["attempt_id", "question_id"], unique=False
        )
        table.create_index(table.f("ix_answer_photos_user_id"), ["user_id"], unique=False)
        table.create_index(
            "uq_answer_photos_kept",
            ["attempt_id", "question_id", "is_late", "pixels_sha256"],
            unique=True,
            sqlite_where=sa.text("deleted_at IS NULL"),
            postgresql_where=sa.text("deleted_at IS NULL"),
        )

    with op.batch_alter_table("attempts") as table:
        table.add_column(sa.Column("voided_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column(
                "regraded",
                JSON,
                nullable=True,
                comment="question id -> revision whose key it was graded again with",
            )
        )
        table.add_column(
            sa.Column(
                "held_by_id",
                sa.Integer(),
                nullable=True,
                comment="the sign-in session that works on it; another device is warned before it takes over",
            )
        )
        table.create_index(table.f("ix_attempts_course_id_item_key"), ["course_id", "item_key"], unique=False)
        table.create_foreign_key(table.f("fk_attempts_voided_by_id_users"), "users", ["voided_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("attempts") as table:
        table.drop_constraint(table.f("fk_attempts_voided_by_id_users"), type_="foreignkey")
        table.drop_index(table.f("ix_attempts_course_id_item_key"))
        table.drop_column("held_by_id")
        table.drop_column("regraded")
        table.drop_column("voided_at")
        table.drop_column("voided_by_id")

    op.drop_table("answer_photos")
    op.drop_table("person_marks")
    op.drop_table("mark_changes")
    op.drop_table("draft_questions")
    op.drop_table("quiz_extensions")
    op.drop_table("bank_drafts")
