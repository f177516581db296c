"""Keep how much advice there is on each article."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; the search drainer fills it when the wiki is started."""
    op.create_table(
        "article_advice",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_advice_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "kind", name=op.f("pk_article_advice")),
    )


def downgrade() -> None:
    """Forget it; it can be derived again."""
    op.drop_table("article_advice")
