"""Keep what authors propose as tags, and what editors have refused."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of proposed tags."""
    op.create_table(
        "tag_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_proposals")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_tag_proposals_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"],
            ["tags.id"],
            name=op.f("fk_tag_proposals_tag_id_tags"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_tag_proposals_proposed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_tag_proposals_decided_by_id_users")
        ),
        sa.UniqueConstraint(
            "article_id", "tag_id", name=op.f("uq_tag_proposals_article_id_tag_id")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'refused')", name=op.f("ck_tag_proposals_state")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tag_proposals_tag_id", "tag_proposals", ["tag_id"])
    op.create_index("ix_tag_proposals_state", "tag_proposals", ["state", "created_at"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("tag_proposals")
