"""Let several nodes follow the changes, each with rows of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What waits is for the one server that there was."""
    op.create_table(
        "index_nodes",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_nodes")),
    )
    op.add_column(
        "index_outbox",
        sa.Column("node_id", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
    )
    op.create_index(op.f("ix_index_outbox_node_id"), "index_outbox", ["node_id", "id"])


def downgrade() -> None:
    """Keep what waits for the one server; nodes build their index anew."""
    outbox = sa.table("index_outbox", sa.column("node_id"))
    op.execute(sa.delete(outbox).where(outbox.c.node_id != 0))
    op.drop_index(op.f("ix_index_outbox_node_id"), table_name="index_outbox")
    # SQLite copies the table, and must go on never giving the number of a row again.
    with op.batch_alter_table("index_outbox", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("node_id")
    op.drop_table("index_nodes")
