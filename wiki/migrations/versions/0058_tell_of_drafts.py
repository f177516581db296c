"""Let notices tell authors and editors what is said of drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

_TABLES = {"review_id": "reviews", "remark_id": "remarks", "amendment_id": "amendments"}
_OF_THEN = sa.text("post_id IS NULL AND reminder_id IS NULL")
_IS_VERSION = sa.text(
    "post_id IS NULL AND reminder_id IS NULL"
    " AND review_id IS NULL AND remark_id IS NULL AND amendment_id IS NULL"
)


def upgrade() -> None:
    """Add what a notice can tell of, and why somebody gets it."""
    with op.batch_alter_table("notices") as batch:
        batch.add_column(
            sa.Column("reason", sa.String(length=10), nullable=False, server_default="")
        )
        for column, table in _TABLES.items():
            batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
            batch.create_foreign_key(
                batch.f(f"fk_notices_{column}_{table}"), table, [column], ["id"], ondelete="CASCADE"
            )
    for column, table in _TABLES.items():
        op.create_index(f"uq_notices_{table}", "notices", [column, "user_id"], unique=True)
    _let_versions_be_told_once(_IS_VERSION)


def _let_versions_be_told_once(condition: sa.TextClause) -> None:
    op.drop_index("uq_notices_version", "notices")
    op.create_index(
        "uq_notices_version",
        "notices",
        ["user_id", "article_id", "revision_id"],
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


def downgrade() -> None:
    """Forget what was told of drafts."""
    notices = sa.table("notices", *(sa.column(name) for name in _TABLES))
    told = sa.or_(*(notices.c[name].is_not(None) for name in _TABLES))
    op.execute(notices.delete().where(told))
    _let_versions_be_told_once(_OF_THEN)
    for table in _TABLES.values():
        op.drop_index(f"uq_notices_{table}", "notices")
    with op.batch_alter_table("notices") as batch:
        for column, table in _TABLES.items():
            batch.drop_constraint(batch.f(f"fk_notices_{column}_{table}"), type_="foreignkey")
            batch.drop_column(column)
        batch.drop_column("reason")
