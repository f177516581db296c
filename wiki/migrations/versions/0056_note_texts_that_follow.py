"""Note the articles whose texts have to follow what they link to or show, when they are many."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "text_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("former", sa.JSON(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_text_tasks_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["articles.id"], name=op.f("fk_text_tasks_target_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_text_tasks_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_tasks")),
    )
    op.create_index(op.f("ix_text_tasks_article_id"), "text_tasks", ["article_id"])
    op.create_index(op.f("ix_text_tasks_target_id"), "text_tasks", ["target_id"])


def downgrade() -> None:
    """Forget the tasks: until their texts are saved again, their links lead by redirects."""
    op.drop_table("text_tasks")
