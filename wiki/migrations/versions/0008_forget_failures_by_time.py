"""Let failures of log-in fade, never give a number of the outbox again, mark first passwords."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep every row; nobody's password counts as one that an administrator has made."""
    with op.batch_alter_table("login_throttles") as throttles:
        throttles.alter_column("failures", existing_type=sa.Integer(), type_=sa.Double())
    op.add_column(
        "users",
        sa.Column("must_change_password", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _remake_outbox(never_again=True)


def downgrade() -> None:
    """Count whole failures again."""
    _remake_outbox(never_again=False)
    with op.batch_alter_table("users") as users:
        users.drop_column("must_change_password")
    with op.batch_alter_table("login_throttles") as throttles:
        throttles.alter_column("failures", existing_type=sa.Double(), type_=sa.Integer())


def _remake_outbox(*, never_again: bool) -> None:
    """Say whether SQLite may give the number of a deleted row again; PostgreSQL never does."""
    if op.get_bind().dialect.name != "sqlite":
        return
    options = {"sqlite_autoincrement": never_again}
    with op.batch_alter_table("index_outbox", recreate="always", table_kwargs=options):
        pass
