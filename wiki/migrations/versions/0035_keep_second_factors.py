"""Keep second factors, and what a session still lacks."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of code apps and backup codes; nobody has a second factor yet."""
    op.create_table(
        "code_apps",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_code_apps_user_id_users"),
        sa.PrimaryKeyConstraint("user_id", name="pk_code_apps"),
    )
    op.create_table(
        "backup_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_backup_codes_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_backup_codes"),
    )
    op.create_index("ix_backup_codes_user_id", "backup_codes", ["user_id"])
    factor = sa.Column("has_second_factor", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("users", factor)
    lacks = sa.Column("lacks", sa.String(length=10), server_default="", nullable=False)
    op.add_column("user_sessions", lacks)
    op.add_column("user_sessions", sa.Column("confirmed_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Forget the second factors; sessions that wait for one end."""
    op.execute("DELETE FROM user_sessions WHERE lacks <> ''")
    with op.batch_alter_table("user_sessions") as table:
        table.drop_column("confirmed_at")
        table.drop_column("lacks")
    with op.batch_alter_table("users") as table:
        table.drop_column("has_second_factor")
    op.drop_table("backup_codes")
    op.drop_table("code_apps")
