"""Keep the texts that reviewers would write in place of a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def _refers(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_amendments_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "amendments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("made_number", sa.Integer(), nullable=True),
        sa.Column("former_number", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        _refers("article_id", "articles"),
        _refers("revision_id", "revisions"),
        _refers("author_id", "users"),
        _refers("settled_by_id", "users"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_amendments_article_id"), "amendments", ["article_id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("amendments")
