"""Keep the article templates that editors write."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; until it holds a text, the program's own is used."""
    op.create_table(
        "template_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("body_markdown", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language IN ('sv', 'en')", name=op.f("ck_template_texts_language")),
        sa.CheckConstraint(
            "kind IN ('concept', 'case', 'method', 'organisation', 'event')",
            name=op.f("ck_template_texts_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_template_texts_author_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_texts")),
    )
    op.create_index(op.f("ix_template_texts_author_id"), "template_texts", ["author_id"])
    op.create_index(
        "ix_template_texts_kind_language_id", "template_texts", ["kind", "language", "id"]
    )


def downgrade() -> None:
    """Drop the table with what it holds."""
    op.drop_table("template_texts")
