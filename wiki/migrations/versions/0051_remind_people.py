"""Remind people of what waits for them, each time once."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0049"
branch_labels = None
depends_on = None

_OF_THEN = sa.text("post_id IS NULL")
_IS_VERSION = sa.text("post_id IS NULL AND reminder_id IS NULL")


def upgrade() -> None:
    """Add the table of reminders, and let notices tell of them; nobody was reminded yet."""
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('check', 'returned', 'taken')", name=op.f("ck_reminders_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reminders_user_id_users")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_reminders_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("article_id", "user_id", "kind", "day", name="uq_reminders_occasion"),
    )
    op.create_index(op.f("ix_reminders_user_id"), "reminders", ["user_id"])
    with op.batch_alter_table("notices") as batch:
        batch.add_column(sa.Column("reminder_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_notices_reminder_id_reminders"),
            "reminders",
            ["reminder_id"],
            ["id"],
            ondelete="CASCADE",
        )
    op.create_index("uq_notices_reminder", "notices", ["reminder_id"], unique=True)
    _let_versions_be_told_once(_IS_VERSION)


def _let_versions_be_told_once(condition: sa.TextClause) -> None:
    op.drop_index("uq_notices_version", "notices")
    op.create_index(
        "uq_notices_version",
        "notices",
        ["user_id", "article_id", "revision_id"],
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


def downgrade() -> None:
    """Forget of what people were reminded."""
    op.execute("DELETE FROM notices WHERE reminder_id IS NOT NULL")
    _let_versions_be_told_once(_OF_THEN)
    op.drop_index("uq_notices_reminder", "notices")
    with op.batch_alter_table("notices") as batch:
        batch.drop_constraint(batch.f("fk_notices_reminder_id_reminders"), type_="foreignkey")
        batch.drop_column("reminder_id")
    op.drop_table("reminders")
