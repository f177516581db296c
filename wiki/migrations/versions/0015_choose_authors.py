"""Let an article have a list of authors that somebody has chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until somebody chooses, authors are who wrote the text, as before."""
    op.create_table(
        "article_authors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("orcid", sa.String(19), nullable=False),
        sa.Column("affiliation", sa.String(200), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.CheckConstraint(
            "role IN ('author', 'editor', 'translator')", name=op.f("ck_article_authors_role")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_authors_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_article_authors_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_authors")),
        sa.UniqueConstraint(
            "article_id",
            "from_number",
            "place",
            name=op.f("uq_article_authors_article_id_from_number_place"),
        ),
    )
    op.create_index(op.f("ix_article_authors_user_id"), "article_authors", ["user_id"])


def downgrade() -> None:
    """Drop the lists."""
    op.drop_table("article_authors")
