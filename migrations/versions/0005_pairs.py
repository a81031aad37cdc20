"""pairs that lead to independence

Needs, offers, vetoes, runs of suggestions, twinned units; invitations, consent and closing of pairs; meetings, notes, goals,
reports of harm, who looked at whose work, assisted sessions; notices.

Revision: 0005
Follows: 0004
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

INSTANT = sa.DateTime(timezone=True)
GOALS = sa.table(
    "pair_goals",
    sa.column("pair_id", sa.Integer),
    sa.column("skill", sa.String),
    sa.column("words", sa.String),
    sa.column("due_on", sa.Date),
    sa.column("set_at", INSTANT),
    sa.column("agreed_at", INSTANT),
)


def upgrade() -> None:
    op.create_table(
        "access_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("viewer_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["users.id"], name=op.f("fk_access_entries_subject_id_users")
        ),
        sa.ForeignKeyConstraint(["viewer_id"], ["users.id"], name=op.f("fk_access_entries_viewer_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_entries")),
    )
    with op.batch_alter_table("access_entries") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_entries_subject_id_id"), ["subject_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_access_entries_viewer_id_subject_id_what_at"),
            ["viewer_id", "subject_id", "what", "at"],
            unique=False,
        )

    op.create_table(
        "managers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("manager_id <> user_id", name=op.f("ck_managers_two_people")),
        sa.ForeignKeyConstraint(["manager_id"], ["users.id"], name=op.f("fk_managers_manager_id_users")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_managers_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_managers")),
    )
    with op.batch_alter_table("managers") as batch_op:
        batch_op.create_index(batch_op.f("ix_managers_manager_id"), ["manager_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_managers_user_id_manager_id"), ["user_id", "manager_id"], unique=True
        )

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.String(length=32), nullable=False, comment="which sentence; see lms.core.notices"
        ),
        sa.Column("values", JSON, nullable=False, comment="what fills the sentence"),
        sa.Column("path", sa.String(length=300), nullable=False, comment="the page to open"),
        sa.Column(
            "key", sa.String(length=160), nullable=False, comment="such as stuck:12:ky-so/bai-1/nv:2026-11-21"
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False, comment="of sending it by mail"),
        sa.Column(
            "next_try_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="claimed until then by whoever sends it; afterwards it is due again",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notices_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    with op.batch_alter_table("notices") as batch_op:
        batch_op.create_index(
            "ix_notices_unread",
            ["user_id"],
            unique=False,
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_notices_user_id_id"), ["user_id", "id"], unique=False)

    op.create_table(
        "pair_needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("skills", JSON, nullable=False, comment="such as chu-ky-so/ky-va-doc-tep"),
        sa.Column("times", JSON, nullable=False, comment="such as t4-chieu"),
        sa.Column("device", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, comment="what she adds"),
        sa.Column("wished_id", sa.Integer(), nullable=True),
        sa.Column("consent", sa.Text(), nullable=False, comment="the words that were agreed to"),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_pair_needs_user_id_users")),
        sa.ForeignKeyConstraint(["wished_id"], ["users.id"], name=op.f("fk_pair_needs_wished_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_needs")),
    )
    with op.batch_alter_table("pair_needs") as batch_op:
        batch_op.create_index(
            "uq_pair_needs_live",
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "pair_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("skills", JSON, nullable=False),
        sa.Column("times", JSON, nullable=False),
        sa.Column("device", sa.String(length=10), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("wished_id", sa.Integer(), nullable=True),
        sa.Column("consent", sa.Text(), nullable=False, comment="the words that were agreed to"),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("places BETWEEN 1 AND 3", name=op.f("ck_pair_offers_places")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_pair_offers_user_id_users")),
        sa.ForeignKeyConstraint(["wished_id"], ["users.id"], name=op.f("fk_pair_offers_wished_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_offers")),
    )
    with op.batch_alter_table("pair_offers") as batch_op:
        batch_op.create_index(
            "uq_pair_offers_live",
            ["user_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "pair_vetoes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("by_id <> about_id", name=op.f("ck_pair_vetoes_two_people")),
        sa.ForeignKeyConstraint(["about_id"], ["users.id"], name=op.f("fk_pair_vetoes_about_id_users")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_pair_vetoes_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_vetoes")),
    )
    with op.batch_alter_table("pair_vetoes") as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_vetoes_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pair_vetoes_by_id_about_id"), ["by_id", "about_id"], unique=True)

    op.create_table(
        "pairing_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weights", JSON, nullable=False),
        sa.Column(
            "state",
            sa.String(length=10),
            nullable=False,
            comment="working, draft, published, dropped, failed",
        ),
        sa.Column("done", sa.Integer(), nullable=False, comment="units looked at"),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("left", JSON, nullable=False, comment="[person, why] to be placed by hand"),
        sa.CheckConstraint(
            "state IN ('working', 'draft', 'published', 'dropped', 'failed')",
            name=op.f("ck_pairing_runs_state"),
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_pairing_runs_made_by_id_users")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_pairing_runs_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_runs")),
    )
    with op.batch_alter_table("pairing_runs") as batch_op:
        batch_op.create_index(batch_op.f("ix_pairing_runs_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "twinnings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asking_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column(
            "two",
            sa.String(length=25),
            nullable=False,
            comment="both units, the lower number first, such as 3-17",
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "state IN ('invited', 'active', 'paused', 'declined', 'expired', 'ended')",
            name=op.f("ck_twinnings_state"),
        ),
        sa.CheckConstraint("asking_id <> asked_id", name=op.f("ck_twinnings_two_units")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_twinnings_answered_by_id_users")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_twinnings_asked_by_id_users")),
        sa.ForeignKeyConstraint(["asked_id"], ["units.id"], name=op.f("fk_twinnings_asked_id_units")),
        sa.ForeignKeyConstraint(["asking_id"], ["units.id"], name=op.f("fk_twinnings_asking_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_twinnings")),
    )
    with op.batch_alter_table("twinnings") as batch_op:
        batch_op.create_index(batch_op.f("ix_twinnings_asked_id"), ["asked_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_twinnings_asking_id"), ["asking_id"], unique=False)
        batch_op.create_index(
            "uq_twinnings_live",
            ["two"],
            unique=True,
            sqlite_where=sa.text("state IN ('invited', 'active', 'paused')"),
            postgresql_where=sa.text("state IN ('invited', 'active', 'paused')"),
        )

    op.create_table(
        "assisted_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False, comment="screen, card"),
        sa.Column(
            "device",
            sa.String(length=10),
            nullable=False,
            comment="whose instructions come first: of the phone on which the code was made",
        ),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False, comment="of the code"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('screen', 'card')", name=op.f("ck_assisted_sessions_kind")),
        sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=op.f("fk_assisted_sessions_pair_id_pairs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assisted_sessions")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_assisted_sessions_code_hash")),
    )
    with op.batch_alter_table("assisted_sessions") as batch_op:
        batch_op.create_index(batch_op.f("ix_assisted_sessions_pair_id"), ["pair_id"], unique=False)

    op.create_table(
        "lent_reviews",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False, comment="the officer"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_lent_reviews_by_id_users")),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["users.id"], name=op.f("fk_lent_reviews_reviewer_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_lent_reviews_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_lent_reviews")),
    )
    with op.batch_alter_table("lent_reviews") as batch_op:
        batch_op.create_index(batch_op.f("ix_lent_reviews_reviewer_id"), ["reviewer_id"], unique=False)

    op.create_table(
        "assist_guesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=op.f("fk_assist_guesses_pair_id_pairs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assist_guesses")),
    )
    with op.batch_alter_table("assist_guesses") as batch_op:
        batch_op.create_index(batch_op.f("ix_assist_guesses_pair_id"), ["pair_id"], unique=False)

    op.create_table(
        "harm_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="who has to look"),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False, comment="what was chosen, if anything"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'looking', 'closed')", name=op.f("ck_harm_reports_state")),
        sa.ForeignKeyConstraint(["about_id"], ["users.id"], name=op.f("fk_harm_reports_about_id_users")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_harm_reports_by_id_users")),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["users.id"], name=op.f("fk_harm_reports_handled_by_id_users")
        ),
        sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=op.f("fk_harm_reports_pair_id_pairs")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_harm_reports_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harm_reports")),
    )
    with op.batch_alter_table("harm_reports") as batch_op:
        batch_op.create_index(batch_op.f("ix_harm_reports_pair_id"), ["pair_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_harm_reports_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_harm_reports_open",
            ["pair_id", "by_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )

    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False, comment="school, home, phone, elsewhere"),
        sa.Column(
            "activity", sa.String(length=200), nullable=False, comment="item key, or what it was about"
        ),
        sa.Column("line", sa.String(length=300), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "denied_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="the other says it was otherwise; its author mends or deletes it",
        ),
        sa.Column("idempotency_key", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "place IN ('school', 'home', 'phone', 'elsewhere')", name=op.f("ck_meetings_place")
        ),
        sa.CheckConstraint("minutes IN (15, 30, 60)", name=op.f("ck_meetings_minutes")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_meetings_confirmed_by_id_users")
        ),
        sa.ForeignKeyConstraint(["logged_by_id"], ["users.id"], name=op.f("fk_meetings_logged_by_id_users")),
        sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=op.f("fk_meetings_pair_id_pairs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_meetings_idempotency_key")),
    )
    with op.batch_alter_table("meetings") as batch_op:
        batch_op.create_index(batch_op.f("ix_meetings_pair_id_on"), ["pair_id", "on"], unique=False)

    op.create_table(
        "pair_goals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column(
            "skill",
            sa.String(length=130),
            nullable=False,
            comment="such as chu-ky-so/ky-va-doc-tep, chu-ky-so for the whole course, or * for any course",
        ),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "set_by_id", sa.Integer(), nullable=True, comment="none: the terms both agreed to at the start"
        ),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True, comment="by the other of the two"),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached_level", sa.Integer(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=op.f("fk_pair_goals_pair_id_pairs")),
        sa.ForeignKeyConstraint(["set_by_id"], ["users.id"], name=op.f("fk_pair_goals_set_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_goals")),
    )
    with op.batch_alter_table("pair_goals") as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_goals_pair_id"), ["pair_id"], unique=False)

    op.create_table(
        "pair_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column(
            "report_id",
            sa.Integer(),
            nullable=True,
            comment="of a case note: who may read that report may read it",
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('shared', 'private', 'case')", name=op.f("ck_pair_notes_kind")),
        sa.CheckConstraint("(kind = 'case') = (report_id IS NOT NULL)", name=op.f("ck_pair_notes_report")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_pair_notes_author_id_users")),
        sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=op.f("fk_pair_notes_pair_id_pairs")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["harm_reports.id"], name=op.f("fk_pair_notes_report_id_harm_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_notes")),
    )
    with op.batch_alter_table("pair_notes") as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_notes_pair_id_id"), ["pair_id", "id"], unique=False)

    op.create_table(
        "pairing_rules",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("weights", JSON, nullable=False, comment="points of lms.core.matching.Weights"),
        sa.Column(
            "thresholds", JSON, nullable=False, comment="hours or counts of lms.core.signals.Thresholds"
        ),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["users.id"], name=op.f("fk_pairing_rules_changed_by_id_users")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_pairing_rules_unit_id_units")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_pairing_rules")),
    )

    with op.batch_alter_table("submissions") as batch_op:
        batch_op.add_column(
            sa.Column(
                "again",
                sa.Integer(),
                server_default="0",
                nullable=False,
                comment="which time it is done again after it was passed, to show that the skill is kept; 0: the first pass",
            )
        )
        batch_op.create_check_constraint(batch_op.f("ck_submissions_again"), "again >= 0")
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(
            sa.Column(
                "email",
                sa.String(length=254),
                nullable=True,
                comment="where notices may be sent; not a way to sign in, so two people may share one",
            )
        )
        batch_op.add_column(
            sa.Column(
                "email_confirmed_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="whoever reads that mailbox opened the link sent there; before, nothing else goes there",
            )
        )
        batch_op.add_column(
            sa.Column(
                "wants_mail",
                sa.Boolean(),
                server_default=sa.false(),
                nullable=False,
                comment="asked for notices by mail",
            )
        )
    with op.batch_alter_table("help_requests") as batch_op:
        batch_op.add_column(
            sa.Column(
                "due_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="when it goes to the next who may answer",
            )
        )
        batch_op.add_column(
            sa.Column(
                "handed_on",
                sa.Integer(),
                server_default="0",
                nullable=False,
                comment="0 mentor, 1 coordinator, 2 any mentor of the unit",
            )
        )
        batch_op.add_column(
            sa.Column("next_owner_id", sa.Integer(), nullable=True, comment="to whom it goes at due_at")
        )
        batch_op.add_column(
            sa.Column("added_on", sa.Date(), nullable=True, comment="when the asker last added words")
        )
        batch_op.add_column(
            sa.Column(
                "added",
                sa.Integer(),
                server_default="0",
                nullable=False,
                comment="how often on that day",
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_help_requests_next_owner_id_users"), "users", ["next_owner_id"], ["id"]
        )

    with op.batch_alter_table("pairs") as batch_op:
        batch_op.add_column(
            sa.Column("run_id", sa.Integer(), nullable=True, comment="the run that suggested it")
        )
        batch_op.add_column(sa.Column("score", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "facts",
                JSON,
                server_default="[]",
                nullable=False,
                comment="[why, values …] as stored at the time",
            )
        )
        batch_op.add_column(sa.Column("published_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("mentor_agreed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("mentee_agreed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "consent",
                sa.Text(),
                server_default="",
                nullable=False,
                comment="the words that both agreed to",
            )
        )
        batch_op.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "resumed_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="when it last went on; what ran before the rest stays ended",
            )
        )
        batch_op.add_column(
            sa.Column("pause_reason", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "paused_by",
                sa.String(length=30),
                server_default="",
                nullable=False,
                comment="whose rest lasts: mentor, mentee, coordinator",
            )
        )
        batch_op.add_column(
            sa.Column(
                "held_by",
                sa.String(length=20),
                server_default="",
                nullable=False,
                comment="who of the two reported harm and has not been decided about",
            )
        )
        batch_op.add_column(
            sa.Column(
                "paused_for_harm",
                sa.Boolean(),
                server_default=sa.false(),
                nullable=False,
                comment="a report is not decided about; stays when the pair is ended meanwhile",
            )
        )
        batch_op.add_column(
            sa.Column(
                "other_wanted_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="the mentee asked for another mentor",
            )
        )
        batch_op.add_column(
            sa.Column(
                "other_wanted_words",
                sa.String(length=300),
                server_default="",
                nullable=False,
                comment="only officers read them",
            )
        )
        batch_op.add_column(
            sa.Column("ended_for_harm", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "achieved",
                sa.Text(),
                server_default="",
                nullable=False,
                comment="what the closing says was achieved",
            )
        )
        batch_op.add_column(
            sa.Column(
                "mentor_thanks",
                sa.Text(),
                server_default="",
                nullable=False,
                comment="what the mentor says at the end, for the mentee to read",
            )
        )
        batch_op.add_column(
            sa.Column(
                "mentee_thanks",
                sa.Text(),
                server_default="",
                nullable=False,
                comment="what the mentee says at the end, for the mentor to read",
            )
        )
        batch_op.create_index(batch_op.f("ix_pairs_run_id"), ["run_id"], unique=False)
        batch_op.create_index(
            "uq_pairs_one_invitation",
            ["mentee_id"],
            unique=True,
            sqlite_where=sa.text("state = 'invited'"),
            postgresql_where=sa.text("state = 'invited'"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_pairs_published_by_id_users"), "users", ["published_by_id"], ["id"]
        )
    with op.batch_alter_table("pairs") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_pairs_state"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_pairs_state"),
            "state IN ('suggested', 'invited', 'active', 'paused', 'ended', 'declined', 'expired', 'dropped')",
        )
    with op.batch_alter_table("role_grants") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_role_grants_role"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_role_grants_role"), "role IN ('trainer', 'coordinator', 'safeguarding', 'admin')"
        )
    with op.batch_alter_table("enrolments") as batch_op:
        batch_op.add_column(
            sa.Column(
                "assisted_items",
                sa.Integer(),
                server_default="0",
                nullable=False,
                comment="of the done ones: done together on the mentor's phone, not yet alone",
            )
        )
    with op.batch_alter_table("learning_events") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_learning_events_actor_kind"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_learning_events_actor_kind"),
            "actor_kind IN ('self', 'mentor', 'assessor', 'assisted', 'system')",
        )
    _keep_sight_of_former_pairs()


def _keep_sight_of_former_pairs() -> None:
    """Pairs made before goals existed go on seeing what both were told: whatever the mentee learns here."""
    bind, today = op.get_bind(), datetime.now(UTC)
    found = sa.text("SELECT id FROM pairs WHERE state IN ('active', 'paused')")
    for (pair_id,) in bind.execute(found).all():
        bind.execute(
            GOALS.insert().values(
                pair_id=pair_id,
                skill="*",
                words="",
                due_on=today.date() + timedelta(days=60),
                set_at=today,
                agreed_at=today,
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("enrolments") as batch_op:
        batch_op.drop_column("assisted_items")
    with op.batch_alter_table("submissions") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_submissions_again"), type_="check")
        batch_op.drop_column("again")
    with op.batch_alter_table("learning_events") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_learning_events_actor_kind"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_learning_events_actor_kind"),
            "actor_kind IN ('self', 'mentor', 'assessor', 'system')",
        )
    with op.batch_alter_table("role_grants") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_role_grants_role"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_role_grants_role"), "role IN ('trainer', 'coordinator', 'admin')"
        )
    with op.batch_alter_table("pairs") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_pairs_state"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_pairs_state"), "state IN ('suggested', 'invited', 'active', 'paused', 'ended')"
        )
    with op.batch_alter_table("pairs") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_pairs_published_by_id_users"), type_="foreignkey")
        batch_op.drop_index(
            "uq_pairs_one_invitation",
            sqlite_where=sa.text("state = 'invited'"),
            postgresql_where=sa.text("state = 'invited'"),
        )
        batch_op.drop_index(batch_op.f("ix_pairs_run_id"))
        batch_op.drop_column("mentee_thanks")
        batch_op.drop_column("mentor_thanks")
        batch_op.drop_column("achieved")
        batch_op.drop_column("ended_for_harm")
        batch_op.drop_column("other_wanted_words")
        batch_op.drop_column("other_wanted_at")
        batch_op.drop_column("paused_for_harm")
        batch_op.drop_column("held_by")
        batch_op.drop_column("paused_by")
        batch_op.drop_column("pause_reason")
        batch_op.drop_column("resumed_at")
        batch_op.drop_column("paused_at")
        batch_op.drop_column("consent")
        batch_op.drop_column("mentee_agreed_at")
        batch_op.drop_column("mentor_agreed_at")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("invited_at")
        batch_op.drop_column("published_by_id")
        batch_op.drop_column("facts")
        batch_op.drop_column("score")
        batch_op.drop_column("run_id")

    with op.batch_alter_table("help_requests") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_help_requests_next_owner_id_users"), type_="foreignkey")
        batch_op.drop_column("added")
        batch_op.drop_column("added_on")
        batch_op.drop_column("next_owner_id")
        batch_op.drop_column("handed_on")
        batch_op.drop_column("due_at")

    with op.batch_alter_table("pair_notes") as batch_op:
        batch_op.drop_index(batch_op.f("ix_pair_notes_pair_id_id"))

    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("wants_mail")
        batch_op.drop_column("email_confirmed_at")
        batch_op.drop_column("email")
    op.drop_table("pairing_rules")
    op.drop_table("pair_notes")
    with op.batch_alter_table("pair_goals") as batch_op:
        batch_op.drop_index(batch_op.f("ix_pair_goals_pair_id"))

    op.drop_table("pair_goals")
    with op.batch_alter_table("meetings") as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetings_pair_id_on"))

    op.drop_table("meetings")
    with op.batch_alter_table("harm_reports") as batch_op:
        batch_op.drop_index(
            "uq_harm_reports_open",
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )
        batch_op.drop_index(batch_op.f("ix_harm_reports_unit_id"))
        batch_op.drop_index(batch_op.f("ix_harm_reports_pair_id"))

    op.drop_table("harm_reports")
    with op.batch_alter_table("assisted_sessions") as batch_op:
        batch_op.drop_index(batch_op.f("ix_assisted_sessions_pair_id"))

    op.drop_table("assisted_sessions")
    with op.batch_alter_table("lent_reviews") as batch_op:
        batch_op.drop_index(batch_op.f("ix_lent_reviews_reviewer_id"))

    op.drop_table("lent_reviews")
    with op.batch_alter_table("assist_guesses") as batch_op:
        batch_op.drop_index(batch_op.f("ix_assist_guesses_pair_id"))

    op.drop_table("assist_guesses")
    with op.batch_alter_table("twinnings") as batch_op:
        batch_op.drop_index(
            "uq_twinnings_live",
            sqlite_where=sa.text("state IN ('invited', 'active', 'paused')"),
            postgresql_where=sa.text("state IN ('invited', 'active', 'paused')"),
        )
        batch_op.drop_index(batch_op.f("ix_twinnings_asking_id"))
        batch_op.drop_index(batch_op.f("ix_twinnings_asked_id"))

    op.drop_table("twinnings")
    with op.batch_alter_table("pairing_runs") as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairing_runs_unit_id"))

    op.drop_table("pairing_runs")
    with op.batch_alter_table("pair_vetoes") as batch_op:
        batch_op.drop_index(batch_op.f("ix_pair_vetoes_by_id_about_id"))
        batch_op.drop_index(batch_op.f("ix_pair_vetoes_about_id"))

    op.drop_table("pair_vetoes")
    with op.batch_alter_table("pair_offers") as batch_op:
        batch_op.drop_index(
            "uq_pair_offers_live",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.drop_table("pair_offers")
    with op.batch_alter_table("pair_needs") as batch_op:
        batch_op.drop_index(
            "uq_pair_needs_live",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.drop_table("pair_needs")
    with op.batch_alter_table("notices") as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_user_id_id"))
        batch_op.drop_index(
            "ix_notices_unread",
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        )

    op.drop_table("notices")
    with op.batch_alter_table("managers") as batch_op:
        batch_op.drop_index(batch_op.f("ix_managers_user_id_manager_id"))
        batch_op.drop_index(batch_op.f("ix_managers_manager_id"))

    op.drop_table("managers")
    with op.batch_alter_table("access_entries") as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_entries_viewer_id_subject_id_what_at"))
        batch_op.drop_index(batch_op.f("ix_access_entries_subject_id_id"))

    op.drop_table("access_entries")
