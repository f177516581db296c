"""Count searches, keep what editors made of them, and request articles."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; nothing that is there changes."""
    op.create_table(
        "searches",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.String(length=100), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("asked_for", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('sv', 'en')", name=op.f("ck_searches_language")),
        sa.PrimaryKeyConstraint("day", "language", "text", name=op.f("pk_searches")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "opened_hits",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.String(length=100), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_opened_hits_article_id_articles")
        ),
        sa.PrimaryKeyConstraint(
            "day", "language", "text", "article_id", name=op.f("pk_opened_hits")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_answers",
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=True),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('synonym', 'address', 'request', 'dismissal')",
            name=op.f("ck_search_answers_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_search_answers_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"],
            ["tags.id"],
            name=op.f("fk_search_answers_tag_id_tags"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("language", "text", name=op.f("pk_search_answers")),
    )
    op.create_index(
        op.f("ix_search_answers_answered_at"), "search_answers", ["answered_at"], unique=False
    )
    op.create_table(
        "article_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_requests")),
        sa.UniqueConstraint("language", "slug", name=op.f("uq_article_requests_language_slug")),
    )


def downgrade() -> None:
    """Drop the tables with what they hold."""
    for table in ("article_requests", "search_answers", "opened_hits", "searches"):
        op.drop_table(table)
