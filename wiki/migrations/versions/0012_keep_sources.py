"""Make the library of sources, and say which articles cite them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make three tables; no article cites a source yet."""
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("csl", sa.JSON(), nullable=False),
        sa.Column("type", sa.String(30), nullable=False),
        sa.Column("title", sa.String(2000), nullable=False),
        sa.Column("authors", sa.String(500), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("doi", sa.String(300), nullable=False),
        sa.Column("isbn", sa.String(13), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("likeness", sa.String(200), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("key", name=op.f("uq_sources_key")),
    )
    for column in ("doi", "isbn", "likeness", "sort_key"):
        op.create_index(op.f(f"ix_sources_{column}"), "sources", [column])
    op.create_table(
        "source_redirects",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_source_redirects_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_source_redirects")),
    )
    op.create_index(op.f("ix_source_redirects_source_id"), "source_redirects", ["source_id"])
    op.create_table(
        "citations",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("in_head", sa.Boolean(), nullable=False),
        sa.Column("in_published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_citations_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_citations_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("article_id", "source_id", name=op.f("pk_citations")),
    )
    op.create_index(op.f("ix_citations_source_id"), "citations", ["source_id"])


def downgrade() -> None:
    """Forget the library."""
    op.drop_table("citations")
    op.drop_table("source_redirects")
    op.drop_table("sources")
