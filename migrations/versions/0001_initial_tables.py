"""initial tables

Revision: 0001
Follows: nothing
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
LEDGER_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "banks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "current_revision_id",
            sa.Integer(),
            nullable=True,
            comment="what people read; no foreign key, because the two tables would then need each other",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banks")),
        sa.UniqueConstraint("slug", name=op.f("uq_banks_slug")),
    )
    op.create_table(
        "courses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "slug", sa.String(length=80), nullable=False, comment="the course's id in its front matter"
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False, comment="draft, published, retired"),
        sa.Column("search_text", sa.Text(), nullable=False, comment="titles and text, folded"),
        sa.Column(
            "current_revision_id",
            sa.Integer(),
            nullable=True,
            comment="what people read; no foreign key, because the two tables would then need each other",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        sa.UniqueConstraint("slug", name=op.f("uq_courses_slug")),
    )
    op.create_table(
        "glossary_terms",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("term", sa.String(length=120), nullable=False),
        sa.Column("english", sa.String(length=120), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_terms")),
    )
    op.create_table(
        "sign_in_guesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.String(length=70), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_guesses")),
    )
    with op.batch_alter_table("sign_in_guesses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_guesses_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_guesses_bucket_at"), ["bucket", "at"], unique=False)

    op.create_table(
        "units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=200), nullable=False, comment="such as /1/4/17/"),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("search_name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('province', 'union', 'school', 'group')", name=op.f("ck_units_kind")),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_units_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_units_path"), ["path"], unique=False)

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False, comment="NFC, single spaces"),
        sa.Column(
            "search_name", sa.String(length=120), nullable=False, comment="full_name folded for search"
        ),
        sa.Column("honorific", sa.String(length=20), nullable=False, comment="cô, thầy, bác … or empty"),
        sa.Column("phone", sa.String(length=15), nullable=True, comment="digits only, begins with 0"),
        sa.Column("teacher_code", sa.String(length=40), nullable=True, comment="upper case, no spaces"),
        sa.Column(
            "password_hash",
            sa.String(length=200),
            nullable=True,
            comment="argon2id; none: cannot use a password",
        ),
        sa.Column("shares_phone", sa.Boolean(), nullable=False, comment="a paired person may see the number"),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("text_size", sa.String(length=10), nullable=False),
        sa.Column("contrast", sa.String(length=10), nullable=False),
        sa.Column("motion", sa.String(length=10), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False, comment="made by lms demo"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True, comment="may no longer sign in"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("phone", name=op.f("uq_users_phone")),
        sa.UniqueConstraint("teacher_code", name=op.f("uq_users_teacher_code")),
    )
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_users_search_name"), ["search_name"], unique=False)

    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True, comment="none: the command line"),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column(
            "subject", sa.String(length=80), nullable=False, comment="such as user:12 or course:c-thai-nguyen"
        ),
        sa.Column(
            "unit_id", sa.Integer(), nullable=True, comment="where it happened, for the unit's own log"
        ),
        sa.Column("detail", JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_audit_entries_actor_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_at"), ["at"], unique=False)

    op.create_table(
        "bank_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="normalised Markdown"),
        sa.Column("compiled", JSON, nullable=False, comment="lms.core.questions.bank_to_json; holds the key"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["banks.id"], name=op.f("fk_bank_revisions_bank_id_banks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_revisions")),
    )
    with op.batch_alter_table("bank_revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_revisions_bank_id"), ["bank_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bank_revisions_bank_id_sha256"), ["bank_id", "sha256"], unique=True
        )

    op.create_table(
        "course_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=180), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_course_items_course_id_courses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_items")),
    )
    with op.batch_alter_table("course_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_items_course_id_key"), ["course_id", "key"], unique=True)

    op.create_table(
        "course_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sources", JSON, nullable=False, comment="path -> normalised Markdown"),
        sa.Column("media", JSON, nullable=False, comment="path -> storage name"),
        sa.Column("compiled", JSON, nullable=False, comment="lms.core.markup.course_to_json"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_course_revisions_course_id_courses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_revisions")),
    )
    with op.batch_alter_table("course_revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_revisions_course_id"), ["course_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_course_revisions_course_id_sha256"), ["course_id", "sha256"], unique=True
        )

    op.create_table(
        "known_devices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_known_devices_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_devices")),
    )
    with op.batch_alter_table("known_devices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_known_devices_user_id_token_hash"), ["user_id", "token_hash"], unique=True
        )

    op.create_table(
        "local_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_local_values_unit_id_units")),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["users.id"], name=op.f("fk_local_values_updated_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_values")),
    )
    with op.batch_alter_table("local_values", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_local_values_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_local_values_unit_id_name"), ["unit_id", "name"], unique=True)

    op.create_table(
        "login_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="sha256 of the 256-bit token"),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column(
            "agent", sa.String(length=120), nullable=False, comment="what kind of browser, to recognise it by"
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("method IN ('password', 'code', 'card')", name=op.f("ck_login_sessions_method")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_login_sessions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_sessions_token_hash")),
    )
    with op.batch_alter_table("login_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_sessions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=80), nullable=False, comment="such as Tổ Toán–Tin"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("exempt_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_memberships_unit_id_units")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_memberships_current",
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("to_on IS NULL"),
            postgresql_where=sa.text("to_on IS NULL"),
        )

    op.create_table(
        "pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="the mentee's unit at the start"),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "state IN ('suggested', 'invited', 'active', 'paused', 'ended')", name=op.f("ck_pairs_state")
        ),
        sa.CheckConstraint("mentor_id <> mentee_id", name=op.f("ck_pairs_two_people")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_pairs_created_by_id_users")),
        sa.ForeignKeyConstraint(["mentee_id"], ["users.id"], name=op.f("fk_pairs_mentee_id_users")),
        sa.ForeignKeyConstraint(["mentor_id"], ["users.id"], name=op.f("fk_pairs_mentor_id_users")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_pairs_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairs")),
    )
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairs_mentee_id"), ["mentee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairs_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairs_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_pairs_one_mentor",
            ["mentee_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('active', 'paused')"),
            postgresql_where=sa.text("state IN ('active', 'paused')"),
        )

    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('trainer', 'coordinator', 'admin')", name=op.f("ck_role_grants_role")),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["users.id"], name=op.f("fk_role_grants_granted_by_id_users")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_role_grants_unit_id_units")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_role_grants_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grants_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_grants_user_id"), ["user_id"], unique=False)

    op.create_table(
        "screen_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=180), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=20), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_screen_notes_course_id_courses")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_screen_notes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen_notes")),
    )
    with op.batch_alter_table("screen_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screen_notes_course_id"), ["course_id"], unique=False)
        batch_op.create_index(
            "uq_screen_notes_open",
            ["course_id", "item_key", "user_id"],
            unique=True,
            sqlite_where=sa.text("resolved_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL"),
        )

    op.create_table(
        "sign_in_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False, comment="keyed hash of user and code"),
        sa.Column("card_hash", sa.String(length=64), nullable=False, comment="sha256 of the QR token"),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["users.id"], name=op.f("fk_sign_in_codes_issued_by_id_users")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_in_codes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_codes")),
        sa.UniqueConstraint("card_hash", name=op.f("uq_sign_in_codes_card_hash")),
    )
    with op.batch_alter_table("sign_in_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_codes_user_id"), ["user_id"], unique=False)

    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "token", sa.String(length=43), nullable=False, comment="random, names the attempt in addresses"
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=180), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="1, 2, 3 … for this person and quiz"),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("frozen", JSON, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("graded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Numeric(precision=8, scale=4), nullable=True),
        sa.Column("max_score", sa.Numeric(precision=8, scale=4), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "state IN ('in_progress', 'submitted', 'graded', 'overdue', 'abandoned', 'void')",
            name=op.f("ck_attempts_state"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_attempts_number")),
        sa.ForeignKeyConstraint(["bank_id"], ["banks.id"], name=op.f("fk_attempts_bank_id_banks")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_attempts_course_id_courses")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["bank_revisions.id"], name=op.f("fk_attempts_revision_id_bank_revisions")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_attempts_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("token", name=op.f("uq_attempts_token")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempts_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_attempts_user_id_course_id_item_key_number"),
            ["user_id", "course_id", "item_key", "number"],
            unique=True,
        )
        batch_op.create_index(
            "uq_attempts_running",
            ["user_id", "course_id", "item_key"],
            unique=True,
            sqlite_where=sa.text("state IN ('in_progress', 'overdue')"),
            postgresql_where=sa.text("state IN ('in_progress', 'overdue')"),
        )

    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=14), nullable=False, comment="XXXX-XXXX-XXXX, random"),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False, comment="as it was on the day"),
        sa.Column("course_title", sa.String(length=200), nullable=False),
        sa.Column("unit_name", sa.String(length=160), nullable=False),
        sa.Column(
            "mentor_name", sa.String(length=150), nullable=False, comment="with honorific; may be empty"
        ),
        sa.Column("skills", JSON, nullable=False, comment="titles of the skills that the course trains"),
        sa.Column(
            "evidence", JSON, nullable=False, comment="how it is known: trust -> kind of item -> how many"
        ),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoke_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_certificates_course_id_courses")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["course_revisions.id"],
            name=op.f("fk_certificates_revision_id_course_revisions"),
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["users.id"], name=op.f("fk_certificates_revoked_by_id_users")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_certificates_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("code", name=op.f("uq_certificates_code")),
    )
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificates_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_certificates_valid",
            ["user_id", "course_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "course_publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_course_publications_course_id_courses")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["users.id"], name=op.f("fk_course_publications_published_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["course_revisions.id"],
            name=op.f("fk_course_publications_revision_id_course_revisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_publications")),
    )
    with op.batch_alter_table("course_publications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_publications_course_id"), ["course_id"], unique=False)

    op.create_table(
        "enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False, comment="the one it was folded by"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_items", sa.Integer(), nullable=False),
        sa.Column("total_items", sa.Integer(), nullable=False),
        sa.Column("done_lessons", sa.Integer(), nullable=False),
        sa.Column("total_lessons", sa.Integer(), nullable=False),
        sa.Column("waiting_items", sa.Integer(), nullable=False, comment="handed in, waiting for a person"),
        sa.Column("next_key", sa.String(length=180), nullable=False, comment="the first unfinished item"),
        sa.Column("records", JSON, nullable=False, comment="item key -> state, trust, at, by"),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_enrolments_course_id_courses")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["course_revisions.id"], name=op.f("fk_enrolments_revision_id_course_revisions")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_enrolments_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolments_course_id"), ["course_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_enrolments_user_id_course_id"), ["user_id", "course_id"], unique=True
        )

    op.create_table(
        "help_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column(
            "place",
            sa.String(length=200),
            nullable=False,
            comment="course id and item key, such as ca-phe/bai-1/buoc-2",
        ),
        sa.Column("place_title", sa.String(length=250), nullable=False, comment="as the learner saw it"),
        sa.Column(
            "place_path", sa.String(length=300), nullable=False, comment="path of the page, to go back to"
        ),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.String(length=12),
            nullable=False,
            comment="open, answered (waits for the learner), closed",
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'answered', 'closed')", name=op.f("ck_help_requests_state")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["users.id"], name=op.f("fk_help_requests_closed_by_id_users")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_help_requests_owner_id_users")),
        sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=op.f("fk_help_requests_pair_id_pairs")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_help_requests_unit_id_units")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_help_requests_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_requests")),
    )
    with op.batch_alter_table("help_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_requests_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_requests_pair_id"), ["pair_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_requests_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_requests_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_help_requests_open",
            ["user_id", "place"],
            unique=True,
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )

    op.create_table(
        "learning_events",
        sa.Column("id", LEDGER_ID, nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False, comment="whose learning"),
        sa.Column("actor_id", sa.Integer(), nullable=True, comment="who acted; none: the system"),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("verb", sa.String(length=24), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=180), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("trust", sa.String(length=10), nullable=False, comment="machine, person, self"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.CheckConstraint(
            "actor_kind IN ('self', 'mentor', 'assessor', 'system')",
            name=op.f("ck_learning_events_actor_kind"),
        ),
        sa.CheckConstraint(
            "trust IN ('', 'machine', 'person', 'self')", name=op.f("ck_learning_events_trust")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_learning_events_actor_id_users")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_learning_events_course_id_courses")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["course_revisions.id"],
            name=op.f("fk_learning_events_revision_id_course_revisions"),
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["users.id"], name=op.f("fk_learning_events_subject_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_events")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_learning_events_idempotency_key")),
    )
    with op.batch_alter_table("learning_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learning_events_subject_id_course_id_id"),
            ["subject_id", "course_id", "id"],
            unique=False,
        )

    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=180), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="a key of lms.core.practice.KINDS"),
        sa.Column("state", sa.String(length=16), nullable=False, comment="lms.core.practice.states"),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("report", JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False, comment="the learner's words to the reviewer"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, comment="why it was returned or revoked"),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> user_id",
            name=op.f("ck_submissions_nobody_grades_oneself"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_submissions_number")),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_submissions_course_id_courses")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_submissions_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["course_revisions.id"], name=op.f("fk_submissions_revision_id_course_revisions")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_submissions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submissions_handed_in_at"), ["handed_in_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_submissions_user_id_course_id_item_key_number"),
            ["user_id", "course_id", "item_key", "number"],
            unique=True,
        )
        batch_op.create_index(
            "uq_submissions_open",
            ["user_id", "course_id", "item_key"],
            unique=True,
            sqlite_where=sa.text("state IN ('in_progress', 'waiting')"),
            postgresql_where=sa.text("state IN ('in_progress', 'waiting')"),
        )

    op.create_table(
        "answers",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("response", JSON, nullable=False),
        sa.Column("hints_used", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Numeric(precision=8, scale=4), nullable=True),
        sa.Column(
            "marked_state",
            sa.String(length=14),
            nullable=False,
            comment="lms.core.questions.State; once said, the answer stands",
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_answers_attempt_id_attempts")),
        sa.PrimaryKeyConstraint("attempt_id", "question_id", "is_late", name=op.f("pk_answers")),
    )
    op.create_table(
        "evidence_files",
        sa.Column("id", sa.String(length=32), nullable=False, comment="random; names the file"),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("storage_name", sa.String(length=120), nullable=False),
        sa.Column("pixels_sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_evidence_files_submission_id_submissions")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_evidence_files_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_files")),
    )
    with op.batch_alter_table("evidence_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_files_pixels_sha256"), ["pixels_sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_files_submission_id"), ["submission_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_files_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("evidence_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_files_user_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_files_submission_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_files_pixels_sha256"))

    op.drop_table("evidence_files")
    op.drop_table("answers")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_submissions_open",
            sqlite_where=sa.text("state IN ('in_progress', 'waiting')"),
            postgresql_where=sa.text("state IN ('in_progress', 'waiting')"),
        )
        batch_op.drop_index(batch_op.f("ix_submissions_user_id_course_id_item_key_number"))
        batch_op.drop_index(batch_op.f("ix_submissions_handed_in_at"))

    op.drop_table("submissions")
    with op.batch_alter_table("learning_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_events_subject_id_course_id_id"))

    op.drop_table("learning_events")
    with op.batch_alter_table("help_requests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_help_requests_open",
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )
        batch_op.drop_index(batch_op.f("ix_help_requests_user_id"))
        batch_op.drop_index(batch_op.f("ix_help_requests_unit_id"))
        batch_op.drop_index(batch_op.f("ix_help_requests_pair_id"))
        batch_op.drop_index(batch_op.f("ix_help_requests_owner_id"))

    op.drop_table("help_requests")
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolments_user_id_course_id"))
        batch_op.drop_index(batch_op.f("ix_enrolments_course_id"))

    op.drop_table("enrolments")
    with op.batch_alter_table("course_publications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_publications_course_id"))

    op.drop_table("course_publications")
    with op.batch_alter_table("certificates", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificates_valid",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_certificates_user_id"))

    op.drop_table("certificates")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempts_running",
            sqlite_where=sa.text("state IN ('in_progress', 'overdue')"),
            postgresql_where=sa.text("state IN ('in_progress', 'overdue')"),
        )
        batch_op.drop_index(batch_op.f("ix_attempts_user_id_course_id_item_key_number"))
        batch_op.drop_index(batch_op.f("ix_attempts_user_id"))

    op.drop_table("attempts")
    with op.batch_alter_table("sign_in_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_codes_user_id"))

    op.drop_table("sign_in_codes")
    with op.batch_alter_table("screen_notes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_screen_notes_open",
            sqlite_where=sa.text("resolved_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_screen_notes_course_id"))

    op.drop_table("screen_notes")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grants_user_id"))
        batch_op.drop_index(batch_op.f("ix_role_grants_unit_id"))

    op.drop_table("role_grants")
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pairs_one_mentor",
            sqlite_where=sa.text("state IN ('active', 'paused')"),
            postgresql_where=sa.text("state IN ('active', 'paused')"),
        )
        batch_op.drop_index(batch_op.f("ix_pairs_unit_id"))
        batch_op.drop_index(batch_op.f("ix_pairs_mentor_id"))
        batch_op.drop_index(batch_op.f("ix_pairs_mentee_id"))

    op.drop_table("pairs")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_memberships_current",
            sqlite_where=sa.text("to_on IS NULL"),
            postgresql_where=sa.text("to_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_memberships_user_id"))
        batch_op.drop_index(batch_op.f("ix_memberships_unit_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("login_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_sessions_user_id"))

    op.drop_table("login_sessions")
    with op.batch_alter_table("local_values", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_local_values_unit_id_name"))
        batch_op.drop_index(batch_op.f("ix_local_values_unit_id"))

    op.drop_table("local_values")
    with op.batch_alter_table("known_devices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_known_devices_user_id_token_hash"))

    op.drop_table("known_devices")
    with op.batch_alter_table("course_revisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_revisions_course_id_sha256"))
        batch_op.drop_index(batch_op.f("ix_course_revisions_course_id"))

    op.drop_table("course_revisions")
    with op.batch_alter_table("course_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_items_course_id_key"))

    op.drop_table("course_items")
    with op.batch_alter_table("bank_revisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_revisions_bank_id_sha256"))
        batch_op.drop_index(batch_op.f("ix_bank_revisions_bank_id"))

    op.drop_table("bank_revisions")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_at"))

    op.drop_table("audit_entries")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_users_search_name"))

    op.drop_table("users")
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_units_path"))
        batch_op.drop_index(batch_op.f("ix_units_parent_id"))

    op.drop_table("units")
    with op.batch_alter_table("sign_in_guesses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_guesses_bucket_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_guesses_at"))

    op.drop_table("sign_in_guesses")
    op.drop_table("glossary_terms")
    op.drop_table("courses")
    op.drop_table("banks")
