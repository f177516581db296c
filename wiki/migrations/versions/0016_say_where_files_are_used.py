"""Say which articles show which pictures and files."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; no text refers to a file by its name yet."""
    op.create_table(
        "media_uses",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("head_place", sa.Integer(), nullable=True),
        sa.Column("published_place", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_media_uses_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["media_files.id"], name=op.f("fk_media_uses_file_id_media_files")
        ),
        sa.PrimaryKeyConstraint("article_id", "file_id", name=op.f("pk_media_uses")),
    )
    op.create_index(op.f("ix_media_uses_file_id"), "media_uses", ["file_id"])


def downgrade() -> None:
    """Drop the table; rendering again would fill it."""
    op.drop_table("media_uses")
