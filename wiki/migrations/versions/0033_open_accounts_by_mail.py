"""Keep the links that open an account by mail, and in which language people get it."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of links, and add the language."""
    op.create_table(
        "mailed_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mailed_links"),
        sa.UniqueConstraint("token_hash", name="uq_mailed_links_token_hash"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_mailed_links_user_id_users"),
    )
    op.create_index("ix_mailed_links_user_id", "mailed_links", ["user_id"])
    language = sa.Column("language", sa.String(2), nullable=False, server_default="sv")
    op.add_column("users", language)


def downgrade() -> None:
    """Drop both."""
    with op.batch_alter_table("users") as users:
        users.drop_column("language")
    op.drop_table("mailed_links")
