"""Count together what clients do, where several processes ask one PostgreSQL."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nothing waits for it to reach the disk, and a crash may empty it."""
    op.create_table(
        "client_counts",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_client_counts")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE client_counts SET UNLOGGED")


def downgrade() -> None:
    """Forget the counts."""
    op.drop_table("client_counts")
