"""Let people say who they are, on a page of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has said anything of themselves yet."""
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("orcid", sa.String(19), nullable=False, server_default=""))
        users.add_column(sa.Column("about", sa.String(300), nullable=False, server_default=""))
        users.add_column(sa.Column("university_id", sa.Integer(), nullable=True))
        users.add_column(
            sa.Column("has_page", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        users.create_foreign_key(
            op.f("fk_users_university_id_tags"),
            "tags",
            ["university_id"],
            ["id"],
            ondelete="SET NULL",
        )
        users.create_index(op.f("ix_users_university_id"), ["university_id"])


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("users") as users:
        users.drop_index(op.f("ix_users_university_id"))
        users.drop_constraint(op.f("fk_users_university_id_tags"), type_="foreignkey")
        for column in ("has_page", "university_id", "about", "orcid"):
            users.drop_column(column)
