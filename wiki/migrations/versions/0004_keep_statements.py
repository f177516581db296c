"""Keep the texts of the statements that administrators write."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; until it holds a text, the program's own is shown."""
    op.create_table(
        "statement_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("body_markdown", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language IN ('sv', 'en')", name=op.f("ck_statement_texts_language")),
        sa.CheckConstraint(
            "name IN ('accessibility', 'privacy')", name=op.f("ck_statement_texts_name")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_statement_texts_author_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_texts")),
    )
    op.create_index(op.f("ix_statement_texts_author_id"), "statement_texts", ["author_id"])
    op.create_index(
        "ix_statement_texts_name_language_id", "statement_texts", ["name", "language", "id"]
    )


def downgrade() -> None:
    """Drop the table with what it holds."""
    op.drop_table("statement_texts")
