"""Keep what people have typed and not saved."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of working copies."""
    op.create_table(
        "working_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.String(32), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_copies")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_working_copies_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_working_copies_article_id_articles"),
            ondelete="SET NULL",
        ),
        sa.UniqueConstraint("user_id", "form_id", name=op.f("uq_working_copies_user_id_form_id")),
        sa.CheckConstraint("language IN ('sv', 'en')", name=op.f("ck_working_copies_language")),
    )
    op.create_index("ix_working_copies_article_id", "working_copies", ["article_id"])
    op.create_index("ix_working_copies_saved_at", "working_copies", ["saved_at"])


def downgrade() -> None:
    """Forget all unsaved words."""
    op.drop_table("working_copies")
