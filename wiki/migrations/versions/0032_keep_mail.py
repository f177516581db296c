"""Keep the mail that waits to be sent, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the outbox."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "mail_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("to_address", sa.String(254), nullable=False),
        sa.Column("to_name", sa.String(100), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("subject", sa.String(250), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("stop_url", sa.String(500), nullable=False),
        sa.Column("mark", sa.String(32), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", moment, nullable=False),
        sa.Column("claimed_until", moment),
        sa.Column("give_up_at", moment, nullable=False),
        sa.Column("useless_at", moment),
        sa.Column("error", sa.String(300), nullable=False),
        sa.Column("sent_at", moment),
        sa.Column("failed_at", moment),
        sa.PrimaryKeyConstraint("id", name="pk_mail_messages"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_mail_messages_user_id_users"),
    )
    op.create_index("ix_mail_messages_user_id", "mail_messages", ["user_id"])
    op.create_index("ix_mail_messages_created_at", "mail_messages", ["created_at"])
    op.create_index("ix_mail_messages_next", "mail_messages", ["sent_at", "failed_at", "next_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("mail_messages")
