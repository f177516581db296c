"""Note the texts that have to follow an article that they link to, when they are many."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "link_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("former", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["articles.id"], name=op.f("fk_link_tasks_source_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["articles.id"], name=op.f("fk_link_tasks_target_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_link_tasks_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_tasks")),
    )
    op.create_index(op.f("ix_link_tasks_source_id"), "link_tasks", ["source_id"])
    op.create_index(op.f("ix_link_tasks_target_id"), "link_tasks", ["target_id"])


def downgrade() -> None:
    """Forget the tasks: until their texts are saved again, their links lead by redirects."""
    op.drop_table("link_tasks")
