"""Let topics be retired, and keep what each deed changed, so that it can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Retire nothing; what was done before is not undone by this."""
    with op.batch_alter_table("tags", **_remade(never_again=True)) as tags:
        tags.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "tag_deeds",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("tag_ids", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_tag_deeds")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entries.id"], name=op.f("fk_tag_deeds_entry_id_audit_entries")
        ),
    )


def downgrade() -> None:
    """Use retired topics again."""
    op.drop_table("tag_deeds")
    with op.batch_alter_table("tags", **_remade(never_again=False)) as tags:
        tags.drop_column("retired_at")


def _remade(*, never_again: bool) -> dict[str, object]:
    """Make SQLite copy the table, and never give the number of a deleted row again, or do.

    PostgreSQL never does.
    """
    if op.get_bind().dialect.name != "sqlite":
        return {}
    return {"recreate": "always", "table_kwargs": {"sqlite_autoincrement": never_again}}
