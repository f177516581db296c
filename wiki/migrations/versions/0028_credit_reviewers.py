"""Keep who reviewed a version of an article, and where they worked then."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; of versions published before, nobody knows who reviewed them."""
    op.create_table(
        "reviewed_versions",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("university_sv", sa.String(100), nullable=False),
        sa.Column("university_en", sa.String(100), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "number", name=op.f("pk_reviewed_versions")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_reviewed_versions_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["users.id"], name=op.f("fk_reviewed_versions_reviewer_id_users")
        ),
    )
    op.create_index(op.f("ix_reviewed_versions_reviewer_id"), "reviewed_versions", ["reviewer_id"])


def downgrade() -> None:
    """Forget who reviewed what."""
    op.drop_table("reviewed_versions")
