"""Keep the topics that authors ask for, and what was decided."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nothing has been asked for yet."""
    op.create_table(
        "topic_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label_sv", sa.String(100), nullable=False),
        sa.Column("label_en", sa.String(100), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("answer", sa.String(300), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_proposals")),
        sa.ForeignKeyConstraint(
            ["tag_id"],
            ["tags.id"],
            name=op.f("fk_topic_proposals_tag_id_tags"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_topic_proposals_proposed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_topic_proposals_decided_by_id_users")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'joined', 'refused')",
            name=op.f("ck_topic_proposals_state"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_topic_proposals_state", "topic_proposals", ["state"])
    op.create_index("ix_topic_proposals_proposed_by_id", "topic_proposals", ["proposed_by_id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("topic_proposals")
