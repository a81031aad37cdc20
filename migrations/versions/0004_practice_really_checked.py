"""practice that is really checked

Practice authorities and certificates, confirmations in person by QR and by printed codes, which version of a check decided.

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "practice_authorities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False, comment="DER"),
        sa.Column("key", sa.LargeBinary(), nullable=False, comment="PKCS #8, encrypted"),
        sa.Column(
            "signers",
            JSON,
            nullable=False,
            comment="sample signers by name: certificates and encrypted keys, base64",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "slot",
            sa.Integer(),
            nullable=True,
            comment="1: in use, so that two starts make one authority; none: retired",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_authorities")),
        sa.UniqueConstraint("slot", name=op.f("uq_practice_authorities_slot")),
    )
    op.create_table(
        "practice_certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column(
            "use",
            sa.String(length=4),
            nullable=False,
            comment="site: signs here by PIN; tool: was downloaded as .p12",
        ),
        sa.Column("serial", sa.String(length=50), nullable=False, comment="hexadecimal"),
        sa.Column("certificate", sa.LargeBinary(), nullable=False, comment="DER"),
        sa.Column(
            "key",
            sa.LargeBinary(),
            nullable=True,
            comment="PKCS #8, encrypted by the PIN; a downloaded key is not kept",
        ),
        sa.Column("wrong_pins", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["practice_authorities.id"],
            name=op.f("fk_practice_certificates_authority_id_practice_authorities"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_practice_certificates_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_certificates")),
        sa.UniqueConstraint("serial", name=op.f("uq_practice_certificates_serial")),
    )
    with op.batch_alter_table("practice_certificates", schema=None) as batch_op:
        batch_op.create_index(
            "uq_practice_certificates_current",
            ["user_id", "use"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )

    op.create_table(
        "wrong_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_wrong_codes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_codes")),
    )
    with op.batch_alter_table("wrong_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wrong_codes_user_id_at"), ["user_id", "at"], unique=False)

    op.create_table(
        "confirmation_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column(
            "sheet",
            sa.String(length=8),
            nullable=False,
            comment="random; printed on the sheet, tells lists apart",
        ),
        sa.Column("number", sa.Integer(), nullable=False, comment="1 to 10, printed before the code"),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number BETWEEN 1 AND 10", name=op.f("ck_confirmation_codes_number")),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["users.id"], name=op.f("fk_confirmation_codes_mentor_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_confirmation_codes_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_codes")),
    )
    with op.batch_alter_table("confirmation_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_confirmation_codes_mentor_id_sheet_number"),
            ["mentor_id", "sheet", "number"],
            unique=True,
        )

    op.create_table(
        "meeting_passes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "token_hash", sa.String(length=64), nullable=False, comment="sha256 of what the QR carries"
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=180), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_meeting_passes_course_id_courses")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_meeting_passes_submission_id_submissions")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_meeting_passes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_passes")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_meeting_passes_token_hash")),
    )
    with op.batch_alter_table("meeting_passes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_passes_user_id"), ["user_id"], unique=False)

    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "checked_version",
                sa.Integer(),
                server_default="1",
                nullable=False,
                comment="the version of the kind that checked it",
            )
        )
        batch_op.add_column(
            sa.Column(
                "means",
                sa.String(length=8),
                server_default="",
                nullable=False,
                comment="how it was confirmed in person: qr, code, or neither",
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_column("means")
        batch_op.drop_column("checked_version")

    with op.batch_alter_table("meeting_passes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_passes_user_id"))

    op.drop_table("meeting_passes")
    with op.batch_alter_table("confirmation_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_confirmation_codes_mentor_id_sheet_number"))

    op.drop_table("confirmation_codes")
    with op.batch_alter_table("wrong_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wrong_codes_user_id_at"))

    op.drop_table("wrong_codes")
    with op.batch_alter_table("practice_certificates", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_practice_certificates_current",
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )

    op.drop_table("practice_certificates")
    op.drop_table("practice_authorities")
