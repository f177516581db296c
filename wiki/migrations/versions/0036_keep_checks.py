"""Keep who looks after an article, when it was checked, and by when it is to be checked again."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table of checks; nothing counts as checked yet."""
    op.create_table(
        "checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("check_by", sa.Date(), nullable=True),
        sa.Column("former_check_by", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_checks_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_checks_revision_id_revisions")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_checks_user_id_users")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_checks_article_id", "checks", ["article_id"])
    # SQLite copies the table, and must go on never giving the number of a deleted draft again.
    with op.batch_alter_table("articles", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("check_by", sa.Date(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_articles_owner_id_users"), "users", ["owner_id"], ["id"]
        )
    op.create_index("ix_articles_owner_id", "articles", ["owner_id"])


def downgrade() -> None:
    """Forget all of it."""
    op.drop_index("ix_articles_owner_id", "articles")
    with op.batch_alter_table("articles", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(batch.f("fk_articles_owner_id_users"), type_="foreignkey")
        batch.drop_column("check_by")
        batch.drop_column("checked_at")
        batch.drop_column("owner_id")
    op.drop_table("checks")
