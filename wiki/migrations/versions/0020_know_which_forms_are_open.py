"""Know which forms are open, so that an editor sees who else is at an article."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of open forms."""
    op.create_table(
        "open_forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.String(32), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_forms")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_open_forms_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_open_forms_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("user_id", "form_id", name=op.f("uq_open_forms_user_id_form_id")),
    )
    op.create_index("ix_open_forms_article_id", "open_forms", ["article_id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("open_forms")
