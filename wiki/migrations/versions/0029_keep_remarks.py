"""Keep what people say about lines of drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def _refers(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_remarks_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("answered_id", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(300), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
        _refers("article_id", "articles"),
        _refers("revision_id", "revisions"),
        _refers("answered_id", "remarks"),
        _refers("author_id", "users"),
        _refers("resolved_by_id", "users"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_remarks_article_id"), "remarks", ["article_id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("remarks")
