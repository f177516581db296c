"""Count how often articles are read."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; what was read before is not known."""
    op.create_table(
        "reads",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_reads_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("day", "article_id", name=op.f("pk_reads")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Forget the counts."""
    op.drop_table("reads")
