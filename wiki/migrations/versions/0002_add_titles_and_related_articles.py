"""Add what is derived for suggestions while typing, and for related articles."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make two tables; the index of another schema version is rebuilt at start and fills them."""
    key = sa.String(length=200)
    op.create_table(
        "title_words",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_start", sa.Boolean(), nullable=False),
        sa.Column(
            "key",
            key.with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_title_words_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("article_id", "place", name=op.f("pk_title_words")),
    )
    op.create_index("ix_title_words_key", "title_words", ["language", "is_start", "key"])
    op.create_table(
        "related_articles",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("related_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_related_articles_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["related_id"], ["articles.id"], name=op.f("fk_related_articles_related_id_articles")
        ),
        sa.PrimaryKeyConstraint("article_id", "place", name=op.f("pk_related_articles")),
    )
    op.create_index(op.f("ix_related_articles_related_id"), "related_articles", ["related_id"])


def downgrade() -> None:
    """Drop both; nothing in them was written by anybody."""
    op.drop_table("related_articles")
    op.drop_table("title_words")
